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
        "renumber-chosen",
        QT_TRANSLATE_NOOP("actions", "Give the chosen ones other numbers"),
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
    ActionSpec(
        "group-recommendations", QT_TRANSLATE_NOOP("actions", "Group…"), "Ctrl+G", page="recommendations", writes=True
    ),
    ActionSpec(
        "split-group", QT_TRANSLATE_NOOP("actions", "Split group"), "Ctrl+Shift+G", page="recommendations", writes=True
    ),
    ActionSpec(
        "recommendation-history",
        QT_TRANSLATE_NOOP("actions", "What was said of the recommendation…"),
        "Ctrl+Shift+Y",
        page="recommendations",
    ),
    ActionSpec(
        "show-duplicates", QT_TRANSLATE_NOOP("actions", "Show what reads alike"), "Ctrl+D", page="recommendations"
    ),
    ActionSpec(
        "move-up",
        QT_TRANSLATE_NOOP("actions", "Move recommendation up"),
        "Ctrl+Shift+Up",
        page="recommendations",
        keys_only=True,
        writes=True,
    ),
    ActionSpec(
        "move-down",
        QT_TRANSLATE_NOOP("actions", "Move recommendation down"),
        "Ctrl+Shift+Down",
        page="recommendations",
        keys_only=True,
        writes=True,
    ),
    ActionSpec(
        "number-as-listed",
        QT_TRANSLATE_NOOP("actions", "Number in the order of the list"),
        page="recommendations",
        writes=True,
    ),
    ActionSpec("make-final", QT_TRANSLATE_NOOP("actions", "Make final…"), "Ctrl+Shift+K", page="recommendations"),
    ActionSpec(
        "group-first",
        QT_TRANSLATE_NOOP("actions", "Group under the first wording"),
        "1",
        page="recommendations",
        keys_only=True,
        writes=True,
    ),
    ActionSpec(
        "group-second",
        QT_TRANSLATE_NOOP("actions", "Group under the second wording"),
        "2",
        page="recommendations",
        keys_only=True,
        writes=True,
    ),
    ActionSpec(
        "group-worded",
        QT_TRANSLATE_NOOP("actions", "Group under another wording"),
        "E",
        page="recommendations",
        keys_only=True,
        writes=True,
    ),
    ActionSpec(
        "keep-apart",
        QT_TRANSLATE_NOOP("actions", "Not the same"),
        "N",
        page="recommendations",
        keys_only=True,
        writes=True,
    ),
    ActionSpec("skip-pair", QT_TRANSLATE_NOOP("actions", "Skip the pair"), "S", page="recommendations", keys_only=True),
    ActionSpec("show-list", QT_TRANSLATE_NOOP("actions", "Show the list"), "Ctrl+L", page="recommendations"),
    ActionSpec("show-initiatives", QT_TRANSLATE_NOOP("actions", "Show initiatives"), page="recommendations"),
    ActionSpec("show-declaration", QT_TRANSLATE_NOOP("actions", "Show the declaration"), page="recommendations"),
)
