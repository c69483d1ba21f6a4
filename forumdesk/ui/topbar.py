"""The top bar: where one is, the search, and what needs attention now."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from forumdesk.ui.actions import Actions
from forumdesk.ui.widgets.elided import ElidedLabel
from forumdesk.ui.widgets.pill import Pill
from forumdesk.ui.widgets.searchbox import SearchBox
from forumdesk.ui.workplace import Workplace


class TopBar(QWidget):
    """Forum and place as a path, the search field, and a pill of the page's own."""

    def __init__(self, workplace: Workplace, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._actions = actions
        self._lay_out()
        self._connect()
        self._translate()

    def _lay_out(self) -> None:
        self.setObjectName("topbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(48)
        self._forum = ElidedLabel("")
        self._forum.setProperty("role", "soft")
        self._slash = QLabel("/")
        self._slash.setProperty("role", "soft")
        self._place = QLabel()
        self._place.setProperty("role", "strong")
        self._search = SearchBox()
        self.pill = Pill()
        self.pill.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self._forum)
        row.addWidget(self._slash)
        row.addWidget(self._place)
        row.addStretch(1)
        row.addWidget(self._search)
        row.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignVCenter)

    def _connect(self) -> None:
        self._search.activated.connect(self._search_wanted)
        self._actions.changed.connect(self._take_actions)

    def _translate(self) -> None:
        self._search.set_text(self.tr("Search everything"), self._actions.shortcut("search"))

    def show_place(self, forum: str, place: str) -> None:
        """Show where one is."""
        self._forum.setText(forum)
        self._forum.setVisible(bool(forum))
        self._slash.setVisible(bool(forum and place))
        self._place.setText(place)

    @Slot()
    def _search_wanted(self) -> None:
        self._actions.do("search")

    @Slot()
    def _take_actions(self) -> None:
        self._search.setEnabled(self._actions.can("search"))
        self._translate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)
