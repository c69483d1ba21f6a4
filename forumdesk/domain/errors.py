"""What the world can do to us: each error is one clear sentence and, where there is one, a way out."""

from __future__ import annotations


class ForumDeskError(Exception):
    """Something outside the program went wrong; `sentence` is for people, `advice` says what to do next."""

    def __init__(self, sentence: str, advice: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.sentence} {self.advice}".strip()


class NotAForum(ForumDeskError):
    """The file is not a forum file, or is damaged beyond reading."""


class NewerForum(ForumDeskError):
    """The file was written by a newer ForumDesk and may only be read."""


class ReadOnlyForum(ForumDeskError):
    """The forum was opened to read only, so nothing may be written to it."""


class ForumInUse(ForumDeskError):
    """Another program holds the file; who, on which machine and since when is in the sentence."""


class DiskFull(ForumDeskError):
    """There is no room left on the disk; what was acknowledged before is safe."""


class CannotWrite(ForumDeskError):
    """The folder or the medium does not let us write."""


class NotFound(ForumDeskError):
    """What was asked for is not in this forum."""


class NotAllowed(ForumDeskError):
    """A rule of the forum forbids the act."""


class BadInput(ForumDeskError):
    """What was handed in cannot be understood."""


class Cancelled(ForumDeskError):
    """The person asked to stop; nothing was changed."""
