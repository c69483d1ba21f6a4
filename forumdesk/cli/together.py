"""Commands between laptops: hand a forum over, bring together what came back, settle what differs."""

# ruff: noqa: PLC0415 - what signs and encrypts is loaded where a command first needs it: help answers at once

from __future__ import annotations

import json
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from forumdesk.cli.frame import as_json, main, on_forum, secret_in, tell, to_read, to_work, watched
from forumdesk.domain.errors import BadInput
from forumdesk.domain.records import instant_text
from forumdesk.services.returning.told import LACKING

if TYPE_CHECKING:
    from forumdesk.domain.handover import Receipt
    from forumdesk.services.merging import Brought, Merged
    from forumdesk.services.returning.told import Returned

_SHOWN = 60
"""Letters of a cell that are shown of it."""
passphrase_file = click.option(
    "--passphrase-file",
    metavar="F",
    type=click.Path(path_type=Path),
    help="A file with the passphrase on its first line.",
)


@main.command()
@on_forum
@click.argument("out")
@click.option(
    "--session", "sessions", metavar="CODE", multiple=True, help="Only this session; may be said several times."
)
@click.option("--city", metavar="NAME", default="", help="Only the recommendations of this city, without any note.")
@click.option("--since-last", is_flag=True, help="Only what was added since the last hand-over.")
@click.option("--to", "recipients", metavar="KEY", multiple=True, help="Encrypt for the laptop with this key.")
@passphrase_file
@as_json
def pack(  # noqa: PLR0913 - the options of the command
    file: str,
    out: str,
    sessions: tuple[str, ...],
    city: str,
    recipients: tuple[str, ...],
    passphrase_file: Path | None,
    *,
    since_last: bool,
    as_json: bool,
) -> None:
    """Hand FILE over: write a signed package to OUT, read it again, and print its receipt."""
    from forumdesk.services.packing import Seal

    if recipients and passphrase_file:
        raise BadInput("A package is encrypted for laptops or under a passphrase.", "Choose one of them.")
    sealed = Seal(recipients, passphrase_in(passphrase_file))
    with to_read(file) as desk, watched() as progress:
        scope = desk.packing.scope(sessions=sessions, city=city, since_last=since_last)
        packed = desk.packing.pack(Path(out), scope, sealed=sealed, progress=progress)
    receipt = packed.receipt
    if as_json:
        told = {"id": receipt.mark, "file": str(packed.path), "revisions": packed.manifest.revisions}
        print(json.dumps({**told, **_plain(receipt), "fingerprint": packed.fingerprint}, ensure_ascii=False))
        return
    print(f"wrote {packed.path}")
    last = instant_text(receipt.last_edit) if receipt.last_edit else "never"
    print(f"Receipt {receipt.mark}: {receipt.notes} notes, {receipt.recommendations} recommendations, last edit {last}")
    if receipt.head:
        branch, size = receipt.head.split()
        print(f"The log of this laptop has {size} entries, in branch {branch}.")
    print(f"Signed by this laptop: {packed.fingerprint}")


@main.command()
@on_forum
@click.argument("sources", metavar="IN...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Tell what would happen, and change nothing.")
@click.option("--accept", metavar="FINGERPRINT", multiple=True, help="Take the signature that is read out like this.")
@click.option("--known-only", is_flag=True, help="Refuse laptops that were never met before.")
@click.option("--leave-aside", is_flag=True, help="Leave aside what was set aside when a merge was taken back.")
@click.option("--witness", is_flag=True, help="Take in, under this laptop's name, words that nobody signed.")
@passphrase_file
@as_json
def merge(  # noqa: PLR0913 - the options of the command
    file: str,
    sources: tuple[Path, ...],
    accept: tuple[str, ...],
    passphrase_file: Path | None,
    *,
    dry_run: bool,
    known_only: bool,
    leave_aside: bool,
    witness: bool,
    as_json: bool,
) -> None:
    """Bring what the files IN hold together in FILE: packages of other laptops, forum files, edited workbooks.

    A file that is refused is left out and told; the others are taken in, and the exit code is 1.
    """
    from forumdesk.services.merging import Terms

    terms = Terms(
        passphrase_in(passphrase_file),
        not known_only,
        frozenset(one.strip().upper() for one in accept),
        bring_back=not leave_aside,
        witness=witness,
    )
    with (to_read if dry_run else to_work)(file) as desk, watched() as progress:
        do = desk.merging.look if dry_run else desk.merging.merge
        merged = do(sources, terms, progress=progress)
        zone = desk.planning.forum().zone
    if as_json:
        print(json.dumps(_plain_merge(merged), ensure_ascii=False))
    else:
        for one in merged.sources:
            print(_line(one))
    _tell_merge(merged, zone, dry_run=dry_run)
    if any(one.refused for one in merged.sources):
        refused = sum(one.refused is not None for one in merged.sources)
        raise BadInput("{count} of {all} files were refused.", count=refused, all=len(merged.sources))


@main.command()
@on_forum
@click.argument("record")
@click.argument("field")
@click.option("--take", "head", metavar="HEAD", help="The value of this head; the beginning of its id is enough.")
@click.option("--text", metavar="TEXT", help="Another text in place of all of them.")
def resolve(file: str, record: str, field: str, head: str | None, text: str | None) -> None:
    """Settle a conflict of FILE, as `list FILE conflicts` names it: RECORD and FIELD."""
    if (head is None) == (text is None):
        raise click.UsageError("Say either --take HEAD or --text TEXT.")
    with to_work(file) as desk:
        if head is not None:
            desk.settling.settle(record, field, head)
        else:
            desk.settling.settle_with(record, field, text or "")
        left = len(desk.settling.conflicts())
    print(f"settled {record} {field}; {left} conflicts are left")


@main.command()
@on_forum
@click.argument("mark")
@click.option("--room", metavar="NAME", default="", help="The room that read it out.")
@click.option("--forget", is_flag=True, help="Expect it no more.")
@as_json
def receipt(file: str, mark: str, room: str, *, forget: bool, as_json: bool) -> None:
    """Tell whether exactly what the receipt MARK speaks of is in FILE; until it comes, it is expected."""
    from forumdesk.services.listing import plain_told

    with to_work(file) as desk:
        if forget:
            desk.handing_in.forget(mark)
            print(f"forgot {mark}")
            return
        told = desk.handing_in.receive(mark, room)
    if as_json:
        print(json.dumps(plain_told(told), ensure_ascii=False))
    elif told.state == "here":
        print(f"{told.mark} is here: exactly this was handed in by {told.laptop or 'a laptop without a name'}.")
    elif told.state == "older":
        print(f"{told.mark} is not here: what is here of the room is older than its receipt.")
    else:
        print(f"{told.mark} is not here yet; it is expected.")


@main.command()
@on_forum
@click.argument("keep")
@click.argument("others", metavar="OTHER...", nargs=-1, required=True)
@click.option("--apart", is_flag=True, help="Say that they are not the same, so that they are not proposed again.")
def join(file: str, keep: str, others: tuple[str, ...], *, apart: bool) -> None:
    """Join what is the same in FILE under several ids, as `list FILE alike` names it: OTHER into KEEP, in one act."""
    with to_work(file) as desk:
        if apart:
            for one in others:
                desk.joining.keep_apart(keep, one)
            print(f"kept apart from {keep}: {', '.join(others)}")
        else:
            changed = desk.joining.join(keep, others)
            print(f"joined into {keep}: {', '.join(others)}; {changed} others point there now")


@main.command()
@on_forum
@click.argument("records", metavar="RECORD...", nargs=-1)
def renumber(file: str, records: tuple[str, ...]) -> None:
    """Give numbers of their own to the recommendations of FILE that share one.

    Those that were final keep theirs, unless they are named: a RECORD is a number such as R-07b, or an id.
    """
    with to_work(file) as desk:
        if records:
            changed = desk.finishing.renumber([desk.grouping.named(one).id for one in records])
        else:
            changed = desk.recommending.number_anew()
        shared = desk.finishing.final_twice()
    for one in changed:
        print(f"{one.label} {one.id}")
    for labels in shared:
        tell(f"{', '.join(labels)} were final under one number: “forumdesk renumber FILE {labels[-1]}” mends it.")


@main.command()
@on_forum
@click.argument("laptop")
def distrust(file: str, laptop: str) -> None:
    """Take nothing more of a LAPTOP that was lost or stolen, by name or the beginning of its id; what is here stays."""
    with to_work(file) as desk:
        device = desk.trusting.distrust(laptop)
    print(f"distrusted {device}; “forumdesk trust” takes this back")


@main.command()
@on_forum
@click.argument("laptop")
def trust(file: str, laptop: str) -> None:
    """Trust a LAPTOP again that was found."""
    with to_work(file) as desk:
        device = desk.trusting.trust(laptop)
    print(f"trusted {device}")


@main.command()
@as_json
def identity(*, as_json: bool) -> None:
    """Tell this laptop's fingerprint, to read out, and the key that others encrypt for."""
    from forumdesk.services.identity import Identity

    own = Identity()
    if as_json:
        known = [{"id": one.device, "name": one.name, "fingerprint": one.fingerprint} for one in own.known()]
        print(json.dumps({"id": own.fingerprint, "encrypt_for": own.recipient, "known": known}, ensure_ascii=False))
        return
    print(f"This laptop signs as {own.fingerprint}")
    print(f"Encrypt for it with --to {own.recipient}")
    for one in own.known():
        print(f"Known: {one.name or one.device[:8]}, {one.fingerprint}")


def passphrase_in(file: Path | None) -> str:
    """The passphrase that a file holds on its first line; none where no file is named."""
    return secret_in(file, "passphrase")


def _plain(receipt: Receipt) -> dict[str, Any]:
    return {
        "notes": receipt.notes,
        "recommendations": receipt.recommendations,
        "last_edit": instant_text(receipt.last_edit) if receipt.last_edit else None,
        "head": receipt.head or None,
    }


def _plain_merge(merged: Merged) -> dict[str, Any]:
    from forumdesk.services.listing import plain_missing

    missing = [plain_missing(one) for one in merged.missing]
    return {"sources": [_plain_source(one) for one in merged.sources], "undone": merged.undone, "missing": missing}


def _plain_source(one: Brought) -> dict[str, Any]:
    total = one.weights.total
    kinds = {
        kind: {"new": weight.new, "changed": weight.changed, "same": weight.same, "conflicts": weight.conflicts}
        for kind, weight in sorted(one.weights.by_kind.items())
    }
    return {
        "id": str(one.path),
        "file": one.path.name,
        "laptop": one.manifest.laptop if one.manifest else None,
        "fingerprint": one.fingerprint or None,
        "new": total.new,
        "changed": total.changed,
        "same": total.same,
        "conflicts": total.conflicts,
        "deleted_edited": total.deleted_edited,
        "unknown": one.weights.unknown,
        "refused": str(one.refused) if one.refused else None,
        "aside": one.weights.aside,
        "left_aside": one.left_aside,
        "vouchers": list(one.vouchers),
        "unsigned": [{"id": device, "entries": count} for device, count in one.unsigned],
        "witnessed": one.witnessed,
        "copied_keys": list(one.doubled),
        "distrusted": one.distrusted,
        "photos_lacking": one.photos_lacking,
        "clock_ahead_minutes": one.ahead_minutes,
        "receipt": one.mark or None,
        "kinds": kinds,
        "workbook": _plain_returned(one.returned) if one.returned else None,
    }


def _plain_returned(told: Returned) -> dict[str, Any]:
    return {
        "edits": told.edits,
        "agreed": told.agreed,
        "rows_added": told.added,
        "ids_damaged": told.damaged,
        "rows_absent": told.absent,
        "cells_refused": told.refused_cells,
        "answers_sent": told.sent,
        "answers_overtaken": told.overtaken,
        "left_out": [
            {"sheet": one.sheet, "row": one.row, "column": one.column, "said": one.said, "why": str(one.why)}
            for one in told.left_out
        ],
        "unsent": [
            {"sheet": one.sheet, "row": one.row, "label": one.label, "lacks": list(one.lacks)} for one in told.unsent
        ],
    }


def _line(one: Brought) -> str:
    if one.refused:
        return f"{one.path.name}: refused. {one.refused}"
    total = one.weights.total
    if one.returned:
        return f"{one.path.name}: {_returned(one.returned, total.conflicts)}"
    said = (
        f"{one.path.name}: {total.new} new, {total.changed} changed, {total.same} the same, {total.conflicts} conflicts"
    )
    if total.deleted_edited:
        said += f" ({total.deleted_edited} deleted against edited)"
    return said + (f", {one.weights.unknown} of a later version" if one.weights.unknown else "")


def _returned(told: Returned, conflicts: int) -> str:
    """What a workbook brings in one line, such as: 17 edits, 2 conflicts, 1 row added, 3 cells not taken."""
    counted = (
        (told.edits, "edit", "edits"),
        (told.sent, "answer sent", "answers sent"),
        (len(told.unsent), "answer not sent yet", "answers not sent yet"),
        (told.overtaken, "answer overtaken by a later save", "answers overtaken by a later save"),
        (conflicts, "conflict", "conflicts"),
        (told.added, "row added", "rows added"),
        (told.agreed, "edit that is here already", "edits that are here already"),
        (told.damaged, "id damaged", "ids damaged"),
        (told.refused_cells, "cell not taken", "cells not taken"),
        (told.absent, "row left out, which deletes nothing", "rows left out, which deletes nothing"),
    )
    return ", ".join(f"{many} {one if many == 1 else more}" for many, one, more in counted if many) or "no edits"


def _place(sheet: str, row: int, column: str = "") -> str:
    """Where something stands, such as: Recommendations, row 7, Status."""
    return ", ".join(filter(None, (sheet, f"row {row}" if row else "", column)))


def _tell_left_out(one: Brought) -> None:
    for left in one.returned.left_out if one.returned else ():
        said = f" (“{left.said[:_SHOWN]}”)" if left.said else ""
        tell(f"{_place(left.sheet, left.row, left.column)}{said}: {left.why}")
    for unsent in one.returned.unsent if one.returned else ():
        lacks = ", ".join(LACKING[name] for name in unsent.lacks)
        tell(f"{_place(unsent.sheet, unsent.row)}: {unsent.label} lacks {lacks}, so it is not sent yet.")


def _tell_trust(one: Brought, *, dry_run: bool) -> None:
    """Say of a file whose words came back, whose nobody signed, and under whose keys two wrote."""
    name = one.path.name
    if one.weights.aside:
        many = "1 of its entries was" if one.weights.aside == 1 else f"{one.weights.aside} of its entries were"
        verb = "comes back" if one.weights.aside == 1 else "come back"
        if one.left_aside:
            verb = verb.replace("back", "again and stays aside" if one.weights.aside == 1 else "again and stay aside")
        elif dry_run:
            verb = f"{verb} unless --leave-aside is said"
        tell(f"{many} set aside here when a merge was taken back, and {verb}.")
    for device, count in one.unsigned:
        held = f"“{name}” holds {_entries(count)} of laptop {device[:8]} that nobody signed"
        tell(f"{held}; {_witnessed(one, dry_run=dry_run)}.")
    for device in one.doubled:
        tell(f"Two machines write under the key of laptop {device[:8]}; what both wrote is kept.")
    if one.distrusted:
        verb = "was" if one.distrusted == 1 else "were"
        tell(f"{_entries(one.distrusted)} of a laptop that is trusted no more {verb} left out.")
    if one.photos_lacking:
        photos = "1 photo is" if one.photos_lacking == 1 else f"{one.photos_lacking} photos are"
        tell(f"{photos} pinned whose bytes have not come.")


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def _witnessed(one: Brought, *, dry_run: bool) -> str:
    """What becomes of words that nobody signed."""
    if not one.witnessed:
        return "--witness takes them in, in this laptop's name"
    return "they would be taken in, in this laptop's name" if dry_run else "they were taken in, in this laptop's name"


def _tell_merge(merged: Merged, zone: tzinfo, *, dry_run: bool) -> None:
    for one in merged.sources:
        name = (one.manifest.laptop if one.manifest else "") or one.path.name
        if one.newcomer:
            tell(f"“{name}” is met for the first time; its laptop reads {one.fingerprint}.")
        _tell_left_out(one)
        _tell_trust(one, dry_run=dry_run)
        if one.ahead:
            way = "ahead" if one.ahead_minutes > 0 else "behind"
            tell(f"The clock of “{name}” is {abs(one.ahead_minutes)} minutes {way}.")
    if all(one.refused for one in merged.sources):
        return
    for missing in merged.missing:
        tell(missing.told(zone))
    if dry_run:
        tell("Nothing was changed.")
    elif merged.undone:
        tell("All of it was brought in before and taken back since; “forumdesk redo” brings it again.")
    elif not merged.brings:
        tell("Nothing new: all of it is here already.")
    elif merged.snapshot:
        tell(f"As it was before: snapshot {merged.snapshot.name}. “forumdesk undo” takes the merge back.")
