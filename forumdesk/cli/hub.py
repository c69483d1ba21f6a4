"""Commands for a hub: exchange a forum with it, once or again and again, and keep it."""

# ruff: noqa: PLC0415 - what speaks to a hub is loaded where a command first needs it: help answers at once

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, TypeVar

import click

from forumdesk.cli.frame import (
    acknowledge,
    as_json,
    main,
    on_forum,
    path_of,
    secret_in,
    show,
    tell,
    to_read,
    to_work,
    watched,
)
from forumdesk.domain.errors import BadInput, ForumInUse, HubAway

if TYPE_CHECKING:
    from forumdesk.services.syncing import Exchanged, Syncing

T = TypeVar("T")
MOST_PAUSE = 600
"""Seconds after which a hub that does not answer is tried again at the latest."""
DOINGS = ("init", "admit", "dismiss", "members")

password_file = click.option(
    "--password-file",
    metavar="F",
    type=click.Path(path_type=Path),
    help="A file with the password on its first line; PGPASSWORD and .pgpass do as well.",
)


@main.command()
@on_forum
@click.argument("url")
@click.option(
    "--every", metavar="SECONDS", type=click.IntRange(1), help="Go on, and exchange again after so many seconds."
)
@password_file
@as_json
def sync(file: str, url: str, every: int | None, password_file: Path | None, *, as_json: bool) -> None:
    """Exchange what is new in FILE with the hub at URL, such as postgresql://laptop@hub.example.org/forums.

    Cut at any moment it loses nothing: the next time goes on from there. A revision that is refused is left out and
    told, and the exit code is 1.
    """
    password = secret_in(password_file, "password")
    if every is None:
        refused = len(_exchanged(file, url, password, as_json=as_json).refused)
        if refused:
            raise BadInput("Revisions refused: {count}. All others are exchanged.", count=refused)
        return
    _again_and_again(file, url, password, every=every, as_json=as_json)


def _again_and_again(file: str, url: str, password: str, *, every: int, as_json: bool) -> None:
    """Exchange until somebody stops it; what is only away for a while is told once and tried again."""
    pause, over = every, ""
    while True:
        try:
            _exchanged(file, url, password, as_json=as_json)
        except (HubAway, ForumInUse) as error:
            pause = min(2 * pause, max(every, MOST_PAUSE))
            if not over:
                tell(f"{error} It is tried again, at first in {pause} seconds.")
            over = "The hub answers again." if isinstance(error, HubAway) else "The forum is free again."
        else:
            if over:
                tell(over)
            pause, over = every, ""
        Event().wait(pause)


def _exchanged(file: str, url: str, password: str, *, as_json: bool) -> Exchanged:
    """One exchange, told; the file is open no longer than it takes."""
    from forumdesk.services.hub import Exchange

    with to_work(file) as desk, watched() as progress:

        def at_file(step: Callable[[Syncing], T]) -> T:
            return step(desk.syncing)

        done = Exchange(url, at_file, password=password).run(progress)
    acknowledge(json.dumps(_plain(done), ensure_ascii=False) if as_json else _line(done))
    if done.healed:
        tell("The hub had lost what it once had, as one that was restored from an older copy; it was given all again.")
    for one in (*_beside(done), *dict.fromkeys(one.sentence for one in done.refused)):
        tell(one)
    return done


def _beside(done: Exchanged) -> Iterator[str]:
    """What was neither taken in nor refused, and what else there is to know."""
    if done.aside:
        yield f"Set aside here before, and still set aside: {done.aside}. Redo the act that you undid to have it back."
    if done.distrusted:
        yield f"Left out, for the laptop is not trusted any more: {done.distrusted}."
    for laptop in done.doubled:
        yield f"Two laptops write with the keys of “{laptop}”: both logs are kept. Give one of them keys of its own."


@main.command()
@click.argument("doing", metavar="DO", type=click.Choice(DOINGS))
@click.argument("url")
@click.argument("forum", required=False)
@click.argument("role", required=False)
@password_file
@as_json
def hub(
    doing: str, url: str, forum: str | None, role: str | None, password_file: Path | None, *, as_json: bool
) -> None:
    """Keep the hub at URL: DO is `init`, `admit` or `dismiss` (FORUM and ROLE), or `members`.

    FORUM is a forum file, or the key that `members` shows; ROLE is one of the database.
    """
    from forumdesk.services import hub as hubs

    password = secret_in(password_file, "password")
    if (doing in ("admit", "dismiss")) != bool(forum and role) or (role is None) != (forum is None):
        raise click.UsageError("Say FORUM and ROLE with `admit` and `dismiss`, and with nothing else.")
    if doing == "init":
        made = hubs.prepare(url, password)
        print("prepared the hub" if made else "the hub was prepared already")
    elif doing == "members":
        found = ({"id": key, "role": one, "revisions": many} for key, one, many in hubs.members(url, password))
        show(found, "members", as_json=as_json, empty="Nobody is admitted yet.")
    else:
        key = _key(str(forum))
        (hubs.admit if doing == "admit" else hubs.dismiss)(url, key, str(role), password)
        print(f"{'admitted' if doing == 'admit' else 'dismissed'} {role}: {key}")


def _key(forum: str) -> str:
    """The forum as hubs call it: written so, or read from its file."""
    if not path_of(forum).exists():
        return forum
    with to_read(forum) as desk:
        return desk.syncing.key()


def _plain(done: Exchanged) -> dict[str, object]:
    return {
        "id": done.hub,
        "sent": done.sent,
        "received": done.received,
        "photos_sent": done.photos_sent,
        "photos_received": done.photos_received,
        "conflicts": done.conflicts,
        "aside": done.aside,
        "distrusted": done.distrusted,
        "doubled": list(done.doubled),
        "refused": [one.sentence for one in done.refused],
        "healed": done.healed,
    }


def _line(done: Exchanged) -> str:
    if not (done.sent or done.received or done.photos_sent or done.photos_received):
        return f"{done.hub}: nothing new on either side"
    return (
        f"{done.hub}: {done.sent} sent, {done.received} received, {done.photos_sent + done.photos_received} photos,"
        f" {done.conflicts} conflicts"
    )
