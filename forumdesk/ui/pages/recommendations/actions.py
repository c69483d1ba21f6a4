"""What can be done on the Recommendations page."""

from __future__ import annotations

from forumdesk.domain.marking import QT_TRANSLATE_NOOP
from forumdesk.ui.actions import ActionSpec

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "new-recommendation",
        QT_TRANSLATE_NOOP("actions", "New recommendation"),
        "Ctrl+Shift+R",
        page="recommendations",
        writes=True,
    ),
    ActionSpec(
        "delete-recommendations",
        QT_TRANSLATE_NOOP("actions", "Delete recommendations"),
        page="recommendations",
        writes=True,
    ),
    ActionSpec(
        "number-recommendations",
        QT_TRANSLATE_NOOP("actions", "Number anew what shares a number"),
        page="recommendations",
        writes=True,
    ),
    ActionSpec(
        "next-missing",
        QT_TRANSLATE_NOOP("actions", "Next recommendation that lacks something"),
        "Ctrl+Shift+J",
        page="recommendations",
    ),
    ActionSpec(
        "previous-missing",
        QT_TRANSLATE_NOOP("actions", "Previous recommendation that lacks something"),
        "Ctrl+Shift+U",
        page="recommendations",
    ),
    ActionSpec(
        "filter-recommendations",
        QT_TRANSLATE_NOOP("actions", "Filter recommendations"),
        "Ctrl+Shift+F",
        page="recommendations",
    ),
    ActionSpec("show-initiatives", QT_TRANSLATE_NOOP("actions", "Show initiatives"), page="recommendations"),
    ActionSpec("show-declaration", QT_TRANSLATE_NOOP("actions", "Show the declaration"), page="recommendations"),
)
