"""What is dropped or pasted from a file manager."""

from __future__ import annotations

from PySide6.QtCore import QMimeData

from forumdesk.domain.handover import SUFFIX


def local_files(data: QMimeData) -> list[str]:
    """The paths of the files of this laptop that are handed in, in their order."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]


def comes_back(path: str) -> bool:
    """Whether a path names what comes back to the Merge page: a package of another laptop, or a workbook."""
    return path.casefold().endswith((SUFFIX, ".xlsx"))


def is_package(path: str) -> bool:
    """Whether a path names a package of another laptop."""
    return path.casefold().endswith(SUFFIX)


def is_forum(path: str) -> bool:
    """Whether a path names a forum file."""
    return path.casefold().endswith(".forum")
