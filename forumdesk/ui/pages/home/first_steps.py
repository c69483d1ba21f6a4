"""What to do first in a forum that holds nothing yet."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from forumdesk.ui.pages.home.overview import Asked
from forumdesk.ui.widgets.card import Card
from forumdesk.ui.widgets.section import SectionLabel

STEPS = ("details", "plan", "people", "room", "review")


class FirstSteps(QWidget):
    """Four cards, each with the way to its place; where a city is asked, one alone that leads to its list."""

    go = Signal(str, str)  #: page name, record id
    wanted = Signal(str)  #: name of an action of the window

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._section = SectionLabel()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._section)
        self._asked: Asked | None = None
        self._cards: dict[str, Card] = {}
        self._words: dict[str, QLabel] = {}
        self._buttons: dict[str, QPushButton] = {}
        for name in STEPS:
            card = self._cards[name] = Card()
            inside = QVBoxLayout(card)
            inside.setContentsMargins(16, 12, 16, 12)
            self._words[name] = QLabel()
            self._words[name].setWordWrap(True)
            self._buttons[name] = QPushButton()
            self._buttons[name].setProperty("kind", "link")
            self._buttons[name].setProperty("step", name)
            self._buttons[name].clicked.connect(self._clicked)
            inside.addWidget(self._words[name])
            inside.addWidget(self._buttons[name], 0, Qt.AlignmentFlag.AlignLeading)
            column.addWidget(card)
        self.translate()

    def translate(self) -> None:
        """Put the steps in the language of the interface."""
        self._section.setText(self.tr("First steps"))
        said = {
            "details": (self.tr("Say what the forum is called, where and when it is held."), self.tr("Forum details…")),
            "plan": (self.tr("Plan its rooms, sessions and their steps."), self.tr("Go to Plan")),
            "people": (self.tr("List who takes part, by role and city."), self.tr("Go to People")),
            "room": (self.tr("Then take notes as fast as people speak."), self.tr("Go to Room")),
        }
        for name, (words, button) in said.items():
            self._words[name].setText(words)
            self._buttons[name].setText(button)
        self._buttons["review"].setText(self.tr("Go to Review"))
        self.show_asked(self._asked)

    def show_asked(self, asked: Asked | None) -> None:
        """Lead a city that is asked to its list, and nowhere else."""
        self._asked = asked
        for name, card in self._cards.items():
            card.setVisible((name == "review") == (asked is not None))
        if asked is not None:
            waiting = self.tr("%n recommendation(s) for {cities}", "", asked.questions)
            done = self.tr("%n answered so far", "", asked.answered)
            said = f"{waiting.format(cities=', '.join(asked.cities))} · {done}"
            self._words["review"].setText(said)

    @Slot()
    def _clicked(self) -> None:
        step = str(self.sender().property("step"))
        if step == "details":
            self.wanted.emit("forum-details")
        else:
            self.go.emit(step, "")
