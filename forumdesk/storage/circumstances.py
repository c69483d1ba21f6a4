"""What is known in a file of revisions beside what they say: which acts were taken back, and what is set aside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forumdesk.domain.merkle import Spans
from forumdesk.domain.revisions import ACT, Revision
from forumdesk.domain.turns import Turn
from forumdesk.storage.carried import Numbers, set_aside


class Known:
    """The circumstances of the revisions of one open file, with what is about to come where it is only weighed."""

    def __init__(self, driver: Any, places: Mapping[tuple[str, str], list[int]]) -> None:  # noqa: ANN401
        self._driver = driver
        self._places = places
        self.turns: dict[tuple[str, str], Turn] = {}
        """The acts that are taken back: laptop and act."""
        self.turned: set[tuple[str, str]] = set()
        """The acts that ever were, also those that were brought again since."""
        self.aside: dict[int, Spans] = {}
        self.aside_spans: Numbers = {}

    def refresh_aside(self) -> None:
        """Ask the file anew what is set aside."""
        self.aside_spans = set_aside(self._driver)
        self.aside = {branch: Spans(spans) for branch, spans in self.aside_spans.items()}

    @property
    def is_plain(self) -> bool:
        """Whether every revision counts."""
        return not self.turns and not self.aside

    def stands(self, one: Revision) -> bool:
        """Whether it is this desk's own word, or some merge that was not taken back held it."""
        if not self.aside:
            return True
        places = self._places.get((one.device, one.branch), [])
        if len(places) > 1:  # a second content came under the name of this branch: the file tells which it is of
            row = self._driver.execute(
                "SELECT branch FROM revision WHERE record = ? AND id = ?", (one.record, bytes.fromhex(one.id))
            ).fetchone()
            places = [row[0]] if row else []
        return not any(place in self.aside and one.number in self.aside[place] for place in places)

    def is_taken_back(self, one: Revision) -> bool:
        """Whether its act was taken back by its own laptop, this record not excepted."""
        if not self.turns or one.kind == ACT:
            return False
        turn = self.turns.get((one.device, one.act_id))
        return turn is not None and turn.takes_back(one)
