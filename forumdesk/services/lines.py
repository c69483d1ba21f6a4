"""How plain values read as lines in a terminal: aligned columns for people, one JSON array for machines."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import chain, islice
from typing import Any, Literal

from forumdesk.domain.answers import GLYPHS as DECISION_GLYPHS
from forumdesk.domain.answers import Decision
from forumdesk.domain.notes import GLYPHS, NoteKind

Plain = Mapping[str, Any]
LOOKED_AT = 200
"""So many rows are looked at before the first is written, to find widths that fit."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading and where its text comes from."""

    heading: str
    text: str | Callable[[Plain], str]
    most: int = 0
    """The greatest width; 0 for the last column, which takes what is left."""

    when: Literal["", "host", "laptop"] = ""
    """Whose clock an instant is shown by; empty where the column shows none."""

    def cell(self, one: Plain, zone: tzinfo | None) -> str:
        """The text of one object in this column, on one line; `zone` is the host city's."""
        said = self.text(one) if callable(self.text) else str(one[self.text] or "")
        if said and self.when:
            local = datetime.fromisoformat(said).astimezone(zone if self.when == "host" else None)
            return f"{local:%Y-%m-%d %H:%M}"
        return " ".join(said.split())


def table(
    objects: Iterable[Plain], columns: Sequence[Column], *, wide: int = 0, zone: tzinfo | None = None
) -> Iterator[str]:
    """A heading and a line for each object, nothing where there is none; cut at `wide` where it is given."""
    rows = (tuple(column.cell(one, zone) for column in columns) for one in objects)
    begin = list(islice(rows, LOOKED_AT))
    if not begin:
        return
    heading = tuple(column.heading for column in columns)
    widths = [min(column.most, max(_width(row[at]) for row in (heading, *begin))) for at, column in enumerate(columns)]
    for row in chain((heading,), begin, rows):
        line = "  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        yield _cut(line, wide) if wide else line


def json_array(objects: Iterable[Plain]) -> Iterator[str]:
    """A JSON array with one object a line, written as they come."""
    held = ""
    for one in objects:
        if held:
            yield f"{held},"
        held = ("" if held else "[") + json.dumps(one, ensure_ascii=False)
    yield f"{held}]" if held else "[]"


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - _width(cell)) if width else cell


def _cut(line: str, wide: int) -> str:
    if _width(line) <= wide:
        return line
    while _width(line) > wide - 1:
        line = line[: -max(1, (_width(line) - wide) // 2)]
    return line + "…"


def _width(text: str) -> int:
    """How many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(bool(unicodedata.combining(letter)) for letter in text)


def _kind(one: Plain) -> str:
    return f"{GLYPHS[NoteKind(one['kind'])]} {one['kind']}"


def _act(one: Plain) -> str:
    turn = {"undo": "Undo: ", "redo": "Redo: "}.get(one["turn"], "")
    return f"{turn}{one['words']}{' (undone)' if one['undone'] and not turn else ''}"


def _by(one: Plain) -> str:
    """Who said it, and who took it in where that is somebody else."""
    said = one["author"] or one["laptop"]
    return f"{said}, taken in by {one['taken_in_by']}" if one["taken_in_by"] else said


def _fields(one: Plain) -> str:
    return "; ".join(f"{name}: {'–' if value is None else value}" for name, value in one["fields"].items())


def _heads(one: Plain) -> str:
    return " / ".join("–" if head["value"] is None else str(head["value"]) for head in one["heads"])


def _number(one: Plain) -> str:
    return f"{'└ ' if one['group'] else ''}{one['label']}"


def _pair(one: Plain) -> str:
    return " / ".join(f"R-{record['number']:02d} {record['text']}" for record in one["recommendations"])


def _laptops(one: Plain) -> str:
    """Whose work of a room is here, and what is wrong with it: a clock, a receipt, a file that was refused."""
    wrong = [f"clock of {met['laptop']} {met['ahead_minutes']:+d} min" for met in one["clocks"]]
    wrong += [f"{met['file']} refused" for met in one["refused"]]
    wrong += [f"receipt {told['id']} {told['state']}" for told in one["receipts"]]
    return "; ".join([", ".join(one["laptops"]) or "not handed in", *wrong])


def _hit(one: Plain) -> str:
    return str(next((one[name] for name in ("text", "title", "label", "code") if one.get(name)), ""))


def _decision(one: Plain) -> str:
    return f"{DECISION_GLYPHS[Decision(one['decision'])]} {one['decision'] or 'not yet'}"


_GAPS = {"silent": "has not answered", "unwanted": "no city says yes", "open": "yes, but something is open"}


def _by_decision(one: Plain) -> str:
    said: dict[str, list[str]] = {}
    for city in one["cities"]:
        said.setdefault(city["decision"] or "not yet", []).append(city["city"])
    return "; ".join(f"{decision}: {', '.join(cities)}" for decision, cities in sorted(said.items()))


TABLES: Mapping[str, tuple[Column, ...]] = {
    "sessions": (
        Column("Code", "code", 12),
        Column("Start", "start", 16, "host"),
        Column("Room", "room", 24),
        Column("Attribution", "attribution", 13),
        Column("Title", "title"),
    ),
    "notes": (
        Column("Session", "session", 12),
        Column("Time", "instant", 16, "host"),
        Column("Kind", _kind, 16),
        Column("From", lambda one: one["speaker"] or one["city"], 40),
        Column("Text", "text"),
    ),
    "recommendations": (
        Column("No.", _number, 12),
        Column("Status", "status", 9),
        Column("Session", "session", 12),
        Column("Codes", lambda one: ", ".join(one["codes"]), 40),
        Column("Text", "text"),
    ),
    "duplicates": (
        Column("Alike", lambda one: f"{one['score']:.0%}", 5),
        Column("By the words", lambda one: ", ".join(one["shared"]), 40),
        Column("Recommendations", _pair),
    ),
    "participants": (
        Column("Role", "role", 26),
        Column("City", "city", 24),
        Column("Organisation", "organisation", 30),
        Column("Person", "label"),
    ),
    "rooms": (
        Column("Room", "name", 24),
        Column("Notes", lambda one: str(one["notes"]), 6),
        Column("Recommendations", lambda one: str(one["recommendations"]), 15),
        Column("Last edit", "last_edit", 16, "host"),
        Column("Laptops", _laptops, 60),
        Column("Without a word", lambda one: ", ".join(one["silent"])),
    ),
    "conflicts": (
        Column("Record", "record", 32),
        Column("Kind", "kind", 14),
        Column("Field", "field", 24),
        Column("Values", _heads),
    ),
    "alike": (
        Column("Kind", "kind", 11),
        Column("Label", lambda one: one["sides"][0]["label"], 30),
        Column("Differs in", lambda one: ", ".join(one["differing"]), 30),
        Column("Keep", lambda one: one["sides"][0]["id"], 40),
        Column("Other", lambda one: one["sides"][1]["id"]),
    ),
    "acts": (
        Column("Time", "instant", 16, "laptop"),
        Column("Act", _act, 40),
        Column("Records", lambda one: str(one["records"]), 7),
        Column("By", lambda one: one["author"] or one["laptop"], 20),
        Column("Id", lambda one: one["id"][-8:], 8),
        Column("What", "subject"),
    ),
    "versions": (
        Column("Time", "instant", 16, "laptop"),
        Column("Act", "words", 26),
        Column("By", _by, 20),
        Column("Standing", lambda one: "" if one["counts"] else "taken back", 10),
        Column("Fields", _fields),
    ),
    "snapshots": (
        Column("Time", "instant", 16, "laptop"),
        Column("Size", lambda one: f"{one['bytes'] / 1e6:.1f} MB", 10),
        Column("Reason", "reason", 30),
        Column("Snapshot", "id"),
    ),
    "members": (
        Column("Forum", "id", 32),
        Column("Revisions", lambda one: str(one["revisions"]), 9),
        Column("Role", "role"),
    ),
    "answers": (
        Column("City", "city", 24),
        Column("No.", lambda one: f"R-{one['number']:02d}", 8),
        Column("Decision", _decision, 10),
        Column("Sent", "sent", 16, "laptop"),
        Column("By", "due", 10),
        Column("Unit", "unit", 26),
        Column("Says", lambda one: one["wording"] or one["reason"] or one["text"]),
    ),
    "matrix": (
        Column("No.", lambda one: f"R-{one['number']:02d}", 8),
        Column("Yes", lambda one: str(one["yes"]), 4),
        Column("Cities", _by_decision, 60),
        Column("Text", "text"),
    ),
    "laptops": (
        Column("Laptop", lambda one: one["name"] or one["id"][:8], 24),
        Column("Fingerprint", "fingerprint", 20),
        Column("Here", lambda one: str(one["here"]), 8),
        Column("Withheld", lambda one: str(one["withheld"] or ""), 9),
        Column("Missing", lambda one: str(one["missing"] or ""), 8),
        Column("Trusted", lambda one: "no more" if one["lost"] else "", 8),
    ),
    "commitments": (
        Column("By", lambda one: one["due"] or "no date", 10),
        Column("City", "city", 24),
        Column("No.", lambda one: f"R-{one['number']:02d}", 8),
        Column("Unit", lambda one: one["unit"] or "no unit", 26),
        Column("Cost", lambda one: f"{one['cost']} {one['currency']}".strip(), 18),
        Column("What", lambda one: one["wording"] or one["text"]),
    ),
    "gaps": (
        Column("Gap", lambda one: _GAPS[one["kind"]], 28),
        Column("City", "city", 24),
        Column("No.", lambda one: f"R-{one['number']:02d}" if one["number"] else "", 8),
        Column("Lacks", lambda one: ", ".join(one["open_ends"]), 10),
        Column("Text", "text"),
    ),
    "changes": (
        Column("No.", lambda one: f"R-{one['number']:02d}", 8),
        Column("Change", "kind", 10),
        Column("Text", "text"),
    ),
    "hits": (Column("Found", "type", 14), Column("Id", "id", 32), Column("Text", _hit)),
}
"""The columns of each list."""
