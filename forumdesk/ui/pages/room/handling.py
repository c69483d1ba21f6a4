"""What is done with notes that were kept: written anew, marked, deleted, made into a recommendation."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from importlib import import_module

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QDialog

from forumdesk.domain.notes import NoteKind
from forumdesk.domain.recommendations import Recommendation
from forumdesk.domain.text import one_line
from forumdesk.ui.pages.room import reading
from forumdesk.ui.pages.room.capture import CaptureBox
from forumdesk.ui.pages.room.keeper import Keeper
from forumdesk.ui.pages.room.notes_view import NotesView
from forumdesk.ui.workplace import Workplace


class Handling(QObject):
    """Acts on the chosen notes as the keys, the menu and the actions ask."""

    left = Signal()  #: the line should have the keyboard again

    def __init__(
        self, workplace: Workplace, notes: NotesView, keeper: Keeper, box: CaptureBox, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._dialog: QDialog | None = None
        self._notes, self._keeper, self._box = notes, keeper, box
        notes.wanted.connect(self._do)
        box.line.list_wanted.connect(self.select)
        box.line.edit_last.connect(self.edit_last)

    @Slot(str)
    def _do(self, what: str) -> None:
        ids = self._notes.chosen()
        if what == "leave":
            self._notes.clearSelection()
            self.left.emit()
        elif what == "history" and ids:
            self._show_history(ids[-1])
        elif ids and not self._workplace.read_only:
            self._act_on(what, ids)

    def _act_on(self, what: str, ids: Sequence[str]) -> None:
        chosen = [note for note in self._notes.notes.notes if note.id in set(ids)]
        if what == "edit":
            self._keeper.edit(chosen[-1])
        elif what == "delete":
            self._workplace.act(partial(reading.delete, ids=ids))
            self.left.emit()
        elif what == "recommend":
            self._workplace.act(partial(reading.recommend, ids=ids), self._recommended)
        else:
            kind = what.removeprefix("kind-")
            fields: dict[str, object] = (
                {what: not all(getattr(note, what) for note in chosen)} if kind == what else {"kind": NoteKind(kind)}
            )
            self._workplace.act(partial(reading.change, ids=ids, fields=fields))

    @Slot(object)
    def _recommended(self, record: Recommendation) -> None:
        said = self.tr("{label} made from %n note(s)", "", len(record.sources))
        self._box.say(said.format(label=record.label))

    def _show_history(self, note_id: str) -> None:
        note = next((one for one in self._notes.notes.notes if one.id == note_id), None)
        if note is not None and self._dialog is None:
            module = import_module("forumdesk.ui.dialogs.record_history")
            self._dialog = module.RecordHistoryDialog(self._notes, self._workplace, note.id, one_line(note.text))
            self._dialog.finished.connect(self._let_go)
            self._dialog.open()

    @Slot()
    def _let_go(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()

    @Slot()
    def show_history(self) -> None:
        """Show from what to what the selected note was changed, and who vouches for it."""
        self._do("history")

    @Slot()
    def edit_last(self) -> None:
        """Write the last note anew."""
        held = self._notes.notes
        last = held.note(held.rowCount() - 1)
        if last is not None and not self._workplace.read_only:
            self._keeper.edit(last)

    @Slot()
    def select(self) -> None:
        """Go into the list."""
        self._notes.enter()

    @Slot()
    def recommend(self) -> None:
        """Make one recommendation of the selected notes."""
        self._do("recommend")

    @Slot()
    def delete(self) -> None:
        """Delete the selected notes."""
        self._do("delete")

    @Slot()
    def edit(self) -> None:
        """Write the selected note anew."""
        self._do("edit")

    @Slot()
    def flag_sensitive(self) -> None:
        """Say of the selected notes that they could hurt somebody, or take it back."""
        self._do("sensitive")

    @Slot()
    def flag_unattributed(self) -> None:
        """Say of the selected notes that nobody may be named, or take it back."""
        self._do("unattributed")
