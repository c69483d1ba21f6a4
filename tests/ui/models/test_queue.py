"""What waits for a decision stays where it is shown, for as long as it waits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from forumdesk.ui.models.queue import Queue

NAMES = st.lists(st.sampled_from("abcdefg"), unique=True, max_size=7)


def queue_of(*names: str) -> Queue[str]:
    made = Queue[str](str.casefold)
    made.take(names)
    return made


@given(NAMES, NAMES, st.integers(0, 9))
def test_what_is_shown_stays_shown_while_it_waits(before: list[str], after: list[str], skips: int) -> None:
    queue = queue_of(*before)
    for _ in range(skips):
        queue.skip()
    shown = queue.current
    assert queue.take(after) == (shown in after)
    assert (queue.current == shown) == (shown in after or not (before or after))
    assert (queue.current is None) == (not after)


def test_skipping_leads_round_and_says_when_it_is_through() -> None:
    queue = queue_of("a", "b", "c")
    assert [(queue.current, queue.number, queue.skip()) for _ in range(3)] == [
        ("a", 1, False),
        ("b", 2, False),
        ("c", 3, True),
    ]


def test_what_was_decided_is_counted_until_nothing_waits() -> None:
    queue = queue_of("a", "b", "c")
    queue.take("bc")
    assert (queue.decided, queue.most, len(queue), queue.current) == (1, 3, 2, "b")
    queue.take("")
    assert (queue.decided, queue.most, queue.current) == (0, 0, None)
    queue.take("d")
    assert (queue.decided, queue.most) == (0, 1)
