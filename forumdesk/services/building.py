"""Build a whole forum from a script of data files: the sample, and the templates that a new forum begins with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from forumdesk.domain.agenda import Room, Session, SessionKind, Step, Technique
from forumdesk.domain.errors import NotFound
from forumdesk.domain.forum import FORUM_ID, Attribution, Forum
from forumdesk.domain.ids import RecordId, new_id
from forumdesk.domain.initiatives import DECLARATION_ID, Declaration, Initiative, Signatory
from forumdesk.domain.notes import Note, NoteKind
from forumdesk.domain.people import Participant, Role
from forumdesk.domain.recommendations import Agreement, Level, Priority, Recommendation, Status
from forumdesk.services.places import Places
from forumdesk.services.resources import resource
from forumdesk.storage.database import Database
from forumdesk.storage.work import Work

Script = Mapping[str, Any]
_PERSON_TEXTS = ("name", "position", "city", "organisation", "country", "language")
_RECOMMENDATION_TEXTS = (
    "text",
    "rationale",
    "action_area",
    "actor",
    "partners",
    "timeframe",
    "resources",
    "tools",
    "indicator",
    "city",
    "dissent",
    "language",
)
_INITIATIVE_TEXTS = ("title", "lead_city", "scope", "resources", "indicator", "contact")


def templates() -> tuple[str, ...]:
    """The names of the templates that a new forum can begin with."""
    return tuple(sorted(path.stem for path in resource("templates").glob("*.json")))


def read_script(path: Path) -> Any:  # noqa: ANN401 - raw JSON, narrowed by the builder
    """What a data file of ours says."""
    return json.loads(path.read_text(encoding="utf-8"))


@dataclass
class Builder:
    """Writes a forum from scripts, in one act, so that one undo takes all of it back."""

    work: Work
    places: Places
    zone_minutes: int = 0
    first_day: date | None = None
    """On which the days of a template are counted; `1 09:00` is nine o'clock on it."""
    rooms: dict[str, RecordId] = field(default_factory=dict)
    people: dict[str, Participant] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    steps: dict[str, list[Step]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    recommendations: dict[int, RecordId] = field(default_factory=dict)

    def forum(self, script: Script) -> None:
        """The forum's record, its rooms, participants, sessions and steps."""
        said = dict(script["forum"])
        self.zone_minutes = said["utc_offset"] = int(said.get("utc_offset", self.zone_minutes))
        said.update(self._days(said))
        for name in ("languages", "hosts", "partners", "frameworks"):
            said[name] = tuple(sorted(said.get(name, ())))
        said["objectives"] = _lines(said.get("objectives", ""))
        said["attribution"] = Attribution(said.get("attribution", "city"))
        self.work.put(Forum(id=FORUM_ID, **said))
        for place, room in enumerate(script.get("rooms", ())):
            self.rooms[room["key"]] = self.work.put(Room(id=new_id(), name=room["name"], position=float(place))).id
        for person in script.get("participants", ()):
            self._participant(person)
        for session in script.get("sessions", ()):
            self._session(session)

    def _days(self, said: dict[str, Any]) -> dict[str, date | None]:
        """The first and the last day: as the script has them, or as many days as it takes from the first day on."""
        days = int(said.pop("days", 0))
        if days and self.first_day:
            return {"starts": self.first_day, "ends": self.first_day + timedelta(days=days - 1)}
        return {name: _day(said.get(name)) for name in ("starts", "ends")}

    def _participant(self, said: Script) -> None:
        fields = {name: said.get(name, "") for name in _PERSON_TEXTS}
        place = self._place(fields["city"], fields["country"])
        record = Participant(id=new_id(), role=Role(said["role"]), place=place, **fields)
        self.people[said["key"]] = self.work.put(record)

    def _place(self, city: str, country: str = "") -> int:
        found = self.places.named(city, country) if city else None
        return found.id if found else 0

    def _session(self, said: Script) -> None:
        session = Session(
            id=new_id(),
            code=said["code"],
            title=said["title"],
            kind=SessionKind(said["kind"]),
            room=self.rooms.get(said.get("room", ""), ""),
            start=self._instant(said.get("start")),
            minutes=int(said.get("minutes", 0) or 0),
            questions=_lines(said.get("questions", "")),
            attribution=Attribution(said.get("attribution", "city")),
            codes=tuple(sorted(said.get("codes", ()))),
            **{role: self._person(said.get(role)) for role in ("chair", "co_chair", "facilitator", "rapporteur")},
        )
        self.sessions[said["key"]] = self.work.put(session)
        self.steps[said["key"]] = [self._step(session, place, step) for place, step in enumerate(said.get("steps", ()))]

    def _step(self, session: Session, place: int, said: Script) -> Step:
        return self.work.put(
            Step(
                id=new_id(),
                session=session.id,
                position=float(place),
                title=said["title"],
                minutes=int(said["minutes"]),
                minimum=int(said.get("minimum", 0) or 0),
                optional=bool(said.get("optional")),
                technique=Technique(said.get("technique", "") or ""),
                question=said.get("question", ""),
            )
        )

    def _person(self, key: str | None) -> str:
        return self.people[key].id if key else ""

    def _instant(self, local: str | None) -> datetime | None:
        """A local time of the host city as an instant."""
        if not local:
            return None
        day, _, hour = local.partition(" ")
        if day.isdecimal():
            if self.first_day is None:
                return None
            local = f"{self.first_day + timedelta(days=int(day) - 1)}T{hour}"
        zone = Forum(id=FORUM_ID, utc_offset=self.zone_minutes).zone
        return datetime.fromisoformat(local).replace(tzinfo=zone)

    def take_notes(self, script: Sequence[Script]) -> None:
        """The notes, in the order in which the script has them."""
        for place, said in enumerate(script):
            session = self.sessions[said["session"]]
            steps = self.steps[said["session"]]
            step = said.get("step")
            start = session.start or self._instant("2016-09-29T09:00")
            assert start is not None  # noqa: S101 - the fixed instant above is never empty
            instant = start + timedelta(minutes=int(said.get("minute", 0)), seconds=place % 60)
            during = steps[step].id if step is not None and steps else ""
            self.notes.append(self.work.put(self._note(said, session, during, instant)))

    def _note(self, said: Script, session: Session, step: str, instant: datetime) -> Note:
        person = self.people.get(said.get("speaker") or "")
        city = said.get("city", "") or (person.city if person else "")
        place = person.place if person and person.city == city else self._place(city)
        typed = said.get("typed", "")
        return Note(
            id=new_id(),
            session=session.id,
            step=step,
            round=int(said.get("round", 0) or 0),
            kind=NoteKind(said["kind"]),
            text=said["text"],
            source_text=typed if typed != said["text"] else "",
            language=said.get("language", ""),
            speaker=person.id if person else "",
            city=city,
            place=place,
            codes=tuple(sorted(said.get("codes", ()))),
            instant=instant,
            sensitive=bool(said.get("sensitive")),
            unattributed=bool(said.get("unattributed")),
        )

    def recommend(self, script: Sequence[Script]) -> None:
        """The recommendations, each brought to its status the way people bring it there."""
        for said in script:
            texts: dict[str, Any] = {name: str(said.get(name, "") or "") for name in _RECOMMENDATION_TEXTS}
            record = Recommendation(
                id=new_id(),
                number=int(said["number"]),
                session=self.sessions[said["session"]].id if said.get("session") else "",
                codes=tuple(sorted(said.get("codes", ()))),
                level=Level(said.get("level", "") or ""),
                priority=Priority(said.get("priority", "") or ""),
                agreement=Agreement(said.get("agreement", "") or ""),
                unattributed=bool(said.get("unattributed")),
                place=self._place(said.get("city", "") or ""),
                sources=tuple(sorted(self.notes[index].id for index in said.get("sources", ()))),
                **texts,
            )
            kept = self.work.put(_brought_to(record, Status(said.get("status", "draft"))))
            self.recommendations[record.number] = kept.id

    def conclude(self, script: Script) -> None:
        """The initiatives, the declaration and its signatories."""
        for said in script.get("initiatives", ()):
            fields = {name: said.get(name, "") for name in _INITIATIVE_TEXTS}
            served = (self.recommendations[number] for number in said.get("recommendations", ()))
            self.work.put(
                Initiative(
                    id=new_id(),
                    partner_cities=tuple(sorted(said.get("partner_cities", ()))),
                    starts=_day(said.get("starts")),
                    ends=_day(said.get("ends")),
                    recommendations=tuple(sorted(served)),
                    **fields,
                )
            )
        if said := script.get("declaration"):
            language = said.get("language", "en")
            declaration = self.work.put(
                Declaration(id=DECLARATION_ID, title=said["title"], text=_lines(said["text"]), language=language)
            )
            for signature in script.get("signatories", ()):
                self.work.put(
                    Signatory(
                        id=new_id(),
                        declaration=declaration.id,
                        participant=self._person(signature.get("participant")),
                        city=signature.get("city", ""),
                        signed=_day(signature.get("signed")),
                    )
                )


def _brought_to(record: Recommendation, status: Status) -> Recommendation:
    if status is Status.ADOPTED:
        return record.moved_to(Status.FINAL).moved_to(Status.ADOPTED)
    return record.moved_to(status)


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def _lines(said: str | Sequence[str]) -> str:
    return said if isinstance(said, str) else "\n".join(said)


def build_sample(database: Database, places: Places) -> None:
    """Write the sample forum: the third Mayoral Forum, Quezon City 2016."""
    with database.write("build-forum") as work:
        builder = Builder(work, places)
        builder.forum(read_script(resource("sample", "forum.json")))
        builder.take_notes(read_script(resource("sample", "notes.json")))
        builder.recommend(read_script(resource("sample", "recommendations.json")))
        builder.conclude(read_script(resource("sample", "outcome.json")))


def build_from_template(
    database: Database, name: str, places: Places, *, first_day: date | None = None, utc_offset: int = 0, **forum: Any
) -> None:
    """Write what a template holds, its days counted from `first_day`; `forum` gives fields of the forum itself."""
    if name not in templates():
        raise NotFound("There is no template “{name}”.", "Templates: {names}.", name=name, names=", ".join(templates()))
    with database.write("build-forum") as work:
        builder = Builder(work, places, utc_offset, first_day)
        builder.forum(read_script(resource("templates", f"{name}.json")))
        if forum:
            work.put(replace(work.require(Forum, FORUM_ID), **forum))
