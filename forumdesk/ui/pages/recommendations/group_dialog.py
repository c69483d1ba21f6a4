"""Group: which wording the recommendations that were chosen shall have together, or another one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from forumdesk.domain.recommendations import Recommendation
from forumdesk.ui.widgets.bidi import direction_of
from forumdesk.ui.widgets.growing import GrowingText
from forumdesk.ui.widgets.section import SectionLabel

_MOST = 40
_WIDE = 540
"""As much of a wording as stands beside its button."""


class GroupDialog(QDialog):
    """The wordings to choose from, and a field in which the chosen one is edited."""

    grouped = Signal(tuple, str)  #: ids of the recommendations, the wording's first; the wording

    def __init__(self, parent: QWidget, records: Sequence[Recommendation]) -> None:
        super().__init__(parent)
        self._records = tuple(records)
        self._choices = QButtonGroup(self)
        self._lay_out()
        self._choices.idClicked.connect(self._wording_chosen)
        self._buttons.accepted.connect(self._accepted)
        self._buttons.rejected.connect(self.reject)
        self._translate()
        self._choices.button(0).setChecked(True)
        self._wording_chosen(0)
        self._choices.button(0).setFocus()

    def _lay_out(self) -> None:
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(640, 400)
        self.setMinimumWidth(640)
        self._headline, self._words = QLabel(), QLabel()
        self._headline.setProperty("role", "headline")
        self._words.setProperty("role", "soft")
        self._words.setWordWrap(True)
        inside = QWidget()
        listed = QVBoxLayout(inside)
        listed.setContentsMargins(0, 0, 0, 0)
        for place, record in enumerate(self._records[:_MOST]):
            choice = QRadioButton(self._short(record))
            choice.setToolTip(record.text)
            choice.setLayoutDirection(direction_of(record.text))
            self._choices.addButton(choice, place)
            listed.addWidget(choice)
        listed.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self._section = SectionLabel()
        self.text = GrowingText(least=3, when_left=False)
        self.text.setObjectName("")
        self._buttons = QDialogButtonBox()
        self.group = self._buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self.group.setProperty("kind", "primary")
        self._close = self._buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        for part in (self._headline, self._words):
            column.addWidget(part)
        column.addWidget(scroll, 1)
        for below in (self._section, self.text, self._buttons):
            column.addWidget(below)

    def _translate(self) -> None:
        self.setWindowTitle(self.tr("Group"))
        self._headline.setText(self.tr("Group %n recommendation(s)", "", len(self._records)))
        self._words.setText(
            self.tr(
                "They stand under one wording. Each stays as it is beneath it, and a split brings all of them back."
            )
        )
        self._section.setText(self.tr("One wording"))
        self.text.setAccessibleName(self.tr("One wording"))
        self.group.setText(self.tr("Group"))
        self._close.setText(self.tr("Cancel"))

    def _short(self, record: Recommendation) -> str:
        words = f"{record.label}  {' '.join(record.text.split())}"
        return self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, _WIDE).replace("&", "&&")

    @Slot(int)
    def _wording_chosen(self, place: int) -> None:
        self.text.show_text(self._records[place].text, keep_typing=False)
        self.text.setPlainText(self._records[place].text)
        self.text.setLayoutDirection(direction_of(self._records[place].text))

    @Slot()
    def _accepted(self) -> None:
        place = max(0, self._choices.checkedId())
        ids = [one.id for one in self._records]
        first = ids.pop(place)
        wording = self.text.toPlainText().strip()
        self.grouped.emit((first, *ids), "" if wording == self._records[place].text else wording)
        self.accept()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
