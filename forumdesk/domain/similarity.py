"""Near-duplicates: which texts read alike, how much, and by which words a person sees that they do.

No language is known here. A word counts by its beginning, without case, accents and what Arabic writes in front of it,
and weighs the more the fewer texts hold it; two texts are as alike as their weighted words are (the cosine of both).
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from forumdesk.domain.text import folded

ALIKE = 0.42
"""From here on two texts are told as near-duplicates: the least that kept every pair of the test table."""
_WORD = re.compile("[\\w\u0300-\u036f\u064b-\u065f\u0670]+")
"""A word with the marks over its letters, which Python takes for no part of it."""
_STEM = 5
"""Letters of a word that count: `recognise`, `recognition` and `reconocer` keep apart what their endings do not."""
_JOINED = re.compile("^[وفبكل]?ال|^لل|^و(?=\\w{4})")
"""What Arabic writes together with the word after it: and, in, by, like and to, each with the article."""
_SHORT = 3
_COMMON = 60
"""A word that more texts hold finds no pair by itself; it counts between texts that a rarer word brings together."""
_BESIDE = 50
"""So many texts are thought beside those there are: else a word that three of four share were common."""
_MOST_SHOWN = 6
_EVERY = 500


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two texts that read alike, by their places, from 0.0 to 1.0, with the words that both hold."""

    first: int
    second: int
    score: float
    shared: tuple[str, ...]
    """As the first writes them, what weighs most first."""


def stems(text: str) -> dict[str, str]:
    """The words of a text as they are compared, each as it is written; short ones only where there are no others."""
    found: dict[str, str] = {}
    spare: dict[str, str] = {}
    for word in _WORD.findall(text):
        plain = folded(word)
        bare = plain if plain.isascii() else _JOINED.sub("", plain) or plain
        kept = found if len(bare) >= _SHORT or bare.isdecimal() else spare
        kept.setdefault(bare[:_STEM], word)
    return found or spare


def likenesses(
    texts: Sequence[str], least: float = ALIKE, progress: Callable[[int, int], None] | None = None
) -> tuple[Likeness, ...]:
    """Every two texts that are alike by at least `least`, the most alike first; the same in whatever language.

    Texts of the very same words are told as pairs with the first of them alone, however many there are.
    """
    written = [stems(text) for text in texts]
    firsts: dict[frozenset[str], int] = {}
    same: list[tuple[int, int]] = []
    for place, words in enumerate(written):
        first = firsts.setdefault(frozenset(words), place)
        if first != place and words:
            same.append((first, place))
    found = [(1.0, first, place) for first, place in same]
    found.extend(_Search(written, sorted(firsts.values()), least).pairs(progress))
    weights = _weights(Counter(stem for words in written for stem in words), len(written))
    return tuple(
        Likeness(first, second, score, _shared(written[first], written[second], weights))
        for score, first, second in sorted(found, key=lambda pair: (-pair[0], pair[1], pair[2]))
    )


def _weights(held: Mapping[str, int], texts: int) -> dict[str, float]:
    return {stem: log(1 + (texts + _BESIDE) / count) for stem, count in held.items()}


def _shared(first: Mapping[str, str], second: Mapping[str, str], weights: Mapping[str, float]) -> tuple[str, ...]:
    both = sorted(first.keys() & second.keys(), key=lambda stem: (-weights[stem], stem))
    return tuple(first[stem] for stem in both[:_MOST_SHOWN])


class _Search:
    """Finds pairs by an index of every word that is not too common.

    What two texts share of such words is added up while the index is read. Only where the common words could still
    bring a pair over `least` (by no more than the lengths of both common parts, multiplied) are these looked at too.
    """

    def __init__(self, written: Sequence[Mapping[str, str]], places: Sequence[int], least: float) -> None:
        held = Counter(stem for place in places for stem in written[place])
        weights = _weights(held, len(places))
        self._least, self._places = least, places
        self._seldom: list[dict[str, float]] = []
        self._common: list[dict[str, float]] = []
        self._left: list[float] = []
        for place in places:
            words = sorted(written[place])
            length = sqrt(sum(weights[stem] ** 2 for stem in words)) or 1.0
            common = {stem: weights[stem] / length for stem in words if held[stem] > _COMMON}
            self._seldom.append({stem: weights[stem] / length for stem in words if held[stem] <= _COMMON})
            self._common.append(common)
            self._left.append(sqrt(sum(weight**2 for weight in common.values())))

    def pairs(self, progress: Callable[[int, int], None] | None) -> Iterator[tuple[float, int, int]]:
        """The score and the places of every two that are alike."""
        index: dict[str, tuple[array[int], array[float]]] = {}
        for number, words in enumerate(self._seldom):
            if progress is not None and number % _EVERY == 0:
                progress(number, len(self._seldom))
            scores: dict[int, float] = {}
            for stem, weight in words.items():
                others, weights = index.setdefault(stem, (array("I"), array("d")))
                for other, theirs in zip(others, weights, strict=True):
                    scores[other] = scores.get(other, 0.0) + weight * theirs
                others.append(number)
                weights.append(weight)
            left = self._left[number]
            for other, score in scores.items():
                if score + left * self._left[other] >= self._least:
                    whole = score + self._shared_commonly(number, other)
                    if whole >= self._least:
                        yield min(1.0, whole), self._places[other], self._places[number]

    def _shared_commonly(self, number: int, other: int) -> float:
        theirs = self._common[other]
        return sum(weight * theirs[stem] for stem, weight in self._common[number].items() if stem in theirs)
