"""The outcome is handed over as a preset has it, and presets are kept by name."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from forumdesk.domain.errors import BadInput, Cancelled, NotFound
from forumdesk.domain.ids import new_id
from forumdesk.domain.presets import Preset
from forumdesk.domain.recommendations import Status
from forumdesk.services.desk import Desk
from forumdesk.services.exporting import Extent
from forumdesk.services.forums import Forums

Keep = Callable[[str], str]


def a_preset(name: str = "For the host", **fields: object) -> Preset:
    return replace(Preset(id=new_id(), name=name), **fields)  # type: ignore[arg-type]


def test_a_preset_of_the_same_name_is_replaced_and_one_is_deleted(desk: Desk) -> None:
    desk.exporting.keep_preset(a_preset())
    kept = desk.exporting.keep_preset(a_preset(" For  the host ", with_sensitive=True))
    assert desk.exporting.presets() == (kept,)
    assert desk.exporting.preset("For the host") == desk.exporting.preset(kept.id) == kept
    desk.exporting.delete_preset(kept.id)
    with pytest.raises(NotFound, match="Presets: none"):
        desk.exporting.preset("For the host")


def test_a_preset_needs_a_name(desk: Desk) -> None:
    with pytest.raises(BadInput, match="needs a name"):
        desk.exporting.keep_preset(a_preset(" "))


@pytest.mark.parametrize(
    ("scope", "rows"),
    [
        pytest.param({}, (2, 2), id="everything"),
        pytest.param({"statuses": ("final",)}, (2, 1), id="final recommendations"),
        pytest.param({"sessions": ("S1",)}, (1, 2), id="one session"),
    ],
)
def test_a_preset_holds(
    desk: Desk, keep: Keep, tmp_path: Path, scope: dict[str, tuple[str, ...]], rows: tuple[int, int]
) -> None:
    other = desk.planning.add_session("Children", code="S2")
    note = keep("Said in the first")
    desk.capturing.keep(other.id, "Said in the second")
    final, _draft = (desk.recommending.from_notes((note,)) for _ in range(2))
    desk.recommending.change((final.id,), status=Status.FINAL)
    sessions = tuple(desk.planning.session(code).id for code in scope.get("sessions", ()))
    chosen = a_preset(sessions=sessions, statuses=scope.get("statuses", ()))
    written = desk.exporting.export_as(tmp_path / "out.xlsx", chosen)
    assert (written.rows["Notes"], written.rows["Recommendations"]) == rows
    told = desk.exporting.extent(chosen)
    assert (told.notes, told.recommendations) == rows


def test_what_a_preset_holds_is_told_with_the_sensitive_notes_it_leaves_out(
    desk: Desk, keep: Keep, tmp_path: Path
) -> None:
    keep("Said aloud")
    keep("/sensitive Said in confidence")
    for chosen, told in ((a_preset(), Extent(1, 0, 1)), (a_preset(with_sensitive=True), Extent(2, 0, 0))):
        assert desk.exporting.extent(chosen) == told
        assert desk.exporting.export_as(tmp_path / "out.xlsx", chosen).rows["Notes"] == told.notes


def test_a_column_that_is_left_out_is_not_in_the_workbook(desk: Desk, keep: Keep, tmp_path: Path) -> None:
    keep("Open a desk")
    columns, titles = desk.exporting.columns()
    assert "note" in dict(columns["notes"])
    assert titles["notes"] == "Notes"
    whole = desk.exporting.export(tmp_path / "whole.xlsx").path.stat().st_size
    few = tuple(sorted(f"notes.{key}" for key, _ in columns["notes"]))
    assert desk.exporting.export_as(tmp_path / "few.xlsx", a_preset(hidden_columns=few)).path.stat().st_size < whole


def test_stopping_an_export_leaves_nothing_behind(desk: Desk, keep: Keep, tmp_path: Path) -> None:
    keep("Open a desk")

    def stop(done: int, total: int, what: str = "") -> None:
        raise Cancelled("Stopped at {done} of {total} {what}.", done=done, total=total, what=what)

    before = {path.name for path in tmp_path.iterdir()}
    with pytest.raises(Cancelled):
        desk.exporting.export(tmp_path / "out.xlsx", progress=stop)
    assert {path.name for path in tmp_path.iterdir()} == before
    assert desk.checking.faults() == ()


def test_notes_go_on_while_a_copy_is_exported(desk: Desk, keep: Keep, forums: Forums, tmp_path: Path) -> None:
    keep("Before")
    copy = desk.exporting.copy_to_read()
    keep("After")
    with forums.opened(copy, to_read=True) as still:
        assert still.exporting.export(tmp_path / "out.xlsx").rows["Notes"] == 1
    shutil.rmtree(copy.parent)


def test_a_language_that_does_not_ship_is_told(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="It comes in: en"):
        desk.exporting.export(tmp_path / "out.xlsx", language="tlh")


def test_a_group_counts_once_and_goes_along_with_any_of_its_sessions(desk: Desk, tmp_path: Path) -> None:
    sessions = [desk.planning.add_session(f"Session {code}", code=code) for code in ("A", "B", "C")]
    records = [desk.recommending.add(f"Ask {one.code}", session=one.id) for one in sessions]
    inner = desk.grouping.group([records[0].id, records[1].id])
    more = [desk.recommending.add(f"More {number}", session=sessions[2].id) for number in range(2)]
    desk.grouping.group([inner.id, desk.grouping.group([one.id for one in more]).id])
    for place, held in ((0, 1), (1, 1), (2, 2)):
        chosen = a_preset(sessions=(sessions[place].id,))
        assert desk.exporting.extent(chosen).recommendations == held
        written = desk.exporting.export_as(tmp_path / "out.xlsx", chosen)
        assert (written.rows["Recommendations"], written.rows["Grouped originals"]) == (held, 6)


def test_a_group_that_tells_of_a_closed_room_is_cautioned_where_it_goes_along(desk: Desk) -> None:
    desk.people.add(name="Awa Diop", city="Dakar")
    closed = desk.planning.add_session("Closed", code="A")
    desk.capturing.keep(closed.id, "@Awa Diop We are open")
    records = [desk.recommending.add("Open a desk", session=closed.id), desk.recommending.add("Open one desk")]
    desk.grouping.group([one.id for one in records], "Open a desk as in Dakar")
    preset = a_preset(chatham_house=True)
    assert [one.name for one in desk.exporting.cautions(preset)] == ["R-01"]
    assert desk.exporting.cautions(replace(preset, statuses=("final",))) == ()
