"""Rubbish is collected on the window's thread, and what stands is left out of it."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QCoreApplication, QObject

from forumdesk.ui.collector import Collector


class Knot:
    """Something that only a collection can throw away."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collector(qapp: QCoreApplication) -> Iterator[Collector]:
    home = QObject(qapp)
    made = Collector(home)
    yield made
    made.stop()
    gc.unfreeze()


def fill_youngest() -> list[list[int]]:
    return [[] for _ in range(gc.get_threshold()[0] + 100)]


def test_python_collects_by_itself_again_once_it_stops(collector: Collector) -> None:
    assert not gc.isenabled()

    collector.stop()

    assert gc.isenabled()


def test_what_stands_is_left_out_and_later_rubbish_is_thrown_away(collector: Collector) -> None:
    collector.collect()
    knot = Knot()
    thrown_away = weakref.ref(knot)
    del knot
    alive = fill_youngest()

    collector.collect()

    assert gc.get_freeze_count() > 0
    assert thrown_away() is None
    assert alive


def test_a_forum_that_was_opened_is_left_out_too(collector: Collector) -> None:
    collector.collect()
    opened = fill_youngest()
    before = gc.get_freeze_count()

    collector.settle()
    collector.collect()

    assert gc.get_freeze_count() >= before + len(opened)


@dataclass
class Hands:
    """Another thread, at work or at rest."""

    busy: bool = False


def test_while_others_are_at_work_nothing_is_looked_over(qapp: QCoreApplication) -> None:
    hands = Hands(busy=True)
    collector = Collector(QObject(qapp), [hands])
    try:
        collector.collect()
        knot = Knot()
        thrown_away = weakref.ref(knot)
        del knot
        alive = fill_youngest()
        collector.collect()
        assert thrown_away() is not None
        hands.busy = False
        collector.collect()
        assert thrown_away() is None
        assert alive
    finally:
        collector.stop()
        gc.unfreeze()
