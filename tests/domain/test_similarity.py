"""Texts that read alike are found in any language, others are left alone, and a person sees by which words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumdesk.domain.similarity import ALIKE, likenesses, stems

SAMPLE = json.loads((Path(__file__).parents[2] / "resources/sample/recommendations.json").read_text("utf-8"))
ASKED: list[str] = [one["text"] for one in SAMPLE]
SAID_AGAIN = {
    1: "One counter for all services of the city, with mediators who speak the newcomers' languages.",
    2: "Un carné municipal para todo residente, sea cual sea su situación, que valga en los servicios municipales.",
    3: "Formar al personal de primera línea en derechos y en un trato no discriminatorio.",
    4: "Les formulaires municipaux sont publiés dans les langues parlées en ville.",
    5: "Let cities recognise prior skills with a skills passport, co-signed by local employers.",
    8: "Domestic workers should be registered at district halls, with a model contract in their own language.",
    15: "What cities spend on emergency reception is refunded within ninety days.",
    18: "إدراج اللاجئين والنازحين منذ اليوم الأول في خطط تنمية المدينة الحضرية.",
    19: "Once a year, publish local data by migratory status under clear safeguards.",
    20: "Data that a city service collects must never be used for immigration control.",
    22: "In each ward train a data clerk, and keep the clerk three years at least.",
    23: "A fixed share of the national migration budget goes directly to local integration services.",
    28: "Cities need a permanent seat in negotiating and reviewing the Global Compact.",
    31: "Every child is admitted to school immediately, certificates can follow later.",
    38: "Holders of a municipal card get a basic bank account, negotiated with banks.",
    42: "A cross-border register of missing persons, which cities read and write.",
    44: "Un fonds commun avec les entreprises locales finance des cours de langue pour leur personnel.",
    46: "أن تشارك المدن في الوفد الوطني بصفة متحدثة وليست مراقبة.",
}
"""Recommendations of the sample by their number, as another room might have worded them."""
SOMETHING_ELSE = (
    "Accept the municipal card in every library and museum.",
    "Pay mediators in schools for five years.",
    "Invite the Global Compact secretariat to report to the mayors.",
    "Publish what the ward offices spend on paper.",
    "Ofrecer cursos de lengua en la biblioteca municipal.",
    "Ouvrir les bibliothèques le dimanche.",
    "فتح مكتبة في كل حي.",
)
"""Asks of their own that share words with the sample."""


def test_no_two_recommendations_of_the_sample_are_taken_for_the_same() -> None:
    assert likenesses(ASKED) == ()


def test_what_another_room_worded_anew_is_found_and_nothing_else() -> None:
    texts = [*ASKED, *SAID_AGAIN.values(), *SOMETHING_ELSE]
    meant = {(number - 1, len(ASKED) + place) for place, number in enumerate(SAID_AGAIN)}
    found = {(one.first, one.second) for one in likenesses(texts)}
    right = len(found & meant)
    assert (right / len(found), right / len(meant)) == (1.0, 1.0)  # precision and recall on these 73 texts


@pytest.mark.parametrize(
    ("some", "other"),
    [
        pytest.param("Recognise SKILLS locally!", "recognise skills, locally", id="case and punctuation"),
        pytest.param("Une école pour chaque élève", "une ecole pour chaque eleve", id="accents"),
        pytest.param("المدن والمهاجرون", "مدن مهاجرون", id="the article and what is joined to it"),
        pytest.param("Migrants' councils", "Migrant council", id="endings"),
        pytest.param("In 17.10", "17.10", id="figures"),
        pytest.param("أَهْلًا وسهلا", "اهلا وسهلا", id="vowel signs"),
    ],
)
def test_two_texts_are_the_same_but_for(some: str, other: str) -> None:
    assert [one.score for one in likenesses([some, other])] == [1.0]


@pytest.mark.parametrize("text", ["", "…", "a b", "?!"], ids=["nothing", "a sign", "short words", "signs"])
def test_an_empty_text_is_like_nothing(text: str) -> None:
    assert [(one.first, one.second) for one in likenesses([text, "Open a desk", ""])] == []


def test_a_pair_is_told_with_the_words_that_both_hold_the_rarest_first() -> None:
    (pair,) = likenesses([*ASKED[:3], "Train the staff in rights", "Train the staff in first aid"], 0.3)
    assert pair.shared == ("Train", "staff") or set(pair.shared) == {"Train", "the", "staff"}
    assert 0.3 <= pair.score < 1


def test_the_same_words_many_times_are_pairs_with_the_first_alone() -> None:
    found = likenesses(["Open a desk"] * 50)
    assert [(one.first, one.second) for one in found] == [(0, place) for place in range(1, 50)]


def test_words_that_every_text_holds_bring_nobody_together() -> None:
    texts = [f"cities migrants services {number:03}a {number:03}b {number:03}c" for number in range(70)]
    assert likenesses(texts) == ()


@pytest.mark.parametrize(
    ("some", "other", "alike"),
    [
        pytest.param("ward north first second", "ward south first second", True, id="the same ones"),
        pytest.param("ward north first second", "ward south third fourth", False, id="others"),
    ],
)
def test_common_words_count_between_texts_that_a_rarer_word_brings_together(
    some: str, other: str, *, alike: bool
) -> None:
    crowd = [f"{number:03} {words}" for words in ("first second", "third fourth") for number in range(70)]
    texts = [*crowd, some, other]
    found = [(one.first, one.second) for one in likenesses(texts)]
    assert ((len(crowd), len(crowd) + 1) in found) is alike


def test_progress_is_told_while_it_searches() -> None:
    told: list[tuple[int, int]] = []
    likenesses([f"{number:04}" for number in range(1001)], progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 1001), (500, 1001), (1000, 1001)]


@given(st.lists(st.text(alphabet="abcdé ", max_size=30), max_size=12))
def test_likenesses_are_ordered_pairs_and_every_text_is_wholly_like_its_copy(texts: list[str]) -> None:
    found = likenesses(texts)
    assert all(one.first < one.second and ALIKE <= one.score <= 1 for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for text in texts:
        assert [one.score for one in likenesses([text, text])] == ([1.0] if stems(text) else [])
