"""The tables of a hub: the log of each forum with the order in which it arrived, its photos, and who was admitted."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from forumdesk.domain.attachments import MOST_BYTES
from forumdesk.domain.revisions import REDACTION
from forumdesk.storage.foreign import MOST_FIELDS
from forumdesk.storage.tables import NAMES

VERSION = 1
"""Of the tables and the functions; a hub of another version is not exchanged with."""
SCHEMA_NAME = "forumdesk"
hub_tables = MetaData(schema=SCHEMA_NAME, naming_convention={**NAMES, "ck": "ck_%(table_name)s_%(constraint_name)s"})

hub_table = Table(
    "hub",
    hub_tables,
    Column("id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
)
forum_table = Table(
    "forum",
    hub_tables,
    Column("id", Text, primary_key=True),  # the revision with which the forum began
    Column("place", BigInteger, nullable=False),  # of its newest revision; whoever adds some holds this row
)
member_table = Table(
    "member",
    hub_tables,
    Column("forum", Text, primary_key=True),
    Column("role", Text, primary_key=True),
)
revision_table = Table(
    "revision",
    hub_tables,
    Column("forum", Text, nullable=False),
    Column("place", BigInteger, nullable=False),  # 1, 2, 3 … within the forum, in the order of commits
    Column("id", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("fields", Text, nullable=False),
    Column("parents", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("hlc", BigInteger, nullable=False),
    Column("device", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("schema", BigInteger, nullable=False),
    Column("wall_ms", BigInteger, nullable=False),
    Column("tz_min", BigInteger, nullable=False),
    PrimaryKeyConstraint("forum", "place"),
    UniqueConstraint("forum", "id"),
    CheckConstraint("id ~ '^[0-9a-f]{32}$'", name="id"),
    CheckConstraint(
        f"octet_length(fields) <= {MOST_FIELDS} AND json_typeof(fields::json) = 'object'",
        name="fields",
    ),
    Index("ix_revision_redactions", "forum", "place", postgresql_where=text(f"kind = '{REDACTION}'")),
)
blob_table = Table(
    "blob",
    hub_tables,
    Column("forum", Text, primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("bytes", LargeBinary, nullable=False),
    CheckConstraint("digest ~ '^[0-9a-f]{64}$'", name="digest"),
    CheckConstraint(f"octet_length(bytes) <= {MOST_BYTES}", name="bytes"),
)
