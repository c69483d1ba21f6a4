"""Ways to look at whole screens: every page, every dialog, every part of them that somebody meets."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from forumdesk.ui.dialogs.frame import Dialog
from forumdesk.ui.window import Window

DIALOGS = {
    "palette": "PaletteDialog",
    "search": "SearchDialog",
    "history": "HistoryDialog",
    "snapshots": "SnapshotsDialog",
    "snapshot_name": "SnapshotNameDialog",
    "shortcuts": "ShortcutsDialog",
    "preferences": "PreferencesDialog",
    "forum_details": "ForumDetailsDialog",
    "frameworks": "FrameworksDialog",
    "framework_import": "FrameworkImportDialog",
    "new_forum": "NewForumDialog",
    "help": "HelpDialog",
    "about": "AboutDialog",
}
SMALL = QSize(1280, 720)
CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)


def settled(qtbot: QtBot, window: Window) -> None:
    """Wait until everything asked for came back, and what that asked for too."""
    for _ in range(3):
        qtbot.waitUntil(lambda: not window.workplace.jobs.busy, timeout=10_000)
        QApplication.sendPostedEvents()


def page(qtbot: QtBot, window: Window, name: str) -> QWidget:
    """A page of the window, with everything on it."""
    window.go(name)
    settled(qtbot, window)
    shown = window.current_page
    assert shown is not None
    return shown


def dialog(qtbot: QtBot, window: Window, name: str) -> Dialog:
    """A dialog of the window, open, with everything in it."""
    found = getattr(import_module(f"forumdesk.ui.dialogs.{name}"), DIALOGS[name])
    made: Dialog = found(window, window.workplace, window.actions_, window._theme)
    made.open()
    settled(qtbot, window)
    made.resize(made.sizeHint().expandedTo(made.size()).boundedTo(SMALL))  # the screen that is none gives it less
    return made


def controls(screen: QWidget) -> Iterator[QWidget]:
    """Every visible control that takes the mouse or the keyboard, but no part inside another."""
    for one in screen.findChildren(QWidget):
        inside = one.parentWidget()
        if (
            isinstance(one, CONTROLS)
            and one.isVisible()
            and not isinstance(inside, QComboBox | QAbstractSpinBox | QLineEdit)
            and not one.objectName().startswith("qt_")
            and type(one).__name__ != "QHeaderView"
            and not isinstance(inside, QAbstractItemView)
        ):
            yield one
