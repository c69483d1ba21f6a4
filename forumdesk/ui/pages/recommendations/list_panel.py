"""The list of recommendations with the detail of one or the form for many beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from forumdesk.domain.changes import Change
from forumdesk.domain.errors import ForumDeskError
from forumdesk.domain.recommendations import Recommendation
from forumdesk.ui.errors import error_words
from forumdesk.ui.pages.recommendations import acts
from forumdesk.ui.pages.recommendations.bulk import BulkEdit
from forumdesk.ui.pages.recommendations.desk_work import DeskWork
from forumdesk.ui.pages.recommendations.detail import Detail, Portrait
from forumdesk.ui.pages.recommendations.list_table import ListTable
from forumdesk.ui.pages.recommendations.scene import Scene, gather
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk

_DETAIL_WIDTH = 400
_SCENERY = {"session", "forum", "framework", "framework-item"}


class ListPanel(QWidget):
    """One dense table; what is selected stands beside it."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._scene: Scene | None = None
        self._focus_missing = False
        self.table = ListTable(workplace)
        self.detail, self.bulk = Detail(), BulkEdit()
        self.work = DeskWork(workplace, self.table, self)
        self.side = QStackedWidget()
        self.side.setFixedWidth(_DETAIL_WIDTH)
        for part in (QWidget(), self.detail, self.bulk):
            self.side.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.table, 1)
        row.addWidget(self.side)
        self._connect()

    def _connect(self) -> None:
        self.table.leaving.connect(self.detail.keep_typing)
        self.table.chosen.connect(self._show_selected)
        self.table.new_wanted.connect(self.add)
        self.table.delete_wanted.connect(self.delete)
        self.table.side_wanted.connect(self.focus_side)
        self.detail.changed.connect(self._change_one)
        self.detail.tagged.connect(self._tag_one)
        self.detail.source_chosen.connect(self._go_to_note)
        self.detail.source_removed.connect(self._remove_source)
        self.detail.source_added.connect(self._add_source)
        self.detail.notes_wanted.connect(self._find_notes)
        self.bulk.changed.connect(self._change_selected)
        self.bulk.tagged.connect(self._tag_selected)
        self.bulk.deleted.connect(self.delete)
        self.bulk.group_wanted.connect(self.work.group)
        self.detail.member_removed.connect(self.work.take_out)
        self.detail.split_wanted.connect(self.work.split)
        self.detail.history_wanted.connect(self.work.show_history)
        self.work.act_wanted.connect(self._act)
        self.work.record_wanted.connect(self.show_record)

    # ---- showing

    def show_forum(self) -> None:
        """Show the recommendations of the forum that was opened."""
        self.side.setCurrentIndex(0)
        self._load_scene()
        self.table.show_forum()

    def leave_forum(self) -> None:
        """Show nothing."""
        self.table.model.clear()
        self.side.setCurrentIndex(0)

    def take_changes(self, changes: Sequence[Change]) -> None:
        """Bring rows, order and counts up to date, no more than what changed."""
        mine = [change for change in changes if change.kind == Recommendation.KIND]
        if mine or any(change.kind in _SCENERY for change in changes):
            self._load_scene()
        if mine:
            self.table.take_changes(mine)
            self._show_selected()

    @Slot(str)
    def show_record(self, record_id: str, *, missing: bool = True) -> None:
        """Choose a recommendation, whatever the filters say, and go to what it lacks."""
        self._focus_missing = missing
        self.table.show_record(record_id)

    def _load_scene(self) -> None:
        self._workplace.ask(gather, self._take_scene)

    @Slot(object)
    def _take_scene(self, scene: Scene) -> None:
        self._scene = scene
        self.table.show_scene(scene)

    @Slot()
    def _show_selected(self) -> None:
        count, record = self.table.selected_count(), self.table.selected()
        if record is not None:
            self._workplace.ask(partial(acts.portrait, record_id=record.id), self._take_portrait)
        elif count > 1 and self._scene is not None:
            self.bulk.show_count(count, self._scene, writable=not self._workplace.read_only)
            self.side.setCurrentWidget(self.bulk)
        elif not count:
            self.side.setCurrentIndex(0)

    @Slot(object)
    def _take_portrait(self, portrait: Portrait | None) -> None:
        shown = self.table.selected()
        if portrait is None or self._scene is None or shown is None or shown.id != portrait.record.id:
            return
        self.detail.show_portrait(portrait, self._scene, writable=not self._workplace.read_only)
        self.side.setCurrentWidget(self.detail)
        if self._focus_missing and not self.table.is_seeking:
            self._focus_missing = False
            self.detail.focus_first_missing()

    def go_to_lacking(self, step: int) -> None:
        """Go on, or back by -1, to a recommendation that lacks something, and there to what it lacks."""
        self.detail.keep_typing()
        after = next(iter(self.table.selected_keys()), -1)
        question = partial(acts.next_lacking, query=self.table.model.query, after=after, step=step)
        self._workplace.ask(question, self._take_lacking)

    @Slot(object)
    def _take_lacking(self, key: int | None) -> None:
        row = self.table.model.row_of_key(key) if key is not None else -1
        self._focus_missing = row >= 0
        if row == self.table.selected_row():
            self._show_selected()
        else:
            self.table.choose_row(row)

    @Slot()
    def focus_side(self) -> None:
        """Go to what stands beside the list."""
        if self.side.currentWidget() is self.bulk:
            self.bulk.focus_first()
        elif self.side.currentWidget() is self.detail:
            self.detail.focus_first_missing()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F6 goes round table, detail and filters; Esc comes back to the table."""
        in_side = self.side.isAncestorOf(self.focusWidget())
        if event.key() == Qt.Key.Key_F6 and in_side:
            self.table.filters.words.setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in (Qt.Key.Key_F6, Qt.Key.Key_Escape):
            self.table.view.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    # ---- acting

    @Slot()
    def add(self) -> None:
        """Write a new recommendation."""
        self._workplace.act(partial(acts.add, text=""), self._take_new)

    @Slot(object)
    def _take_new(self, record: Recommendation) -> None:
        self.show_record(record.id)

    @Slot()
    def delete(self) -> None:
        """Delete what is selected; undo brings it back."""
        keys = self.table.selected_keys()
        if keys:
            self._act(partial(acts.delete, keys=keys))

    @Slot()
    def renumber(self) -> None:
        """Give what is selected other numbers, even final ones, where others have them too."""
        keys = self.table.selected_keys()
        if keys:
            self._act(partial(acts.renumber, keys=keys))

    @Slot(str, str, object)
    def _change_one(self, record_id: str, name: str, value: Any) -> None:  # noqa: ANN401
        self._act(partial(acts.change, ids=(record_id,), fields={name: value}))

    @Slot(str, tuple, tuple)
    def _tag_one(self, record_id: str, add: tuple[str, ...], remove: tuple[str, ...]) -> None:
        self._act(partial(acts.tag, ids=(record_id,), add=add, remove=remove))

    @Slot(object)
    def _change_selected(self, fields: dict[str, Any]) -> None:
        self._act(partial(acts.change_keys, keys=self.table.selected_keys(), fields=fields))

    @Slot(tuple, tuple)
    def _tag_selected(self, add: tuple[str, ...], remove: tuple[str, ...]) -> None:
        self._act(partial(acts.tag_keys, keys=self.table.selected_keys(), add=add, remove=remove))

    @Slot(str, str)
    def _add_source(self, record_id: str, note: str) -> None:
        self._act(partial(acts.link, record_id=record_id, note=note))

    @Slot(str)
    def _find_notes(self, words: str) -> None:
        self._workplace.ask(partial(acts.matching_notes, words=words), self._take_notes)

    @Slot(object)
    def _take_notes(self, found: tuple[str, tuple[tuple[str, str], ...]]) -> None:
        self.detail.offer_notes(*found)

    @Slot(object)
    def _act(self, act: Callable[[Desk], None]) -> None:
        for part in (self.detail, self.bulk):
            part.refuse("")
        self._workplace.act(act, self._done, self._refused)

    @Slot(object)
    def _done(self, _nothing: object) -> None:
        """The act is durable; what it changed comes with the changes."""

    @Slot(object)
    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, ForumDeskError):
            self._workplace.trouble.emit(error)
            return
        shown = self.bulk if self.side.currentWidget() is self.bulk else self.detail
        shown.refuse(" ".join(filter(None, error_words(error))))
        self._show_selected()

    @Slot(str, str)
    def _remove_source(self, record_id: str, note: str) -> None:
        self._act(partial(acts.unlink, record_id=record_id, note=note))

    @Slot(str)
    def _go_to_note(self, note: str) -> None:
        self._workplace.go("room", note)
