"""What asks the same is grouped, taken apart, brought into order and made final at the command line."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from forumdesk.domain.recommendations import Recommendation
from tests.cli.conftest import Command, one_clear_sentence

SAID = (
    "Recognise prior skills through a municipal skills passport.",
    "Let cities recognise prior skills with a municipal skills passport.",
    "Fund local services directly.",
)


@pytest.fixture
def asked(forumdesk: Command, file: Path) -> list[dict[str, Any]]:
    """Three recommendations, as the room kept them."""
    lines = "\n".join(SAID)
    forumdesk("capture", file, "--session", "S1", stdin=lines.encode())
    _recommend(file)
    return list(forumdesk("list", file, "recommendations", "--json").json)


def _recommend(file: Path) -> None:
    from forumdesk.cli.frame import to_work  # noqa: PLC0415 - as this laptop, whose home is set by now

    with to_work(str(file)) as desk:
        session = desk.planning.session("S1").id
        for note in desk.capturing.notes(session).notes:
            desk.recommending.from_notes([note.id])


def test_duplicates_are_listed_grouped_and_split(forumdesk: Command, file: Path, asked: list[dict[str, Any]]) -> None:
    (pair,) = forumdesk("list", file, "duplicates", "--json").json
    assert pair["id"] == f"{asked[0]['id']} {asked[1]['id']}"
    assert (pair["score"] > 0.6, "passport" in pair["shared"]) == (True, True)
    assert "R-01 Recognise" in forumdesk("list", file, "duplicates").out
    said = forumdesk("group", file, "R-02", "r1", "--text", "Recognise prior skills")
    assert (said.code, said.out.split()[0]) == (0, "R-01")
    group, *members, other = forumdesk("list", file, "recommendations", "--json").json
    assert (group["text"], group["members"]) == ("Recognise prior skills", [one["id"] for one in members])
    assert ([one["group"] for one in members], other["group"]) == ([group["id"]] * 2, "")
    assert group["sources"] == sorted(note for one in members for note in one["sources"])
    assert "└ R-02" in forumdesk("list", file, "recommendations").out
    assert forumdesk("split", file, "R-01").out.count("R-0") == 2
    assert forumdesk("list", file, "recommendations", "--json").json == asked


def test_one_member_is_taken_out(forumdesk: Command, file: Path, asked: list[dict[str, Any]]) -> None:
    forumdesk("group", file, "R-01", "R-02", "R-03")
    assert one_clear_sentence(forumdesk("split", file, "R-01", "--only", "nobody"))
    assert forumdesk("split", file, "R-01", "--only", asked[2]["id"]).out.startswith("R-03")
    group, *_, other = forumdesk("list", file, "recommendations", "--json").json
    assert (len(group["members"]), other) == (2, asked[2])


def test_what_is_kept_apart_is_no_duplicate(forumdesk: Command, file: Path, asked: list[dict[str, Any]]) -> None:
    assert forumdesk("apart", file, "R-01", asked[1]["id"]).out == "R-01 and R-02 are kept apart\n"
    assert forumdesk("list", file, "duplicates", "--json").json == []
    forumdesk("undo", file)
    assert len(forumdesk("list", file, "duplicates", "--json").json) == 1


@pytest.mark.usefixtures("asked")
def test_recommendations_are_ordered_and_made_final(forumdesk: Command, file: Path) -> None:
    assert re.findall(r"R-\d+", forumdesk("order", file, "R-03", "R-01", "R-02").out) == ["R-01", "R-02", "R-03"]
    said = forumdesk("final", file, "R-01")
    assert (said.out, "R-01 stays a draft: action_area, codes" in said.err) == (
        "0 made final, 1 still in draft\n",
        True,
    )
    assert forumdesk("final", file, "--anyway").out == "3 made final, 0 still in draft\n"
    assert one_clear_sentence(forumdesk("order", file, "R-09"))


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(
    "words",
    [
        ["group", "R-01"],
        ["group", "R-01", "R-01"],
        ["group", "R-01", "R-77"],
        ["split", "R-01"],
        ["apart", "R-01", "R-01"],
    ],
    ids=" ".join,
)
def test_it_is_refused_in_one_sentence(forumdesk: Command, file: Path, words: list[str]) -> None:
    command, *records = words
    assert one_clear_sentence(forumdesk(command, file, *records))


def test_a_ring_of_groups_is_told_and_left_by_the_command_that_is_named(
    forumdesk: Command, file: Path, asked: list[dict[str, Any]]
) -> None:
    from forumdesk.cli.frame import to_work  # noqa: PLC0415 - as this laptop, whose home is set by now

    first, second = sorted(one["id"] for one in asked[:2])
    with to_work(str(file)) as desk, desk._database.write("group-recommendations") as work:
        for one, other in ((first, second), (second, first)):
            work.put(replace(work.require(Recommendation, one), group=other))
    listed = forumdesk("list", file, "recommendations", "--json").json
    assert [one["id"] for one in listed if not one["group"]] == [first, asked[2]["id"]]
    ring, lone = forumdesk("check", file, "--json").json["oddities"]
    assert (f"“forumdesk split FILE {second} --only {first}”" in ring, "is a group of one" in lone) == (True, True)
    assert forumdesk("split", file, second, "--only", first).code == 0
    (lone,) = forumdesk("check", file, "--json").json["oddities"]
    assert "is a group of one" in lone
    assert forumdesk("list", file, "recommendations", "--json").json == listed
