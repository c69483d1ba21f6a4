"""What can be done on the Plan page."""

from __future__ import annotations

from forumdesk.domain.marking import QT_TRANSLATE_NOOP
from forumdesk.ui.actions import ActionSpec

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("add-session", QT_TRANSLATE_NOOP("actions", "Add session"), "Ctrl+Shift+N", page="plan", writes=True),
    ActionSpec("delete-session", QT_TRANSLATE_NOOP("actions", "Delete session"), page="plan", writes=True),
    ActionSpec("add-step", QT_TRANSLATE_NOOP("actions", "Add step"), "Ctrl+Shift+T", page="plan", writes=True),
    ActionSpec("move-step-up", QT_TRANSLATE_NOOP("actions", "Move step up"), "Alt+Up", page="plan", writes=True),
    ActionSpec("move-step-down", QT_TRANSLATE_NOOP("actions", "Move step down"), "Alt+Down", page="plan", writes=True),
    ActionSpec("delete-step", QT_TRANSLATE_NOOP("actions", "Delete step"), page="plan", writes=True),
    ActionSpec("add-room", QT_TRANSLATE_NOOP("actions", "Add room"), page="plan", writes=True),
    ActionSpec("run-session", QT_TRANSLATE_NOOP("actions", "Run this session"), "F5", page="plan"),
)
