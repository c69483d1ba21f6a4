"""Commands for cities: send them their packs, open one, answer, send the answers back, and tell what changed since."""

# ruff: noqa: PLC0415 - what signs and writes workbooks is loaded where a command first needs it: help answers at once

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from forumdesk.cli.frame import ForumCommand, as_json, main, on_forum, show, tell, this_laptop, to_read, to_work
from forumdesk.cli.together import merge, passphrase_file, passphrase_in
from forumdesk.domain.answers import Decision
from forumdesk.domain.errors import CannotWrite, NotFound

if TYPE_CHECKING:
    from forumdesk.domain.answers import Answer
    from forumdesk.domain.review import ReviewItem
    from forumdesk.services.desk import Desk

DECISIONS = {one.value or "none": one for one in Decision}
_NUMBER = re.compile(r"[Rr]-?(\d{1,9})")


@main.group()
def review() -> None:
    """Ask cities what they do with each recommendation, and bring their answers together."""


review.command_class = ForumCommand
city_option = click.option(
    "--city", metavar="NAME", required=True, help="The city; with its country where two share it."
)


@review.command(name="export")
@on_forum
@click.argument("out")
@city_option
@click.option("--language", metavar="LANGUAGE", default="", help="Its language; the city's own unless it is said.")
@passphrase_file
@as_json
def export_pack(file: str, out: str, city: str, language: str, passphrase_file: Path | None, *, as_json: bool) -> None:
    """Send a city its review pack: write OUT, a package, or a workbook where it ends in .xlsx."""
    from forumdesk.services.packing import Seal
    from forumdesk.services.reviewing import Order

    sealed = Seal((), passphrase_in(passphrase_file))
    with to_work(file) as desk:
        cautions = desk.reviewing.cautions()
        sent = desk.reviewing.send_to(Order((city,), language=language), Path(out), sealed=sealed)
    if cautions:
        tell(f"Note: these name somebody of a room in which nobody may be named: {', '.join(cautions)}.")
    pack = sent.pack
    if as_json:
        told = {"id": pack.id, "file": str(sent.path), "city": pack.city, "number": pack.number}
        told = {**told, "language": pack.language, "recommendations": len(pack.items)}
        print(json.dumps({**told, "fingerprint": sent.fingerprint}, ensure_ascii=False))
        return
    print(
        f"wrote {sent.path}: pack {pack.number} of {pack.city}, {len(pack.items)} recommendations, in {pack.language}"
    )


@review.command(name="open")
@click.argument("pack", type=click.Path(path_type=Path))
@click.argument("newfile")
@passphrase_file
@as_json
def open_pack(pack: Path, newfile: str, passphrase_file: Path | None, *, as_json: bool) -> None:
    """Make a forum file NEWFILE of a PACK, where a city has none yet."""
    from forumdesk.services.merging import Terms

    if not pack.is_file():
        raise CannotWrite("“{name}” is not there.", "Look at its name.", name=pack.name)
    desk = this_laptop().from_pack(pack, Path(newfile), Terms(passphrase_in(passphrase_file)))
    try:
        cities = [one.label for one in desk.answering.asked()]
        if as_json:
            print(json.dumps({"id": str(desk.path), "file": desk.path.name, "cities": cities}, ensure_ascii=False))
        else:
            print(f"made {desk.path}: review by {', '.join(cities)}")
    finally:
        desk.close()


@review.command(name="import")
@on_forum
@click.argument("sources", metavar="IN...", nargs=-1, required=True, type=click.Path(path_type=Path))
@passphrase_file
@as_json
@click.pass_context
def import_answers(
    ctx: click.Context, file: str, sources: tuple[Path, ...], passphrase_file: Path | None, *, as_json: bool
) -> None:
    """Bring the answers IN into FILE, as `merge` brings anything else."""
    ctx.invoke(
        merge,
        file=file,
        sources=sources,
        accept=(),
        passphrase_file=passphrase_file,
        dry_run=False,
        known_only=False,
        as_json=as_json,
    )


@review.command()
@on_forum
@click.argument("city")
@click.argument("record")
@click.argument("decision", type=click.Choice(list(DECISIONS)), metavar="DECISION")
@click.option("--wording", metavar="TEXT", help="Your own wording.")
@click.option("--reason", metavar="TEXT", help="Why.")
@click.option("--unit", metavar="TEXT", help="The responsible unit.")
@click.option("--due", metavar="DAY", type=click.DateTime(["%Y-%m-%d"]), help="Until when, such as 2027-06-30.")
@click.option("--cost", metavar="AMOUNT", help="What it costs, such as 1250.50.")
@click.option("--currency", metavar="CODE", help="In which currency, such as XOF.")
@click.option("--indicator", metavar="TEXT", help="What it is measured by.")
@click.option("--progress", metavar="TEXT", help="How far it is.")
@as_json
def answer(
    file: str, city: str, record: str, decision: str, due: datetime | None, *, as_json: bool, **texts: str | None
) -> None:
    """Answer for CITY: accept, adapt, defer or reject RECORD, an id or a number such as R-07."""
    fields: dict[str, Any] = {name: said for name, said in texts.items() if said is not None}
    if due is not None:
        fields["due"] = due.date()
    with to_work(file) as desk:
        found = desk.reviewing.city(city)
        asked = _asked(desk, city, record)
        made = desk.answering.answer(found, asked.recommendation, decision=DECISIONS[decision], **fields)
    _tell_answer(asked, made, as_json=as_json)
    if made.lacks:
        tell(f"It cannot be sent yet; it lacks: {', '.join(made.lacks)}.")


@review.command()
@on_forum
@click.argument("city")
@click.argument("record")
@as_json
def correct(file: str, city: str, record: str, *, as_json: bool) -> None:
    """Begin a new answer of CITY to RECORD in place of the one that was sent; that one stays as it is."""
    with to_work(file) as desk:
        asked = _asked(desk, city, record)
        made = desk.answering.correct(desk.reviewing.city(city), asked.recommendation)
    _tell_answer(asked, made, as_json=as_json)


@review.command()
@on_forum
@click.argument("city")
@click.argument("out")
@passphrase_file
@as_json
def send(file: str, city: str, out: str, passphrase_file: Path | None, *, as_json: bool) -> None:
    """Send what CITY answered: it stays as it is from now on; write it as a package to OUT."""
    from forumdesk.services.packing import Seal

    with to_work(file) as desk:
        sealed = Seal((), passphrase_in(passphrase_file))
        returned = desk.answering.send(desk.reviewing.city(city), Path(out), sealed=sealed)
    packed = returned.packed
    if as_json:
        told = {"id": packed.receipt.mark, "file": str(packed.path), "fingerprint": packed.fingerprint}
        print(json.dumps({**told, "sent": returned.sent, "stayed": list(returned.labels)}, ensure_ascii=False))
    else:
        held = packed.receipt.recommendations
        answers = "1 answer" if held == 1 else f"{held} answers"
        print(f"wrote {packed.path}: {answers}, {returned.sent} sent now")
        print(f"Signed by this laptop: {packed.fingerprint}")
    if returned.labels:
        tell(f"These lack something or differ, and stayed: {', '.join(returned.labels)}.")


@review.command()
@on_forum
@click.argument("city")
@click.option("--since", metavar="NUMBER", type=click.IntRange(1), help="Since this pack; else the last but one.")
@as_json
def changes(file: str, city: str, since: int | None, *, as_json: bool) -> None:
    """Tell what changed for CITY since one of its packs."""
    from forumdesk.services.answer_lists import plain_change

    with to_read(file) as desk:
        found = desk.reviewing.changes(desk.reviewing.city(city), since or 0)
    if not as_json:
        tell(f"Since pack {found.pack.number} of {found.pack.city}:")
    show(map(plain_change, found.changes), "changes", as_json=as_json, empty="Nothing changed.")


@review.command()
@on_forum
@click.argument("record")
@click.option("--lead", metavar="CITY", default="", help="The city that leads; else the one with the earliest date.")
@as_json
def initiative(file: str, record: str, lead: str, *, as_json: bool) -> None:
    """Form an initiative of the cities that said yes to RECORD."""
    with to_work(file) as desk:
        leading = desk.reviewing.city(lead).name if lead else ""
        made = desk.responses.form_initiative(_asked(desk, "", record).recommendation, leading)
    if as_json:
        told = {"id": made.id, "title": made.title, "lead": made.lead_city, "partners": list(made.partner_cities)}
        print(json.dumps(told, ensure_ascii=False))
        return
    partners = f" with {', '.join(made.partner_cities)}" if made.partner_cities else ""
    print(f"kept {made.id}: {made.lead_city}{partners}")


def _tell_answer(item: ReviewItem, answer: Answer, *, as_json: bool) -> None:
    from forumdesk.services.answer_lists import plain_answer

    print(json.dumps(plain_answer(item, answer), ensure_ascii=False) if as_json else f"kept {answer.id}")


def _asked(desk: Desk, city: str, record: str) -> ReviewItem:
    """The recommendation that is meant by its id or its number; of one city where that is said."""
    if city:
        items = [one.item for one in desk.answering.review(desk.reviewing.city(city)).questions]
    else:
        items = [row.item for row in desk.responses.matrix().rows]
    number = _NUMBER.fullmatch(record)
    for item in items:
        if record in (item.recommendation, item.id) or (number and item.number == int(number[1])):
            return item
    raise NotFound("No city was asked about “{record}”.", "Say its number, such as R-07.", record=record)
