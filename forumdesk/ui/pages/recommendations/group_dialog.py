"""Group: which wording the recommendations that were chosen shall have together, or another one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialogButtonBox,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from forumdesk.domain.recommendations import Recommendation
from forumdesk.ui.dialogs.frame import Frame
from forumdesk.ui.widgets.bidi import direction_of
from forumdesk.ui.widgets.growing import GrowingText
from forumdesk.ui.widgets.scroll import Scroll
from forumdesk.ui.widgets.section import SectionLabel

_MOST = 40
_WIDE = 540
"""As much of a wording as stands beside its button."""


class GroupDialog(Frame):
    """The wordings to choose from, and a field in which the chosen one is edited."""

    grouped = Signal(tuple, str)  #: ids of the recommendations, the wording's first; the wording

    def __init__(self, parent: QWidget, records: Sequence[Recommendation]) -> None:
        super().__init__(parent)
        self._records = tuple(records)
        self._choices = QButtonGroup(self)
        self.build()
        self._choices.button(0).setChecked(True)
        self._wording_chosen(0)
        self._choices.button(0).setFocus()

    def lay_out(self) -> None:
        """A button for each wording, and the one that shall stand."""
        self.resize(640, 400)
        self.setMinimumWidth(640)
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
        scroll = Scroll(inside)
        self._section = SectionLabel()
        self.text = GrowingText(least=3, when_left=False)
        self.text.setObjectName("")
        self.group = self.primary_button(QDialogButtonBox.ButtonRole.AcceptRole)
        self._close = self.buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        self.column.addWidget(scroll, 1)
        for below in (self._section, self.text):
            self.column.addWidget(below)

    def connect_parts(self) -> None:
        """A wording that is chosen can be edited."""
        self._choices.idClicked.connect(self._wording_chosen)
        self.buttons.accepted.connect(self._accepted)

    def translate(self) -> None:
        """Words."""
        self.set_title(self.tr("Group"), self.tr("Group %n recommendation(s)", "", len(self._records)))
        self.set_words(
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
