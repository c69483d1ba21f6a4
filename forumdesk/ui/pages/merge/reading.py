"""What the Merge page asks of the forum, and what it asks to be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk
    from forumdesk.services.disputed import Conflict
    from forumdesk.services.handing_in import Beside, RoomBoard
    from forumdesk.services.hub import Exchange
    from forumdesk.services.likeness import Pair
    from forumdesk.services.merging import Merged, Terms
    from forumdesk.services.packing import Packed, Seal
    from forumdesk.services.progress import Progress
    from forumdesk.services.receipts import Told
    from forumdesk.services.syncing import Exchanged, Syncing
    from forumdesk.services.trust import Trusted
    from forumdesk.ui.workplace import AtDesk


@dataclass(frozen=True, slots=True)
class Wish:
    """Which files are to be brought together, and what was said to open them and of how they are taken."""

    paths: tuple[Path, ...] = ()
    passphrase: str = ""
    bring_back: bool = True
    """Whether what was set aside here comes back when it comes again."""
    witness: bool = False
    """Whether words that nobody signed are taken in, in this laptop's name."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is left to be decided, and what the rooms brought."""

    conflicts: tuple[Conflict, ...] = ()
    alike: tuple[Pair, ...] = ()
    """Two at a time that may be the same under two ids."""
    rooms: tuple[RoomBoard, ...] = ()
    beside: Beside | None = None
    """What was handed in, or read out, that belongs to none of these rooms."""
    laptops: tuple[Trusted, ...] = ()
    """The other laptops that wrote here, and which of them are trusted no more."""

    @property
    def is_decided(self) -> bool:
        """Whether nothing is left that somebody could decide."""
        return not (self.conflicts or self.alike)


@dataclass(frozen=True, slots=True)
class Part:
    """What is to be handed over, and under which passphrase."""

    path: Path
    sessions: tuple[str, ...] = ()
    city: str = ""
    since_last: bool = False
    passphrase: str = ""


def look(desk: Desk, progress: Progress, *, wish: Wish) -> Merged:
    """Weigh the files; of the forum nothing is changed, and what is noticed of the laptops is remembered."""
    looked = desk.merging.look(wish.paths, _terms(wish), progress=progress)
    desk.handing_in.notice(looked.met)
    return looked


def merge(desk: Desk, progress: Progress, *, wish: Wish) -> Merged:
    """Take the files in."""
    return desk.merging.merge(wish.paths, _terms(wish), progress=progress)


def standing(desk: Desk) -> Standing:
    """What two sides said differently, what looks alike, and which rooms' work is here."""
    conflicts, alike, rooms = desk.settling.conflicts(), desk.joining.pairs(), desk.handing_in.board()
    return Standing(conflicts, alike, rooms, desk.handing_in.beside(rooms), desk.trusting.laptops())


def distrust(desk: Desk, *, laptop: str) -> None:
    """Take nothing more of a laptop that was lost or stolen."""
    desk.trusting.distrust(laptop)


def trust(desk: Desk, *, laptop: str) -> None:
    """Trust a laptop again that was found."""
    desk.trusting.trust(laptop)


def receive(desk: Desk, *, mark: str, room: str) -> Told:
    """Compare a receipt that was read out with what is here."""
    return desk.handing_in.receive(mark, room)


def forget(desk: Desk, *, mark: str) -> None:
    """Expect a receipt no more."""
    desk.handing_in.forget(mark)


def join(desk: Desk, *, stays: str, goes: str) -> int:
    """Join one of two into the other."""
    return desk.joining.join(stays, [goes])


def keep_apart(desk: Desk, *, one: str, other: str) -> None:
    """Say that two are not the same."""
    desk.joining.keep_apart(one, other)


def settle(desk: Desk, *, conflict: Conflict, head: str) -> None:
    """Let one value stand."""
    desk.settling.settle(conflict.record, conflict.field, head)


def settle_with(desk: Desk, *, conflict: Conflict, text: str) -> None:
    """Let another wording stand."""
    desk.settling.settle_with(conflict.record, conflict.field, text)


def settle_all(desk: Desk, *, laptop: str) -> int:
    """Let what one laptop said stand wherever it said something, and tell how many conflicts that settled."""
    return desk.settling.settle_all(laptop)


def pack(desk: Desk, progress: Progress, *, part: Part) -> Packed:
    """Hand a part of the forum over."""
    sealed: Seal = import_module("forumdesk.services.packing").Seal(passphrase=part.passphrase)
    scope = desk.packing.scope(sessions=part.sessions, city=part.city, since_last=part.since_last)
    return desk.packing.pack(part.path, scope, sealed=sealed, progress=progress)


def choices(desk: Desk) -> tuple[Sequence[tuple[str, str]], Sequence[str]]:
    """The sessions (code and title) and the cities of which a part can be handed over."""
    sessions = [(one.code, one.title) for one in desk.planning.sessions()]
    return sessions, desk.packing.cities()


def hub_address(desk: Desk) -> str:
    """The hub with which this forum was exchanged last."""
    return desk.syncing.address


class HubTalk:
    """One exchange with a hub, which can be ended while it waits for an answer."""

    def __init__(self, address: str, password: str) -> None:
        self._address = address
        self._password = password
        self._exchange: Exchange | None = None

    def run(self, at_desk: AtDesk, progress: Progress) -> Exchanged:
        """Exchange what is new on both sides; on a thread that may wait."""

        def at_file(step: Callable[[Syncing], Any]) -> Any:  # noqa: ANN401 - what the step answers
            return at_desk(lambda desk: step(desk.syncing))

        hubs = import_module("forumdesk.services.hub")  # what speaks to a hub takes a while to load, here as well
        self._exchange = hubs.Exchange(self._address, at_file, password=self._password)
        self._password = ""
        done: Exchanged = self._exchange.run(progress)
        return done

    def stop(self) -> None:
        """End the waiting, from the window's thread."""
        if self._exchange is not None:
            self._exchange.stop()


def _terms(wish: Wish) -> Terms:
    """Made on the worker's thread, where what signs and encrypts is loaded."""
    made: Terms = import_module("forumdesk.services.merging").Terms(
        wish.passphrase, bring_back=wish.bring_back, witness=wish.witness
    )
    return made
