"""Words of the domain as people read them: what states, kinds and roles are called."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from forumdesk.domain.agenda import SessionKind, Technique
from forumdesk.domain.answers import Decision
from forumdesk.domain.forum import Attribution
from forumdesk.domain.marking import QT_TRANSLATE_NOOP
from forumdesk.domain.notes import NoteKind
from forumdesk.domain.people import Role
from forumdesk.domain.recommendations import Agreement, Level, Priority, Status
from forumdesk.domain.review import ChangeKind

_WORDS: Mapping[StrEnum, str] = {
    NoteKind.DOING: QT_TRANSLATE_NOOP("words", "Doing"),
    NoteKind.COMMITMENT: QT_TRANSLATE_NOOP("words", "Commitment"),
    NoteKind.NEED: QT_TRANSLATE_NOOP("words", "Need"),
    NoteKind.EXPERIENCE: QT_TRANSLATE_NOOP("words", "Experience"),
    NoteKind.QUESTION: QT_TRANSLATE_NOOP("words", "Question"),
    NoteKind.RECOMMENDATION: QT_TRANSLATE_NOOP("words", "Recommendation"),
    NoteKind.CONSENSUS: QT_TRANSLATE_NOOP("words", "Agreed"),
    NoteKind.DISSENT: QT_TRANSLATE_NOOP("words", "Not agreed"),
    NoteKind.PARKING: QT_TRANSLATE_NOOP("words", "Parking"),
}
_BY_CLASS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    NoteKind: _WORDS,
    Decision: {
        Decision.NONE: QT_TRANSLATE_NOOP("words", "not yet"),
        Decision.ACCEPT: QT_TRANSLATE_NOOP("words", "Accept"),
        Decision.ADAPT: QT_TRANSLATE_NOOP("words", "Adapt"),
        Decision.DEFER: QT_TRANSLATE_NOOP("words", "Defer"),
        Decision.REJECT: QT_TRANSLATE_NOOP("words", "Reject"),
    },
    ChangeKind: {
        ChangeKind.NEW: QT_TRANSLATE_NOOP("words", "New"),
        ChangeKind.REWORDED: QT_TRANSLATE_NOOP("words", "Reworded"),
        ChangeKind.CHANGED: QT_TRANSLATE_NOOP("words", "Changed"),
        ChangeKind.WITHDRAWN: QT_TRANSLATE_NOOP("words", "Withdrawn"),
        ChangeKind.ANSWERED: QT_TRANSLATE_NOOP("words", "Answered"),
    },
    Status: {
        Status.DRAFT: QT_TRANSLATE_NOOP("words", "Draft"),
        Status.FINAL: QT_TRANSLATE_NOOP("words", "Final"),
        Status.ADOPTED: QT_TRANSLATE_NOOP("words", "Adopted"),
        Status.WITHDRAWN: QT_TRANSLATE_NOOP("words", "Withdrawn"),
    },
    Level: {
        Level.NONE: QT_TRANSLATE_NOOP("words", "No level"),
        Level.CITY: QT_TRANSLATE_NOOP("words", "City"),
        Level.REGIONAL: QT_TRANSLATE_NOOP("words", "Regional"),
        Level.NATIONAL: QT_TRANSLATE_NOOP("words", "National"),
        Level.INTERNATIONAL: QT_TRANSLATE_NOOP("words", "International"),
        Level.CIVIL_SOCIETY: QT_TRANSLATE_NOOP("words", "Civil society"),
    },
    Priority: {
        Priority.NONE: QT_TRANSLATE_NOOP("words", "No priority"),
        Priority.HIGH: QT_TRANSLATE_NOOP("words", "High"),
        Priority.MEDIUM: QT_TRANSLATE_NOOP("words", "Medium"),
        Priority.LOW: QT_TRANSLATE_NOOP("words", "Low"),
    },
    Agreement: {
        Agreement.NONE: QT_TRANSLATE_NOOP("words", "Not asked"),
        Agreement.ENDORSE: QT_TRANSLATE_NOOP("words", "Endorse"),
        Agreement.RESERVATIONS: QT_TRANSLATE_NOOP("words", "Agree with reservations"),
        Agreement.MIXED: QT_TRANSLATE_NOOP("words", "Mixed"),
        Agreement.DISAGREE: QT_TRANSLATE_NOOP("words", "Disagree, will not block"),
        Agreement.BLOCK: QT_TRANSLATE_NOOP("words", "Block"),
    },
    Attribution: {
        Attribution.NAME: QT_TRANSLATE_NOOP("words", "By name"),
        Attribution.CITY: QT_TRANSLATE_NOOP("words", "By city"),
        Attribution.CHATHAM_HOUSE: QT_TRANSLATE_NOOP("words", "Chatham House Rule"),
    },
    Role: {
        Role.MAYOR: QT_TRANSLATE_NOOP("words", "Mayor"),
        Role.CITY_OFFICIAL: QT_TRANSLATE_NOOP("words", "City official"),
        Role.CIVIL_SOCIETY: QT_TRANSLATE_NOOP("words", "Civil society"),
        Role.INTERNATIONAL: QT_TRANSLATE_NOOP("words", "International organisation"),
        Role.ACADEMIA: QT_TRANSLATE_NOOP("words", "Academia"),
        Role.DIASPORA: QT_TRANSLATE_NOOP("words", "Diaspora association"),
        Role.OTHER: QT_TRANSLATE_NOOP("words", "Other"),
    },
    SessionKind: {
        SessionKind.PLENARY: QT_TRANSLATE_NOOP("words", "Plenary"),
        SessionKind.BREAKOUT: QT_TRANSLATE_NOOP("words", "Breakout"),
        SessionKind.REPORT_BACK: QT_TRANSLATE_NOOP("words", "Report back"),
        SessionKind.CEREMONY: QT_TRANSLATE_NOOP("words", "Ceremony"),
        SessionKind.BREAK: QT_TRANSLATE_NOOP("words", "Break"),
    },
    Technique: {
        Technique.NONE: QT_TRANSLATE_NOOP("words", "Open discussion"),
        Technique.ROUND: QT_TRANSLATE_NOOP("words", "Round"),
        Technique.ONE_TWO_FOUR_ALL: QT_TRANSLATE_NOOP("words", "1-2-4-All"),
        Technique.GROUPS: QT_TRANSLATE_NOOP("words", "Groups"),
        Technique.WORLD_CAFE: QT_TRANSLATE_NOOP("words", "World café"),
        Technique.PRESENTATION: QT_TRANSLATE_NOOP("words", "Presentation"),
        Technique.QUESTIONS: QT_TRANSLATE_NOOP("words", "Questions"),
        Technique.READ_BACK: QT_TRANSLATE_NOOP("words", "Read-back"),
        Technique.PARKING_LOT: QT_TRANSLATE_NOOP("words", "Parking lot"),
        Technique.GRADIENTS: QT_TRANSLATE_NOOP("words", "Gradients of agreement"),
        Technique.DOT_VOTING: QT_TRANSLATE_NOOP("words", "Dot voting"),
    },
}
FIELD_WORDS: Mapping[str, str] = {
    "text": QT_TRANSLATE_NOOP("fields", "Wording"),
    "rationale": QT_TRANSLATE_NOOP("fields", "Why"),
    "action_area": QT_TRANSLATE_NOOP("fields", "Action area"),
    "codes": QT_TRANSLATE_NOOP("fields", "Frameworks"),
    "actor": QT_TRANSLATE_NOOP("fields", "Actor"),
    "level": QT_TRANSLATE_NOOP("fields", "Level"),
    "priority": QT_TRANSLATE_NOOP("fields", "Priority"),
    "partners": QT_TRANSLATE_NOOP("fields", "Partners"),
    "timeframe": QT_TRANSLATE_NOOP("fields", "By when"),
    "resources": QT_TRANSLATE_NOOP("fields", "Resources"),
    "tools": QT_TRANSLATE_NOOP("fields", "Tools"),
    "indicator": QT_TRANSLATE_NOOP("fields", "Indicator"),
    "city": QT_TRANSLATE_NOOP("fields", "City"),
    "agreement": QT_TRANSLATE_NOOP("fields", "Agreement"),
    "dissent": QT_TRANSLATE_NOOP("fields", "Dissent"),
    "unattributed": QT_TRANSLATE_NOOP("fields", "Unattributed"),
    "sensitive": QT_TRANSLATE_NOOP("fields", "Sensitive"),
    "language": QT_TRANSLATE_NOOP("fields", "Language"),
    "status": QT_TRANSLATE_NOOP("fields", "Status"),
    "number": QT_TRANSLATE_NOOP("fields", "Number"),
    "session": QT_TRANSLATE_NOOP("fields", "Session"),
    "sources": QT_TRANSLATE_NOOP("fields", "Where it comes from"),
    "decision": QT_TRANSLATE_NOOP("fields", "Decision"),
    "wording": QT_TRANSLATE_NOOP("fields", "Our wording"),
    "reason": QT_TRANSLATE_NOOP("fields", "Reason"),
    "unit": QT_TRANSLATE_NOOP("fields", "Responsible unit"),
    "due": QT_TRANSLATE_NOOP("fields", "Until"),
    "cost": QT_TRANSLATE_NOOP("fields", "Cost"),
    "currency": QT_TRANSLATE_NOOP("fields", "Currency"),
    "progress": QT_TRANSLATE_NOOP("fields", "Progress"),
}


def word(value: StrEnum) -> str:
    """What a state, kind or role is called in the language of the interface."""
    return QCoreApplication.translate("words", _BY_CLASS[type(value)][value])


def field_word(name: str) -> str:
    """What a field is called in the language of the interface."""
    return QCoreApplication.translate("fields", FIELD_WORDS[name])
