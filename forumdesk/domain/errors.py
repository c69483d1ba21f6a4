"""What the world can do to us: each error is one clear sentence and, where there is one, a way out."""

from __future__ import annotations


class ForumDeskError(Exception):
    """Something outside the program went wrong.

    `sentence` says what happened, `advice` what to do next; both are literal templates, so that the window can
    translate them before it puts `values` in.
    """

    def __init__(self, sentence: str, advice: str = "", **values: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.advice = advice
        self.values = values

    def __str__(self) -> str:
        said = " ".join(filter(None, (self.sentence, self.advice)))
        return said.format(**self.values) if self.values else said


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


class NotTrusted(BadInput):
    """A signature is of a laptop that is not known, or of another key than before; it may be accepted."""


class Sealed(BadInput):
    """A package is encrypted, and neither this laptop's key nor the passphrase that was said opens it."""


class Cancelled(ForumDeskError):
    """The person asked to stop; nothing was changed."""


class HubAway(ForumDeskError):
    """A hub does not answer, or not just now; to try again later is the way out."""


class HubRefused(ForumDeskError):
    """A hub does not let this laptop in, cannot prove itself, or is not prepared; somebody has to do something."""


class MissingPart(ForumDeskError):
    """An optional part of the program is not installed; the advice is the command that installs it."""
