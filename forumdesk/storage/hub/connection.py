"""A connection to a hub, for the length of a block."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from forumdesk.domain.errors import HubRefused
from forumdesk.storage.hub.address import Address

_SETTINGS = "SET statement_timeout = '120s'; SET lock_timeout = '60s'; SET idle_in_transaction_session_timeout = '60s'"


@contextmanager
def connected(address: Address) -> Iterator[Connection]:
    """A connection as the role of the address; one for whom no wall stands is sent away."""
    engine = create_engine(
        address.driven(),
        poolclass=NullPool,
        connect_args={**address.wishes(), "prepare_threshold": None},  # a pooler may stand between
        hide_parameters=True,
    )
    with engine.connect() as connection:
        with connection.begin():
            connection.exec_driver_sql(_SETTINGS)
            over_walls = connection.execute(
                text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = session_user")
            ).scalar_one()
        if over_walls:
            raise HubRefused(
                "“{user}” may step over the walls between forums, so it is not for a hub.",
                "Make a role of its own: CREATE ROLE … LOGIN.",
                user=address.user,
            )
        yield connection
