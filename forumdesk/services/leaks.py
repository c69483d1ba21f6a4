"""Texts that would tell, under the Chatham House Rule, who was in the room."""

from __future__ import annotations

from forumdesk.domain.agenda import Session
from forumdesk.domain.disclosure import Leak, Names, leaks, names_of
from forumdesk.domain.notes import Note
from forumdesk.domain.people import Participant
from forumdesk.domain.recommendations import Recommendation
from forumdesk.storage.work import Reader


def leaks_in(forum: Reader) -> tuple[Leak, ...]:
    """Every text of a confidential session or an unattributed record that names a person, city or organisation of it."""
    sessions = {one.id: one for one in forum.stream(Session)}
    confidential = {one.id for one in sessions.values() if one.is_confidential}
    people = {one.id: one for one in forum.stream(Participant)}
    names: dict[str, Names] = {}
    for session in confidential:
        names[session] = names_of(sessions[session], forum.stream(Note, session=session), people)
    found: list[Leak] = []
    for session, known in names.items():
        found.extend(leaks(Note.KIND, forum.stream(Note, session=session), known))
        found.extend(leaks(Recommendation.KIND, forum.stream(Recommendation, session=session), known))
    everywhere = names_of(None, (), people)
    for record_class in (Note, Recommendation):
        apart = (one for one in forum.stream(record_class, unattributed=1) if one.session not in confidential)
        found.extend(leaks(record_class.KIND, apart, everywhere))
    return tuple(found)
