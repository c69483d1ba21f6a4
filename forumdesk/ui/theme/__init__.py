"""How the window looks: the theme in force, following the system or as the person chose."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from forumdesk.ui.theme.fonts import body_font, load_fonts, set_text_scale
from forumdesk.ui.theme.palette import Palette, load_palette
from forumdesk.ui.theme.stylesheet import stylesheet

CHOICES = ("system", "light", "dark", "high-contrast")


class Theme(QObject):
    """Puts a palette, the type and the style sheet on the application, and does so again when the system changes."""

    changed = Signal()  #: another palette is in force

    def __init__(self, application: QApplication, choice: str = "system", text_scale: int = 100) -> None:
        super().__init__(application)
        self._application = application
        self._choice = choice if choice in CHOICES else "system"
        load_fonts()
        set_text_scale(text_scale)
        application.setStyle("Fusion")
        self.palette = load_palette(self._name())
        self._apply()
        hints = application.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._system_changed)

    def choose(self, choice: str, text_scale: int | None = None) -> None:
        """Use another theme, or follow the system; the text keeps its size unless another is given."""
        self._choice = choice if choice in CHOICES else "system"
        if text_scale is not None:
            set_text_scale(text_scale)
        self.palette = load_palette(self._name())
        self._apply()
        self.changed.emit()

    @Slot()
    def _system_changed(self) -> None:
        if self._choice in ("system", "high-contrast"):
            self.choose(self._choice)

    def _name(self) -> str:
        hints = self._application.styleHints()
        return palette_name(
            self._choice,
            dark=hints.colorScheme() is Qt.ColorScheme.Dark,
            contrast=hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast,
        )

    def _apply(self) -> None:
        set_current(self.palette)
        self._application.setFont(body_font())
        self._application.setPalette(_qt_palette(self.palette))
        self._application.setStyleSheet(stylesheet(self.palette))


def palette_name(choice: str, *, dark: bool, contrast: bool) -> str:
    """The palette for what was chosen, on a system that prefers dark colours or strong contrast, or neither."""
    if choice == "high-contrast" or (choice == "system" and contrast):
        return "high-contrast-dark" if dark else "high-contrast"
    if choice == "system":
        return "dark" if dark else "light"
    return choice


_current: dict[str, Palette] = {}


def set_current(palette: Palette) -> None:
    """Let what paints itself use this palette."""
    _current["palette"] = palette


def current() -> Palette:
    """The palette in force, for what paints itself."""
    if "palette" not in _current:
        _current["palette"] = load_palette("light")
    return _current["palette"]


def colour(role: str) -> QColor:
    """A role's colour in the theme in force."""
    return QColor(getattr(current(), role))


def _qt_palette(palette: Palette) -> QPalette:
    made = QPalette()
    roles = QPalette.ColorRole
    pairs = {
        roles.Window: palette.window,
        roles.WindowText: palette.ink,
        roles.Base: palette.surface,
        roles.AlternateBase: palette.sunken,
        roles.Text: palette.ink,
        roles.Button: palette.surface,
        roles.ButtonText: palette.ink,
        roles.Highlight: palette.accent_soft,
        roles.HighlightedText: palette.ink,
        roles.Link: palette.accent,
        roles.PlaceholderText: palette.faint,
        roles.ToolTipBase: palette.surface,
        roles.ToolTipText: palette.ink,
        roles.Accent: palette.accent,
        roles.Mid: palette.line,
    }
    for role, value in pairs.items():
        made.setColor(role, QColor(value))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(palette.faint))
    return made
