"""What changed between two wordings, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_MOST_WORDS = 4000
"""Above this a comparison word by word takes longer than anyone waits; the wordings are shown whole."""


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stayed, went or came."""

    change: Change
    text: str


def word_diff(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces that make `after` out of `before`; what is not gone, joined, is `after` to the letter."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) > _MOST_WORDS:
        return _whole(before, after)
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Change.SAME, "".join(new[c:d])))
            continue
        if b > a:
            pieces.append(Piece(Change.GONE, "".join(old[a:b])))
        if d > c:
            pieces.append(Piece(Change.NEW, "".join(new[c:d])))
    return tuple(pieces)


def _whole(before: str, after: str) -> tuple[Piece, ...]:
    if before == after:
        return (Piece(Change.SAME, after),)
    return tuple(piece for piece in (Piece(Change.GONE, before), Piece(Change.NEW, after)) if piece.text)
