"""What is encrypted opens with its own key or passphrase, and with nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from forumdesk.domain.errors import BadInput, Sealed
from forumdesk.exchange.sealing import MOST_SEALED, Opener, is_identity, new_identity, recipient_of, seal, unseal


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
