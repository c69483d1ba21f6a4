"""Laptops meet at the command line: hand over, bring together, settle; and what is refused is told in a line."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forumdesk.cli.frame import this_laptop
from tests.cli.conftest import Command, Said
from tests.effort import times
from tests.services.workbooks import edited, types

TOP = Path(__file__).parents[2]


@pytest.fixture
def laptop(forumdesk: Command, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Said]:
    """Run a command as one of several laptops; each has its own copy of the forum, named as the laptop is."""

    def command(name: str, *words: object, stdin: bytes = b"") -> Said:
        monkeypatch.setenv("FORUMDESK_HOME", str(tmp_path / f"home of {name}"))
        file = tmp_path / f"{name}.forum"
        if not file.exists():
            shutil.copy(made, file)
        return forumdesk(*(file if word == "FILE" else word for word in words), stdin=stdin)

    return command


def says(laptop: Callable[..., Said], name: str, *lines: str) -> None:
    assert laptop(name, "capture", "FILE", "--session", "S1", stdin="\n".join(lines).encode()).code == 0


def hands_in(laptop: Callable[..., Said], name: str, folder: Path, *options: object) -> Path:
    assert laptop(name, "pack", "FILE", folder / name, *options).code == 0
    return folder / f"{name}.forumpack"


def test_a_package_is_written_with_its_receipt(laptop: Callable[..., Said], tmp_path: Path) -> None:
    says(laptop, "A", "One", "Two")
    said = laptop("A", "pack", "FILE", tmp_path / "out")
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0] == f"wrote {tmp_path / 'out.forumpack'}"
    assert re.fullmatch(r"Receipt \w{4}-\w{4}: 2 notes, 0 recommendations, last edit \S+Z", lines[1])
    fingerprint = laptop("A", "identity", "--json").json["id"]
    assert re.fullmatch(r"The log of this laptop has \d+ entries, in branch [0-9a-f]{4}\.", lines[2])
    assert lines[3] == f"Signed by this laptop: {fingerprint}"
    told = laptop("A", "pack", "FILE", tmp_path / "out", "--json").json
    assert (told["notes"], told["recommendations"], told["fingerprint"]) == (2, 0, fingerprint)
    assert told["id"] == lines[1][8:17]


def test_a_receipt_is_compared_and_expected_until_its_package_comes(
    laptop: Callable[..., Said], tmp_path: Path
) -> None:
    says(laptop, "A", "One")
    mark = laptop("A", "pack", "FILE", tmp_path / "A", "--json").json["id"]
    with_room = ("receipt", "FILE", mark.lower(), "--room")
    assert laptop("C", *with_room, "Nowhere").err.startswith("There is no room “Nowhere”.")
    (room,) = laptop("C", "list", "FILE", "rooms", "--json").json
    assert laptop("C", *with_room, room["name"]).out == f"{mark} is not here yet; it is expected.\n"
    says(laptop, "C", "Said in the same room")
    assert laptop("C", *with_room, room["name"]).out.startswith(
        f"{mark} is not here: what is here of the room is older"
    )
    assert laptop("C", "merge", "FILE", tmp_path / "A.forumpack", "--json").json["sources"][0]["receipt"] == mark
    assert laptop("C", "receipt", "FILE", mark).out.startswith(f"{mark} is here: exactly this was handed in by ")
    assert laptop("C", "receipt", "FILE", mark, "--json").json["state"] == "here"
    assert laptop("C", *with_room, room["name"]).code == 0
    (told,) = laptop("C", "list", "FILE", "rooms", "--json").json
    assert told["receipts"][0]["id"] == mark
    assert f"receipt {mark} here" in laptop("C", "list", "FILE", "rooms").out
    assert laptop("C", "receipt", "FILE", mark, "--forget").out == f"forgot {mark}\n"
    assert laptop("C", "list", "FILE", "rooms", "--json").json[0]["receipts"] == []


def test_the_dry_run_tells_what_the_merge_then_does(laptop: Callable[..., Said], tmp_path: Path) -> None:
    says(laptop, "A", "One")
    says(laptop, "B", "Two", "Three")
    packages = [hands_in(laptop, name, tmp_path) for name in "AB"]
    dry = laptop("C", "merge", "FILE", *packages, "--dry-run", "--json")
    assert [(one["file"], one["new"], one["refused"]) for one in dry.json["sources"]] == [
        ("A.forumpack", 1, None),
        ("B.forumpack", 2, None),
    ]
    assert "Nothing was changed." in dry.err
    assert laptop("C", "list", "FILE", "notes", "--json").json == []
    wet = laptop("C", "merge", "FILE", *packages, "--json")
    strip = [{key: value for key, value in one.items() if key != "fingerprint"} for one in wet.json["sources"]]
    assert strip == [{key: value for key, value in one.items() if key != "fingerprint"} for one in dry.json["sources"]]
    assert {one["text"] for one in laptop("C", "list", "FILE", "notes", "--json").json} == {"One", "Two", "Three"}
    assert re.search(r"As it was before: snapshot \S+Z before merge", wet.err)


def test_again_nothing_is_new_and_undone_it_is_offered(laptop: Callable[..., Said], tmp_path: Path) -> None:
    says(laptop, "A", "One")
    package = hands_in(laptop, "A", tmp_path)
    laptop("C", "merge", "FILE", package)
    assert laptop("C", "merge", "FILE", package).err == "Nothing new: all of it is here already.\n"
    assert laptop("C", "undo", "FILE").out.startswith("Undone: Bring together")
    looked = laptop("C", "merge", "FILE", package, "--dry-run", "--json")
    assert (looked.json["undone"] is not None, looked.json["sources"][0]["aside"]) == (True, 1)
    left = laptop("C", "merge", "FILE", package, "--leave-aside")
    assert "“forumdesk redo” brings it again" in left.err
    assert laptop("C", "list", "FILE", "notes", "--json").json == []
    assert (
        "1 of its entries was set aside here when a merge was taken back, and comes back."
        in laptop("C", "merge", "FILE", package).err
    )
    assert [one["text"] for one in laptop("C", "list", "FILE", "notes", "--json").json] == ["One"]


def test_a_conflict_is_listed_and_resolved(laptop: Callable[..., Said], tmp_path: Path) -> None:
    says(laptop, "A", "First wording")
    laptop("B", "merge", "FILE", hands_in(laptop, "A", tmp_path))
    for name in "AB":
        edit(name, f"As {name} words it", tmp_path)
    laptop("B", "merge", "FILE", hands_in(laptop, "A", tmp_path))
    (conflict,) = laptop("B", "list", "FILE", "conflicts", "--json").json
    assert {head["value"] for head in conflict["heads"]} == {"As A words it", "As B words it"}
    where = (conflict["record"], conflict["field"])
    assert laptop("B", "resolve", "FILE", *where).code == 2
    wrong = laptop("B", "resolve", "FILE", *where, "--take", "zz")
    assert (wrong.code, wrong.err) == (1, "No value of this conflict is called “zz”.\n")
    settled = laptop("B", "resolve", "FILE", *where, "--text", "As both word it")
    assert settled.out == f"settled {where[0]} {where[1]}; 0 conflicts are left\n"
    assert [one["text"] for one in laptop("B", "list", "FILE", "notes", "--json").json] == ["As both word it"]
    gone = laptop("B", "resolve", "FILE", *where, "--take", conflict["heads"][0]["id"])
    assert (gone.code, gone.err) == (1, "There is no such conflict in this forum any more.\n")


def edit(name: str, text: str, folder: Path, *, recommend: bool = False) -> None:
    """Reword the one note of a laptop, as its window would, or make a recommendation of it."""
    script = (
        "import sys; from pathlib import Path; from forumdesk.cli.frame import this_laptop\n"
        "with this_laptop().opened(Path(sys.argv[1])) as desk:\n"
        "    (note,) = desk.capturing.notes(desk.planning.session('S1').id).notes\n"
        "    desk.capturing.change([note.id], text=sys.argv[2])\n"
        f"    {recommend} and desk.recommending.from_notes([note.id])\n"
    )
    home = {**os.environ, "FORUMDESK_HOME": str(folder / f"home of {name}")}
    command = [sys.executable, "-c", script, str(folder / f"{name}.forum"), text]
    subprocess.run(command, check=True, cwd=TOP, env=home)  # noqa: S603 - our own program


def test_two_rooms_that_numbered_alike_are_numbered_anew(laptop: Callable[..., Said], tmp_path: Path) -> None:
    for name in "AB":
        says(laptop, name, f"/r Asked in {name}")
        edit(name, f"Asked in {name}", tmp_path, recommend=True)
    laptop("C", "merge", "FILE", *(hands_in(laptop, name, tmp_path) for name in "AB"))
    numbers = [one["number"] for one in laptop("C", "list", "FILE", "recommendations", "--json").json]
    assert numbers == [1, 1]
    assert laptop("C", "renumber", "FILE").out.startswith("R-02 ")
    told = laptop("C", "list", "FILE", "recommendations", "--json").json
    assert sorted((one["number"]) for one in told) == [1, 2]
    assert laptop("C", "renumber", "FILE").out == ""


def test_finals_of_two_rooms_that_share_a_number_are_told_apart_and_mended_by_name(
    laptop: Callable[..., Said], tmp_path: Path
) -> None:
    for name in "AB":
        says(laptop, name, f"/r Asked in {name}")
        edit(name, f"Asked in {name}", tmp_path, recommend=True)
        laptop(name, "final", "FILE", "--anyway")
    laptop("C", "merge", "FILE", *(hands_in(laptop, name, tmp_path) for name in "AB"))
    told = laptop("C", "check", "FILE", "--json").json
    assert told["sound"]
    assert told["oddities"] == [
        "R-01a, R-01b were final under one number: “forumdesk renumber FILE R-01b” gives one of them another."
    ]
    assert told["oddities"][0] in laptop("C", "check", "FILE").out
    assert "R-01b" in laptop("C", "renumber", "FILE").err
    assert laptop("C", "renumber", "FILE", "R-01b").out.startswith("R-02 ")
    labels = [one["label"] for one in laptop("C", "list", "FILE", "recommendations", "--json").json]
    assert labels == ["R-01", "R-02"]
    assert laptop("C", "check", "FILE", "--json").json["oddities"] == []


def test_a_passphrase_is_read_from_a_file(
    laptop: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forumdesk.exchange.passphrase.WORK", 10)  # a second each time else
    says(laptop, "A", "One")
    words = tmp_path / "words"
    words.write_text("jacaranda\n")
    package = hands_in(laptop, "A", tmp_path, "--passphrase-file", words)
    shut = laptop("C", "merge", "FILE", package)
    advice = "Say its passphrase, or ask for it again."
    assert shut.code == 1
    assert shut.out == f"A.forumpack: refused. “A.forumpack” is encrypted, and not for this laptop. {advice}\n"
    words.write_text("jasmine\n")
    wrong = laptop("C", "merge", "FILE", package, "--passphrase-file", words)
    assert "“A.forumpack” does not open with this passphrase. Look at its spelling." in wrong.out
    words.write_text("jacaranda\r\nsecond line\n")
    assert laptop("C", "merge", "FILE", package, "--passphrase-file", words).code == 0
    words.write_text("\n")
    empty = laptop("C", "merge", "FILE", package, "--passphrase-file", words)
    assert (empty.code, empty.err) == (1, "The passphrase file “words” has nothing on its first line.\n")
    gone = laptop("C", "merge", "FILE", package, "--passphrase-file", tmp_path / "none")
    assert (gone.code, gone.err) == (1, "The passphrase file “none” cannot be read.\n")


def test_one_refused_file_stops_no_other_and_is_told(laptop: Callable[..., Said], tmp_path: Path) -> None:
    says(laptop, "A", "One")
    package = hands_in(laptop, "A", tmp_path)
    torn = tmp_path / "torn.forumpack"
    torn.write_bytes(package.read_bytes()[:500])
    said = laptop("C", "merge", "FILE", torn, package)
    assert said.code == 1
    assert said.out.splitlines()[0].startswith("torn.forumpack: refused. “torn.forumpack” is damaged")
    assert said.err.splitlines()[-1] == "1 of 2 files were refused."
    assert [one["text"] for one in laptop("C", "list", "FILE", "notes", "--json").json] == ["One"]


def test_a_laptop_that_was_never_met_is_kept_out_on_demand(laptop: Callable[..., Said], tmp_path: Path) -> None:
    says(laptop, "A", "One")
    package = hands_in(laptop, "A", tmp_path)
    fingerprint = laptop("A", "identity", "--json").json["id"]
    assert fingerprint in laptop("C", "merge", "FILE", package, "--known-only").out
    assert laptop("C", "merge", "FILE", package, "--known-only", "--accept", fingerprint.lower()).code == 0
    assert [one["fingerprint"] for one in laptop("C", "identity", "--json").json["known"]] == [fingerprint]
    assert (
        f"Known: {laptop('C', 'identity', '--json').json['known'][0]['id'][:8]}, {fingerprint}"
        in laptop("C", "identity").out
    )


@pytest.mark.long
def test_a_merge_that_is_killed_at_any_moment_is_whole_or_was_never(
    laptop: Callable[..., Said], tmp_path: Path
) -> None:
    says(laptop, "A", *(f"Said {number}" for number in range(400)))
    package = hands_in(laptop, "A", tmp_path)
    laptop("C", "list", "FILE", "notes")
    home = {**os.environ, "FORUMDESK_HOME": str(tmp_path / "home of C")}
    command = [sys.executable, str(TOP / "main.py"), "merge", str(tmp_path / "C.forum"), str(package)]
    dice = random.Random(5)  # noqa: S311 - instants, not secrets
    for _ in range(times(2)):
        work = subprocess.Popen(command, env=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
        with suppress(subprocess.TimeoutExpired):
            work.wait(timeout=dice.uniform(0.1, 0.6))
        work.kill()
        work.wait()
        assert laptop("C", "check", "FILE").code == 0
        assert len(laptop("C", "list", "FILE", "notes", "--json").json) in (0, 400)
    assert laptop("C", "merge", "FILE", package).code == 0
    assert len(laptop("C", "list", "FILE", "notes", "--json").json) == 400


@pytest.mark.long
def test_an_undo_of_a_merge_that_is_killed_at_any_moment_is_whole_or_was_never(
    laptop: Callable[..., Said], tmp_path: Path
) -> None:
    says(laptop, "A", *(f"Said {number}" for number in range(400)))
    says(laptop, "C", "Said here")
    assert laptop("C", "merge", "FILE", hands_in(laptop, "A", tmp_path)).code == 0
    home = {**os.environ, "FORUMDESK_HOME": str(tmp_path / "home of C")}
    dice = random.Random(9)  # noqa: S311 - instants, not secrets
    for _ in range(times(2)):
        before = len(laptop("C", "list", "FILE", "notes", "--json").json)
        turn = "undo" if before == 401 else "redo"
        command = [sys.executable, str(TOP / "main.py"), turn, str(tmp_path / "C.forum")]
        work = subprocess.Popen(command, env=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
        with suppress(subprocess.TimeoutExpired):
            work.wait(timeout=dice.uniform(0.2, 0.7))
        work.kill()
        work.wait()
        assert laptop("C", "check", "FILE").code == 0
        assert len(laptop("C", "list", "FILE", "notes", "--json").json) in (1, 401)
    told = laptop("B", "merge", "FILE", hands_in(laptop, "C", tmp_path), "--json").json
    assert (told["sources"][0]["refused"], told["sources"][0]["copied_keys"]) == (None, [])


def test_an_edited_workbook_comes_back_and_what_is_left_out_is_told(
    laptop: Callable[..., Said], tmp_path: Path
) -> None:
    says(laptop, "A", "Quito has a desk")
    assert laptop("A", "export", "FILE", tmp_path / "outcome.xlsx").code == 0
    hands = (types(2, "Note", "Quito has two desks", title="Notes"), types(2, "Kind", "Rumour", title="Notes"))
    out = tmp_path / "outcome.xlsx"
    edited(out, out, *hands, author="Ana", saved=datetime.now(UTC).replace(tzinfo=None))
    dry = laptop("A", "merge", "FILE", tmp_path / "outcome.xlsx", "--dry-run")
    assert (dry.code, dry.out) == (0, "outcome.xlsx: 1 edit, 1 cell not taken\n")
    assert "Notes, row 2, Kind (“Rumour”): “Rumour” is none of: Doing, Commitment," in dry.err
    wet = laptop("A", "merge", "FILE", tmp_path / "outcome.xlsx", "--json").json["sources"][0]
    assert (wet["changed"], wet["workbook"]["edits"], wet["workbook"]["cells_refused"]) == (1, 1, 1)
    assert wet["workbook"]["left_out"][0]["column"] == "Kind"
    assert [one["text"] for one in laptop("A", "list", "FILE", "notes", "--json").json] == ["Quito has two desks"]
    assert laptop("A", "merge", "FILE", tmp_path / "outcome.xlsx").out == (
        "outcome.xlsx: 1 edit that is here already, 1 cell not taken\n"
    )
    alone, travels = laptop("A", "undo", "FILE").err.splitlines()
    assert alone.startswith("A merge is this desk's own business")
    assert travels == "What it read from a workbook was said by this laptop: that goes along with the next hand-over."


def test_what_looks_alike_is_listed_joined_and_kept_apart(laptop: Callable[..., Said], tmp_path: Path) -> None:
    for name, city in (("A", "Quito"), ("B", "QUITO")):
        assert laptop(name, "list", "FILE", "participants").code == 0
        with this_laptop().opened(tmp_path / f"{name}.forum") as desk:
            desk.people.add(name="Ana Núñez", city=city)
    laptop("C", "merge", "FILE", *(hands_in(laptop, name, tmp_path) for name in "AB"))
    found = {one["kind"]: one for one in laptop("C", "list", "FILE", "alike", "--json").json}
    keep, other = (side["id"] for side in found["participant"]["sides"])
    assert found["participant"]["differing"] == ["city", "place", "country"]
    cities = [side["id"] for side in found["city"]["sides"]]
    assert cities == ["city:3652462:Quito", "city:QUITO"]
    assert laptop("C", "list", "FILE", "alike").out.splitlines()[1].startswith("participant  Ana Núñez, Q")
    assert laptop("C", "join", "FILE", *cities, "--apart").out == f"kept apart from {cities[0]}: {cities[1]}\n"
    assert laptop("C", "join", "FILE", keep, other).out == f"joined into {keep}: {other}; 0 others point there now\n"
    assert laptop("C", "list", "FILE", "alike", "--json").json == []
    assert len(laptop("C", "list", "FILE", "participants", "--json").json) == 1
    again = laptop("C", "join", "FILE", keep, other)
    assert (again.code, again.err) == (
        1,
        f"No participant, city, room or session of this forum is called “{other}”.\n",
    )


@pytest.mark.long
def test_a_hand_over_that_is_killed_at_any_moment_leaves_what_was_there(
    laptop: Callable[..., Said], tmp_path: Path
) -> None:
    says(laptop, "A", *(f"Said {number}" for number in range(400)))
    stick = tmp_path / "stick"
    stick.mkdir()
    package = hands_in(laptop, "A", stick)
    says(laptop, "A", "Said last")
    home = {**os.environ, "FORUMDESK_HOME": str(tmp_path / "home of A")}
    command = [sys.executable, str(TOP / "main.py"), "pack", str(tmp_path / "A.forum"), str(package)]
    dice = random.Random(7)  # noqa: S311 - instants, not secrets
    found = set()
    for _ in range(times(2)):
        work = subprocess.Popen(command, env=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
        until = time.monotonic() + dice.uniform(0, 0.02)
        while work.poll() is None and not (part(package).exists() and time.monotonic() > until):
            until = until if part(package).exists() else time.monotonic() + dice.uniform(0, 0.02)
        work.kill()
        work.wait()
        (told,) = laptop("C", "merge", "FILE", package, "--dry-run", "--json").json["sources"]
        assert told["refused"] is None
        found.add(told["new"])
        assert {one.name for one in stick.iterdir()} <= {package.name, part(package).name}
    assert found <= {400, 401}
    assert hands_in(laptop, "A", stick) == package
    assert [one.name for one in stick.iterdir()] == [package.name]


def part(package: Path) -> Path:
    """Under which name a package is written before it is whole."""
    return package.with_name(f".{package.name}.part")
