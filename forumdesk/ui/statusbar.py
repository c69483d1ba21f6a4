"""The status bar: the truth about saving, about copies, and about which laptop this is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from forumdesk.ui.formats import laptop_time, number
from forumdesk.ui.i18n import LANGUAGES
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.domain.changes import Change
    from forumdesk.services.desk import Desk

_COUNTED = {"note", "recommendation"}


class StatusBar(QWidget):
    """Says when the last act became durable, never before it was."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._saved_at: datetime | None = None
        self._on_its_way = False
        self._counts: tuple[int, int] | None = None
        self._copy: datetime | None = None
        self._lay_out()
        self._connect()
        self._translate()

    def _lay_out(self) -> None:
        self.setObjectName("statusbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(28)
        self._saved = QLabel()
        self._snapshot = QLabel()
        self._laptop = QLabel()
        self._counted = QLabel()
        self._language = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(20)
        for label in (self._saved, self._snapshot, self._laptop, self._counted):
            label.setProperty("role", "small")
            row.addWidget(label)
        row.addStretch(1)
        self._language.setProperty("role", "small")
        row.addWidget(self._language)

    def _connect(self) -> None:
        place = self._workplace
        place.opened.connect(self._take_forum)
        place.closed.connect(self._leave_forum)
        place.unsaved.connect(self._take_unsaved)
        place.saved.connect(self._take_saved)
        place.changed.connect(self._take_changes)
        place.jobs.idle.connect(self._take_idle)
        place.copied.connect(self._take_copy)
        place.preferences_changed.connect(self._translate)

    @Slot()
    def _translate(self) -> None:
        self.setAccessibleName(self.tr("Status"))
        self._laptop.setText(self._workplace.preferences.laptop_name)
        language = self._workplace.preferences.language or "en"
        self._language.setText(LANGUAGES.get(language, LANGUAGES["en"]))
        self._show_saved()
        self._show_counts()
        self._show_copy()

    def _show_saved(self) -> None:
        self._saved.setProperty("state", "ok")
        if not self._workplace.is_open:
            said = ""
        elif self._workplace.read_only:
            said = self.tr("Read only")
            self._saved.setProperty("state", "warning")
        elif self._on_its_way:
            said = self.tr("Saving…")
            self._saved.setProperty("state", "soft")
        elif self._saved_at is None:
            said = "✓ " + self.tr("All saved")
        else:
            said = "✓ " + self.tr("All saved {time}").format(time=laptop_time(self._saved_at, seconds=True))
        self._saved.setText(said)
        self._saved.style().unpolish(self._saved)
        self._saved.style().polish(self._saved)

    def _show_counts(self) -> None:
        if self._counts is None or not self._workplace.is_open:
            self._counted.clear()
            return
        notes, recommendations = self._counts
        said = self.tr("Notes {notes} · Recommendations {recommendations}")
        self._counted.setText(said.format(notes=number(notes), recommendations=number(recommendations)))

    def _show_copy(self) -> None:
        said = self.tr("Copy on this laptop {time}").format(time=laptop_time(self._copy)) if self._copy else ""
        self._snapshot.setText(said if self._workplace.is_open else "")

    @Slot()
    def _take_forum(self) -> None:
        self._saved_at, self._on_its_way = None, False
        self._copy = None
        self._workplace.ask_at_leisure(_overview, self._take_overview)
        self._translate()

    @Slot()
    def _leave_forum(self) -> None:
        self._counts = None
        self._copy = None
        self._translate()

    @Slot()
    def _take_unsaved(self) -> None:
        self._on_its_way = True
        self._show_saved()

    @Slot(object)
    def _take_saved(self, instant: datetime) -> None:
        self._saved_at, self._on_its_way = instant, False
        self._show_saved()

    @Slot()
    def _take_idle(self) -> None:
        if self._on_its_way:
            self._on_its_way = False
            self._show_saved()

    @Slot(object)
    def _take_copy(self, instant: datetime) -> None:
        self._copy = instant
        self._show_copy()

    @Slot(tuple)
    def _take_changes(self, changes: Sequence[Change]) -> None:
        if any(change.kind in _COUNTED for change in changes):
            self._workplace.ask_at_leisure(_overview, self._take_overview)

    @Slot(object)
    def _take_overview(self, overview: tuple[int, int, datetime | None]) -> None:
        self._counts = overview[:2]
        self._copy = overview[2] or self._copy
        self._show_counts()
        self._show_copy()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


def _overview(desk: Desk) -> tuple[int, int, datetime | None]:
    notes, recommendations = desk.finding.totals()
    copies = desk.keeping.listed()
    return notes, recommendations, copies[0].instant if copies else None
