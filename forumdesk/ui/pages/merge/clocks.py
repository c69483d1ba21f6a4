"""How wrong the clock of another laptop is, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

_IN_HOURS = 120
"""From so many minutes on it is told in hours."""


def clock_words(ahead_minutes: int) -> str:
    """By how much a clock is ahead of ours; negative minutes are behind it."""
    minutes = abs(ahead_minutes)
    hours = round(minutes / 60)
    translate = QCoreApplication.translate
    if ahead_minutes > 0:
        if minutes < _IN_HOURS:
            return translate("clocks", "clock %n minute(s) ahead", "", minutes)
        return translate("clocks", "clock %n hour(s) ahead", "", hours)
    if minutes < _IN_HOURS:
        return translate("clocks", "clock %n minute(s) behind", "", minutes)
    return translate("clocks", "clock %n hour(s) behind", "", hours)
