"""A secretariat asks cities in the window; a city opens its pack, answers by key, and what it sends back is seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QComboBox, QFileDialog

from forumdesk.domain.answers import Decision
from forumdesk.domain.recommendations import Status
from forumdesk.services.desk import Desk
from forumdesk.services.forums import Forums
from forumdesk.services.packing import Seal
from forumdesk.services.places import Places
from forumdesk.services.reviewing import Order
from tests.builders import a_laptop
from tests.journeys.person import CONTROL, ENTER, Person
from tests.services.cities import answer
from tests.services.hands import HandClock
from tests.services.workbooks import edited, types


@pytest.fixture
def final(small: Path, forums: Forums, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small forum with both recommendations final."""
    monkeypatch.setenv("FORUMDESK_HOME", str(tmp_path / "home"))
    with forums.opened(small) as desk:
        desk.recommending.change([one["id"] for one in desk.listing.listed("recommendations")], status=Status.FINAL)
    return small


@pytest.fixture
def secretary(final: Path, sit_down: Callable[..., Person]) -> Person:
    """Somebody of the secretariat, at the Review page."""
    person = sit_down(final)
    person.goes_to("review")
    return person


@pytest.fixture
def asked(final: Path, forums: Forums, tmp_path: Path) -> Path:
    """The forum, once Dakar, Quito and Freetown were asked; their packs lie beside it."""
    with forums.opened(final) as desk:
        desk.reviewing.send(Order(("Dakar", "Quito", "Freetown")), tmp_path)
    return final


def drops(person: Person, *paths: Path) -> None:
    """Let files fall on the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, none, left = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    person.window.dropEvent(QDropEvent(QPoint(5, 5), copy, data, left, none))
    person.settled()


def cells(person: Person) -> list[list[str]]:
    """What the table shows that is on the page."""
    model = person.page._overview.view().model()
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def file_dialog(person: Person) -> QFileDialog:
    return next(one for one in person.window.findChildren(QFileDialog) if one.isVisible())


def sends_to_all(secretary: Person, folder: Path) -> None:
    """Packs for every city are written into a folder."""
    assert secretary.reads("Ask cities what they do with it")
    secretary.clicks(secretary.button("Send review packs…", secretary.page))
    dialog = secretary.dialog
    assert not dialog._start.isEnabled()
    secretary.clicks(dialog._all)
    secretary.clicks(dialog._start)
    file_dialog(secretary).close()
    dialog.write(folder)
    secretary.settled()
    assert dialog._done.text() == "3 files written and read again."
    dialog.reject()
    secretary.settled()
    assert cells(secretary) == [["· not yet"] * 3] * 2


def test_from_the_secretariat_to_a_city_and_back(
    secretary: Person, sit_down: Callable[..., Person], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sends_to_all(secretary, tmp_path)
    secretary.leaves()

    monkeypatch.setenv("FORUMDESK_HOME", str(tmp_path / "home of Dakar"))
    city = sit_down()
    drops(city, tmp_path / "Dakar, Senegal.forumpack")
    chooser = file_dialog(city)
    assert chooser.selectedFiles()[0].endswith("Dakar, Senegal.forum")
    chooser.close()
    city.waits_for(city.workplace.opened, city.window._commands._begin_chosen, str(tmp_path / "dakar.forum"))
    city.settled()
    city.goes_to("home")
    assert city.reads("2 recommendations for Dakar · 0 answered so far")
    city.clicks(city.button("Go to Review", city.page))
    assert city.page.title() == "Review by Dakar"
    assert city.page.state() == ("2 to answer", "warning")
    city.page.city.list.view.setFocus()
    city.presses(Qt.Key.Key_1, where=city.page.city.list.view)
    city.presses(Qt.Key.Key_N, where=city.page.city.list.view)
    city.presses(Qt.Key.Key_2, where=city.page.city.list.view)
    wording = city.part("Our wording")
    assert city.reads("Before it can be sent: Our wording")
    city.types("Recognise prior skills", wording)
    city.presses(ENTER, CONTROL, wording)
    assert city.page.state() == ("", "")
    city.does("send-answers")
    file_dialog(city).close()
    city.page.files.send_answers_to(str(tmp_path / "back.forumpack"))
    city.settled()
    assert city.reads("2 answers sent · receipt ")
    assert city.reads("✓ Sent on 29 Sep")
    assert city.part("Our wording").isReadOnly()
    whose = city.part("Whose answers", QComboBox)
    whose.setCurrentIndex(whose.findText("Overview"))
    whose.activated.emit(whose.currentIndex())
    city.settled()
    assert cells(city) == [["✓ Accept"], ["◐ Adapt"]]
    city.leaves()

    monkeypatch.setenv("FORUMDESK_HOME", str(tmp_path / "home"))
    secretary = sit_down(tmp_path / "small.forum")
    drops(secretary, tmp_path / "back.forumpack")
    secretary.does("merge-now")
    secretary.goes_to("review")
    assert cells(secretary) == [["✓ Accept", "· not yet", "· not yet"], ["◐ Adapt", "· not yet", "· not yet"]]
    assert secretary.page.state() == ("2 cities silent", "warning")


def test_a_pack_that_is_encrypted_asks_for_its_passphrase(
    final: Path, forums: Forums, sit_down: Callable[..., Person], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with forums.opened(final) as desk:
        sealed = Seal((desk.identity.recipient,))
        desk.reviewing.send_to(Order(("Dakar",)), tmp_path / "pack.forumpack", sealed=sealed)
    monkeypatch.setenv("FORUMDESK_HOME", str(tmp_path / "home of Dakar"))
    city = sit_down()
    city.window.open_named(tmp_path / "pack.forumpack")
    file_dialog(city).close()
    city.window._commands._begin_chosen(str(tmp_path / "dakar.forum"))
    city.settled()
    first = city.dialog
    assert "is encrypted, and not for this laptop." in first.labelText()
    city.types("jacaranda", first.focusWidget())
    first.accept()
    city.settled()
    again = city.dialog
    assert again is not first
    again.reject()
    city.settled()
    assert not city.is_asked
    assert not (tmp_path / "dakar.forum").exists()


@pytest.fixture
def dakar(asked: Path, sit_down: Callable[..., Person]) -> Person:
    """Somebody who answers for Dakar, from the secretariat's own laptop."""
    person = sit_down(asked)
    page = person.goes_to("review")
    whose = person.part("Whose answers", QComboBox)
    whose.setCurrentIndex(whose.findText("Dakar, Senegal"))
    whose.activated.emit(whose.currentIndex())
    person.settled()
    page.city.list.view.setFocus()
    return person


def answers(person: Person) -> list[Any]:
    """Dakar's answers by number."""
    return person.asks(
        lambda desk: [one.answer for one in desk.answering.review(desk.reviewing.city("Dakar")).questions]
    )


def fills(person: Person, name: str, text: str) -> None:
    """Type into a field and keep it."""
    field = person.part(name)
    field.selectAll()
    person.types(text, field)
    person.presses(ENTER, CONTROL, field)


def test_an_answer_is_filled_in_field_by_field(dakar: Person) -> None:
    dakar.clicks(dakar.page.city.form.buttons[Decision.ACCEPT])
    assert dakar.reads("Still open: Responsible unit, Until")
    fills(dakar, "Responsible unit", "Labour office")
    fills(dakar, "Until", "30 June 2027")
    fills(dakar, "Cost", "40 000 000 xof")
    fills(dakar, "Progress", "Begun")
    (first, _) = answers(dakar)
    assert (first.decision, first.unit, first.due) == (Decision.ACCEPT, "Labour office", date(2027, 6, 30))
    assert (first.cost, first.currency, first.progress) == ("40000000", "XOF", "Begun")
    assert dakar.part("Cost").toPlainText() == "40\u202f000\u202f000 XOF"
    assert not dakar.reads("Still open")
    dakar.presses(Qt.Key.Key_Z, CONTROL)
    assert answers(dakar)[0].progress == ""


def test_what_is_no_day_and_no_cost_is_told_and_nothing_changes(dakar: Person) -> None:
    fills(dakar, "Until", "soon")
    assert dakar.banner == "“soon” is not a day. Write it such as 2027-06-30."
    fills(dakar, "Cost", "1,250")
    assert "“1,250” is not a cost." in dakar.banner
    assert not answers(dakar)[0].is_begun


def test_what_is_typed_is_kept_when_another_is_chosen(dakar: Person) -> None:
    reason = dakar.part("Reason")
    reason.setFocus()
    dakar.types("No mandate", reason)
    dakar.page.city.list.choose_row(1)
    dakar.settled()
    assert [one.reason for one in answers(dakar)] == ["No mandate", ""]
    dakar.presses(Qt.Key.Key_3, where=dakar.page.city.list.view)
    assert answers(dakar)[1].decision is Decision.DEFER


def test_what_was_sent_is_corrected_by_a_new_answer(dakar: Person, tmp_path: Path) -> None:
    for action in ("adapt", "defer", "reject", "accept"):
        dakar.does(action)
    dakar.page.files._city = dakar.page._review.city
    dakar.page.files.send_answers_to(str(tmp_path / "out.forumpack"))
    dakar.settled()
    dakar.does("reject")
    assert answers(dakar)[0].decision is Decision.ACCEPT
    dakar.clicks(dakar.button("Correct it…", dakar.page))
    assert dakar.reads("A correction: it stands in place of the one that was sent, once it is sent too.")
    dakar.does("defer")
    assert answers(dakar)[0].decision is Decision.DEFER


def test_people_of_one_city_who_differ_are_led_to_the_merge_page(
    dakar: Person, clock: HandClock, world: Places, tmp_path: Path
) -> None:
    colleague = Forums(a_laptop("Colleague"), clock)
    colleague._places = world
    colleague.from_pack(tmp_path / "Dakar, Senegal.forumpack", tmp_path / "colleague.forum").close()
    with colleague.opened(tmp_path / "colleague.forum") as desk:
        answer(desk, "Dakar", R1={"decision": Decision.REJECT, "reason": "No mandate"})
        said = desk.packing.pack(tmp_path / "colleague").path
    dakar.does("accept")
    drops(dakar, said)
    dakar.does("merge-now")
    dakar.goes_to("review")
    assert dakar.reads("People of Dakar say different things: Decision")
    assert not dakar.button("Send answers…", dakar.page).isEnabled()
    dakar.clicks(dakar.button("Settle it…", dakar.page))
    assert dakar.page.NAME == "merge"
    assert dakar.page.state() == ("1 conflict", "warning")


def test_of_two_answers_that_were_sent_one_stands_as_a_whole_by_one_key(
    dakar: Person, clock: HandClock, world: Places, tmp_path: Path
) -> None:
    said = {
        "Awa": {"decision": Decision.ACCEPT, "unit": "Labour office", "cost": "1200", "currency": "XOF"},
        "Moussa": {"decision": Decision.REJECT, "reason": "No <mandate>"},
    }
    sent = []
    for number, (name, decided) in enumerate(said.items()):
        forums = Forums(a_laptop(name, name), clock)
        forums._places = world
        forums.from_pack(tmp_path / "Dakar, Senegal.forumpack", tmp_path / f"{name}.forum").close()
        with forums.opened(tmp_path / f"{name}.forum") as desk:
            answer(desk, "Dakar", R1=decided)
            sent.append(desk.answering.send(desk.reviewing.city("Dakar"), tmp_path / name).packed.path)
    drops(dakar, *sent)
    dakar.does("merge-now")
    dakar.goes_to("merge")
    assert dakar.reads("R-01 · Dakar · Answer")
    panel = dakar.page._queues.conflicts
    shown = [card.accessibleName() for card in panel._cards]
    assert sorted(shown) == [
        "Awa · Awa: Decision: Accept. Responsible unit: Labour office. Cost: 1\u202f200 XOF",
        "Moussa · Moussa: Decision: Reject. Reason: No <mandate>",
    ]
    assert not panel._edit.isVisible()
    dakar.presses([Qt.Key.Key_1, Qt.Key.Key_2][next(n for n, one in enumerate(shown) if "Awa" in one)], where=panel)
    assert dakar.page.state() == ("", "")
    (first, _) = answers(dakar)
    assert (first.decision, first.unit, first.reason, first.is_as_sent) == (Decision.ACCEPT, "Labour office", "", True)
    dakar.presses(Qt.Key.Key_Z, CONTROL)
    assert dakar.page.state() == ("1 conflict", "warning")


def test_the_list_is_written_as_a_workbook_filled_in_and_brought_back(dakar: Person, tmp_path: Path) -> None:
    dakar.does("answers-to-excel")
    file_dialog(dakar).close()
    dakar.page.files.write_workbook_to(str(tmp_path / "dakar.xlsx"))
    dakar.settled()
    assert dakar.reads("Written: dakar.xlsx")
    hands = types(2, "Decision", "Accept", title="Answers"), types(3, "Decision", "Defer", title="Answers")
    saved = datetime(2016, 10, 3)  # noqa: DTZ001 - a workbook's own properties know no zone
    drops(dakar, edited(tmp_path / "dakar.xlsx", tmp_path / "filled.xlsx", *hands, author="Awa Diop", saved=saved))
    (card,) = dakar.page._side.sources._cards
    lacking = "R-02 lacks a reason, so it is not sent yet."
    assert card.accessibleName() == f"filled.xlsx. 2 edits · 1 answer sent · 1 answer not sent yet\n{lacking}"
    dakar.clicks(dakar.button("What is not sent yet…"))
    model = dakar.dialog._model
    assert [model.index(0, place).data() for place in range(5)] == ["Answers", "3", "", "R-02", lacking]
    dakar.dialog.reject()
    dakar.settled()
    dakar.does("merge-now")
    dakar.goes_to("review")
    assert [(one.decision, one.is_sent) for one in answers(dakar)] == [(Decision.ACCEPT, True), (Decision.DEFER, False)]
    dakar.page.city.list.choose_row(0)
    dakar.settled()
    assert dakar.reads("✓ Sent on 29 Sep 2026. It stays as it is.")
    dakar.does("reject")
    assert answers(dakar)[0].decision is Decision.ACCEPT
    dakar.clicks(dakar.button("Correct it…", dakar.page))
    dakar.does("undo")
    dakar.does("undo")
    assert not any(one.is_begun for one in answers(dakar))


def test_the_secretariat_sees_gaps_commitments_and_changes_and_forms_an_initiative(
    asked: Path, forums: Forums, sit_down: Callable[..., Person], tmp_path: Path
) -> None:
    with forums.opened(asked) as desk:
        answer(desk, "Dakar", R1={"decision": Decision.ACCEPT, "cost": "10", "currency": "EUR"})
        answer(desk, "Quito", R1={"decision": Decision.ACCEPT, "unit": "Office", "due": date(2027, 6, 30)})
        answer(desk, "Quito", R2={"decision": Decision.REJECT, "reason": "No mandate"})
        desk.recommending.change([desk.reviewing.offered()[0].id], text="Open two desks")
        desk.reviewing.send(Order(("Dakar",)), tmp_path)
    person = sit_down(asked)
    page = person.goes_to("review")
    assert cells(person) == [["✓ Accept", "· not yet", "✓ Accept"], ["· not yet", "· not yet", "✕ Reject"]]
    model = page._overview.matrix
    told = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == "Dakar, Senegal, R-01: Accept. 10 EUR"
    assert model.headerData(0, Qt.Orientation.Vertical) == "R-01  Open two desks"
    person.chooses_chip("Gaps")
    assert [row[:2] for row in cells(person)] == [
        ["Has not answered", "Freetown, Sierra Leone"],
        ["No city says yes", ""],
        ["Yes, but no responsible unit / Yes, but no date", "Dakar"],
    ]
    person.chooses_chip("Commitments")
    assert [row[:3] for row in cells(person)] == [["30 June 2027", "Quito", "R-01"], ["no date", "Dakar", "R-01"]]
    person.chooses_chip("Changes")
    assert ["Reworded", "R-01", "Dakar", "pack 1", "Open two desks", "A one-stop desk"] in cells(person)
    since = person.part("Since which pack", QComboBox)
    since.setCurrentIndex(since.findData(2))
    since.activated.emit(since.currentIndex())
    person.settled()
    assert cells(person) == []
    person.chooses_chip("Matrix")
    assert not since.isVisible()
    page._overview.view().setCurrentIndex(model.index(0, 0))
    assert person.button("Form an initiative").isEnabled()
    person.clicks(person.button("Form an initiative"))
    assert person.reads("Initiative begun: Quito leads, 1 partner city. It stands under Recommendations.")
    assert [one.lead_city for one in person.asks(lambda desk: desk.outcome.initiatives())] == ["Quito"]
    page._overview.view().activated.emit(model.index(1, 2))
    person.settled()
    assert page.title() == "Review by Quito"
    assert page.city.form.question.item.number == 2
    page.city.list.choose_row(0)
    person.settled()
    assert person.reads("Dakar: ✓ Accept")


def test_the_keyboard_begins_in_the_list_and_goes_to_what_a_decision_needs(
    asked: Path, forums: Forums, sit_down: Callable[..., Person], tmp_path: Path
) -> None:
    del asked
    forums.from_pack(tmp_path / "Dakar, Senegal.forumpack", tmp_path / "dakar.forum").close()
    person = sit_down(tmp_path / "dakar.forum")
    person.goes_to("review")
    person.presses(Qt.Key.Key_Down)
    assert person.page.city.form.question.item.number == 2
    person.presses(Qt.Key.Key_2)
    person.types("Un guichet par quartier")
    person.presses(Qt.Key.Key_Tab)
    question = person.page.city.form.question
    assert (question.answer.decision, question.answer.wording) == (Decision.ADAPT, "Un guichet par quartier")


@pytest.mark.parametrize(
    ("prepare", "first", "page"),
    [
        (
            lambda desk: desk.people.delete([one.id for one in desk.people.participants()]),
            "List who takes part",
            "people",
        ),
        (lambda _desk: None, "Bring recommendations to final", "recommendations"),
    ],
    ids=["nobody takes part", "nothing is final"],
)
def test_an_empty_page_leads_to_what_is_needed_first(
    small: Path,
    forums: Forums,
    sit_down: Callable[..., Person],
    prepare: Callable[[Desk], object],
    first: str,
    page: str,
) -> None:
    with forums.opened(small) as desk:
        prepare(desk)
    person = sit_down(small)
    person.goes_to("review")
    person.clicks(person.button(first, person.page))
    assert page == person.page.NAME
