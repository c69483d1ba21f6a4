"""The command palette: every action by name, with its shortcut."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel

from forumdesk.domain.text import folded
from forumdesk.ui.dialogs.finder import Finder, Line
from forumdesk.ui.dialogs.frame import Dialog


class PaletteDialog(Dialog):
    """Type a few letters of what you want to do."""

    def lay_out(self) -> None:
        """A finder."""
        self.finder = Finder()
        self._nothing = QLabel()
        self._nothing.setProperty("role", "soft")
        self.column.addWidget(self.finder, 1)
        self.column.addWidget(self._nothing)
        self.buttons.hide()
        self.headline.hide()
        self.resize(620, 460)
        self.finder.setFocus()

    def connect_parts(self) -> None:
        """Find, and do."""
        self.finder.typed.connect(self._typed)
        self.finder.chosen.connect(self._chosen)

    def translate(self) -> None:
        """Words."""
        self.set_title(self.tr("Command palette"))
        self.finder.line.setPlaceholderText(self.tr("What do you want to do?"))
        self.finder.line.setAccessibleName(self.tr("Find an action"))
        self.finder.view.setAccessibleName(self.tr("Actions"))
        self._typed(self.finder.line.text())

    @Slot(str)
    def _typed(self, words: str) -> None:
        wanted = folded(words).split()
        actions = self.actions_
        names = [name for name in actions.specs if all(part in folded(actions.text(name)) for part in wanted)]
        self._nothing.setText("" if names else self.tr("Nothing is called that. Try another word."))
        names.sort(key=lambda name: not actions.can(name))
        self.finder.show_lines(
            [
                Line(name, actions.text(name).replace("&", ""), actions.shortcut(name), enabled=actions.can(name))
                for name in names
            ]
        )

    @Slot(str)
    def _chosen(self, name: str) -> None:
        self.accept()
        self.actions_.do(name)
