"""What this is, which version, and whom it owes thanks."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from PySide6.QtWidgets import QDialogButtonBox, QLabel

from forumdesk.ui.dialogs.frame import Dialog


class AboutDialog(Dialog):
    """A few sentences."""

    def lay_out(self) -> None:
        """Text."""
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setMinimumWidth(420)
        self.column.addWidget(self._words)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Close)

    def translate(self) -> None:
        """Words."""
        self.set_title(self.tr("ForumDesk {version}").format(version=_version()))
        said = (
            self.tr("The offline workshop tool for mayoral forums on human mobility, migration and development."),
            self.tr("Nothing leaves this laptop by itself."),
            self.tr("Cities: GeoNames, CC BY 4.0. Type: Inter and Noto Sans Arabic, SIL Open Font Licence."),
            self.tr("ForumDesk is free software under the MIT licence."),
        )
        self._words.setText("\n\n".join(said))


def _version() -> str:
    try:
        return version("forumdesk")
    except PackageNotFoundError:
        return ""
