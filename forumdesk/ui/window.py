"""The one window: the rail, the top bar, the pages and the status bar."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QMimeData, QSize, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDesktopServices, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from forumdesk.domain.errors import ForumDeskError
from forumdesk.services.preferences import BELL, home
from forumdesk.services.reports import keep_report
from forumdesk.ui.actions import Actions
from forumdesk.ui.commands import Commands, words_of
from forumdesk.ui.dropped import comes_back, is_forum, is_package, local_files
from forumdesk.ui.pages import Page
from forumdesk.ui.registry import ACTIONS, PAGES, PageSpec
from forumdesk.ui.statusbar import StatusBar
from forumdesk.ui.topbar import TopBar
from forumdesk.ui.turning_strip import TurningStrip
from forumdesk.ui.widgets.banner import Banner
from forumdesk.ui.widgets.rail import Rail
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.domain.changes import Change
    from forumdesk.ui.doorbell import Doorbell
    from forumdesk.ui.theme import Theme

FIRST_SIZE = (1366, 768)
PASSING_MS = 6000
"""How long a sentence about something done stays."""


class Window(QMainWindow):
    """Shows one page at a time and takes everything that concerns the whole forum."""

    ready = Signal()  #: the page that is shown would take a keystroke
    painted = Signal()  #: the first picture is on the screen
    language_wanted = Signal(str)  #: ISO 639-1 code, or empty for the system's

    def __init__(self, workplace: Workplace, theme: Theme) -> None:
        super().__init__()
        self.workplace = workplace
        self.actions_ = Actions(ACTIONS, self)
        self.actions_.set_shortcuts(workplace.preferences.shortcuts)
        self._pages: dict[str, Page] = {}
        self._specs = {spec.name: spec for spec in PAGES}
        self._current = ""
        self.first_page = ""
        self._doorbell: Doorbell | None = None
        self._was_painted = False
        self._offered = Path()
        self._passing = QTimer(self)
        self._passing.setSingleShot(True)
        self._passing.setInterval(PASSING_MS)
        self._theme = theme
        self._looks = (workplace.preferences.theme, workplace.preferences.text_scale)
        self._language = workplace.preferences.language
        self._commands = Commands(self, workplace, self.actions_, theme)
        self._lay_out()
        self._connect()
        self._translate()
        self._restore_geometry()

    def _lay_out(self) -> None:
        self.setAcceptDrops(True)
        self.setMinimumSize(1024, 600)
        self._rail = Rail()
        self._top = TopBar(self.workplace, self.actions_)
        self._banner = Banner()
        self._banner.hide()
        self._turning = TurningStrip(self.workplace.turning)
        self._stack = QStackedWidget()
        self._status = StatusBar(self.workplace)
        for spec in PAGES:
            self._rail.add_page(spec.name, spec.icon, spec.label, at_end=spec.at_end)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._top, self._banner, self._turning, self._stack, self._status):
            column.addWidget(part, 1 if part is self._stack else 0)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addLayout(column, 1)
        centre = QWidget()
        centre.setLayout(row)
        self.setCentralWidget(centre)
        self.addActions(list(self.actions_.all()))

    def _connect(self) -> None:
        self._rail.chosen.connect(self.go)
        self._banner.action_chosen.connect(self._banner_action)
        self._passing.timeout.connect(self._banner.hide)
        self.actions_.page_wanted.connect(self._serve_from_page)
        self._theme.changed.connect(self._rail.retint)
        self.workplace.jobs.idle.connect(self._show_something)
        self.workplace.opened.connect(self._take_forum)
        self.workplace.rules_are_newer.connect(self._tell_rules)
        self.workplace.closed.connect(self._leave_forum)
        self.workplace.changed.connect(self._take_changes)
        self.workplace.trouble.connect(self.tell)
        self.workplace.wanted.connect(self.go_to)
        self.workplace.action_wanted.connect(self.actions_.do)
        self.workplace.preferences_changed.connect(self._take_preferences)
        self.actions_.serve(self._commands.handlers())
        self.actions_.set_forum(is_open=False, writable=False)

    def _translate(self) -> None:
        self.actions_.translate()
        for spec in PAGES:
            self._rail.set_label(spec.name, self._label(spec))
        self._rail.setAccessibleName(self.tr("Pages"))
        self._show_title()

    def _label(self, spec: PageSpec) -> str:
        return QCoreApplication.translate("pages", spec.label)

    # ---- pages

    def page(self, name: str) -> Page:
        """The page of this name, built on its first visit."""
        if name not in self._pages:
            page = self._specs[name].page_class()(self.workplace)
            self._pages[name] = page
            page.ready.connect(self._page_ready)
            page.state_changed.connect(self._show_title)
            self._stack.addWidget(page)
            self.actions_.serve(page.handlers())
            if self.workplace.is_open:
                page.show_forum()
        return self._pages[name]

    @Slot(str)
    def go(self, name: str) -> None:
        """Show a page; without an open forum there is only Home."""
        self.go_to(name, "")

    @Slot(str, str)
    def go_to(self, name: str, record: str) -> None:
        """Show a page, and a record on it."""
        if not self.workplace.is_open and name != "home":
            name = "home"
        page = self.page(name)
        self._current = name
        self._stack.setCurrentWidget(page)
        self._rail.choose(name)
        if record:
            page.show_record(record)
        page.setFocus()
        page.entered()
        self._show_title()
        if self.workplace.path is not None:
            pages = {**self.workplace.preferences.last_page, str(self.workplace.path): name}
            self.workplace.prefer(last_page=pages)

    @property
    def current_page(self) -> Page | None:
        """The page that is shown."""
        return self._pages.get(self._current)

    @Slot(str, str)
    def _serve_from_page(self, page: str, action: str) -> None:
        """Go to the page of an action that nobody serves yet, then do it there."""
        self.go(page)
        if action in self.page(page).handlers():
            self.actions_.do(action)

    # ---- the forum

    @Slot()
    def _take_forum(self) -> None:
        self._banner.hide()
        self.actions_.set_forum(is_open=True, writable=not self.workplace.read_only)
        wanted = self.first_page or self.workplace.preferences.last_page.get(str(self.workplace.path), "home")
        is_new = wanted not in self._pages
        # The page that is wanted asks first: what others want to know of a large forum would make it wait.
        self._stack.setCurrentWidget(self.page(wanted))
        for name, page in self._pages.items():
            if not (is_new and name == wanted):
                page.show_forum()
        if self.workplace.read_only:
            self._banner.show_message("warning", self.workplace.read_only_because)
        self.go(wanted)

    @Slot(str)
    def _tell_rules(self, sentence: str) -> None:
        if not self.workplace.read_only:  # which says more
            self._banner.show_message("warning", QCoreApplication.translate("desk", sentence))

    @Slot()
    def _leave_forum(self) -> None:
        self._banner.hide()
        self.actions_.set_forum(is_open=False, writable=False)
        for page in self._pages.values():
            page.leave_forum()
        self.go("home")

    @Slot(tuple)
    def _take_changes(self, changes: Sequence[Change]) -> None:
        for page in tuple(self._pages.values()):
            page.take_changes(changes)
        self._show_title()

    @Slot(object)
    def tell(self, error: BaseException) -> None:
        """Say what went wrong, where the eye is, without taking the keyboard away."""
        self._passing.stop()
        self._banner.show_message("danger", words_of(error))
        report = None if isinstance(error, ForumDeskError) else keep_report(error, self.workplace.clock.now())
        if report is not None:
            self._banner.add_action(self.tr("Show report"), str(report))

    def say(self, sentence: str, offers: Sequence[tuple[str, str]] = ()) -> None:
        """Say something that was done; it goes by itself, unless something is offered: words and a name for each."""
        self._passing.stop()
        self._banner.show_message("info", sentence)
        for words, name in offers:
            self._banner.add_action(words, name)
        if not offers:
            self._passing.start()

    def offer_to_read(self, path: Path, error: ForumDeskError) -> None:
        """Name who has the file open, and offer to read it."""
        self._offered = path
        self._passing.stop()
        self._banner.show_message("warning", words_of(error))
        self._banner.add_action(self.tr("Open to read only"), "read")

    @Slot(str)
    def _banner_action(self, name: str) -> None:
        self._banner.hide()
        if name == "read":
            self.workplace.open_to_read(
                self._offered, self.tr("It is open in another program, so it can only be read here.")
            )
        elif name == "history":
            self.actions_.do(name)
        elif name.startswith("undo "):
            self.workplace.turning.undo(name.removeprefix("undo "))
        else:
            QDesktopServices.openUrl(QUrl.fromLocalFile(name))

    @Slot()
    def _show_title(self) -> None:
        page = self.current_page
        where = page.title() if page else ""
        self._top.show_place(self.workplace.forum.title if self.workplace.is_open else "", where)
        self._show_state()
        name = self.workplace.forum.title or (self.workplace.path.stem if self.workplace.path else "")
        self.setWindowTitle(f"{name} – ForumDesk" if name else "ForumDesk")

    @Slot()
    def _show_state(self) -> None:
        page = self.current_page
        self._top.pill.show_state(*(page.state() if page else ("", "")))

    @Slot()
    def _page_ready(self) -> None:
        if self.sender() is self.current_page:
            self.ready.emit()

    @Slot()
    def _take_preferences(self) -> None:
        kept = self.workplace.preferences
        self.actions_.set_shortcuts(kept.shortcuts)
        if self._looks != (kept.theme, kept.text_scale):
            self._looks = (kept.theme, kept.text_scale)
            self._theme.choose(kept.theme, kept.text_scale)
        if kept.language != self._language:
            self._language = kept.language
            self.language_wanted.emit(kept.language)

    # ---- Qt's own events

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell once that there is a picture."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self._tell_painted)

    @Slot()
    def _tell_painted(self) -> None:
        self.painted.emit()
        if not self.workplace.jobs.busy:
            self._show_something()

    @Slot()
    def _show_something(self) -> None:
        """Show Home where no page is shown: after the first picture, or when the file that was named did not open."""
        if not self._current:
            self.go("home")

    @Slot()
    def hang_doorbell(self) -> None:
        """Hear a second launch from now on; loaded after the first picture, for it takes a moment."""
        if self._doorbell is None:
            doorbell = import_module("forumdesk.ui.doorbell").Doorbell(home(), self)
            doorbell.rung.connect(self.come_forward)
            self._doorbell = doorbell
            home().mkdir(parents=True, exist_ok=True)
            (home() / BELL).touch()

    @Slot(str)
    def come_forward(self, path: str) -> None:
        """Come before other windows, and open what the second launch was given."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        if path:
            self.open_named(Path(path))

    def open_named(self, path: Path) -> None:
        """Open what the program was given by name: a forum, or a pack to begin one with."""
        if is_package(str(path)):
            self._commands.begin_from(path)
        else:
            self.workplace.open(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take forum files, what comes back where there is a forum to bring it into, and packs where there is none."""
        coming = _dropped_returns if self.workplace.is_open else _dropped_packs
        if _dropped_forum(event.mimeData()) or coming(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a forum that was dragged in; look at what comes back on its page, or begin with a pack where none is."""
        path = _dropped_forum(event.mimeData())
        returns = _dropped_returns(event.mimeData())
        if returns and self.workplace.is_open:
            event.acceptProposedAction()
            self.go("merge")
            self.page("merge").take_files(returns)
        elif path is not None:
            event.acceptProposedAction()
            self.workplace.open(path)
        elif packs := _dropped_packs(event.mimeData()):
            event.acceptProposedAction()
            self._commands.begin_from(packs[0])

    def _restore_geometry(self) -> None:
        kept = self.workplace.preferences.geometry
        if not kept or not self.restoreGeometry(QByteArray(base64.b64decode(kept))):
            self.resize(*FIRST_SIZE)
            if fills_screen(self.screen().availableSize()):
                self.setWindowState(Qt.WindowState.WindowMaximized)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the pages keep what is typed, remember the window's place, finish what was begun, close the file."""
        for page in self._pages.values():
            page.leaving()
        kept = base64.b64encode(self.saveGeometry().data()).decode("ascii")
        self.workplace.prefer(geometry=kept)
        if self._doorbell is not None:
            (home() / BELL).unlink(missing_ok=True)
            self._doorbell.close()
        self.workplace.shut()
        super().closeEvent(event)


def fills_screen(available: QSize) -> bool:
    """Whether a window of the first size, with its frame, would hang over the lower edge, as on a 1366x768 laptop."""
    return available.height() <= FIRST_SIZE[1]


def _dropped_returns(data: QMimeData) -> list[Path]:
    return [Path(path) for path in local_files(data) if comes_back(path)]


def _dropped_packs(data: QMimeData) -> list[Path]:
    return [Path(path) for path in local_files(data) if is_package(path)]


def _dropped_forum(data: QMimeData) -> Path | None:
    return next((Path(path) for path in local_files(data) if is_forum(path)), None)
