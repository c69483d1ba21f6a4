"""What a city says to a recommendation: its decision, what it takes, and that an answer once sent stays as it was."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Any, ClassVar

from forumdesk.domain.currencies import CURRENCIES
from forumdesk.domain.errors import BadInput, NotAllowed
from forumdesk.domain.ids import RecordId, natural_id
from forumdesk.domain.records import FieldShape, JsonValue, Record, beside, harmless, one, shapes
from forumdesk.domain.text import folded


class Decision(StrEnum):
    """What a city does with a recommendation."""

    NONE = ""
    ACCEPT = "accept"
    ADAPT = "adapt"
    DEFER = "defer"
    REJECT = "reject"

    @property
    def is_yes(self) -> bool:
        """Whether the city will do it, as it stands or in its own wording."""
        return self in (Decision.ACCEPT, Decision.ADAPT)


GLYPHS: Mapping[Decision, str] = {
    Decision.NONE: "·",
    Decision.ACCEPT: "✓",
    Decision.ADAPT: "◐",
    Decision.DEFER: "↻",
    Decision.REJECT: "✕",
}
"""A sign for each decision, so that none is told by colour alone."""
SAID = ("decision", "wording", "reason", "unit", "due", "cost", "currency", "indicator", "progress")
"""The fields that a city fills in, in the order in which they are asked."""
NEEDED: Mapping[Decision, tuple[str, ...]] = {
    Decision.NONE: ("decision",),
    Decision.ACCEPT: (),
    Decision.ADAPT: ("wording",),
    Decision.DEFER: ("reason",),
    Decision.REJECT: ("reason",),
}
"""What an answer must say before it can be sent."""
_COST = re.compile(r"[0-9]{1,15}(\.[0-9]{1,4})?")
_WITH_CODE = re.compile(r"(.*?)\s*([A-Za-z]{3})")
_GAPS = re.compile("[\\s_'’]")
_COMMA_CENTS = re.compile(r"([0-9]+),([0-9]{1,2})")


def city_key(city: str, place: int = 0) -> str:
    """What tells one city from every other: its GeoNames id, or its name where it has none."""
    return f"place {place}" if place else folded(city)


def answer_id(key: str, recommendation: str, corrects: str = "") -> RecordId:
    """The one id of a city's answer, so that two people of one city meet on one record, and two cities on two."""
    return natural_id("answer", key, recommendation, corrects)


def checked_cost(said: str) -> str:
    """A cost as digits with a point, kept to the last digit as text; what cannot be one for certain is refused."""
    plain = "".join(str(unicodedata.decimal(letter, letter)) for letter in said.strip())
    plain = _GAPS.sub("", plain).replace("٫", ".")
    cents = _COMMA_CENTS.fullmatch(plain)
    plain = f"{cents[1]}.{cents[2]}" if cents else plain
    if plain and not _COST.fullmatch(plain):
        raise BadInput(
            "“{said}” is not a cost.",
            "Write digits, with a point before cents, such as 40000000 or 1250.50.",
            said=said,
        )
    return plain


def parted_cost(said: str) -> tuple[str, str]:
    """A cost as people write it, such as `40 000 000 XOF`, as its digits and its currency, both made sound."""
    found = _WITH_CODE.fullmatch(said.strip())
    amount, code = (found[1], found[2]) if found else (said, "")
    return checked_cost(amount), checked_currency(code)


def grouped_cost(cost: str, currency: str) -> str:
    """A cost as it is read: its digits in groups of three, and the currency after them; what is no cost, as it came."""
    if not _COST.fullmatch(cost):
        return f"{cost} {currency}".strip()
    whole, point, cents = cost.partition(".")
    grouped = f"{int(whole):,}".replace(",", "\u202f")
    return f"{grouped}{point}{cents} {currency}".strip()


def checked_currency(said: str) -> str:
    """A currency by its three-letter ISO 4217 code."""
    code = said.strip().upper()
    if code and code not in CURRENCIES:
        raise BadInput("“{said}” is not a currency.", "Write its three letters, such as EUR, USD or XOF.", said=said)
    return code


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Record):
    """One city's answer to one recommendation, or the correction of one."""

    KIND: ClassVar[str] = "answer"

    recommendation: RecordId | str = one("recommendation", harmless=True)
    city: str = ""
    place: int = 0
    decision: Decision = harmless(Decision.NONE)
    wording: str = ""
    """How the city words it, where it adapts it."""
    reason: str = ""
    unit: str = ""
    """The office that is responsible."""
    due: date | None = None
    cost: str = ""
    """Digits with a point: never a float, which would round what a council decided."""
    currency: str = ""
    indicator: str = ""
    progress: str = ""
    sent: datetime | None = beside(None)
    seal: str = beside("")
    """The mark of what it said when it was sent."""
    corrects: RecordId | str = one("answer", harmless=True)

    @property
    def key(self) -> str:
        """Which city's it is."""
        return city_key(self.city, self.place)

    @property
    def label(self) -> str:
        """How the answer is shown in a list: whose it is."""
        return self.city

    @property
    def lacks(self) -> tuple[str, ...]:
        """The fields without which it cannot be sent."""
        missing = [name for name in NEEDED[self.decision] if not getattr(self, name)]
        return (*missing, "currency") if self.cost and not self.currency else tuple(missing)

    @property
    def is_complete(self) -> bool:
        """Whether it can be sent."""
        return not self.lacks

    @property
    def open_ends(self) -> tuple[str, ...]:
        """What a city that said yes has not said yet: who does it, and until when."""
        return tuple(name for name in ("unit", "due") if self.decision.is_yes and not getattr(self, name))

    @property
    def is_begun(self) -> bool:
        """Whether anything was said at all."""
        return any(getattr(self, name) for name in SAID)

    @property
    def is_sent(self) -> bool:
        """Whether it was sent, and so stays as it is."""
        return self.sent is not None

    @property
    def is_as_sent(self) -> bool:
        """Whether it still says what it said when it was sent."""
        return self.seal == self._mark()

    def _mark(self) -> str:
        said = "\x1f".join(str(getattr(self, name) or "") for name in SAID)
        return blake2b(said.encode("utf-8", "replace"), digest_size=8).hexdigest()

    def changed(self, **fields: Any) -> Answer:
        """The answer with other fields, cost and currency made sound; one that was sent allows no change."""
        if self.is_sent:
            raise NotAllowed("This answer was sent, so it stays as it is.", "Correct it: that makes a new one.")
        if "cost" in fields:
            fields["cost"] = checked_cost(fields["cost"])
        if "currency" in fields:
            fields["currency"] = checked_currency(fields["currency"])
        return replace(self, **fields)

    def sent_at(self, instant: datetime) -> Answer:
        """The answer as it is sent."""
        if self.is_sent:
            return self
        if not self.is_complete:
            raise NotAllowed("An answer that lacks {fields} cannot be sent.", fields=", ".join(self.lacks))
        return replace(self, sent=instant, seal=self._mark())

    def corrected(self) -> Answer:
        """A new answer that begins with what this one says and stands in its place."""
        if not self.is_sent:
            raise NotAllowed("This answer was not sent yet.", "Change it where it stands.")
        new = answer_id(self.key, self.recommendation, self.id)
        return replace(self, id=new, sent=None, seal="", corrects=self.id)

    def everything_said(self) -> dict[str, JsonValue]:
        """Every field of it, the empty ones too.

        A revision that says all of it disagrees with any edit that had not seen it, so that such an edit shows.
        """
        known: Mapping[str, FieldShape] = shapes(Answer)
        return {name: known[name].plain(getattr(self, name)) for name in (*SAID, "sent", "seal")}


def standing_answers(answers: Iterable[Answer]) -> dict[tuple[str, str], Answer]:
    """Of each city and recommendation the answer that counts: the last correction."""
    found = list(answers)
    corrected = {answer.corrects for answer in found}
    return {(answer.key, answer.recommendation): answer for answer in found if answer.id not in corrected}
