"""What can be done on the People page."""

from __future__ import annotations

from forumdesk.domain.marking import QT_TRANSLATE_NOOP
from forumdesk.ui.actions import ActionSpec

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "add-participant", QT_TRANSLATE_NOOP("actions", "Add participant"), "Ctrl+Shift+M", page="people", writes=True
    ),
    ActionSpec("delete-participants", QT_TRANSLATE_NOOP("actions", "Delete participants"), page="people", writes=True),
    ActionSpec("filter-people", QT_TRANSLATE_NOOP("actions", "Filter people"), page="people"),
)
