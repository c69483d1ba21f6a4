"""A dialog for something that takes its time: what is asked, how far it is, and what came of it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from forumdesk.ui.dialogs.frame import Frame
from forumdesk.ui.jobs import Job, Jobs
from forumdesk.ui.widgets.facts import Facts
from forumdesk.ui.widgets.thinbar import ThinBar
from forumdesk.ui.workplace import Workplace


class Task(Frame):
    """Asks, shows a bar while it is done, and can be closed."""

    def __init__(self, parent: QWidget, workplace: Workplace, jobs: Jobs) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._job: Job | None = None
        self._facts, self._bar = Facts(), ThinBar()
        self._bar.hide()
        self._start = self.primary_button(QDialogButtonBox.ButtonRole.ActionRole)
        self._close = self.buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        jobs.progressed.connect(self._progressed)

    def translate(self) -> None:
        """Name what every such dialog has."""
        self._bar.setAccessibleName(self.tr("Progress"))
        self._close.setText(self.tr("Close"))

    def name_fact(self, name: str, label: str, field: QWidget, spoken: str = "") -> None:
        """Give what is asked its label, and its name for those who do not see it."""
        self._facts.set_label(name, label)
        field.setAccessibleName(spoken or label)

    def begin_job(self, job: Job) -> None:
        """Show that something is under way, and how far it is as soon as that is known."""
        self._job = job
        self._bar.setRange(0, 0)

    @Slot(object, int, int, str)
    def _progressed(self, job: Job, done: int, total: int, what: str) -> None:
        if job is self._job and total and self.counts(what):
            self._bar.setRange(0, total)
            self._bar.setValue(done)

    def counts(self, what: str) -> bool:
        """Whether the bar shows how far this part of the work is."""
        return bool(what)
