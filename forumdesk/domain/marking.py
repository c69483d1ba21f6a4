"""How a text is marked for translation where it is written; it is translated where it is shown."""

from __future__ import annotations


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:  # noqa: N802 - the name by which Qt's translation tools find texts
    """The text itself, found by the translation tools under its context."""
    return text
