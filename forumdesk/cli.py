"""The command line: everything that can be done to a forum without a screen, in words that people and machines read."""

# ruff: noqa: PLC0415 - the database and the workbook are loaded where a command first needs them: help answers at once

from __future__ import annotations

import gc
import io
import json
import os
import shutil
import sys
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from forumdesk.domain.errors import BadInput, CannotWrite, DiskFull, ForumDeskError, ForumInUse, NotFound, ReadOnlyForum
from forumdesk.services.act_words import act_words
from forumdesk.services.lines import TABLES, Plain, json_array, table
from forumdesk.services.reports import keep_report, without_asides

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk
    from forumdesk.services.forums import Forums

SAMPLE = "\x00sample"
"""What stands for FILE inside the program where `--sample` was written."""
LISTS = ("sessions", "notes", "recommendations", "participants", "conflicts", "acts")
F = TypeVar("F", bound=Callable[..., Any])


class ForumCommand(click.Command):
    """A command whose FILE may be written `--sample`, wherever it stands."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the sample in the place of FILE."""
        words = args[: args.index("--")] if "--" in args else args
        if "--sample" in words and any(one.name == "sample" for one in self.params):
            at = words.index("--sample")
            args = [SAMPLE, *args[:at], *args[at + 1 :]]
        return super().parse_args(ctx, args)


def on_forum(command: F) -> F:
    """Declare FILE, and the sample in its place."""
    sample = click.option(
        "--sample", is_flag=True, expose_value=False, help="Work on a fresh copy of the sample forum instead of FILE."
    )
    return click.argument("file")(sample(command))


as_json = click.option("--json", "as_json", is_flag=True, help="Write the result for machines.")


def _version(ctx: click.Context, _option: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's own shape
    if not value:
        return
    try:
        print(f"ForumDesk {metadata.version('forumdesk')}")
    except metadata.PackageNotFoundError:
        print("ForumDesk, run from its source")
    ctx.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--version", is_flag=True, callback=_version, is_eager=True, expose_value=False, help="Tell the version.")
def main() -> None:
    """Take down, tidy and hand over what a Mayoral Forum says.

    Without a command, `forumdesk [FILE]` opens the window. Results go to standard output, messages to standard error;
    the exit code is 0 when it was done, 1 when it could not be, 2 when the command was wrongly written.
    """


main.command_class = ForumCommand


@main.command()
@click.argument("file")
@click.option("--template", metavar="NAME", default="blank", help="What to begin with: blank unless it is said.")
@click.option("--title", metavar="TITLE", help="What the forum is called.")
@click.option("--starts", metavar="DAY", type=click.DateTime(["%Y-%m-%d"]), help="Its first day, such as 2026-09-29.")
def new(file: str, template: str, title: str | None, starts: datetime | None) -> None:
    """Begin a forum in FILE."""
    fields = {} if title is None else {"title": title}
    desk = _forums().new(Path(file), template=template, starts=starts.date() if starts else None, **fields)
    desk.close()
    print(f"made {desk.path}")


@main.command()
@click.argument("file")
def sample(file: str) -> None:
    """Write the sample forum to FILE."""
    desk = _forums().sample(Path(file))
    desk.close()
    print(f"made {desk.path}")


@main.command(name="list")
@on_forum
@click.argument("what", type=click.Choice(LISTS), metavar="WHAT")
@click.option("--session", metavar="CODE", help="Only what belongs to this session.")
@as_json
def list_(file: str, what: str, session: str | None, *, as_json: bool) -> None:
    """List sessions, notes, recommendations, participants, conflicts or acts of FILE."""
    with _to_read(file) as desk:
        only = desk.planning.session(session).id if session else ""
        _show(desk.listing.listed(what, only), what, as_json=as_json, zone=desk.planning.forum().zone)


@main.command()
@on_forum
@click.option("--session", metavar="CODE", required=True, help="The session in which it is said.")
def capture(file: str, session: str) -> None:
    """Keep a note for each line of standard input; print its id once it is on the disk."""
    refused = 0
    with _to_work(file) as desk:
        room = desk.planning.session(session).id
        if _is_terminal(sys.stdin):
            _tell("Each line is a note; Ctrl+D ends, on Windows Ctrl+Z and Enter.")
        for number, line in enumerate(sys.stdin or (), 1):
            if not line.strip():
                continue
            try:
                note = desk.capturing.keep(room, line.rstrip("\n"))
            except BadInput as error:
                refused += 1
                _tell(f"Line {number} was not kept: {error}")
            else:
                print(f"kept {note.id}", flush=True)
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
    with _to_read(file) as desk, _watched() as progress:
        written = desk.exporting.export(
            Path(out), preset=preset, language=language, chatham_house=chatham_house, progress=progress
        )
    for warning in written.warnings:
        _tell(f"Note: {warning}")
    print(f"wrote {written.path}: {', '.join(f'{sheet} {count}' for sheet, count in written.rows.items())}")


@main.command()
@on_forum
@as_json
def check(file: str, *, as_json: bool) -> None:
    """Check FILE, its log against what is shown, and what an export would warn about."""
    from forumdesk.services.listing import plain_finding

    with _to_read(file) as desk, _watched() as progress:
        faults = desk.checking.faults(progress)
        findings = [plain_finding(one) for one in desk.preflight.findings()]
        name = desk.path.name
    if as_json:
        told = {"id": name, "sound": not faults, "faults": faults, "findings": findings}
        print(json.dumps(told, ensure_ascii=False))
    else:
        print("\n".join(faults or ["The file is sound."]))
        print("\n".join(f"Before an export, look at this: {one['sentence']}" for one in findings))
    if faults:
        raise BadInput("“{name}” has faults.", "Restore a snapshot, or ask for the file again.", name=name)


@main.command()
@on_forum
def undo(file: str) -> None:
    """Take the last act of this laptop in FILE back."""
    with _to_work(file) as desk:
        _tell_turn("Undone", desk.history.undo())


@main.command()
@on_forum
def redo(file: str) -> None:
    """Do again what was undone last in FILE."""
    with _to_work(file) as desk:
        _tell_turn("Redone", desk.history.redo())


@main.command()
@on_forum
@click.argument("record", required=False)
@as_json
def history(file: str, record: str | None, *, as_json: bool) -> None:
    """Tell what was done, to the whole of FILE or to one record: an id, or a number such as R-07."""
    with _to_read(file) as desk:
        if record is None:
            _show(desk.listing.listed("acts"), "acts", as_json=as_json)
        else:
            _show(desk.listing.versions(record), "versions", as_json=as_json)


@main.command()
@on_forum
@as_json
def snapshots(file: str, *, as_json: bool) -> None:
    """List the snapshots of FILE, the newest first."""
    from forumdesk.services.keeping import listed
    from forumdesk.services.listing import plain_snapshot

    found = () if file == SAMPLE else listed(_path(file))
    _show(map(plain_snapshot, found), "snapshots", as_json=as_json)


@main.command()
@on_forum
@click.argument("snapshot")
@click.argument("newfile")
def restore(file: str, snapshot: str, newfile: str) -> None:
    """Restore a SNAPSHOT of FILE to NEWFILE; the beginning of its name is enough."""
    from forumdesk.services import keeping

    if file == SAMPLE:
        raise NotFound("A fresh copy of the sample has no snapshots.")
    taken = keeping.restore(_path(file), snapshot, Path(newfile))
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
    with _to_read(file) as desk:
        hits = desk.finding.search(query, limit=limit)
        _show(desk.listing.found(hits), "hits", as_json=as_json, empty=f"Nothing holds every word of “{query}”.")


def _forums() -> Forums:
    from forumdesk.services.clock import SystemClock
    from forumdesk.services.forums import Forums
    from forumdesk.services.preferences import Preferences, PreferenceStore

    try:
        preferences = PreferenceStore().load()
    except CannotWrite as error:
        _tell(str(error))
        preferences = Preferences(device=uuid.uuid4().hex)
    return Forums(preferences.laptop, SystemClock())


def _path(file: str) -> Path:
    """The file that is meant; its ending may be left out."""
    longer = Path(f"{file}.forum")
    return longer if longer.is_file() and not Path(file).exists() else Path(file)


@contextmanager
def _to_work(file: str) -> Iterator[Desk]:
    """The forum, open to work in."""
    forums = _forums()
    with forums.temporary_sample() if file == SAMPLE else forums.opened(_path(file)) as desk:
        if desk.read_only:
            raise ReadOnlyForum("“{name}” can only be read here.", desk.read_only_because, name=desk.path.name)
        yield desk


@contextmanager
def _to_read(file: str) -> Iterator[Desk]:
    """The forum, open to read; a copy as it is now where it cannot be opened where it lies."""
    forums = _forums()
    if file == SAMPLE:
        with forums.temporary_sample() as desk:
            yield desk
        return
    path = _path(file)
    try:
        desk = forums.open(path)
    except (ForumInUse, CannotWrite, DiskFull) as error:
        desk = forums.open_to_read(path, str(error))
        _tell(f"{ForumDeskError(error.sentence, '', **error.values)} It is read as it is now.")
    else:
        if desk.read_only:
            _tell(f"“{path.name}” is open to read only. {desk.read_only_because}")
    try:
        yield desk
    finally:
        desk.close()


def _show(objects: Iterable[Plain], name: str, *, as_json: bool, empty: str = "", zone: tzinfo | None = None) -> None:
    """Write objects one by one, so that the first is there at once however many follow."""
    wide = shutil.get_terminal_size().columns if _is_terminal(sys.stdout) else 0
    shown = 0
    for line in json_array(objects) if as_json else table(objects, TABLES[name], wide=wide, zone=zone):
        print(line)
        shown += 1
    if not shown:
        _tell(empty or "There is nothing to list.")


def _tell_turn(word: str, outcome: Any) -> None:  # noqa: ANN401
    subject = f" “{outcome.subject}”" if outcome.subject else ""
    records = "1 record" if outcome.changed == 1 else f"{outcome.changed} records"
    print(f"{word}: {act_words(outcome.name)}{subject}; {records}, {outcome.stayed} changed since and stayed.")


def _tell(message: str) -> None:
    """Say something on standard error, on one line."""
    print(" ".join(message.split()), file=sys.stderr, flush=True)


def _is_terminal(stream: Any) -> bool:  # noqa: ANN401
    return stream is not None and stream.isatty()


@contextmanager
def _watched() -> Iterator[Callable[..., None]]:
    """Progress on one line of the terminal; none where nobody looks."""
    shown = _is_terminal(sys.stderr)

    def progress(done: int, total: int, what: str = "") -> None:
        if shown:
            share = f"{done * 100 // total} %" if total else str(done)
            print(f"\r\x1b[K{what} {share}".rstrip(), end="", file=sys.stderr, flush=True)

    try:
        yield progress
    finally:
        if shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


COMMANDS = frozenset(main.commands)
"""The words that a command line may begin with; anything else is a file for the window."""


@without_asides()
def run(argv: Sequence[str]) -> int:
    """Do what a command line says and return its exit code; whatever goes wrong is told in one line."""
    _speak_utf8()
    try:
        code = main.main(list(argv), prog_name="forumdesk", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):
        _let_go_of_output()
        return NOBODY_READS
    except ForumDeskError as error:
        _tell(str(error))
    except OSError as error:
        about = f"“{error.filename}” cannot be used" if error.filename else "The computer refused"
        _tell(f"{about}: {error.strerror or error}.")
    except Exception as error:  # noqa: BLE001 - the one place where our own mistakes are told
        _tell(f"This is a mistake in ForumDesk: {type(error).__name__}. {_reported(error)}")
    else:
        return code if isinstance(code, int) else 0
    gc.collect()  # while what is thrown away may still complain in silence
    return 1


INTERRUPTED, NOBODY_READS = 130, 141
"""As a shell counts a program stopped by Ctrl+C, and one that wrote to a pipe whose reader had left."""


def _speak_utf8() -> None:
    """Read and write UTF-8 whatever the laptop's locale; bytes that are not UTF-8 come in marked and are cleaned."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="surrogateescape")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _let_go_of_output() -> None:
    """Keep Python from telling at its end that nobody read the output."""
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.__stdout__.fileno() if sys.__stdout__ else 1)


def _reported(error: Exception) -> str:
    path = keep_report(error, datetime.now(UTC))
    return f"The report “{path}” tells what happened." if path else "The report could not be written."
