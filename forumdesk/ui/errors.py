"""What an error of the world says to people, in the language of the interface."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from forumdesk.domain.errors import ForumDeskError


def error_words(error: ForumDeskError) -> tuple[str, str]:
    """What happened and what to do next, in the language of the interface."""
    said, advice = (
        QCoreApplication.translate("errors", text).format(**error.values) if text else ""
        for text in (error.sentence, error.advice)
    )
    return said, advice
