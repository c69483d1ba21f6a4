"""Tell stories until one finds something: `python -m tests.stories 5000 [first seed]`."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import FOLDER, stop
from tests.stories.story import failure, shortened, story_of
from tests.stories.world import prepare

MEMORY = Path("/dev/shm")  # noqa: S108 - files of a story are thrown away
EVERY = 100


def main(many: int, first: int) -> int:
    """Tell so many stories; each that fails is shortened and printed, and the number of these is returned."""
    if MEMORY.is_dir() and "TMPDIR" not in os.environ:
        tempfile.tempdir = str(MEMORY)
    began, failed = time.monotonic(), []
    with tempfile.TemporaryDirectory() as folder, a_postgresql(f"{folder}-postgres"):
        os.environ["FORUMDESK_HOME"] = folder
        prepared = prepare(Path(folder) / "prepared.forum")
        gc.freeze()
        for seed in range(first, first + many):
            error = failure(story_of(seed), prepared)
            if error is not None:
                failed.append(seed)
                short = shortened(story_of(seed), prepared)
                _say(f"{short}\n{''.join(traceback.format_exception(failure(short, prepared), limit=-4))}\n")
            if (seed - first + 1) % EVERY == 0:
                _say(f"{seed - first + 1} stories, {time.monotonic() - began:.0f} s, {len(failed)} failed {failed}\n")
    _say(f"{many} stories, {time.monotonic() - began:.0f} s, {len(failed)} failed {failed}\n")
    return len(failed)


@contextmanager
def a_postgresql(folder: str) -> Iterator[None]:
    """Where the server of the hubs lies; it starts with the first story that wants one, and ends with the last."""
    os.environ[FOLDER] = folder
    try:
        yield
    finally:
        stop()


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:]]
    sys.exit(main(*(*numbers, *(100, 0)[len(numbers) :])) > 0)
