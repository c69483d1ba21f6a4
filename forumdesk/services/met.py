"""What a desk noticed of the laptops whose files it looked at: a clock that is wrong, a file that was refused."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from forumdesk.storage.database import Database
from forumdesk.storage.work import Reader

_MET = "met "
"""Before the id of a laptop, where the forum remembers what was noticed of it."""


@dataclass(frozen=True, slots=True)
class Met:
    """What was noticed of a laptop when its last file was looked at."""

    device: str
    laptop: str
    ahead_minutes: int = 0
    """By how much its clock is certainly ahead of ours; negative where it is behind."""
    refused: str = ""
    """The file of it that was refused as it came: altered, damaged or swollen after it was signed."""

    @property
    def is_worth_telling(self) -> bool:
        """Whether its clock is wrong or a file of it was refused."""
        return bool(self.ahead_minutes or self.refused)


def remember_met(database: Database, found: Iterable[Met]) -> None:
    """Remember what was noticed of laptops, where it is another thing than before."""
    for one in found:
        said = json.dumps({"laptop": one.laptop, "ahead": one.ahead_minutes, "refused": one.refused})
        if said != database.remembered(f"{_MET}{one.device}"):
            database.remember(f"{_MET}{one.device}", said)


def name_met(forum: Reader, device: str) -> str:
    """What a laptop called itself when a file of it was looked at last; empty where none was."""
    for (value,) in forum.rows("SELECT value FROM local WHERE key = ?", (f"{_MET}{device}",)):
        try:
            return str(json.loads(value)["laptop"])
        except (ValueError, TypeError, KeyError):
            return ""
    return ""


def met(forum: Reader) -> dict[str, Met]:
    """What was noticed, by the id of the laptop."""
    found = {}
    for key, value in forum.rows("SELECT key, value FROM local WHERE key >= ? AND key < ?", (_MET, _MET + "~")):
        device = str(key).removeprefix(_MET)
        try:
            said = json.loads(value)
            found[device] = Met(device, str(said["laptop"]), int(said["ahead"]), str(said["refused"]))
        except (ValueError, TypeError, KeyError):
            continue
    return found
