"""Home without a forum: the recent ones, a new one, or the sample."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from forumdesk.ui.formats import day
from forumdesk.ui.widgets.card import Card
from forumdesk.ui.widgets.section import SectionLabel

MOST_SHOWN = 6


class StartPanel(QWidget):
    """What Home shows before a forum is open."""

    wanted = Signal(str)  #: name of an action of the window
    recent_chosen = Signal(str)  #: path of a recent forum

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recent: list[QPushButton] = []
        self._lay_out()
        self._connect()
        self._translate()

    def _lay_out(self) -> None:
        self._headline = QLabel()
        self._headline.setProperty("role", "headline")
        self._sentence = QLabel()
        self._sentence.setProperty("role", "soft")
        self._sentence.setWordWrap(True)
        self._buttons = {name: QPushButton() for name in ("open-sample", "new-forum", "open-forum", "open-pack")}
        self._buttons["open-sample"].setProperty("kind", "primary")
        row = QHBoxLayout()
        row.setSpacing(12)
        for name, button in self._buttons.items():
            button.setObjectName(name)
            row.addWidget(button)
        row.addStretch(1)
        self._section = SectionLabel()
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(32, 32, 32, 32)
        inside.setSpacing(16)
        inside.addWidget(self._headline)
        inside.addWidget(self._sentence)
        inside.addLayout(row)
        inside.addSpacing(8)
        inside.addWidget(self._section)
        inside.addLayout(self._list)
        card.setFixedWidth(680)
        # A wrapped label tells its height only where its layout may stretch it: the room beside it does the centring.
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(card)
        centred.addStretch(1)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(centred)
        outer.addStretch(3)

    def _connect(self) -> None:
        for button in self._buttons.values():
            button.clicked.connect(self._clicked)

    def _translate(self) -> None:
        self._headline.setText(self.tr("From a room full of city leaders to recommendations they act on"))
        self._sentence.setText(
            self.tr(
                "Run sessions, take notes as fast as people speak, hand over one workbook. It all stays on this laptop."
            )
        )
        self._buttons["open-sample"].setText(self.tr("Look around in the sample forum"))
        self._buttons["new-forum"].setText(self.tr("New forum…"))
        self._buttons["open-forum"].setText(self.tr("Open a forum…"))
        self._buttons["open-pack"].setText(self.tr("Review pack…"))
        self._section.setText(self.tr("Recent forums"))

    def show_recent(self, paths: Sequence[str]) -> None:
        """List the recent forums that are still there."""
        for button in self._recent:
            self._list.removeWidget(button)
            button.deleteLater()
        self._recent = []
        for path in [one for one in paths if Path(one).exists()][:MOST_SHOWN]:
            changed = datetime.fromtimestamp(Path(path).stat().st_mtime, UTC).astimezone()
            button = QPushButton(f"{Path(path).stem}    {day(changed, form='d MMM yyyy')}")
            button.setProperty("kind", "quiet")
            button.setProperty("path", path)
            button.setToolTip(path)
            button.clicked.connect(self._recent_clicked)
            self._list.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
            self._recent.append(button)
        self._section.setVisible(bool(self._recent))

    @Slot()
    def _clicked(self) -> None:
        self.wanted.emit(self.sender().objectName())

    @Slot()
    def _recent_clicked(self) -> None:
        self.recent_chosen.emit(str(self.sender().property("path")))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
