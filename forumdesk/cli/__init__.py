"""The command line: everything that can be done to a forum without a screen, in words that people and machines read."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from forumdesk.cli import forum as forum
from forumdesk.cli import grouping as grouping
from forumdesk.cli import hub as hub
from forumdesk.cli import review as review
from forumdesk.cli import together as together
from forumdesk.cli.frame import main, tell
from forumdesk.domain.errors import ForumDeskError
from forumdesk.services.reports import keep_report, without_asides

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
        tell(str(error))
    except OSError as error:
        about = f"“{error.filename}” cannot be used" if error.filename else "The computer refused"
        tell(f"{about}: {error.strerror or error}.")
        _flush_or_let_go()
    except Exception as error:  # noqa: BLE001 - the one place where our own mistakes are told
        tell(f"This is a mistake in ForumDesk: {type(error).__name__}. {_reported(error)}")
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


def _flush_or_let_go() -> None:
    """Write what waits to be written; where the output takes no more, Python must not try and complain at its end."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        _let_go_of_output()


def _let_go_of_output() -> None:
    """Keep Python from telling at its end that nobody read the output."""
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.__stdout__.fileno() if sys.__stdout__ else 1)


def _reported(error: Exception) -> str:
    path = keep_report(error, datetime.now(UTC))
    return f"The report “{path}” tells what happened." if path else "The report could not be written."
