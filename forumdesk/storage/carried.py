"""Which merges of this desk held what others wrote, and what is set aside because none of them stands any more.

A merge holds numbers of branches, as spans: packages hold whole logs, so a few spans tell of a hundred thousand
revisions, and taking a merge back writes nothing about any of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from forumdesk.domain.merkle import Span, Spans, spans_of
from forumdesk.storage.failures import typed

Numbers = Mapping[int, Sequence[Span]]
"""Spans by the number of their branch in the file."""


def carry(driver: Any, act: int, held: Mapping[int, Iterable[int]]) -> None:  # noqa: ANN401 - the driver has no stubs
    """Remember that an act brought these numbers of these branches, beside those it is known to have brought."""
    for branch, numbers in held.items():
        before = driver.execute("SELECT first, last FROM carried WHERE act = ? AND branch = ?", (act, branch))
        spans = united([*_spans(before), *spans_of(set(numbers))])
        driver.execute("DELETE FROM carried WHERE act = ? AND branch = ?", (act, branch))
        rows = [(branch, first, act, last) for first, last in spans]
        driver.executemany("INSERT INTO carried (branch, first, act, last) VALUES (?, ?, ?, ?)", rows)


def hold_only_new(driver: Any, act: int) -> None:  # noqa: ANN401
    """Let an act hold nothing that another act held before it."""
    for branch, spans in carried_by(driver, act).items():
        others = "SELECT first, last FROM carried WHERE branch = ? AND act <> ?"
        left = parted(spans, united(_spans(driver.execute(others, (branch, act)))))
        driver.execute("DELETE FROM carried WHERE act = ? AND branch = ?", (act, branch))
        rows = [(branch, first, act, last) for first, last in left]
        driver.executemany("INSERT INTO carried (branch, first, act, last) VALUES (?, ?, ?, ?)", rows)


def carried_by(driver: Any, act: int) -> Numbers:  # noqa: ANN401
    """What an act brought."""
    return _by_branch(driver.execute("SELECT branch, first, last FROM carried WHERE act = ?", (act,)))


def carried_at_all(driver: Any, branch: int) -> Spans:  # noqa: ANN401
    """The numbers of a branch that any merge of this desk held: whatever else is here is the desk's own."""
    return Spans(united(_spans(driver.execute("SELECT first, last FROM carried WHERE branch = ?", (branch,)))))


def acts_carrying(driver: Any, branch: int, number: int) -> list[tuple[str, bool]]:  # noqa: ANN401
    """The acts that held a number of a branch, each with whether it was taken back."""
    rows = driver.execute(
        "SELECT act.id, undone FROM carried JOIN act ON act.nr = carried.act"
        " WHERE carried.branch = ? AND ? BETWEEN carried.first AND carried.last ORDER BY act.nr",
        (branch, number),
    )
    return [(str(act), bool(undone)) for act, undone in rows]


def set_aside(driver: Any) -> Numbers:  # noqa: ANN401
    """What merges held of which none stands."""
    # An act under way has no row yet, and stands.
    joined = (
        "SELECT carried.branch, carried.first, carried.last FROM carried LEFT JOIN act ON act.nr = carried.act"
        " WHERE COALESCE(undone, 0) = ?"
    )
    gone = _by_branch(driver.execute(joined, (1,)))
    if not gone:
        return {}
    held = _by_branch(driver.execute(joined, (0,)))
    left = {branch: parted(spans, held.get(branch, ())) for branch, spans in gone.items()}
    return {branch: spans for branch, spans in left.items() if spans}


def numbers_from(said: Mapping[str, Iterable[tuple[int, int]]]) -> dict[int, list[Span]]:
    """The same as JSON gives it back, where a branch is a word."""
    return {int(branch): united((int(first), int(last)) for first, last in spans) for branch, spans in said.items()}


def _spans(rows: Iterable[tuple[Any, ...]]) -> list[Span]:
    return [(first, last) for first, last in typed(rows, int, int)]


def _by_branch(rows: Iterable[tuple[int, int, int]]) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = {}
    for branch, first, last in typed(rows, int, int, int):
        found.setdefault(branch, []).append((first, last))
    return {branch: united(spans) for branch, spans in found.items()}


def united(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that meet or touch as one."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def parted(spans: Sequence[Span], gone: Sequence[Span]) -> list[Span]:
    """Spans without the numbers of others; both in order, none touching another."""
    found: list[Span] = []
    at = 0
    for first, last in spans:
        begin = first
        while at < len(gone) and gone[at][1] < begin:
            at += 1
        place = at
        while place < len(gone) and gone[place][0] <= last:
            if gone[place][0] > begin:
                found.append((begin, gone[place][0] - 1))
            begin = gone[place][1] + 1
            place += 1
        if begin <= last:
            found.append((begin, last))
    return found
