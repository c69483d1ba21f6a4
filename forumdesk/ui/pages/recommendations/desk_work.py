"""The rapporteur's work on what is chosen in the list: grouping, bringing into order, making final."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QDialog, QWidget

from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.text import one_line
from forumdesk.ui.pages.recommendations import grouping
from forumdesk.ui.pages.recommendations.list_table import ListTable
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk
    from forumdesk.services.finishing import Check


class DeskWork(QObject):
    """Asks what is needed of a person, and for the acts."""

    act_wanted = Signal(object)  #: what shall be done, on the worker's thread
    record_wanted = Signal(str)  #: recommendation id that shall be shown

    def __init__(self, workplace: Workplace, table: ListTable, parent: QWidget) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._table = table
        self._parent = parent
        self._dialog: QDialog | None = None
        table.move_wanted.connect(self.move)

    def _act(self, act: Callable[[Desk], None]) -> None:
        self.act_wanted.emit(act)

    def _open(self, dialog: QDialog) -> None:
        self._dialog = dialog
        dialog.finished.connect(self._let_go)
        dialog.open()

    @Slot()
    def _let_go(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()

    @Slot()
    def show_history(self) -> None:
        """Show from what to what the chosen one was changed, and who vouches for it."""
        record = self._table.selected()
        if record is not None and self._dialog is None:
            module = import_module("forumdesk.ui.dialogs.record_history")
            subject = f"{record.label} · {one_line(record.text)}" if record.text else record.label
            self._open(module.RecordHistoryDialog(self._parent, self._workplace, record.id, subject))

    # ---- groups

    @Slot()
    def group(self) -> None:
        """Ask under which wording what is chosen shall stand."""
        if self._table.selected_count() > 1:
            question = partial(grouping.chosen, keys=self._table.selected_keys())
            self._workplace.ask(question, self._ask_wording)

    @Slot(object)
    def _ask_wording(self, records: Sequence[Recommendation]) -> None:
        if len(records) > 1 and self._dialog is None:
            made = import_module("forumdesk.ui.pages.recommendations.group_dialog").GroupDialog(self._parent, records)
            made.grouped.connect(self._group)
            self._open(made)

    @Slot(tuple, str)
    def _group(self, ids: tuple[str, ...], text: str) -> None:
        self._workplace.act(partial(grouping.group, ids=ids, text=text), self._take_group)

    @Slot(object)
    def _take_group(self, record: Recommendation) -> None:
        self.record_wanted.emit(record.id)

    @Slot()
    def split(self) -> None:
        """Take the group that is chosen apart."""
        record = self._table.selected()
        if record is not None:
            self._act(partial(grouping.split, record_id=record.id))

    @Slot(str)
    def take_out(self, member: str) -> None:
        """Let a member stand by itself again."""
        self._act(partial(grouping.take_out, member=member))

    # ---- order

    @Slot(int)
    def move(self, step: int) -> None:
        """Let what is chosen change places with its neighbour."""
        record = self._table.selected()
        if record is not None and not self._workplace.read_only:
            self._act(partial(grouping.move, record_id=record.id, step=step))

    @Slot()
    def move_up(self) -> None:
        """Move what is chosen one place up."""
        self.move(-1)

    @Slot()
    def move_down(self) -> None:
        """Move what is chosen one place down."""
        self.move(1)

    @Slot()
    def number_as_listed(self) -> None:
        """Number what the list shows in its order."""
        keys = self._table.model.keys_of(0, self._table.model.rowCount() - 1)
        if keys:
            self._act(partial(grouping.number_as, keys=keys))

    # ---- final

    @Slot()
    def check(self) -> None:
        """Show what is missing of the drafts that are chosen, or of all."""
        self._workplace.ask(partial(grouping.checks, keys=self._table.selected_keys()), self._show_checks)

    @Slot(object)
    def _show_checks(self, checks: Sequence[Check]) -> None:
        if self._dialog is None:
            module = import_module("forumdesk.ui.pages.recommendations.final_check")
            made = module.FinalCheckDialog(self._parent, checks, writable=not self._workplace.read_only)
            made.wanted.connect(self.record_wanted)
            made.final_wanted.connect(self._make_final)
            self._open(made)

    @Slot(tuple, bool)
    def _make_final(self, ids: tuple[str, ...], anyway: bool) -> None:  # noqa: FBT001 - the signal's own form
        self._act(partial(grouping.make_final, ids=ids, anyway=anyway))
