"""What this laptop remembers between starts: its name and id, and how its owner likes the window."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from forumdesk.domain.devices import Laptop
from forumdesk.domain.errors import CannotWrite
from forumdesk.domain.ids import DeviceId

MOST_RECENT = 12
BELL = "window-is-open"
"""A file in the folder of this laptop while a window is open, so that a second launch knows whether to ring."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """Everything that is remembered on this laptop and never travels with a forum, but for its name and author."""

    device: str = ""
    """The fingerprint of the laptop's key; kept with the key, not here."""
    secret: str = ""
    """That key, in hexadecimal digits; kept beside, for the owner alone to read."""
    laptop_name: str = ""
    author: str = ""
    theme: str = "system"
    language: str = ""
    """ISO 639-1 code; empty to follow the system."""
    text_scale: int = 100
    """Per cent."""
    motion: bool = True
    shortcuts: Mapping[str, str] = field(default_factory=dict)
    """Changed shortcuts by the name of their action."""
    recent: tuple[str, ...] = ()
    """Paths of forum files, the newest first."""
    geometry: str = ""
    """The window's place and size as Qt wrote it, in base 64."""
    last_page: Mapping[str, str] = field(default_factory=dict)
    """Which page was open, by forum file."""
    last_session: Mapping[str, str] = field(default_factory=dict)
    """Which session the Room page showed, by forum file."""

    @property
    def laptop(self) -> Laptop:
        """This laptop as it signs."""
        return Laptop(DeviceId(self.device), self.laptop_name, self.author, bytes.fromhex(self.secret))

    def opened(self, path: Path) -> Preferences:
        """The preferences with `path` as the newest of the recent files."""
        others = [one for one in self.recent if one != str(path)]
        return replace(self, recent=(str(path), *others)[:MOST_RECENT])

    def forgotten(self, path: Path) -> Preferences:
        """The preferences without `path` among the recent files."""
        return replace(self, recent=tuple(one for one in self.recent if one != str(path)))


def home() -> Path:
    """The folder for what this laptop remembers; FORUMDESK_HOME names another."""
    named = os.environ.get("FORUMDESK_HOME")
    if named:
        return Path(named)
    folders = import_module("platformdirs")  # asked for only where it is needed: it is slow to load
    return Path(folders.user_config_path("ForumDesk", appauthor=False))


class PreferenceStore:
    """Keeps the preferences in one small file; one that cannot be read begins anew. The laptop's keys lie beside it."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or home()
        self._path = self._folder / "preferences.json"

    def load(self) -> Preferences:
        """The preferences as they were kept; a laptop without keys is given some, kept at once."""
        device, secret = laptop_keys(self._folder)
        if not device:  # what makes keys takes as long to load as a file to open, and is wanted once
            device, secret = import_module("forumdesk.services.identity").Identity(self._folder).make_keys()
        return replace(self._read(), device=device, secret=secret)

    def _read(self) -> Preferences:
        try:
            said = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return Preferences()
        if not isinstance(said, dict):
            return Preferences()
        return _preferences(said)

    def save(self, preferences: Preferences) -> None:
        """Keep the preferences; the file is whole at every instant."""
        unfinished = self._path.with_suffix(".part")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(json.dumps(_kept(preferences), ensure_ascii=False, indent=1), encoding="utf-8")
            unfinished.replace(self._path)
        except OSError as error:
            raise CannotWrite(
                "The preferences could not be kept in “{folder}”.",
                "The forum itself is safe.",
                folder=self._path.parent,
            ) from error


KEYS = "laptop-keys.json"
_DEVICE, _SECRET = re.compile("[0-9a-f]{32}"), re.compile("[0-9a-f]{64}")


def laptop_keys(folder: Path) -> tuple[str, str]:
    """The laptop's id and the key it signs with, in hexadecimal digits; empty where there are none that can be read."""
    try:
        said = json.loads((folder / KEYS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "", ""
    device, secret = (said.get("device"), said.get("signing")) if isinstance(said, dict) else ("", "")
    if not (isinstance(device, str) and isinstance(secret, str)):
        return "", ""
    return (device, secret) if _DEVICE.fullmatch(device) and _SECRET.fullmatch(secret) else ("", "")


def _kept(preferences: Preferences) -> dict[str, Any]:
    said = asdict(preferences)
    del said["device"], said["secret"]
    return said


def _preferences(said: Mapping[str, Any]) -> Preferences:
    """The preferences of a file; an entry of the wrong type is as if it were not there."""
    fresh = Preferences()
    values: dict[str, Any] = {}
    for one in fields(Preferences):
        default, value = getattr(fresh, one.name), said.get(one.name)
        if isinstance(default, tuple) and isinstance(value, list):
            values[one.name] = tuple(str(entry) for entry in value)
        elif isinstance(default, dict) and isinstance(value, dict):
            values[one.name] = {str(key): str(entry) for key, entry in value.items()}
        elif type(value) is type(default):
            values[one.name] = value
    return Preferences(**values)
