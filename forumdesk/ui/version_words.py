"""What one version of a record changed, in sentences: the field, from what, to what; on which laptop, who vouches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from forumdesk.domain.records import DELETED
from forumdesk.domain.revisions import AUTHOR, HARMLESS, REDACTION, TIMES
from forumdesk.ui.field_words import field_words, value_words

if TYPE_CHECKING:
    from forumdesk.services.history import Changed, Version

_MOST_LETTERS = 120
_QUIET = ("position", "instant", "seal", "place", "key")
"""Fields that say nothing to people."""


def what_words(version: Version) -> tuple[str, ...]:
    """What it changed, a sentence a field; and what of it cannot be seen any more."""
    if version.kind == REDACTION:
        return (_tr("Asked to take something out for good."),)
    shown = [one for one in version.changed if one.field.partition(":")[0] not in _QUIET and not _is_nothing(one)]
    said = [_changed_words(version.kind, one) for one in shown]
    if version.begins:
        said.insert(0, _tr("Begun."))
    said += _gone_words(version)
    return tuple(said)


def who_words(version: Version) -> str:
    """Who said it, on which laptop; and of words that were only read, who took them in."""
    if version.taken_in_by:
        words = _tr("{source}, taken in by {laptop}") if version.laptop else _tr("taken in by {laptop}")
        return words.format(source=version.laptop, laptop=version.taken_in_by)
    return " · ".join(filter(None, (version.author, version.laptop or version.device[:8])))


def state_words(version: Version) -> str:
    """Whether it counts no more; empty where it does."""
    return "" if version.is_counted else _tr("taken back")


def fields_changed(version: Version) -> Sequence[str]:
    """The names of the fields that it changed, for a line that is short of room."""
    return tuple(
        dict.fromkeys(
            field_words(one.field.partition(":")[0]) for one in version.changed if one.field not in (*_QUIET, DELETED)
        )
    )


def _is_nothing(one: Changed) -> bool:
    """Whether a field was empty and stays so, as most are when a record begins."""
    return one.before in (None, "") and one.after in (None, "", False)


def _changed_words(kind: str, one: Changed) -> str:
    if one.field == DELETED:
        return _tr("Deleted.") if one.after is True else _tr("Brought back.")
    name = one.field.partition(":")[0]
    if one.member:
        words = _tr("{field}: {member} added") if one.after else _tr("{field}: {member} taken away")
        return words.format(field=field_words(name), member=one.member)
    after = _short(one.after_name or value_words(kind, one.field, one.after))
    if one.before in (None, ""):
        return _tr("{field}: “{after}”").format(field=field_words(name), after=after)
    before = _short(one.before_name or value_words(kind, one.field, one.before))
    return _tr("{field}: from “{before}” to “{after}”").format(field=field_words(name), before=before, after=after)


def _gone_words(version: Version) -> Iterable[str]:
    withheld = [name for name in version.kept_back if name not in version.taken_out]
    if version.taken_out:
        yield _tr("Taken out for good: {fields}").format(fields=_named(version.taken_out))
    if withheld:
        yield _tr("Kept back by who handed it over: {fields}").format(fields=_named(withheld))


def _named(names: Iterable[str]) -> str:
    own = {AUTHOR: _tr("who said it"), TIMES: _tr("the exact time"), HARMLESS: _tr("everything else")}
    return ", ".join(dict.fromkeys(own.get(name) or field_words(name) for name in names))


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _MOST_LETTERS else f"{line[:_MOST_LETTERS]}…"


def _tr(text: str) -> str:
    return QCoreApplication.translate("versions", text)
