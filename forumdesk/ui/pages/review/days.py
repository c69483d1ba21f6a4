"""A day as people type it, in the interface's language or as figures."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale

from forumdesk.domain.errors import BadInput
from forumdesk.ui.formats import day, locale

LONG = "d MMMM yyyy"
_FORMS = (LONG, "d MMM yyyy", "yyyy-MM-dd", "d.M.yyyy", "d/M/yyyy")


def day_shown(when: date | None) -> str:
    """A day in words, such as 30 June 2017; empty where there is none."""
    return day(when, form=LONG)


def day_typed(said: str) -> date | None:
    """The day that was typed; none where nothing was, and a clear word where it is no day."""
    text = " ".join(said.split())
    if not text:
        return None
    for spoken in (locale(), QLocale(QLocale.Language.English)):
        for form in _FORMS:
            found = spoken.toDate(text, form)
            if found.isValid():
                return _as_date(found)
    raise BadInput("“{said}” is not a day.", "Write it such as 2027-06-30.", said=said)


def _as_date(found: QDate) -> date:
    return date(found.year(), found.month(), found.day())
