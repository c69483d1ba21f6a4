"""A role reads and adds to the forums that it was let into, and to no other, whatever it tries."""

from __future__ import annotations

import json
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forumdesk.domain.errors import BadInput, HubRefused, NotFound
from forumdesk.domain.revisions import redacted
from forumdesk.services import hub as services
from tests.hub.laptops import Laptops
from tests.postgres import KEEPER, LAPTOP, STRANGER, TestHub

OTHER = "f" * 32
"""The key of another forum."""
ROW = {
    "id": "1" * 32,
    "record": "r",
    "kind": "note",
    "fields": "{}",
    "parents": "",
    "act": "a",
    "hlc": 1,
    "device": "d",
    "author": "",
    "schema": 1,
    "wall_ms": 1,
    "tz_min": 0,
}


@pytest.fixture
def full(laptops: Laptops, forum: str) -> TestHub:
    """A hub with two forums, each with something in it: one of the laptop, one of the stranger."""
    laptops.says("A", "One")
    laptops.exchange("A")
    hub = laptops.hub
    hub.admit(OTHER, STRANGER)
    assert tries(hub, STRANGER, OTHER, "SELECT added FROM forumdesk.append(%s, %s)", OTHER, json.dumps([ROW])) == [(1,)]
    tries(hub, STRANGER, OTHER, "SELECT forumdesk.keep_photo(%s, %s, 'a photo')", OTHER, "2" * 64)
    assert forum != OTHER
    return hub


def tries(hub: TestHub, role: str, named: str, statement: str, *values: object) -> list[Any]:
    """What a role gets that names a forum and asks for something."""
    where = f"host={hub.cluster.folder} port={hub.cluster.port} dbname={hub.database} user={role}"
    with psycopg.connect(where) as line:
        line.execute("SELECT set_config('forumdesk.forum', %s, true)", (named,))
        answer = line.execute(statement, values or None)
        return answer.fetchall() if answer.description else []


@pytest.mark.parametrize(
    ("role", "named", "many", "forums"),
    [
        pytest.param(LAPTOP, OTHER, 0, 0, id="a laptop that forges the setting sees nothing"),
        pytest.param(LAPTOP, "", 0, 0, id="one that names no forum sees nothing"),
        pytest.param(KEEPER, OTHER, 0, 2, id="who keeps the hub sees which forums there are and no content"),
        pytest.param(STRANGER, OTHER, 1, 1, id="a member sees its own"),
    ],
)
def test_a_role_sees_its_own_forum_alone(full: TestHub, role: str, named: str, many: int, forums: int) -> None:
    for table, expected in (("revision", many), ("blob", many), ("forum", forums)):
        assert tries(full, role, named, f"SELECT count(*) FROM forumdesk.{table}") == [(expected,)]  # noqa: S608


ADDING = ("SELECT forumdesk.append(%s, %s)", "SELECT forumdesk.keep_photo(%s, %s, 'a photo')")
ALTERING = (
    "INSERT INTO forumdesk.revision (forum, place, id) VALUES (%s, 1, %s)",
    "INSERT INTO forumdesk.member VALUES (%s, %s)",
    "UPDATE forumdesk.forum SET place = 9 WHERE id = %s OR id = %s",
    "UPDATE forumdesk.revision SET fields = '{}' WHERE forum = %s OR id = %s",
    "DELETE FROM forumdesk.revision WHERE forum = %s OR id = %s",
    "SELECT forumdesk.entered(%s), %s",
    "SELECT * FROM forumdesk.member WHERE forum = %s OR role = %s",
)


@pytest.mark.parametrize(
    ("own", "statements"),
    [
        pytest.param(True, ALTERING, id="in its own forum"),
        pytest.param(False, (*ADDING, *ALTERING), id="in another"),
    ],
)
def test_a_role_adds_in_no_other_way_and_alters_nothing(
    full: TestHub, forum: str, statements: tuple[str, ...], *, own: bool
) -> None:
    before = full.ask("SELECT * FROM forumdesk.revision ORDER BY forum, place")
    named = forum if own else OTHER
    for statement in statements:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            tries(full, LAPTOP, named, statement, named, "[]")
    assert full.ask("SELECT * FROM forumdesk.revision ORDER BY forum, place") == before


def test_a_role_that_was_not_admitted_or_was_dismissed_is_told_whom_to_ask(laptops: Laptops, forum: str) -> None:
    hub = laptops.hub
    sentence = "“stranger” is not admitted to this forum on the hub"
    with pytest.raises(HubRefused, match=sentence):
        laptops.exchange("A", role=STRANGER)
    hub.admit(OTHER, STRANGER)
    with pytest.raises(HubRefused, match=sentence):
        laptops.exchange("A", role=STRANGER)
    hub.admit(forum, STRANGER)
    laptops.exchange("A", role=STRANGER)
    services.dismiss(hub.address(KEEPER), forum, STRANGER)
    with pytest.raises(HubRefused, match=sentence):
        laptops.exchange("A", role=STRANGER)
    assert services.members(hub.address(KEEPER)) == ((forum, LAPTOP, len(hub.ids())), (OTHER, STRANGER, 0))
    services.dismiss(hub.address(KEEPER), OTHER, STRANGER)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        tries(hub, STRANGER, OTHER, "SELECT * FROM forumdesk.hub")
    with pytest.raises(NotFound, match="is not admitted to this forum"):
        services.dismiss(hub.address(KEEPER), OTHER, STRANGER)


def test_whoever_could_step_over_the_walls_is_sent_away(laptops: Laptops) -> None:
    with pytest.raises(HubRefused, match="“root” may step over the walls between forums"):
        laptops.exchange("A", role="root")


def test_a_role_of_which_others_are_members_lets_them_in(laptops: Laptops, forum: str) -> None:
    hub = laptops.hub
    hub.ask("DROP ROLE IF EXISTS rooms", f"CREATE ROLE rooms ROLE {STRANGER}")
    hub.admit(forum, "rooms")
    assert laptops.exchange("A", role=STRANGER).sent
    services.dismiss(hub.address(KEEPER), forum, "rooms")
    hub.ask("DROP ROLE rooms")


def test_a_laptop_may_not_keep_the_hub(hub: TestHub, forum: str) -> None:
    hub.admit(forum)
    with pytest.raises(
        HubRefused, match=r"“laptop” may not do this on the hub .+\. Use the role that owns the database"
    ):
        services.admit(hub.address(LAPTOP), OTHER, LAPTOP)


def test_a_hub_is_prepared_as_often_as_one_likes(hub: TestHub) -> None:
    assert not services.prepare(hub.address(KEEPER))


@pytest.mark.parametrize(
    ("version", "doing", "sentence"),
    [
        (2, "prepare", "was prepared by a newer ForumDesk"),
        (2, "exchange", "is of another version"),
        (0, "exchange", "is of another version"),
    ],
)
def test_a_hub_of_another_version_is_told(laptops: Laptops, version: int, doing: str, sentence: str) -> None:
    hub = laptops.hub
    hub.ask(f"UPDATE forumdesk.hub SET version = {version}")  # noqa: S608
    try:
        with pytest.raises(HubRefused, match=sentence):
            laptops.exchange("A") if doing == "exchange" else services.prepare(hub.address(KEEPER))
    finally:
        hub.ask("UPDATE forumdesk.hub SET version = 1")


def test_what_is_no_key_and_no_role_is_told(hub: TestHub) -> None:
    with pytest.raises(BadInput, match="“forum” is not the key of a forum"):
        hub.admit("forum")
    with pytest.raises(NotFound, match="There is no role “no'body” in this database"):
        hub.admit(OTHER, "no'body")


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=5)
keys = st.sampled_from(["text", "city", "é", "codes:sdg 8.5", "_deleted", "_redacted"])
values = st.one_of(st.none(), texts, st.integers(-(2**63), 2**63 - 1), st.booleans())


def test_the_hub_takes_values_out_as_the_log_does(hub: TestHub) -> None:
    with psycopg.connect(f"host={hub.cluster.folder} port={hub.cluster.port} dbname={hub.database} user=root") as line:

        @settings(max_examples=60, deadline=None)
        @given(st.dictionaries(keys, values), st.lists(keys))
        def holds(fields: dict[str, Any], gone: list[str]) -> None:
            if "_redacted" in fields:  # as a redaction leaves it: what it names is empty
                named = [key for key in fields if not key.startswith("_")]
                fields.update(dict.fromkeys(named), _redacted="\n".join(sorted(named)))
            row = line.execute("SELECT forumdesk.without(%s, %s::text[])", (json.dumps(fields), gone)).fetchone()
            assert row is not None
            assert json.loads(row[0]) == redacted(fields, gone)

        holds()
