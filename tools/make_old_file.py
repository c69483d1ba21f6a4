"""Make the small forum that every later version must open, with what it shows written beside it.

It is made once for each edition of the format, before that edition is released, and never edited afterwards.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from forumdesk.domain.answers import Decision
from forumdesk.domain.devices import Laptop
from forumdesk.domain.forum import Attribution
from forumdesk.domain.notes import Note
from forumdesk.domain.people import Role
from forumdesk.domain.recommendations import Status
from forumdesk.exchange.signing import device_of, public_key
from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from forumdesk.services.identity import Identity
from forumdesk.services.listing import LISTS
from forumdesk.services.reviewing import Order

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "old_files"
EDITION = "edition2"
PHOTO = b"\x89PNG of a flipchart"


class Morning:
    """A clock that goes on by a second whenever it is asked."""

    def __init__(self) -> None:
        self._now = datetime(2026, 9, 29, 8, tzinfo=UTC)

    def now(self) -> datetime:
        """The next second."""
        self._now += timedelta(seconds=1)
        return self._now

    def offset_minutes(self) -> int:
        """The host city's zone."""
        return 120


class Laptops:
    """Laptops with a copy of the forum each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = Morning()

    def forums(self, name: str) -> Forums:
        """What makes and opens files as this laptop."""
        secret = sha256(f"laptop {name}".encode()).digest()
        return Forums(Laptop(device_of(public_key(secret)), name, f"Rapporteur of {name}", secret), self.clock)

    @contextmanager
    def at(self, name: str, file: str = "") -> Iterator[Desk]:
        """A laptop with its forum open."""
        forums = self.forums(name)
        path = self.folder / f"{file or name}.forum"
        if not path.exists():
            shutil.copy(self.folder / "secretariat.forum", path)
        with forums.opened(path) as desk:
            desk.identity = Identity(self.folder / f"home of {name}", forums.laptop.secret)
            yield desk

    def hands_in(self, name: str) -> Path:
        """The laptop's package."""
        with self.at(name) as desk:
            return desk.packing.pack(self.folder / name).path


def begin(laptops: Laptops) -> None:
    """A secretariat prepares the forum: rooms, sessions, people, and what is asked first."""
    desk = laptops.forums("secretariat").new(laptops.folder / "secretariat.forum", title="Edition 2, as it was written")
    for name, code in (("Room A", "S1"), ("Room B", "S2")):
        room = desk.planning.add_room(name)
        desk.planning.add_session(f"Session {code}", code=code, room=room.id)
    desk.people.add(name="Ana Núñez", position="Mayor", city="Quito", country="EC", role=Role.MAYOR)
    desk.people.add(name="Awa Diop", position="Mayor", city="Dakar", country="SN", language="fr", role=Role.MAYOR)
    session = desk.planning.session("S1")
    desk.planning.change_session(session.id, attribution=Attribution.CHATHAM_HOUSE)
    for text in ("Recognise foreign skills", "Recognise skills from abroad", "Open shelters", "Publish local data"):
        desk.recommending.add(text, session=session.id, codes=("sdg 8.5",), city="Quito")
    desk.close()


def work_apart(laptops: Laptops) -> None:
    """Rooms write each on its own: words, photos, wordings that differ, what is deleted, taken back and blanked."""
    for name, code in (("Room A", "S1"), ("Room B", "S2")):
        with laptops.at(name) as desk:
            session = desk.planning.session(code).id
            asked = sorted(desk.listing.listed("recommendations"), key=lambda one: int(one["number"]))
            kept = desk.capturing.keep(session, f"Said in {name} by @Ana Núñez «مدينة» #8.5")
            desk.pinning.pin(kept.id, f"{name}.png", PHOTO + name.encode())
            desk.recommending.change([asked[0]["id"]], text=f"Recognise skills, as {name} words it", actor="The city")
            desk.capturing.keep(session, "Taken back at once")
            desk.history.undo()
            gone = desk.capturing.keep(session, "Nobody should read this")
            with desk._database.write("redact") as work:  # noqa: SLF001 - no screen asks for it yet
                work.redact(work.require(Note, gone.id).id, ("text", "typed"))
            desk.people.add(name="Ana Núñez", city="QUITO")
    with laptops.at("Room B") as desk:
        desk.recommending.delete([_asked(desk, "Open shelters")])
    with laptops.at("Room C") as desk:
        desk.capturing.keep(desk.planning.session("S2").id, "Set aside at the desk")


def _asked(desk: Desk, text: str) -> str:
    return str(next(one["id"] for one in desk.listing.listed("recommendations") if one["text"] == text))


def bring_together(laptops: Laptops) -> None:
    """The secretariat merges, groups, joins, asks a city, and takes one merge back."""
    packages = [laptops.hands_in(name) for name in ("Room A", "Room B")]
    set_aside = laptops.hands_in("Room C")
    with laptops.at("secretariat") as desk:
        desk.merging.merge(packages)
        desk.merging.merge([set_aside])
        desk.history.undo()
        desk.grouping.group([_asked(desk, text) for text in ("Recognise skills from abroad", "Publish local data")])
        first, other = [one["id"] for one in desk.listing.listed("participants") if one["name"] == "Ana Núñez"][:2]
        desk.joining.join(first, [other])
        final = desk.recommending.add("Train the staff", session=desk.planning.session("S1").id, city="Quito")
        desk.recommending.change([final.id], status=Status.FINAL)
        packs = desk.reviewing.send(Order(("Dakar",)), laptops.folder)
    laptops.forums("Dakar").from_pack(packs[0].path, laptops.folder / "Dakar.forum").close()
    with laptops.at("Dakar") as desk:
        city = desk.reviewing.city("Dakar")
        desk.answering.answer(city, final.id, decision=Decision.ACCEPT)
        returned = desk.answering.send(city, laptops.folder / "answers").packed.path
    with laptops.at("secretariat") as desk:
        desk.merging.merge([returned])


def shown(desk: Desk) -> dict[str, Any]:
    """All that a forum shows, as machines read it."""
    found: dict[str, Any] = {what: list(desk.listing.listed(what)) for what in LISTS if what != "duplicates"}
    found["faults"] = list(desk.checking.faults())
    found["photos"] = {one.name: desk.pinning.content(one.id).hex() for one in _photos(desk)}
    return found


def _photos(desk: Desk) -> list[Any]:
    notes = [one["id"] for one in desk.listing.listed("notes")]
    return [pinned for note in notes for pinned in desk.pinning.pinned(note)]


def make(target: Path, folder: Path) -> None:
    """Write the forum, and what it shows beside it."""
    os.environ["FORUMDESK_HOME"] = str(folder / "home")
    laptops = Laptops(folder)
    begin(laptops)
    work_apart(laptops)
    bring_together(laptops)
    with laptops.at("secretariat") as desk:
        told = shown(desk)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(folder / "secretariat.forum", target)
    beside = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True, default=str)
    target.with_suffix(".json").write_text(f"{beside}\n", encoding="utf-8")


def main() -> int:
    """Make it where there is none; one that is there was released, or is deleted by hand before."""
    target = FOLDER / f"{EDITION}.forum"
    if target.exists():
        print(f"{target} is there already and is never edited.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        make(target, Path(folder))
    print(f"made {target}, {target.stat().st_size // 1024} kB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
