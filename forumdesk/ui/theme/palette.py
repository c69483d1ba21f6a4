"""Colours by role, as the theme files give them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields

from forumdesk.services.resources import resource

NAMES = ("light", "dark", "high-contrast", "high-contrast-dark")


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme's colours; the only colours there are."""

    dark: bool
    window: str
    surface: str
    sunken: str
    line: str
    ink: str
    soft: str
    faint: str
    accent: str
    accent_soft: str
    chosen: str
    on_accent: str
    danger: str
    danger_soft: str
    warning: str
    warning_soft: str
    ok: str
    doing: str
    commitment: str
    need: str
    experience: str
    question: str
    recommendation: str
    consensus: str
    dissent: str
    parking: str


def load_palette(name: str) -> Palette:
    """The palette of a theme that ships."""
    said = tomllib.loads(resource("themes", f"{name}.toml").read_text(encoding="utf-8"))
    return Palette(**{one.name: said[one.name] for one in fields(Palette)})
