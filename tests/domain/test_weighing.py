"""What another laptop's revisions would do is weighed record by record, of kinds that nobody here knows as well."""

from __future__ import annotations

from forumdesk.domain.ids import DeviceId, RecordId
from forumdesk.domain.merging import Weighing
from forumdesk.domain.revisions import Revision, Stamp, revision


def said(record: str, kind: str, hlc: int, **fields: str) -> Revision:
    stamp = Stamp(hlc, DeviceId("b" * 32), "", 0, 0)
    return revision(record=RecordId(record * 32), kind=kind, fields=fields, parents=(), act="a keep", stamp=stamp)


def test_records_of_a_later_version_are_counted_once_and_their_revisions_each() -> None:
    weighing = Weighing(lambda _record: (), lambda _records: set())
    found = weighing.weigh([said("a", "poll", 1, text="Yes"), said("a", "poll", 2, text="No"), said("c", "poll", 3)])
    assert (found.unknown, found.fresh, found.total.new) == (2, 3, 0)
    again = weighing.weigh([said("a", "poll", 1, text="Yes")])
    assert (again.unknown, again.fresh) == (1, 0)
