"""What can be done on the Export page."""

from __future__ import annotations

from forumdesk.ui.actions import ActionSpec
from forumdesk.ui.words import QT_TRANSLATE_NOOP

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("export-workbook", QT_TRANSLATE_NOOP("actions", "Export to Excel…"), "Ctrl+E", page="export"),
    ActionSpec("keep-preset", QT_TRANSLATE_NOOP("actions", "Keep export preset…"), page="export", writes=True),
    ActionSpec("delete-preset", QT_TRANSLATE_NOOP("actions", "Delete export preset"), page="export", writes=True),
)
