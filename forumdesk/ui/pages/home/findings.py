"""One line of what is missing: how much, what, and the way to its mending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

if TYPE_CHECKING:
    from forumdesk.services.preflight import Finding


def finding_text(finding: Finding, words: str) -> str:
    """What a finding says in the language of the interface, its count put in."""
    return QCoreApplication.translate("findings", words, "", finding.count).format(detail=finding.detail)


class FindingRow(QFrame):
    """A finding that is chosen like a button."""

    chosen = Signal(str, str)  #: page name, record id

    def __init__(self, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._finding = finding
        self.setObjectName("finding")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._lay_out()
        self._translate()

    def _lay_out(self) -> None:
        self._count = QLabel()
        self._count.setProperty("role", "strong")
        self._count.setProperty("state", self._finding.weight.value)
        self._count.setFixedWidth(32)
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._mend = QLabel()
        self._mend.setProperty("role", "link")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.addWidget(self._count)
        row.addWidget(self._words, 1)
        row.addWidget(self._mend)

    def _translate(self) -> None:
        said = finding_text(self._finding, self._finding.words)
        count = str(self._finding.count)
        rest = said.removeprefix(f"{count} ")
        self._count.setText(count if rest != said else "")  # where the number stands elsewhere, it stays there
        self._words.setText(rest)
        self._mend.setText((self.tr("Read") if self._finding.weight.value == "danger" else self.tr("Fix")) + " ›")
        self.setAccessibleName(said)

    def _choose(self) -> None:
        records = self._finding.records
        self.chosen.emit(self._finding.page, records[0] if records else "")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go to where it is mended."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._choose()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The same by key."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
