"""Make a forum of any size to measure on: make_forum.py --notes N --recommendations M --seed S FILE."""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from forumdesk.domain.agenda import Room, Session, Step
from forumdesk.domain.closing import arranged
from forumdesk.domain.devices import Laptop
from forumdesk.domain.forum import FORUM_ID, Forum
from forumdesk.domain.ids import BranchId, DeviceId, RecordId
from forumdesk.domain.notes import Note, NoteKind
from forumdesk.domain.people import Participant, Role
from forumdesk.domain.recommendations import Level, Recommendation, Status
from forumdesk.domain.records import Record, plain_fields
from forumdesk.domain.revisions import Revision, Stamp, revision
from forumdesk.storage.database import create

CITIES = ("Quezon City", "Quito", "Barcelona", "Dakar", "Tunis", "Berlin", "Kampala", "Amman", "Lisbon", "Montréal")
WORDS = [
    "city",
    "migrants",
    "work",
    "services",
    "school",
    "papers",
    "language",
    "budget",
    "families",
    "housing",
    "health",
    "desk",
    "card",
    "training",
    "council",
    "rights",
    "women",
    "children",
    "market",
    "licence",
    "police",
    "data",
    "neighbours",
    "shelter",
    "remittances",
    "diaspora",
    "skills",
    "employers",
]
ARABIC = "نحتاج إلى تمويل يصل مباشرة إلى البلدية"
SESSIONS = 24
WITH_ACTOR = 0.9
START = datetime(2016, 9, 29, 1, 0, tzinfo=UTC)


DEVICE, BRANCH = DeviceId("b" * 32), BranchId("b" * 16)


class _Clock:
    def now(self) -> datetime:
        return START

    def offset_minutes(self) -> int:
        return 480


def make(path: Path, *, notes: int, recommendations: int, seed: int) -> None:
    """Write a forum; the same seed makes the same forum."""
    database = create(path, Laptop(DEVICE), _Clock())
    with database.write("build-forum") as work:
        revisions = _revisions(random.Random(seed), notes, recommendations)  # noqa: S311 - the same forum every time
        for number, one in enumerate(revisions):
            work.log.keep(one)
            if number % 20_000 == 0:
                sys.stderr.write(".")
    database.rebuild()
    database.close()


def _revisions(chance: random.Random, notes: int, recommendations: int) -> Iterator[Revision]:
    for number, record in enumerate(_records(chance, notes, recommendations), 1):
        salt = chance.getrandbits(128).to_bytes(16)
        stamp = Stamp(number, DEVICE, BRANCH, number - 1, "", 1_475_110_800_000 + number, 480, salt)
        fields, closed = arranged(record.KIND, plain_fields(record))
        yield revision(
            record=record.id,
            kind=record.KIND,
            fields=fields,
            closed=closed,
            parents=(),
            act=f"{number:032x} build-forum",
            begins=True,
            stamp=stamp,
        )


def _records(chance: random.Random, notes: int, recommendations: int) -> Iterator[Record]:
    def new_id() -> RecordId:
        return RecordId(f"{chance.getrandbits(128):032x}")

    yield Forum(
        id=FORUM_ID,
        title="A forum to measure on",
        frameworks=("gcm", "qla", "sdg"),
        starts=START.date(),
        utc_offset=480,
    )
    rooms = [Room(id=new_id(), name=f"Room {letter}", position=float(place)) for place, letter in enumerate("ABCD")]
    people = [
        Participant(id=new_id(), role=chance.choice(list(Role)), position="official", city=chance.choice(CITIES))
        for _ in range(200)
    ]
    sessions = [
        Session(
            id=new_id(),
            code=f"S{number}",
            title=_sentence(chance, 5),
            room=rooms[number % 4].id,
            start=START + timedelta(hours=2 * (number // 4)),
        )
        for number in range(SESSIONS)
    ]
    yield from (*rooms, *people, *sessions)
    for session in sessions:
        for place in range(5):
            yield Step(
                id=new_id(),
                session=session.id,
                position=float(place),
                title=_sentence(chance, 3),
                minutes=15,
                question=_sentence(chance, 8),
            )
    kept = []
    kinds = list(NoteKind)
    for number in range(notes):
        session = sessions[number * SESSIONS // max(1, notes)]
        person = chance.choice(people)
        note = Note(
            id=new_id(),
            session=session.id,
            kind=chance.choice(kinds),
            text=_text(chance),
            speaker=person.id,
            city=person.city,
            codes=(f"sdg {chance.randint(1, 17)}",),
            instant=START + timedelta(seconds=number),
            sensitive=chance.random() < 0.02,  # noqa: PLR2004
        )
        kept.append(note.id)
        yield note
    for number in range(1, recommendations + 1):
        yield Recommendation(
            id=new_id(),
            number=number,
            text=_text(chance),
            rationale=_sentence(chance, 12),
            session=chance.choice(sessions).id,
            action_area=str(chance.randint(1, 11)),
            codes=(f"sdg {chance.randint(1, 17)}", f"gcm {chance.randint(1, 23)}"),
            actor=_sentence(chance, 3) if chance.random() < WITH_ACTOR else "",
            level=chance.choice(list(Level)),
            timeframe="2018",
            indicator=_sentence(chance, 5),
            city=chance.choice(CITIES),
            status=chance.choice((Status.DRAFT, Status.FINAL)),
            sources=tuple(sorted({chance.choice(kept) for _ in range(2)})) if kept else (),
        )


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words)).capitalize()


def _text(chance: random.Random) -> str:
    return ARABIC if chance.random() < 0.05 else _sentence(chance, chance.randint(6, 24)) + "."  # noqa: PLR2004


def main() -> None:
    """Read the command line and make the forum."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=100_000)
    parser.add_argument("--recommendations", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("file", type=Path)
    said = parser.parse_args()
    make(said.file, notes=said.notes, recommendations=said.recommendations, seed=said.seed)


if __name__ == "__main__":
    main()
