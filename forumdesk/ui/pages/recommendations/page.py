"""The Recommendations page: what the forum asks for, launches and signs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Slot
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from forumdesk.domain.changes import Change
from forumdesk.ui.pages import Page
from forumdesk.ui.pages.recommendations.declaration import DeclarationPanel
from forumdesk.ui.pages.recommendations.duplicates import DuplicatesPanel
from forumdesk.ui.pages.recommendations.initiatives import InitiativesPanel
from forumdesk.ui.pages.recommendations.list_panel import ListPanel
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk


class RecommendationsPage(Page):
    """Three parts of one outcome."""

    NAME = "recommendations"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(workplace, parent)
        self._tabs = QTabBar()
        self._tabs.setExpanding(False)
        self._tabs.setDrawBase(False)
        self.list = ListPanel(workplace)
        self.duplicates = DuplicatesPanel(workplace)
        self._pairs = 0
        self.initiatives = InitiativesPanel(workplace)
        self.declaration = DeclarationPanel(workplace)
        self._stack = QStackedWidget()
        for part in (self.list, self.duplicates, self.initiatives, self.declaration):
            self._tabs.addTab("")
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tabs)
        column.addWidget(self._stack, 1)
        self._tabs.currentChanged.connect(self._tab_chosen)
        self.duplicates.counted.connect(self._show_pairs)
        self._translate()

    def _translate(self) -> None:
        duplicates = self.tr("Duplicates") + (f" {self._pairs}" if self._pairs else "")
        names = (self.tr("Recommendations"), duplicates, self.tr("Initiatives"), self.tr("Declaration"))
        for place, name in enumerate(names):
            self._tabs.setTabText(place, name)
        self._tabs.setAccessibleName(self.tr("Parts of the outcome"))

    def title(self) -> str:
        """What stands in the top bar."""
        return self.tr("Recommendations")

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """The actions that this page does."""
        return {
            "new-recommendation": self.add,
            "delete-recommendations": self.list.delete,
            "number-recommendations": self.number_anew,
            "renumber-chosen": self.list.renumber,
            "next-missing": self.next_missing,
            "previous-missing": self.previous_missing,
            "filter-recommendations": self.filter,
            "group-recommendations": self.group,
            "split-group": self.split,
            "move-up": self.list.work.move_up,
            "move-down": self.list.work.move_down,
            "number-as-listed": self.number_as_listed,
            "make-final": self.make_final,
            "recommendation-history": self.show_history,
            "show-duplicates": self.show_duplicates,
            "group-first": self.duplicates.take_first,
            "group-second": self.duplicates.take_second,
            "group-worded": self.duplicates.edit,
            "keep-apart": self.duplicates.keep_apart,
            "skip-pair": self.duplicates.skip,
            "show-list": self.show_list,
            "show-initiatives": self.show_initiatives,
            "show-declaration": self.show_declaration,
        }

    # ---- showing

    def show_forum(self) -> None:
        """Show the outcome of the forum that was opened."""
        self.list.show_forum()
        self.initiatives.load()
        self.declaration.load()

    def leave_forum(self) -> None:
        """Show nothing."""
        self.list.leave_forum()
        self.duplicates.leave_forum()

    def take_changes(self, changes: Sequence[Change]) -> None:
        """Bring the parts up to date."""
        for part in (self.list, self.duplicates, self.initiatives, self.declaration):
            part.take_changes(changes)

    def show_record(self, record_id: str) -> None:
        """Choose a recommendation."""
        self._tabs.setCurrentIndex(0)
        self.list.show_record(record_id)

    def entered(self) -> None:
        """Let the keyboard begin in the list."""
        if self._tabs.currentIndex() == 0:
            self.list.table.view.setFocus()

    @Slot(int)
    def _tab_chosen(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        if self._stack.currentWidget() is self.duplicates:
            self.duplicates.setFocus()

    @Slot(int)
    def _show_pairs(self, count: int) -> None:
        self._pairs = count
        self._translate()

    @Slot()
    def show_list(self) -> None:
        """Come back to the list."""
        self._tabs.setCurrentIndex(0)
        self.entered()

    @Slot()
    def add(self) -> None:
        """Write a new recommendation."""
        self._tabs.setCurrentIndex(0)
        self.list.add()

    @Slot()
    def number_anew(self) -> None:
        """Give numbers of their own to those that share one."""
        self._tabs.setCurrentIndex(0)
        self.workplace.act(_number_anew)

    @Slot()
    def next_missing(self) -> None:
        """Go to the next recommendation that lacks something."""
        self._tabs.setCurrentIndex(0)
        self.list.go_to_lacking(1)

    @Slot()
    def previous_missing(self) -> None:
        """Go to the one before that lacks something."""
        self._tabs.setCurrentIndex(0)
        self.list.go_to_lacking(-1)

    @Slot()
    def filter(self) -> None:
        """Go to the filter."""
        self._tabs.setCurrentIndex(0)
        self.list.table.filters.words.setFocus()

    @Slot()
    def group(self) -> None:
        """Group what is chosen in the list."""
        self._tabs.setCurrentIndex(0)
        self.list.work.group()

    @Slot()
    def split(self) -> None:
        """Take the chosen group apart."""
        self._tabs.setCurrentIndex(0)
        self.list.work.split()

    @Slot()
    def number_as_listed(self) -> None:
        """Number what the list shows in its order."""
        self._tabs.setCurrentIndex(0)
        self.list.work.number_as_listed()

    @Slot()
    def make_final(self) -> None:
        """Show what is missing, and make the rest final."""
        self._tabs.setCurrentIndex(0)
        self.list.work.check()

    @Slot()
    def show_history(self) -> None:
        """Show from what to what the chosen one was changed."""
        self._tabs.setCurrentIndex(0)
        self.list.work.show_history()

    @Slot()
    def show_duplicates(self) -> None:
        """Show what reads alike."""
        self._tabs.setCurrentIndex(1)
        self.duplicates.setFocus()

    @Slot()
    def show_initiatives(self) -> None:
        """Show the initiatives."""
        self._tabs.setCurrentIndex(2)

    @Slot()
    def show_declaration(self) -> None:
        """Show the declaration."""
        self._tabs.setCurrentIndex(3)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


def _number_anew(desk: Desk) -> None:
    desk.recommending.number_anew()
