"""Start ForumDesk: the command line where a command is named, the window otherwise."""

from __future__ import annotations

import builtins
import ctypes
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from forumdesk.services.preferences import BELL

if TYPE_CHECKING:
    from forumdesk.services.forums import Forums
    from forumdesk.services.preferences import Preferences
    from forumdesk.ui.window import Window

COMMANDS = frozenset(
    {
        "new",
        "sample",
        "list",
        "capture",
        "export",
        "check",
        "undo",
        "distrust",
        "trust",
        "redo",
        "history",
        "snapshots",
        "restore",
        "group",
        "split",
        "apart",
        "order",
        "final",
        "search",
        "pack",
        "merge",
        "resolve",
        "join",
        "receipt",
        "renumber",
        "identity",
        "sync",
        "hub",
        "review",
    }
)
"""Sub-commands, named here so that the window starts without the command line; a test holds the two together."""
X_SOCKETS = "/tmp/.X11-unix/X"  # noqa: S108 - where every X server on this machine answers
MEASURING = frozenset({"--quit-when-ready", "--quit-when-painted"})
NO_SCREEN = (
    "ForumDesk needs a screen for its window, and there is none here. "
    "Without one, try: forumdesk export --sample sample.xlsx"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ForumDesk and return its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if _is_command(words):
        from forumdesk.cli import run

        return run(words)
    return show_window(words)


def _is_command(words: Sequence[str]) -> bool:
    return bool(words) and (words[0] in COMMANDS or words[0] in ("--help", "-h", "--version"))


def show_window(words: Sequence[str]) -> int:
    """Open the window on a file, on the sample, or on Home."""
    options = {word for word in words if word.startswith("-")}
    files = [word for word in words if not word.startswith("-")]
    unknown = options - {"--sample", *MEASURING}
    if unknown or len(files) > 1:
        sys.stderr.write("Usage: forumdesk [FILE | --sample], or forumdesk COMMAND; see forumdesk --help.\n")
        return 2
    trouble = screen_trouble()
    if trouble:
        sys.stderr.write(trouble + "\n")
        return 1
    return _run_window(Path(files[0]) if files else None, options)


def screen_trouble() -> str:
    """Why no window can be opened here, in one sentence; empty where one can.

    Qt ends the whole process where it finds no display or a library is missing, so this is asked before Qt is.
    """
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if not sys.platform.startswith("linux") or platform.split(":")[0] in (
        "offscreen",
        "minimal",
        "vnc",
        "linuxfb",
        "eglfs",
    ):
        return ""
    if os.environ.get("WAYLAND_DISPLAY") and platform != "xcb":
        return ""
    if not _x_answers(os.environ.get("DISPLAY", "")):
        return NO_SCREEN
    return _missing_library()


def _x_answers(display: str) -> bool:
    """Whether an X server answers under this name."""
    host, colon, number = display.rpartition(":")
    if not colon or not number.split(".")[0].isdigit():
        return False
    screen = int(number.split(".")[0])
    try:
        if host in ("", "unix"):
            return any(_connects(socket.AF_UNIX, name) for name in (f"\0{X_SOCKETS}{screen}", f"{X_SOCKETS}{screen}"))
        return _connects(socket.AF_INET, (host, 6000 + screen))
    except OSError:
        return False


def _connects(family: int, address: object) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(2)
        try:
            probe.connect(address)  # type: ignore[arg-type]
        except OSError:
            return False
        return True


def _missing_library() -> str:
    """The system library that the window's platform needs and this machine lacks, as a sentence; empty if none."""
    for name in ("libxcb-cursor.so.0", "libxkbcommon-x11.so.0", "libEGL.so.1", "libfontconfig.so.1"):
        try:
            ctypes.CDLL(name)
        except OSError:
            return f"ForumDesk's window needs the system library {name}, which is missing here; README lists them all."
    return ""


def _run_window(path: Path | None, options: set[str]) -> int:
    plain_import = builtins.__import__
    from PySide6.QtWidgets import QApplication

    # PySide reads the source of every module imported after it, looking for `from __feature__ import`: a tenth of a
    # start, for what no module here says.
    builtins.__import__ = plain_import

    from forumdesk.services.clock import SystemClock
    from forumdesk.services.preferences import PreferenceStore, home
    from forumdesk.ui.i18n import Languages
    from forumdesk.ui.theme import Theme
    from forumdesk.ui.window import Window
    from forumdesk.ui.workplace import Workplace

    application = QApplication(["forumdesk"])
    if not options and _comes_forward(home(), path):
        return 0
    application.setApplicationName("ForumDesk")
    application.setDesktopFileName("forumdesk")
    workplace = Workplace(_make_forums, PreferenceStore(), SystemClock())
    languages = Languages(application)
    languages.use(workplace.preferences.language)
    theme = Theme(application, workplace.preferences.theme, workplace.preferences.text_scale)
    window = Window(workplace, theme)
    window.language_wanted.connect(languages.use)
    watch_mistakes(window)
    _quit_as_asked(window, options)
    if not options & MEASURING:
        window.painted.connect(window.hang_doorbell)
    window.show()
    if "--sample" in options:
        workplace.sample(home() / "sample")
    elif path is not None:
        window.open_named(path.absolute())
    return int(application.exec())


def _comes_forward(folder: Path, path: Path | None) -> bool:
    """Whether a window that is open already came forward; the bell is asked only where one may hang."""
    if not (folder / BELL).exists():
        return False
    from forumdesk.ui.doorbell import ring

    return ring(folder, str(path.absolute()) if path else "")


def _make_forums(preferences: Preferences) -> Forums:
    """Load the database layer on the worker's thread, after the window is on the screen."""
    from forumdesk.services.clock import SystemClock
    from forumdesk.services.forums import Forums

    return Forums(preferences.laptop, SystemClock())


def _quit_as_asked(window: Window, options: set[str]) -> None:
    """For measuring: end when the first picture is on the screen, or when a keystroke would be taken."""
    if "--quit-when-ready" in options:
        window.first_page = "room"
        window.ready.connect(window.close)
    if "--quit-when-painted" in options:
        window.painted.connect(window.close)


def watch_mistakes(window: Window) -> None:
    """Show a mistake of ours with a way to report it, instead of letting it pass in silence."""

    def hook(kind: type[BaseException], error: BaseException, _traceback: object) -> None:
        if issubclass(kind, KeyboardInterrupt):
            window.close()
            return
        window.tell(error)

    sys.excepthook = hook
