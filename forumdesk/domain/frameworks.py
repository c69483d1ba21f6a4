"""The reference frameworks that recommendations are tied to, and how their codes are read, written and sorted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import ClassVar

from forumdesk.domain.records import Record, many
from forumdesk.domain.text import number_of

CodeKey = tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One goal, target, objective, ask or area of a framework."""

    code: str
    labels: Mapping[str, str]
    """Short label by language; our own words."""
    parent: str = ""
    links: tuple[str, ...] = ()
    """Full codes in other frameworks, such as `sdg 10.7`."""
    migration: bool = False
    """Whether it refers to migration directly."""
    editable: bool = False

    def label(self, language: str = "en") -> str:
        """The label in `language`, else in English, else in whatever language there is."""
        return self.labels.get(language) or self.labels.get("en") or next(iter(self.labels.values()), "")


@dataclass(frozen=True, slots=True)
class Framework:
    """A list of codes that recommendations and notes can be tagged with."""

    key: str
    """Short and lower case, such as `sdg`; the first word of a full code."""
    short: str
    """How it is shown before a code, such as `SDG` or `GCM`; empty where the code alone is shown."""
    titles: Mapping[str, str]
    source: str = ""
    items: tuple[Item, ...] = field(default=())

    def title(self, language: str = "en") -> str:
        """The title in `language`, else in English, else in whatever language there is."""
        return self.titles.get(language) or self.titles.get("en") or next(iter(self.titles.values()), self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFramework(Record):
    """A framework that the organiser added to this forum."""

    KIND: ClassVar[str] = "framework"

    key: str = ""
    short: str = ""
    title: str = ""
    language: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnItem(Record):
    """An item of the organiser's own framework, or the organiser's title for an editable item of a shipped one."""

    KIND: ClassVar[str] = "framework-item"

    framework: str = ""
    code: str = ""
    labels: tuple[str, ...] = many()
    """`language=label`, one for each language."""
    parent: str = ""
    links: tuple[str, ...] = many()


@lru_cache(maxsize=8192)
def code_key(code: str) -> CodeKey:
    """A sort key that puts 17.9 before 17.10 and 10.7 before 10.c: numbers by value, then letters."""
    return tuple(
        (0, number_of(part), "") if part[0].isdecimal() else (1, 0, part.casefold())
        for part in re.findall(r"\d+|[^\W\d_]+", code)
    )


def full_code(framework: str, code: str) -> str:
    """A code with its framework, as records keep it: `sdg 10.7`."""
    return f"{framework} {code}"


def parted(full: str) -> tuple[str, str]:
    """Framework key and code of a full code."""
    framework, _, code = full.partition(" ")
    return framework, code
