"""What who keeps a hub does: prepare the database, admit a role to a forum, and send it away again."""

from __future__ import annotations

import re
import uuid
from typing import Any

from sqlalchemy import Connection, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.schema import CreateSchema

from forumdesk.domain.errors import BadInput, HubRefused, NotFound
from forumdesk.storage.hub.address import Address
from forumdesk.storage.hub.connection import connected
from forumdesk.storage.hub.failures import answered
from forumdesk.storage.hub.tables import SCHEMA_NAME, VERSION, forum_table, hub_table, hub_tables, member_table
from forumdesk.storage.hub.walls import grant_statements, revoke_statements, wall_statements

_KEY = re.compile(r"[0-9a-f]{64}")


def prepare(address: Address) -> bool:
    """Make the hub's tables and walls in a database; once more changes nothing. Tell whether they are new."""
    with answered(address, keeping=True), connected(address) as connection, connection.begin():
        _check_database(connection)
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(SCHEMA_NAME))))  # two at once would collide
        connection.execute(CreateSchema(SCHEMA_NAME, if_not_exists=True))
        hub_table.create(connection, checkfirst=True)  # an older hub is told before anything is put beside what it has
        version = connection.execute(select(hub_table.c.version)).scalar()
        if version is None:
            connection.execute(insert(hub_table).values(id=uuid.uuid4().hex, version=VERSION))
        elif version > VERSION:
            raise HubRefused(
                "The hub “{hub}” was prepared by a newer ForumDesk.", "Install that one.", hub=address.place
            )
        elif version < VERSION:
            raise HubRefused(
                "The hub “{hub}” was prepared by an older ForumDesk, and holds what this one does not read.",
                "Make a new database; every laptop brings what it has.",
                hub=address.place,
            )
        hub_tables.create_all(connection)
        for statement in wall_statements():
            connection.exec_driver_sql(statement)
        return version is None


def _check_database(connection: Connection) -> None:
    encoding = connection.execute(text("SELECT current_setting('server_encoding')")).scalar_one()
    if encoding != "UTF8":
        raise BadInput(
            "The database keeps text as {encoding}, which not every word of a forum fits into.",
            "Make one with ENCODING 'UTF8'.",
            encoding=encoding,
        )


def admit(address: Address, forum: str, role: str) -> None:
    """Let a role exchange the revisions of one forum, and of no other that it was not admitted to."""
    if not _KEY.fullmatch(forum):
        raise BadInput("“{forum}” is not the key of a forum.", "Name the forum file itself.", forum=forum)
    with answered(address, keeping=True), connected(address) as connection, connection.begin():
        quoted = _quoted(connection, role)
        connection.execute(insert(forum_table).values(id=forum, place=0).on_conflict_do_nothing())
        connection.execute(insert(member_table).values(forum=forum, role=role).on_conflict_do_nothing())
        for statement in grant_statements(quoted):
            connection.exec_driver_sql(statement)


def dismiss(address: Address, forum: str, role: str) -> None:
    """Let a role exchange nothing of a forum any more; what it brought stays."""
    with answered(address, keeping=True), connected(address) as connection, connection.begin():
        of_role = member_table.c.role == role
        gone = connection.execute(member_table.delete().where(member_table.c.forum == forum, of_role))
        if not gone.rowcount:
            raise NotFound("“{role}” is not admitted to this forum.", role=role)
        if not connection.execute(select(func.count()).where(of_role)).scalar():
            for statement in revoke_statements(_quoted(connection, role)):
                connection.exec_driver_sql(statement)


def members(address: Address) -> tuple[tuple[str, str, int], ...]:
    """Every forum of the hub, each role that was admitted to it, and how many revisions there are."""
    with answered(address, keeping=True), connected(address) as connection:
        rows: Any = connection.execute(
            select(member_table.c.forum, member_table.c.role, forum_table.c.place)
            .join(forum_table, forum_table.c.id == member_table.c.forum)
            .order_by(member_table.c.forum, member_table.c.role)
        )
        return tuple((forum, role, place) for forum, role, place in rows)


def _quoted(connection: Connection, role: str) -> str:
    found = connection.execute(text("SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = :role"), {"role": role})
    quoted = found.scalar()
    if quoted is None:
        raise NotFound("There is no role “{role}” in this database.", "Make it first: CREATE ROLE.", role=role)
    return str(quoted).replace("%", "%%")  # the driver reads % in a statement as the place of a value
