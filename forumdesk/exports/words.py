"""Headings and fixed words of the documents, by language; English is the measure of what must be there."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from forumdesk.domain.agenda import SessionKind, Technique
from forumdesk.domain.answers import Decision
from forumdesk.domain.forum import Attribution
from forumdesk.domain.notes import NoteKind
from forumdesk.domain.people import Role
from forumdesk.domain.recommendations import Agreement, Level, Priority, Status
from forumdesk.domain.review import ChangeKind
from forumdesk.exports.languages import arabic, french, spanish

ENGLISH: Mapping[str, str] = {
    "cover": "Cover",
    "recommendations": "Recommendations",
    "grouped": "Grouped originals",
    "notes": "Notes",
    "sessions": "Sessions",
    "participants": "Participants",
    "initiatives": "Initiatives",
    "declaration": "Declaration",
    "coverage": "Coverage",
    "frameworks": "Frameworks used",
    "lists": "Lists",
    "long": "Long texts",
    "number": "No",
    "text": "Recommendation",
    "rationale": "Why",
    "action_area": "Action area",
    "sdg": "SDG",
    "other_codes": "Other frameworks",
    "actor": "Responsible actor",
    "level": "Level",
    "priority": "Priority",
    "partners": "Partners",
    "timeframe": "By when",
    "resources": "Resources",
    "tools": "Tools",
    "indicator": "Indicator",
    "proposed_by": "Proposed by",
    "agreement": "Agreement",
    "dissent": "Dissent",
    "session": "Session",
    "status": "Status",
    "language": "Language",
    "sources": "Comes from",
    "from_rooms": "From rooms",
    "rooms_of": "{count} rooms: {rooms}",
    "wordings": "Grouped wordings",
    "in_group": "In group",
    "lacks": "Still missing",
    "room": "Room",
    "step": "Step",
    "round": "Round",
    "local": "Said at (local)",
    "utc": "Said at (UTC)",
    "kind": "Kind",
    "note": "Note",
    "speaker": "Speaker",
    "city": "City",
    "codes": "Frameworks",
    "flags": "Flags",
    "in_recommendations": "In recommendations",
    "code": "Code",
    "title": "Title",
    "start": "Start (local)",
    "start_utc": "Start (UTC)",
    "minutes": "Minutes",
    "questions": "Guiding questions",
    "chair": "Chair",
    "co_chair": "Co-chair",
    "facilitator": "Facilitator",
    "rapporteur": "Rapporteur",
    "attribution": "Attribution",
    "about": "About",
    "step_list": "Steps",
    "note_count": "Notes",
    "recommendation_count": "Recommendations",
    "name": "Name",
    "role": "Role",
    "position": "Position",
    "country": "Country",
    "organisation": "Organisation",
    "lead_city": "Lead city",
    "partner_cities": "Partner cities",
    "scope": "Scope",
    "starts": "Starts",
    "ends": "Ends",
    "contact": "Contact",
    "serves": "Serves",
    "signed": "Signed on",
    "signatory": "Signatory",
    "for_city": "For",
    "framework": "Framework",
    "label": "What it says",
    "links": "Linked to",
    "area": "Action area",
    "total": "Total",
    "none": "None",
    "sheet": "Sheet",
    "record": "Record",
    "part": "Part",
    "body": "Text",
    "one_note": "1 note",
    "many_notes": "{count} notes",
    "sensitive": "sensitive",
    "unattributed": "unattributed",
    "area_of": "Area {code}",
    "no_area": "No action area",
    "confidential": "under the Chatham House Rule",
    "continued": "… (continued on the sheet “{sheet}”, row {row})",
    "empty_recommendations": "No recommendation yet.",
    "empty_notes": "No note yet.",
    "empty_sessions": "No session yet.",
    "empty_participants": "Nobody is listed yet.",
    "empty_initiatives": "No initiative yet.",
    "empty_frameworks": "No framework is in use yet.",
    "at_a_glance": "At a glance",
    "how_to_read": "How to read this workbook",
    "contents": "Contents",
    "theme": "Theme",
    "hosted_by": "Hosted by",
    "with_partners": "With",
    "objectives": "Objectives",
    "written_at": "Written (local time)",
    "edition": "Edition {number}",
    "complete": "Recommendations complete",
    "by_area": "Recommendations by action area",
    "day_span": "{first} to {last}",
    "read_1": "Each recommendation stands in one row of the sheet Recommendations; filter and sort it as you need.",
    "read_2": "“Comes from” leads to the notes it was made of, “In recommendations” leads back.",
    "read_3": "Where a session was under the Chatham House Rule, neither person, city nor organisation is named.",
    "read_4": "Status, level, priority and action area are chosen from lists; other cells are free text.",
    "read_5": "Cells under a green heading may be edited, and rows added: ForumDesk takes up what you send back.",
    "read_6": "“From rooms” says where a group comes from; each wording that went into it stands in Grouped originals.",
    "credit": "Cities: GeoNames (geonames.org), CC BY 4.0.",
    "footer": "{title} · {sheet}",
    "coverage_title": "Action areas by Sustainable Development Goal",
    "gaps": "Goals without any recommendation: {goals}",
    "goal": "SDG {number}",
    "answers": "Answers",
    "decision": "Decision",
    "wording": "Own wording",
    "reason": "Reason",
    "unit": "Responsible unit",
    "due": "Until",
    "cost": "Cost",
    "currency": "Currency",
    "progress": "Progress",
    "sent": "Sent on",
    "since_pack": "Since the last pack",
    "review_by": "Review by {city}",
    "pack_of": "Pack {number} of {day}",
    "how_to_answer": "How to answer",
    "answer_1": (
        "On the sheet Answers each recommendation stands in one row; choose a decision from the list in its cell."
    ),
    "answer_2": (
        "To adapt needs your own wording; to defer or to reject needs a reason. Say which unit "
        "is responsible, and until when."
    ),
    "answer_3": "Write the cost in digits, with a point before cents, and choose its currency from the list.",
    "answer_4": (
        "Only the columns from Decision to Progress are read back. Rows may be sorted and "
        "filtered, or left empty for now."
    ),
    "answer_5": (
        "Save the file and send it back whole: with that, every complete answer is sent. What you change later "
        "is a correction."
    ),
    "asked": "Recommendations",
    "answered": "Answered",
    "empty_answers": "Nothing was asked yet.",
    "matrix": "Answers by city",
    "commitments": "Commitments by date",
    "changes": "Changes since the last pack",
    "change": "Change",
    "pack": "Pack",
    "before": "Before",
    "accepting": "Say yes",
    "not_yet": "not yet",
    "empty_matrix": "No city was asked yet.",
    "empty_commitments": "No city has said yes yet.",
    "empty_changes": "Nothing changed since the last pack.",
}
_ENUMS: Mapping[type[StrEnum], Mapping[str, str]] = {
    Status: {"draft": "Draft", "final": "Final", "adopted": "Adopted", "withdrawn": "Withdrawn"},
    Decision: {"": "", "accept": "Accept", "adapt": "Adapt", "defer": "Defer", "reject": "Reject"},
    ChangeKind: {
        "new": "New",
        "reworded": "Reworded",
        "changed": "Changed",
        "withdrawn": "Withdrawn",
        "answered": "Answered",
    },
    Level: {
        "": "",
        "city": "City",
        "regional": "Regional",
        "national": "National",
        "international": "International",
        "civil-society": "Civil society",
    },
    Priority: {"": "", "high": "High", "medium": "Medium", "low": "Low"},
    Agreement: {
        "": "",
        "endorse": "Endorse",
        "agree-with-reservations": "Agree with reservations",
        "mixed": "Mixed",
        "disagree-but-will-not-block": "Disagree but will not block",
        "block": "Block",
    },
    Attribution: {"name": "By name", "city": "By city", "chatham-house": "Chatham House Rule"},
    NoteKind: {
        "doing": "Doing",
        "commitment": "Commitment",
        "need": "Need",
        "experience": "Experience",
        "question": "Question",
        "recommendation": "Recommendation",
        "consensus": "Agreed",
        "dissent": "Not agreed",
        "parking": "Parking",
    },
    Role: {
        "mayor": "Mayor",
        "city-official": "City official",
        "civil-society": "Civil society",
        "international-organisation": "International organisation",
        "academia": "Academia",
        "diaspora-association": "Diaspora association",
        "other": "Other",
    },
    SessionKind: {
        "plenary": "Plenary",
        "breakout": "Breakout",
        "report-back": "Report back",
        "ceremony": "Ceremony",
        "break": "Break",
    },
    Technique: {
        "": "",
        "round": "Round",
        "1-2-4-all": "1-2-4-All",
        "groups": "Groups",
        "world-cafe": "World café",
        "presentation": "Presentation",
        "questions": "Questions",
        "read-back": "Read-back",
        "parking-lot": "Parking lot",
        "gradients-of-agreement": "Gradients of agreement",
        "dot-voting": "Dot voting",
    },
}
LANGUAGES: Mapping[str, Mapping[str, str]] = {
    "en": ENGLISH,
    "fr": french.WORDS,
    "es": spanish.WORDS,
    "ar": arabic.WORDS,
}
ENUMS: Mapping[str, Mapping[type[StrEnum], Mapping[str, str]]] = {
    "en": _ENUMS,
    "fr": french.ENUMS,
    "es": spanish.ENUMS,
    "ar": arabic.ENUMS,
}
"""What states, kinds and roles are called, by language."""
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


class Words:
    """The words of one document."""

    def __init__(self, language: str = "en") -> None:
        self.language = language or "en"
        self.right_to_left = self.language in RIGHT_TO_LEFT
        self._words = LANGUAGES.get(self.language, ENGLISH)
        self._enums = ENUMS.get(self.language, _ENUMS)

    def __call__(self, key: str, **values: object) -> str:
        """A heading or sentence; one that the language lacks is in English."""
        said = self._words.get(key) or ENGLISH[key]
        return said.format(**values) if values else said

    def of(self, value: StrEnum) -> str:
        """What a state, kind or role is called."""
        return self._enums.get(type(value), _ENUMS[type(value)])[value.value]
