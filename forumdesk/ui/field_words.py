"""What the fields of records are called, and how their values read, where two sides differ."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from forumdesk.domain.heads import BEGUN
from forumdesk.domain.kinds import KINDS
from forumdesk.domain.marking import QT_TRANSLATE_NOOP
from forumdesk.domain.records import DELETED, JsonValue, shapes
from forumdesk.ui.words import word

_KINDS: Mapping[str, str] = {
    "forum": QT_TRANSLATE_NOOP("kinds", "Forum"),
    "participant": QT_TRANSLATE_NOOP("kinds", "Participant"),
    "room": QT_TRANSLATE_NOOP("kinds", "Room"),
    "session": QT_TRANSLATE_NOOP("kinds", "Session"),
    "step": QT_TRANSLATE_NOOP("kinds", "Step"),
    "run": QT_TRANSLATE_NOOP("kinds", "Clock"),
    "note": QT_TRANSLATE_NOOP("kinds", "Note"),
    "recommendation": QT_TRANSLATE_NOOP("kinds", "Recommendation"),
    "initiative": QT_TRANSLATE_NOOP("kinds", "Initiative"),
    "declaration": QT_TRANSLATE_NOOP("kinds", "Declaration"),
    "signatory": QT_TRANSLATE_NOOP("kinds", "Signatory"),
    "attachment": QT_TRANSLATE_NOOP("kinds", "Photo"),
    "answer": QT_TRANSLATE_NOOP("kinds", "Answer of a city"),
    "review-item": QT_TRANSLATE_NOOP("kinds", "Recommendation as sent"),
    "review-pack": QT_TRANSLATE_NOOP("kinds", "Review pack"),
    "city": QT_TRANSLATE_NOOP("kinds", "City"),
}
_FIELDS: Mapping[str, str] = {
    BEGUN: QT_TRANSLATE_NOOP("fields", "Begun or taken back"),
    DELETED: QT_TRANSLATE_NOOP("fields", "Deleted or kept"),
    "decision": QT_TRANSLATE_NOOP("fields", "Decision"),
    "wording": QT_TRANSLATE_NOOP("fields", "Our wording"),
    "reason": QT_TRANSLATE_NOOP("fields", "Reason"),
    "unit": QT_TRANSLATE_NOOP("fields", "Responsible unit"),
    "due": QT_TRANSLATE_NOOP("fields", "Until"),
    "cost": QT_TRANSLATE_NOOP("fields", "Cost"),
    "currency": QT_TRANSLATE_NOOP("fields", "Currency"),
    "progress": QT_TRANSLATE_NOOP("fields", "Progress"),
    "sent": QT_TRANSLATE_NOOP("fields", "Sent or not"),
    "seal": QT_TRANSLATE_NOOP("fields", "Mark of what was sent"),
    "text": QT_TRANSLATE_NOOP("fields", "Wording"),
    "title": QT_TRANSLATE_NOOP("fields", "Title"),
    "rationale": QT_TRANSLATE_NOOP("fields", "Rationale"),
    "session": QT_TRANSLATE_NOOP("fields", "Session"),
    "action_area": QT_TRANSLATE_NOOP("fields", "Action area"),
    "codes": QT_TRANSLATE_NOOP("fields", "Codes"),
    "sources": QT_TRANSLATE_NOOP("fields", "Notes it comes from"),
    "group": QT_TRANSLATE_NOOP("fields", "Group"),
    "actor": QT_TRANSLATE_NOOP("fields", "Responsible"),
    "partners": QT_TRANSLATE_NOOP("fields", "Partners"),
    "timeframe": QT_TRANSLATE_NOOP("fields", "Timeframe"),
    "resources": QT_TRANSLATE_NOOP("fields", "Resources"),
    "tools": QT_TRANSLATE_NOOP("fields", "Tools"),
    "indicator": QT_TRANSLATE_NOOP("fields", "Indicator"),
    "dissent": QT_TRANSLATE_NOOP("fields", "Dissent"),
    "level": QT_TRANSLATE_NOOP("fields", "Level"),
    "priority": QT_TRANSLATE_NOOP("fields", "Priority"),
    "agreement": QT_TRANSLATE_NOOP("fields", "Agreement"),
    "status": QT_TRANSLATE_NOOP("fields", "Status"),
    "number": QT_TRANSLATE_NOOP("fields", "Number"),
    "city": QT_TRANSLATE_NOOP("fields", "City"),
    "country": QT_TRANSLATE_NOOP("fields", "Country"),
    "speaker": QT_TRANSLATE_NOOP("fields", "Speaker"),
    "language": QT_TRANSLATE_NOOP("fields", "Language"),
    "kind": QT_TRANSLATE_NOOP("fields", "Kind"),
    "name": QT_TRANSLATE_NOOP("fields", "Name"),
    "position": QT_TRANSLATE_NOOP("fields", "Position"),
    "role": QT_TRANSLATE_NOOP("fields", "Role"),
    "organisation": QT_TRANSLATE_NOOP("fields", "Organisation"),
    "room": QT_TRANSLATE_NOOP("fields", "Room"),
    "start": QT_TRANSLATE_NOOP("fields", "Start"),
    "minutes": QT_TRANSLATE_NOOP("fields", "Minutes"),
    "questions": QT_TRANSLATE_NOOP("fields", "Guiding questions"),
    "question": QT_TRANSLATE_NOOP("fields", "Question"),
    "chair": QT_TRANSLATE_NOOP("fields", "Chair"),
    "co_chair": QT_TRANSLATE_NOOP("fields", "Co-chair"),
    "facilitator": QT_TRANSLATE_NOOP("fields", "Facilitator"),
    "rapporteur": QT_TRANSLATE_NOOP("fields", "Rapporteur"),
    "attribution": QT_TRANSLATE_NOOP("fields", "Attribution"),
    "technique": QT_TRANSLATE_NOOP("fields", "Technique"),
    "sensitive": QT_TRANSLATE_NOOP("fields", "Sensitive"),
    "unattributed": QT_TRANSLATE_NOOP("fields", "Unattributed"),
}


def kind_words(kind: str) -> str:
    """What a kind of record is called."""
    return QCoreApplication.translate("kinds", _KINDS.get(kind, kind.replace("-", " ").capitalize()))


def field_words(field: str) -> str:
    """What a field is called; of a set, with the member in question."""
    name, _, member = field.partition(":")
    said = QCoreApplication.translate("fields", _FIELDS.get(name, name.replace("_", " ").strip().capitalize()))
    return f"{said}: {member}" if member else said


def value_words(kind: str, field: str, value: JsonValue) -> str:
    """How a value reads; of a set, whether the member is in it."""
    name, _, member = field.partition(":")
    if field == DELETED:
        deleted = QCoreApplication.translate("fields", "Deleted")
        return deleted if value is True else QCoreApplication.translate("fields", "Kept, and changed")
    if member or isinstance(value, bool):
        on = QCoreApplication.translate("fields", "Yes"), QCoreApplication.translate("fields", "No")
        return on[0] if value is True else on[1]
    shape = shapes(KINDS[kind]).get(name)
    lively = shape.lively(value) if shape else value
    if isinstance(lively, StrEnum):
        return word(lively)
    said = "" if value is None else str(value)
    return said or QCoreApplication.translate("fields", "(empty)")


def is_text(kind: str, field: str) -> bool:
    """Whether a field holds free text, so that another wording can be typed."""
    shape = shapes(KINDS[kind]).get(field)
    return shape is not None and shape.python is str and not shape.many and not shape.link
