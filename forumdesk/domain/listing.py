"""What a long list shows: conditions and an order, said without knowing how the records are kept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition of a list: a field equals a value, is empty or not, is one of several, or holds a member."""

    field: str
    equals: str | int | None = None
    empty: bool | None = None
    """Whether it holds nothing; of a link, whether what it names is not there."""
    holds: str = ""
    """A member of a linked set field; one that ends in a space asks for any member that begins with it, one that ends
    in an asterisk for the code itself and those beneath it (`sdg 8*` holds `sdg 8` and `sdg 8.5`)."""
    words: str = ""
    """Words that the record must hold, as the search finds them."""
    among: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Which records a list shows and in which order; `-number` sorts downwards, `nr` is the order of arrival."""

    criteria: tuple[Criterion, ...] = ()
    order: tuple[str, ...] = ("nr",)
