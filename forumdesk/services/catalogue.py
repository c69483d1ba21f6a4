"""The reference frameworks: those that ship, with an organiser's own titles and frameworks laid over them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from forumdesk.domain.frameworks import Framework, Item, OwnFramework, OwnItem, code_key, full_code, parted
from forumdesk.domain.text import folded
from forumdesk.services.resources import resource

KEYS = ("qla", "sdg", "gcm", "barcelona", "quito-themes", "nua", "addis")
"""The frameworks that ship, in the order in which they are listed."""
_BESIDE_A_LETTER = re.compile(r"(?<=[^\W\d])[\s-]+|[\s-]+(?=[^\W\d])")
_NO_WORD = re.compile(r"\W+")
_Searched = tuple[str, str, str]


class Catalogue:
    """Frameworks by key, their items by full code."""

    def __init__(self, own: Sequence[OwnFramework] = (), items: Sequence[OwnItem] = ()) -> None:
        self._own = tuple(own)
        self._own_items = tuple(items)
        self._searches: dict[str, Sequence[_Searched]] = {}

    def with_own(self, own: Sequence[OwnFramework], items: Sequence[OwnItem]) -> Catalogue:
        """This catalogue with what an organiser titled and added."""
        made = Catalogue(own, items)
        made.__dict__["_shipped"] = self._shipped
        return made

    @cached_property
    def _shipped(self) -> Mapping[str, Framework]:
        return {key: _read(key) for key in KEYS}

    @cached_property
    def _frameworks(self) -> Mapping[str, Framework]:
        titled: dict[str, dict[str, OwnItem]] = {}
        for one in self._own_items:
            titled.setdefault(one.framework, {})[one.code] = one
        found = {key: _titled(framework, titled.get(key, {})) for key, framework in self._shipped.items()}
        for mine in sorted(self._own, key=lambda one: one.key):
            items = sorted(titled.get(mine.key, {}).values(), key=lambda item: code_key(item.code))
            found[mine.key] = Framework(
                mine.key,
                mine.short,
                {mine.language or "en": mine.title},
                mine.source,
                tuple(_item(one) for one in items),
            )
        return found

    @cached_property
    def _items(self) -> Mapping[str, Item]:
        return {full_code(key, item.code): item for key, one in self._frameworks.items() for item in one.items}

    def frameworks(self) -> tuple[Framework, ...]:
        """Every framework, the organiser's own last."""
        return tuple(self._frameworks.values())

    @property
    def own_keys(self) -> tuple[str, ...]:
        """Keys of the organiser's own frameworks."""
        return tuple(one.key for one in self._own)

    def framework(self, key: str) -> Framework | None:
        """The framework with this key."""
        return self._frameworks.get(key)

    def item(self, code: str) -> Item | None:
        """The item with this full code."""
        return self._items.get(code)

    def label(self, code: str, language: str = "en") -> str:
        """The short label of a full code; empty where it has none."""
        found = self._items.get(code)
        return found.label(language) if found else ""

    def shown(self, code: str) -> str:
        """A full code as a tag shows it: `8.5` for the SDGs, `GCM 18` for others."""
        key, bare = parted(code)
        found = self._frameworks.get(key)
        short = found.short if found else key.upper()
        return f"{short} {bare}".strip()

    def read(self, typed: str, in_use: Sequence[str] = KEYS) -> str | None:
        """The full code that somebody typed, such as `8.5`, `gcm18` or `QLA 1`; None where it names nothing in use."""
        meant = {parted(code)[0]: code for code in self._spelled.get(_spelling(typed), ())}
        return next((meant[key] for key in in_use if key in meant), None)

    @cached_property
    def _spelled(self) -> Mapping[str, Sequence[str]]:
        """Full codes by the ways to type them: after the key, or as a tag shows them."""
        found: dict[str, list[str]] = {}
        for code in self._items:
            for spelling in {_spelling(code), _spelling(self.shown(code))}:
                found.setdefault(spelling, []).append(code)
        return found

    def complete(
        self, typed: str, limit: int = 8, in_use: Sequence[str] = KEYS, language: str = "en"
    ) -> tuple[tuple[str, str], ...]:
        """Full codes and labels that fit what was typed after `#`: codes that begin so first, then words of labels."""
        wanted, word = _spelling(typed), f" {_words(typed)}"
        ranked: list[tuple[int, int, int]] = []
        places = {key: place for place, key in enumerate(in_use)}
        for number, (shown, spelled, words) in enumerate(self._searched(language)):
            if shown.startswith(wanted):
                rank = 0
            elif spelled.startswith(wanted):
                rank = 1
            elif len(word) > 2 and word in words:  # noqa: PLR2004 - the space and one letter would fit half the labels
                rank = 2
            else:
                continue
            place = places.get(parted(self._sorted[number])[0])
            if place is not None:
                ranked.append((rank, place, number))
        codes = (self._sorted[number] for _, _, number in sorted(ranked)[: max(0, limit)])
        return tuple((code, self.label(code, language)) for code in codes)

    @cached_property
    def _sorted(self) -> Sequence[str]:
        """Full codes, each framework's in their natural order."""
        return sorted(self._items, key=lambda code: (parted(code)[0], code_key(parted(code)[1])))

    def _searched(self, language: str) -> Sequence[_Searched]:
        """What is looked at for each sorted code: as a tag shows it, after its key, and the words of its label."""
        if language not in self._searches:
            self._searches[language] = [
                (_spelling(self.shown(code)), _spelling(code), f" {_words(self.label(code, language))}")
                for code in self._sorted
            ]
        return self._searches[language]


def _spelling(code: str) -> str:
    """A code for comparing: without case, and without what may stand between letters and numbers."""
    return _BESIDE_A_LETTER.sub("", folded(code.strip()))


def _words(text: str) -> str:
    return _NO_WORD.sub(" ", folded(text)).strip()


def _read(key: str) -> Framework:
    said = json.loads(resource("frameworks", f"{key}.json").read_text(encoding="utf-8"))
    items = tuple(
        Item(
            str(one["code"]),
            one.get("labels", {}),
            str(one.get("parent", "")),
            tuple(one.get("links", ())),
            migration=bool(one.get("migration")),
            editable=bool(one.get("editable")),
        )
        for one in said["items"]
    )
    return Framework(key, said["short"], said["titles"], said.get("source", ""), items)


def _titled(framework: Framework, own: Mapping[str, OwnItem]) -> Framework:
    """A shipped framework with the organiser's titles on its editable items."""
    if not own:
        return framework
    items = tuple(
        replace(item, labels={**item.labels, **_labels(own[item.code])}) if item.editable and item.code in own else item
        for item in framework.items
    )
    return replace(framework, items=items)


def _item(own: OwnItem) -> Item:
    return Item(own.code, _labels(own), own.parent, own.links, editable=True)


def _labels(own: OwnItem) -> dict[str, str]:
    return {language: label for language, _, label in (one.partition("=") for one in own.labels)}
