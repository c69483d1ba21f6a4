"""Exchange with a hub: where it is, how far it is, and what came of it; notes are kept meanwhile as ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QLineEdit, QWidget

from forumdesk.domain.errors import Cancelled, ForumDeskError
from forumdesk.ui.dialogs.task import Task
from forumdesk.ui.errors import error_words
from forumdesk.ui.pages.merge.reading import HubTalk, hub_address
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.services.syncing import Exchanged

_WIDTH = 560


class ExchangeDialog(Task):
    """Stands beside the window, which goes on being used while a hub takes its time."""

    def __init__(self, parent: QWidget, workplace: Workplace) -> None:
        super().__init__(parent, workplace, workplace.afar)
        self._done: Exchanged | None = None
        self._error: ForumDeskError | None = None
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.build()
        workplace.ask(hub_address, self._take_address)

    def lay_out(self) -> None:
        """Where the hub is, and what came of it."""
        self.setMinimumWidth(_WIDTH)
        self._result, self._details = QLabel(), QLabel()
        self._result.setProperty("role", "strong")
        for label in (self._result, self._details):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._address, self._password = QLineEdit(), QLineEdit()
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._facts.add("address", self._address)
        self._facts.add("password", self._password)
        self._stop = self.buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self._start.setDefault(True)
        for button in (self._stop, self._close):
            button.setAutoDefault(False)
        for part in (self._facts, self._bar, self._result, self._details):
            self.column.addWidget(part)

    def connect_parts(self) -> None:
        """Begin and stop; what is missing of the address is told at once."""
        self._start.clicked.connect(self.begin)
        self._stop.clicked.connect(self.stop)
        self._address.textChanged.connect(self._show)

    def translate(self) -> None:
        """Words."""
        super().translate()
        self.set_title(self.tr("Exchange with a hub"))
        self.set_words(
            self.tr(
                "What is new here goes to the hub, and what is new there comes here. Work goes on; a cut loses nothing."
            )
        )
        self.name_fact("address", self.tr("Address"), self._address, self.tr("Address of the hub"))
        self.name_fact("password", self.tr("Password"), self._password, self.tr("Password for the hub"))
        self._address.setPlaceholderText("postgresql://laptop@hub.example.org/forums")
        self._password.setPlaceholderText(self.tr("never kept; may stay empty"))
        self._start.setText(self.tr("Exchange"))
        self._stop.setText(self.tr("Stop"))
        self._show()

    @Slot(object)
    def _take_address(self, address: str) -> None:
        if not self._address.text():
            self._show_address(address)
        (self._password if address else self._address).setFocus()

    def _show_address(self, address: str) -> None:
        self._address.setText(address)
        self._address.setCursorPosition(0)  # its beginning tells more than its end

    # ---- exchanging

    @Slot()
    def begin(self) -> None:
        """Exchange with the hub that is written there."""
        if self._job is not None or not self._address.text().strip():
            return
        self._done = self._error = None
        talk = HubTalk(self._address.text(), self._password.text())
        self.begin_job(self._workplace.exchange(talk.run, self._take_done, self._failed, interrupt=talk.stop))
        self._show()

    @Slot()
    def stop(self) -> None:
        """Stop what is under way; what was exchanged until then is kept."""
        if self._job is not None:
            self._job.cancel()

    def done(self, result: int) -> None:
        """Close, and stop what is under way."""
        self.stop()
        super().done(result)

    @Slot(object)
    def _take_done(self, done: Exchanged) -> None:
        self._job, self._done = None, done
        self._show_address(done.hub)
        self._show()

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self._job = None
        if isinstance(error, ForumDeskError):
            self._error = error
        else:
            self._workplace.trouble.emit(error)
        self._show()

    # ---- showing

    @Slot()
    def _show(self) -> None:
        busy = self._job is not None
        self._bar.setVisible(busy)
        self._stop.setVisible(busy)
        self._start.setVisible(not busy)
        self._start.setEnabled(bool(self._address.text().strip()))
        for line in (self._address, self._password):
            line.setReadOnly(busy)
        said, details = self._said()
        for label, text in ((self._result, said), (self._details, details)):
            label.setText(text)
            label.setVisible(bool(text))
        self.column.invalidate()  # what a label needs was measured with other words in it
        self.column.activate()
        self.resize(self.width(), self.column.totalHeightForWidth(self.width()))

    def _said(self) -> tuple[str, str]:
        """What came of it, and what else there is to know."""
        if isinstance(self._error, Cancelled):
            return self.tr("Stopped; what was exchanged until then is kept."), ""
        if self._error is not None:
            return error_words(self._error)
        done = self._done
        if done is None:
            return "", ""
        photos = done.photos_sent + done.photos_received
        counted = (
            (self.tr("%n change(s) sent", "", done.sent), done.sent),
            (self.tr("%n change(s) received", "", done.received), done.received),
            (self.tr("%n photo(s)", "", photos), photos),
            (self.tr("%n value(s) (differ)", "", done.conflicts), done.conflicts),
        )
        said = " · ".join(words for words, count in counted if count) or self.tr("Nothing new on either side.")
        more = [self.tr("Taken in as one act: Ctrl+Z takes what came back out.")] if done.received else []
        if done.healed:
            more.append(self.tr("The hub had lost something and was given all of it again."))
        if done.aside:
            more.append(self.tr("%n change(s) came again that were set aside here, and stay so.", "", done.aside))
        if done.distrusted:
            left_out = self.tr("%n change(s) left out, for their laptop is not trusted any more.", "", done.distrusted)
            more.append(left_out)
        for laptop in done.doubled:
            told = self.tr("Two laptops write with the keys of “{laptop}”; what both wrote is kept.")
            more.append(told.format(laptop=laptop))
        if done.refused:
            more.append(self.tr("%n change(s) refused:", "", len(done.refused)))
            more += dict.fromkeys(error_words(ForumDeskError(one.sentence))[0] for one in done.refused)
        return said, "\n".join(more)
