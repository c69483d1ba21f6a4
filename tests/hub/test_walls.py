"""A role reads and adds to the forums that it was let into, and to no other, whatever it tries."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import psycopg
import pytest

from forumdesk.domain.errors import BadInput, HubRefused, NotFound
from forumdesk.services import hub as services
from forumdesk.storage.hub.tables import MOST_BODY, MOST_DELIVERED, MOST_DELIVERY, MOST_HEADER, MOST_HEADS, VERSION
from tests.hub.laptops import Laptops
from tests.postgres import KEEPER, LAPTOP, STRANGER, TestHub

OTHER = "f" * 64
"""The key of another forum."""
APPEND = "SELECT place FROM forumdesk.append(%s, 99, %s, %s, %s, %s)"


def hashed(header: str) -> str:
    return sha256(header.encode()).hexdigest()


LONG = "x" * (MOST_HEADER + 1)


def lines(many: int, body: str) -> tuple[str, str, str, str]:
    """So many revisions together."""
    return "\n".join([hashed("[]")] * many), "\n".join(["[]"] * many), "\n".join([body] * many), ""


@pytest.fixture
def full(laptops: Laptops, forum: str) -> TestHub:
    """A hub with two forums, each with something in it: one of the laptop, one of the stranger."""
    laptops.says("A", "One")
    laptops.exchange("A")
    hub = laptops.hub
    hub.admit(OTHER, STRANGER)
    assert tries(hub, STRANGER, OTHER, APPEND, OTHER, hashed("[]"), "[]", "{}", "heads") == [(1,)]
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
    for table, expected in (("revision", many), ("delivery", many), ("blob", many), ("forum", forums)):
        assert tries(full, role, named, f"SELECT count(*) FROM forumdesk.{table}") == [(expected,)]  # noqa: S608


ADDING = (
    "SELECT forumdesk.append(%s, 0, '', '', '', %s)",
    "SELECT forumdesk.keep_photo(%s, %s, 'a photo')",
)
ALTERING = (
    "INSERT INTO forumdesk.revision (forum, place, id) VALUES (%s, 1, %s::text::bytea)",
    "INSERT INTO forumdesk.delivery (forum, last, heads) VALUES (%s, 1, %s)",
    "INSERT INTO forumdesk.member VALUES (%s, %s)",
    "UPDATE forumdesk.forum SET place = 9 WHERE id = %s OR id = %s",
    "UPDATE forumdesk.revision SET body = '{}' WHERE forum = %s OR header = %s",
    "UPDATE forumdesk.delivery SET heads = '{}' WHERE forum = %s OR heads = %s",
    "UPDATE forumdesk.blob SET bytes = '' WHERE forum = %s OR digest = %s",
    "DELETE FROM forumdesk.revision WHERE forum = %s OR header = %s",
    "DELETE FROM forumdesk.delivery WHERE forum = %s OR heads = %s",
    "SELECT forumdesk.entered(%s), %s",
    "SELECT * FROM forumdesk.member WHERE forum = %s OR role = %s",
)
STORED = ("revision", "delivery", "blob", "forum")


def stored(hub: TestHub) -> list[list[Any]]:
    """Everything that the hub holds."""
    return [hub.ask(f"SELECT * FROM forumdesk.{table} ORDER BY 1, 2") for table in STORED]  # noqa: S608


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
    before = stored(full)
    named = forum if own else OTHER
    for statement in statements:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            tries(full, LAPTOP, named, statement, named, "[]")
    assert stored(full) == before


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        pytest.param(("1" * 64, "[]", "{}", ""), "CheckViolation", id="an id that is no hash of the header"),
        pytest.param((hashed("[]"), "[] ", "{}", ""), "CheckViolation", id="the header of another id"),
        pytest.param(("one", "[]", "{}", ""), "InvalidParameterValue", id="an id that is none"),
        pytest.param((hashed("[]"), "[]", "", ""), "ProgramLimitExceeded", id="no body"),
        pytest.param((hashed("[]"), "[]", "{}\n{}", ""), "ProgramLimitExceeded", id="two bodies"),
        pytest.param((hashed("[]"), "[]", None, ""), "NotNullViolation", id="no bodies at all"),
        pytest.param(("", "", "", ""), "ProgramLimitExceeded", id="nothing"),
        pytest.param((None, None, None, ""), "ProgramLimitExceeded", id="less than nothing"),
        pytest.param((hashed("[]"), "[]", "{}", None), "NotNullViolation", id="nobody who vouches"),
        pytest.param((hashed("[]"), "[]", "x" * (MOST_BODY + 1), ""), "CheckViolation", id="too long a body"),
        pytest.param((hashed(LONG), LONG, "{}", ""), "CheckViolation", id="too long a header"),
        pytest.param((hashed("[]"), "[]", "{}", "x" * (MOST_HEADS + 1)), "CheckViolation", id="too much that vouches"),
        pytest.param(lines(3, "x" * (MOST_DELIVERY // 3 + 1)), "ProgramLimitExceeded", id="too much together"),
        pytest.param(lines(MOST_DELIVERED + 1, "{}"), "ProgramLimitExceeded", id="too many together"),
    ],
)
def test_what_a_member_may_not_add_leaves_everything_as_it_was(
    full: TestHub, forum: str, said: tuple[Any, ...], refusal: str
) -> None:
    before = stored(full)
    with pytest.raises(getattr(psycopg.errors, refusal)):
        tries(full, LAPTOP, forum, APPEND, forum, *said)
    assert stored(full) == before


def test_one_call_of_a_member_alters_nothing_that_is_there(full: TestHub, forum: str) -> None:
    before = stored(full)
    revisions, deliveries, photos, _ = before
    again = [row for row in revisions if row[0] == forum]
    said = (
        "\n".join(row[2].hex() for row in again),
        "\n".join(row[3] for row in again),
        "\n".join("{}" for _ in again),
    )
    for heads in (deliveries[0][4], "", "{}"):
        tries(full, LAPTOP, forum, APPEND, forum, *said, heads)
    tries(full, LAPTOP, forum, "SELECT forumdesk.keep_photo(%s, %s, 'other')", forum, "2" * 64)
    after = stored(full)
    assert all(row in now for rows, now in zip((revisions, deliveries, photos), after[:3], strict=True) for row in rows)


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
        (VERSION + 1, "prepare", "was prepared by a newer ForumDesk"),
        (VERSION - 1, "prepare", "was prepared by an older ForumDesk"),
        (VERSION + 1, "exchange", "is of another version"),
        (VERSION - 1, "exchange", "is of another version"),
    ],
)
def test_a_hub_of_another_version_is_told(laptops: Laptops, version: int, doing: str, sentence: str) -> None:
    hub = laptops.hub
    hub.ask(f"UPDATE forumdesk.hub SET version = {version}")  # noqa: S608
    try:
        with pytest.raises(HubRefused, match=sentence):
            laptops.exchange("A") if doing == "exchange" else services.prepare(hub.address(KEEPER))
    finally:
        hub.ask(f"UPDATE forumdesk.hub SET version = {VERSION}")  # noqa: S608


def test_what_is_no_key_and_no_role_is_told(hub: TestHub) -> None:
    with pytest.raises(BadInput, match="“forum” is not the key of a forum"):
        hub.admit("forum")
    with pytest.raises(NotFound, match="There is no role “no'body” in this database"):
        hub.admit(OTHER, "no'body")
