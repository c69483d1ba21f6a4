"""What an undo or a redo came to, in sentences: what went back, what stays and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from forumdesk.ui.act_words import act_text
from forumdesk.ui.formats import laptop_time

if TYPE_CHECKING:
    from forumdesk.services.history import Outcome, Step


def undone_words(outcome: Outcome) -> str:
    """What was taken back, and what of it stays."""
    said = [_tr("Undone: {act}.").format(act=_named(outcome))]
    if outcome.is_merge:
        said.append(_tr("Nothing changes on the laptops that wrote it."))
    if outcome.reads:
        said.append(_tr("What was read from a workbook goes off on the others too, with what you hand over next."))
    if outcome.held and len(outcome.holding) == 1:
        step = outcome.holding[0]
        words = _tr("%n record(s) (stay) because of what you did at {time}: {act}.", outcome.held)
        said.append(words.format(time=laptop_time(step.instant), act=act_text(step.name, step.subject)))
    elif outcome.held:
        said.append(_tr("%n record(s) (stay) because of what you did with it since.", outcome.held))
    changed = outcome.stayed - outcome.held
    if changed > 0:
        said.append(_tr("%n record(s) (were) changed since and (stay).", changed))
    return " ".join(said)


def redone_words(outcome: Outcome) -> str:
    """What was brought again."""
    return _tr("Done again: {act}.").format(act=_named(outcome))


def holding_words(outcome: Outcome, step: Step) -> str:
    """What the button says that takes an act back, too, because of which something stays."""
    if len(outcome.holding) == 1:
        return _tr("Take that back too")
    subject = step.subject if len(step.subject) <= _SHORT else f"{step.subject[:_SHORT].rstrip()}…"
    said = _tr("Take back too: {act}, {time}")
    return said.format(act=act_text(step.name, subject), time=laptop_time(step.instant))


_SHORT = 40
"""Letters of what an act was done to, where it stands on a button."""


def turning_words(what: str, done: int) -> str:
    """What stands beside the bar while an undo or a redo is under way."""
    if what == "redo":
        return _tr("Bringing it back: %n record(s) so far", done) if done else _tr("Bringing it back…")
    return _tr("Taking it back: %n record(s) so far", done) if done else _tr("Taking it back…")


def stopped_words() -> str:
    """What is said where somebody stopped it."""
    return _tr("Stopped: nothing was taken back or brought again.")


def _named(outcome: Outcome) -> str:
    """The act with what it was done to; of a merge nothing, for the first of hundreds of records says little."""
    return act_text(outcome.name, "" if outcome.is_merge else outcome.subject)


def _tr(text: str, count: int = -1) -> str:
    return QCoreApplication.translate("outcome", text, "", count)
