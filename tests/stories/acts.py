"""What people do at a desk in a story: something of every service, to whatever a number picks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from forumdesk.domain.agenda import NO_SESSION
from forumdesk.domain.answers import Decision
from forumdesk.domain.notes import Note, NoteKind
from forumdesk.domain.people import Participant, Role
from forumdesk.domain.recommendations import Agreement, Level, Priority, Recommendation, Status
from forumdesk.domain.records import Record
from forumdesk.services.answering import Question
from forumdesk.services.desk import Desk
from forumdesk.storage.groups import groups, is_member
from tests.stories.world import CITY

Act = Callable[[Desk, int], object]
NOBODY = "f" * 32
CITIES = ("Quito", "Dakar", "Manila", "quito")
NAMES = ("Ana", "Ben", "Cai")


def of(desk: Desk, kind: type[Record], number: int) -> str:
    """The record of a kind that a number picks."""
    with desk._database.read() as forum:
        return _picked([one.id for one in forum.stream(kind, "id")], number)


def _picked(found: Sequence[str], number: int) -> str:
    return found[number % len(found)] if found else NOBODY


def note(desk: Desk, number: int) -> str:
    return of(desk, Note, number)


def ask(desk: Desk, number: int) -> str:
    return of(desk, Recommendation, number)


def person(desk: Desk, number: int) -> str:
    return of(desk, Participant, number)


def session(desk: Desk, number: int) -> str:
    return _picked([one.id for one in sorted(desk.planning.sessions(), key=lambda one: one.id)], number)


def room(desk: Desk, number: int) -> str:
    return _picked([one.id for one in sorted(desk.planning.rooms(), key=lambda one: one.id)], number)


def step(desk: Desk, number: int) -> str:
    steps = sorted(one.id for some in desk.planning.all_steps().values() for one in some)
    return _picked(steps, number)


def group(desk: Desk, number: int) -> str:
    with desk._database.read() as forum:
        return _picked(sorted(groups(forum)), number)


def member(desk: Desk, number: int) -> str:
    with desk._database.read() as forum:
        return _picked([one.id for one in forum.stream(Recommendation, "id") if is_member(forum, one)], number)


def pin(desk: Desk, n: int) -> object:
    return desk.pinning.pin((note, session)[n % 2](desk, n), f"{n}.png", f"picture {n % 3}".encode())


def pinned(desk: Desk, number: int) -> str:
    kept = [one.id for some in (note(desk, 0), note(desk, 1), session(desk, 0)) for one in desk.pinning.pinned(some)]
    return _picked(sorted(kept), number)


def words(desk: Desk, what: str, number: int) -> str:
    """What somebody says: at every laptop otherwise."""
    return f"{what} {number} of {desk._database.laptop.name}"


# ---- notes


def keep(desk: Desk, n: int) -> object:
    who = (f"@{NAMES[n % 3]}", f"@{CITIES[n % 3]}", "#8.5", "/sensitive", "")[n % 5]
    return desk.capturing.keep(session(desk, n), f"Said {n}. And more {who}", kind=list(NoteKind)[n % 4])


def keep_of_no_session(desk: Desk, n: int) -> object:
    return desk.capturing.keep(NO_SESSION, f"Said on the way {n}")


def keep_many(desk: Desk, n: int) -> object:
    return desk.capturing.keep_many(session(desk, n), [f"One of many {n}", f"Another of many {n} #gcm 18"])


def change_note(desk: Desk, n: int) -> object:
    fields: Sequence[Mapping[str, object]] = (
        {"text": words(desk, "Other words", n)},
        {"kind": list(NoteKind)[n % 5], "sensitive": n % 2 == 0},
        {"city": CITIES[n % 4], "unattributed": n % 3 == 0},
        {"speaker": person(desk, n)},
        {"codes": (f"sdg {n % 5 + 1}",)},
        {"session": session(desk, n // 2)},
    )
    return desk.capturing.change([note(desk, n)], **fields[n % 6])


def change_notes(desk: Desk, n: int) -> object:
    return desk.capturing.change(sorted({note(desk, n), note(desk, n + 1)}), city=CITIES[n % 4])


# ---- recommendations


def change_ask(desk: Desk, n: int) -> object:
    fields: Sequence[Mapping[str, object]] = (
        {"text": words(desk, "Ask otherwise", n)},
        {"actor": words(desk, "Office", n), "partners": "", "timeframe": "2030"},
        {"level": list(Level)[n % 5], "priority": list(Priority)[n % 4]},
        {"agreement": list(Agreement)[n % 6], "dissent": f"Not all {n}"},
        {"session": session(desk, n)},
        {"number": n % 4 + 1},
        {"status": list(Status)[n % 4]},
        {"rationale": words(desk, "Because", n), "city": CITIES[n % 4], "action_area": str(n % 3 + 1)},
    )
    return desk.recommending.change([ask(desk, n)], **fields[n % 8])


def change_asks(desk: Desk, n: int) -> object:
    some = sorted({ask(desk, n), ask(desk, n + 1), ask(desk, n + 2)})
    return desk.recommending.change(some, tools=words(desk, "A tool", n))


def number_as(desk: Desk, n: int) -> object:
    return desk.finishing.number_as([ask(desk, n + place) for place in range(3)])


def renumber(desk: Desk, n: int) -> object:
    return desk.finishing.renumber([ask(desk, n)])


def make_group(desk: Desk, n: int) -> object:
    many = 2 + n % 2
    return desk.grouping.group([ask(desk, n + place) for place in range(many)], f"Both {n}" if n % 3 else "")


# ---- people, plan, outcome


def add_person(desk: Desk, n: int) -> object:
    return desk.people.add(name=NAMES[n % 3], city=CITIES[n % 4], role=list(Role)[n % 7])


def change_person(desk: Desk, n: int) -> object:
    fields: Sequence[Mapping[str, object]] = (
        {"position": words(desk, "Office", n)},
        {"city": CITIES[n % 4], "organisation": f"House {n % 3}"},
        {"name": NAMES[n % 3], "language": "fr"},
    )
    return desk.people.change([person(desk, n)], **fields[n % 3])


def change_session(desk: Desk, n: int) -> object:
    fields: Sequence[Mapping[str, object]] = (
        {"title": words(desk, "Session", n)},
        {"room": room(desk, n), "start": datetime(2026, 9, 29, 8 + n % 5, tzinfo=UTC)},
        {"chair": person(desk, n)},
        {"questions": f"What of {n}?", "codes": (f"sdg {n % 4 + 1}",)},
    )
    return desk.planning.change_session(session(desk, n), **fields[n % 4])


def run(desk: Desk, n: int) -> object:
    running, of_session = desk.running, session(desk, n)
    return (
        running.start,
        running.next,
        running.previous,
        running.pause,
        running.resume,
        running.finish,
        lambda one: running.give(one, 5),
    )[n % 7](of_session)


def change_declaration(desk: Desk, n: int) -> object:
    return desk.outcome.change_declaration(**{("title", "text")[n % 2]: words(desk, "We, the mayors", n)})


def unsign(desk: Desk, n: int) -> None:
    desk.outcome.unsign(_picked(sorted(one.id for one in desk.outcome.signatories()), n))


def initiative(desk: Desk, n: int) -> str:
    return _picked(sorted(one.id for one in desk.outcome.initiatives()), n)


def change_preset(desk: Desk, n: int) -> None:
    kept = sorted(desk.exporting.presets(), key=lambda one: one.id)
    if kept and n % 3 == 0:
        desk.exporting.delete_preset(kept[n % len(kept)].id)
        return
    some = desk.exporting.preset("")
    desk.exporting.keep_preset(replace(some, name=f"Preset {n % 2}", sessions=(session(desk, n),)))


# ---- what differs and what is the same


def settle(desk: Desk, n: int) -> None:
    found = sorted(desk.settling.conflicts(), key=lambda one: (one.record, one.field))
    if found:
        one = found[n % len(found)]
        heads = sorted(one.heads, key=lambda head: head.id)
        if n % 4 == 3:
            desk.settling.settle_with(one.record, one.field, words(desk, "Settled", n))
        else:
            desk.settling.settle(one.record, one.field, heads[n % len(heads)].id)


def settle_all(desk: Desk, n: int) -> None:
    laptops = sorted({head.laptop for one in desk.settling.conflicts() for head in one.heads})
    desk.settling.settle_all(_picked(laptops, n))


def join(desk: Desk, n: int) -> object:
    pairs = sorted(desk.joining.pairs(), key=lambda one: one.id)
    if not pairs:
        return None
    one, other = pairs[n % len(pairs)].sides[:: 1 if n % 2 else -1]
    return desk.joining.join(one.id, [other.id])


def join_two(desk: Desk, n: int) -> object:
    pick = (person, session, room)[n % 3]
    return desk.joining.join(pick(desk, n), [pick(desk, n + 1)])


def keep_apart(desk: Desk, n: int) -> None:
    desk.joining.keep_apart(person(desk, n), person(desk, n + 1))


# ---- answers


def asked(desk: Desk, n: int) -> Question | None:
    city = desk.reviewing.city(CITY)
    found = sorted(desk.answering.review(city).questions, key=lambda one: one.item.recommendation)
    return found[n % len(found)] if found else None


def answer(desk: Desk, n: int) -> object:
    one = asked(desk, n)
    if one is None:
        return None
    fields: Sequence[Mapping[str, object]] = (
        {"decision": Decision.ACCEPT},
        {"decision": Decision.ADAPT, "wording": words(desk, "Do so", n), "reason": "Better"},
        {"unit": words(desk, "Unit", n)},
        {"decision": Decision.REJECT, "reason": words(desk, "No money", n)},
    )
    return desk.answering.answer(desk.reviewing.city(CITY), str(one.item.recommendation), **fields[n % 4])


def correct(desk: Desk, n: int) -> object:
    one = asked(desk, n)
    return None if one is None else desk.answering.correct(desk.reviewing.city(CITY), str(one.item.recommendation))


ARGUED: Sequence[Act] = (
    change_note,
    lambda desk, n: desk.capturing.delete([note(desk, n)]),
    change_ask,
    change_asks,
    lambda desk, n: desk.recommending.delete([ask(desk, n)]),
    make_group,
    lambda desk, n: desk.grouping.take_out([member(desk, n)]),
    number_as,
    renumber,
    change_person,
    lambda desk, n: desk.people.delete([person(desk, n)]),
    join_two,
    change_session,
    answer,
    change_declaration,
)
"""What two laptops do to the same, each unheard by the other."""
AT_A_CITY: Mapping[str, tuple[int, Act]] = {"answer": (6, answer), "correct": (2, correct), "settle": (2, settle)}
"""What a city does on its laptop, and how often."""

ACTS: Mapping[str, tuple[int, Act]] = {
    "keep": (5, keep),
    "keep of no session": (1, keep_of_no_session),
    "keep many": (2, keep_many),
    "keep as recommendation": (3, lambda desk, n: desk.capturing.keep_as_recommendation(session(desk, n), f"Do {n}")),
    "change note": (6, change_note),
    "change notes": (2, change_notes),
    "reword": (2, lambda desk, n: desk.capturing.reword(note(desk, n), f"/q Again {n} @{NAMES[n % 3]}")),
    "split note": (2, lambda desk, n: desk.capturing.split(note(desk, n), 7)),
    "delete note": (2, lambda desk, n: desk.capturing.delete([note(desk, n)])),
    "from notes": (2, lambda desk, n: desk.recommending.from_notes([note(desk, n), note(desk, n + 1)])),
    "add ask": (3, lambda desk, n: desk.recommending.add(f"Ask {n}", session=session(desk, n), city=CITIES[n % 4])),
    "change ask": (7, change_ask),
    "change asks": (2, change_asks),
    "tag": (2, lambda desk, n: desk.recommending.tag([ask(desk, n)], add=[f"sdg {n % 3 + 1}"], remove=["sdg 8.5"])),
    "delete ask": (2, lambda desk, n: desk.recommending.delete([ask(desk, n)])),
    "add sources": (1, lambda desk, n: desk.recommending.add_sources(ask(desk, n), [note(desk, n)])),
    "remove source": (1, lambda desk, n: desk.recommending.remove_source(ask(desk, n), note(desk, n))),
    "group": (5, make_group),
    "take out": (3, lambda desk, n: desk.grouping.take_out([member(desk, n)])),
    "split group": (2, lambda desk, n: desk.grouping.split(group(desk, n))),
    "keep asks apart": (1, lambda desk, n: desk.grouping.keep_apart(ask(desk, n), ask(desk, n + 1))),
    "make final": (3, lambda desk, n: desk.finishing.make_final([ask(desk, n)], anyway=True)),
    "move": (2, lambda desk, n: desk.finishing.move(ask(desk, n), -1 if n % 2 else 1)),
    "number as": (2, number_as),
    "number anew": (3, lambda desk, _: desk.recommending.number_anew()),
    "renumber": (2, renumber),
    "add person": (3, add_person),
    "change person": (2, change_person),
    "delete person": (1, lambda desk, n: desk.people.delete([person(desk, n)])),
    "change forum": (1, lambda desk, n: desk.planning.change_forum(title=f"Forum {n % 3}")),
    "add room": (1, lambda desk, n: desk.planning.add_room(f"Room {n % 3}")),
    "rename room": (1, lambda desk, n: desk.planning.rename_room(room(desk, n), f"Hall {n % 3}")),
    "delete room": (1, lambda desk, n: desk.planning.delete_room(room(desk, n))),
    "add session": (1, lambda desk, n: desk.planning.add_session(words(desk, "Session", n))),
    "change session": (2, change_session),
    "delete session": (2, lambda desk, n: desk.planning.delete_session(session(desk, n))),
    "add step": (1, lambda desk, n: desk.planning.add_step(session(desk, n), f"Step {n % 3}", at=n % 2)),
    "change step": (1, lambda desk, n: desk.planning.change_step(step(desk, n), minutes=n % 20 + 1)),
    "move step": (1, lambda desk, n: desk.planning.move_step(step(desk, n), n % 2)),
    "delete step": (1, lambda desk, n: desk.planning.delete_step(step(desk, n))),
    "run": (2, run),
    "add initiative": (1, lambda desk, n: desk.outcome.add_initiative(f"Initiative {n}")),
    "change initiative": (1, lambda desk, n: desk.outcome.change_initiative(initiative(desk, n), scope=f"Scope {n}")),
    "delete initiative": (1, lambda desk, n: desk.outcome.delete_initiative(initiative(desk, n))),
    "form initiative": (1, lambda desk, n: desk.responses.form_initiative(ask(desk, n))),
    "change declaration": (2, change_declaration),
    "sign": (1, lambda desk, n: desk.outcome.sign(city=CITIES[n % 3])),
    "unsign": (1, unsign),
    "pin": (2, pin),
    "unpin": (1, lambda desk, n: desk.pinning.unpin([pinned(desk, n)])),
    "choose frameworks": (1, lambda desk, n: desk.referencing.use((("sdg", "gcm"), ("sdg",))[n % 2])),
    "change preset": (1, change_preset),
    "settle": (5, settle),
    "settle all": (1, settle_all),
    "join": (4, join),
    "join two": (2, join_two),
    "keep apart": (1, keep_apart),
    "answer": (8, answer),
    "correct": (3, correct),
}
"""What people do on laptops of the forum, and how often."""
