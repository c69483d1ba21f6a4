"""Cities complete as people type them, and a name that several cities bear is never guessed."""

from __future__ import annotations

import pytest

from forumdesk.services.places import Place, Places
from forumdesk.services.resources import resource


@pytest.fixture(scope="module")
def places() -> Places:
    return Places()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        pytest.param("quez", "Quezon City, Philippines", id="the beginning of a name"),
        pytest.param("QUEZON c", "Quezon City, Philippines", id="in capitals, over a space"),
        pytest.param("sao p", "São Paulo, Brazil", id="without the accent"),
        pytest.param("São P", "São Paulo, Brazil", id="with the accent"),
        pytest.param("lodz", "Łódź, Poland", id="a letter that has no accent to lose"),
        pytest.param("tromso", "Tromsø, Norway", id="a stroke through the letter"),
        pytest.param("l’hospitalet", "L'Hospitalet de Llobregat, Spain", id="a curled apostrophe"),
        pytest.param("saint denis", "Saint-Denis, Reunion", id="a space for a hyphen"),
        pytest.param("hospitalet", "L'Hospitalet de Llobregat, Spain", id="a later word of a name"),
        pytest.param("lon", "London, United Kingdom", id="the largest first"),
        pytest.param("  berlin ", "Berlin, Germany", id="spaces around it"),
        pytest.param("marrak", "Marrakesh, Morocco", id="a forum's own host city"),
    ],
)
def test_a_city_is_found_as_people_type_it(places: Places, typed: str, first: str) -> None:
    assert places.complete(typed)[0].label == first


def test_names_that_begin_so_come_before_names_that_hold_such_a_word(places: Places) -> None:
    names = [place.name for place in places.complete("york", limit=20)]
    begins = [name.startswith("York") for name in names]
    assert begins == sorted(begins, reverse=True)
    assert "York" in names[:1]
    assert "New York City" in names


def test_among_names_that_begin_so_the_largest_comes_first(places: Places) -> None:
    people = [place.population for place in places.complete("san", limit=30) if place.name.startswith("San")]
    assert people == sorted(people, reverse=True)


def test_no_city_is_offered_twice(places: Places) -> None:
    found = places.complete("san", limit=500)
    assert len({place.id for place in found}) == len(found) == 500


@pytest.mark.parametrize("typed", ["", "   ", "-", "Nowhere at all", "مدينة كيزون", "\x00", "\U0010ffff", "😀"])
def test_what_is_no_city_completes_to_nothing(places: Places, typed: str) -> None:
    assert places.complete(typed) == ()


def test_as_many_are_offered_as_were_asked_for(places: Places) -> None:
    assert [len(places.complete("a", limit)) for limit in (0, 1, 8)] == [0, 1, 8]


@pytest.mark.parametrize(
    ("name", "country", "label"),
    [
        pytest.param("quezon city", "", "Quezon City, Philippines", id="the only one of its name"),
        pytest.param("Paris", "FR", "Paris, France", id="its country by code"),
        pytest.param("Paris", "france", "Paris, France", id="its country by name"),
        pytest.param("Quito", "Ecuador", "Quito, Ecuador", id="both, though one would do"),
    ],
)
def test_a_city_is_known_by_its_exact_name(places: Places, name: str, country: str, label: str) -> None:
    found = places.named(name, country)
    assert found is not None
    assert found.label == label


@pytest.mark.parametrize(
    ("name", "country"),
    [
        pytest.param("Paris", "", id="a name in two countries"),
        pytest.param("Paris", "Japan", id="a country without such a city"),
        pytest.param("Quezon Cit", "", id="the beginning of a name"),
        pytest.param("City", "", id="a later word of names"),
        pytest.param("مدينة كيزون", "", id="another script, which stays free text"),
        pytest.param(" ", "", id="nothing"),
    ],
)
def test_a_city_is_never_guessed(places: Places, name: str, country: str) -> None:
    assert places.named(name, country) is None


def test_a_city_is_kept_by_its_number(places: Places) -> None:
    assert places.place(1692192) == places.named("Quezon City")
    assert places.place(-1) is None


def test_a_country_without_a_name_stays_as_it_was_written(places: Places) -> None:
    assert places.country("PH") == "Philippines"
    assert places.country("Free territory") == "Free territory"


def test_a_place_says_its_country() -> None:
    assert Place(1, "Quito", "EC", 2_000_000, "Ecuador").label == "Quito, Ecuador"


def test_the_list_holds_cities_of_fifteen_thousand_and_more_the_largest_first() -> None:
    rows = [line.split("\t") for line in resource("places", "cities.tsv").read_text(encoding="utf-8").splitlines()]
    countries = resource("places", "countries.tsv").read_text(encoding="utf-8").splitlines()
    people = [int(row[3]) for row in rows]
    assert people == sorted(people, reverse=True)
    assert people[-1] >= 15_000
    assert len({row[0] for row in rows}) == len(rows) > 20_000
    assert {row[2] for row in rows} <= {line.split("\t")[0] for line in countries}


def test_geonames_is_credited() -> None:
    said = resource("places", "README.md").read_text(encoding="utf-8")
    assert "GeoNames" in said
    assert "Creative Commons Attribution 4.0" in said
