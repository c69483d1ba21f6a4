"""The frameworks of a forum: which are in use, the organiser's own titles, and frameworks of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from forumdesk.domain.errors import BadInput, NotAllowed
from forumdesk.domain.forum import FORUM_ID, Forum
from forumdesk.domain.frameworks import Item, OwnFramework, OwnItem
from forumdesk.domain.ids import natural_id
from forumdesk.domain.text import one_line
from forumdesk.services.catalogue import Catalogue
from forumdesk.storage.database import Database
from forumdesk.storage.work import Reader

if TYPE_CHECKING:
    from forumdesk.exchange.frameworks_in import FrameworkPreview as FrameworkPreview  # noqa: PLC0414 - for the window, which may not look further down


class Referencing:
    """What recommendations and notes can be tied to in this forum."""

    def __init__(self, database: Database, shipped: Catalogue) -> None:
        self._database = database
        self._shipped = shipped
        self._made_from: tuple[tuple[OwnFramework, ...], tuple[OwnItem, ...]] = ((), ())
        self._made = shipped

    def catalogue(self) -> Catalogue:
        """Every framework of this forum, the organiser's own included."""
        with self._database.read() as forum:
            return self.catalogue_in(forum)

    def catalogue_in(self, forum: Reader) -> Catalogue:
        """The same, inside a unit of work; made anew only when something changed."""
        own = (forum.all(OwnFramework), forum.all(OwnItem))
        if own != self._made_from:
            self._made_from = own
            self._made = self._shipped.with_own(*own)
        return self._made

    def in_use(self) -> tuple[str, ...]:
        """Keys of the frameworks in use."""
        with self._database.read() as forum:
            return _in_use(forum)

    def in_use_in(self, forum: Reader) -> tuple[str, ...]:
        """The same, inside a unit of work."""
        return _in_use(forum)

    def reader(self, forum: Reader) -> Callable[[str], str | None]:
        """What turns a code as people type it into a full code of a framework in use."""
        catalogue, in_use = self.catalogue_in(forum), _in_use(forum)

        def read(typed: str) -> str | None:
            return catalogue.read(typed, in_use)

        return read

    def use(self, keys: Sequence[str]) -> None:
        """Set which frameworks are in use; codes given before stay."""
        with self._database.write("use-frameworks") as work:
            forum = work.get(Forum, FORUM_ID) or Forum(id=FORUM_ID)
            work.put(replace(forum, frameworks=tuple(sorted(set(keys)))))

    def title_item(self, framework: str, code: str, label: str, *, language: str = "en") -> OwnItem:
        """Give an editable item its title, as the document in hand has it."""
        with self._database.write("title-item") as work:
            item = self.catalogue_in(work).item(f"{framework} {code}")
            if item is None or not item.editable:
                raise NotAllowed("Only items that ship without a verified title can be titled.")
            record = natural_id("framework-item", framework, code)
            own = work.get(OwnItem, record) or OwnItem(id=record, framework=framework, code=code)
            labels = {**_labels(own), language: one_line(label)}
            return work.put(replace(own, labels=_packed(labels)))

    def preview(self, path: Path) -> FrameworkPreview:
        """Read a framework from a workbook or a CSV file without keeping anything."""
        reader = import_module("forumdesk.exchange.frameworks_in")  # loads openpyxl, which no start should pay for
        return cast("FrameworkPreview", reader.read_framework(path))

    def import_own(
        self, key: str, title: str, items: Sequence[Item], *, short: str = "", source: str = ""
    ) -> OwnFramework:
        """Keep a framework of the organiser's own and take it into use."""
        name = one_line(key).casefold().replace(" ", "-")
        if not name:
            raise BadInput("A framework needs a short key.", "Use a few letters, such as “region”.")
        if self._shipped.framework(name) is not None:
            raise NotAllowed(
                "“{key}” is the key of a framework that ships with ForumDesk.", "Choose another.", key=name
            )
        with self._database.write("import-framework") as work:
            framework = OwnFramework(
                id=natural_id("framework", name),
                key=name,
                short=one_line(short) or name.upper(),
                title=one_line(title),
                source=one_line(source),
            )
            work.put(framework)
            for item in items:
                work.put(
                    OwnItem(
                        id=natural_id("framework-item", name, item.code),
                        framework=name,
                        code=item.code,
                        labels=_packed(item.labels),
                        parent=item.parent,
                        links=tuple(sorted(item.links)),
                    )
                )
            forum = work.get(Forum, FORUM_ID) or Forum(id=FORUM_ID)
            work.put(replace(forum, frameworks=tuple(sorted({*forum.frameworks, name}))))
            return framework

    def remove_own(self, key: str) -> None:
        """Take the organiser's own framework away; codes given before stay as they are."""
        with self._database.write("remove-framework") as work:
            work.delete(work.require(OwnFramework, natural_id("framework", key)))
            for item in work.all(OwnItem, framework=key):
                work.delete(item)


def _in_use(forum: Reader) -> tuple[str, ...]:
    found = forum.get(Forum, FORUM_ID)
    return found.frameworks if found else ()


def _labels(own: OwnItem) -> dict[str, str]:
    return dict(label.split("=", 1) for label in own.labels)


def _packed(labels: object) -> tuple[str, ...]:
    return tuple(sorted(f"{language}={label}" for language, label in dict(labels).items() if label))  # type: ignore[call-overload]
