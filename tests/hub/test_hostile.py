"""What a member of a hub, or who keeps it, may try: nothing of it is taken in, nothing true is lost, all is told."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from forumdesk.domain.attestation import Given, Head, SignedHead
from forumdesk.domain.ids import BranchId, DeviceId, new_branch
from forumdesk.domain.merkle import Tree
from forumdesk.domain.revisions import Revision, without
from forumdesk.exchange.deliveries import Entry, entry_of, heads_text, revision_of
from forumdesk.exchange.signing import public_key, sign
from forumdesk.services.delivering import FORGED
from forumdesk.services.trust import Trusting
from forumdesk.storage.hub.address import address_of
from forumdesk.storage.hub.log import HubDelivery, HubLog, hub_log
from forumdesk.storage.work import Reader
from tests.builders import a_laptop
from tests.hub.laptops import Laptops, exchange
from tests.postgres import LAPTOP

ALTERED = "A revision was altered after it was written, so it was refused."


def talks(laptops: Laptops, forum: str, what: Callable[[HubLog], Any]) -> Any:
    """What a member does who does not keep to our program."""
    with hub_log(address_of(laptops.hub.address(LAPTOP)), forum) as log:
        return what(log)


def adds(laptops: Laptops, forum: str, entries: Sequence[Entry], heads: str) -> None:
    assert talks(laptops, forum, lambda log: log.add(entries, heads, seen=2**40)) is not None


def delivered(laptops: Laptops, forum: str) -> list[HubDelivery]:
    found: list[HubDelivery] = talks(laptops, forum, lambda log: log.after(0))
    return found


def entries_of(one: HubDelivery) -> list[Entry]:
    return [Entry(row.id, row.header, row.body) for row in one.rows]


def taken_away(laptops: Laptops) -> None:
    """Everything goes from the hub, as if nobody had ever sent it."""
    laptops.hub.ask(
        "TRUNCATE forumdesk.revision, forumdesk.delivery",
        "UPDATE forumdesk.forum SET place = 0",
    )


def sentences(laptops: Laptops, name: str) -> set[str]:
    return {one.sentence for one in laptops.exchange(name).refused}


def head_of(forum: str, name: str, branch: BranchId, entries: Sequence[Entry], *, device: str = "") -> SignedHead:
    """A head that a laptop signs, whatever is true of it."""
    secret = a_laptop(name).secret
    root = Tree([bytes.fromhex(one.id) for one in entries]).root(len(entries)).hex()
    head = Head(
        forum=forum,
        device=DeviceId(device or a_laptop(name).device),
        branch=branch,
        size=len(entries),
        root=root,
    )
    return SignedHead(head=head, key=public_key(secret).hex(), signature=sign(secret, head.message).hex())


def log_of(forum: Reader, name: str) -> list[Revision]:
    device = a_laptop(name).device
    return [one for one in forum.log.all_revisions() if one.device == device]


def words(laptops: Laptops, name: str, *lines: str) -> list[Revision]:
    """What a laptop says, none of it sent yet."""
    laptops.says(name, *lines)
    with laptops.at(name) as desk, desk._database.read() as forum:
        return log_of(forum, name)


# ---- who says it


@pytest.mark.parametrize("first", [True, False], ids=["before the true ones", "after them"])
def test_a_replay_is_passed_over(laptops: Laptops, forum: str, first: bool) -> None:  # noqa: FBT001
    laptops.says("A", "One")
    laptops.exchange("A")
    (one,) = delivered(laptops, forum)
    if first:
        laptops.exchange("B")
    for _ in range(2):
        adds(laptops, forum, entries_of(one), one.heads)
    done = laptops.exchange("B")
    assert done.refused == ()
    assert laptops.texts("B") == ["One", "Quito has a desk"]
    assert sorted(laptops.ids("B")) == sorted(set(laptops.hub.ids()))
    assert laptops.exchange("B").received == 0


def test_a_shortened_log_is_refused_and_the_whole_one_taken(laptops: Laptops, forum: str) -> None:
    laptops.says("A", "One", "Two")
    laptops.exchange("A")
    (one,) = delivered(laptops, forum)
    taken_away(laptops)
    adds(laptops, forum, entries_of(one)[:-1], one.heads)
    assert sentences(laptops, "C") == {FORGED}
    assert laptops.exchange("A").healed
    assert laptops.exchange("B").received == 3
    assert laptops.texts("B") == laptops.texts("A") == ["One", "Quito has a desk", "Two"]


def test_a_log_in_another_order_says_the_same(laptops: Laptops, forum: str) -> None:
    laptops.says("A", "One", "Two")
    laptops.exchange("A")
    (one,) = delivered(laptops, forum)
    taken_away(laptops)
    adds(laptops, forum, entries_of(one)[::-1], one.heads)
    assert laptops.exchange("B").refused == ()
    assert laptops.texts("B") == ["One", "Quito has a desk", "Two"]


def test_a_proof_in_another_order_proves_nothing(laptops: Laptops, forum: str) -> None:
    laptops.says("A", "One", "Two", "Three", "Four")
    laptops.exchange("A")
    laptops.says("A", "Five")
    laptops.exchange("A")
    first, second = delivered(laptops, forum)
    said = json.loads(second.heads)
    hashes = [said["proof"][at : at + 64] for at in range(0, len(said["proof"]), 64)]
    assert len(hashes) > 1
    taken_away(laptops)
    adds(laptops, forum, entries_of(first), first.heads)
    adds(laptops, forum, entries_of(second), json.dumps({**said, "proof": "".join(hashes[::-1])}))
    assert sentences(laptops, "B") == {FORGED}
    assert laptops.texts("B") == ["Four", "One", "Quito has a desk", "Three", "Two"]


def test_the_head_of_another_forum_vouches_for_nothing(laptops: Laptops, forum: str) -> None:
    entries = [entry_of(one) for one in words(laptops, "M", "Mine")]
    branch = BranchId(revision_of(entries[0]).branch)
    strange = head_of("f" * 64, "M", branch, entries)
    adds(laptops, forum, entries, heads_text([Given(signed=strange, spans=((0, len(entries) - 1),))], []))
    assert sentences(laptops, "B") == {FORGED}
    assert laptops.texts("B") == ["Quito has a desk"]
    true = head_of(forum, "M", branch, entries)
    adds(laptops, forum, entries, heads_text([Given(signed=true, spans=((0, len(entries) - 1),))], []))
    laptops.exchange("B")
    assert laptops.texts("B") == ["Mine", "Quito has a desk"]


@pytest.mark.parametrize(
    "forged",
    [
        pytest.param(lambda one: replace(one, device=a_laptop("A").device), id="another laptop's name"),
        pytest.param(lambda one: replace(one, number=one.number + 1), id="another number"),
        pytest.param(lambda one: replace(one, branch=new_branch()), id="another branch"),
        pytest.param(lambda one: replace(one, record="other"), id="another record"),
    ],
)
def test_what_a_laptop_did_not_sign_so_is_refused(
    laptops: Laptops, forum: str, forged: Callable[[Revision], Revision]
) -> None:
    said = words(laptops, "M", "Mine")
    true = [entry_of(one) for one in said]
    made = [forged(one) for one in said]
    entries = [entry_of(replace(one, id=one.computed_id())) for one in made]
    signed = head_of(forum, "M", said[0].branch, true)
    adds(laptops, forum, entries, heads_text([Given(signed=signed, spans=((0, len(entries) - 1),))], []))
    assert sentences(laptops, "B") == {FORGED}
    assert laptops.texts("B") == ["Quito has a desk"]
    assert laptops.exchange("M").sent
    laptops.exchange("B")
    assert laptops.texts("B") == ["Mine", "Quito has a desk"]


def test_a_head_that_another_laptop_signed_vouches_for_nothing(laptops: Laptops, forum: str) -> None:
    entries = [entry_of(one) for one in words(laptops, "A", "I resign")]
    branch = revision_of(entries[0]).branch
    stolen = head_of(forum, "M", branch, entries, device=a_laptop("A").device)
    adds(laptops, forum, entries, heads_text([Given(signed=stolen, spans=((0, len(entries) - 1),))], []))
    assert sentences(laptops, "B") == {FORGED}
    assert laptops.texts("B") == ["Quito has a desk"]


@pytest.mark.parametrize(
    ("part", "value"),
    [("author", "Somebody else"), ("witnessed", "Somebody else"), ("wall_ms", 1), ("fields", {}), ("closed", 0)],
)
def test_another_value_under_a_true_header_is_refused_by_itself(
    laptops: Laptops, forum: str, part: str, value: object
) -> None:
    said = [entry_of(one) for one in words(laptops, "A", "One", "Two")]
    signed = head_of(forum, "A", revision_of(said[0]).branch, said)
    made = [
        each._replace(body=json.dumps({**json.loads(each.body), part: value})) if "One" in each.body else each
        for each in said
    ]
    adds(laptops, forum, made, heads_text([Given(signed=signed, spans=((0, len(said) - 1),))], []))
    (told,) = {*laptops.exchange("B").refused}
    assert told.sentence.startswith("A revision ")
    assert laptops.texts("B") == ["Quito has a desk", "Two"]
    laptops.exchange("A")  # finds that what is there is not what it said
    done = laptops.exchange("B")
    assert (done.received, done.refused) == (1, ())
    assert laptops.texts("B") == ["One", "Quito has a desk", "Two"]


@pytest.mark.parametrize("first", [True, False], ids=["after somebody met it", "before anybody met it"])
def test_what_came_with_values_kept_back_comes_whole_from_whoever_has_it(
    laptops: Laptops,
    forum: str,
    first: bool,  # noqa: FBT001
) -> None:
    said = words(laptops, "A", "One", "Two")
    signed = head_of(forum, "A", said[0].branch, [entry_of(one) for one in said])
    told = [entry_of(without(one, lambda name: name in ("text", "typed", "_author"))) for one in said]
    adds(laptops, forum, told, heads_text([Given(signed=signed, spans=((0, len(said) - 1),))], []))
    if first:
        assert laptops.exchange("B").refused == ()
        assert laptops.texts("B") != ["One", "Quito has a desk", "Two"]
    laptops.exchange("A")
    assert laptops.exchange("B").refused == ()
    assert laptops.texts("A") == laptops.texts("B") == ["One", "Quito has a desk", "Two"]
    assert [laptops.exchange(name).sent for name in "AB"] == [0, 0]


def test_what_holds_no_heads_is_refused(laptops: Laptops, forum: str) -> None:
    said = [entry_of(one) for one in words(laptops, "A", "One")]
    for heads in ("", "[]", "{}", '{"heads":[],"proof":""}', '{"heads":{},"proof":1}', "[" * 100_000):
        adds(laptops, forum, said, heads)
    done = laptops.exchange("B")
    assert ({one.sentence for one in done.refused}, laptops.texts("B")) == ({FORGED}, ["Quito has a desk"])


# ---- what keeps others out


@pytest.mark.parametrize("body", ["{}", "", None], ids=["another body", "no body", "the true body and no proof"])
def test_who_squats_on_an_id_keeps_nobody_from_saying_it(laptops: Laptops, forum: str, body: str | None) -> None:
    said = [entry_of(one) for one in words(laptops, "A", "One")]
    adds(laptops, forum, [one if body is None else one._replace(body=body) for one in said], "{}")
    assert sentences(laptops, "B") == {FORGED}
    done = laptops.exchange("A")
    assert done.sent >= len(said)
    assert done.refused == ()  # what was refused is its own, and here
    assert laptops.exchange("B").refused == ()
    assert laptops.texts("B") == ["One", "Quito has a desk"]
    assert [laptops.exchange(name).sent for name in "AB"] == [0, 0]


def test_a_head_that_names_a_log_twice_or_lies_of_its_place_is_refused(laptops: Laptops, forum: str) -> None:
    said = [entry_of(one) for one in words(laptops, "A", "One")]
    branch = revision_of(said[0]).branch
    given = Given(signed=head_of(forum, "A", branch, said), spans=((0, len(said) - 1),))
    adds(laptops, forum, said, heads_text([given, given], []))
    adds(laptops, forum, [*said, said[-1]], heads_text([given], []))
    assert sentences(laptops, "B") == {FORGED}
    assert laptops.texts("B") == ["Quito has a desk"]


def test_a_row_that_went_from_the_hub_refuses_its_delivery_and_the_rest_goes_on(laptops: Laptops) -> None:
    laptops.says("A", "One")
    laptops.exchange("A")
    laptops.says("A", "Two")
    laptops.exchange("A")
    ((last,),) = laptops.hub.ask("SELECT place FROM forumdesk.forum")
    laptops.says("A", "Three")
    laptops.exchange("A")
    laptops.hub.ask(f"DELETE FROM forumdesk.revision WHERE place = {last}")  # noqa: S608
    assert sentences(laptops, "B") == {FORGED}
    assert laptops.texts("B") == ["One", "Quito has a desk", "Three"]


# ---- laptops that are not trusted, and keys that were copied


def test_what_a_lost_laptop_says_is_left_out_and_told_until_it_is_trusted_again(laptops: Laptops) -> None:
    laptops.says("A", "One")
    laptops.exchange("A")
    laptops.exchange("B")
    with laptops.at("B") as desk:
        Trusting(desk._database).distrust(a_laptop("A").device[:8])
    laptops.says("A", "Stolen")
    laptops.exchange("A")
    done = laptops.exchange("B")
    assert (done.received, done.distrusted, done.refused) == (0, 1, ())
    assert laptops.texts("B") == ["One", "Quito has a desk"]
    laptops.says("B", "Mine")
    assert laptops.exchange("B").sent == 1
    laptops.exchange("C")
    assert laptops.texts("C") == ["Mine", "One", "Quito has a desk", "Stolen"]
    with laptops.at("B") as desk:
        Trusting(desk._database).trust(a_laptop("A").device[:8])
        done = exchange(desk, laptops.hub)
        assert (done.received, done.distrusted) == (2, 0)  # and what laptop C is called
    assert laptops.texts("B") == ["Mine", "One", "Quito has a desk", "Stolen"]


def test_what_was_refused_or_left_out_keeps_nobody_from_handing_on_the_rest(laptops: Laptops) -> None:
    laptops.says("A", "One", "Two", "Three")
    laptops.exchange("A")
    laptops.hub.ask("UPDATE forumdesk.revision SET body = replace(body, 'Two', 'Six') WHERE body LIKE '%Two%'")
    assert sentences(laptops, "B") == {ALTERED}
    package = laptops.rooms.hands_in("B")
    with laptops.at("C") as desk:
        (source,) = desk.merging.merge([package]).sources
        assert source.refused is None
    assert laptops.texts("C") == ["One", "Quito has a desk", "Three"]


def copied_keys(laptops: Laptops) -> None:
    """Two laptops with the same keys go on in the same branch of the same file, neither knowing of the other."""
    laptops.says("A", "Before")
    laptops.exchange("A")
    home = laptops.rooms.file("A")
    twin = laptops.rooms.folder / "twin"
    shutil.copy(home, twin)
    goes_on(laptops, "One", "Two")
    laptops.exchange("A")
    shutil.move(home, laptops.rooms.folder / "first")
    shutil.move(twin, home)


def goes_on(laptops: Laptops, *lines: str) -> None:
    """Words in the branch that the file says, whatever this laptop remembers of it."""
    for line in lines:
        with laptops.at("A") as desk, desk._database.read() as forum:
            branch = kept_branch(forum)
            forum.driver.execute("UPDATE local SET value = ? WHERE key = 'own branch'", (branch,))
            desk._database._log._own = None
            desk.capturing.keep(desk.planning.session("S1").id, line)


def kept_branch(forum: Reader) -> str:
    """The branch of laptop A in which it said most."""
    rows = forum.rows(
        "SELECT branch.branch FROM revision JOIN branch ON branch.nr = revision.branch WHERE branch.device = ?"
        " GROUP BY branch.nr ORDER BY COUNT(*) DESC LIMIT 1",
        (a_laptop("A").device,),
    )
    return str(rows[0][0])


def test_two_contents_under_one_number_are_both_kept_and_told(laptops: Laptops) -> None:
    copied_keys(laptops)
    goes_on(laptops, "Uno", "Dos", "Tres")
    laptops.exchange("B")
    laptops.exchange("A")
    done = laptops.exchange("B")
    assert done.doubled == ("A",)
    assert done.refused == ()
    everything = ["Before", "Dos", "One", "Quito has a desk", "Tres", "Two", "Uno"]
    assert laptops.texts("A") == laptops.texts("B") == everything
    # Both go on, and what each says goes with its own.
    goes_on(laptops, "Cuatro")
    laptops.exchange("A")
    laptops.exchange("B")
    taken_away(laptops)
    done = laptops.exchange("B")
    assert (done.healed, done.refused) == (True, ())
    assert laptops.exchange("C").refused == ()
    assert laptops.texts("C") == sorted([*everything, "Cuatro"])
