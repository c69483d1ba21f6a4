"""What is dropped or pasted from a file manager."""

from __future__ import annotations

from PySide6.QtCore import QMimeData


def local_files(data: QMimeData) -> list[str]:
    """The paths of the files of this laptop that are handed in, in their order."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]


def is_forum(path: str) -> bool:
    """Whether a path names a forum file."""
    return path.casefold().endswith(".forum")
