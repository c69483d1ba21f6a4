"""The way to a hub: what leaves this machine is encrypted for a hub that proves itself, and no password is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from forumdesk.domain.errors import BadInput, ForumDeskError, HubAway, HubRefused
from forumdesk.services.hub import Exchange, prepare
from forumdesk.storage.hub.address import SAFE, address_of
from tests.hub.laptops import Laptops, beside
from tests.postgres import ELSEWHERE, LAPTOP, PASSWORD


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer", "require", "verify-ca"])
@pytest.mark.parametrize("host", ["hub.example.org", ELSEWHERE, "[2001:db8::1]"])
def test_a_weaker_way_to_another_machine_is_refused_in_one_sentence(mode: str, host: str) -> None:
    with pytest.raises(BadInput) as refused:
        address_of(f"postgresql://laptop@{host}/forums?sslmode={mode}")
    sentence = f"With “sslmode={mode}” somebody on the way to “{host.strip('[]')}” could read the forum"
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize("host", ["", "localhost", "127.0.0.1", "[::1]", "%2Fvar%2Frun%2Fpostgresql"])
def test_on_this_machine_nothing_has_to_be_encrypted(host: str) -> None:
    found = address_of(f"postgresql://laptop@{host}/forums")
    assert (found.is_here, found.wishes()["sslmode"]) == (True, "prefer")
    assert address_of(f"postgresql://laptop@{host}/forums?sslmode=disable").wishes()["sslmode"] == "disable"


def test_to_another_machine_tls_is_asked_for_whatever_the_environment_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    found = address_of("postgresql://laptop@hub.example.org/forums")
    wishes = found.wishes()
    assert (found.is_here, wishes["sslmode"], wishes["gssencmode"]) == (False, SAFE, "disable")
    assert (wishes["sslrootcert"], wishes["hostaddr"]) == ("system", "")
    (tmp_path / ".postgresql").mkdir()
    (tmp_path / ".postgresql" / "root.crt").touch()
    assert "sslrootcert" not in found.wishes()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "This is not the address of a hub."),
        ("hub.example.org/forums", "This is not the address of a hub."),
        ("mysql://laptop@hub.example.org/forums", "This is not the address of a hub."),
        ("postgresql://laptop@hub.example.org:port/forums", "This is not the address of a hub."),
        ("postgresql://laptop@hub.example.org", "The hub's address names no database."),
        ("postgresql://laptop@/forums?host=a,b", "A hub is one database on one machine."),
        ("postgresql://laptop@/forums?host=a&host=b", "The hub's address asks for “host”"),
        ("postgresql://laptop@hub.example.org/forums?hostaddr=10.0.0.1", "The hub's address asks for “hostaddr”"),
        ("postgresql://laptop@hub.example.org/forums?service=mine", "The hub's address asks for “service”"),
        ("postgresql://laptop@hub.example.org/forums?options=-csearch_path%3Dmine", "asks for “options”"),
        ("postgresql://laptop@hub.example.org/forums?sslmode=on", "“on” is no way to use TLS."),
    ],
)
def test_what_is_no_address_of_a_hub_is_told_without_repeating_it(text: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=re.escape(sentence)):
        address_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://laptop@hub.example.org/forums",
        "postgresql://laptop@hub.example.org:6543/forums",
        "postgresql://laptop@hub.example.org/forums?sslrootcert=hub.pem",
        "postgresql://laptop@/forums?host=%2Ftmp%2Fmine&port=6543",
    ],
)
def test_an_address_is_remembered_as_it_was_written_but_for_its_password(text: str) -> None:
    shown = address_of(text.replace("laptop@", "laptop:s3cret@")).shown
    assert (address_of(shown), "s3cret" in shown) == (address_of(text), False)
    assert "s3cret" not in repr(address_of(text, "s3cret"))


# ---- against the real server


def connects(laptops: Laptops, host: str, *, asked: str = "", password: str = PASSWORD) -> None:
    with laptops.at("A") as desk:
        Exchange(laptops.hub.address(host=host) + asked, beside(desk), password=password).run()


def test_with_its_own_certificate_a_hub_is_reached_through_tls(laptops: Laptops) -> None:
    connects(laptops, ELSEWHERE, asked=f"?sslrootcert={laptops.hub.cluster.authority}")
    assert laptops.hub.ids()


def test_the_certificates_that_the_system_knows_serve_as_well(
    laptops: Laptops, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SSL_CERT_FILE", str(laptops.hub.cluster.authority))
    connects(laptops, ELSEWHERE)
    assert laptops.hub.ids()


@pytest.mark.parametrize("host", [ELSEWHERE, "localhost"])
def test_neither_another_authority_nor_another_name_is_taken_for_the_hub(laptops: Laptops, host: str) -> None:
    folder = laptops.hub.cluster.folder
    asked = f"?sslmode={SAFE}&sslrootcert={folder / ('server.pem' if host == ELSEWHERE else 'authority.pem')}"
    with pytest.raises(HubRefused, match="could not show that it is the one it should be, so nothing was sent"):
        connects(laptops, host, asked=asked)


@pytest.mark.parametrize(
    ("database", "password", "kind", "sentence"),
    [
        pytest.param(None, "wrong", HubRefused, "does not let this laptop in: password auth", id="a wrong password"),
        pytest.param(None, "", HubRefused, "does not let this laptop in: ", id="no password"),
        pytest.param("none", PASSWORD, HubRefused, 'database "none" does not exist', id="no such database"),
        pytest.param("postgres", PASSWORD, HubRefused, "holds no hub, or one of another version", id="no hub in it"),
    ],
)
def test_who_is_not_let_in_is_told_why_and_never_the_password(
    laptops: Laptops, database: str | None, password: str, kind: type[ForumDeskError], sentence: str
) -> None:
    cluster = laptops.hub.cluster
    address = cluster.address(database or laptops.hub.database, LAPTOP, "127.0.0.1")
    with laptops.at("A") as desk, pytest.raises(kind) as refused:
        Exchange(address, beside(desk), password=password).run()
    assert sentence in str(refused.value)
    assert not password or password not in str(refused.value)


def test_a_hub_that_does_not_answer_is_told_in_one_sentence(laptops: Laptops) -> None:
    address = f"postgresql://laptop:s3cret@127.0.0.1:{laptops.hub.cluster.port + 1}/forums"
    with laptops.at("A") as desk, pytest.raises(HubAway, match=r"The hub “127.0.0.1/forums” does not answer: ") as away:
        Exchange(address, beside(desk)).run()
    assert "s3cret" not in str(away.value)


def test_a_database_that_cannot_keep_every_script_is_no_hub(laptops: Laptops) -> None:
    cluster = laptops.hub.cluster
    cluster.ask(
        "postgres", "DROP DATABASE IF EXISTS latin", "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0"
    )
    with pytest.raises(BadInput, match="The database keeps text as LATIN1"):
        prepare(cluster.address("latin", LAPTOP))
