"""A long list holds keys only; its rows come a page at a time, those looked at last first."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from forumdesk.domain.listing import Criterion, ListQuery
from forumdesk.domain.recommendations import Recommendation
from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from forumdesk.ui.models.paged import PAGE, PAGES_KEPT, RECORD_ROLE, Column, PagedTableModel
from forumdesk.ui.workplace import Workplace
from tests.builders import a_laptop
from tests.services.hands import HandClock

Asked = Callable[[Callable[[Desk], Any]], Any]
ROWS = 350
COLUMNS = (
    Column("number", "No", lambda one: one.label, "number"),
    Column("text", "Recommendation", lambda one: one.text, "text"),
    Column("codes", "Frameworks", lambda one: " ".join(one.codes)),
)


@pytest.fixture(scope="module")
def long_forum(small_forum: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small forum with a long list in it, kept one by one; it is made once."""
    path = Path(shutil.copy(small_forum, tmp_path_factory.mktemp("long") / "long.forum"))
    with Forums(a_laptop("Room B", "Rapporteur"), HandClock()).opened(path) as desk:
        for number in range(1, ROWS + 1):
            desk.recommending.add(f"Ask {ROWS - number:04d}", number=number)
    return path


@pytest.fixture
def forum_path(long_forum: Path, tmp_path: Path) -> Path:
    """The long forum, for one test."""
    return Path(shutil.copy(long_forum, tmp_path / "long.forum"))


@pytest.fixture
def model(qtbot: QtBot, workplace: Workplace) -> Iterator[PagedTableModel]:
    made = PagedTableModel(workplace, Recommendation, COLUMNS)
    with qtbot.waitSignal(made.loaded, timeout=10_000):
        made.show(ListQuery((), ("number",)))
    yield made
    made.deleteLater()


def wait_for_row(qtbot: QtBot, model: PagedTableModel, row: int) -> Recommendation:
    qtbot.waitUntil(lambda: model.record(row) is not None, timeout=10_000)
    record = model.record(row)
    assert isinstance(record, Recommendation)
    return record


def test_qt_finds_no_fault_with_the_model(qtbot: QtBot, model: PagedTableModel, qtmodeltester: ModelTester) -> None:
    wait_for_row(qtbot, model, 0)
    qtmodeltester.check(model)


def test_a_row_is_a_placeholder_until_its_page_is_there(qtbot: QtBot, model: PagedTableModel) -> None:
    cell = model.index(ROWS - 1, 1)
    assert (cell.data(), cell.data(RECORD_ROLE)) == ("…", None)
    wait_for_row(qtbot, model, ROWS - 1)
    assert cell.data() == "Ask 0000"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Recommendation"


def test_rows_passed_by_in_a_hurry_are_not_all_fetched(
    qtbot: QtBot, model: PagedTableModel, workplace: Workplace
) -> None:
    pages: list[int] = []
    model.page_loaded.connect(pages.append)
    for row in (*range(0, ROWS, PAGE), 150, ROWS - 1):
        model.record(row)
    wait_for_row(qtbot, model, ROWS - 1)
    qtbot.waitUntil(lambda: not workplace.jobs.busy, timeout=10_000)
    assert ROWS // PAGE in pages
    assert len(pages) == len(set(pages)) <= PAGES_KEPT


def test_sorting_is_done_by_the_database(qtbot: QtBot, model: PagedTableModel) -> None:
    with qtbot.waitSignal(model.loaded, timeout=10_000):
        model.sort(1, Qt.SortOrder.AscendingOrder)
    assert wait_for_row(qtbot, model, 0).text == "Ask 0000"
    with qtbot.waitSignal(model.loaded, timeout=10_000):
        model.sort(0, Qt.SortOrder.DescendingOrder)
    assert wait_for_row(qtbot, model, 0).number == ROWS


def test_a_column_without_an_order_sorts_nothing(model: PagedTableModel) -> None:
    before = model.query
    model.sort(2)
    assert model.query == before


def test_only_the_answer_to_the_newest_question_counts(
    qtbot: QtBot, model: PagedTableModel, workplace: Workplace
) -> None:
    model.show(ListQuery((Criterion("number", equals=7),)))
    model.show(ListQuery((Criterion("number", equals=9),)))
    qtbot.waitUntil(lambda: not workplace.jobs.busy and model.rowCount() == 1, timeout=10_000)
    assert wait_for_row(qtbot, model, 0).number == 9


def test_a_changed_row_is_read_again_where_it_stands(qtbot: QtBot, model: PagedTableModel, asked: Asked) -> None:
    record = wait_for_row(qtbot, model, 3)
    asked(lambda desk: desk.recommending.change((record.id,), actor="City"))
    with qtbot.waitSignal(model.page_loaded, timeout=10_000):
        model.refresh((record.id,))
    assert wait_for_row(qtbot, model, 3).actor == "City"


def test_keys_and_rows_find_each_other(model: PagedTableModel) -> None:
    keys = model.keys_of(2, 4)
    assert [model.row_of_key(key) for key in keys] == [2, 3, 4]
    assert model.row_of_key(-1) == -1
    assert model.ranges_of([keys[2], keys[1], keys[0], model.keys_of(9, 9)[0], -1]) == [(2, 4), (9, 9)]


def test_a_cleared_list_is_empty_and_takes_no_late_answer(
    qtbot: QtBot, model: PagedTableModel, workplace: Workplace
) -> None:
    model.record(200)
    model.clear()
    qtbot.waitUntil(lambda: not workplace.jobs.busy, timeout=10_000)
    assert (model.rowCount(), model.record(0)) == (0, None)
