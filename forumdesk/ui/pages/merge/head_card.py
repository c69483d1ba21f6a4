"""One side of a conflict: what it said, on which laptop and when, and the key that lets it stand."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from forumdesk.domain.answers import grouped_cost
from forumdesk.domain.forum import Forum
from forumdesk.domain.heads import BEGUN
from forumdesk.ui.field_words import field_words, is_text, value_words
from forumdesk.ui.formats import day, forum_time
from forumdesk.ui.widgets.card import KeyedCard
from forumdesk.ui.widgets.diff import diff_html

if TYPE_CHECKING:
    from forumdesk.services.disputed import Conflict, Head

_MOST_KEYS = 9


class HeadCard(KeyedCard):
    """What one side said: its laptop, when, the key that takes it, and the words that differ."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._when, self._text = QLabel(), QLabel()
        self._when.setProperty("role", "small")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self.top.insertWidget(1, self._when, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addWidget(self._text)
        self.column.addStretch(1)

    def show_head(self, conflict: Conflict, head: Head, place: int, forum: Forum) -> None:
        """Show what a side said."""
        who = " · ".join(filter(None, (head.laptop or self.tr("A laptop without a name"), head.author)))
        self.title.setText(who)
        self._when.setText(f"{day(head.instant, forum)} {forum_time(head.instant, forum)}")
        self.key.setText(str(place + 1))
        self.key.setVisible(place < _MOST_KEYS)
        if conflict.field == BEGUN:
            self._show_begun(head, who)
            return
        if conflict.is_whole:
            lines = _whole_words(conflict, head)
            self._text.setText("<br>".join(escape(line) for line in lines))
            self.setAccessibleName(f"{who}: {'. '.join(lines)}")
            return
        said = head.name or value_words(conflict.kind, conflict.field, head.value)
        compared = is_text(conflict.kind, conflict.field) and isinstance(conflict.before, str)
        self._text.setText(diff_html(str(conflict.before) if compared else said, said))
        self.setAccessibleName(f"{who}: {said}")

    def _show_begun(self, head: Head, who: str) -> None:
        """Show whether a side took the beginning back or went on with it, and what taking it means."""
        if head.took_back:
            act, said = self.tr("Let it go"), self.tr("took back that this was begun")
        else:
            act, said = self.tr("Keep it"), self.tr("went on with it")
        self._text.setText(f'<span style="font-weight:600">{escape(act)}</span><br>{escape(said)}')
        self.setAccessibleName(f"{who}: {said}. {act}")


def _whole_words(conflict: Conflict, head: Head) -> list[str]:
    """What an answer that was sent says where the others differ, one field a line; of a draft, what it says instead."""
    said = dict(head.said or ((conflict.field, head.value),))
    currency = str(said.pop("currency", "") or "") if said.get("cost") else ""
    lines = []
    for name, value in said.items():
        if value:
            words = value_words(conflict.kind, name, value)
            lines.append(f"{field_words(name)}: {grouped_cost(words, currency) if name == 'cost' else words}")
    return lines
