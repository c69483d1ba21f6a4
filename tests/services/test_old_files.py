"""Every forum that was ever released opens and shows what it showed: each edition left a small one, never edited."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from tests.builders import a_laptop
from tests.services.hands import HandClock
from tests.storage.laptops import shown_of
from tools.make_old_file import EDITION, make, shown

FOLDER = Path(__file__).parents[1] / "old_files"
FILES = sorted(FOLDER.glob("*.forum"))


def opened(path: Path, laptop: str = "A newer laptop") -> Desk:
    return Forums(a_laptop(laptop), HandClock()).open(path)


def told(path: Path) -> Any:
    return json.loads(path.with_suffix(".json").read_text("utf-8"))


def test_this_edition_left_a_forum() -> None:
    assert EDITION in {one.stem for one in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.stem)
def test_an_old_forum_shows_what_it_showed(file: Path, tmp_path: Path) -> None:
    desk = opened(Path(shutil.copy(file, tmp_path)))
    try:
        plain = json.loads(json.dumps(shown(desk), default=str))
        for what, before in told(file).items():
            assert plain[what] == before, what
    finally:
        desk.close()


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.stem)
def test_an_old_forum_is_worked_on_and_its_tables_are_those_of_its_log(file: Path, tmp_path: Path) -> None:
    desk = opened(Path(shutil.copy(file, tmp_path)))
    try:
        before = shown_of(desk._database)
        desk.checking.rebuild()
        assert shown_of(desk._database) == before
        desk.capturing.keep(desk.planning.session("S1").id, "Said by a later version")
        assert desk.checking.faults() == ()
        desk.history.undo()
        package = desk.packing.pack(tmp_path / "handed").path
    finally:
        desk.close()
    again = opened(Path(shutil.copy(file, tmp_path / "again.forum")), "Another laptop")
    try:
        (source,) = again.merging.merge([package, file]).sources[:1]
        assert (source.refused, source.doubled) == (None, ())
        assert again.settling.conflicts()
        assert again.checking.faults() == ()
    finally:
        again.close()


def test_the_forum_of_this_edition_can_be_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORUMDESK_HOME", str(tmp_path / "home"))
    made = tmp_path / "made.forum"
    (tmp_path / "making").mkdir()
    make(made, tmp_path / "making")
    before = told(FOLDER / f"{EDITION}.forum")
    assert {what: len(found) for what, found in told(made).items()} == {
        what: len(found) for what, found in before.items()
    }
