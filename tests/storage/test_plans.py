"""What is asked whenever a forum opens is answered from an index, and never by reading the whole log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from forumdesk.domain.notes import Note
from forumdesk.storage.database import Database
from forumdesk.storage.lists import strays
from forumdesk.storage.log import Log
from forumdesk.storage.work import Reader
from tests.builders import a_note


@pytest.fixture
def forum(database: Database) -> Iterator[Reader]:
    with database.write("add") as work:
        for number in range(20):
            work.put(a_note(text=f"Said {number}"))
    with database.read() as reader:
        yield reader


@contextmanager
def asked(driver: Any) -> Iterator[list[str]]:
    """The questions that a connection is asked meanwhile, as SQLite reads them."""
    questions: list[str] = []
    driver.set_trace_callback(questions.append)
    try:
        yield questions
    finally:
        driver.set_trace_callback(None)


SHORT = "ix_revision_beside"
"""An index of few rows, so that to read all of it is no matter."""


def read_whole(driver: Any, questions: list[str], table: str) -> list[str]:
    """Those of the questions that read every row of a table, or of its index, to find their answer."""
    steps = [(one, row[3]) for one in questions for row in driver.execute(f"EXPLAIN QUERY PLAN {one}")]
    whole = f"SEARCH {table}"  # what SQLite calls it for the least or the greatest of what has no index
    return [one for one, step in steps if step == whole or (step.startswith(f"SCAN {table}") and SHORT not in step)]


def test_opening_reads_no_revision_that_is_no_act(forum: Reader) -> None:
    with asked(forum.driver) as questions:
        Log(forum.driver, forum.log.device)
    assert any("FROM revision" in one for one in questions)
    assert read_whole(forum.driver, questions, "revision") == []


def test_strays_are_found_from_name_to_name(forum: Reader) -> None:
    with asked(forum.driver) as questions:
        assert len(strays(forum, Note)) == 1
    assert read_whole(forum.driver, questions, "at_note") == []


@pytest.mark.parametrize("what", ["max(length(fields))", "DISTINCT kind", "fields"])
def test_a_question_that_reads_every_row_is_seen(forum: Reader, what: str) -> None:
    question = f"SELECT {what} FROM revision"  # noqa: S608 - our own words
    with asked(forum.driver) as questions:
        forum.driver.execute(question).fetchall()
    assert read_whole(forum.driver, questions, "revision") == [question]
