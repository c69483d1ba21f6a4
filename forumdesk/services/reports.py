"""A mistake of ours, written down so that it can be reported; it holds no note and no name."""

from __future__ import annotations

import platform
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from forumdesk.services.preferences import home


def keep_report(error: BaseException, at: datetime) -> Path | None:
    """Write the report and return where it lies, or None where it could not be written."""
    path = home() / "reports" / f"{at:%Y-%m-%dT%H-%M-%S-%fZ}.txt"
    frames = traceback.extract_tb(error.__traceback__)
    places = "\n".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
    # The error's own text may quote a note, so only its kind is written.
    about = f"ForumDesk\n{platform.platform()}\nPython {platform.python_version()}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{about}\n\n{type(error).__name__}\n{places}\n", encoding="utf-8")
    except OSError:
        return None
    return path


@contextmanager
def without_asides() -> Iterator[None]:
    """Keep from people what libraries complain of while they are thrown away: it was told once, as the error it was."""
    before, sys.unraisablehook = sys.unraisablehook, _pass_over
    try:
        yield
    finally:
        sys.unraisablehook = before


def _pass_over(_aside: object) -> None:
    pass
