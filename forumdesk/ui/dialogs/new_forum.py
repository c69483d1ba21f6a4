"""A new forum: from which template, and where it lies."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from forumdesk.domain.marking import QT_TRANSLATE_NOOP
from forumdesk.ui.dialogs.frame import Dialog

SUFFIX = ".forum"
TEMPLATES = (
    ("mayoral-forum", QT_TRANSLATE_NOOP("templates", "Mayoral forum: two days, a plenary and three breakout rooms")),
    ("breakout-60", QT_TRANSLATE_NOOP("templates", "One breakout of sixty minutes")),
    ("blank", QT_TRANSLATE_NOOP("templates", "Blank")),
)


class NewForumDialog(Dialog):
    """Asks for a template and a place."""

    def lay_out(self) -> None:
        """Templates, then the place."""
        self._templates: list[QRadioButton] = []
        group = QWidget()
        choices = QVBoxLayout(group)
        choices.setContentsMargins(0, 0, 0, 0)
        for name, _ in TEMPLATES:
            button = QRadioButton()
            button.setProperty("template", name)
            self._templates.append(button)
            choices.addWidget(button)
        self._templates[0].setChecked(True)
        self._place = QLineEdit()
        self._browse = QPushButton()
        place = QHBoxLayout()
        place.addWidget(self._place, 1)
        place.addWidget(self._browse)
        form = QFormLayout()
        self._template_label, self._place_label = QLabel(), QLabel()
        self._place_label.setBuddy(self._place)
        form.addRow(self._template_label, group)
        form.addRow(self._place_label, place)
        self.column.addLayout(form)
        self._create = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self._create.setProperty("kind", "primary")
        self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.setMinimumWidth(620)
        from_documents = _documents()
        self._place.setText(str(_free(from_documents / f"forum{SUFFIX}")))
        self._place.setFocus()

    def connect_parts(self) -> None:
        """Browse, and begin."""
        self._browse.clicked.connect(self._browse_clicked)
        self.buttons.accepted.connect(self._begin)

    def translate(self) -> None:
        """Words."""
        self.set_title(self.tr("New forum"))
        self._template_label.setText(self.tr("Begin with"))
        self._place_label.setText(self.tr("&Keep it as"))
        self._place.setAccessibleName(self.tr("File of the new forum"))
        self._browse.setText(self.tr("Browse…"))
        self._create.setText(self.tr("Begin"))
        for button, (_, words) in zip(self._templates, TEMPLATES, strict=True):
            button.setText(QCoreApplication.translate("templates", words))

    @Slot()
    def _browse_clicked(self) -> None:
        dialog = QFileDialog(self, self.tr("Keep the new forum as"), self._place.text())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
        dialog.fileSelected.connect(self._place.setText)
        dialog.open()

    @Slot()
    def _begin(self) -> None:
        chosen = next(button for button in self._templates if button.isChecked())
        self.workplace.new(Path(self._place.text()).expanduser(), str(chosen.property("template")))
        self.accept()


def _documents() -> Path:
    from_home = Path.home() / "Documents"
    return from_home if from_home.is_dir() else Path.home()


def _free(path: Path) -> Path:
    """The path, or one like it that is not taken."""
    number = 2
    free = path
    while free.exists():
        free = path.with_stem(f"{path.stem} {number}")
        number += 1
    return free
