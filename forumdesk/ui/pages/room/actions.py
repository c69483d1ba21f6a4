"""What can be done on the Room page."""

from __future__ import annotations

from forumdesk.domain.marking import QT_TRANSLATE_NOOP
from forumdesk.ui.actions import ActionSpec

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("choose-session", QT_TRANSLATE_NOOP("actions", "Choose session"), "Ctrl+J", page="room"),
    ActionSpec(
        "pause-clock", QT_TRANSLATE_NOOP("actions", "Start, pause or resume the clock"), "F8", page="room", writes=True
    ),
    ActionSpec("next-step", QT_TRANSLATE_NOOP("actions", "Next step"), "F9", page="room", writes=True),
    ActionSpec("give-minute", QT_TRANSLATE_NOOP("actions", "Give the step a minute"), "F7", page="room", writes=True),
    ActionSpec(
        "take-minute", QT_TRANSLATE_NOOP("actions", "Take a minute from the step"), "Shift+F7", page="room", writes=True
    ),
    ActionSpec(
        "pin-photo", QT_TRANSLATE_NOOP("actions", "Pin a photo or a file…"), "Ctrl+Shift+A", page="room", writes=True
    ),
    ActionSpec(
        "edit-last-note",
        QT_TRANSLATE_NOOP("actions", "Edit the last note"),
        "Up",
        page="room",
        writes=True,
        keys_only=True,
    ),
    ActionSpec("select-notes", QT_TRANSLATE_NOOP("actions", "Select notes"), "Ctrl+Up", page="room", keys_only=True),
    ActionSpec(
        "recommend-notes",
        QT_TRANSLATE_NOOP("actions", "Make one recommendation of the selected notes"),
        "R",
        page="room",
        writes=True,
        keys_only=True,
    ),
    ActionSpec(
        "delete-notes",
        QT_TRANSLATE_NOOP("actions", "Delete the selected notes"),
        "Del",
        page="room",
        writes=True,
        keys_only=True,
    ),
    ActionSpec(
        "edit-note",
        QT_TRANSLATE_NOOP("actions", "Edit the selected note"),
        "F2",
        page="room",
        writes=True,
        keys_only=True,
    ),
    ActionSpec(
        "flag-sensitive",
        QT_TRANSLATE_NOOP("actions", "Flag the selected notes as sensitive, or not"),
        "S",
        page="room",
        writes=True,
        keys_only=True,
    ),
    ActionSpec(
        "flag-unattributed",
        QT_TRANSLATE_NOOP("actions", "Flag the selected notes as unattributed, or not"),
        "U",
        page="room",
        writes=True,
        keys_only=True,
    ),
    ActionSpec(
        "note-history",
        QT_TRANSLATE_NOOP("actions", "What was said of the selected note…"),
        "F4",
        page="room",
        keys_only=True,
    ),
    ActionSpec(
        "fix-recommendation",
        QT_TRANSLATE_NOOP("actions", "Fix what a recommendation lacks"),
        "F",
        page="room",
        keys_only=True,
    ),
    ActionSpec("kind-doing", QT_TRANSLATE_NOOP("actions", "Kind: doing"), "Alt+1", page="room", keys_only=True),
    ActionSpec(
        "kind-commitment", QT_TRANSLATE_NOOP("actions", "Kind: commitment"), "Alt+2", page="room", keys_only=True
    ),
    ActionSpec("kind-need", QT_TRANSLATE_NOOP("actions", "Kind: need"), "Alt+3", page="room", keys_only=True),
    ActionSpec(
        "kind-experience", QT_TRANSLATE_NOOP("actions", "Kind: experience"), "Alt+4", page="room", keys_only=True
    ),
    ActionSpec("kind-question", QT_TRANSLATE_NOOP("actions", "Kind: question"), "Alt+5", page="room", keys_only=True),
    ActionSpec(
        "kind-recommendation",
        QT_TRANSLATE_NOOP("actions", "Kind: recommendation"),
        "Alt+6",
        page="room",
        keys_only=True,
    ),
    ActionSpec("kind-consensus", QT_TRANSLATE_NOOP("actions", "Kind: agreed"), "Alt+7", page="room", keys_only=True),
    ActionSpec("kind-dissent", QT_TRANSLATE_NOOP("actions", "Kind: not agreed"), "Alt+8", page="room", keys_only=True),
    ActionSpec("kind-parking", QT_TRANSLATE_NOOP("actions", "Kind: parking"), "Alt+9", page="room", keys_only=True),
)
