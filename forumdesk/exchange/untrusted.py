"""Files from elsewhere: looked at from outside before a library reads them."""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from forumdesk.domain.errors import BadInput

MOST_ENTRIES = 2_000
MOST_BYTES = 200 * 1024 * 1024
MOST_RATIO = 200
_SMALL = 1024 * 1024
_ENCRYPTED = 0x1


def check_zip(path: Path) -> None:
    """Refuse a zip that would unpack into far more than it is, that names what it should not, or that is locked."""
    try:
        with ZipFile(path) as packed:
            entries = packed.infolist()
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise BadInput(
            "“{name}” is damaged or is not a workbook.", "Save it again as .xlsx or .csv.", name=path.name
        ) from error
    if _too_much(entries):
        raise BadInput(
            "“{name}” would unpack into far more than a workbook holds, so it was not opened.", name=path.name
        )
    names = [one.filename for one in entries]
    if len(set(names)) != len(names) or any(_outside(name) for name in names):
        raise BadInput("“{name}” names files that a workbook does not have, so it was not opened.", name=path.name)
    if any(one.flag_bits & _ENCRYPTED for one in entries):
        raise BadInput("“{name}” is locked with a password.", "Save it again without one.", name=path.name)


def _too_much(entries: list[ZipInfo]) -> bool:
    size = sum(one.file_size for one in entries)
    packed = sum(one.compress_size for one in entries) or 1
    return len(entries) > MOST_ENTRIES or size > MOST_BYTES or (size > _SMALL and size / packed > MOST_RATIO)


def _outside(name: str) -> bool:
    """Whether a name leads out of the folder that it would be unpacked into."""
    plain = name.replace("\\", "/")
    return plain.startswith("/") or ".." in plain.split("/")
