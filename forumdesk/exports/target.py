"""Where a document is written to: a file that complains of a full disk once, and not again while it is thrown away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


class Target:
    """A file being written; after its first failure it takes whatever comes in silence.

    Libraries that write archives try once more when they are thrown away, and Python would show that to people.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._failed = False
        self._at = 0

    def write(self, content: bytes) -> int:
        """Write, or fail once."""
        if not self._failed:
            with self._watching():
                self._file.write(content)
        self._at += len(content)
        return len(content)

    def flush(self) -> None:
        """Hand everything to the system."""
        if not self._failed:
            with self._watching():
                self._file.flush()

    def seek(self, offset: int) -> int:
        """Go to a place in the file."""
        if not self._failed:
            with self._watching():
                self._file.seek(offset)
        self._at = offset
        return offset

    def tell(self) -> int:
        """The place in the file."""
        return self._at

    def seekable(self) -> bool:
        """Files are."""
        return True

    @contextmanager
    def _watching(self) -> Iterator[None]:
        try:
            yield
        except OSError:
            self._failed = True
            raise

    def end(self) -> None:
        """Take nothing more: the file is closed."""
        self._failed = True


@contextmanager
def target(path: Path) -> Iterator[Target]:
    """A new file to write a document to."""
    with path.open("wb") as file:
        found = Target(file)
        try:
            yield found
        finally:
            found.end()
