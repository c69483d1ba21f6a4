"""One recommendation beside the list: its wording and every field, edited where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from forumdesk.domain.recommendations import MAY_BECOME, Agreement, Level, Priority, Recommendation, Status
from forumdesk.ui.pages.recommendations.codes import CodeEditor
from forumdesk.ui.pages.recommendations.family import FamilyPanel
from forumdesk.ui.pages.recommendations.lineage import LineagePanel
from forumdesk.ui.pages.recommendations.origins import GROUP_GLYPH
from forumdesk.ui.pages.recommendations.scene import Scene
from forumdesk.ui.pages.recommendations.table import GLYPHS
from forumdesk.ui.pages.recommendations.versions import VersionsPanel
from forumdesk.ui.pages.recommendations.wording import WordingPanel
from forumdesk.ui.untold_words import untold_words
from forumdesk.ui.widgets.bidi import direction_of
from forumdesk.ui.widgets.facts import Facts
from forumdesk.ui.widgets.growing import GrowingText
from forumdesk.ui.widgets.scroll import Scroll
from forumdesk.ui.words import field_word, word

if TYPE_CHECKING:
    from forumdesk.services.grouping import Family
    from forumdesk.services.history import Version
    from forumdesk.services.recommending import Source, Wording
    from forumdesk.services.settling import Untold

ORDER = (
    "rationale",
    "actor",
    "level",
    "timeframe",
    "indicator",
    "priority",
    "action_area",
    "codes",
    "partners",
    "resources",
    "tools",
    "city",
    "agreement",
    "dissent",
    "language",
    "unattributed",
)
CHOICES = {"level": Level, "priority": Priority, "agreement": Agreement}


@dataclass(frozen=True, slots=True)
class Portrait:
    """A recommendation with the wordings it had and the notes it comes from."""

    record: Recommendation
    wordings: tuple[Wording, ...]
    sources: tuple[Source, ...]
    versions: tuple[Version, ...]
    family: Family
    """What it was grouped from; without members, where it is no group."""
    untold: Untold
    """The fields of which nobody can tell yet what stands."""


class Detail(QWidget):
    """Shows a recommendation and asks for every change of it."""

    changed = Signal(str, str, object)  #: recommendation id, field name, value
    tagged = Signal(str, tuple, tuple)  #: recommendation id, codes to add, codes to take away
    source_chosen = Signal(str)  #: note id
    source_removed = Signal(str, str)  #: recommendation id, note id
    source_added = Signal(str, str)  #: recommendation id, note id
    notes_wanted = Signal(str)  #: words of notes that could be linked
    member_removed = Signal(str)  #: id of a member that shall stand by itself again
    split_wanted = Signal()
    history_wanted = Signal()  #: from what to what it was changed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._portrait: Portrait | None = None
        self._scene: Scene | None = None
        self._writable = False
        self._filling = False
        self.texts: dict[str, GrowingText] = {}
        self._boxes: dict[str, QComboBox] = {}
        self._lay_out()
        self._connect()
        self._translate()

    def _lay_out(self) -> None:
        self._number = QLabel()
        self._number.setProperty("role", "strong")
        self._status = QComboBox()
        self._lacks = QLabel()
        self._lacks.setProperty("state", "warning")
        self._lacks.setWordWrap(True)
        top = QHBoxLayout()
        top.addWidget(self._number)
        top.addStretch(1)
        top.addWidget(self._status)
        self.text = GrowingText(least=2, headline=True)
        self.wording = WordingPanel()
        self._facts = Facts()
        self._codes = CodeEditor()
        self._unattributed = QCheckBox()
        for name in ORDER:
            self._facts.add(name, self._editor(name))
        self.lineage, self.versions, self.family = LineagePanel(), VersionsPanel(), FamilyPanel()
        self._refused = QLabel()
        self._refused.setProperty("state", "warning")
        self._refused.setWordWrap(True)
        self._refused.hide()
        self._untold = QLabel()
        self._untold.setProperty("state", "warning")
        self._untold.setTextFormat(Qt.TextFormat.PlainText)
        self._untold.setWordWrap(True)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addLayout(top)
        for part in (self._refused, self.wording, self.text, self._untold, self._lacks, self.family, self._facts):
            column.addWidget(part)
        for below in (self.lineage, self.versions):
            column.addWidget(below)
        column.addStretch(1)
        scroll = Scroll(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _editor(self, name: str) -> QWidget:
        if name == "codes":
            return self._codes
        if name == "unattributed":
            return self._unattributed
        if name in CHOICES:
            box = QComboBox()
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
            for value in CHOICES[name]:
                box.addItem("", value.value)
            box.setProperty("field", name)
            self._boxes[name] = box
            return box
        text = GrowingText()
        text.setProperty("field", name)
        self.texts[name] = text
        return text

    def _connect(self) -> None:
        self._status.activated.connect(self._status_chosen)
        self.text.setProperty("field", "text")
        for text in (self.text, *self.texts.values()):
            text.kept.connect(self._text_kept)
        for box in self._boxes.values():
            box.activated.connect(self._choice_made)
        self._unattributed.clicked.connect(self._unattributed_clicked)
        self._codes.added.connect(self._code_added)
        self._codes.removed.connect(self._code_removed)
        self.lineage.chosen.connect(self.source_chosen)
        self.lineage.removed.connect(self._source_removed)
        self.lineage.added.connect(self._source_added)
        self.lineage.notes_wanted.connect(self.notes_wanted)
        self.family.removed.connect(self.member_removed)
        self.family.split_wanted.connect(self.split_wanted)
        self.versions.all_wanted.connect(self.history_wanted)

    def _translate(self) -> None:
        self._status.setAccessibleName(field_word("status"))
        self.text.setAccessibleName(field_word("text"))
        self.text.setPlaceholderText(self.tr("What do you ask of whom?"))
        self._unattributed.setText(self.tr("hide its city"))
        self._unattributed.setToolTip(self.tr("It is never shown with its city."))
        for name in ORDER:
            self._facts.set_label(name, field_word(name))
        for name, text in self.texts.items():
            text.setAccessibleName(field_word(name))
        for name, box in self._boxes.items():
            box.setAccessibleName(field_word(name))
            for place, value in enumerate(CHOICES[name]):
                box.setItemText(place, word(value))
        self._unattributed.setAccessibleName(field_word("unattributed"))

    # ---- showing

    def show_portrait(self, portrait: Portrait, scene: Scene, *, writable: bool) -> None:
        """Show a recommendation as it stands; what is being typed in it stays."""
        record = portrait.record
        other = self._portrait is None or self._portrait.record.id != record.id
        self._portrait, self._scene, self._writable = portrait, scene, writable
        if other:
            self.refuse("")
        self._filling = True
        self._number.setText(f"{GROUP_GLYPH if portrait.family.members else '★'} {record.label}")
        self._show_status(record)
        self.text.show_text(record.text, keep_typing=not other)
        self.text.setLayoutDirection(direction_of(record.text))
        missing = record.lacks
        self._lacks.setText(
            self.tr("Still missing: {fields}").format(fields=", ".join(field_word(name) for name in missing))
        )
        self._lacks.setVisible(bool(missing))
        self._untold.setText(untold_words(portrait.untold))
        self._untold.setVisible(bool(portrait.untold.fields))
        for name, text in self.texts.items():
            text.show_text(str(getattr(record, name)), keep_typing=not other)
            text.setPlaceholderText(self.tr("missing, add one") if name in missing else "")
            _mark(text, missing=name in missing)
        for name, box in self._boxes.items():
            box.setCurrentIndex(box.findData(getattr(record, name).value))
        self._unattributed.setChecked(record.unattributed)
        self._codes.show_codes(record.codes, scene)
        self.wording.show_wordings(portrait.wordings, scene.forum)
        self.lineage.show_sources(portrait.sources, scene.forum)
        self.family.show_family(portrait.family, writable=writable)
        self.versions.show_versions(portrait.versions, scene.forum)
        self._set_writable(writable=writable)
        self._filling = False

    def _show_status(self, record: Recommendation) -> None:
        self._status.clear()
        for status in (record.status, *MAY_BECOME[record.status]):
            self._status.addItem(f"{GLYPHS[status]} {word(status)}", status.value)

    def _set_writable(self, *, writable: bool) -> None:
        for text in (self.text, *self.texts.values()):
            text.setReadOnly(not writable)
        for part in (self._status, *self._boxes.values(), self._unattributed, self._codes):
            part.setEnabled(writable)
        self.lineage.set_writable(writable=writable)

    def focus_first_missing(self) -> None:
        """Go to the first field that is missing, or to the wording."""
        record = self._portrait.record if self._portrait else None
        name = record.lacks[0] if record and record.text and record.lacks else "text"
        widget: QWidget = {"text": self.text, "codes": self._codes, **self.texts, **self._boxes}.get(name, self.text)
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep_typing(self) -> None:
        """Keep what is being typed in any field."""
        for text in (self.text, *self.texts.values()):
            text.keep()

    def refuse(self, words: str) -> None:
        """Say why nothing was changed; empty takes it back."""
        self._refused.setText(words)
        self._refused.setVisible(bool(words))

    def offer_notes(self, words: str, notes: tuple[tuple[str, str], ...]) -> None:
        """Offer notes to link."""
        self.lineage.offer_notes(words, notes)

    # ---- asking

    def _ask(self, name: str, value: Any) -> None:  # noqa: ANN401 - a field's value
        if self._portrait is not None and not self._filling:
            self.changed.emit(self._portrait.record.id, name, value)

    @Slot(str)
    def _text_kept(self, text: str) -> None:
        self._ask(str(self.sender().property("field")), text)

    @Slot(int)
    def _status_chosen(self, _place: int) -> None:
        self._ask("status", Status(self._status.currentData()))

    @Slot(int)
    def _choice_made(self, _place: int) -> None:
        box = self.sender()
        if isinstance(box, QComboBox):
            name = str(box.property("field"))
            self._ask(name, CHOICES[name](box.currentData()))

    @Slot(bool)
    def _unattributed_clicked(self, on: bool) -> None:  # noqa: FBT001 - the signal's own form
        self._ask("unattributed", on)

    @Slot(str)
    def _code_added(self, code: str) -> None:
        if self._portrait is not None:
            self.tagged.emit(self._portrait.record.id, (code,), ())

    @Slot(str)
    def _code_removed(self, code: str) -> None:
        if self._portrait is not None:
            self.tagged.emit(self._portrait.record.id, (), (code,))

    @Slot(str)
    def _source_removed(self, note: str) -> None:
        if self._portrait is not None:
            self.source_removed.emit(self._portrait.record.id, note)

    @Slot(str)
    def _source_added(self, note: str) -> None:
        if self._portrait is not None:
            self.source_added.emit(self._portrait.record.id, note)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
            if self._portrait is not None and self._scene is not None:
                self.show_portrait(self._portrait, self._scene, writable=self._writable)
        super().changeEvent(event)


def _mark(text: GrowingText, *, missing: bool) -> None:
    """Let a field that is missing be seen from afar."""
    said = "true" if missing else "false"
    if text.property("missing") != said:
        text.setProperty("missing", said)
        text.style().unpolish(text)
        text.style().polish(text)
