"""Commands on one forum: make it, list it, take notes, export, check, undo, snapshots and search."""

# ruff: noqa: PLC0415 - the database and the workbook are loaded where a command first needs them: help answers at once

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

import click

from forumdesk.cli.frame import (
    SAMPLE,
    acknowledge,
    as_json,
    is_terminal,
    main,
    on_forum,
    path_of,
    show,
    tell,
    tell_turn,
    this_laptop,
    to_read,
    to_work,
    watched,
)
from forumdesk.domain.errors import BadInput, NotFound

LISTS = (
    "sessions",
    "notes",
    "recommendations",
    "duplicates",
    "participants",
    "rooms",
    "conflicts",
    "laptops",
    "alike",
    "acts",
    "answers",
    "matrix",
    "commitments",
    "gaps",
)


@main.command()
@click.argument("file")
@click.option("--template", metavar="NAME", default="blank", help="What to begin with: blank unless it is said.")
@click.option("--title", metavar="TITLE", help="What the forum is called.")
@click.option("--starts", metavar="DAY", type=click.DateTime(["%Y-%m-%d"]), help="Its first day, such as 2026-09-29.")
def new(file: str, template: str, title: str | None, starts: datetime | None) -> None:
    """Begin a forum in FILE."""
    fields = {} if title is None else {"title": title}
    desk = this_laptop().new(Path(file), template=template, starts=starts.date() if starts else None, **fields)
    desk.close()
    print(f"made {desk.path}")


@main.command()
@click.argument("file")
def sample(file: str) -> None:
    """Write the sample forum to FILE."""
    desk = this_laptop().sample(Path(file))
    desk.close()
    print(f"made {desk.path}")


@main.command(name="list")
@on_forum
@click.argument("what", type=click.Choice(LISTS), metavar="WHAT")
@click.option("--session", metavar="CODE", help="Only what belongs to this session.")
@as_json
def list_(file: str, what: str, session: str | None, *, as_json: bool) -> None:
    """List sessions, notes, recommendations and whatever else WHAT may be of FILE, answers of cities included."""
    with to_read(file) as desk:
        only = desk.planning.session(session).id if session else ""
        show(desk.listing.listed(what, only), what, as_json=as_json, zone=desk.planning.forum().zone)


@main.command()
@on_forum
@click.option("--session", metavar="CODE", required=True, help="The session in which it is said.")
def capture(file: str, session: str) -> None:
    """Keep a note for each line of standard input; print its id once it is on the disk."""
    refused = 0
    with to_work(file) as desk:
        room = desk.planning.session(session).id
        if is_terminal(sys.stdin):
            tell("Each line is a note; Ctrl+D ends, on Windows Ctrl+Z and Enter.")
        for number, line in enumerate(sys.stdin or (), 1):
            if not line.strip():
                continue
            try:
                note = desk.capturing.keep(room, line.rstrip("\n"))
            except BadInput as error:
                refused += 1
                tell(f"Line {number} was not kept: {error}")
            else:
                acknowledge(f"kept {note.id}")
            if number % 500 == 0:
                desk.tidy()
    if refused:
        raise BadInput("{count} of the lines could not be kept; the others are.", count=refused)


@main.command()
@on_forum
@click.argument("out")
@click.option("--preset", metavar="NAME", default="", help="Sheets and columns as this preset of the forum has them.")
@click.option("--language", metavar="LANGUAGE", default="", help="Language of headings, such as en.")
@click.option("--chatham-house", is_flag=True, help="Reveal no person, city or organisation of any session.")
def export(file: str, out: str, preset: str, language: str, *, chatham_house: bool) -> None:
    """Write the workbook of FILE to OUT."""
    with to_read(file) as desk, watched() as progress:
        written = desk.exporting.export(
            Path(out), preset=preset, language=language, chatham_house=chatham_house, progress=progress
        )
    for warning in written.warnings:
        tell(f"Note: {warning}")
    print(f"wrote {written.path}: {', '.join(f'{sheet} {count}' for sheet, count in written.rows.items())}")


@main.command()
@on_forum
@as_json
def check(file: str, *, as_json: bool) -> None:
    """Check FILE, its log against what is shown, and what an export would warn about."""
    from forumdesk.services.listing import plain_finding

    with to_read(file) as desk, watched() as progress:
        faults = desk.checking.faults(progress)
        oddities = [] if faults else desk.checking.oddities()
        findings = [plain_finding(one) for one in desk.preflight.findings()]
        name = desk.path.name
    if as_json:
        told = {"id": name, "sound": not faults, "faults": faults, "oddities": oddities, "findings": findings}
        print(json.dumps(told, ensure_ascii=False))
    else:
        print("\n".join(faults or ["The file is sound.", *oddities]))
        print("\n".join(f"Before an export, look at this: {one['sentence']}" for one in findings))
    if faults:
        raise BadInput("“{name}” has faults.", "Restore a snapshot, or ask for the file again.", name=name)


@main.command()
@on_forum
@click.argument("act", required=False, default="")
def undo(file: str, act: str) -> None:
    """Take the last act of this laptop in FILE back, or the ACT with this id; its end is enough."""
    with to_work(file) as desk, watched() as progress:
        tell_turn("Undone", desk.history.undo(act, progress=progress), desk.planning.forum().zone)


@main.command()
@on_forum
@click.argument("act", required=False, default="")
def redo(file: str, act: str) -> None:
    """Do again what was undone last in FILE, or the undone ACT with this id; its end is enough."""
    with to_work(file) as desk, watched() as progress:
        tell_turn("Redone", desk.history.redo(act, progress=progress), desk.planning.forum().zone)


@main.command()
@on_forum
@click.argument("record", required=False)
@as_json
def history(file: str, record: str | None, *, as_json: bool) -> None:
    """Tell what was done, to the whole of FILE or to one record: an id, or a number such as R-07."""
    with to_read(file) as desk:
        if record is None:
            show(desk.listing.listed("acts"), "acts", as_json=as_json)
        else:
            show(desk.listing.versions(record), "versions", as_json=as_json)


@main.command()
@on_forum
@as_json
def snapshots(file: str, *, as_json: bool) -> None:
    """List the snapshots of FILE, the newest first."""
    from forumdesk.services.keeping import listed
    from forumdesk.services.listing import plain_snapshot

    found = () if file == SAMPLE else listed(path_of(file))
    show(map(plain_snapshot, found), "snapshots", as_json=as_json)


@main.command()
@on_forum
@click.argument("snapshot")
@click.argument("newfile")
def restore(file: str, snapshot: str, newfile: str) -> None:
    """Restore a SNAPSHOT of FILE to NEWFILE; the beginning of its name is enough."""
    from forumdesk.services import keeping

    if file == SAMPLE:
        raise NotFound("A fresh copy of the sample has no snapshots.")
    taken = keeping.restore(path_of(file), snapshot, Path(newfile))
    print(f"restored {taken.name} to {newfile}")


@main.command()
@on_forum
@click.argument("query")
@click.option(
    "--limit", metavar="COUNT", type=click.IntRange(1), default=50, help="At most so many; 50 unless it is said."
)
@as_json
def search(file: str, query: str, limit: int, *, as_json: bool) -> None:
    """Find notes, recommendations, sessions and people of FILE that hold every word of QUERY."""
    with to_read(file) as desk:
        hits = desk.finding.search(query, limit=limit)
        show(desk.listing.found(hits), "hits", as_json=as_json, empty=f"Nothing holds every word of “{query}”.")
