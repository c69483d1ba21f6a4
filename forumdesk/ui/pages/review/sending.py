"""Send review packs: to which cities, in which language, as packages or workbooks, and what was written."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QLabel,
    QListView,
    QPushButton,
    QWidget,
)

from forumdesk.domain.errors import Cancelled
from forumdesk.ui.dialogs.task import Task
from forumdesk.ui.pages.review.reading import Offer, Sending, offer, send_packs
from forumdesk.ui.widgets.passphrase import PassphraseField
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.services.reviewing import SentPack

_KEY = Qt.ItemDataRole.UserRole + 1
_LANGUAGES = (("en", "English"), ("fr", "Français"), ("es", "Español"), ("ar", "العربية"))
"""Languages of a pack, each in its own words."""
_PACKAGE, _WORKBOOK = "package", "workbook"


class SendPacksDialog(Task):
    """Asks what is sent to whom, and writes it into a folder."""

    def __init__(self, parent: QWidget, workplace: Workplace) -> None:
        super().__init__(parent, workplace, workplace.jobs)
        self._offer = Offer((), 0, ())
        self._sent: tuple[SentPack, ...] = ()
        self.build()
        workplace.ask(offer, self._take_offer)

    def lay_out(self) -> None:
        """The cities, how they are asked, and what came of it."""
        self.setMinimumWidth(560)
        self._caution, self._done = QLabel(), QLabel()
        self._caution.setProperty("state", "warning")
        for label in (self._caution, self._done):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.hide()
        self._cities = QStandardItemModel(self)
        self._list = QListView()
        self._list.setModel(self._cities)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setMinimumHeight(190)
        self._all = QPushButton()
        self._all.setProperty("kind", "link")
        self._language, self._form, self._passphrase = QComboBox(), QComboBox(), PassphraseField()
        self._facts.add("language", self._language)
        self._facts.add("form", self._form)
        self._facts.add("passphrase", self._passphrase)
        self.column.addWidget(self._list)
        self.column.addWidget(self._all, 0, Qt.AlignmentFlag.AlignLeading)
        for part in (self._facts, self._caution, self._bar, self._done):
            self.column.addWidget(part)

    def connect_parts(self) -> None:
        """Ask for the folder first; while packs are written, closing stops that."""
        self._start.clicked.connect(self._choose_folder)
        self._cities.itemChanged.connect(self._checked)
        self._all.clicked.connect(self._check_all)
        self._form.currentIndexChanged.connect(self._form_chosen)

    def translate(self) -> None:
        """Words."""
        super().translate()
        self.set_title(self.tr("Send review packs"))
        self._list.setAccessibleName(self.tr("Cities"))
        self._all.setText(self.tr("All cities"))
        self.name_fact("language", self.tr("Language"), self._language)
        self.name_fact("form", self.tr("As"), self._form)
        self.name_fact("passphrase", self.tr("Passphrase"), self._passphrase)
        self._passphrase.translate()
        self._start.setText(self.tr("Choose the folder…"))
        self._fill_choices()
        self._show()

    def _fill_choices(self) -> None:
        language, form = self._language.currentData(), self._form.currentData()
        self._language.clear()
        self._language.addItem(self.tr("Each city's own"), "")
        for code, name in _LANGUAGES:
            self._language.addItem(name, code)
        self._language.setCurrentIndex(max(0, self._language.findData(language)))
        self._form.clear()
        self._form.addItem(self.tr("Packages, to open in ForumDesk"), _PACKAGE)
        self._form.addItem(self.tr("Workbooks, to fill in with Excel"), _WORKBOOK)
        self._form.setCurrentIndex(max(0, self._form.findData(form)))

    @Slot(object)
    def _take_offer(self, found: Offer) -> None:
        self._offer = found
        self._cities.clear()
        for city in found.cities:
            item = QStandardItem(city.label)
            item.setCheckable(True)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setData(city.key, _KEY)
            self._cities.appendRow(item)
        self._show()

    def _show(self) -> None:
        found = self._offer
        asked = self.tr("%n recommendation(s)", "", found.recommendations)
        self.set_words(
            self.tr(
                "Each city gets its own file with the {recommendations} that are final or adopted, and its answers so "
                "far. It never holds notes, people, or what other cities answered."
            ).format(recommendations=asked)
        )
        named = ", ".join(found.cautions)
        self._caution.setText(self.tr("These name somebody of a closed room: {labels}").format(labels=named))
        self._caution.setVisible(bool(named))
        busy = self._job is not None
        self._bar.setVisible(busy)
        self._close.setText(self.tr("Stop") if busy else self.tr("Close"))
        self._start.setEnabled(bool(self.chosen) and bool(found.recommendations) and not busy)
        self._passphrase.setEnabled(self._form.currentData() == _PACKAGE)
        count = len(self._sent)
        self._done.setText(self.tr("%n file(s) written and read again.", "", count) if count else "")
        self._done.setVisible(bool(count))

    @property
    def chosen(self) -> tuple[str, ...]:
        """The keys of the cities that are chosen."""
        items = [self._cities.item(row) for row in range(self._cities.rowCount())]
        return tuple(str(one.data(_KEY)) for one in items if one.checkState() is Qt.CheckState.Checked)

    @Slot(QStandardItem)
    def _checked(self, _item: QStandardItem) -> None:
        self._show()

    @Slot()
    def _check_all(self) -> None:
        for row in range(self._cities.rowCount()):
            self._cities.item(row).setCheckState(Qt.CheckState.Checked)

    @Slot(int)
    def _form_chosen(self, _place: int) -> None:
        self._show()

    # ---- writing

    @Slot()
    def _choose_folder(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, self.tr("Send review packs"), folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._folder_chosen)
        dialog.open()

    @Slot(str)
    def _folder_chosen(self, folder: str) -> None:
        self.write(Path(folder))

    def write(self, folder: Path) -> None:
        """Write what is chosen into a folder."""
        is_package = self._form.currentData() == _PACKAGE
        sending = Sending(
            folder,
            self.chosen,
            language=self._language.currentData() or "",
            workbook=not is_package,
            passphrase=self._passphrase.text() if is_package else "",
        )
        self.begin_job(self._workplace.watch(partial(send_packs, sending=sending), self._take_sent, self._failed))
        self._show()

    def counts(self, what: str) -> bool:
        """The bar counts cities."""
        return what == "send"

    @Slot()
    def reject(self) -> None:
        """Stop what is under way: then nothing was sent. Close where nothing is."""
        if self._job is not None:
            self._job.cancel()
        else:
            super().reject()

    @Slot(object)
    def _take_sent(self, sent: tuple[SentPack, ...]) -> None:
        self._job, self._sent = None, sent
        self._show()

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self._job = None
        self._show()
        if not isinstance(error, Cancelled):
            self._workplace.trouble.emit(error)
            self.reject()
