"""A snapshot with a name: the forum as it is at this moment."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QLineEdit

from forumdesk.ui.dialogs.frame import Dialog

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk
    from forumdesk.services.keeping import Snapshot


class SnapshotNameDialog(Dialog):
    """Asks what the copy is called."""

    def lay_out(self) -> None:
        """One line."""
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setProperty("role", "soft")
        self._name = QLineEdit()
        self.column.addWidget(self._words)
        self.column.addWidget(self._name)
        self._keep = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self._keep.setProperty("kind", "primary")
        self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.setMinimumWidth(460)

    def connect_parts(self) -> None:
        """Take it."""
        self.buttons.accepted.connect(self._take)

    def translate(self) -> None:
        """Words."""
        self.set_title(self.tr("Name a snapshot"))
        self._words.setText(
            self.tr("Every note is saved already. A snapshot is a copy of the whole forum that you can come back to.")
        )
        self._name.setAccessibleName(self.tr("Name of the snapshot"))
        self._name.setPlaceholderText(self.tr("before the plenary"))
        self._keep.setText(self.tr("Take the snapshot"))

    @Slot()
    def _take(self) -> None:
        name = self._name.text().strip() or self.tr("named")
        self.workplace.do(partial(_snapshot, name=name), self.workplace.take_snapshot)
        self.accept()


def _snapshot(desk: Desk, *, name: str) -> Snapshot:
    return desk.keeping.take(name)
