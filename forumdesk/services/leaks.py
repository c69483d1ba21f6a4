"""Texts that would tell, under the Chatham House Rule, who was in the room."""

from __future__ import annotations

from forumdesk.domain.agenda import Session
from forumdesk.domain.disclosure import Leak, leaks, names_of
from forumdesk.domain.notes import Note
from forumdesk.domain.people import Participant
from forumdesk.domain.recommendations import Recommendation
from forumdesk.storage.work import Reader


def leaks_in(forum: Reader, *, every_session: bool = False) -> tuple[Leak, ...]:
    """Every text of a confidential session or an unattributed record that names a person, city or organisation of it.

    With `every_session` all of them count as confidential, as in an export that reveals nobody.
    """
    people: dict[str, Participant] = {one.id: one for one in forum.stream(Participant)}
    confidential = {one.id: one for one in forum.stream(Session) if one.is_confidential or every_session}
    found: list[Leak] = []
    for session, about in confidential.items():
        names = names_of(about, forum.stream(Note, session=session), people)
        found.extend(leaks(Note.KIND, forum.stream(Note, session=session), names))
        found.extend(leaks(Recommendation.KIND, forum.stream(Recommendation, session=session), names))
    everywhere = names_of(None, (), people)
    notes = (one for one in forum.stream(Note, unattributed=1) if one.session not in confidential)
    found.extend(leaks(Note.KIND, notes, everywhere))
    asked = (one for one in forum.stream(Recommendation, unattributed=1) if one.session not in confidential)
    found.extend(leaks(Recommendation.KIND, asked, everywhere))
    return tuple(found)
