"""What `--json` gives is a contract: the same keys for everybody, in a stable order, and README lists them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from forumdesk.domain.forum import Attribution
from forumdesk.domain.recommendations import Status
from forumdesk.services.clock import SystemClock
from forumdesk.services.forums import Forums
from tests.builders import a_laptop
from tests.cli.conftest import Command

README = (Path(__file__).parent.parent.parent / "README.md").read_text("utf-8")
DOCUMENTED = {
    row[0]: {"id", *re.findall(r"`(\w+)`", re.sub(r"\([^)]*\)", "", row[1]))}
    for row in re.findall(r"^\| (an? [a-z ]+) \| (.+) \|$", README, re.MULTILINE)
}


@pytest.fixture
def full(file: Path) -> Path:
    """A forum in which every list holds something."""
    with Forums(a_laptop("Room C", "Rapporteur"), SystemClock()).opened(file) as desk:
        session = desk.planning.session("S1")
        mayor = desk.people.add(name="Awa Diop", position="Mayor", city="Dakar")
        desk.planning.change_session(session.id, chair=mayor.id, attribution=Attribution.CHATHAM_HOUSE)
        note, kept = desk.capturing.keep_as_recommendation(session.id, "@Awa Diop Recognise skills #8.5 /sensitive")
        desk.recommending.change((kept.id,), status=Status.FINAL)
        desk.capturing.keep(session.id, "/n @Dakar Money for a desk")
        desk.keeping.take("named")
        assert note.speaker == mayor.id
    return file


def only(answer: list[dict[str, Any]], **values: object) -> dict[str, Any]:
    """The one object of an answer with these values."""
    (found,) = [one for one in answer if all(one[name] == value for name, value in values.items())]
    return found


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("a session", ["list", "FILE", "sessions"]),
        ("a note", ["list", "FILE", "notes"]),
        ("a recommendation", ["list", "FILE", "recommendations"]),
        ("a participant", ["list", "FILE", "participants"]),
        ("a room", ["list", "FILE", "rooms"]),
        ("an act", ["list", "FILE", "acts"]),
        ("an act", ["history", "FILE"]),
        ("a laptop", ["list", "FILE", "laptops"]),
        ("a version of a record", ["history", "FILE", "R-01"]),
        ("a snapshot", ["snapshots", "FILE"]),
    ],
)
def test_every_object_has_the_keys_that_readme_lists(
    forumdesk: Command, full: Path, what: str, words: list[str]
) -> None:
    answer = forumdesk(*[str(full) if word == "FILE" else word for word in words], "--json").json
    assert answer
    assert [set(one) for one in answer] == [DOCUMENTED[what]] * len(answer)


def test_a_check_has_the_keys_that_readme_lists(forumdesk: Command, full: Path) -> None:
    answer = forumdesk("check", full, "--json").json
    assert set(answer) == DOCUMENTED["a check"]
    assert (answer["sound"], answer["faults"]) == (True, [])
    assert {frozenset(one) for one in answer["findings"]} == {
        frozenset({"id", "kind", "count", "weight", "sentence", "records"})
    }


def test_a_session_tells_its_room_start_and_attribution(forumdesk: Command, full: Path) -> None:
    session = only(forumdesk("list", full, "sessions", "--json").json)
    assert (session["code"], session["room"], session["attribution"], session["chair"]) == (
        "S1",
        "Room A",
        "chatham-house",
        "Awa Diop, Dakar",
    )
    assert datetime.fromisoformat(session["start"]).utcoffset() is not None


def test_a_note_tells_what_was_typed_word_for_word(forumdesk: Command, full: Path) -> None:
    note = only(forumdesk("list", full, "notes", "--json").json, kind="recommendation")
    assert (note["text"], note["source_text"]) == (
        "Recognise skills",
        "@Awa Diop Recognise skills #8.5 /sensitive",
    )
    assert (note["session"], note["city"], note["speaker"], note["codes"], note["sensitive"]) == (
        "S1",
        "Dakar",
        "Awa Diop, Dakar",
        ["sdg 8.5"],
        True,
    )
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", note["instant"])


def test_a_recommendation_tells_its_notes(forumdesk: Command, full: Path) -> None:
    note = only(forumdesk("list", full, "notes", "--json").json, kind="recommendation")
    told = only(forumdesk("list", full, "recommendations", "--json").json)
    assert (told["number"], told["status"], told["sources"], told["codes"]) == (1, "final", [note["id"]], ["sdg 8.5"])


def test_a_search_hit_tells_its_type_and_its_record(forumdesk: Command, full: Path) -> None:
    answer = forumdesk("search", full, "skills", "--json").json
    assert sorted(hit["type"] for hit in answer) == ["note", "recommendation"]
    hit = only(answer, type="note")
    assert set(hit) == DOCUMENTED["a note"] | {"type"}


def test_codes_are_text_and_every_object_has_an_id_of_its_own(forumdesk: Command, full: Path) -> None:
    for what in ("sessions", "notes", "recommendations", "participants", "acts"):
        ids = [one["id"] for one in forumdesk("list", full, what, "--json").json]
        assert (len(set(ids)), all(ids)) == (len(ids), True)


def test_an_answer_is_one_array_with_one_object_a_line(forumdesk: Command, full: Path) -> None:
    said = forumdesk("list", full, "notes", "--json")
    assert len(said.out.splitlines()) == len(said.json) == 2
    assert forumdesk("list", full, "conflicts", "--json").out == "[]\n"


def test_two_laptops_that_disagree_are_listed_as_a_conflict(forumdesk: Command, full: Path, tmp_path: Path) -> None:
    for field in disagreement(full, tmp_path):
        conflict = only(forumdesk("list", full, "conflicts", "--json").json, field=field)
        assert set(conflict) == DOCUMENTED["a conflict"]
        assert {head["value"] for head in conflict["heads"]} in ({"Here", "There"}, {True, False})
        assert {frozenset(head) for head in conflict["heads"]} == {
            frozenset({"id", "value", "device", "author", "instant"})
        }
    assert len(forumdesk("list", full, "conflicts").out.splitlines()) == 3


def disagreement(full: Path, tmp_path: Path) -> Iterator[str]:
    """Word one recommendation differently on two laptops and bring the words together."""
    copy = tmp_path / "copy.forum"
    copy.write_bytes(full.read_bytes())
    here = Forums(a_laptop("Room C"), SystemClock())
    there = Forums(a_laptop("Room D"), SystemClock())
    with there.opened(copy) as desk:
        (record,) = desk.listing.listed("recommendations")
        desk.recommending.tag((record["id"],), remove=("sdg 8.5",))
        desk.recommending.change((record["id"],), text="There")
        with desk._database.read() as forum:
            foreign = forum.log.revisions(record["id"])
    with here.opened(full) as desk:
        desk.recommending.tag((record["id"],), remove=("sdg 8.5",))
        desk.recommending.tag((record["id"],), add=("sdg 8.5",))
        desk.recommending.change((record["id"],), text="Here")
        with desk._database.write("merge") as work:
            work.take_in(foreign)
    yield from ("text", "codes:sdg 8.5")
