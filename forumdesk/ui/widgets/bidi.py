"""Each paragraph in its own direction: the first strong letter decides, not the interface's language."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from PySide6.QtCore import Qt

_LOOKED_AT = 200


@lru_cache(maxsize=4096)
def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction is written from right to left."""
    for letter in text[:_LOOKED_AT]:
        kind = unicodedata.bidirectional(letter)
        if kind == "L":
            return False
        if kind in ("R", "AL"):
            return True
    return False


def direction_of(text: str) -> Qt.LayoutDirection:
    """The direction in which a paragraph is set."""
    return Qt.LayoutDirection.RightToLeft if is_right_to_left(text) else Qt.LayoutDirection.LeftToRight


def alignment_of(text: str) -> Qt.AlignmentFlag:
    """Where a paragraph begins: at its own side, whatever the window's direction is."""
    side = Qt.AlignmentFlag.AlignRight if is_right_to_left(text) else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute
