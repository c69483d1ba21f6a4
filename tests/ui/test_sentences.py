"""What the window says of missing words, of versions and of undos: whole sentences, in the forum's own time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from forumdesk.domain.forum import Forum
from forumdesk.domain.ids import ActId, DeviceId, RevisionId
from forumdesk.domain.records import DELETED
from forumdesk.domain.revisions import REDACTION
from forumdesk.services.history import Changed, Outcome, Step, Version
from forumdesk.services.missing import Missing
from forumdesk.services.settling import Untold
from forumdesk.ui.i18n import Languages
from forumdesk.ui.missing_words import missing_words
from forumdesk.ui.outcome_words import holding_words, redone_words, undone_words
from forumdesk.ui.untold_words import untold_words
from forumdesk.ui.version_words import state_words, what_words, who_words
from tests.builders import MORNING, a_forum, a_laptop, at

B = a_laptop("Room B").device


@pytest.fixture(autouse=True)
def english(languages: Languages) -> None:
    assert languages.current == "en"


@pytest.fixture
def forum() -> Forum:
    return a_forum()


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (Missing(B, "Room B", 1), "1 entry of Room B has not come."),
        (Missing(B, "Room B", 17), "17 entries of Room B have not come."),
        (Missing(B, "", 2), f"2 entries of {B[:8]} have not come."),
    ],
    ids=["one entry", "several", "a laptop without a name"],
)
def test_what_is_missing_is_counted(forum: Forum, missing: Missing, said: str) -> None:
    assert missing_words(missing, forum) == said


def test_hand_overs_that_are_missing_are_told_with_their_notes_and_times(forum: Forum) -> None:
    lost = Missing(B, "Room B", 40, 2, 14, at(2), at(31))
    hours = MORNING.astimezone(forum.zone)
    begins, ends = (f"{hours + timedelta(minutes=minutes):%H:%M}" for minutes in (2, 31))
    said = f"2 hand-overs of Room B have not come: 14 notes, {begins} to {ends}."
    assert missing_words(lost, forum) == said
    first = replace(lost, hand_overs=1, notes=1, begins=None)
    assert missing_words(first, forum) == f"1 hand-over of Room B, until {ends}, has not come."
    overnight = missing_words(replace(lost, begins=MORNING - timedelta(days=1)), forum)
    assert (
        overnight == f"2 hand-overs of Room B have not come: 14 notes, Mon 28 Sep {hours:%H:%M} to Tue 29 Sep {ends}."
    )


def a_version(*changed: Changed, **said: object) -> Version:
    told = {"laptop": "Room B", "author": "Ana", "kind": "recommendation", "changed": changed, **said}
    return Version(id=RevisionId("0" * 64), instant=MORNING, act="", fields={}, device=DeviceId(B), **told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("version", "said"),
    [
        (a_version(Changed("actor", "", None, "The city")), ("Responsible: “The city”",)),
        (a_version(Changed("actor", "", "The city", "")), ("Responsible: from “The city” to “(empty)”",)),
        (a_version(Changed("group", "", None, "7" * 32, "", "R-08 Skills")), ("Group: “R-08 Skills”",)),
        (a_version(Changed("codes:sdg:8.5", "8.5", before=None, after=True)), ("Codes: 8.5 added",)),
        (a_version(Changed("codes:sdg:8.5", "8.5", before=True, after=False)), ("Codes: 8.5 taken away",)),
        (a_version(Changed(DELETED, "", before=None, after=True)), ("Deleted.",)),
        (a_version(Changed(DELETED, "", before=True, after=None)), ("Brought back.",)),
        (a_version(Changed("actor", "", None, ""), begins=True), ("Begun.",)),
        (
            a_version(kept_back=("text", "_author", "_times"), taken_out=("text",)),
            ("Taken out for good: Wording", "Kept back by who handed it over: who said it, the exact time"),
        ),
        (a_version(kind=REDACTION), ("Asked to take something out for good.",)),
    ],
    ids=["set", "emptied", "a link", "a member", "no member", "deleted", "back", "begun", "taken out", "a request"],
)
def test_a_version_says_what_it_changed(version: Version, said: tuple[str, ...]) -> None:
    assert what_words(version) == said


def test_a_version_says_who_vouches_and_whether_it_counts() -> None:
    assert who_words(a_version()) == "Ana · Room B"
    assert who_words(a_version(laptop="", author="")) == B[:8]
    assert who_words(a_version(taken_in_by="the desk")) == "Room B, taken in by the desk"
    assert (state_words(a_version()), state_words(a_version(is_counted=False))) == ("", "taken back")


def test_an_undo_says_what_stays_and_why() -> None:
    edit = Step(ActId("1"), "edit-note", "Evening classes", at(14))
    when = f"{at(14).astimezone():%H:%M}"
    held = Outcome("merge", "Said first", 7, 5, is_merge=True, held=5, holding=(edit,))
    assert undone_words(held) == (
        "Undone: Bring together. Nothing changes on the laptops that wrote it. "
        f"5 records stay because of what you did at {when}: Edit note “Evening classes”."
    )
    assert holding_words(held, edit) == "Take that back too"
    several = replace(held, holding=(edit, replace(edit, subject="A subject that is far too long for any button")))
    assert undone_words(several).endswith("5 records stay because of what you did with it since.")
    assert holding_words(several, several.holding[1]) == (
        f"Take back too: Edit note “A subject that is far too long for any b…”, {when}"
    )
    own = Outcome("keep-notes", "Evening classes", 2, 1)
    assert undone_words(own) == ("Undone: Keep notes “Evening classes”. 1 record was changed since and stays.")
    assert redone_words(own) == "Done again: Keep notes “Evening classes”."


def test_what_cannot_be_told_yet_names_the_fields_and_the_laptops() -> None:
    assert untold_words(Untold()) == ""
    told = untold_words(Untold(("codes:sdg:8.5", "text"), ("Room B", "Room C")))
    assert told == "Codes, Wording: cannot tell yet, something of Room B, Room C has not come."
    assert (
        untold_words(Untold(("text",))) == "Wording: cannot tell yet, something that was written before has not come."
    )
