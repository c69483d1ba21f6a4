"""What each act is called, for undo, redo and the history."""

from __future__ import annotations

from collections.abc import Mapping

from forumdesk.domain.marking import QT_TRANSLATE_NOOP

ACT_WORDS: Mapping[str, str] = {
    "change-forum": QT_TRANSLATE_NOOP("acts", "Change forum details"),
    "raise-rules": QT_TRANSLATE_NOOP("acts", "Raise rules"),
    "add-room": QT_TRANSLATE_NOOP("acts", "Add room"),
    "rename-room": QT_TRANSLATE_NOOP("acts", "Rename room"),
    "delete-room": QT_TRANSLATE_NOOP("acts", "Delete room"),
    "add-session": QT_TRANSLATE_NOOP("acts", "Add session"),
    "change-session": QT_TRANSLATE_NOOP("acts", "Change session"),
    "delete-session": QT_TRANSLATE_NOOP("acts", "Delete session"),
    "add-step": QT_TRANSLATE_NOOP("acts", "Add step"),
    "change-step": QT_TRANSLATE_NOOP("acts", "Change step"),
    "move-step": QT_TRANSLATE_NOOP("acts", "Move step"),
    "delete-step": QT_TRANSLATE_NOOP("acts", "Delete step"),
    "keep-note": QT_TRANSLATE_NOOP("acts", "Keep note"),
    "keep-notes": QT_TRANSLATE_NOOP("acts", "Keep notes"),
    "keep-recommendation": QT_TRANSLATE_NOOP("acts", "Keep as recommendation"),
    "edit-note": QT_TRANSLATE_NOOP("acts", "Edit note"),
    "edit-notes": QT_TRANSLATE_NOOP("acts", "Edit notes"),
    "delete-note": QT_TRANSLATE_NOOP("acts", "Delete note"),
    "delete-notes": QT_TRANSLATE_NOOP("acts", "Delete notes"),
    "split-note": QT_TRANSLATE_NOOP("acts", "Split note"),
    "make-recommendation": QT_TRANSLATE_NOOP("acts", "Make recommendation"),
    "add-recommendation": QT_TRANSLATE_NOOP("acts", "Add recommendation"),
    "edit-recommendation": QT_TRANSLATE_NOOP("acts", "Edit recommendation"),
    "edit-recommendations": QT_TRANSLATE_NOOP("acts", "Edit recommendations"),
    "number-recommendations": QT_TRANSLATE_NOOP("acts", "Number anew"),
    "tag-recommendations": QT_TRANSLATE_NOOP("acts", "Tag recommendations"),
    "delete-recommendation": QT_TRANSLATE_NOOP("acts", "Delete recommendation"),
    "delete-recommendations": QT_TRANSLATE_NOOP("acts", "Delete recommendations"),
    "make-final": QT_TRANSLATE_NOOP("acts", "Make final"),
    "order-recommendations": QT_TRANSLATE_NOOP("acts", "Number in order"),
    "group-recommendations": QT_TRANSLATE_NOOP("acts", "Group recommendations"),
    "take-from-group": QT_TRANSLATE_NOOP("acts", "Take out of group"),
    "split-group": QT_TRANSLATE_NOOP("acts", "Split group"),
    "keep-apart": QT_TRANSLATE_NOOP("acts", "Keep apart"),
    "link-notes": QT_TRANSLATE_NOOP("acts", "Link notes"),
    "unlink-note": QT_TRANSLATE_NOOP("acts", "Unlink note"),
    "start-step": QT_TRANSLATE_NOOP("acts", "Start step"),
    "hold-clock": QT_TRANSLATE_NOOP("acts", "Pause clock"),
    "resume-clock": QT_TRANSLATE_NOOP("acts", "Resume clock"),
    "give-minutes": QT_TRANSLATE_NOOP("acts", "Change minutes"),
    "end-session": QT_TRANSLATE_NOOP("acts", "End session"),
    "add-participant": QT_TRANSLATE_NOOP("acts", "Add participant"),
    "edit-participant": QT_TRANSLATE_NOOP("acts", "Edit participant"),
    "edit-participants": QT_TRANSLATE_NOOP("acts", "Edit participants"),
    "delete-participant": QT_TRANSLATE_NOOP("acts", "Delete participant"),
    "delete-participants": QT_TRANSLATE_NOOP("acts", "Delete participants"),
    "add-initiative": QT_TRANSLATE_NOOP("acts", "Add initiative"),
    "edit-initiative": QT_TRANSLATE_NOOP("acts", "Edit initiative"),
    "delete-initiative": QT_TRANSLATE_NOOP("acts", "Delete initiative"),
    "edit-declaration": QT_TRANSLATE_NOOP("acts", "Edit declaration"),
    "sign-declaration": QT_TRANSLATE_NOOP("acts", "Sign declaration"),
    "unsign-declaration": QT_TRANSLATE_NOOP("acts", "Remove signature"),
    "use-frameworks": QT_TRANSLATE_NOOP("acts", "Choose frameworks"),
    "title-item": QT_TRANSLATE_NOOP("acts", "Title framework item"),
    "import-framework": QT_TRANSLATE_NOOP("acts", "Import framework"),
    "remove-framework": QT_TRANSLATE_NOOP("acts", "Remove framework"),
    "pin-file": QT_TRANSLATE_NOOP("acts", "Pin file"),
    "unpin-file": QT_TRANSLATE_NOOP("acts", "Unpin file"),
    "keep-preset": QT_TRANSLATE_NOOP("acts", "Keep export preset"),
    "delete-preset": QT_TRANSLATE_NOOP("acts", "Delete export preset"),
    "build-forum": QT_TRANSLATE_NOOP("acts", "Begin forum"),
    "edit-workbook": QT_TRANSLATE_NOOP("acts", "Edit in a workbook"),
    "send-review-packs": QT_TRANSLATE_NOOP("acts", "Send review packs"),
    "answer-recommendation": QT_TRANSLATE_NOOP("acts", "Answer recommendation"),
    "send-answers": QT_TRANSLATE_NOOP("acts", "Send answers"),
    "correct-answer": QT_TRANSLATE_NOOP("acts", "Correct answer"),
    "form-initiative": QT_TRANSLATE_NOOP("acts", "Form initiative"),
    "merge": QT_TRANSLATE_NOOP("acts", "Bring together"),
    "sync": QT_TRANSLATE_NOOP("acts", "Exchange with hub"),
    "join-records": QT_TRANSLATE_NOOP("acts", "Join what is the same"),
    "settle-conflict": QT_TRANSLATE_NOOP("acts", "Settle conflict"),
    "settle-conflicts": QT_TRANSLATE_NOOP("acts", "Settle conflicts"),
    "undo": QT_TRANSLATE_NOOP("acts", "Undo"),
    "redo": QT_TRANSLATE_NOOP("acts", "Redo"),
}
LASTING: Mapping[str, tuple[str, str]] = {
    "raise-rules": ("Rules that were raised are never lowered.", "Others may go by them already."),
    "send-answers": ("What was sent stays as it was sent.", "Correct it: that makes a new answer."),
}
"""Acts that cannot be taken back, each with the reason and what to do instead."""


def act_words(name: str) -> str:
    """What an act is called in English; one of a later version by its own name."""
    return ACT_WORDS.get(name, name.replace("-", " ").capitalize())
