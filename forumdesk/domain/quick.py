"""The capture line's quick syntax: what is plainly syntax sets a field, everything else stays text, word for word."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from forumdesk.domain.notes import NoteKind
from forumdesk.domain.text import cleaned, folded

KIND_WORDS: Mapping[str, NoteKind] = {
    "d": NoteKind.DOING,
    "c": NoteKind.COMMITMENT,
    "n": NoteKind.NEED,
    "e": NoteKind.EXPERIENCE,
    "q": NoteKind.QUESTION,
    "r": NoteKind.RECOMMENDATION,
    "a": NoteKind.CONSENSUS,
    "x": NoteKind.DISSENT,
    "p": NoteKind.PARKING,
    **{kind.value: kind for kind in NoteKind},
}
"""What may follow a slash: one letter or the whole word; `a` for agreed, `x` for not agreed."""
FLAG_WORDS = ("sensitive", "unattributed")
_TOKEN = re.compile(r"(?<!\S)([@#/])(?=\S)")
_WORD = re.compile(r"\S+")
_CODE = re.compile(r"[^\s,;]+(?:\s+\d[\w.]*)?")
_TRAILING = ".,;:!?"


@dataclass(frozen=True, slots=True)
class Who:
    """What an `@` stands for: a city, or a speaker with the city they speak for."""

    city: str = ""
    place: int = 0
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the line may refer to."""

    people: Mapping[str, Who] = field(default_factory=dict)
    """By folded name: cities, participants' names and labels."""
    place: Callable[[str], Who | None] = lambda _name: None
    """A city of the world by its exact name, for those nobody in the forum comes from."""
    code: Callable[[str], str | None] = lambda _typed: None
    """The full framework code that was typed after `#`, or None."""


@dataclass(frozen=True, slots=True)
class Captured:
    """What a line says."""

    text: str
    typed: str
    kind: NoteKind | None = None
    who: Who = field(default_factory=Who)
    codes: tuple[str, ...] = ()
    sensitive: bool = False
    unattributed: bool = False


@dataclass(frozen=True, slots=True)
class _Token:
    begin: int
    end: int
    kind: NoteKind | None = None
    who: Who | None = None
    code: str = ""
    flag: str = ""


def read_line(line: str, vocabulary: Vocabulary) -> Captured:
    """What a captured line says; syntax at its edges leaves the text, syntax amid a sentence stays in it as typed."""
    typed = cleaned(line).strip()
    tokens = _tokens(typed, vocabulary)
    who = next((one.who for one in tokens if one.who), Who())
    return Captured(
        text=_text(typed, tokens),
        typed=typed,
        kind=next((one.kind for one in tokens if one.kind), None),
        who=who,
        codes=tuple(dict.fromkeys(one.code for one in tokens if one.code)),
        sensitive=any(one.flag == "sensitive" for one in tokens),
        unattributed=any(one.flag == "unattributed" for one in tokens),
    )


def spans(line: str, vocabulary: Vocabulary) -> tuple[tuple[int, int], ...]:
    """Where in a line syntax stands, as begin and end, so that it can be shown while it is typed."""
    return tuple((one.begin, one.end) for one in _tokens(line, vocabulary))


def _tokens(typed: str, vocabulary: Vocabulary) -> list[_Token]:
    found: list[_Token] = []
    for mark in _TOKEN.finditer(typed):
        begin = mark.start()
        if found and begin < found[-1].end:
            continue
        token = _READERS[mark[1]](typed, begin, vocabulary)
        if token is not None:
            found.append(token)
    return found


def _slash(typed: str, begin: int, _vocabulary: Vocabulary) -> _Token | None:
    word = _WORD.match(typed, begin + 1)
    said = word[0].casefold() if word else ""
    end = begin + 1 + len(said)
    if said in FLAG_WORDS:
        return _Token(begin, end, flag=said)
    if said in KIND_WORDS and not typed[:begin].strip():
        return _Token(begin, end, kind=KIND_WORDS[said])
    return None


def _at(typed: str, begin: int, vocabulary: Vocabulary) -> _Token | None:
    """The longest run of words after `@` that names somebody or some city."""
    words = list(re.finditer(r"\S+", typed[begin + 1 :].split("\n", maxsplit=1)[0]))[:8]
    for count in range(len(words), 0, -1):
        end = begin + 1 + words[count - 1].end()
        name = typed[begin + 1 : end]
        for said in dict.fromkeys((name, name.rstrip(_TRAILING))):
            who = vocabulary.people.get(folded(said)) or vocabulary.place(said)
            if who is not None and said:
                return _Token(begin, begin + 1 + len(said), who=who)
    return None


def _hash(typed: str, begin: int, vocabulary: Vocabulary) -> _Token | None:
    long = _CODE.match(typed, begin + 1)
    if long is None:
        return None
    for said in dict.fromkeys(
        (long[0], long[0].split()[0], long[0].rstrip(_TRAILING), long[0].split()[0].rstrip(_TRAILING))
    ):
        code = vocabulary.code(said) if said else None
        if code:
            return _Token(begin, begin + 1 + len(said), code=code)
    return None


_READERS: Mapping[str, Callable[[str, int, Vocabulary], _Token | None]] = {"/": _slash, "@": _at, "#": _hash}


def _text(typed: str, tokens: list[_Token]) -> str:
    """What was typed without the tokens at its edges; a line of syntax alone has no text."""
    begin, end = 0, len(typed)
    for one in tokens:
        if typed[begin : one.begin].strip():
            break
        begin = one.end
    for one in reversed(tokens):
        if one.begin < begin or typed[one.end : end].strip():
            break
        end = one.begin
    said = typed[begin:end].strip()
    # "@Dakar, we are open": the comma parted the city from what was said and goes with it.
    return said.lstrip(",;: ") if begin else said
