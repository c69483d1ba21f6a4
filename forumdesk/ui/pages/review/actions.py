"""What can be done on the Review page."""

from __future__ import annotations

from forumdesk.domain.marking import QT_TRANSLATE_NOOP
from forumdesk.ui.actions import ActionSpec

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("send-packs", QT_TRANSLATE_NOOP("actions", "Send review packs…"), page="review", writes=True),
    ActionSpec("send-answers", QT_TRANSLATE_NOOP("actions", "Send answers…"), page="review", writes=True),
    ActionSpec("answers-to-excel", QT_TRANSLATE_NOOP("actions", "Answers to Excel…"), page="review"),
    ActionSpec("correct-answer", QT_TRANSLATE_NOOP("actions", "Correct the sent answer"), page="review", writes=True),
    ActionSpec("form-initiative", QT_TRANSLATE_NOOP("actions", "Form an initiative"), page="review", writes=True),
    ActionSpec("accept", QT_TRANSLATE_NOOP("actions", "Accept"), "1", page="review", keys_only=True),
    ActionSpec("adapt", QT_TRANSLATE_NOOP("actions", "Adapt"), "2", page="review", keys_only=True),
    ActionSpec("defer", QT_TRANSLATE_NOOP("actions", "Defer"), "3", page="review", keys_only=True),
    ActionSpec("reject", QT_TRANSLATE_NOOP("actions", "Reject"), "4", page="review", keys_only=True),
    ActionSpec("next-unanswered", QT_TRANSLATE_NOOP("actions", "Next unanswered"), "N", page="review", keys_only=True),
)
