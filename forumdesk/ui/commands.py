"""What the window itself does: files, undo, history, search, preferences and help."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QObject, QStandardPaths, Slot
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QLineEdit, QWidget

from forumdesk.domain.errors import ForumDeskError
from forumdesk.services.preferences import home
from forumdesk.ui.act_words import act_text
from forumdesk.ui.actions import Actions
from forumdesk.ui.dropped import is_package
from forumdesk.ui.errors import error_words
from forumdesk.ui.outcome_words import holding_words, redone_words, stopped_words, undone_words
from forumdesk.ui.workplace import Workplace

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk
    from forumdesk.services.history import Outcome, Step
    from forumdesk.ui.theme import Theme

SUFFIX = ".forum"


class Commands(QObject):
    """Serves the actions that concern the whole window; dialogs are built when they are first wanted."""

    def __init__(self, window: QWidget, workplace: Workplace, actions: Actions, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._workplace = workplace
        self._actions = actions
        self._theme = theme
        self._dialog: QDialog | None = None
        self._pack = self._begun = Path()
        workplace.turning.undone.connect(self._tell_undone)
        workplace.turning.redone.connect(self._tell_redone)
        workplace.turning.stopped.connect(self._tell_stopped)
        workplace.passphrase_wanted.connect(self._ask_passphrase)
        workplace.in_use.connect(self._offer_to_read)
        workplace.opened.connect(self._ask_steps)
        workplace.changed.connect(self._ask_steps)

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """The actions of the window, by name."""
        return {
            "new-forum": self.new_forum,
            "open-forum": self.open_forum,
            "open-pack": self.open_pack,
            "open-sample": self.open_sample,
            "close-forum": self._workplace.close_forum,
            "forum-details": self.forum_details,
            "frameworks": self.frameworks,
            "take-snapshot": self.take_snapshot,
            "snapshots": self.snapshots,
            "undo": self.undo,
            "redo": self.redo,
            "stop-turning": self.stop_turning,
            "history": self.history,
            "search": self.search,
            "palette": self.palette,
            "shortcuts": self.shortcuts,
            "preferences": self.preferences,
            "help": self.help,
            "about": self.about,
            "full-screen": self.full_screen,
            "go-home": self.go_home,
            "go-plan": self.go_plan,
            "go-room": self.go_room,
            "go-recommendations": self.go_recommendations,
            "go-merge": self.go_merge,
            "go-review": self.go_review,
            "go-people": self.go_people,
            "go-export": self.go_export,
            "quit": self.quit,
        }

    # ---- files

    @Slot()
    def new_forum(self) -> None:
        """Ask what the new forum is called and where it lies."""
        self._show("new_forum", "NewForumDialog")

    @Slot()
    def open_forum(self) -> None:
        """Ask for a forum file."""
        dialog = QFileDialog(self._window, self.tr("Open forum"), str(documents()))
        forums = self.tr("Forum files (*{suffix})").format(suffix=SUFFIX)
        dialog.setNameFilters([forums, self.tr("Review packs (*.forumpack)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._open_chosen)
        self._keep(dialog)

    @Slot(str)
    def _open_chosen(self, path: str) -> None:
        if is_package(path):
            self.begin_from(Path(path))
        else:
            self._workplace.open(Path(path))

    @Slot()
    def open_pack(self) -> None:
        """Ask for a review pack, to make a forum file of it."""
        dialog = QFileDialog(self._window, self.tr("Open a review pack"), str(documents()))
        dialog.setNameFilters([self.tr("Review packs (*.forumpack)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._open_chosen)
        self._keep(dialog)

    def begin_from(self, pack: Path) -> None:
        """Ask where the forum of a review pack shall lie, and open it there."""
        self._pack = pack
        suggested = documents() / f"{pack.stem}{SUFFIX}"
        dialog = QFileDialog(
            self._window, self.tr("Keep the review of “{name}” as").format(name=pack.stem), str(suggested)
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Forum files (*{suffix})").format(suffix=SUFFIX)])
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # what exists is never overwritten
        dialog.fileSelected.connect(self._begin_chosen)
        self._keep(dialog)

    @Slot(str)
    def _begin_chosen(self, path: str) -> None:
        self._begun = Path(path)
        self._workplace.from_pack(self._pack, self._begun)

    @Slot(object)
    def _ask_passphrase(self, error: ForumDeskError) -> None:
        """A pack that is encrypted opens with the passphrase that was said."""
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(self.tr("Passphrase"))
        dialog.setLabelText(words_of(error))
        dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
        dialog.textValueSelected.connect(self._passphrase_said)
        self._keep(dialog)

    @Slot(str)
    def _passphrase_said(self, words: str) -> None:
        self._workplace.from_pack(self._pack, self._begun, words)

    @Slot()
    def open_sample(self) -> None:
        """Open a fresh copy of the sample forum."""
        self._workplace.sample(home() / "sample")

    @Slot(object, object)
    def _offer_to_read(self, path: Path, error: ForumDeskError) -> None:
        self._window_banner("offer_to_read", path, error)

    def _window_banner(self, method: str, *values: object) -> None:
        getattr(self._window, method)(*values)

    # ---- undo and redo

    @Slot()
    def _ask_steps(self) -> None:
        """Ask what the next undo and redo are about, so that their actions can say it."""
        self._workplace.ask_at_leisure(_next_steps, self._name_steps)

    @Slot(object)
    def _name_steps(self, steps: tuple[Step | None, Step | None]) -> None:
        for name, step in zip(("undo", "redo"), steps, strict=True):
            plain = QCoreApplication.translate("actions", self._actions.specs[name].text)
            said = self.tr("{turn}: {act}").format(turn=plain, act=act_text(step.name, step.subject)) if step else plain
            self._actions.action(name).setText(said)

    @Slot()
    def undo(self) -> None:
        """Take back the newest act."""
        self._workplace.turning.undo()

    @Slot()
    def redo(self) -> None:
        """Bring back what was undone last."""
        self._workplace.turning.redo()

    @Slot()
    def stop_turning(self) -> None:
        """Stop an undo or a redo that is under way; nothing is changed then."""
        self._workplace.turning.stop()

    @Slot(object)
    def _tell_undone(self, outcome: Outcome) -> None:
        offers = [(holding_words(outcome, step), f"undo {step.act}") for step in outcome.holding]
        if len(offers) > 1:
            offers = [(self.tr("See what holds them…"), "history")]
        self._window_banner("say", undone_words(outcome), offers)

    @Slot(object)
    def _tell_redone(self, outcome: Outcome) -> None:
        self._window_banner("say", redone_words(outcome))

    @Slot()
    def _tell_stopped(self) -> None:
        self._window_banner("say", stopped_words())

    # ---- dialogs

    @Slot()
    def forum_details(self) -> None:
        """Show and change what the forum is called, where and when."""
        self._show("forum_details", "ForumDetailsDialog")

    @Slot()
    def frameworks(self) -> None:
        """Choose, title and import reference frameworks."""
        self._show("frameworks", "FrameworksDialog")

    @Slot()
    def take_snapshot(self) -> None:
        """Name a snapshot of the forum as it is now."""
        self._show("snapshot_name", "SnapshotNameDialog")

    @Slot()
    def snapshots(self) -> None:
        """List the copies, and bring one back under a new name."""
        self._show("snapshots", "SnapshotsDialog")

    @Slot()
    def history(self) -> None:
        """List what was done, and take any of it back."""
        self._show("history", "HistoryDialog")

    @Slot()
    def search(self) -> None:
        """Search everything."""
        self._show("search", "SearchDialog")

    @Slot()
    def palette(self) -> None:
        """List every action, to be found by typing."""
        self._show("palette", "PaletteDialog")

    @Slot()
    def shortcuts(self) -> None:
        """Show and change the keyboard shortcuts."""
        self._show("shortcuts", "ShortcutsDialog")

    @Slot()
    def preferences(self) -> None:
        """Show and change how this laptop likes its window."""
        self._show("preferences", "PreferencesDialog")

    @Slot()
    def help(self) -> None:
        """Show the help."""
        self._show("help", "HelpDialog")

    @Slot()
    def about(self) -> None:
        """Say what this is, which version, and whom it owes thanks."""
        self._show("about", "AboutDialog")

    def _show(self, module: str, class_name: str) -> None:
        """Open a dialog; each takes the window, the workplace, the actions and the theme."""
        dialog_class = getattr(import_module(f"forumdesk.ui.dialogs.{module}"), class_name)
        self._keep(cast("QDialog", dialog_class(self._window, self._workplace, self._actions, self._theme)))

    def _keep(self, dialog: QDialog) -> None:
        """Open a dialog without stopping the window, and let it go once it is closed."""
        if self._dialog is not None:
            self._dialog.close()
        self._dialog = dialog
        dialog.finished.connect(self._let_go)
        dialog.open()

    @Slot()
    def _let_go(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None and dialog is not self.sender():
            self._dialog = dialog
        elif dialog is not None:
            dialog.deleteLater()

    # ---- the window

    @Slot()
    def full_screen(self) -> None:
        """Fill the screen, or go back to a window."""
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()

    @Slot()
    def go_home(self) -> None:
        """Show Home."""
        self._workplace.go("home")

    @Slot()
    def go_plan(self) -> None:
        """Show the Plan page."""
        self._workplace.go("plan")

    @Slot()
    def go_room(self) -> None:
        """Show the Room page."""
        self._workplace.go("room")

    @Slot()
    def go_recommendations(self) -> None:
        """Show the Recommendations page."""
        self._workplace.go("recommendations")

    @Slot()
    def go_merge(self) -> None:
        """Show the page on which laptops are brought together."""
        self._workplace.go("merge")

    @Slot()
    def go_review(self) -> None:
        """Show the page on which cities answer."""
        self._workplace.go("review")

    @Slot()
    def go_people(self) -> None:
        """Show the People page."""
        self._workplace.go("people")

    @Slot()
    def go_export(self) -> None:
        """Show the Export page."""
        self._workplace.go("export")

    @Slot()
    def quit(self) -> None:
        """Close the window; what was kept is safe."""
        self._window.close()


def documents() -> Path:
    """The person's own folder for documents."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))


def words_of(error: BaseException) -> str:
    """What an error says to people."""
    if isinstance(error, ForumDeskError):
        return " ".join(filter(None, error_words(error)))
    return QCoreApplication.translate("errors", "This is a mistake in ForumDesk; what you kept is safe.")


def _next_steps(desk: Desk) -> tuple[Step | None, Step | None]:
    return desk.history.next_steps()
