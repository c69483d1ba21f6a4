"""Files from elsewhere: looked at from outside before a library reads them."""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile, ZipFile

from forumdesk.domain.errors import BadInput

MOST_ENTRIES = 2_000
MOST_BYTES = 200 * 1024 * 1024
MOST_RATIO = 200
_SMALL = 1024 * 1024


def check_zip(path: Path) -> None:
    """Refuse a zip that would unpack into far more than it is, or that names what it should not."""
    try:
        with ZipFile(path) as packed:
            entries = packed.infolist()
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise BadInput("“{name}” is damaged or is not a workbook.", "Save it again as .xlsx or .csv.", name=path.name) from error
    size = sum(one.file_size for one in entries)
    packed_size = sum(one.compress_size for one in entries) or 1
    names = [one.filename for one in entries]
    if len(entries) > MOST_ENTRIES or size > MOST_BYTES or (size > _SMALL and size / packed_size > MOST_RATIO):
        raise BadInput("“{name}” would unpack into far more than a workbook holds, so it was not opened.", name=path.name)
    if len(set(names)) != len(names) or any(one.startswith(("/", "\\")) or ".." in one.split("/") for one in names):
        raise BadInput("“{name}” names files that a workbook does not have, so it was not opened.", name=path.name)
