"""What finding near-duplicates costs, against a bare loop that parts the same texts into words and counts them."""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from itertools import product

from forumdesk.domain.similarity import likenesses

SIZES = (2_000, 20_000)
BOUNDS = {2_000: 30.0, 20_000: 30.0}
"""How many times the bare loop it may take."""
SECONDS = {2_000: 1.0, 20_000: 10.0}
ROUNDS = 3
SYLLABLES = ("ba", "ke", "lo", "mu", "ri", "sta", "tre", "vo", "na", "so", "tu", "ge", "lin", "dor")
COMMONEST = 8.0
"""Words come as often as people say them: the n-th commonest one n times more seldom, after the first few."""
COPIED = 50
"""Every so manieth text says again, with a word more, what an earlier one said."""


def texts(count: int, chance: random.Random) -> list[str]:
    """Recommendations as rooms word them: a few words everywhere, most of them seldom, and some said twice."""
    words = ["".join(parts) for parts in product(SYLLABLES, repeat=3)]
    weights = [1 / (place + COMMONEST) for place in range(len(words))]
    made: list[str] = []
    for number in range(count):
        if number % COPIED == COPIED - 1:
            made.append(f"{chance.choice(made)} indeed")
        else:
            made.append(" ".join(chance.choices(words, weights, k=chance.randint(8, 24))))
    return made


def bare(said: list[str]) -> Counter[str]:
    """The words of all texts, counted."""
    word = re.compile(r"\w+")
    return Counter(found for text in said for found in word.findall(text.casefold()))


def seconds(call: Callable[[list[str]], object], said: list[str]) -> float:
    """The quickest of a few rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        call(said)
        best = min(best, time.perf_counter() - begun)
    return best


def main() -> int:
    """Measure each size; the exit code is 1 where a bound does not hold."""
    failed = 0
    for size in SIZES:
        said = texts(size, random.Random(1))  # noqa: S311 - the same texts every time
        found, loop = seconds(likenesses, said), seconds(bare, said)
        ratio, pairs = found / loop, len(likenesses(said))
        holds = ratio <= BOUNDS[size] and found <= SECONDS[size] and pairs >= size // COPIED
        told = "holds" if holds else "FAILS"
        print(f"{size} texts: {found:.2f} s for {pairs} pairs, {ratio:.1f} times the bare loop: {told}")
        failed |= not holds
    return failed


if __name__ == "__main__":
    sys.exit(main())
