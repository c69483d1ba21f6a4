"""What an act is called in the language of the interface."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from forumdesk.services.act_words import ACT_WORDS


def act_text(name: str, subject: str = "") -> str:
    """An act's name with what it was done to, such as: Keep note “Evening classes”."""
    words = ACT_WORDS.get(name, name.replace("-", " ").capitalize())
    said = QCoreApplication.translate("acts", words)
    return f"{said} “{subject}”" if subject else said
