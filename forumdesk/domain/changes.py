"""What an act changed, told once after it is durable."""

from __future__ import annotations

from typing import NamedTuple

from forumdesk.domain.ids import RecordId
from forumdesk.domain.records import DELETED


class Change(NamedTuple):
    """One record that an act touched: which fields, and whether it came or went."""

    record: RecordId
    kind: str
    fields: frozenset[str] = frozenset()
    created: bool = False
    deleted: bool = False

    def after(self, before: Change) -> Change:
        """This change and the one `before` it in the same act, told as one."""
        return self._replace(fields=self.fields | before.fields, created=self.created or before.created)

    @property
    def moves(self) -> bool:
        """Whether a list of such records has one more or one fewer: it came, went, or came back."""
        return self.created or self.deleted or DELETED in self.fields
