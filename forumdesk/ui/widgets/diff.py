"""A change of wording as rich text."""

from __future__ import annotations

from html import escape
from itertools import zip_longest

from forumdesk.domain.wording import Change, word_diff
from forumdesk.ui.theme import colour


def marked_html(text: str, beside: str) -> str:
    """A text as rich text, in which the words are marked that stand beside it in another one no more."""
    new, soft = colour("accent").name(), colour("accent_soft").name()
    marked = f"color:{new}; background-color:{soft}; font-weight:600;"
    said = []
    for piece in word_diff(beside, text):
        words = piece.text.strip()
        if piece.change is Change.SAME or (piece.change is Change.NEW and not words):
            said.append(escape(piece.text))
        elif piece.change is Change.NEW:
            before, _, after = piece.text.partition(words)  # the space around a word is not marked
            said.append(f'{before}<span style="{marked}">{escape(words)}</span>{after}')
    return "".join(said).replace("\n", "<br>")


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
