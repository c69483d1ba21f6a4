"""Home with a forum: what is under way, what each room has, what is missing, and what was done lately."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from forumdesk.services.act_words import ACT_WORDS
from forumdesk.ui.act_words import act_text
from forumdesk.ui.formats import clock_text, day, days, forum_time, laptop_time, number, per_cent
from forumdesk.ui.pages.home.findings import FindingRow
from forumdesk.ui.pages.home.first_steps import FirstSteps
from forumdesk.ui.pages.home.overview import Overview, SessionCard, Stage
from forumdesk.ui.widgets.card import Card
from forumdesk.ui.widgets.elided import ElidedLabel
from forumdesk.ui.widgets.scroll import Scroll
from forumdesk.ui.widgets.section import SectionLabel
from forumdesk.ui.widgets.thinbar import LOW, ThinBar

COLUMNS = 4
MOST_BEHIND = 12 * 60
"""Minutes; a session of another day is not behind, it is over."""


class ForumPanel(QWidget):
    """What Home shows of the open forum."""

    go = Signal(str, str)  #: page name, record id
    undo = Signal(str)  #: act id
    wanted = Signal(str)  #: name of an action of the window

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._overview: Overview | None = None
        self._lay_out()
        self._connect()
        self._translate()

    # ---- building

    def _lay_out(self) -> None:
        self._headline = QLabel()
        self._headline.setProperty("role", "headline")
        self._headline.setWordWrap(True)
        self._where = QLabel()
        self._where.setProperty("role", "soft")
        self._where.setWordWrap(True)
        self._rooms_section, self._fix_section = (SectionLabel() for _ in range(2))
        self._rooms = QGridLayout()
        self._rooms.setSpacing(12)
        for place in range(COLUMNS):
            self._rooms.setColumnStretch(place, 1)
        self._fixes = QVBoxLayout()
        self._fixes.setSpacing(0)
        self._first_steps = FirstSteps()
        self._nothing = QLabel()
        self._nothing.setProperty("role", "soft")
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(12)
        for part in (self._headline, self._where, self._made_now()):
            column.addWidget(part)
        column.addWidget(self._rooms_section)
        column.addLayout(self._rooms)
        column.addWidget(self._fix_section)
        column.addWidget(self._nothing)
        column.addWidget(self._first_steps)
        column.addLayout(self._fixes)
        column.addStretch(1)
        scroll = Scroll(main)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(scroll, 1)
        row.addWidget(self._made_side())

    def _made_now(self) -> QWidget:
        self._now = Card()
        self._clock = QLabel()
        self._clock.setProperty("role", "time")
        self._now_title = QLabel()
        self._now_title.setProperty("role", "strong")
        self._now_where = QLabel()
        self._now_where.setProperty("role", "small")
        self._to_room = QPushButton()
        self._to_room.setProperty("kind", "primary")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._now_title)
        words.addWidget(self._now_where)
        row = QHBoxLayout(self._now)
        row.setContentsMargins(20, 16, 20, 16)
        row.setSpacing(24)
        row.addWidget(self._clock)
        row.addLayout(words, 1)
        row.addWidget(self._to_room)
        return self._now

    def _made_side(self) -> QWidget:
        side = QWidget()
        side.setObjectName("side")
        side.setFixedWidth(340)
        self._ready_section, self._lately_section, self._copies_section = (SectionLabel() for _ in range(3))
        self._ready = QLabel()
        self._ready.setProperty("role", "figure")
        self._ready_words = QLabel()
        self._ready_words.setProperty("role", "soft")
        self._ready_words.setWordWrap(True)
        self._export = QPushButton()
        self._export.setProperty("kind", "primary")
        self._lately = QVBoxLayout()
        self._lately.setSpacing(8)
        self._copies = QLabel()
        self._copies.setWordWrap(True)
        self._see_copies = QPushButton()
        self._see_copies.setProperty("kind", "link")
        self._see_history = QPushButton()
        self._see_history.setProperty("kind", "link")
        column = QVBoxLayout(side)
        column.setContentsMargins(20, 24, 20, 24)
        column.setSpacing(8)
        for part in (self._ready_section, self._ready, self._ready_words):
            column.addWidget(part)
        column.addSpacing(8)
        column.addWidget(self._export)
        column.addSpacing(16)
        column.addWidget(self._lately_section)
        column.addLayout(self._lately)
        column.addWidget(self._see_history, 0, Qt.AlignmentFlag.AlignLeading)
        column.addSpacing(16)
        column.addWidget(self._copies_section)
        column.addWidget(self._copies)
        column.addWidget(self._see_copies, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        return side

    def _connect(self) -> None:
        self._to_room.clicked.connect(self._to_room_clicked)
        self._first_steps.go.connect(self.go)
        self._first_steps.wanted.connect(self.wanted)
        self._export.clicked.connect(self._export_clicked)
        self._see_copies.clicked.connect(self._copies_clicked)
        self._see_history.clicked.connect(self._history_clicked)

    def _translate(self) -> None:
        self._rooms_section.setText(self.tr("Sessions of the day"))
        self._fix_section.setText(self.tr("Before tonight"))
        self._nothing.setText(self.tr("Nothing is missing."))
        self._first_steps.translate()
        self._ready_section.setText(self.tr("Ready"))
        self._lately_section.setText(self.tr("Lately"))
        self._copies_section.setText(self.tr("Copies"))
        self._to_room.setText(self.tr("Go to the room"))
        self._export.setText(self.tr("Export to Excel…"))
        self._see_copies.setText(self.tr("See all copies"))
        self._see_history.setText(self.tr("See everything that was done"))
        if self._overview is not None:
            self.show_overview(self._overview)

    # ---- showing

    def show_overview(self, overview: Overview) -> None:
        """Show the forum as it stands."""
        self._overview = overview
        forum = overview.forum
        self._headline.setText(forum.title or self.tr("A forum without a title yet"))
        where = [", ".join(filter(None, (forum.host_city, forum.country))), days(forum.starts, forum.ends)]
        if overview.day_number and overview.day_count > 1:
            where.append(self.tr("day {day} of {days}").format(day=overview.day_number, days=overview.day_count))
        where.append(forum.theme)
        self._where.setText(" · ".join(filter(None, where)))
        self._show_now(overview)
        self._show_cards(overview)
        self._show_findings(overview)
        self._show_side(overview)

    def _show_now(self, overview: Overview) -> None:
        now = overview.now
        self._now.setVisible(now is not None)
        if now is None:
            return
        self._clock.setText(clock_text(now.clock.left))
        self._now_title.setText(f"{now.session.code} · {now.session.title}")
        parts = [now.room, now.step, self.tr("paused") if now.clock.paused else "", _behind_words(now.behind)]
        self._now_where.setText(" · ".join(filter(None, parts)))

    def _show_cards(self, overview: Overview) -> None:
        _clear(self._rooms)
        self._rooms_section.setVisible(bool(overview.cards))
        self._rooms_section.setText(day(overview.day, form="dddd d MMMM") if overview.day else "")
        for place, card in enumerate(overview.cards):
            self._rooms.addWidget(self._made_card(card, overview), place // COLUMNS, place % COLUMNS)

    def _made_card(self, card: SessionCard, overview: Overview) -> QWidget:
        button = Card(clickable=True)
        button.setProperty("session", card.session.id)
        name = self.tr("{session} in {room}").format(session=card.session.title, room=card.room)
        button.setAccessibleName(name)
        button.clicked.connect(self._card_clicked)
        title = ElidedLabel(card.session.title)
        title.setProperty("role", "strong")
        state = QLabel(
            {Stage.NOW: self.tr("now"), Stage.DONE: "✓"}.get(card.stage, forum_time(card.session.start, overview.forum))
        )
        state.setProperty("role", "small")
        room = ElidedLabel(" · ".join(filter(None, (card.session.code, card.room))))
        room.setProperty("role", "small")
        counts = ElidedLabel(
            self.tr("%n note(s)", "", card.notes) + " · " + self.tr("%n recommendation(s)", "", card.recommendations)
            if card.notes or card.recommendations
            else self.tr("nothing kept yet")
        )
        counts.setProperty("role", "small")
        bar = ThinBar(LOW)
        bar.setRange(0, 100)
        bar.setValue(int(card.share * 100))
        bar.setAccessibleName(self.tr("Time used"))
        top = QHBoxLayout()
        top.addWidget(title, 1)
        top.addWidget(state)
        column = QVBoxLayout(button)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(room)
        column.addWidget(counts)
        column.addSpacing(6)
        column.addWidget(bar)
        return button

    def _show_findings(self, overview: Overview) -> None:
        _clear(self._fixes)
        is_new = not overview.cards and not overview.counts.notes
        self._first_steps.setVisible(is_new)
        self._first_steps.show_asked(overview.asked)
        self._fix_section.setVisible(not is_new)
        self._nothing.setVisible(not overview.findings and not is_new)
        for finding in overview.findings:
            row = FindingRow(finding)
            row.chosen.connect(self.go)
            self._fixes.addWidget(row)

    def _show_side(self, overview: Overview) -> None:
        counts = overview.counts
        self._ready.setText(per_cent(counts.ready) if counts.recommendations else "–")
        said = self.tr("{complete} of {all} recommendations complete")
        self._ready_words.setText(said.format(complete=number(counts.complete), all=number(counts.recommendations)))
        _clear(self._lately)
        for entry in overview.entries:
            label = ElidedLabel(act_text(entry.name, entry.subject) if entry.name in ACT_WORDS else entry.name)
            where = QLabel(" · ".join(filter(None, (entry.laptop, laptop_time(entry.instant), self._turn(entry.turn)))))
            where.setProperty("role", "small")
            self._lately.addWidget(label)
            self._lately.addWidget(where)
        self._see_history.setVisible(bool(overview.entries))
        self._show_copies(overview)

    def _turn(self, turn: str) -> str:
        return {"undo": self.tr("undone"), "redo": self.tr("done again")}.get(turn, "")

    def _show_copies(self, overview: Overview) -> None:
        count = len(overview.copies)
        self._see_copies.setVisible(bool(count))
        if not count:
            self._copies.setText(self.tr("A copy is made by itself every ten minutes."))
            return
        newest = overview.copies[0]
        said = self.tr("{time} on this laptop, checked").format(time=f"{day(newest)} {laptop_time(newest)}")
        self._copies.setText(said + "\n" + self.tr("%n copy(ies) kept", "", count))

    # ---- asking

    @Slot()
    def _to_room_clicked(self) -> None:
        if self._overview and self._overview.now:
            self.go.emit("room", self._overview.now.session.id)

    @Slot()
    def _card_clicked(self) -> None:
        self.go.emit("room", str(self.sender().property("session")))

    @Slot()
    def _export_clicked(self) -> None:
        self.go.emit("export", "")

    @Slot()
    def _copies_clicked(self) -> None:
        self.wanted.emit("snapshots")

    @Slot()
    def _history_clicked(self) -> None:
        self.wanted.emit("history")

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


def _behind_words(behind: timedelta) -> str:
    minutes = round(behind.total_seconds() / 60)
    if not 0 < minutes <= MOST_BEHIND:
        return ""
    return QCoreApplication.translate("home", "%n min behind", "", minutes)


def _clear(layout: QGridLayout | QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
