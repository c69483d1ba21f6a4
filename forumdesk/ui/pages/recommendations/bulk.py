"""Several recommendations at once: one form, one act."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from forumdesk.domain.recommendations import Level, Priority, Status
from forumdesk.ui.pages.recommendations.codes import CodeEditor
from forumdesk.ui.pages.recommendations.scene import Scene
from forumdesk.ui.widgets.facts import Facts
from forumdesk.ui.words import field_word, word

CHOICES = {"status": Status, "level": Level, "priority": Priority}
LINES = ("action_area", "actor", "timeframe")


class BulkEdit(QWidget):
    """What is filled in is set on all that are selected; the rest stays."""

    changed = Signal(object)  #: field names and values; as a dict Qt would make plain texts of the states
    tagged = Signal(tuple, tuple)  #: full codes to add to all, and to take away from all
    deleted = Signal()
    group_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._headline = QLabel()
        self._headline.setProperty("role", "headline")
        self._words = QLabel()
        self._words.setProperty("role", "soft")
        self._words.setWordWrap(True)
        self._facts = Facts()
        self.boxes = {name: QComboBox() for name in CHOICES}
        self.lines = {name: QLineEdit() for name in LINES}
        for name, box in self.boxes.items():
            box.addItem("", None)
            for value in CHOICES[name]:
                box.addItem("", value.value)
            self._facts.add(name, box)
        for name, line in self.lines.items():
            self._facts.add(name, line)
        self._codes, self._away = CodeEditor(), CodeEditor(taking=True)
        self._facts.add("codes", self._codes)
        self._facts.add("away", self._away)
        self.refused = QLabel()
        self.refused.setWordWrap(True)
        self.refused.setProperty("state", "warning")
        self.refused.hide()
        self.apply = QPushButton()
        self.apply.setProperty("kind", "primary")
        self.group, self._delete = QPushButton(), QPushButton()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        for part in (self._headline, self.group, self._words, self._facts, self.refused, self.apply, self._delete):
            column.addWidget(part)
        column.addStretch(1)
        self.apply.clicked.connect(self._applied)
        self._codes.added.connect(self._code_added)
        self._away.added.connect(self._code_taken)
        self._delete.clicked.connect(self.deleted)
        self.group.clicked.connect(self.group_wanted)
        self._translate()

    def _translate(self) -> None:
        self._headline.setText(self.tr("%n selected", "", self._count))
        self._words.setText(
            self.tr("What you fill in is set on all of them, in one act that can be undone. The rest stays.")
        )
        self.apply.setText(self.tr("Set on all"))
        self._delete.setText(self.tr("Delete all"))
        self.group.setText(self.tr("Group under one wording…"))
        for name in (*CHOICES, *LINES):
            self._facts.set_label(name, field_word(name))
        self._facts.set_label("codes", self.tr("Add code"))
        self._facts.set_label("away", self.tr("Take code away"))
        for name, box in self.boxes.items():
            box.setAccessibleName(field_word(name))
            box.setItemText(0, self.tr("as it is"))
            for place, value in enumerate(CHOICES[name], 1):
                box.setItemText(place, word(value))
        for name, line in self.lines.items():
            line.setAccessibleName(field_word(name))
            line.setPlaceholderText(self.tr("as it is"))

    def show_count(self, count: int, scene: Scene, *, writable: bool) -> None:
        """Show how many are selected, and an empty form."""
        if count != self._count:
            for box in self.boxes.values():
                box.setCurrentIndex(0)
            for line in self.lines.values():
                line.clear()
            self.refuse("")
        self._count = count
        self._codes.show_codes((), scene)
        self._away.show_codes((), scene)
        self._headline.setText(self.tr("%n selected", "", count))
        for part in (self.apply, self.group, self._delete, self._codes, self._away):
            part.setEnabled(writable)

    def refuse(self, words: str) -> None:
        """Say why nothing was changed; empty takes it back."""
        self.refused.setText(words)
        self.refused.setVisible(bool(words))

    def focus_first(self) -> None:
        """Go to the first field."""
        next(iter(self.boxes.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _code_added(self, code: str) -> None:
        self.tagged.emit((code,), ())

    @Slot(str)
    def _code_taken(self, code: str) -> None:
        self.tagged.emit((), (code,))

    @Slot()
    def _applied(self) -> None:
        said: dict[str, object] = {
            name: CHOICES[name](box.currentData()) for name, box in self.boxes.items() if box.currentData() is not None
        }
        said.update({name: line.text().strip() for name, line in self.lines.items() if line.text().strip()})
        if said:
            self.changed.emit(said)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
