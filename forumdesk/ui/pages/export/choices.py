"""What of the forum an export holds: sessions, statuses, columns and the two flags that matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QListView, QTreeView, QVBoxLayout, QWidget

from forumdesk.domain.agenda import Session
from forumdesk.domain.presets import Preset
from forumdesk.domain.recommendations import Status
from forumdesk.ui.widgets.chip import Chip, ChipRow
from forumdesk.ui.widgets.section import SectionLabel
from forumdesk.ui.words import word

_KEY = Qt.ItemDataRole.UserRole + 1


class Choices(QWidget):
    """The contents of an export as they are chosen; everything is in at first."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filling = False
        self._lay_out()
        self._connect()
        self._translate()

    def _lay_out(self) -> None:
        self._sessions_section, self._status_section, self._columns_section, self._care_section = (
            SectionLabel() for _ in range(4)
        )
        self._sessions = QStandardItemModel(self)
        self._session_view = QListView()
        self._session_view.setModel(self._sessions)
        self._session_view.setMinimumHeight(120)
        self._statuses = ChipRow()
        self._columns = QStandardItemModel(self)
        self._column_view = QTreeView()
        self._column_view.setModel(self._columns)
        self._column_view.setHeaderHidden(True)
        self._column_view.setMinimumHeight(140)
        self._sensitive = QCheckBox()
        self._confidential = QCheckBox()
        self._sensitive_words, self._confidential_words = QLabel(), QLabel()
        self._no_session = QLabel()
        for label in (self._sensitive_words, self._confidential_words, self._no_session):
            label.setProperty("role", "small")
            label.setWordWrap(True)
        self._no_session.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part, stretch in (
            (self._sessions_section, 0),
            (self._session_view, 2),
            (self._no_session, 0),
            (self._status_section, 0),
            (self._statuses, 0),
            (self._columns_section, 0),
            (self._column_view, 3),
            (self._care_section, 0),
            (self._sensitive, 0),
            (_indented(self._sensitive_words), 0),
            (self._confidential, 0),
            (_indented(self._confidential_words), 0),
        ):
            column.addWidget(part, stretch)

    def _connect(self) -> None:
        self._sessions.itemChanged.connect(self._touched)
        self._columns.itemChanged.connect(self._column_touched)
        self._statuses.toggled.connect(self._status_toggled)
        self._sensitive.toggled.connect(self._touched)
        self._confidential.toggled.connect(self._touched)

    def _translate(self) -> None:
        self._sessions_section.setText(self.tr("Sessions"))
        self._status_section.setText(self.tr("Recommendations in status"))
        self._columns_section.setText(self.tr("Columns"))
        self._care_section.setText(self.tr("With care"))
        self._session_view.setAccessibleName(self.tr("Sessions in the export"))
        self._column_view.setAccessibleName(self.tr("Columns in the export"))
        self._no_session.setText(self.tr("No session is planned yet; what was written without one is in the workbook."))
        self._statuses.setAccessibleName(self.tr("Recommendations in status"))
        self._sensitive.setText(self.tr("Include &sensitive notes"))
        self._sensitive_words.setText(
            self.tr("They could hurt somebody if they leaked; left out unless you tick this.")
        )
        self._confidential.setText(self.tr("Treat every session under the &Chatham House Rule"))
        self._confidential_words.setText(self.tr("No person, city or organisation is named anywhere."))

        for status in Status:
            chip = self._statuses.chip(status.value)
            if chip is not None:
                chip.set_words(word(status))

    # ---- filling

    def fill(
        self, sessions: Sequence[Session], columns: Mapping[str, Sequence[tuple[str, str]]], titles: Mapping[str, str]
    ) -> None:
        """Offer these sessions and, by sheet, these columns (key and heading)."""
        self._filling = True
        self._sessions.clear()
        for session in sessions:
            item = QStandardItem(f"{session.code} · {session.title}")
            item.setData(session.id, _KEY)
            item.setCheckable(True)
            item.setEditable(False)
            item.setCheckState(Qt.CheckState.Checked)
            self._sessions.appendRow(item)
        self._session_view.setVisible(bool(sessions))
        self._no_session.setVisible(not sessions)
        self._columns.clear()
        for sheet, offered in columns.items():
            parent = QStandardItem(titles[sheet])
            parent.setEditable(False)
            for key, heading in offered:
                item = QStandardItem(heading)
                item.setData(f"{sheet}.{key}", _KEY)
                item.setCheckable(True)
                item.setEditable(False)
                item.setCheckState(Qt.CheckState.Checked)
                parent.appendRow(item)
            self._columns.appendRow(parent)
        chips = [Chip(word(status), key=status.value) for status in Status]
        self._statuses.show_chips(chips)
        for chip in chips:
            chip.setChecked(True)
        self._filling = False

    def show_preset(self, preset: Preset) -> None:
        """Show what a preset holds."""
        self._filling = True
        for row in range(self._sessions.rowCount()):
            item = self._sessions.item(row)
            item.setCheckState(_checked(not preset.sessions or item.data(_KEY) in preset.sessions))
        for item in self._column_items():
            item.setCheckState(_checked(item.data(_KEY) not in preset.hidden_columns))
        for status in Status:
            chip = self._statuses.chip(status.value)
            if chip is not None:
                chip.setChecked(not preset.statuses or status.value in preset.statuses)
        self._sensitive.setChecked(preset.with_sensitive)
        self._confidential.setChecked(preset.chatham_house)
        self._filling = False

    def preset(self, base: Preset) -> Preset:
        """What is chosen, as a preset with the name and id of `base`."""
        sessions = [self._sessions.item(row) for row in range(self._sessions.rowCount())]
        chosen = [str(item.data(_KEY)) for item in sessions if item.checkState() == Qt.CheckState.Checked]
        hidden = [str(item.data(_KEY)) for item in self._column_items() if item.checkState() != Qt.CheckState.Checked]
        statuses = [
            status.value for status in Status if (chip := self._statuses.chip(status.value)) and chip.isChecked()
        ]
        return replace(
            base,
            sessions=() if len(chosen) == len(sessions) else tuple(sorted(chosen)),
            hidden_columns=tuple(sorted(hidden)),
            statuses=() if len(statuses) == len(Status) else tuple(sorted(statuses)),
            with_sensitive=self._sensitive.isChecked(),
            chatham_house=self._confidential.isChecked(),
        )

    @property
    def holds_nothing(self) -> bool:
        """Whether no session at all is chosen."""
        rows = range(self._sessions.rowCount())
        return bool(rows) and all(self._sessions.item(row).checkState() != Qt.CheckState.Checked for row in rows)

    def _column_items(self) -> list[QStandardItem]:
        return [
            self._columns.item(row).child(place)
            for row in range(self._columns.rowCount())
            for place in range(self._columns.item(row).rowCount())
        ]

    # ---- telling

    @Slot()
    def _touched(self) -> None:
        if not self._filling:
            self.changed.emit()

    @Slot(QStandardItem)
    def _column_touched(self, _item: QStandardItem) -> None:
        self._touched()

    @Slot(str, bool)
    def _status_toggled(self, _key: str, _on: bool) -> None:  # noqa: FBT001 - the signal's own form
        self._touched()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)


def _indented(label: QLabel) -> QWidget:
    """A label that stands under the words of a check box, on whichever side the box is."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 4)
    row.setSpacing(0)
    row.addSpacing(26)
    row.addWidget(label, 1)
    return line


def _checked(on: bool) -> Qt.CheckState:  # noqa: FBT001 - a state from a truth
    return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked


def column_words(heading: str) -> str:
    """A column's heading in the language of the interface."""
    return QCoreApplication.translate("columns", heading)
