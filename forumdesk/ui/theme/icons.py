"""One-colour icons, drawn in the theme's ink and kept until the theme changes."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from forumdesk.services.resources import resource
from forumdesk.ui.theme import current

SIZE = 20
POINTING = frozenset({"undo", "redo", "next", "previous", "chevron-right", "export"})
"""Icons that point somewhere, and therefore turn round in a mirrored window."""


def icon(name: str, role: str = "ink") -> QIcon:
    """An icon in a role's colour; one that points is mirrored with the window."""
    mirrored = name in POINTING and QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    return _made(name, getattr(current(), role), mirrored)


def pixmap(name: str, role: str = "ink", size: int = SIZE) -> QPixmap:
    """The same as a picture of a size."""
    return icon(name, role).pixmap(QSize(size, size))


@lru_cache(maxsize=256)
def _made(name: str, colour: str, mirrored: bool) -> QIcon:  # noqa: FBT001 - a key of the cache
    drawn = QIcon()
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    for scale in (1, 1.5, 2, 3):
        picture = QPixmap(round(SIZE * scale), round(SIZE * scale))
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        if mirrored:
            painter.translate(picture.width(), 0)
            painter.scale(-1, 1)
        renderer.render(painter, QRectF(0, 0, picture.width(), picture.height()))
        painter.end()
        drawn.addPixmap(picture)
    return drawn


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")
