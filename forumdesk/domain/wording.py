"""What changed between two wordings, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise

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
    old, new_words = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new_words) > _MOST_WORDS:
        return _whole(before, after)
    pieces: list[Piece] = []
    gone = new = ""
    opcodes = SequenceMatcher(None, old, new_words, autojunk=False).get_opcodes()
    for place, (tag, a, b, c, d) in enumerate(opcodes):
        before_run, after_run = "".join(old[a:b]), "".join(new_words[c:d])
        if tag != "equal" or (0 < place < len(opcodes) - 1 and not after_run.strip()):
            # Only a space between two changes: they read as one, not word beside word.
            gone, new = gone + before_run, new + after_run
            continue
        pieces.extend((*_changed(gone, new), Piece(Change.SAME, after_run)))
        gone = new = ""
    return (*pieces, *_changed(gone, new))


def _changed(gone: str, new: str) -> tuple[Piece, ...]:
    return tuple(piece for piece in (Piece(Change.GONE, gone), Piece(Change.NEW, new)) if piece.text)


def both_wordings(before: str, one: str, other: str) -> str | None:
    """The wording that has the changes of both, where they touch no word in common; for a person to accept or not."""
    words = _WORD.findall(before)
    mine, theirs = _WORD.findall(one), _WORD.findall(other)
    if len(words) + max(len(mine), len(theirs)) > _MOST_WORDS:
        return None
    edits = sorted({*_edits(words, mine), *_edits(words, theirs)})
    if any(later < end or later == begin for (begin, end, _), (later, _, _) in pairwise(edits)):
        return None
    made: list[str] = []
    place = 0
    for start, end, instead in edits:
        made.extend((*words[place:start], *instead))
        place = end
    return "".join((*made, *words[place:]))


_Edit = tuple[int, int, tuple[str, ...]]
"""From which word to which, and what stands there instead."""


def _edits(before: list[str], after: list[str]) -> list[_Edit]:
    found = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [(a, b, tuple(after[c:d])) for tag, a, b, c, d in found if tag != "equal"]


def _whole(before: str, after: str) -> tuple[Piece, ...]:
    return (Piece(Change.SAME, after),) if before == after else _changed(before, after)
