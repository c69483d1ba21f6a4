"""One unit of work: what is kept is there afterwards, and only if all of it is."""

from __future__ import annotations

from forumdesk.domain.notes import Note
from forumdesk.storage.database import Database
from tests.builders import a_note


def test_what_was_kept_is_there(database: Database) -> None:
    note = a_note(codes=("sdg 8.5",))
    with database.write("keep-note") as work:
        assert work.put(note) == note
    with database.read() as forum:
        assert forum.get(Note, note.id) == note
