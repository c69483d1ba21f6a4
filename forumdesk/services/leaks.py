"""Texts that would tell, under the Chatham House Rule, who was in the room."""

from __future__ import annotations

from collections.abc import Iterator

from forumdesk.domain.agenda import Session
from forumdesk.domain.disclosure import Leak, leaks, names_of
from forumdesk.domain.notes import Note
from forumdesk.domain.people import Participant
from forumdesk.domain.recommendations import Recommendation
from forumdesk.storage.groups import groups, leaves_of
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
        asked = forum.stream(Recommendation, session=session)
        found.extend(leaks(Recommendation.KIND, (*asked, *_groups_from(forum, session)), names))
    found = list(dict.fromkeys(found))
    everywhere = names_of(None, (), people)
    notes = (one for one in forum.stream(Note, unattributed=1) if one.session not in confidential)
    found.extend(leaks(Note.KIND, notes, everywhere))
    asked = (one for one in forum.stream(Recommendation, unattributed=1) if one.session not in confidential)
    found.extend(leaks(Recommendation.KIND, asked, everywhere))
    return tuple(found)


def _groups_from(forum: Reader, session: str) -> Iterator[Recommendation]:
    """The groups of other sessions, or of none, that have a member from this one: they may tell what it must not."""
    for one in groups(forum):
        group = forum.require(Recommendation, one)
        if group.session != session and any(member.session == session for member in leaves_of(forum, group)):
            yield group
