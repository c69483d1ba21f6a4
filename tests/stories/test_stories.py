"""Some stories of several laptops in every run, hundreds in the long one, thousands by `python -m tests.stories`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.effort import times
from tests.stories.story import Step, Story, shortened, story_of, tell
from tests.stories.world import World, holds, prepare

CHUNKS, OF_EACH, STEPS = times(6), 5, 12
"""So many times five stories, of so many steps at most: a fifth of a second each."""


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The forum that every story begins with."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("stories")
        patch.setenv("FORUMDESK_HOME", str(folder))
        return prepare(folder / "prepared.forum")


@pytest.mark.long
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_whatever_laptops_do_every_promise_holds(prepared: Path, chunk: int) -> None:
    for seed in range(chunk * OF_EACH, (chunk + 1) * OF_EACH):
        story = story_of(seed, STEPS)
        try:
            tell(story, prepared)
        except Exception as error:
            error.add_note(str(story))
            raise


def test_a_story_is_the_same_in_every_run() -> None:
    assert story_of(7) == story_of(7)
    assert story_of(7) != story_of(8)


def test_a_story_that_breaks_a_promise_is_shortened(prepared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def happens(world: World, step: Step) -> None:
        world.aside.append(Path(str(step.mark)))
        holds("nobody does a third thing", world.aside[2:])

    monkeypatch.setattr("tests.stories.story._happens", happens)
    monkeypatch.setattr("tests.stories.story.comes_together", lambda _world: None)
    story = Story(1, {}, tuple(Step(mark, 0, "keep", 0, 0) for mark in range(6)))
    assert len(shortened(story, prepared).steps) == 3
