"""What can be done on the Export page."""

from __future__ import annotations

from forumdesk.domain.marking import QT_TRANSLATE_NOOP
from forumdesk.ui.actions import ActionSpec

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("export-workbook", QT_TRANSLATE_NOOP("actions", "Export to Excel…"), "Ctrl+E", page="export"),
    ActionSpec("keep-preset", QT_TRANSLATE_NOOP("actions", "Keep export preset…"), page="export", writes=True),
    ActionSpec("delete-preset", QT_TRANSLATE_NOOP("actions", "Delete export preset"), page="export", writes=True),
)
