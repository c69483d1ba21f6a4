"""The Merge page: files of other laptops are dropped, looked at, taken in as one act, and settled where they differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QInputDialog, QLineEdit, QStackedWidget, QWidget

from forumdesk.domain.changes import Change
from forumdesk.ui.dropped import local_files
from forumdesk.ui.pages import Page
from forumdesk.ui.pages.merge.bringing import Bringing
from forumdesk.ui.pages.merge.left_out import LeftOutDialog
from forumdesk.ui.pages.merge.looked import Looked, notices
from forumdesk.ui.pages.merge.queues import Queues
from forumdesk.ui.pages.merge.reading import Standing, distrust, forget, receive, standing, trust
from forumdesk.ui.pages.merge.side import MergeSide, SideState
from forumdesk.ui.widgets.empty import EmptyState
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from forumdesk.services.merging import Brought, Merged
    from forumdesk.services.receipts import Told


class MergePage(Page):
    """Brings laptops together."""

    NAME = "merge"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._bringing = Bringing(workplace, self)
        self._standing = Standing()
        self._settles_next = False
        self._dialog: QDialog | None = None
        self._exchanging: QDialog | None = None
        self._lay_out()
        self._connect()
        self._translate()
        self._show()

    # ---- laying out

    def _lay_out(self) -> None:
        self.setAcceptDrops(True)
        self._side = MergeSide()
        self._queues = Queues(self.workplace)
        self._empty, self._agreed = EmptyState("merge"), EmptyState("ok")
        self._looked = Looked()
        self._right = QStackedWidget()
        for part in (self._empty, self._looked, self._agreed, self._queues):
            self._right.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side)
        row.addWidget(self._right, 1)

    def _connect(self) -> None:
        self._side.merge_wanted.connect(self.merge_now)
        self._side.stop_wanted.connect(self.cancel)
        self._side.choose_wanted.connect(self.choose)
        self._side.clear_wanted.connect(self.clear)
        self._side.hand_over_wanted.connect(self.hand_over)
        self._side.exchange_wanted.connect(self.exchange)
        self._side.passphrase_wanted.connect(self._ask_passphrase)
        self._side.left_out_wanted.connect(self._show_left_out)
        self._side.receiving.received.connect(self._receive)
        self._side.board.forget_wanted.connect(self._forget)
        self._side.board.distrust_wanted.connect(self._distrust)
        self._side.board.trust_wanted.connect(self._trust)
        self._empty.action.connect(self.choose)
        self._looked.bring_back_chosen.connect(self._bring_back)
        self._looked.witness_chosen.connect(self._witness)
        self._agreed.action.connect(self.choose)
        self._bringing.told.connect(self._take_told_files)
        self._bringing.moved.connect(self._show)
        self._bringing.merged.connect(self._let_keys_settle)
        self._bringing.progressed.connect(self._side.show_progress)

    def _translate(self) -> None:
        self._empty.set_texts(
            self.tr("Bring the rooms together"),
            self.tr(
                "Drop what came back here: packages, whole forum files, exported workbooks that others edited, as many "
                "as there are. You see what each brings before anything is changed."
            ),
            self.tr("Choose files…"),
        )
        self._agreed.set_texts(
            self.tr("Nothing differs"),
            self.tr(
                "No two sides say different things of the same field. What several rooms asked for in nearly the same "
                "words waits among the recommendations, under Duplicates."
            ),
            self.tr("Choose files…"),
        )
        self._show()

    # ---- showing

    def title(self) -> str:
        """What stands in the top bar."""
        return self.tr("Bring together")

    def state(self) -> tuple[str, str]:
        """How many conflicts are left, of how many rooms nothing is here, or how many pairs look alike."""
        count, missing = len(self._standing.conflicts), self._side.board.missing
        if count:
            return self.tr("%n conflict(s)", "", count), "warning"
        if missing:
            return self.tr("%n room(s) missing", "", missing), "warning"
        alike = len(self._standing.alike)
        return (self.tr("%n pair(s) alike", "", alike), "") if alike else ("", "")

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """The actions that this page does."""
        return {
            "choose-packages": self.choose,
            "merge-now": self.merge_now,
            "clear-packages": self.clear,
            "hand-over": self.hand_over,
            "exchange": self.exchange,
            **self._queues.handlers(),
        }

    def show_forum(self) -> None:
        """Begin with nothing handed in."""
        self._leave_hub()
        self.clear()
        self._load()

    def leave_forum(self) -> None:
        """Forget what was handed in, and leave the hub."""
        self._leave_hub()
        self.clear()
        self._standing = Standing()

    def entered(self) -> None:
        """Look again, and let the keys settle what differs."""
        self._load()
        if not self._standing.is_decided:
            self._queues.take_keys()

    def take_changes(self, _changes: Sequence[Change]) -> None:
        """Look again at what differs, while somebody looks: any act may settle something, or bring it back."""
        if self.isVisible():
            self._load()

    def _load(self) -> None:
        if self.workplace.is_open:
            self.workplace.ask_at_leisure(standing, self._take_standing)

    @Slot(object)
    def _take_standing(self, found: Standing) -> None:
        self._standing = found
        self._queues.show_standing(found)
        self._side.board.show_laptops(found.laptops, writable=not self.workplace.read_only)
        self._side.board.show_rooms(found.rooms, found.beside, self.workplace.forum)
        self._side.receiving.show_rooms(found.rooms, writable=not self.workplace.read_only)
        self._show()
        if self._settles_next and not found.is_decided:
            self._settles_next = False
            self._queues.take_keys()
        self.state_changed.emit()

    @Slot()
    def _show(self) -> None:
        files = self._bringing
        side = SideState(files.any_files, files.looked, files.busy, files.can_merge, self._hinted())
        self._side.show_state(side)
        self._side.exchange.setEnabled(not self.workplace.read_only)
        if files.looked:
            self._right.setCurrentWidget(self._looked)
        elif not self._standing.is_decided:
            self._right.setCurrentWidget(self._queues)
        else:
            self._right.setCurrentWidget(self._agreed if files.done else self._empty)

    def _hinted(self) -> str:
        found = self._bringing.found
        if found is None or self._bringing.busy:
            return ""
        if not self._bringing.done:
            return self._before_merge(found)
        said = self.tr("Taken in as one act: Ctrl+Z takes all of it back. A copy of the forum was kept before.")
        return "\n".join((said, *notices(found, self.workplace.forum)))

    def _before_merge(self, found: Merged) -> str:
        if all(one.refused is not None for one in found.sources):
            return self.tr("None of this can be taken in.")
        if self._bringing.brings and not found.fresh:
            return self.tr("All of it was brought in before and taken back since. Merging brings it back.")
        if self._bringing.brings:
            return self.tr("A copy is kept before. The whole merge can be undone at any time.")
        if found.aside:
            return self.tr("Nothing new: what you set aside here stays aside.")
        return self.tr("Nothing new: all of it is here already.")

    # ---- handing in

    @Slot()
    def choose(self) -> None:
        """Ask for the files that came back."""
        dialog = QFileDialog(self, self.tr("Bring together"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters(
            [self.tr("Packages, forum files, workbooks (*.forumpack *.forum *.xlsx)"), self.tr("All files (*)")]
        )
        dialog.filesSelected.connect(self._files_chosen)
        dialog.open()

    @Slot(list)
    def _files_chosen(self, files: list[str]) -> None:
        self.take_files([Path(one) for one in files])

    def take_files(self, paths: Sequence[Path]) -> None:
        """Look at more files, beside those that were handed in before."""
        self._bringing.take_files(paths)

    @Slot(object)
    def _take_told_files(self, found: Merged | None) -> None:
        self._side.show_merged(found, self.workplace.forum)
        if found is not None:
            writable = not self.workplace.read_only
            self._looked.show_looked(found, self._bringing.wish, self.workplace.forum, writable=writable)
            self._load()

    @Slot()
    def _let_keys_settle(self) -> None:
        self._settles_next = True

    @Slot()
    def merge_now(self) -> None:
        """Take in what was looked at."""
        self._bringing.merge()

    @Slot()
    def cancel(self) -> None:
        """Stop what is under way; nothing is changed."""
        self._bringing.cancel()

    @Slot()
    def clear(self) -> None:
        """Put the files aside that were handed in."""
        self._bringing.clear()

    @Slot(bool)
    def _bring_back(self, wanted: bool) -> None:  # noqa: FBT001 - the signal's own form
        self._bringing.bring_back(wanted=wanted)

    @Slot(bool)
    def _witness(self, wanted: bool) -> None:  # noqa: FBT001 - the signal's own form
        self._bringing.witness(wanted=wanted)

    @Slot()
    def _ask_passphrase(self) -> None:
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self.tr("Passphrase"))
        dialog.setLabelText(self.tr("Which passphrase was said with the package?"))
        dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
        dialog.textValueSelected.connect(self._passphrase_said)
        dialog.open()

    @Slot(object)
    def _show_left_out(self, one: Brought) -> None:
        if one.returned is not None:
            self._dialog = LeftOutDialog(self, one.path.name, one.returned)
            self._dialog.finished.connect(self._let_go)
            self._dialog.open()

    @Slot(str)
    def _passphrase_said(self, words: str) -> None:
        self._bringing.open_with(words)

    @Slot(str, str)
    def _receive(self, mark: str, room: str) -> None:
        self.workplace.do(partial(receive, mark=mark, room=room), self._take_told)

    @Slot(object)
    def _take_told(self, told: Told) -> None:
        self._side.receiving.show_told(told)
        self._load()

    @Slot(str)
    def _forget(self, mark: str) -> None:
        self._side.receiving.show_told(None)
        self.workplace.do(partial(forget, mark=mark), self._take_remembered)

    @Slot(str)
    def _distrust(self, laptop: str) -> None:
        self.workplace.do(partial(distrust, laptop=laptop), self._take_remembered)

    @Slot(str)
    def _trust(self, laptop: str) -> None:
        self.workplace.do(partial(trust, laptop=laptop), self._take_remembered)

    @Slot(object)
    def _take_remembered(self, _nothing: None) -> None:
        self._load()

    @Slot()
    def hand_over(self) -> None:
        """Ask what is handed over, and write it."""
        self._dialog = import_module("forumdesk.ui.pages.merge.hand_over").HandOverDialog(self, self.workplace)
        self._dialog.finished.connect(self._let_go)
        self._dialog.open()

    @Slot()
    def exchange(self) -> None:
        """Stand the dialog beside the window that exchanges with a hub; work goes on meanwhile."""
        if self._exchanging is None:
            self._exchanging = import_module("forumdesk.ui.pages.merge.exchange").ExchangeDialog(self, self.workplace)
            self._exchanging.finished.connect(self._let_exchange_go)
        self._exchanging.show()
        self._exchanging.activateWindow()

    def _leave_hub(self) -> None:
        if self._exchanging is not None:
            self._exchanging.reject()

    @Slot()
    def _let_exchange_go(self) -> None:
        dialog, self._exchanging = self._exchanging, None
        if dialog is not None:
            dialog.deleteLater()

    @Slot()
    def _let_go(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()

    # ---- Qt's own events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take any file: what it is not is told."""
        if local_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at the files that were dropped."""
        event.acceptProposedAction()
        self.take_files([Path(one) for one in local_files(event.mimeData())])

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
