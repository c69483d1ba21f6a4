"""A mistake of ours, written down so that it can be reported; it holds no note and no name."""

from __future__ import annotations

import platform
import traceback
from datetime import UTC, datetime
from pathlib import Path

from forumdesk.services.preferences import home


def keep_report(error: BaseException) -> str:
    """Write the report and return where it lies; empty where it could not be written."""
    now = datetime.now(UTC)
    path = home() / "reports" / f"{now:%Y-%m-%dT%H-%M-%SZ}.txt"
    frames = traceback.extract_tb(error.__traceback__)
    places = "\n".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
    # The error's own text may quote a note, so only its kind is written.
    words = (
        f"ForumDesk\n{platform.platform()}\nPython {platform.python_version()}\n\n{type(error).__name__}\n{places}\n"
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, encoding="utf-8")
    except OSError:
        return ""
    return str(path)
