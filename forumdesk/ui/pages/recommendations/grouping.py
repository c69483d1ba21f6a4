"""What the Recommendations page asks and does about groups, duplicates, order and final status."""

from __future__ import annotations

from array import array
from importlib import import_module
from typing import TYPE_CHECKING

from forumdesk.domain.recommendations import Recommendation
from forumdesk.ui.pages.recommendations.acts import ids_of

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk
    from forumdesk.services.finishing import Check
    from forumdesk.services.grouping import Alike, Candidates, Pair


def chosen(desk: Desk, *, keys: array[int]) -> tuple[Recommendation, ...]:
    """The recommendations of some rows, by number."""
    found = (desk.recommending.get(one) for one in ids_of(desk, keys))
    return tuple(sorted((one for one in found if one is not None), key=lambda one: one.number))


def group(desk: Desk, *, ids: tuple[str, ...], text: str) -> Recommendation:
    """Bring recommendations together under one wording."""
    return desk.grouping.group(ids, text)


def take_out(desk: Desk, *, member: str) -> None:
    """Let a member stand by itself again."""
    desk.grouping.take_out((member,))


def split(desk: Desk, *, record_id: str) -> None:
    """Take a group apart."""
    desk.grouping.split(record_id)


def keep_apart(desk: Desk, *, first: str, second: str) -> None:
    """Say that two recommendations do not ask the same."""
    desk.grouping.keep_apart(first, second)


def candidates(desk: Desk) -> Candidates:
    """What near-duplicates are looked for in."""
    return desk.grouping.candidates()


def compared(found: Candidates) -> tuple[Alike, ...]:
    """The near-duplicates; it needs no forum, so it is looked for beside the worker that has one."""
    alike: tuple[Alike, ...] = import_module("forumdesk.services.grouping").alike_among(found)
    return alike


def pairs(desk: Desk, *, alike: tuple[Alike, ...]) -> tuple[Pair, ...]:
    """What was found alike, with where it comes from."""
    return desk.grouping.pairs(alike)


def checks(desk: Desk, *, keys: array[int]) -> tuple[Check, ...]:
    """What is missing of the drafts in some rows, or of all drafts where no more than one row is chosen."""
    return desk.finishing.checks(ids_of(desk, keys) if len(keys) > 1 else ())


def make_final(desk: Desk, *, ids: tuple[str, ...], anyway: bool) -> None:
    """Make drafts final."""
    desk.finishing.make_final(ids, anyway=anyway)


def move(desk: Desk, *, record_id: str, step: int) -> None:
    """Let a recommendation change places with its neighbour."""
    desk.finishing.move(record_id, step)


def number_as(desk: Desk, *, keys: array[int]) -> None:
    """Number recommendations in the order of their rows."""
    desk.finishing.number_as(ids_of(desk, keys))
