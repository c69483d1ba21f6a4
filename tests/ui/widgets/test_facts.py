"""Facts: each value has a label that leads to it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from forumdesk.ui.widgets.facts import Facts


def test_a_label_leads_to_its_value(qtbot: QtBot) -> None:
    facts, value = Facts(), QLineEdit()
    qtbot.addWidget(facts)
    label = facts.add("actor", value)
    facts.set_label("actor", "&Actor")
    assert label.text() == "&Actor"
    assert label.buddy() is value


def test_values_stand_one_below_the_other_beside_their_labels(qtbot: QtBot) -> None:
    facts = Facts()
    qtbot.addWidget(facts)
    values = [QLineEdit() for _ in range(3)]
    labels = [facts.add(str(place), value) for place, value in enumerate(values)]
    facts.resize(400, 200)
    facts.show()
    assert len({value.x() for value in values}) == 1
    assert sorted(value.y() for value in values) == [value.y() for value in values]
    assert all(label.x() < value.x() for label, value in zip(labels, values, strict=True))
    facts.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    facts.resize(401, 200)
    assert all(label.x() > value.x() for label, value in zip(labels, values, strict=True))
