"""Taking back at the command line: what kind of act it was, what stays and why, and who said what."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from forumdesk.cli.frame import this_laptop
from tests.cli.conftest import Command, Said

Laptop = Callable[..., Said]


@pytest.fixture
def laptop(forumdesk: Command, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Laptop:
    """Run a command as one of several laptops; each has its own copy of the forum, named as the laptop is."""

    def command(name: str, *words: object, stdin: bytes = b"") -> Said:
        monkeypatch.setenv("FORUMDESK_HOME", str(tmp_path / f"home of {name}"))
        file = tmp_path / f"{name}.forum"
        if not file.exists():
            shutil.copy(made, file)
        return forumdesk(*(file if word == "FILE" else word for word in words), stdin=stdin)

    return command


def says(laptop: Laptop, name: str, *lines: str) -> None:
    assert laptop(name, "capture", "FILE", "--session", "S1", stdin="\n".join(lines).encode()).code == 0


def hands_in(laptop: Laptop, name: str, folder: Path, *options: str) -> Path:
    assert laptop(name, "pack", "FILE", folder / name, *options).code == 0
    return folder / f"{name}.forumpack"


def notes(laptop: Laptop, name: str) -> list[str]:
    return sorted(one["text"] for one in laptop(name, "list", "FILE", "notes", "--json").json)


def test_an_act_of_ones_own_travels_and_a_merge_is_the_desk_s_own_business(laptop: Laptop, tmp_path: Path) -> None:
    says(laptop, "A", "One")
    laptop("C", "merge", "FILE", hands_in(laptop, "A", tmp_path))
    undone = laptop("C", "undo", "FILE")
    assert undone.out == "Undone: Bring together “One”; 1 record, 0 changed since and stayed.\n"
    assert undone.err.startswith("A merge is this desk's own business: nothing changes on the laptops")
    says(laptop, "C", "Two")
    own = laptop("C", "undo", "FILE")
    assert own.err == "This was done on this laptop: it goes along with the next hand-over or exchange.\n"
    assert laptop("C", "redo", "FILE").err == own.err
    assert notes(laptop, "C") == ["Two"]


def test_what_stays_of_a_merge_is_told_with_the_act_that_holds_it_and_goes_by_its_id(
    laptop: Laptop, tmp_path: Path
) -> None:
    says(laptop, "A", "One", "Two")
    laptop("C", "merge", "FILE", hands_in(laptop, "A", tmp_path))
    (merge,) = [one["id"] for one in laptop("C", "list", "FILE", "acts", "--json").json if one["name"] == "merge"]
    with this_laptop().opened(tmp_path / "C.forum") as desk:
        one = next(one for one in desk.capturing.notes(desk.planning.session("S1").id).notes if one.text == "Two")
        desk.capturing.change([one.id], text="Two, says the mayor")
    undone = laptop("C", "undo", "FILE", merge[-8:])
    assert re.search(r"1 stays because of your “Edit note” at \d\d:\d\d\.", undone.err)
    (act,) = re.findall(r"“forumdesk undo FILE (\w+)” takes “Edit note” back too\.", undone.err)
    assert notes(laptop, "C") == ["Two, says the mayor"]
    assert laptop("C", "undo", "FILE", act).code == 0
    assert notes(laptop, "C") == []


def test_the_history_names_acts_so_that_they_can_be_taken_back(laptop: Laptop) -> None:
    says(laptop, "A", "One")
    says(laptop, "A", "Two")
    line = next(line for line in laptop("A", "history", "FILE").out.splitlines() if "One" in line)
    (act,) = re.findall(r"\b[0-9a-f]{8}\b", line)
    assert laptop("A", "undo", "FILE", act).out.startswith("Undone: Keep note “One”")
    assert notes(laptop, "A") == ["Two"]
    again = laptop("A", "undo", "FILE", act)
    assert (again.code, again.err) == (1, "This act was undone already or is not in the forum.\n")
    for _ in range(17):  # of as many, two end alike
        says(laptop, "A", "More")
    ids = [one["id"] for one in laptop("A", "list", "FILE", "acts", "--json").json if not one["turn"]]
    end = next(one[-1] for one in ids if [each[-1] for each in ids].count(one[-1]) > 1)
    many = laptop("A", "undo", "FILE", end)
    assert (many.code, many.err) == (1, f"The ids of several acts end with “{end}”. Write more of it.\n")


def test_the_history_of_a_record_says_what_was_taken_back(laptop: Laptop, tmp_path: Path) -> None:
    says(laptop, "A", "One")
    (note,) = laptop("A", "list", "FILE", "notes", "--json").json
    with this_laptop().opened(tmp_path / "A.forum") as desk:
        desk.capturing.change([note["id"]], text="Reworded")
    laptop("A", "undo", "FILE")
    first, second = laptop("A", "history", "FILE", note["id"], "--json").json
    assert (first["counts"], second["counts"]) == (True, False)
    assert [("taken back" in line) for line in laptop("A", "history", "FILE", note["id"]).out.splitlines()[1:]] == [
        False,
        True,
    ]


def test_a_laptop_that_was_lost_is_distrusted_and_trusted_again(laptop: Laptop, tmp_path: Path) -> None:
    says(laptop, "A", "One")
    laptop("C", "merge", "FILE", hands_in(laptop, "A", tmp_path))
    (device,) = [one["id"] for one in laptop("C", "identity", "--json").json["known"]]
    gone = laptop("C", "distrust", "FILE", device[:10])
    assert gone.out == f"distrusted {device}; “forumdesk trust” takes this back\n"
    (told,) = [one for one in laptop("C", "list", "FILE", "laptops", "--json").json if one["lost"]]
    assert (told["id"], told["here"] > 0) == (device, True)
    says(laptop, "A", "Said by a thief")
    package = hands_in(laptop, "A", tmp_path)
    merged = laptop("C", "merge", "FILE", package)
    assert "1 entry of a laptop that is trusted no more was left out." in merged.err
    assert notes(laptop, "C") == ["One"]
    assert laptop("C", "trust", "FILE", device[:10]).out == f"trusted {device}\n"
    assert laptop("C", "merge", "FILE", package).code == 0
    assert notes(laptop, "C") == ["One", "Said by a thief"]
    nobody = laptop("C", "distrust", "FILE", "Nobody")
    assert (nobody.code, nobody.err.startswith("No one laptop of this forum is called “Nobody”.")) == (1, True)


def test_words_that_nobody_signed_are_told_and_taken_in_on_demand(laptop: Laptop, tmp_path: Path) -> None:
    says(laptop, "A", "One")
    hands_in(laptop, "A", tmp_path)
    with this_laptop().opened(tmp_path / "A.forum") as desk:
        desk.capturing.keep(desk.planning.session("S1").id, "Never signed")
        dead = Path(shutil.copy(desk.keeping.take("before it died").path, tmp_path / "dead.forum"))
    said = laptop("C", "merge", "FILE", dead)
    assert "that nobody signed; --witness takes them in, in this laptop's name." in said.err
    assert notes(laptop, "C") == ["One"]
    dry = laptop("C", "merge", "FILE", dead, "--witness", "--dry-run", "--json")
    assert "they would be taken in, in this laptop's name." in dry.err
    assert (dry.json["sources"][0]["witnessed"], dry.json["sources"][0]["new"]) == (True, 1)
    assert "they were taken in, in this laptop's name." in laptop("C", "merge", "FILE", dead, "--witness").err
    assert notes(laptop, "C") == ["Never signed", "One"]


def test_a_hand_over_that_was_lost_is_told_by_merge_list_and_check(laptop: Laptop, tmp_path: Path) -> None:
    packages = []
    for number, many in enumerate((1, 2, 1)):
        says(laptop, "A", *(f"Said {number} {place}" for place in range(many)))
        packages.append(hands_in(laptop, "A", tmp_path, "--since-last").rename(tmp_path / f"{number}.forumpack"))
    dry = laptop("C", "merge", "FILE", packages[0], packages[2], "--dry-run")
    merged = laptop("C", "merge", "FILE", packages[0], packages[2], "--json")
    (missing,) = merged.json["missing"]
    assert (missing["hand_overs"], missing["notes"], missing["entries"]) == (1, 2, 2)
    for told in (dry.err, merged.err, laptop("C", "check", "FILE").out):
        assert re.search(r"1 hand-over of “\w+”, 2 notes between \d\d:\d\d and \d\d:\d\d, has not come\.", told)
    (log,) = [one for one in laptop("C", "list", "FILE", "laptops", "--json").json if one["missing"]]
    assert (log["id"], log["missing"]) == (missing["id"], 2)
    assert laptop("C", "merge", "FILE", packages[1], "--json").json["missing"] == []
    assert notes(laptop, "C") == ["Said 0 0", "Said 1 0", "Said 1 1", "Said 2 0"]
