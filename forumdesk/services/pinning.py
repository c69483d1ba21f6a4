"""Pin the photo of a flipchart to a session, a note or a recommendation."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from pathlib import Path

from forumdesk.domain.attachments import Attachment, check_size
from forumdesk.domain.errors import BadInput, NotFound
from forumdesk.domain.ids import RecordId, new_id
from forumdesk.domain.text import one_line
from forumdesk.storage.blobs import blob, put_blob
from forumdesk.storage.database import Database


class Pinning:
    """Keep files inside the forum, beside what they belong to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pin(self, record_id: str, name: str, content: bytes, media_type: str = "") -> Attachment:
        """Keep these bytes with a record; over 20 MB they are refused."""
        title = one_line(name) or "photo"
        check_size(title, len(content))
        if not content:
            raise BadInput("“{name}” is empty, so there is nothing to keep.", name=title)
        with self._database.write("pin-file") as work:
            digest = put_blob(work, content)
            return work.put(
                Attachment(
                    id=new_id(),
                    record=RecordId(record_id),
                    name=title,
                    size=len(content),
                    digest=digest,
                    media_type=media_type or mimetypes.guess_type(title)[0] or "application/octet-stream",
                )
            )

    def pin_file(self, record_id: str, path: Path) -> Attachment:
        """Keep a file from the disk with a record."""
        try:
            check_size(path.name, path.stat().st_size)
            content = path.read_bytes()
        except OSError as error:
            raise NotFound("“{name}” cannot be read.", "Look whether it was moved.", name=path.name) from error
        return self.pin(record_id, path.name, content)

    def pinned(self, record_id: str) -> tuple[Attachment, ...]:
        """What is pinned to a record, in order."""
        with self._database.read() as forum:
            return forum.all(Attachment, record=record_id)

    def content(self, attachment_id: str) -> bytes:
        """The bytes of an attachment, verified."""
        with self._database.read() as forum:
            return blob(forum, forum.require(Attachment, attachment_id).digest)

    def unpin(self, ids: Sequence[str]) -> None:
        """Take attachments away; undo brings them back."""
        with self._database.write("unpin-file") as work:
            for one in ids:
                work.delete(work.require(Attachment, one))
