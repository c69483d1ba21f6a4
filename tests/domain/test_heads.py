"""What stands of a record follows from who had seen what; the clock only breaks ties."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import pytest

from forumdesk.domain.heads import standing_of, state_of
from forumdesk.domain.ids import DeviceId, RecordId
from forumdesk.domain.records import DELETED, JsonValue
from forumdesk.domain.revisions import REDACTION, Revision, Stamp, revision

GONE: dict[str, JsonValue] = {DELETED: True}
BACK: dict[str, JsonValue] = {DELETED: None}


def said(fields: dict[str, JsonValue], *parents: Revision, hlc: int = 1, kind: str = "note") -> Revision:
    return revision(
        record=RecordId("a" * 32),
        kind=kind,
        fields=fields,
        parents=[parent.id for parent in parents],
        act="0 edit",
        stamp=Stamp(hlc, DeviceId("d"), "", 1, 0),
    )


FIRST = said({"text": "A", "city": "Quito"})
ONE = said({"text": "B"}, FIRST, hlc=2)
TWO = said({"text": "C"}, FIRST, hlc=3)
SAME = said({"text": "B"}, FIRST, hlc=4)
BOTH = said({"text": "D"}, ONE, TWO, hlc=1)
DELETE = said(GONE, FIRST, hlc=5)
DELETE_TOO = said(GONE, FIRST, hlc=6)
AFTER_ALL = said(GONE, FIRST, ONE, hlc=4)
UNDELETE = said(BACK, FIRST, DELETE, hlc=7)
KNOWING = said({"text": "E"}, FIRST, DELETE, hlc=8)


@pytest.mark.parametrize(
    ("revisions", "text", "conflicts", "deleted"),
    [
        pytest.param([FIRST], "A", set(), False, id="one revision stands whole"),
        pytest.param([FIRST, ONE], "B", set(), False, id="a revision takes the place of those it saw"),
        pytest.param([FIRST, ONE, TWO], "C", {"text"}, False, id="two that did not see each other: the later is shown"),
        pytest.param([FIRST, ONE, SAME], "B", set(), False, id="two that say the same agree"),
        pytest.param([FIRST, ONE, TWO, BOTH], "D", set(), False, id="one that saw both settles it, whatever its clock"),
        pytest.param([FIRST, DELETE], "A", set(), True, id="a delete"),
        pytest.param([FIRST, DELETE, ONE], "B", {DELETED}, False, id="a delete against an edit"),
        pytest.param([FIRST, DELETE, DELETE_TOO], "A", set(), True, id="two deletes agree"),
        pytest.param([FIRST, DELETE, ONE, AFTER_ALL], "B", set(), True, id="somebody who saw the edit deleted too"),
        pytest.param([FIRST, DELETE, UNDELETE], "A", set(), False, id="a delete taken back"),
        pytest.param(
            [FIRST, DELETE, UNDELETE, DELETE_TOO], "A", {DELETED}, False, id="taken back against another delete"
        ),
        pytest.param([FIRST, DELETE, KNOWING], "E", set(), True, id="an edit by somebody who knew of the delete"),
        pytest.param([said(GONE)], None, set(), True, id="a delete of what has not come yet"),
    ],
)
def test_a_state_is_the_same_in_whatever_order_revisions_come(
    revisions: Sequence[Revision], text: str | None, conflicts: set[str], *, deleted: bool
) -> None:
    for order in permutations(revisions):
        state = state_of(standing_of(order))
        assert (state.said.get("text"), set(state.conflicts), state.deleted) == (text, conflicts, deleted)


def test_a_conflict_names_its_heads_the_shown_one_first() -> None:
    assert state_of(standing_of([FIRST, ONE, TWO])).conflicts == {"text": (TWO.id, ONE.id)}
    against = state_of(standing_of([FIRST, ONE, DELETE, DELETE_TOO])).conflicts
    assert against == {DELETED: (DELETE_TOO.id, DELETE.id, ONE.id, FIRST.id)[:3]}


def test_a_redaction_never_stands_and_empty_revisions_say_nothing() -> None:
    redaction = said({"revision": FIRST.id, "keys": "text"}, FIRST, kind=REDACTION)
    assert standing_of([FIRST, redaction]) == [(FIRST, frozenset({"text", "city"}))]
    assert standing_of([redaction]) == []
    assert standing_of([said({})]) == []
    assert state_of([]).said == {}
