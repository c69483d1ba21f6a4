"""The parts of the Merge page alone: the preview with its choices, and the board with what is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from forumdesk.domain.ids import DeviceId, RecordId
from forumdesk.domain.merging import Weights
from forumdesk.services.handing_in import Beside, RoomBoard
from forumdesk.services.merging import Brought, Merged
from forumdesk.services.missing import Missing
from forumdesk.services.trust import Trusted
from forumdesk.services.vouchers import Voucher
from forumdesk.ui.i18n import PSEUDO, Languages
from forumdesk.ui.pages.merge.board import HandInBoard
from forumdesk.ui.pages.merge.handed_in import SourceCard
from forumdesk.ui.pages.merge.looked import Looked
from forumdesk.ui.pages.merge.reading import Wish
from forumdesk.ui.theme import Theme
from tests.builders import MORNING, a_forum, a_laptop
from tests.ui.test_pseudo import cut, narrow, untranslated

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support propagateSizeHints")
FORUM = a_forum()
B = a_laptop("Room B").device


@pytest.fixture(autouse=True)
def english(languages: Languages, theme: Theme) -> None:
    assert (languages.current, theme.palette.dark) == ("en", False)


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[[Merged, Wish], Looked]:
    """The preview, as narrow as it ever is."""

    def show(merged: Merged, wish: Wish) -> Looked:
        looked = Looked()
        qtbot.addWidget(looked)
        looked.resize(620, 500)
        looked.show_looked(merged, wish, FORUM, writable=True)
        looked.show()
        return looked

    return show


def everything() -> Merged:
    """All that a preview may have to say."""
    one = Brought(
        path=Path("B.forumpack"),
        weights=Weights(fresh=3, aside=4),
        laptops=(Voucher(B, "Room B", is_new=True),),
        unsigned=((B, 2), ("c" * 32, 1)),
        doubled=(B,),
        distrusted=7,
        photos_lacking=1,
    )
    return Merged(sources=(one,), missing=(Missing(B, "Room B", 9),))


def test_what_there_is_to_know_stands_in_plain_sentences(shown: Callable[[Merged, Wish], Looked]) -> None:
    looked = shown(everything(), Wish())
    assert looked.notes.text().splitlines() == [
        "Two laptops write as Room B, for its keys were copied: both are kept. Give one of them new keys.",
        "7 entries of laptops that you trust no more are left out.",
        "1 photo did not come along: ask who handed over for the whole forum.",
        "9 entries of Room B have not come.",
    ]
    assert looked.aside.accessibleName() == "4 entries come again that you set aside here"
    assert looked.unsigned.title.text() == "Nobody signed 3 entries of a forum file"


def test_where_there_is_nothing_to_choose_nothing_is_asked(shown: Callable[[Merged, Wish], Looked]) -> None:
    looked = shown(Merged(sources=(Brought(path=Path("B.forumpack")),)), Wish())
    assert not looked.aside.isVisible()
    assert not looked.unsigned.isVisible()
    assert not looked.notes.isVisible()


def test_a_choice_is_made_by_key_and_by_a_click_on_its_words(
    qtbot: QtBot, shown: Callable[[Merged, Wish], Looked]
) -> None:
    looked = shown(everything(), Wish())
    with qtbot.waitSignal(looked.bring_back_chosen) as left:
        qtbot.mouseClick(looked.aside.words[1], Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(looked.bring_back_chosen) as back:
        qtbot.keyClick(looked.aside.first, Qt.Key.Key_Space)
    with qtbot.waitSignal(looked.witness_chosen) as taken:
        qtbot.keyClick(looked.unsigned.first, Qt.Key.Key_Space)
    assert (left.args, back.args, taken.args) == ([False], [True], [True])


def test_where_nothing_may_be_written_nothing_can_be_chosen(shown: Callable[[Merged, Wish], Looked]) -> None:
    looked = shown(everything(), Wish())
    looked.show_looked(everything(), Wish(bring_back=False), FORUM, writable=False)
    assert looked.aside.second.isChecked()
    assert not looked.aside.first.isEnabled()


def test_the_preview_is_whole_in_a_long_language(languages: Languages, shown: Callable[[Merged, Wish], Looked]) -> None:
    looked = shown(everything(), Wish())
    languages.use(PSEUDO)
    QApplication.sendPostedEvents()
    assert (cut(looked), narrow(looked)) == ([], [])
    assert untranslated(looked) == []


def test_a_file_says_who_vouches_and_what_a_newcomer_reads(qtbot: QtBot) -> None:
    laptops = (Voucher(B, "Room B (VQ6U)", is_new=True), Voucher("c" * 32, "Plenary hall"))
    card = SourceCard(Brought(path=Path("B.forumpack"), weights=Weights(fresh=1), laptops=laptops), FORUM)
    qtbot.addWidget(card)
    lines = card.accessibleName().splitlines()
    assert lines[1] == "Vouched for by Room B (VQ6U) (first time), Plenary hall"
    assert lines[2] == f"Room B (VQ6U) reads {laptops[0].fingerprint}".replace("-", "\u2011")


def a_board(**fields: object) -> RoomBoard:
    said = {"room": RecordId("1" * 32), "name": "Room B", "sessions": ("S1",), "silent": (), "notes": 3}
    told = {"recommendations": 1, "laptops": ("Room B",), "last_edit": MORNING, **fields}
    return RoomBoard(**said, **told)  # type: ignore[arg-type]


@pytest.fixture
def board(qtbot: QtBot) -> HandInBoard:
    made = HandInBoard()
    qtbot.addWidget(made)
    made.show()
    return made


def lines(board: HandInBoard) -> list[str]:
    return [line.accessibleName() for line in board.lines if line.isVisible()]


def test_the_board_says_what_of_a_room_has_not_come(board: HandInBoard) -> None:
    lost = Missing(B, "Room B", 40, 2, 14, MORNING, MORNING + timedelta(minutes=29))
    board.show_rooms((a_board(missing=(lost,)),), None, FORUM)
    assert "2 hand-overs of Room B have not come: 14 notes, " in lines(board)[0]
    assert board.lines[0]._name.text() == "!  Room B"


def test_what_has_not_come_of_a_laptop_of_no_room_has_a_line_of_its_own(board: HandInBoard) -> None:
    board.show_rooms((a_board(),), Beside(missing=(Missing("c" * 32, "Spare", 5),)), FORUM)
    assert lines(board)[1] == "Spare. 5 entries of Spare have not come."


def test_a_lost_laptop_of_no_room_has_a_line_of_its_own_and_is_trusted_again(qtbot: QtBot, board: HandInBoard) -> None:
    lost = Trusted(DeviceId("c" * 32), "Spare", is_lost=True)
    board.show_laptops((lost, Trusted(B, "Room B", is_lost=False)), writable=True)
    board.show_rooms((a_board(),), Beside(), FORUM)
    assert lines(board)[1] == "Spare. not trusted any more: what it writes is left out"
    (again,) = board.lines[1].menu.actions()
    assert again.text() == "Trust Spare again"
    with qtbot.waitSignal(board.trust_wanted) as trusted:
        again.trigger()
    assert trusted.args == ["c" * 32]
    (no_more,) = board.lines[0].menu.actions()
    with qtbot.waitSignal(board.distrust_wanted) as distrusted:
        no_more.trigger()
    assert distrusted.args == [B]


def test_where_nothing_may_be_written_nobody_is_distrusted(board: HandInBoard) -> None:
    board.show_laptops((Trusted(B, "Room B", is_lost=False),), writable=False)
    board.show_rooms((a_board(),), None, FORUM)
    assert not board.lines[0].more.isVisible()
