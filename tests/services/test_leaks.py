"""Texts that would tell who was in a confidential room are found before anything leaves it."""

from __future__ import annotations

import pytest

from forumdesk.domain.agenda import Session
from forumdesk.domain.disclosure import Leak
from forumdesk.domain.forum import Attribution
from forumdesk.services.desk import Desk
from forumdesk.services.leaks import leaks_in


def found(desk: Desk, *, every_session: bool = False) -> list[tuple[str, tuple[str, ...]]]:
    with desk._database.read() as forum:
        leaks: tuple[Leak, ...] = leaks_in(forum, every_session=every_session)
    return [(leak.kind, leak.words) for leak in leaks]


@pytest.fixture
def closed(desk: Desk, session: Session) -> Session:
    desk.people.add(name="Awa Diop", position="Mayor", city="Dakar", organisation="Ville de Dakar")
    return desk.planning.change_session(session.id, attribution=Attribution.CHATHAM_HOUSE)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        pytest.param("@Awa Diop We are open", (), id="who spoke is no text that leaves"),
        pytest.param("@Awa Diop In Dakar we are open", ("Dakar",), id="the city in the text"),
        pytest.param("@Awa Diop As awa diop said", ("Awa Diop",), id="the name in another case"),
        pytest.param("@Awa Diop The port of Dakarois", (), id="a word that only begins so"),
        pytest.param("Dakar is mentioned by somebody else", (), id="a city nobody spoke for"),
    ],
)
def test_a_note_of_a_confidential_session_is_found(
    desk: Desk, closed: Session, line: str, words: tuple[str, ...]
) -> None:
    desk.capturing.keep(closed.id, line)
    assert found(desk) == ([("note", words)] if words else [])


def test_a_recommendation_of_a_confidential_session_is_found(desk: Desk, closed: Session) -> None:
    desk.capturing.keep(closed.id, "@Awa Diop We are open")
    desk.recommending.add("Ask Ville de Dakar", session=closed.id)
    assert found(desk) == [("recommendation", ("Ville de Dakar",))]


def test_a_group_of_another_session_is_found_when_it_tells_of_a_confidential_one(desk: Desk, closed: Session) -> None:
    desk.capturing.keep(closed.id, "@Awa Diop We are open")
    other = desk.planning.add_session("Children", code="S2")
    records = [desk.recommending.add("Open a desk", session=one.id) for one in (other, closed)]
    desk.grouping.group([one.id for one in records], "A desk as in Ville de Dakar")
    same = [desk.recommending.add("Ask a mayor", session=closed.id) for _ in range(2)]
    desk.grouping.group([one.id for one in same])
    assert found(desk) == [("recommendation", ("Ville de Dakar",))]


def test_an_unattributed_note_of_an_open_session_is_found_when_it_names_somebody(desk: Desk, closed: Session) -> None:
    open_session = desk.planning.change_session(closed.id, attribution=Attribution.NAME)
    desk.capturing.keep(open_session.id, "Awa Diop told us quietly /unattributed")
    assert found(desk) == [("note", ("Awa Diop",))]


def test_an_export_that_reveals_nobody_looks_at_every_session(desk: Desk, closed: Session) -> None:
    desk.planning.change_session(closed.id, attribution=Attribution.NAME)
    desk.capturing.keep(closed.id, "@Awa Diop In Dakar we are open")
    assert (found(desk), found(desk, every_session=True)) == ([], [("note", ("Dakar",))])
