"""What is promised at every step: each function does something at a desk, and fails where a promise does not hold."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from forumdesk.domain.errors import ForumDeskError
from forumdesk.domain.heads import BEGUN
from forumdesk.services.history import MERGES
from forumdesk.services.merging import Merged, photos_wanted
from forumdesk.services.syncing import Exchanged
from forumdesk.storage.acts import Act, acts, next_steps
from tests.builders import a_laptop
from tests.hub.laptops import exchange
from tests.stories import shown
from tests.stories.shown import differences
from tests.stories.world import Copy, World, holds


def acts_here(world: World, copy: Copy, do: Callable[[], object], act: Act | None = None) -> bool:
    """Do something of one's own, or undo or redo `act`; return whether anything was done.

    What it says stands under the name of this laptop, and what is refused leaves nothing.
    """
    place, before, asked = copy.newest, copy.acts, shown.conflicts(copy.desk)
    try:
        do()
        refused = False
    except ForumDeskError:
        refused = True
    words = copy.since(place)
    if refused:
        holds("what is refused leaves nothing", words or range(copy.acts - before))
    own = a_laptop(copy.laptop, f"Rapporteur of {copy.laptop}")
    others = [one for one in words if one.device != own.device or one.witnessed]
    others += [one for one in words if one.author != own.author]
    holds("nobody's words under another's name", others)
    fresh = {str(one.id): one for one in words}
    known = shown.revisions(copy.desk)
    gone = [one for one in asked - shown.conflicts(copy.desk) if not shown.spoken_of(one[0], fresh, known)]
    if act is not None and act.name in MERGES:
        gone.clear()  # what a merge asked goes with it; that all is as before it came is compared elsewhere
    holds("no conflict goes that nobody settled", gone)
    world.hear(words)
    return copy.acts > before


def acts_and_comes_back(world: World, copy: Copy, do: Callable[[], object]) -> None:
    """Do something, take it back, and bring it again: first it is as before, then as after."""
    before = shown.shown(copy.desk)
    if not acts_here(world, copy, do):
        return
    after, act = shown.shown(copy.desk), _newest(copy)
    if act is None or not acts_here(world, copy, lambda: copy.desk.history.undo(act.id), act):
        return
    holds("an act taken back at once is as before", _of(act, differences(before, shown.shown(copy.desk))))
    acts_here(world, copy, copy.desk.history.redo)
    holds("undo then redo is identity", differences(after, shown.shown(copy.desk)))


def _newest(copy: Copy) -> Act | None:
    with copy.desk._database.read() as forum:
        return next(acts(forum), None)


def _next_undo(copy: Copy) -> Act | None:
    with copy.desk._database.read() as forum:
        return next_steps(forum, copy.desk._database.laptop.device)[0]


def own_acts(copy: Copy, *, undone: bool) -> list[Act]:
    """What this laptop did in this file and may take back, or bring again; the newest first."""
    with copy.desk._database.read() as forum:
        device = copy.desk._database.laptop.device
        return [one for one in acts(forum) if one.device == device and not one.target and one.undone == undone]


def takes_back(world: World, copy: Copy, number: int) -> None:
    """Undo, in the order of Ctrl+Z or any own act; bringing it again is the state before, by whichever way."""
    found = own_acts(copy, undone=False)
    if number % 3 == 0:
        newest = _next_undo(copy)
        found = [newest] if newest else []
    if not found:
        return
    act = found[number % len(found)]
    before, lived, asked = shown.shown(copy.desk), shown.live(copy.desk), shown.conflicts(copy.desk)
    if not acts_here(world, copy, lambda: copy.desk.history.undo(act.id), act):
        return
    if act.name not in MERGES:
        began = shown.begun_by(copy.desk, act.id)
        gone_on = [one for one in began & lived - shown.live(copy.desk) if shown.gone_on_with(copy.desk, one, act.id)]
        holds("what somebody went on with stays", _of(act, " ".join(gone_on)))
        fresh = [record for record, field in shown.conflicts(copy.desk) - asked if field == BEGUN and record in began]
        holds("what somebody went on with stays without a question", _of(act, " ".join(fresh)))
    after = shown.shown(copy.desk)
    acts_here(world, copy, copy.desk.history.redo if number % 2 else lambda: copy.desk.history.redo(act.id), act)
    holds("undo then redo is identity", _of(act, differences(before, shown.shown(copy.desk))))
    acts_here(world, copy, lambda: copy.desk.history.undo(act.id), act)
    holds("undo once more comes to the same", _of(act, differences(after, shown.shown(copy.desk))))
    if act.name in MERGES:
        changes_nothing_elsewhere(world, copy, number)


def _of(act: Act, told: str) -> str:
    return f"{act.name} {act.id}\n  {told}" if told else ""


def brings_again(world: World, copy: Copy, number: int) -> None:
    """Redo, in the order of Ctrl+Y or any own act that was taken back."""
    found = own_acts(copy, undone=True)
    if number % 3 == 0:
        with copy.desk._database.read() as forum:
            newest = next_steps(forum, copy.desk._database.laptop.device)[1]
        acts_here(world, copy, copy.desk.history.redo, newest)
    elif found:
        act = found[number % len(found)]
        acts_here(world, copy, lambda: copy.desk.history.redo(act.id), act)


def changes_nothing_elsewhere(world: World, copy: Copy, number: int) -> None:
    """Hand over after a merge was taken back: nothing goes at another laptop that nobody spoke of."""
    others = [one for one in world.copies if one.laptop != copy.laptop and not one.is_city]
    if not others or copy.is_city:
        return
    other = others[number % len(others)]
    package = copy.desk.packing.pack(world.file("trial.forumpack")).path
    with other.shut():
        trial = Copy(other.laptop, Path(shutil.copy(other.path, world.folder / "trial.forum")), other.clock)
    try:
        before, known = shown.live(trial.desk), shown.standing(trial.desk)
        merges(trial, [package])
        now = shown.standing(trial.desk)
        fresh = {each: one for each, one in now.items() if each not in known}
        gone = [one for one in before - shown.live(trial.desk) if not shown.spoken_of(one, fresh, now)]
        holds("a merge taken back changes nothing elsewhere", gone)
        aside = shown.revisions(copy.desk).keys() - shown.standing(copy.desk).keys()
        holds("what is set aside is not handed on", aside & fresh.keys())
    finally:
        trial.desk.close()
        for path in (trial.path, package):
            path.unlink()
        shutil.rmtree(trial.path.with_name(f"{trial.path.name} snapshots"), ignore_errors=True)


def merges(copy: Copy, paths: Sequence[Path]) -> Merged:
    """Take files in; in honest use nothing is refused, and no keys are told to be copied."""
    merged = copy.desk.merging.merge(paths)
    holds("honest use is not refused", [str(one.refused) for one in merged.sources if one.refused is not None])
    holds("honest use copies no keys", [one.doubled for one in merged.sources if one.doubled])
    return merged


def takes_in(world: World, copy: Copy, paths: Sequence[Path]) -> bool:
    """Take files in, and return whether they brought anything."""
    return _comes(world, copy, lambda: merges(copy, paths).brings)


def exchanges(world: World, copy: Copy) -> None:
    """Exchange with the hub, both ways."""
    _comes(world, copy, lambda: _with_hub(world, copy).received > 0)


def _comes(world: World, copy: Copy, bring: Callable[[], bool]) -> bool:
    """Take in what others wrote, by whatever carrier, and return whether it was anything.

    The same again is nothing, taking it back is the state before, and bringing it again is the state after.
    """
    before, place, done = shown.rows(copy.desk), copy.newest, copy.acts
    asked, known = shown.conflicts(copy.desk), shown.standing(copy.desk)
    brought = bring()
    after = shown.rows(copy.desk)
    _hears_what_a_merge_said(world, copy, place)
    holds("nobody's words under another's name", [one for one in copy.since(place) if one != world.said.get(one.id)])
    now = shown.standing(copy.desk)
    fresh = {each: one for each, one in now.items() if each not in known}
    gone = [one for one in asked - shown.conflicts(copy.desk) if not shown.spoken_of(one[0], fresh, now)]
    holds("no conflict goes that nobody settled", gone)
    act = _next_undo(copy) if brought else None
    if act is not None and act.nr > done:  # what brought no more than the names of laptops is no act
        acts_here(world, copy, copy.desk.history.undo, act)
        holds("undo of a merge is the state before", differences(before, shown.rows(copy.desk)))
        acts_here(world, copy, copy.desk.history.redo, act)
        holds("redo of a merge is the state after", differences(after, shown.rows(copy.desk)))
    elif not brought:
        holds("a merge that brings nothing is nothing", range(copy.acts - done) or differences(before, after))
    done, now, rows = copy.acts, shown.standing(copy.desk), shown.rows(copy.desk)
    again = bring()
    same = shown.standing(copy.desk) == now and shown.rows(copy.desk) == rows
    holds("the same again is nothing", again or range(copy.acts - done) or not same)
    return brought


def _with_hub(world: World, copy: Copy) -> Exchanged:
    came = exchange(copy.desk, world.hub)
    holds("honest use is not refused", came.refused)
    holds("honest use copies no keys", came.doubled)
    return came


def _hears_what_a_merge_said(world: World, copy: Copy, place: int) -> None:
    """A merge says nothing of its own but whose words it read in a workbook, and what this laptop is called."""
    own = a_laptop(copy.laptop).device
    said = [one for one in copy.since(place) if one.device == own and one.id not in world.said]
    world.hear(one for one in said if one.witnessed or one.act_name == "name-laptop")


def is_sound(copy: Copy) -> None:
    """What is shown is what a rebuild would show, and every record stands in one place."""
    holds("the projection equals the rebuild", copy.desk.checking.faults())
    holds("every live record in exactly one place", shown.misplaced(copy.desk))


def comes_together(world: World) -> None:
    """Everybody exchanges everything until nothing is new: all show the same, and nothing is missing anywhere."""
    for round_ in range(4):
        _exchange(world, round_)
        held = [shown.standing(one.desk) for one in world.copies]
        if all(one == held[0] for one in held):
            break
    else:
        holds("exchanges come to an end", [len(one) for one in held])
    first, *others = [shown.shown(one.desk, in_any_order=True) for one in world.copies]
    for copy, other in zip(world.copies[1:], others, strict=True):
        holds("all list the same", _between(copy, differences(first, other)))
    holds("every live record in exactly one place", shown.misplaced(world.copies[0].desk))
    for copy in (world.copies[0], world.copies[-1]):  # what the others show is compared with these
        holds("the projection equals the rebuild", copy.desk.checking.faults())
    for copy in world.copies:
        with copy.desk._database.read() as forum:
            holds("nothing is told as missing", list(forum.attestations.missing()))
            holds("no photo lacks its bytes", photos_wanted(forum))
        strange = [one for each, one in shown.revisions(copy.desk).items() if one != world.said.get(each)]
        holds("nobody's words under another's name", strange)


def _exchange(world: World, round_: int) -> None:
    """Everybody hands everything to the desk, and it hands everything to everybody."""
    desk, *others = world.copies
    packages = [
        one.desk.packing.pack(world.file(f"end {round_} {place}.forumpack")).path for place, one in enumerate(others)
    ]
    _merges_and_is_heard(world, desk, [*packages, *world.aside])
    package = desk.desk.packing.pack(world.file(f"end {round_}.forumpack")).path
    for one in others:
        _merges_and_is_heard(world, one, [package])


def _merges_and_is_heard(world: World, copy: Copy, paths: Sequence[Path]) -> None:
    place = copy.newest
    merges(copy, paths)
    _hears_what_a_merge_said(world, copy, place)


def _between(copy: Copy, told: str) -> str:
    return f"desk and {copy.path.stem}\n  {told}" if told else ""
