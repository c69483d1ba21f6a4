"""What the forum is called, where and when it is held, and under which rule notes are attributed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from forumdesk.domain.forum import Attribution
from forumdesk.ui.dialogs.frame import Dialog
from forumdesk.ui.widgets.scroll import Scroll
from forumdesk.ui.words import word

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk

_LINES = ("title", "host_city", "country", "theme")
_SETS = ("languages", "hosts", "partners")
_HIGHEST, _AROUND = 640, 150
"""No higher than a small screen; so much is headline, buttons and margins."""


class ForumDetailsDialog(Dialog):
    """A form over the forum's own record; all of it is one act."""

    def lay_out(self) -> None:
        """A field a line."""
        forum = self.workplace.forum
        self._fields: dict[str, QWidget] = {}
        for name in (
            "title",
            "edition",
            "host_city",
            "country",
            "starts",
            "ends",
            "utc_offset",
            "theme",
            "objectives",
            "languages",
            "hosts",
            "partners",
            "attribution",
        ):
            self._fields[name] = self._made(name, getattr(forum, name))
        inside = QWidget()
        form = QFormLayout(inside)
        form.setContentsMargins(0, 0, 8, 0)
        form.setHorizontalSpacing(16)
        self._labels = {}
        for name, widget in self._fields.items():
            label = QLabel()
            label.setBuddy(widget)
            self._labels[name] = label
            form.addRow(label, widget)
            widget.setEnabled(not self.workplace.read_only)
        scroll = Scroll(inside)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.column.addWidget(scroll, 1)
        self._keep = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self._keep.setProperty("kind", "primary")
        self._keep.setEnabled(not self.workplace.read_only)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.resize(680, min(_HIGHEST, inside.sizeHint().height() + _AROUND))

    def _made(self, name: str, value: Any) -> QWidget:  # noqa: ANN401 - a field's value
        if name in ("edition", "utc_offset"):
            box = QSpinBox()
            box.setRange(*((0, 99) if name == "edition" else (-720, 840)))
            box.setSingleStep(1 if name == "edition" else 15)
            box.setValue(value)
            box.lineEdit().setTextMargins(8, 0, 8, 0)  # a style sheet's padding stops at the arrows' side
            return box
        if name in ("starts", "ends"):
            day = QDateEdit(QDate(value.year, value.month, value.day) if value else QDate.currentDate())
            day.setCalendarPopup(True)
            day.setDisplayFormat("d MMMM yyyy")
            return day
        if name == "attribution":
            rules = QComboBox()
            for rule in Attribution:
                rules.addItem(word(rule), rule.value)
            rules.setCurrentIndex(rules.findData(value.value))
            return rules
        if name == "objectives":
            text = QPlainTextEdit(value)
            text.setTabChangesFocus(True)
            text.setFixedHeight(96)
            return text
        line = QLineEdit(", ".join(value) if isinstance(value, tuple) else value)
        line.setCursorPosition(0)
        return line

    def connect_parts(self) -> None:
        """Keep."""
        self.buttons.accepted.connect(self._keep_all)

    def translate(self) -> None:
        """Words."""
        self.set_title(self.tr("Forum details"))
        names = {
            "title": self.tr("Title"),
            "edition": self.tr("Edition"),
            "host_city": self.tr("Host city"),
            "country": self.tr("Country"),
            "starts": self.tr("First day"),
            "ends": self.tr("Last day"),
            "utc_offset": self.tr("Minutes ahead of UTC"),
            "theme": self.tr("Theme"),
            "objectives": self.tr("Objectives, one a line"),
            "languages": self.tr("Languages"),
            "hosts": self.tr("Hosts"),
            "partners": self.tr("Partners"),
            "attribution": self.tr("New sessions attribute notes"),
        }
        for name, label in self._labels.items():
            label.setText(names[name])
            self._fields[name].setAccessibleName(names[name])
        self._keep.setText(self.tr("Keep"))

    def _value(self, name: str) -> Any:  # noqa: ANN401
        widget = self._fields[name]
        if isinstance(widget, QSpinBox):
            return widget.value()
        if isinstance(widget, QDateEdit):
            return widget.date().toPython()
        if isinstance(widget, QComboBox):
            return Attribution(widget.currentData())
        if isinstance(widget, QPlainTextEdit):
            return widget.toPlainText().strip()
        text = widget.text().strip() if isinstance(widget, QLineEdit) else ""
        return tuple(sorted({part.strip() for part in text.split(",") if part.strip()})) if name in _SETS else text

    @Slot()
    def _keep_all(self) -> None:
        forum = self.workplace.forum
        said = {name: self._value(name) for name in self._fields}
        changed = {name: value for name, value in said.items() if value != getattr(forum, name)}
        if replace(forum, **changed) != forum:
            self.workplace.act(partial(_change, fields=changed))
        self.accept()


def _change(desk: Desk, *, fields: dict[str, Any]) -> None:
    desk.planning.change_forum(**fields)
