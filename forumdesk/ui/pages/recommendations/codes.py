"""The framework codes of a recommendation: tags that can be taken away, and a line to add one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal, Slot
from PySide6.QtWidgets import QCompleter, QLineEdit, QToolButton, QVBoxLayout, QWidget

from forumdesk.domain.frameworks import code_key, parted
from forumdesk.ui.pages.recommendations.scene import Scene
from forumdesk.ui.widgets.flow import FlowLayout

_OFFERED = 10


class CodeEditor(QWidget):
    """Tags and a line with completion by code or by words."""

    added = Signal(str)  #: full code
    removed = Signal(str)  #: full code

    def __init__(self, *, taking: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taking = taking
        self._scene: Scene | None = None
        self._tags: list[QToolButton] = []
        self._holder = QWidget()
        self._flow = FlowLayout(self._holder, spacing=4)
        self._line = QLineEdit()
        self._offers = QStringListModel(self)
        self._completer = QCompleter(self._offers, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._line.setCompleter(self._completer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._holder)
        column.addWidget(self._line)
        self.setFocusProxy(self._line)
        self._line.textEdited.connect(self._typed)
        self._line.returnPressed.connect(self._entered)
        self._completer.activated[str].connect(self._completed)  # type: ignore[index]
        self._translate()

    def _translate(self) -> None:
        if self._taking:
            self._line.setPlaceholderText(self.tr("8.5, GCM 18, or words"))
            self._line.setAccessibleName(self.tr("Take a framework code away from all"))
        else:
            self._line.setPlaceholderText(self.tr("add: 8.5, GCM 18, or words"))
            self._line.setAccessibleName(self.tr("Add a framework code"))

    def show_codes(self, codes: Sequence[str], scene: Scene) -> None:
        """Show the codes that a recommendation carries."""
        self._scene = scene
        for tag in self._tags:
            self._flow.removeWidget(tag)
            tag.hide()
            tag.deleteLater()
        self._tags = []
        for code in sorted(codes, key=lambda one: (parted(one)[0], code_key(parted(one)[1]))):
            tag = QToolButton()
            tag.setObjectName("chip")
            tag.setText(f"{scene.catalogue.shown(code)} ×")
            tag.setToolTip(scene.catalogue.label(code))
            tag.setAccessibleName(self.tr("Take {code} away").format(code=scene.catalogue.shown(code)))
            tag.setProperty("code", code)
            tag.clicked.connect(self._tag_clicked)
            self._flow.addWidget(tag)
            tag.show()
            self._tags.append(tag)
        self._holder.setVisible(bool(codes))

    @Slot()
    def _tag_clicked(self) -> None:
        self.removed.emit(str(self.sender().property("code")))

    @Slot(str)
    def _typed(self, words: str) -> None:
        if self._scene is None:
            return
        found = self._scene.catalogue.complete(words, _OFFERED, self._scene.in_use)
        self._offers.setStringList([f"{self._scene.catalogue.shown(code)} · {label}" for code, label in found])

    @Slot()
    def _entered(self) -> None:
        self._add(self._line.text())

    @Slot(str)
    def _completed(self, words: str) -> None:
        self._add(words.split(" · ", maxsplit=1)[0])

    def _add(self, typed: str) -> None:
        code = (
            self._scene.catalogue.read(typed.split(" · ", maxsplit=1)[0], self._scene.in_use) if self._scene else None
        )
        if code is not None:
            self.added.emit(code)
            self._line.clear()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
