"""What every command shares: the forum it works on, and how it tells its results, its progress and its troubles."""

# ruff: noqa: PLC0415 - the database is loaded where a command first needs it: help answers at once

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import tzinfo
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from forumdesk.domain.errors import BadInput, CannotWrite, DiskFull, ForumDeskError, ForumInUse, NotFound, ReadOnlyForum
from forumdesk.services.act_words import act_words
from forumdesk.services.lines import TABLES, Plain, json_array, table

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk
    from forumdesk.services.forums import Forums
    from forumdesk.services.history import Outcome

SAMPLE = "\x00sample"
"""What stands for FILE inside the program where `--sample` was written."""
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


def this_laptop() -> Forums:
    """What makes and opens forum files, as this laptop."""
    from forumdesk.services.clock import SystemClock
    from forumdesk.services.forums import Forums
    from forumdesk.services.preferences import Preferences, PreferenceStore

    try:
        preferences = PreferenceStore().load()
    except CannotWrite as error:
        tell(str(error))
        from forumdesk.exchange.signing import device_of, new_key, public_key

        secret = new_key()  # for this once: nothing can be kept
        preferences = Preferences(device=device_of(public_key(secret)), secret=secret.hex())
    return Forums(preferences.laptop, SystemClock())


def path_of(file: str) -> Path:
    """The file that is meant; its ending may be left out."""
    longer = Path(f"{file}.forum")
    return longer if longer.is_file() and not Path(file).exists() else Path(file)


@contextmanager
def to_work(file: str) -> Iterator[Desk]:
    """The forum, open to work in."""
    forums = this_laptop()
    with forums.temporary_sample() if file == SAMPLE else forums.opened(path_of(file)) as desk:
        if desk.read_only:
            raise ReadOnlyForum("“{name}” can only be read here.", desk.read_only_because, name=desk.path.name)
        if desk.older_rules:
            tell(desk.older_rules)
        yield desk


@contextmanager
def to_read(file: str) -> Iterator[Desk]:
    """The forum, open to read; a copy as it is now where it cannot be opened where it lies."""
    forums = this_laptop()
    if file == SAMPLE:
        with forums.temporary_sample() as desk:
            yield desk
        return
    path = path_of(file)
    try:
        desk = forums.open(path)
    except (ForumInUse, CannotWrite, DiskFull) as error:
        desk = forums.open_to_read(path, str(error))
        tell(f"{ForumDeskError(error.sentence, '', **error.values)} It is read as it is now.")
    else:
        if desk.read_only:
            tell(f"“{path.name}” is open to read only. {desk.read_only_because}")
    try:
        yield desk
    finally:
        desk.close()


def secret_in(file: Path | None, what: str) -> str:
    """The passphrase or the password that a file holds on its first line; none where no file is named."""
    if file is None:
        return ""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        raise NotFound("The {what} file “{name}” cannot be read.", what=what, name=file.name) from error
    if not lines or not lines[0]:
        raise BadInput("The {what} file “{name}” has nothing on its first line.", what=what, name=file.name)
    return lines[0]


def show(objects: Iterable[Plain], name: str, *, as_json: bool, empty: str = "", zone: tzinfo | None = None) -> None:
    """Write objects one by one, so that the first is there at once however many follow."""
    wide = shutil.get_terminal_size().columns if is_terminal(sys.stdout) else 0
    shown = 0
    for line in json_array(objects) if as_json else table(objects, TABLES[name], wide=wide, zone=zone):
        print(line)
        shown += 1
    if not shown:
        tell(empty or "There is nothing to list.")


def tell_turn(word: str, outcome: Outcome, zone: tzinfo) -> None:
    """Say what an undo or a redo did: what kind of act it was, what stayed and because of what."""
    subject = f" “{outcome.subject}”" if outcome.subject else ""
    records = "1 record" if outcome.changed == 1 else f"{outcome.changed} records"
    changed = outcome.stayed - outcome.held
    print(f"{word}: {act_words(outcome.name)}{subject}; {records}, {changed} changed since and stayed.")
    if outcome.is_merge:
        tell("A merge is this desk's own business: nothing changes on the laptops that wrote what it held.")
        if outcome.reads:
            tell("What it read from a workbook was said by this laptop: that goes along with the next hand-over.")
    else:
        tell("This was done on this laptop: it goes along with the next hand-over or exchange.")
    if outcome.holding:
        verb = "stays" if outcome.held == 1 else "stay"
        named = [f"your “{act_words(one.name)}” at {one.instant.astimezone(zone):%H:%M}" for one in outcome.holding]
        tell(f"{outcome.held} {verb} because of {', '.join(named)}.")
        for one in outcome.holding:
            tell(f"“forumdesk undo FILE {one.act}” takes “{act_words(one.name)}” back too.")


def acknowledge(line: str) -> None:
    """Write a line at once and in one piece, so that a cut never parts it from its end."""
    if sys.stdout is not None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def tell(message: str) -> None:
    """Say something on standard error, on one line."""
    print(" ".join(message.split()), file=sys.stderr, flush=True)


def is_terminal(stream: Any) -> bool:  # noqa: ANN401
    """Whether a person looks at this stream."""
    return stream is not None and stream.isatty()


@contextmanager
def watched() -> Iterator[Callable[..., None]]:
    """Progress on one line of the terminal; none where nobody looks."""
    shown = is_terminal(sys.stderr)

    def progress(done: int, total: int, what: str = "") -> None:
        if shown:
            share = f"{done * 100 // total} %" if total else str(done)
            print(f"\r\x1b[K{what} {share}".rstrip(), end="", file=sys.stderr, flush=True)

    try:
        yield progress
    finally:
        if shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
