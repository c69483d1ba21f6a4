"""The heading of a section, small and quiet."""

from __future__ import annotations

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QWidget

from forumdesk.ui.theme.fonts import font


class SectionLabel(QLabel):
    """Small capitals in soft ink."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("role", "section")
        made = font(11, QFont.Weight.DemiBold)
        made.setCapitalization(QFont.Capitalization.AllUppercase)
        made.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 106)
        self.setFont(made)
