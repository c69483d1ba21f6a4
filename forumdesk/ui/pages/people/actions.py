"""What can be done on the People page."""

from __future__ import annotations

from forumdesk.ui.actions import ActionSpec
from forumdesk.ui.words import QT_TRANSLATE_NOOP

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "add-participant", QT_TRANSLATE_NOOP("actions", "Add participant"), "Ctrl+Shift+M", page="people", writes=True
    ),
    ActionSpec("delete-participants", QT_TRANSLATE_NOOP("actions", "Delete participants"), page="people", writes=True),
    ActionSpec("filter-people", QT_TRANSLATE_NOOP("actions", "Filter people"), page="people"),
)
