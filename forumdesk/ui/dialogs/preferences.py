"""Preferences: how this laptop likes its window, and how it signs."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QWidget

from forumdesk.domain.marking import QT_TRANSLATE_NOOP
from forumdesk.ui.dialogs.frame import Dialog
from forumdesk.ui.i18n import LANGUAGES

THEMES = (
    ("system", QT_TRANSLATE_NOOP("preferences", "Like the system")),
    ("light", QT_TRANSLATE_NOOP("preferences", "Light")),
    ("dark", QT_TRANSLATE_NOOP("preferences", "Dark")),
    ("high-contrast", QT_TRANSLATE_NOOP("preferences", "High contrast")),
)
SCALES = (90, 100, 115, 130, 150)
ROWS = (
    ("laptop_name", QT_TRANSLATE_NOOP("preferences", "This laptop is called")),
    ("author", QT_TRANSLATE_NOOP("preferences", "Who sits at it (may stay empty)")),
    ("theme", QT_TRANSLATE_NOOP("preferences", "Theme")),
    ("text_scale", QT_TRANSLATE_NOOP("preferences", "Size of text")),
    ("language", QT_TRANSLATE_NOOP("preferences", "Language")),
    ("motion", QT_TRANSLATE_NOOP("preferences", "Show where things go with short movements")),
)


class PreferencesDialog(Dialog):
    """A form; what is kept shows at once."""

    def lay_out(self) -> None:
        """A row a preference."""
        kept = self.workplace.preferences
        self._name, self._author = QLineEdit(kept.laptop_name), QLineEdit(kept.author)
        self._theme, self._scale, self._language = QComboBox(), QComboBox(), QComboBox()
        for key, _ in THEMES:
            self._theme.addItem("", key)
        self._theme.setCurrentIndex(max(0, self._theme.findData(kept.theme)))
        for per_cent in SCALES:
            self._scale.addItem(f"{per_cent} %", per_cent)
        self._scale.setCurrentIndex(max(0, self._scale.findData(kept.text_scale)))
        self._language.addItem("", "")
        for code, name in LANGUAGES.items():
            self._language.addItem(name, code)
        self._language.setCurrentIndex(max(0, self._language.findData(kept.language)))
        self._motion = QCheckBox()
        self._motion.setChecked(kept.motion)
        widgets: tuple[QWidget, ...] = (
            self._name,
            self._author,
            self._theme,
            self._scale,
            self._language,
            self._motion,
        )
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        self._labels = []
        for widget in widgets:
            label = QLabel()
            label.setBuddy(widget)
            form.addRow(label, widget)
            self._labels.append((label, widget))
        self.column.addLayout(form)
        self._keep = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self._keep.setProperty("kind", "primary")
        self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.setMinimumWidth(560)

    def connect_parts(self) -> None:
        """Keep."""
        self.buttons.accepted.connect(self._keep_all)

    def translate(self) -> None:
        """Words."""
        self.set_title(self.tr("Preferences"))
        for (label, widget), (_, words) in zip(self._labels, ROWS, strict=True):
            said = QCoreApplication.translate("preferences", words)
            label.setText(said)
            widget.setAccessibleName(said)
        for place, (_, words) in enumerate(THEMES):
            self._theme.setItemText(place, QCoreApplication.translate("preferences", words))
        self._language.setItemText(0, self.tr("Like the system"))
        self._name.setPlaceholderText(self.tr("Room B laptop"))
        self._keep.setText(self.tr("Keep"))

    @Slot()
    def _keep_all(self) -> None:
        self.workplace.prefer(
            laptop_name=self._name.text().strip(),
            author=self._author.text().strip(),
            theme=self._theme.currentData(),
            text_scale=self._scale.currentData(),
            language=self._language.currentData(),
            motion=self._motion.isChecked(),
        )
        self.accept()
