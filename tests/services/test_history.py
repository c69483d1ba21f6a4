"""Everything can be undone and redone by name, and what somebody changed since stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from forumdesk.domain.agenda import Session
from forumdesk.domain.errors import NotFound
from forumdesk.domain.notes import NoteKind
from forumdesk.services.act_words import act_words
from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from forumdesk.services.history import Outcome
from tests.builders import a_laptop
from tests.services.hands import HandClock

Keep = Callable[[str], str]


def shown(desk: Desk, session: Session) -> list[str]:
    return [note.text for note in desk.capturing.notes(session.id).notes]


def acts(desk: Desk) -> list[tuple[str, str, bool]]:
    return [(one.turn, act_words(one.name), one.undone) for one in desk.history.entries()]


def test_undo_and_redo_go_back_and_forth_through_what_was_done(desk: Desk, session: Session, keep: Keep) -> None:
    for line in ("One", "Two", "Three"):
        keep(line)
    desk.history.undo()
    desk.history.undo()
    assert shown(desk, session) == ["One"]
    desk.history.redo()
    assert shown(desk, session) == ["One", "Two"]
    desk.history.redo()
    assert shown(desk, session) == ["One", "Two", "Three"]
    with pytest.raises(NotFound, match="nothing to redo"):
        desk.history.redo()


def test_undo_says_what_it_took_back(desk: Desk, keep: Keep) -> None:
    keep("Open a desk")
    step = desk.history.next_steps()[0]
    assert step is not None
    assert (act_words(step.name), step.subject) == ("Keep note", "Open a desk")
    assert desk.history.undo() == Outcome("keep-note", "Open a desk", 1, 0)
    again = desk.history.next_steps()[1]
    assert again is not None
    assert (again.name, again.subject) == ("keep-note", "Open a desk")


def test_a_new_act_ends_what_could_be_redone(desk: Desk, keep: Keep) -> None:
    keep("One")
    desk.history.undo()
    keep("Two")
    assert desk.history.next_steps()[1] is None


def test_undoing_an_older_act_leaves_what_changed_since(desk: Desk, keep: Keep) -> None:
    note = keep("One")
    desk.capturing.change([note], kind=NoteKind.NEED, city="Dakar")
    older = desk.history.entries()[0].id
    desk.capturing.change([note], city="Quito")
    outcome = desk.history.undo(older)
    assert (outcome.changed, outcome.stayed) == (1, 1)
    kept = desk.capturing.change([note])[0]
    assert (kept.kind, kept.city) == (NoteKind.DOING, "Quito")


def test_an_act_is_not_undone_twice(desk: Desk, keep: Keep) -> None:
    keep("One")
    act = desk.history.entries()[0].id
    desk.history.undo(act)
    with pytest.raises(NotFound, match="undone already"):
        desk.history.undo(act)


def test_any_undone_act_is_brought_again_whatever_was_done_since(desk: Desk, session: Session, keep: Keep) -> None:
    keep("Said first")
    keep("Said second")
    second, first = (one for one in desk.history.entries()[:2])
    for one in (second, first):
        desk.history.undo(one.id)
    keep("Said since")
    assert desk.history.next_steps()[1] is None
    marked = {one.id: one.may_be_redone for one in desk.history.entries() if not one.turn}
    assert [act for act, may in marked.items() if may] == [second.id, first.id]
    assert desk.history.redo(first.id).changed == 1
    assert sorted(shown(desk, session)) == ["Said first", "Said since"]
    with pytest.raises(NotFound, match="was not undone"):
        desk.history.redo(first.id)
    assert desk.history.undo() == Outcome("keep-note", "Said first", 1, 0)


def test_the_history_lists_acts_by_name_and_marks_what_was_undone(desk: Desk, session: Session, keep: Keep) -> None:
    keep("One")
    desk.history.undo()
    assert session.code == "S1"
    assert acts(desk)[:3] == [
        ("undo", "Keep note", True),
        ("", "Keep note", True),
        ("", "Add session", False),
    ]
    desk.history.redo()
    assert acts(desk)[:3] == [
        ("redo", "Keep note", False),
        ("undo", "Keep note", False),
        ("", "Keep note", False),
    ]


def test_undo_is_of_this_laptop_only(path: Path, forums: Forums, clock: HandClock) -> None:
    with forums.opened(path) as here:
        session = here.planning.add_session("Employment")
        here.capturing.keep(session.id, "Said in room B")
    with Forums(a_laptop("Room C"), clock).opened(path) as there:
        assert there.history.next_steps()[0] is None
        there.capturing.keep(session.id, "Said in room C")
        wrote = [(one.laptop, one.author) for one in there.history.entries(2)]
        there.history.undo()
        assert (wrote, shown(there, session)) == ([("Room C", ""), ("Room B", "Rapporteur")], ["Said in room B"])


def test_undo_goes_on_after_a_restart(path: Path, forums: Forums) -> None:
    with forums.opened(path) as before:
        session = before.planning.add_session("Employment")
        before.capturing.keep(session.id, "One")
    with forums.opened(path) as after:
        after.history.undo()
        assert shown(after, session) == []


def test_every_version_of_a_record_is_told(desk: Desk, keep: Keep) -> None:
    note = keep("One")
    desk.capturing.change([note], text="Two")
    versions = desk.history.of_record(note)
    assert [(act_words(one.act), one.fields.get("text")) for one in versions] == [
        ("Keep note", "One"),
        ("Edit note", "Two"),
    ]


def test_the_first_undo_of_a_new_forum_takes_its_template_back_and_then_there_is_nothing(
    forums: Forums, tmp_path: Path
) -> None:
    desk = forums.new(tmp_path / "new", template="breakout-60")
    desk.history.undo()
    assert (desk.planning.sessions(), desk.planning.rooms()) == ((), ())
    with pytest.raises(NotFound, match="nothing to undo"):
        desk.history.undo()
    desk.close()


def test_a_record_that_never_was_has_no_history(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.history.of_record("f" * 32)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        pytest.param("keep-note", "Keep note", id="one of ours"),
        pytest.param("weigh-votes", "Weigh votes", id="one of a later version"),
    ],
)
def test_an_act_has_words(name: str, words: str) -> None:
    assert act_words(name) == words
