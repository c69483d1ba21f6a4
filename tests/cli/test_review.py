"""A city is asked, answers on its own laptop and is brought together with the others, all at the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from forumdesk.domain.people import Role
from forumdesk.domain.recommendations import Status
from forumdesk.services.clock import SystemClock
from forumdesk.services.forums import Forums
from forumdesk.services.preferences import PreferenceStore
from tests.cli.conftest import Command, Said, one_clear_sentence
from tests.services.workbooks import edited, types


@pytest.fixture
def laptop(forumdesk: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Said]:
    """Run a command as one of several laptops, each with a home and a forum file of its own."""

    def command(name: str, *words: object) -> Said:
        monkeypatch.setenv("FORUMDESK_HOME", str(tmp_path / f"home of {name}"))
        return forumdesk(*(tmp_path / f"{name}.forum" if word == "FILE" else word for word in words))

    return command


@pytest.fixture
def asking(laptop: Callable[..., Said], made: Path, tmp_path: Path) -> Callable[..., Said]:
    """A secretariat, `S`, with two final recommendations and two cities."""
    laptop("S", "identity")
    (tmp_path / "S.forum").write_bytes(made.read_bytes())
    with Forums(PreferenceStore().load().laptop, SystemClock()).opened(tmp_path / "S.forum") as desk:
        for city, country, language in (("Dakar", "SN", "fr"), ("Quito", "EC", "es")):
            desk.people.add(position="Mayor", city=city, country=country, language=language, role=Role.MAYOR)
        for text in ("Open a one-stop desk.", "Recognise foreign skills."):
            desk.recommending.change([desk.recommending.add(text).id], status=Status.FINAL)
    return laptop


def test_a_city_is_asked_answers_and_is_brought_in(asking: Callable[..., Said], tmp_path: Path) -> None:
    pack, back = tmp_path / "dakar.forumpack", tmp_path / "back.forumpack"
    told = asking("S", "review", "export", "FILE", "--city", "Dakar", pack, "--json").json
    assert (told["city"], told["number"], told["language"], told["recommendations"]) == ("Dakar", 1, "fr", 2)
    opened = asking("D", "review", "open", pack, "FILE")
    assert opened.out == f"made {tmp_path / 'D.forum'}: review by Dakar, Senegal\n"
    words = ("--unit", "Labour office", "--due", "2027-06-30", "--cost", "40 000 000", "--currency", "xof")
    kept = asking("D", "review", "answer", "FILE", "Dakar", "R-01", "accept", *words, "--json").json
    assert (kept["decision"], kept["cost"], kept["currency"], kept["due"]) == (
        "accept",
        "40000000",
        "XOF",
        "2027-06-30",
    )
    adapted = asking("D", "review", "answer", "FILE", "Dakar", "2", "adapt")
    assert adapted.code == 1, "a bare figure is no number of a recommendation"
    adapted = asking("D", "review", "answer", "FILE", "Dakar", "r2", "adapt", "--reason", "Informal work first")
    assert (adapted.code, adapted.err) == (0, "It cannot be sent yet; it lacks: wording.\n")
    sent = asking("D", "review", "send", "FILE", "Dakar", back)
    assert sent.out.startswith(f"wrote {back}: 1 answer, 1 sent now\nSigned by this laptop: ")
    assert sent.err == "These lack something or differ, and stayed: R-02.\n"
    refused = asking("D", "review", "answer", "FILE", "Dakar", "R-01", "reject")
    assert one_clear_sentence(refused)
    (source,) = asking("S", "review", "import", "FILE", back, "--json").json["sources"]
    assert (source["changed"], source["conflicts"], source["refused"]) == (1, 0, None)
    rows = asking("S", "list", "FILE", "matrix", "--json").json
    assert [(row["number"], row["yes"], [one["decision"] for one in row["cities"]]) for row in rows] == [
        (1, 1, ["accept"]),
        (2, 0, [""]),
    ]
    (commitment,) = asking("S", "list", "FILE", "commitments", "--json").json
    assert (commitment["city"], commitment["due"], commitment["as_sent"]) == ("Dakar", "2027-06-30", True)
    answers = asking("S", "list", "FILE", "answers", "--json").json
    assert asking("S", "list", "FILE", "gaps", "--json").json == []
    asking("S", "review", "export", "FILE", "--city", "Quito", tmp_path / "quito.forumpack")
    gaps = asking("S", "list", "FILE", "gaps", "--json").json
    assert [(one["kind"], one["city"], one["number"]) for one in gaps] == [("silent", "Quito", None)]
    assert [(one["country"], one["decision"], one["conflicts"]) for one in answers] == [
        ("Senegal", "accept", []),
        ("Senegal", "", []),
    ]


def test_what_was_sent_is_corrected_and_sent_anew(asking: Callable[..., Said], tmp_path: Path) -> None:
    asking("S", "review", "export", "FILE", "--city", "dakar, senegal", tmp_path / "pack.forumpack")
    asking("D", "review", "open", tmp_path / "pack.forumpack", "FILE", "--json")
    asking("D", "review", "answer", "FILE", "Dakar", "R-01", "accept")
    told = asking("D", "review", "send", "FILE", "Dakar", tmp_path / "one.forumpack", "--json").json
    assert (told["sent"], told["stayed"]) == (1, [])
    first = asking("D", "list", "FILE", "answers", "--json").json[0]
    corrected = asking("D", "review", "correct", "FILE", "Dakar", "R-01", "--json").json
    assert (corrected["corrects"], corrected["sent"]) == (first["id"], None)
    asking("D", "review", "answer", "FILE", "Dakar", "R-01", "reject", "--reason", "No mandate")
    asking("D", "review", "send", "FILE", "Dakar", tmp_path / "two.forumpack")
    assert asking("S", "review", "import", "FILE", tmp_path / "one.forumpack", tmp_path / "two.forumpack").code == 0
    assert [one["decision"] for one in asking("S", "list", "FILE", "answers", "--json").json] == ["reject", ""]
    assert "✕ reject" in asking("S", "list", "FILE", "answers").out
    assert "reject: Dakar" in asking("S", "list", "FILE", "matrix").out


def test_a_workbook_is_filled_in_elsewhere_and_comes_back(asking: Callable[..., Said], tmp_path: Path) -> None:
    book = tmp_path / "quito.xlsx"
    told = asking("S", "review", "export", "FILE", "--city", "Quito", book, "--language", "es", "--json").json
    assert (told["file"], told["language"], told["fingerprint"]) == (str(book), "es", "")
    hands = [types(2, "Decisión", "Aceptar", title="Respuestas"), types(3, "Decisión", "Rechazar", title="Respuestas")]
    filled = edited(book, tmp_path / "filled.xlsx", *hands, author="Rosa", saved=datetime(2126, 12, 1))  # noqa: DTZ001
    looked = asking("S", "merge", "FILE", filled, "--dry-run")
    assert looked.out == "filled.xlsx: 2 edits, 1 answer sent, 1 answer not sent yet\n"
    assert "Respuestas, row 3: R-02 lacks a reason, so it is not sent yet.\n" in looked.err
    (source,) = asking("S", "review", "import", "FILE", filled, "--json").json["sources"]
    assert (source["refused"], source["changed"], source["conflicts"]) == (None, 2, 0)
    lacking = {"sheet": "Respuestas", "row": 3, "label": "R-02", "lacks": ["reason"]}
    assert (source["workbook"]["answers_sent"], source["workbook"]["unsent"]) == (1, [lacking])
    rows = asking("S", "list", "FILE", "matrix", "--json").json
    said = [row["cities"][0] for row in rows]
    assert [(one["decision"], one["sent"], one["as_sent"]) for one in said] == [
        ("accept", "2126-12-01T00:00:00.000Z", True),
        ("reject", None, True),
    ]
    reason = types(3, "Motivo", "Sin mandato", title="Respuestas")
    later = edited(filled, tmp_path / "later.xlsx", reason, author="Rosa", saved=datetime(2126, 12, 2))  # noqa: DTZ001
    assert "1 edit, 1 answer sent" in asking("S", "review", "import", "FILE", later).out
    again = asking("S", "review", "import", "FILE", filled)
    assert again.err.splitlines() == ["Nothing new: all of it is here already."]
    told = asking("S", "list", "FILE", "gaps").out.splitlines()
    assert told[1].startswith("no city says yes")
    assert told[2].startswith("yes, but something is open  Quito  R-01  unit, due")


def test_changes_since_a_pack_and_an_initiative_are_told(asking: Callable[..., Said], tmp_path: Path) -> None:
    asking("S", "review", "export", "FILE", "--city", "Dakar", tmp_path / "pack.forumpack")
    assert asking("S", "review", "changes", "FILE", "Dakar").err == "Since pack 1 of Dakar:\nNothing changed.\n"
    asking("S", "review", "answer", "FILE", "Dakar", "R-02", "accept")
    (change,) = asking("S", "review", "changes", "FILE", "Dakar", "--since", "1", "--json").json
    assert (change["kind"], change["number"], change["before"]) == ("answered", 2, None)
    formed = asking("S", "review", "initiative", "FILE", "R-02", "--lead", "Dakar", "--json").json
    assert (formed["title"], formed["lead"], formed["partners"]) == ("Recognise foreign skills.", "Dakar", [])
    assert asking("S", "review", "initiative", "FILE", "R-02").out.endswith(": Dakar\n")
    assert "Recognise foreign skills." in asking("S", "list", "FILE", "commitments").out


@pytest.mark.parametrize(
    "words",
    [
        ("export", "FILE", "--city", "Atlantis", "out.forumpack"),
        ("export", "FILE", "--city", "Dakar", "out.forumpack", "--language", "xx"),
        ("changes", "FILE", "Dakar"),
        ("answer", "FILE", "Dakar", "R-01", "accept"),
        ("initiative", "FILE", "R-09"),
        ("send", "FILE", "Dakar", "out.forumpack"),
        ("open", "nowhere.forumpack", "new.forum"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(asking: Callable[..., Said], words: tuple[str, ...]) -> None:
    assert one_clear_sentence(asking("S", "review", *words))
