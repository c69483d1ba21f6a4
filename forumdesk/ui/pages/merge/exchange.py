"""Exchange with a hub: where it is, how far it is, and what came of it; notes are kept meanwhile as ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from forumdesk.domain.errors import Cancelled, ForumDeskError
from forumdesk.ui.errors import error_words
from forumdesk.ui.jobs import Job
from forumdesk.ui.pages.merge.reading import HubTalk, hub_address
from forumdesk.ui.widgets.facts import Facts
from forumdesk.ui.widgets.thinbar import ThinBar
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.services.syncing import Exchanged

_WIDTH = 560


class ExchangeDialog(QDialog):
    """Stands beside the window, which goes on being used while a hub takes its time."""

    def __init__(self, parent: QWidget, workplace: Workplace) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._job: Job | None = None
        self._done: Exchanged | None = None
        self._error: ForumDeskError | None = None
        self._lay_out()
        self._connect()
        self._translate()
        workplace.ask(hub_address, self._take_address)

    def _lay_out(self) -> None:
        self.setMinimumWidth(_WIDTH)
        self._headline, self._words, self._result, self._details = (QLabel() for _ in range(4))
        self._headline.setProperty("role", "headline")
        self._words.setProperty("role", "soft")
        self._result.setProperty("role", "strong")
        for label in (self._words, self._result, self._details):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._address, self._password = QLineEdit(), QLineEdit()
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._facts = Facts()
        self._facts.add("address", self._address)
        self._facts.add("password", self._password)
        self._bar = ThinBar()
        self._buttons = QDialogButtonBox()
        self._begin = self._buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self._begin.setProperty("kind", "primary")
        self._begin.setDefault(True)
        self._stop = self._buttons.addButton("", QDialogButtonBox.ButtonRole.ActionRole)
        self._close = self._buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        for button in (self._stop, self._close):
            button.setAutoDefault(False)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        for part in (self._headline, self._words, self._facts, self._bar, self._result, self._details, self._buttons):
            column.addWidget(part)

    def _connect(self) -> None:
        self._begin.clicked.connect(self.begin)
        self._stop.clicked.connect(self.stop)
        self._buttons.rejected.connect(self.reject)
        self._address.textChanged.connect(self._show)
        self._workplace.afar.progressed.connect(self._progressed)

    def _translate(self) -> None:
        self.setWindowTitle(self.tr("Exchange with a hub"))
        self._headline.setText(self.tr("Exchange with a hub"))
        self._words.setText(
            self.tr(
                "What is new here goes to the hub, and what is new there comes here. Work goes on; a cut loses nothing."
            )
        )
        self._facts.set_label("address", self.tr("Address"))
        self._facts.set_label("password", self.tr("Password"))
        self._address.setAccessibleName(self.tr("Address of the hub"))
        self._password.setAccessibleName(self.tr("Password for the hub"))
        self._address.setPlaceholderText("postgresql://laptop@hub.example.org/forums")
        self._password.setPlaceholderText(self.tr("never kept; may stay empty"))
        self._bar.setAccessibleName(self.tr("Progress"))
        self._begin.setText(self.tr("Exchange"))
        self._stop.setText(self.tr("Stop"))
        self._close.setText(self.tr("Close"))
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
        self._bar.setRange(0, 0)
        self._job = self._workplace.exchange(talk.run, self._take_done, self._failed, interrupt=talk.stop)
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

    @Slot(object, int, int, str)
    def _progressed(self, job: Job, done: int, total: int, _what: str) -> None:
        if job is self._job and total:
            self._bar.setRange(0, total)
            self._bar.setValue(done)

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
        self._begin.setVisible(not busy)
        self._begin.setEnabled(bool(self._address.text().strip()))
        for line in (self._address, self._password):
            line.setReadOnly(busy)
        said, details = self._said()
        for label, text in ((self._result, said), (self._details, details)):
            label.setText(text)
            label.setVisible(bool(text))
        self._column.invalidate()  # what a label needs was measured with other words in it
        self._column.activate()
        self.resize(self.width(), self._column.totalHeightForWidth(self.width()))

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
        if done.refused:
            more.append(self.tr("%n change(s) refused:", "", len(done.refused)))
            more += dict.fromkeys(error_words(ForumDeskError(one.sentence))[0] for one in done.refused)
        return said, "\n".join(more)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
