"""Local time and numbers: the only place where instants become what a clock on the wall shows."""

from __future__ import annotations

from datetime import date, datetime, timezone

from PySide6.QtCore import QDate, QLocale, QTime

from forumdesk.domain.forum import Forum


def locale() -> QLocale:
    """The interface's locale."""
    return QLocale()


def forum_time(instant: datetime | None, forum: Forum) -> str:
    """An instant as the host city's clocks show it, such as 10:05; empty where there is none."""
    return "" if instant is None else _time(instant, forum.zone)


def laptop_time(instant: datetime | None, *, seconds: bool = False) -> str:
    """An instant as this laptop's clock shows it."""
    if instant is None:
        return ""
    local = instant.astimezone()
    return f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"


def _time(instant: datetime, zone: timezone) -> str:
    local = instant.astimezone(zone)
    return locale().toString(QTime(local.hour, local.minute), "HH:mm")


def day(when: date | datetime | None, forum: Forum | None = None, *, form: str = "ddd d MMM") -> str:
    """A day in the interface's language, such as Thu 29 Sept; of an instant, the host city's day."""
    if when is None:
        return ""
    if isinstance(when, datetime):
        when = when.astimezone(forum.zone if forum else None).date()
    return locale().toString(QDate(when.year, when.month, when.day), form)


def days(first: date | None, last: date | None) -> str:
    """A span of days in the interface's language."""
    if first is None:
        return ""
    whole = "d MMMM yyyy"
    if last is None or last == first:
        return day(first, form=whole)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last, form=whole)}"
    return f"{day(first, form=whole)} – {day(last, form=whole)}"


def number(value: int) -> str:
    """A whole number as the interface's language groups it."""
    return locale().toString(value)


def per_cent(share: float) -> str:
    """A share as whole per cent, never rounded up to a hundred."""
    return f"{int(share * 100)} %"


def clock_text(seconds: int) -> str:
    """Seconds as a countdown shows them: 12:41, 1:02:09, or −0:30 when over."""
    sign = "−" if seconds < 0 else ""
    minutes, rest = divmod(abs(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours}:{minutes:02d}:{rest:02d}" if hours else f"{sign}{minutes}:{rest:02d}"


def unbroken(mark: str) -> str:
    """A receipt or a fingerprint that stays on one line."""
    return mark.replace("-", "\u2011")
