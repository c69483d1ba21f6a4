"""The interface's language: translators, direction, and a pseudo-locale that shows what translation would break."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from forumdesk.services.resources import resource

LANGUAGES = {"en": "English"}
"""What ships, by ISO 639-1 code, each in its own words."""
PSEUDO = "pseudo"
"""Long, accented and mirrored: never offered to people, used by the tests and by whoever builds a screen."""
_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur", PSEUDO)
_ACCENTS = str.maketrans("aceinouyACEINOUY", "àçéîñôûýÀÇÉÎÑÔÛÝ")


_PLURAL = re.compile(r"(\w+)?\((\w+)\)")
_SINGULAR_OF = {"have": "has", "are": "is", "differ": "differs", "were": "was", "stay": "stays", "come": "comes"}


class EnglishTranslator(QTranslator):
    """Spells English plurals out: `%n note(s)` becomes `%n note` or `%n notes`, `(have)` becomes `has` or `have`."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        """The text itself, its plurals spelled out where it comes with a count."""
        return english_plural(source, n) if n >= 0 else source

    def isEmpty(self) -> bool:
        """Never empty: without this Qt would not ask."""
        return False


def english_plural(source: str, n: int) -> str:
    """The text for a count; `city(ies)` is `city` or `cities`, `copy(ies)` likewise."""

    def spelled(found: re.Match[str]) -> str:
        word, ending = found[1] or "", found[2]
        if not word:
            return _SINGULAR_OF.get(ending, ending) if n == 1 else ending
        if n == 1:
            return word
        return word.removesuffix("y") + ending if ending == "ies" else word + ending

    return _PLURAL.sub(spelled, source)


class PseudoTranslator(QTranslator):
    """Translates every text into itself: accented, two fifths longer, in brackets; placeholders stay."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        """The text as a translator's worst case."""
        return pseudo(source)

    def isEmpty(self) -> bool:
        """Never empty: without this Qt would not ask."""
        return False


_KEPT = re.compile(r"(\{[^}]*\}|%n|&)")


def pseudo(source: str) -> str:
    """The text accented, two fifths longer and bracketed; placeholders and `%n` stay as they are."""
    if not source:
        return source
    parts = [part if _KEPT.fullmatch(part) else part.translate(_ACCENTS) for part in _KEPT.split(source)]
    return f"[{''.join(parts)}{'~' * max(1, len(source) * 2 // 5)}]"


class Languages:
    """Puts the interface into a language and back again."""

    def __init__(self, application: QApplication) -> None:
        self._application = application
        self._translators: list[QTranslator] = []
        self.current = "en"

    def use(self, language: str) -> None:
        """Show the interface in this language, or in the system's where none is named."""
        chosen = language or system_language()
        for translator in self._translators:
            self._application.removeTranslator(translator)
        self._translators = list(_translators(chosen))
        for translator in self._translators:
            self._application.installTranslator(translator)
        QLocale.setDefault(QLocale("en" if chosen == PSEUDO else chosen))
        right_to_left = chosen in _RIGHT_TO_LEFT
        self._application.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight
        )
        self.current = chosen


def system_language() -> str:
    """The system's language where it ships, else English."""
    code = QLocale.system().name().partition("_")[0]
    return code if code in LANGUAGES else "en"


def _translators(language: str) -> list[QTranslator]:
    if language == PSEUDO:
        return [PseudoTranslator(QCoreApplication.instance())]
    if language == "en":
        return [EnglishTranslator(QCoreApplication.instance())]
    found = []
    for name in ("forumdesk", "qtbase"):
        translator = QTranslator(QCoreApplication.instance())
        if translator.load(str(resource("i18n", f"{name}_{language}.qm"))):
            found.append(translator)
    return found
