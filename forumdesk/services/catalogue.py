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
_TYPED = re.compile(r"([a-z][a-z-]*?)?[\s-]*([0-9].*|[a-z])", re.IGNORECASE)


class Catalogue:
    """Frameworks by key, their items by full code."""

    def __init__(self, own: Sequence[OwnFramework] = (), items: Sequence[OwnItem] = ()) -> None:
        self._own = tuple(own)
        self._own_items = tuple(items)

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
                mine.key, mine.short, {mine.language or "en": mine.title}, mine.source, tuple(_item(one) for one in items)
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
        said = " ".join(typed.casefold().split())
        if said in self._folded_codes and parted(self._folded_codes[said])[0] in in_use:
            return self._folded_codes[said]
        found = _TYPED.fullmatch(said)
        if found is None:
            return None
        name, bare = (found[1] or "").rstrip("-"), found[2]
        keys = [key for key in in_use if name in (key, self._short(key))] if name else [key for key in in_use if not self._short(key)]
        return next((code for key in keys if (code := self._folded_codes.get(f"{key} {bare}"))), None)

    @cached_property
    def _folded_codes(self) -> Mapping[str, str]:
        return {code.casefold(): code for code in self._items}

    def _short(self, key: str) -> str:
        found = self._frameworks.get(key)
        return found.short.casefold() if found else ""

    def complete(
        self, typed: str, limit: int = 8, in_use: Sequence[str] = KEYS, language: str = "en"
    ) -> tuple[tuple[str, str], ...]:
        """Full codes and labels that fit what was typed after `#`: codes that begin so first, then words of the label."""
        wanted = folded(" ".join(typed.split()))
        ranked: list[tuple[int, str]] = []
        for code, said in self._searched(language):
            if parted(code)[0] not in in_use:
                continue
            shown = folded(self.shown(code))
            if not wanted or shown.startswith(wanted) or shown.replace(" ", "").startswith(wanted):
                ranked.append((0, code))
            elif code.casefold().startswith(wanted):
                ranked.append((1, code))
            elif len(wanted) > 1 and any(word.startswith(wanted) for word in said.split()):
                ranked.append((2, code))
            if len(ranked) >= 40 * limit:
                break
        ranked.sort(key=lambda one: (one[0], in_use.index(parted(one[1])[0]), code_key(parted(one[1])[1])))
        return tuple((code, self.label(code, language)) for _, code in ranked[:limit])

    def _searched(self, language: str) -> tuple[tuple[str, str], ...]:
        kept = self.__dict__.setdefault("_folded_labels", {})
        if language not in kept:
            kept[language] = tuple((code, folded(item.label(language))) for code, item in self._items.items())
        found: tuple[tuple[str, str], ...] = kept[language]
        return found


def _read(key: str) -> Framework:
    said = json.loads(resource("frameworks", f"{key}.json").read_text(encoding="utf-8"))
    items = tuple(
        Item(
            str(one["code"]), one.get("labels", {}), str(one.get("parent", "")), tuple(one.get("links", ())),
            migration=bool(one.get("migration")), editable=bool(one.get("editable")),
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
