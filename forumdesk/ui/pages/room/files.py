"""Photos and files of a session: pasted, dropped or chosen, opened and taken away."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from forumdesk.domain.attachments import Attachment
from forumdesk.domain.errors import ForumDeskError
from forumdesk.ui.errors import error_words
from forumdesk.ui.formats import laptop_time
from forumdesk.ui.pages.room import reading
from forumdesk.ui.pages.room.capture import CaptureBox
from forumdesk.ui.pages.room.photos import PhotoStrip
from forumdesk.ui.workplace import Workplace


class Files(QObject):
    """Pins what is handed in; a refusal is said beneath the line."""

    def __init__(self, workplace: Workplace, strip: PhotoStrip, box: CaptureBox, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._strip = strip
        self._box = box
        self._session = ""
        self._dialog: QFileDialog | None = None
        box.line.picture_pasted.connect(self._pin_picture)
        box.line.files_pasted.connect(self.pin)
        box.file_wanted.connect(self._pin_text)
        strip.opened.connect(self._open)
        strip.unpinned.connect(self._unpin)

    def show_session(self, session_id: str) -> None:
        """Show what is kept with a session."""
        self._session = session_id
        self._workplace.ask(partial(reading.pinned, session_id=session_id), self._took)

    @Slot(object)
    def _took(self, pinned: tuple[reading.Pinned, ...]) -> None:
        if all(one.attachment.record == self._session for one in pinned):
            self._strip.show_pinned(pinned, writable=not self._workplace.read_only)

    @Slot()
    def choose(self) -> None:
        """Ask for a photo or a file."""
        if self._workplace.read_only or not self._session:
            return
        dialog = QFileDialog(self._strip.window(), self.tr("Pin a photo or a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self.pin)
        self._dialog = dialog
        dialog.open()

    @Slot(bytes)
    def _pin_picture(self, content: bytes) -> None:
        time = laptop_time(self._workplace.clock.now()).replace(":", "")
        self._pin(self.tr("Photo {time}").format(time=time) + ".png", bytes(content), "image/png")

    @Slot(str)
    def _pin_text(self, text: str) -> None:
        time = laptop_time(self._workplace.clock.now()).replace(":", "")
        self._pin(self.tr("Text {time}").format(time=time) + ".txt", text.encode("utf-8", "replace"), "text/plain")

    def _pin(self, name: str, content: bytes, media_type: str) -> None:
        act = partial(reading.pin, session_id=self._session, name=name, content=content, media_type=media_type)
        self._workplace.act(act, self._pinned, self._refused)

    @Slot(list)
    def pin(self, paths: list[str]) -> None:
        """Keep files with the session on screen."""
        for path in paths:
            act = partial(reading.pin_file, session_id=self._session, path=Path(path))
            self._workplace.act(act, self._pinned, self._refused)

    @Slot(object)
    def _pinned(self, attachment: Attachment) -> None:
        self._box.say(self.tr("Pinned: {name}").format(name=attachment.name))

    @Slot(object)
    def _refused(self, error: BaseException) -> None:
        if isinstance(error, ForumDeskError):
            self._box.say(" ".join(filter(None, error_words(error))), "danger")
        else:
            self._workplace.trouble.emit(error)

    @Slot(object)
    def _open(self, attachment: Attachment) -> None:
        self._workplace.ask(partial(reading.laid_out, attachment=attachment), self._show)

    @Slot(object)
    def _show(self, path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    @Slot(str)
    def _unpin(self, attachment_id: str) -> None:
        self._workplace.act(partial(reading.unpin, attachment_id=attachment_id))
