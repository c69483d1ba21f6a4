"""Text from people, made safe to keep: nothing is lost that anyone could read."""

from __future__ import annotations

import re
import unicodedata

_NOT_KEPT = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("\r\n|[\r\u2028\u2029\x0b\x0c\x85]")
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f]")
BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "’": "'"})
_LETTERS.update(dict.fromkeys(map(ord, "‘ʻʼ`´"), "'"))
_LETTERS[ord("-")] = " "
_MOST_DIGITS = 18
_UNSURE = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def cleaned(text: str) -> str:
    """The text with line breaks as LF, NUL and other control characters gone, and lone surrogates as U+FFFD."""
    if not _UNSURE.search(text):
        return text
    text = _BREAKS.sub("\n", text)
    text = _CONTROLS.sub("", text.replace("\x00", ""))
    return _NOT_KEPT.sub("\ufffd", text)


def one_line(text: str) -> str:
    """A name, a code or a title: cleaned, on one line, without bidirectional controls, spaces folded."""
    return " ".join(BIDI_CONTROLS.sub("", cleaned(text)).split())


def number_of(digits: str) -> int:
    """The number that digits say; one of more digits than anybody would number with is above all others."""
    return int(digits) if len(digits) <= _MOST_DIGITS else 10**_MOST_DIGITS


def folded(text: str) -> str:
    """The text for comparing: without case, accents and Arabic vowel signs."""
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def folded_name(name: str) -> str:
    """A name for comparing: as other text, with plain letters for ł and ø, and one kind of space and apostrophe."""
    if name.isascii():
        return name.lower().replace("-", " ").replace("`", "'")
    return folded(name).translate(_LETTERS)
