"""The bytes of photos and other files, kept once under the hash of what they are."""

from __future__ import annotations

from hashlib import blake2b

from forumdesk.domain.attachments import Attachment
from forumdesk.domain.errors import NotAForum, NotFound
from forumdesk.storage.layout import table_name
from forumdesk.storage.work import Reader, Work


def digest_of(content: bytes) -> str:
    """The name under which these bytes are kept."""
    return blake2b(content, digest_size=32).hexdigest()


def put_blob(work: Work, content: bytes) -> str:
    """Keep the bytes, once, and return their digest."""
    digest = digest_of(content)
    work.driver.execute("INSERT OR IGNORE INTO blob VALUES (?, ?, ?)", (digest, len(content), content))
    return digest


def blob(forum: Reader, digest: str) -> bytes:
    """The bytes kept under a digest, verified."""
    row = forum.driver.execute("SELECT bytes FROM blob WHERE digest = ?", (digest,)).fetchone()
    if row is None:
        raise NotFound("The file that was pinned here has not reached this laptop.")
    content = row[0]
    if type(content) is not bytes or digest_of(content) != digest:
        raise NotAForum("A photo in this forum is damaged.", "Restore a snapshot to get it back.")
    return content


def pinned_ever(forum: Reader) -> set[str]:
    """The digests of all that was ever pinned, what was taken away or back included."""
    table = table_name(Attachment.KIND)
    return {str(row[0]) for row in forum.driver.execute(f"SELECT digest FROM {table} WHERE digest <> ''")}  # noqa: S608


def digests(forum: Reader) -> tuple[str, ...]:
    """Every digest for which there are bytes."""
    return tuple(row[0] for row in forum.driver.execute("SELECT digest FROM blob ORDER BY digest"))
