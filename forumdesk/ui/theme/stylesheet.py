"""The style sheet of the window, made from a palette: roles only, no border where space does the work."""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from forumdesk.services.resources import resource
from forumdesk.ui.theme.fonts import (
    BODY,
    BUTTON,
    FIGURE,
    HEADLINE,
    INPUT,
    LINE,
    SECTION,
    SMALL,
    TIME,
    clock_pixels,
    pixels,
)
from forumdesk.ui.theme.palette import Palette


def stylesheet(palette: Palette) -> str:
    """The style sheet for the whole application."""
    template = Template(resource("themes", "window.qss").read_text(encoding="utf-8"))
    sizes = {
        "body": BODY,
        "small": SMALL,
        "button": BUTTON,
        "section": SECTION,
        "input": INPUT,
        "line": LINE,
        "headline": HEADLINE,
        "time": TIME,
        "figure": FIGURE,
    }
    icons = resource("icons").as_posix()
    return template.substitute(
        asdict(palette),
        icons=icons,
        shade="dark" if palette.dark else "light",
        clock_px=f"{clock_pixels()}px",
        **{f"{name}_px": f"{pixels(size)}px" for name, size in sizes.items()},
    )
