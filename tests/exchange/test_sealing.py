"""What is encrypted opens with its own key or passphrase, and with nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from forumdesk.domain.errors import BadInput, Sealed
from forumdesk.exchange.recipients import is_identity, new_identity, recipient_of
from forumdesk.exchange.sealing import MOST_SEALED, Opener, seal, unseal

CHUNK = 64 * 1024


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("AGE-SECRET-KEY-1", id="its beginning"),
        pytest.param(new_identity()[:-1], id="one letter short"),
        pytest.param(recipient_of(new_identity()), id="the key that others seal for"),
    ],
)
def test_what_is_no_private_key_is_known(text: str) -> None:
    assert not is_identity(text)
    assert is_identity(new_identity())


def test_what_is_larger_than_any_package_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "Room A.forumpack"
    path.write_bytes(b"age-encryption.org/v1\n")
    with path.open("r+b") as file:
        file.truncate(MOST_SEALED + 1)  # a hole: it says that it is large, and takes no room
    with pytest.raises(BadInput) as refused:
        unseal(path, Opener(identity=new_identity()))
    assert str(refused.value) == "“Room A.forumpack” is too large to be a package."


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7])
def test_what_is_under_a_passphrase_opens_with_it_alone(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forumdesk.exchange.passphrase.WORK", 10)
    path, plain = tmp_path / "Room A.forumpack", bytes(range(256)) * (size // 256) + bytes(size % 256)
    sealed = seal(plain, [], "tulip market")
    assert sealed != seal(plain, [], "tulip market"), "each file has a salt and a key of its own"
    path.write_bytes(sealed)
    assert unseal(path, Opener(passphrase="tulip market")) == plain  # noqa: S106
    for other in (Opener("", "tulip markets"), Opener(new_identity())):
        with pytest.raises(Sealed):
            unseal(path, other)
    path.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(Sealed):
        unseal(path, Opener("", "tulip market"))


def test_a_passphrase_takes_the_work_of_age_itself_and_opens_again(tmp_path: Path) -> None:
    path = tmp_path / "Room A.forumpack"
    path.write_bytes(seal(b"Said in confidence", [], "tulip market"))
    assert path.read_bytes().split(b"\n")[1].split()[::3] == [b"->", b"18"]
    assert unseal(path, Opener("", "tulip market")) == b"Said in confidence"


def test_with_neither_key_nor_passphrase_it_stays_shut(tmp_path: Path) -> None:
    own = new_identity()
    path = tmp_path / "Room A.forumpack"
    path.write_bytes(seal(b"Said in confidence", [recipient_of(own)], ""))
    with pytest.raises(Sealed) as refused:
        unseal(path, Opener())
    assert str(refused.value) == (
        "“Room A.forumpack” is encrypted, and not for this laptop. Say its passphrase, or ask for it again."
    )
    assert unseal(path, Opener(identity=own)) == b"Said in confidence"
