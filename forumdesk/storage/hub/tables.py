"""The tables of a hub: the log of each forum as it arrived and who vouches for it, its photos, and who was admitted."""

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
)

from forumdesk.domain.attachments import MOST_BYTES
from forumdesk.storage.foreign import MOST_FIELDS
from forumdesk.storage.tables import NAMES

VERSION = 2
"""Of the tables and the functions; a hub of another version is not exchanged with."""
SCHEMA_NAME = "forumdesk"
MOST_HEADER, MOST_BODY, MOST_HEADS = 1024 * 1024, MOST_FIELDS, 4 * 1024 * 1024
"""Bytes of the header and of the body of one revision, and of what vouches for one delivery."""
MOST_DELIVERED, MOST_DELIVERY = 1000, 2 * MOST_BODY
"""Revisions of one delivery, and bytes of their bodies."""
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
    Column("id", LargeBinary, nullable=False),
    Column("header", Text, nullable=False),
    Column("body", Text, nullable=False),
    PrimaryKeyConstraint("forum", "place"),
    # The hub works the hash out itself: nobody can take the id of what somebody else has still to send.
    CheckConstraint("id = sha256(convert_to(header, 'UTF8'))", name="id"),
    CheckConstraint(f"octet_length(header) <= {MOST_HEADER} AND octet_length(body) <= {MOST_BODY}", name="size"),
    # Not unique: what came with no proof, or with other values, keeps nobody from sending what is true.
    Index("ix_revision_id", "forum", "id"),
)
delivery_table = Table(
    "delivery",
    hub_tables,
    Column("forum", Text, nullable=False),
    Column("last", BigInteger, nullable=False),  # the place of its last revision
    Column("first", BigInteger, nullable=False),
    Column("bytes", BigInteger, nullable=False),  # of the bodies of its revisions
    Column("heads", Text, nullable=False),  # the signed heads that vouch for these revisions, and their proof
    PrimaryKeyConstraint("forum", "last"),
    CheckConstraint(f"octet_length(heads) <= {MOST_HEADS}", name="heads"),
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
