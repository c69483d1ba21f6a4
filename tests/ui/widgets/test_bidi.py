"""A paragraph's first strong letter gives its direction."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from forumdesk.ui.widgets.bidi import alignment_of, direction_of

RIGHT, LEFT = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Recognise prior skills.", LEFT),
        ("هل يمكن للبلديات", RIGHT),
        ("שלום", RIGHT),
        ("10.7 هل يمكن", RIGHT),
        ("« هل » said the mayor", RIGHT),
        ("Dakar: هل يمكن", LEFT),
        ("", LEFT),
        ("8.5 · 10.7", LEFT),
        (" " * 300 + "هل", LEFT),
    ],
    ids=[
        "English",
        "Arabic",
        "Hebrew",
        "figures do not decide",
        "marks do not decide",
        "the first letter decides, not the most",
        "nothing is left to right",
        "figures alone are left to right",
        "only the beginning is looked at",
    ],
)
def test_the_direction(text: str, direction: Qt.LayoutDirection) -> None:
    assert direction_of(text) is direction


@pytest.mark.parametrize(
    ("text", "side"), [("Quito", Qt.AlignmentFlag.AlignLeft), ("تونس", Qt.AlignmentFlag.AlignRight)]
)
def test_a_paragraph_begins_at_its_own_side_in_any_window(text: str, side: Qt.AlignmentFlag) -> None:
    assert alignment_of(text) == side | Qt.AlignmentFlag.AlignAbsolute
