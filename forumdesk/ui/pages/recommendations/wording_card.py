"""One of two recommendations that read alike, with what sets it off from the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from forumdesk.ui.pages.recommendations.origins import said_of
from forumdesk.ui.widgets.bidi import alignment_of
from forumdesk.ui.widgets.card import KeyedCard
from forumdesk.ui.widgets.diff import marked_html

if TYPE_CHECKING:
    from forumdesk.services.grouping import Placed


class WordingCard(KeyedCard):
    """One of the two: its number and rooms, the key that takes its wording, and the words that the other has not."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(key, parent)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self.column.addWidget(self._text)
        self.column.addStretch(1)

    def show_wording(self, shown: Placed, beside: Placed) -> None:
        """Show one, with what sets it off from the other."""
        about = said_of(shown)
        self.title.setText(about)
        self._text.setText(marked_html(shown.record.text, beside.record.text))
        self._text.setAlignment(alignment_of(shown.record.text))
        self.setAccessibleName(f"{about}: {shown.record.text}")
