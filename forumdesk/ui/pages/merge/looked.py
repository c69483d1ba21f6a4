"""What a merge would change, before it is done: counted, what is left to choose, and what is missing or left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from forumdesk.domain.forum import Forum
from forumdesk.domain.notes import Note
from forumdesk.domain.recommendations import Recommendation
from forumdesk.ui.formats import number
from forumdesk.ui.missing_words import missing_words
from forumdesk.ui.pages.merge.choice import Choice
from forumdesk.ui.widgets.card import Card
from forumdesk.ui.widgets.scroll import Scroll
from forumdesk.ui.widgets.section import SectionLabel

if TYPE_CHECKING:
    from forumdesk.services.merging import Merged
    from forumdesk.ui.pages.merge.reading import Wish

_WIDE = 720


class Counts(QWidget):
    """What the merge would do, counted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.lines: list[tuple[QLabel, QLabel]] = []

    def show_merged(self, merged: Merged) -> None:
        """Show the counts of a merge that was looked at; what is nothing is left out, but for new notes."""
        taken = [one.weights for one in merged.taken]
        notes = sum(one.by_kind[Note.KIND].new for one in taken if Note.KIND in one.by_kind)
        recommendations = sum(
            one.by_kind[Recommendation.KIND].new for one in taken if Recommendation.KIND in one.by_kind
        )
        totals = [one.total for one in taken]
        counted = (
            (self.tr("New notes"), notes),
            (self.tr("New recommendations"), recommendations),
            (self.tr("Other new records"), sum(one.new for one in totals) - notes - recommendations),
            (self.tr("Changed on one side"), sum(one.changed for one in totals)),
            (self.tr("The same on both"), sum(one.same for one in totals)),
            (self.tr("Values that differ"), sum(one.conflicts for one in totals)),
            (self.tr("Deleted here, edited there"), sum(one.deleted_edited for one in totals)),
            (self.tr("Of a later version"), sum(one.unknown for one in taken)),
            (self.tr("Files refused"), sum(one.refused is not None for one in merged.sources)),
        )
        self._show([line for place, line in enumerate(counted) if line[1] or not place])

    def _show(self, lines: Sequence[tuple[str, int]]) -> None:
        while len(self.lines) < len(lines):
            words, count = QLabel(), QLabel()
            count.setProperty("role", "strong")
            row = QHBoxLayout()
            row.addWidget(words, 1)
            row.addWidget(count)
            self._column.addLayout(row)
            self.lines.append((words, count))
        for place, (words, count) in enumerate(self.lines):
            shown = place < len(lines)
            words.setVisible(shown)
            count.setVisible(shown)
            if shown:
                words.setText(lines[place][0])
                count.setText(number(lines[place][1]))


class Looked(QWidget):
    """Shown while files were looked at and not taken in yet."""

    bring_back_chosen = Signal(bool)  #: whether what was set aside here shall come back
    witness_chosen = Signal(bool)  #: whether words that nobody signed are taken in, in this laptop's name

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Merged, Wish, Forum] | None = None
        self._writable = True
        self._lay_out()
        self._translate()

    def _lay_out(self) -> None:
        self._headline, self._words = QLabel(), QLabel()
        self._headline.setProperty("role", "headline")
        self._words.setProperty("role", "soft")
        self.counts = Counts()
        self.aside, self.unsigned = Choice(), Choice()
        self._notes_section, self.notes = SectionLabel(), QLabel()
        for label in (self._headline, self._words, self.notes):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.addWidget(self.counts)
        body = QWidget()
        body.setMaximumWidth(_WIDE)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self._headline, self._words, card, self.aside, self.unsigned, self._notes_section, self.notes):
            column.addWidget(part)
        column.addStretch(1)
        around = QWidget()
        row = QHBoxLayout(around)
        row.setContentsMargins(24, 20, 24, 16)
        row.addWidget(body, 1)
        row.addStretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Scroll(around))
        self.aside.chosen.connect(self.bring_back_chosen)
        self.unsigned.chosen.connect(self.witness_chosen)

    def _translate(self) -> None:
        self._headline.setText(self.tr("What this merge would change"))
        self._words.setText(self.tr("On the side stands what each file brings. Nothing is changed until you merge."))
        self._notes_section.setText(self.tr("To know before you merge"))
        if self._shown is not None:
            self.show_looked(*self._shown, writable=self._writable)

    def show_looked(self, merged: Merged, wish: Wish, forum: Forum, *, writable: bool) -> None:
        """Show what files would bring, and what was chosen of how they are taken."""
        self._shown, self._writable = (merged, wish, forum), writable
        self.counts.show_merged(merged)
        self._show_aside(merged, wish)
        self._show_unsigned(merged, wish)
        lines = notices(merged, forum)
        self._notes_section.setVisible(bool(lines))
        self.notes.setVisible(bool(lines))
        self.notes.setText("\n".join(lines))

    def _show_aside(self, merged: Merged, wish: Wish) -> None:
        self.aside.setVisible(bool(merged.aside))
        ways = (
            self.tr("Bring back the %n that (were) set aside when a merge was taken back", "", merged.aside),
            self.tr("Leave them aside, but for what something new builds on"),
        )
        title = self.tr("%n entry(ies) (come) again that you set aside here", "", merged.aside)
        self.aside.show_choice(title, "", ways, first=wish.bring_back, enabled=self._writable)

    def _show_unsigned(self, merged: Merged, wish: Wish) -> None:
        many = sum(count for one in merged.taken for _, count in one.unsigned)
        self.unsigned.setVisible(bool(many))
        title = self.tr("Nobody signed %n entry(ies) of a forum file", "", many)
        about = self.tr(
            "Its laptop wrote them and was never asked to vouch for them. Take them in only if you know where the file "
            "comes from; the history then says that they were taken in by this laptop."
        )
        ways = (self.tr("Take them in, in the name of this laptop"), self.tr("Leave them out"))
        self.unsigned.show_choice(title, about, ways, first=wish.witness, enabled=self._writable)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


def notices(merged: Merged, forum: Forum) -> list[str]:
    """What is to be known of files beside what they bring: copied keys, what is left out, what has not come."""
    return [*_doubled(merged), *_left_out(merged), *(missing_words(one, forum) for one in merged.missing)]


def _doubled(merged: Merged) -> list[str]:
    """Two laptops that write under one key, in a plain sentence."""
    names = {laptop.device: laptop.name for one in merged.taken for laptop in one.laptops}
    found = dict.fromkeys(device for one in merged.taken for device in one.doubled)
    said = _tr("Two laptops write as {laptop}, for its keys were copied: both are kept. Give one of them new keys.")
    return [said.format(laptop=names.get(device) or device[:8]) for device in found]


def _left_out(merged: Merged) -> list[str]:
    distrusted = sum(one.distrusted for one in merged.taken)
    photos = sum(one.photos_lacking for one in merged.taken)
    counted = (
        (distrusted, _tr("%n entry(ies) of laptops that you trust no more (are) left out.", distrusted)),
        (photos, _tr("%n photo(s) did not come along: ask who handed over for the whole forum.", photos)),
    )
    return [words for many, words in counted if many]


def _tr(text: str, count: int = -1) -> str:
    return QCoreApplication.translate("merge", text, "", count)
