"""An answer says what its decision needs, keeps its cost to the last digit, and stays as it was sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumdesk.domain.answers import (
    SAID,
    Answer,
    Decision,
    answer_id,
    checked_cost,
    checked_currency,
    city_key,
    grouped_cost,
    parted_cost,
    standing_answers,
)
from forumdesk.domain.currencies import CURRENCIES
from forumdesk.domain.errors import BadInput, NotAllowed
from forumdesk.domain.ids import RecordId

ASKED = RecordId("a" * 32)
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def an_answer(**fields: Any) -> Answer:
    """Dakar's answer."""
    key = city_key("Dakar", 2253354)
    return Answer(**{"id": answer_id(key, ASKED), "recommendation": ASKED, "city": "Dakar", "place": 2253354, **fields})


@pytest.mark.parametrize(
    ("fields", "lacks"),
    [
        ({}, ("decision",)),
        ({"unit": "Labour office"}, ("decision",)),
        ({"decision": Decision.ACCEPT}, ()),
        ({"decision": Decision.ADAPT}, ("wording",)),
        ({"decision": Decision.ADAPT, "wording": "Ours"}, ()),
        ({"decision": Decision.DEFER}, ("reason",)),
        ({"decision": Decision.REJECT}, ("reason",)),
        ({"decision": Decision.REJECT, "reason": "No mandate"}, ()),
        ({"decision": Decision.ACCEPT, "cost": "12"}, ("currency",)),
        ({"decision": Decision.DEFER, "cost": "12"}, ("reason", "currency")),
        ({"decision": Decision.ACCEPT, "cost": "12", "currency": "XOF"}, ()),
    ],
)
def test_a_decision_needs_what_explains_it(fields: dict[str, Any], lacks: tuple[str, ...]) -> None:
    answer = an_answer(**fields)
    assert answer.lacks == lacks
    assert answer.is_complete == (not lacks)
    assert answer.is_begun == bool(fields)


@pytest.mark.parametrize(
    ("fields", "ends"),
    [
        ({"decision": Decision.ACCEPT}, ("unit", "due")),
        ({"decision": Decision.ADAPT, "unit": "Labour office"}, ("due",)),
        ({"decision": Decision.ACCEPT, "unit": "Labour office", "due": date(2027, 6, 30)}, ()),
        ({"decision": Decision.REJECT}, ()),
    ],
)
def test_a_yes_without_unit_or_date_has_open_ends(fields: dict[str, Any], ends: tuple[str, ...]) -> None:
    assert an_answer(**fields).open_ends == ends


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("  ", ""),
        ("40000000", "40000000"),
        ("40 000 000", "40000000"),
        ("40\u202f000\u00a0000", "40000000"),
        ("1'250.50", "1250.50"),
        ("1250,5", "1250.5"),
        ("0.10", "0.10"),
        ("٤٠٠٫٥", "400.5"),
        ("12345678901234.5678", "12345678901234.5678"),
    ],
)
def test_a_cost_is_kept_to_the_last_digit(typed: str, kept: str) -> None:
    assert checked_cost(typed) == kept


@pytest.mark.parametrize("typed", ["1,250", "1.250.000", "about 40", "-3", "1e9", "=1+1", ".5", "1,2,3"])
def test_what_is_no_cost_for_certain_is_refused(typed: str) -> None:
    with pytest.raises(BadInput, match="is not a cost"):
        checked_cost(typed)


@pytest.mark.parametrize(("typed", "kept"), [("", ""), ("xof", "XOF"), (" EUR ", "EUR")])
def test_a_currency_is_a_code(typed: str, kept: str) -> None:
    assert checked_currency(typed) == kept


@pytest.mark.parametrize("typed", ["XXX", "euro", "F"])
def test_what_is_no_currency_is_refused(typed: str) -> None:
    with pytest.raises(BadInput, match="is not a currency"):
        checked_currency(typed)


@given(
    whole=st.integers(0, 10**15 - 1),
    cents=st.text("0123456789", max_size=4),
    currency=st.sampled_from(["", *sorted(CURRENCIES)]),
)
def test_a_cost_that_is_shown_is_read_as_the_same_cost(whole: int, cents: str, currency: str) -> None:
    cost = f"{whole}.{cents}" if cents else str(whole)
    assert parted_cost(grouped_cost(cost, currency)) == (cost, currency)


def test_no_cost_is_shown_as_nothing() -> None:
    assert grouped_cost("", "") == ""


def test_a_change_makes_cost_and_currency_sound() -> None:
    assert an_answer().changed(cost="1 000", currency="usd", unit="Office") == an_answer(
        cost="1000", currency="USD", unit="Office"
    )


def test_what_was_sent_allows_no_change() -> None:
    sent = an_answer(decision=Decision.ACCEPT).sent_at(NOON)
    assert (sent.is_sent, sent.is_as_sent) == (True, True)
    assert sent.sent_at(NOON.replace(hour=13)) is sent
    with pytest.raises(NotAllowed, match="it stays as it is"):
        sent.changed(unit="Office")


@pytest.mark.parametrize("name", SAID)
def test_a_sent_answer_that_says_something_else_is_noticed(name: str) -> None:
    sent = an_answer(decision=Decision.ACCEPT).sent_at(NOON)
    other: dict[str, Any] = {"decision": Decision.REJECT, "due": date(2027, 1, 1)}
    changed: dict[str, Any] = {name: other.get(name, "1")}
    assert not replace(sent, **changed).is_as_sent


def test_what_lacks_something_cannot_be_sent() -> None:
    with pytest.raises(NotAllowed, match="lacks wording"):
        an_answer(decision=Decision.ADAPT).sent_at(NOON)


def test_a_correction_is_a_new_answer_that_stands_in_place_of_the_sent_one() -> None:
    sent = an_answer(decision=Decision.ACCEPT).sent_at(NOON)
    second = sent.corrected()
    assert (second.decision, second.sent, second.seal, second.corrects) == (Decision.ACCEPT, None, "", sent.id)
    third = second.changed(decision=Decision.REJECT, reason="No mandate").sent_at(NOON).corrected()
    assert len({sent.id, second.id, third.id}) == 3
    assert sent.corrected().id == second.id, "two people who correct it meet on one record"
    assert standing_answers([second, third, sent]) == {(sent.key, ASKED): third}


def test_what_was_not_sent_is_changed_and_not_corrected() -> None:
    with pytest.raises(NotAllowed, match="was not sent yet"):
        an_answer().corrected()


def test_two_cities_of_one_name_are_two_and_one_without_a_place_goes_by_its_name() -> None:
    assert city_key("San José", 3621849) != city_key("San José", 3837675)
    assert city_key("São Paulo") == city_key("sao paulo")
    assert answer_id("dakar", ASKED) != answer_id("quito", ASKED)


def test_sending_says_every_field_the_empty_ones_too() -> None:
    said = an_answer(decision=Decision.ACCEPT, due=date(2027, 6, 30)).sent_at(NOON).everything_said()
    assert set(said) == {*SAID, "sent", "seal"}
    assert (said["decision"], said["due"], said["wording"]) == ("accept", "2027-06-30", "")


@pytest.mark.parametrize("cost", ["abc", "1e5", ".", "12.", "-3", "٣٠٠", "9" * 5000, "1\n2"])
def test_a_cost_that_another_laptop_made_up_is_shown_as_it_came(cost: str) -> None:
    assert grouped_cost(cost, "EUR") == f"{cost} EUR"
