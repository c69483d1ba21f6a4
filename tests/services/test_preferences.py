"""What a laptop remembers is small, whole at every instant, and never in the way."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from forumdesk.domain.errors import CannotWrite
from forumdesk.exchange.signing import device_of, public_key
from forumdesk.services.preferences import MOST_RECENT, Preferences, PreferenceStore, home


def test_a_laptop_has_one_id_for_good(tmp_path: Path) -> None:
    first, second = PreferenceStore(tmp_path).load(), PreferenceStore(tmp_path).load()
    assert (len(first.device), first) == (32, second)
    assert first.device == device_of(public_key(bytes.fromhex(first.secret)))


def test_the_keys_of_a_laptop_are_never_kept_with_its_preferences(tmp_path: Path) -> None:
    store = PreferenceStore(tmp_path)
    store.save(store.load())
    assert {"device", "secret"}.isdisjoint(json.loads((tmp_path / "preferences.json").read_text()))


def test_a_laptop_that_lost_its_keys_is_a_new_one(tmp_path: Path) -> None:
    first = PreferenceStore(tmp_path).load()
    (tmp_path / "laptop-keys.json").unlink()
    assert PreferenceStore(tmp_path).load().device != first.device


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    kept = Preferences(
        laptop_name="Room B",
        author="Awa Diop",
        theme="dark",
        text_scale=125,
        motion=False,
        shortcuts={"keep": "Ctrl+Return"},
        recent=("/forums/a.forum",),
        last_page={"/forums/a.forum": "room"},
    )
    PreferenceStore(tmp_path / "deep" / "folder").save(kept)
    found = PreferenceStore(tmp_path / "deep" / "folder").load()
    assert replace(found, device="", secret="") == kept
    assert (found.laptop.name, found.laptop.author) == ("Room B", "Awa Diop")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="nothing"),
        pytest.param("{", id="half an object"),
        pytest.param("[1, 2]", id="a list"),
        pytest.param("\x00\xff", id="rubbish"),
    ],
)
def test_a_file_that_cannot_be_read_begins_anew(tmp_path: Path, content: str) -> None:
    (tmp_path / "preferences.json").write_bytes(content.encode("latin-1"))
    assert PreferenceStore(tmp_path).load().theme == "system"


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("theme", 3), ("text_scale", "large"), ("motion", 1), ("recent", "a"), ("shortcuts", []), ("unknown", "x")],
)
def test_an_entry_of_the_wrong_type_is_as_if_it_were_not_there(tmp_path: Path, name: str, wrong: object) -> None:
    (tmp_path / "preferences.json").write_text(json.dumps({"author": "Awa", name: wrong}))
    found = PreferenceStore(tmp_path).load()
    assert replace(found, device="", secret="") == Preferences(author="Awa")


def test_the_newest_file_comes_first_once_and_the_oldest_is_forgotten() -> None:
    preferences = Preferences()
    for number in range(MOST_RECENT + 2):
        preferences = preferences.opened(Path(f"/{number}"))
    preferences = preferences.opened(Path("/5")).forgotten(Path("/7"))
    assert (preferences.recent[0], len(preferences.recent)) == (str(Path("/5")), MOST_RECENT - 1)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite, match="could not be kept"):
        PreferenceStore(tmp_path / "file").save(Preferences())


def test_the_folder_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FORUMDESK_HOME", str(tmp_path))
    assert home() == tmp_path
    monkeypatch.delenv("FORUMDESK_HOME")
    assert home().name == "ForumDesk"
