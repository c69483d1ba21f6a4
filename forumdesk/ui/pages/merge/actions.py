"""What can be done on the Merge page."""

from __future__ import annotations

from forumdesk.domain.marking import QT_TRANSLATE_NOOP
from forumdesk.ui.actions import ActionSpec

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("choose-packages", QT_TRANSLATE_NOOP("actions", "Bring together…"), "Ctrl+B", page="merge"),
    ActionSpec("merge-now", QT_TRANSLATE_NOOP("actions", "Merge now"), "Ctrl+Shift+B", page="merge", writes=True),
    ActionSpec("clear-packages", QT_TRANSLATE_NOOP("actions", "Put the files aside"), page="merge"),
    ActionSpec("hand-over", QT_TRANSLATE_NOOP("actions", "Hand over…"), "Ctrl+Shift+H", page="merge"),
    ActionSpec(
        "exchange", QT_TRANSLATE_NOOP("actions", "Exchange with a hub…"), "Ctrl+Shift+X", page="merge", writes=True
    ),
    ActionSpec("take-first", QT_TRANSLATE_NOOP("actions", "Take the first"), "1", page="merge", keys_only=True),
    ActionSpec("take-second", QT_TRANSLATE_NOOP("actions", "Take the second"), "2", page="merge", keys_only=True),
    ActionSpec("take-both", QT_TRANSLATE_NOOP("actions", "Take both together"), "B", page="merge", keys_only=True),
    ActionSpec("edit-conflict", QT_TRANSLATE_NOOP("actions", "Word it anew"), "E", page="merge", keys_only=True),
    ActionSpec(
        "keep-two-apart", QT_TRANSLATE_NOOP("actions", "Not one and the same"), "N", page="merge", keys_only=True
    ),
    ActionSpec("skip-conflict", QT_TRANSLATE_NOOP("actions", "Skip, keep visible"), "S", page="merge", keys_only=True),
)
"""The Merge page."""
