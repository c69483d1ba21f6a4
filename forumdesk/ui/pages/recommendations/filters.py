"""The filters of the list, as chips: each says how many it would show."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from forumdesk.domain.agenda import NO_SESSION
from forumdesk.domain.frameworks import code_key, parted
from forumdesk.domain.listing import Criterion
from forumdesk.domain.marking import QT_TRANSLATE_NOOP
from forumdesk.domain.recommendations import Level, Status
from forumdesk.ui.pages.recommendations.scene import Scene
from forumdesk.ui.widgets.chip import Chip, ChipRow
from forumdesk.ui.words import word

LACKING = {
    "actor": QT_TRANSLATE_NOOP("filters", "No actor"),
    "timeframe": QT_TRANSLATE_NOOP("filters", "No date"),
    "indicator": QT_TRANSLATE_NOOP("filters", "No indicator"),
    "action_area": QT_TRANSLATE_NOOP("filters", "No area"),
    "codes": QT_TRANSLATE_NOOP("filters", "No framework"),
    "level": QT_TRANSLATE_NOOP("filters", "No level"),
    "text": QT_TRANSLATE_NOOP("filters", "No wording"),
}


class Filters(QWidget):
    """One state or gap by chip, a session, a goal, an area and a level by menu, and words."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._chip = ""
        self._menus: dict[str, str] = {"session": "", "sdg": "", "action_area": "", "level": ""}
        self._lay_out()
        self._connect()
        self._translate()

    def _lay_out(self) -> None:
        self.chips = ChipRow(exclusive=True)
        self._buttons: dict[str, QToolButton] = {}
        self.words = QLineEdit()
        self.words.setClearButtonEnabled(True)
        self.words.setMaximumWidth(160)
        self.row = row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.words)
        for name in self._menus:
            button = QToolButton()
            button.setObjectName("chip")
            button.setCheckable(True)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            button.setProperty("menu", name)
            menu = QMenu(button)
            button.setMenu(menu)
            self._buttons[name] = button
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(6)
        column.addWidget(self.chips)
        column.addLayout(row)

    def _connect(self) -> None:
        self.chips.chosen.connect(self._chip_chosen)
        self.words.textChanged.connect(self._words_typed)
        for button in self._buttons.values():
            button.menu().triggered.connect(self._menu_chosen)

    def _translate(self) -> None:
        self.chips.setAccessibleName(self.tr("State"))
        self.words.setPlaceholderText(self.tr("Filter by words"))
        self.words.setAccessibleName(self.tr("Filter by words"))
        if self._scene is not None:
            self.show_scene(self._scene)

    def show_scene(self, scene: Scene) -> None:
        """Offer what the forum holds, with counts."""
        self._scene = scene
        counts = scene.counts
        total = sum(counts.by_status.values())
        chips = [Chip(self.tr("All"), key="", count=total)]
        chips += [
            Chip(word(status), key=f"status {status.value}", count=counts.by_status[status])
            for status in Status
            if counts.by_status.get(status)
        ]
        chips += [
            Chip(QCoreApplication.translate("filters", words), key=f"lacks {name}", count=counts.lacking[name])
            for name, words in LACKING.items()
            if counts.lacking.get(name)
        ]
        if self._chip not in {chip.key for chip in chips}:
            self._chip = ""
        self.chips.show_chips(chips, chosen=self._chip)
        self._fill_menus(scene)

    def _fill_menus(self, scene: Scene) -> None:
        goals = sorted({parted(code)[1].split(".")[0] for code in scene.codes if code.startswith("sdg ")}, key=code_key)
        areas = sorted(
            {parted(one)[1] for one in scene.codes if one.startswith("qla ")} | {str(n) for n in range(1, 12)},
            key=code_key,
        )
        offers: dict[str, list[tuple[str, str]]] = {
            "session": [
                *((session.id, f"{session.code} · {session.title}") for session in scene.sessions.values()),
                *([(NO_SESSION, self.tr("No session"))] if scene.has_strays else []),
            ],
            "sdg": [(goal, f"{goal} · {scene.catalogue.label(f'sdg {goal}')}") for goal in goals],
            "action_area": [(area, f"{area} · {scene.catalogue.label(f'qla {area}')}".rstrip(" ·")) for area in areas],
            "level": [(level.value, word(level)) for level in Level if level.value],
        }
        names = {
            "session": self.tr("Session"),
            "sdg": self.tr("SDG"),
            "action_area": self.tr("Area"),
            "level": self.tr("Level"),
        }
        for name, offered in offers.items():
            button = self._buttons[name]
            menu = button.menu()
            menu.clear()
            for key, words in [("", self.tr("Any")), *offered]:
                action = QAction(words, menu)
                action.setData((name, key))
                action.setCheckable(True)
                action.setChecked(key == self._menus[name])
                menu.addAction(action)
            chosen = next((words for key, words in offered if key and key == self._menus[name]), "")
            shown = f"{names[name]}: {chosen[:24]}" if chosen else names[name]
            button.setText(f"{shown} ▾")
            button.setAccessibleName(shown)
            button.setChecked(bool(chosen))

    # ---- what is filtered

    def criteria(self) -> tuple[Criterion, ...]:
        """The conditions of the list."""
        found = []
        kind, _, value = self._chip.partition(" ")
        if kind == "status":
            found.append(Criterion("status", equals=value))
        elif kind == "lacks":
            found += [Criterion(value, empty=True), Criterion("status", among=("draft", "final", "adopted"))]
        for name in ("session", "action_area", "level"):
            if self._menus[name] == NO_SESSION:
                found.append(Criterion(name, empty=True))
            elif self._menus[name]:
                found.append(Criterion(name, equals=self._menus[name]))
        if self._menus["sdg"]:
            found.append(Criterion("codes", holds=f"sdg {self._menus['sdg']}*"))
        if any(letter.isalnum() for letter in self.words.text()):
            found.append(Criterion("text", words=self.words.text()))
        return tuple(found)

    @property
    def is_filtering(self) -> bool:
        """Whether anything is left out."""
        return bool(self._chip or self.words.text().strip() or any(self._menus.values()))

    def show_lacking(self, name: str) -> None:
        """Show only those that lack a field."""
        self._chip = f"lacks {name}"
        self.chips.choose(self._chip)
        self.changed.emit()

    @Slot()
    def clear(self) -> None:
        """Show all again."""
        self._chip = ""
        self._menus = dict.fromkeys(self._menus, "")
        self.words.blockSignals(True)
        self.words.clear()
        self.words.blockSignals(False)
        if self._scene is not None:
            self.show_scene(self._scene)
        self.changed.emit()

    @Slot(str)
    def _chip_chosen(self, key: str) -> None:
        self._chip = key
        self.changed.emit()

    @Slot(QAction)
    def _menu_chosen(self, action: QAction) -> None:
        name, key = action.data()
        self._menus[name] = key
        if self._scene is not None:
            self._fill_menus(self._scene)
        self.changed.emit()

    @Slot(str)
    def _words_typed(self, _words: str) -> None:
        self.changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
