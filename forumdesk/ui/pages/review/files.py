"""What leaves the Review page as a file: packs to cities, a city's answers, and its list as a workbook."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QStandardPaths, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from forumdesk.domain.cities import City
from forumdesk.ui.pages.review.reading import send_answers, write_workbook
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from forumdesk.services.answering import Returned

_PACKAGE, _BOOK = ".forumpack", ".xlsx"


class ReviewFiles(QObject):
    """Asks where a file is written to, and writes it."""

    told = Signal(str)  #: what was written, in words

    def __init__(self, page: QWidget, workplace: Workplace) -> None:
        super().__init__(page)
        self._workplace = workplace
        self._city: City | None = None
        self._dialog: QDialog | None = None

    @property
    def _page(self) -> QWidget:
        """The page over which dialogs open; Qt is asked, for two that hold each other are never let go."""
        return cast("QWidget", self.parent())

    @Slot()
    def send_packs(self) -> None:
        """Ask what is sent to whom, and send it."""
        dialog_class = import_module("forumdesk.ui.pages.review.sending").SendPacksDialog
        self._keep(dialog_class(self._page, self._workplace))

    def send_answers(self, city: City) -> None:
        """Ask where a city's answers are written to, and send them."""
        self._city = city
        dialog = self._ask_place(_PACKAGE, self.tr("Send answers"))
        dialog.setNameFilters([self.tr("Packages (*.forumpack)")])
        dialog.fileSelected.connect(self.send_answers_to)
        self._keep(dialog)

    def to_excel(self, city: City) -> None:
        """Ask where a city's list is written to as a workbook, and write it."""
        self._city = city
        dialog = self._ask_place(_BOOK, self.tr("Answers to Excel"))
        dialog.setNameFilters([self.tr("Workbooks (*.xlsx)")])
        dialog.fileSelected.connect(self.write_workbook_to)
        self._keep(dialog)

    def _ask_place(self, ending: str, words: str) -> QFileDialog:
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        name = self._city.name if self._city else ""
        dialog = QFileDialog(self._page, words, str(folder / f"{name}{ending}"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending.removeprefix("."))
        return dialog

    def _keep(self, dialog: QDialog) -> None:
        self._dialog = dialog
        dialog.finished.connect(self._let_go)
        dialog.open()

    @Slot()
    def _let_go(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()

    # ---- writing

    @Slot(str)
    def send_answers_to(self, path: str) -> None:
        """Send what is complete as this file."""
        if self._city is not None:
            self._workplace.act(partial(send_answers, city=self._city, path=Path(path)), self._take_returned)

    @Slot(object)
    def _take_returned(self, returned: Returned) -> None:
        said = [self.tr("%n answer(s) sent", "", returned.sent)]
        said.append(self.tr("receipt {mark}").format(mark=returned.packed.receipt.mark))
        if returned.labels:
            said.append(self.tr("left behind: {labels}").format(labels=", ".join(returned.labels)))
        self.told.emit(" · ".join(said))

    @Slot(str)
    def write_workbook_to(self, path: str) -> None:
        """Write the city's list as this workbook."""
        if self._city is not None:
            self._workplace.do(partial(write_workbook, city=self._city, path=Path(path)), self._take_written)

    @Slot(object)
    def _take_written(self, path: Path) -> None:
        self.told.emit(self.tr("Written: {name}").format(name=path.name))
