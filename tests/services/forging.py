"""Packages made by hand: by somebody who has a key of his own and knows how a package is written."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from forumdesk.domain.attestation import Given
from forumdesk.domain.devices import Laptop
from forumdesk.domain.handover import Manifest, Receipt, Scope
from forumdesk.domain.merkle import spans_of
from forumdesk.domain.revisions import Revision
from forumdesk.exchange.package import Writer
from forumdesk.exchange.signing import public_key, sign
from forumdesk.services.desk import Desk
from forumdesk.storage.connection import connect
from tests.builders import a_head
from tests.services.hands import HandClock


def written_in(desk: Desk) -> list[Revision]:
    """Everything that a forum's log says."""
    with desk._database.read() as forum:
        return list(forum.log.all_revisions())


def begun(desk: Desk) -> str:
    with desk._database.read() as forum:
        return forum.begun


def heads_of(entries: Sequence[Revision], laptop: Laptop, forum: str) -> tuple[Given, ...]:
    """What a laptop signs of all of its own branch."""
    spans = spans_of([one.number for one in entries])
    return (Given(signed=a_head(entries, laptop, forum, branch=entries[0].branch), spans=spans),)


def packaged(
    path: Path,
    by: Laptop,
    forum: str,
    content: Sequence[Revision],
    *,
    scope: Scope | None = None,
    heads: Sequence[Given] | None = None,
) -> Path:
    """A package that a laptop signed, of words that may be anybody's."""
    said = Manifest(
        begun=forum,
        title="Test forum",
        device=by.device,
        laptop=by.name,
        author=by.author,
        created=HandClock().instant,
        scope=scope or Scope(),
        receipt=Receipt(notes=0, recommendations=0, last_edit=None, mark="ABCD-EFGH"),
        revisions=len(content),
        members={},
        key=public_key(by.secret).hex(),
        heads=tuple(heads_of(content, by, forum) if heads is None else heads),
    )
    with path.open("wb") as file, Writer(file) as writer:
        writer.revisions(content)
        writer.proofs(())
        writer.finish(said, lambda message: sign(by.secret, message))
    return path


def altered(file: Path, statement: str) -> Path:
    """A copy of a forum file in which somebody wrote by hand."""
    copy = Path(shutil.copy(file, file.with_name(f"altered {file.name}")))
    with closing(connect(copy)) as driver:
        driver.execute(statement)
    return copy


def put_in(one: Revision, **said: object) -> Revision:
    """A revision that says something else under its own id."""
    return replace(one, **said)  # type: ignore[arg-type]
