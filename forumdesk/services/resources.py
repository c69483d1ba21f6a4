"""Where the data files that ship with ForumDesk lie: beside the source, inside a wheel, or in a frozen build."""

from __future__ import annotations

import sys
from pathlib import Path


def resource(*parts: str) -> Path:
    """The path of a shipped data file or folder."""
    return _root().joinpath(*parts)


def _root() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen) / "resources"
    package = Path(__file__).resolve().parent.parent
    beside = package.parent / "resources"
    return beside if beside.is_dir() and (package.parent / "pyproject.toml").is_file() else package / "resources"
