"""The help: one page that a tired facilitator can read standing."""

from __future__ import annotations

from PySide6.QtWidgets import QDialogButtonBox, QTextBrowser

from forumdesk.services.resources import resource
from forumdesk.ui.dialogs.frame import Dialog


class HelpDialog(Dialog):
    """Shows the help in the language of the interface, or in English."""

    def lay_out(self) -> None:
        """A page of text."""
        self._page = QTextBrowser()
        self._page.setOpenExternalLinks(False)
        self.column.addWidget(self._page, 1)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Close)
        self.resize(720, 600)

    def translate(self) -> None:
        """Words."""
        self.set_title(self.tr("Help"))
        self._page.setAccessibleName(self.tr("Help"))
        language = self.workplace.preferences.language or "en"
        path = resource("help", f"{language}.md")
        text = (path if path.is_file() else resource("help", "en.md")).read_text(encoding="utf-8")
        self._page.setMarkdown(text)
