"""Commands on recommendations: group what asks the same, take it apart, bring all into order, and make it final."""

from __future__ import annotations

import click

from forumdesk.cli.frame import main, on_forum, tell, to_work
from forumdesk.domain.errors import BadInput


@main.command()
@on_forum
@click.argument("records", metavar="RECORD...", nargs=-1, required=True)
@click.option("--text", metavar="TEXT", default="", help="The group's wording; that of the first unless it is said.")
def group(file: str, records: tuple[str, ...], text: str) -> None:
    """Group recommendations of FILE under one wording; a RECORD is a number such as R-07, or an id.

    Where one of them is a group, the others join it. Each of them stays as it was, under its group.
    """
    with to_work(file) as desk:
        made = desk.grouping.group([desk.grouping.named(one).id for one in records], text)
        rooms = desk.grouping.family(made.id).origin.rooms
    print(f"{made.label} {made.id}: {made.text}")
    tell(
        f"It is from {len(rooms)} rooms: {', '.join(rooms)}." if len(rooms) > 1 else "“forumdesk split” takes it apart."
    )


@main.command()
@on_forum
@click.argument("group")
@click.option("--only", metavar="RECORD", multiple=True, help="Take only this member out, by its id; may be repeated.")
def split(file: str, group: str, only: tuple[str, ...]) -> None:
    """Take a GROUP of FILE apart: what it was made of is there again as it was."""
    with to_work(file) as desk:
        found = desk.grouping.named(group)
        members = {one.record.id: one.record for one in desk.grouping.family(found.id).members}
        if only:
            strangers = [one for one in only if one not in members and not desk.grouping.names(one, found.id)]
            if strangers:
                raise BadInput("“{record}” is not in {label}.", record=strangers[0], label=found.label)
            desk.grouping.take_out(only)
        else:
            desk.grouping.split(found.id)
    for one in members.values():
        if not only or one.id in only:
            print(f"{one.label} {one.id}: {one.text}")


@main.command()
@on_forum
@click.argument("first")
@click.argument("second")
def apart(file: str, first: str, second: str) -> None:
    """Say of FIRST and SECOND in FILE that they read alike and ask something else: they are no duplicates."""
    with to_work(file) as desk:
        some, other = desk.grouping.named(first), desk.grouping.named(second)
        desk.grouping.keep_apart(some.id, other.id)
    print(f"{some.label} and {other.label} are kept apart")


@main.command()
@on_forum
@click.argument("records", metavar="RECORD...", nargs=-1, required=True)
def order(file: str, records: tuple[str, ...]) -> None:
    """Number recommendations of FILE in the order in which they are named, from the first free number on."""
    with to_work(file) as desk:
        for one in desk.finishing.number_as([desk.grouping.named(one).id for one in records]):
            print(f"{one.label} {one.id}")


@main.command()
@on_forum
@click.argument("records", metavar="RECORD...", nargs=-1)
@click.option("--anyway", is_flag=True, help="Also those that lack something, as long as they have a wording.")
def final(file: str, records: tuple[str, ...], *, anyway: bool) -> None:
    """Make drafts of FILE final, those named or all of them, and say what is missing of the others."""
    with to_work(file) as desk:
        ids = [desk.grouping.named(one).id for one in records]
        drafts = len(desk.finishing.checks(ids))
        left = desk.finishing.make_final(ids, anyway=anyway)
    for one in left:
        missing = ", ".join((*one.lacks, *one.troubles))
        tell(f"{one.record.label} stays a draft: {missing}")
    print(f"{drafts - len(left)} made final, {len(left)} still in draft")
