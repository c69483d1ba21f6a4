"""Codes are read as people type them, shown as chips, and completed by code and word; own frameworks count alike."""

from __future__ import annotations

import runpy
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from forumdesk.domain.frameworks import OwnFramework, OwnItem
from forumdesk.domain.ids import natural_id
from forumdesk.services import resources
from forumdesk.services.catalogue import KEYS, Catalogue
from forumdesk.services.resources import resource


def own_item(framework: str, code: str, *labels: str, parent: str = "") -> OwnItem:
    record = natural_id("framework-item", framework, code)
    return OwnItem(id=record, framework=framework, code=code, labels=labels, parent=parent)


def own_framework(key: str, short: str = "", title: str = "", language: str = "") -> OwnFramework:
    return OwnFramework(id=natural_id("framework", key), key=key, short=short, title=title, language=language)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue()


@pytest.fixture(scope="module")
def regional(catalogue: Catalogue) -> Catalogue:
    """The catalogue of a forum with a regional plan of its own and a title for the second area of Quito."""
    plan = own_framework("plan2030", "PLAN", "Plan regional", "es")
    items = (
        own_item("plan2030", "A10", "es=Vivienda digna"),
        own_item("plan2030", "A2", "es=Acogida en la ciudad", "ar=الاستقبال في المدينة", parent="A10"),
        own_item("qla", "2", "en=Second area, from the document"),
        own_item("sdg", "8.5", "en=Something else"),
    )
    return catalogue.with_own((plan,), items)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("8.5", "sdg 8.5"),
        ("17.10", "sdg 17.10"),
        ("17.1", "sdg 17.1"),
        ("10.C", "sdg 10.c"),
        ("sdg 8.5", "sdg 8.5"),
        ("SDG8.5", "sdg 8.5"),
        ("gcm18", "gcm 18"),
        ("gcm 18", "gcm 18"),
        ("GCM-18", "gcm 18"),
        ("  gcm   18 ", "gcm 18"),
        ("qla1", "qla 1"),
        ("QLA 11", "qla 11"),
        ("qt 2", "quito-themes 2"),
        ("quito-themes 2", "quito-themes 2"),
        ("bcn6", "barcelona 6"),
        ("barcelona 6", "barcelona 6"),
        ("aaaa 40", "addis 40"),
    ],
)
def test_a_code_is_read_as_people_type_it(catalogue: Catalogue, typed: str, code: str) -> None:
    assert catalogue.read(typed) == code


@pytest.mark.parametrize(
    "typed", ["", " ", "-", "8.", "8.99", "1-1", "1 1", "gcm", "gcm 24", "x", "٨.٥", "\x00", "#8.5"]
)
def test_what_names_nothing_is_not_read(catalogue: Catalogue, typed: str) -> None:
    assert catalogue.read(typed) is None


def test_only_frameworks_in_use_are_read(catalogue: Catalogue) -> None:
    assert catalogue.read("gcm 18", ("sdg", "qla")) is None
    assert catalogue.read("8.5", ("gcm",)) is None
    assert catalogue.read("8.5", ()) is None


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        pytest.param("sdg 8.5", "8.5", id="the SDGs by their code alone"),
        pytest.param("gcm 18", "GCM 18", id="the compact after its short name"),
        pytest.param("quito-themes 1", "QT 1", id="a key that is longer than its short name"),
        pytest.param("gone 3", "GONE 3", id="a framework that was taken away since"),
    ],
)
def test_a_code_is_shown_as_a_chip(catalogue: Catalogue, code: str, shown: str) -> None:
    assert catalogue.shown(code) == shown


def test_what_is_shown_is_read_back_as_the_same_code(catalogue: Catalogue) -> None:
    for framework in catalogue.frameworks():
        for item in framework.items:
            code = f"{framework.key} {item.code}"
            assert catalogue.read(catalogue.shown(code)) == code
            assert catalogue.read(code) == code


def test_a_label_is_said_in_a_language_it_has(catalogue: Catalogue) -> None:
    assert catalogue.label("gcm 20", "es") == "Remesas más rápidas, seguras y baratas"
    assert catalogue.label("sdg 1.1", "ar") == "End extreme poverty for everyone"
    assert catalogue.label("sdg 99") == ""
    assert catalogue.label("qla 2") == ""


def codes(found: Sequence[tuple[str, str]]) -> list[str]:
    return [code for code, _ in found]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        pytest.param("8.", ["sdg 8.1", "sdg 8.2", "sdg 8.3"], id="a goal's targets in their order"),
        pytest.param("17.1", ["sdg 17.1", "sdg 17.10", "sdg 17.11"], id="17.1 before 17.10"),
        pytest.param("10.", ["sdg 10.1", "sdg 10.2", "sdg 10.3"], id="numbers before letters"),
        pytest.param("gcm2", ["gcm 2", "gcm 20", "gcm 21"], id="without the space"),
        pytest.param("GCM 2", ["gcm 2", "gcm 20", "gcm 21"], id="in capitals with it"),
        pytest.param("sdg16.b", ["sdg 16.b"], id="by the key that is not shown"),
        pytest.param("remittances", ["sdg 10.c", "gcm 20", "addis 40"], id="a word of the label"),
        pytest.param("decent work and", ["sdg 8", "sdg 8.5"], id="several words of it"),
        pytest.param("qqq", [], id="nothing that fits"),
    ],
)
def test_codes_come_first_and_then_words(catalogue: Catalogue, typed: str, offered: list[str]) -> None:
    assert codes(catalogue.complete(typed, limit=3, in_use=("sdg", "gcm", "addis")))[: len(offered) or 3] == offered


def test_words_are_found_without_their_accents_in_the_language_of_the_person(catalogue: Catalogue) -> None:
    assert catalogue.complete("EDUCACION", language="es")[0] == ("sdg 4", "Educación de calidad")
    assert catalogue.complete("integration", language="fr", in_use=("barcelona",))[0][0] == "barcelona 4"
    assert "gcm 20" in codes(catalogue.complete("تحويلات", language="ar"))


def test_the_framework_named_first_is_offered_first(catalogue: Catalogue) -> None:
    assert codes(catalogue.complete("remittances", in_use=("gcm", "sdg"))) == ["gcm 20", "sdg 10.c"]


@pytest.mark.parametrize("limit", [0, 1, 8, 1000])
def test_no_more_are_offered_than_were_asked_for(catalogue: Catalogue, limit: int) -> None:
    every = sum(len(framework.items) for framework in catalogue.frameworks())
    assert len(catalogue.complete("", limit=limit)) == min(limit, every)


def test_a_frameworks_best_matches_are_not_lost_behind_a_long_one(catalogue: Catalogue) -> None:
    long = own_framework("long", "1", "A long list")
    forum = catalogue.with_own((long,), [own_item("long", str(number), "en=Item") for number in range(2000)])
    assert codes(forum.complete("1", limit=1, in_use=("sdg", "long"))) == ["sdg 1"]


def test_an_organisers_framework_counts_like_those_that_ship(regional: Catalogue) -> None:
    in_use = ("sdg", "plan2030")
    framework = regional.framework("plan2030")
    assert framework is not None
    assert framework.title("fr") == "Plan regional"
    assert [item.code for item in framework.items] == ["A2", "A10"]
    assert regional.own_keys == ("plan2030",)
    assert regional.read("plan a2", in_use) == regional.read("PLAN2030 A2", in_use) == "plan2030 A2"
    assert regional.shown("plan2030 A2") == "PLAN A2"
    assert regional.label("plan2030 A2", "ar") == "الاستقبال في المدينة"
    assert regional.complete("ciudad", in_use=in_use, language="es")[-1] == ("plan2030 A2", "Acogida en la ciudad")
    item = regional.item("plan2030 A2")
    assert item is not None
    assert (item.parent, item.editable) == ("A10", True)


def test_an_organisers_title_stands_where_none_was_verified_and_nowhere_else(regional: Catalogue) -> None:
    assert regional.label("qla 2") == "Second area, from the document"
    assert regional.label("sdg 8.5") == "Full employment, decent work and equal pay"


def test_one_forums_titles_do_not_reach_another(catalogue: Catalogue, regional: Catalogue) -> None:
    assert regional.label("qla 2")
    assert catalogue.label("qla 2") == ""
    assert catalogue.framework("plan2030") is None
    assert [framework.key for framework in catalogue.frameworks()] == list(KEYS)


def test_data_files_lie_beside_the_source() -> None:
    assert resource() == Path(resources.__file__).parents[2] / "resources"
    assert resource("frameworks", "sdg.json").is_file()


def test_data_files_lie_inside_an_installed_package(tmp_path: Path) -> None:
    package = tmp_path / "site-packages" / "forumdesk"
    (package / "services").mkdir(parents=True)
    (package / "resources").mkdir()
    copied = shutil.copy(resources.__file__, package / "services")
    assert runpy.run_path(str(copied))["resource"]("places") == package / "resources" / "places"


def test_data_files_lie_where_a_frozen_program_unpacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resource("places", "cities.tsv") == tmp_path / "resources" / "places" / "cities.tsv"
