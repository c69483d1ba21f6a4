"""The field for the passphrase of a file that is written."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget


class PassphraseField(QLineEdit):
    """Shows a passphrase only while it is typed; empty, it says what that means."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)

    def translate(self) -> None:
        """Say in the language of the interface what an empty one means."""
        self.setPlaceholderText(self.tr("empty: whoever finds the file can read it"))
