"""A change of wording as rich text."""

from __future__ import annotations

from html import escape
from itertools import zip_longest

from forumdesk.domain.wording import Change, word_diff
from forumdesk.ui.theme import colour


def diff_html(before: str, after: str) -> str:
    """The change as rich text: what went is struck through, what came is marked."""
    gone, new, soft = colour("faint").name(), colour("accent").name(), colour("accent_soft").name()
    styles = {
        Change.SAME: "",
        Change.GONE: f"color:{gone}; text-decoration: line-through;",
        Change.NEW: f"color:{new}; background-color:{soft}; font-weight:600;",
    }
    said = []
    pieces = word_diff(before, after)
    for piece, later in zip_longest(pieces, pieces[1:]):
        said.append(f'<span style="{styles[piece.change]}">{escape(piece.text)}</span>')
        if piece.change is Change.GONE and later is not None and later.change is Change.NEW:
            said.append("&nbsp;")  # what went and what came are two words, not one
    return "".join(said).replace("\n", "<br>")
