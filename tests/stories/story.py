"""A story of several laptops: told from a seed, the same in every run, and shortened where it finds something."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from forumdesk.domain.errors import ForumDeskError
from forumdesk.domain.handover import Scope
from forumdesk.services.packing import Seal
from forumdesk.services.reviewing import Order
from tests.services.workbooks import edited, types
from tests.stories.acts import ACTS, ARGUED, AT_A_CITY, answer, correct, settle
from tests.stories.drawing import drawn
from tests.stories.promises import (
    acts_and_comes_back,
    acts_here,
    brings_again,
    comes_together,
    exchanges,
    is_sound,
    takes_back,
    takes_in,
)
from tests.stories.shown import conflicts
from tests.stories.world import CITY, LAPTOPS, MOST, Broken, Copy, World, holds


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody does something: the number picks to what."""

    mark: int
    """Its place in the story as it was first told: what it draws at random depends on it alone."""
    who: int
    what: str
    number: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Story:
    """Laptops, by how many hours their clocks are wrong, and what happens."""

    seed: int
    wrong: Mapping[str, int]
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        told = "\n".join(f"    {step}," for step in self.steps)
        return f"Story({self.seed}, {self.wrong}, (\n{told}\n))"


Move = Callable[[World, Copy, Step], object]


def hand_over(world: World, copy: Copy, step: Step) -> None:
    _pack(world, copy, step, Scope())


def hand_over_since(world: World, copy: Copy, step: Step) -> None:
    _pack(world, copy, step, copy.desk.packing.scope(since_last=True))


def hand_over_session(world: World, copy: Copy, step: Step) -> None:
    codes = sorted(one.code for one in copy.desk.planning.sessions())
    if codes:
        _pack(world, copy, step, copy.desk.packing.scope(sessions=[codes[step.number % len(codes)]]))


def hand_over_city(world: World, copy: Copy, step: Step) -> None:
    cities = copy.desk.packing.cities()
    if cities:
        _pack(world, copy, step, copy.desk.packing.scope(city=cities[step.number % len(cities)]))


def hand_over_sealed(world: World, copy: Copy, step: Step) -> None:
    """A package that one laptop alone can open, which takes it in at once."""
    others = [one for one in world.copies if one.laptop != copy.laptop and not one.is_city]
    if not copy.is_city:
        other = others[step.number % len(others)]
        sealed = Seal(recipients=(other.desk.identity.recipient,))
        path = copy.desk.packing.pack(world.file(f"sealed {step.mark}.forumpack"), sealed=sealed).path
        takes_in(world, other, [path])


def exchange(world: World, copy: Copy, step: Step) -> None:
    """One laptop exchanges with the hub, then another one, and now and then the first one again."""
    others = [one for one in world.copies if one is not copy and not one.is_city]
    if not copy.is_city:
        for one in (copy, others[step.number % len(others)], copy)[: 2 + step.number % 2]:
            exchanges(world, one)


def _pack(world: World, copy: Copy, step: Step, scope: Scope) -> None:
    if not copy.is_city:
        world.put(copy.desk.packing.pack(world.file(f"{step.mark}.forumpack"), scope).path)


def lend_file(world: World, copy: Copy, step: Step) -> None:
    with copy.shut() as path:
        if not copy.is_city:
            world.put(Path(shutil.copy(path, world.file(f"{step.mark}.forum"))))


def take_in(world: World, copy: Copy, step: Step) -> None:
    found = world.packs if copy.is_city else world.stick
    if found:
        many = 1 + step.number % 5 // 3
        newest = found[-3:] if step.number % 2 else found
        takes_in(world, copy, [newest[(step.number + place) % len(newest)] for place in range(many)])


def take_in_all(world: World, copy: Copy, _step: Step) -> None:
    if world.stick and not copy.is_city:
        takes_in(world, copy, world.stick[-4:])


def meet(world: World, copy: Copy, step: Step) -> None:
    """Two laptops give each other what they have."""
    others = [one for one in world.copies if one is not copy and not one.is_city]
    if not copy.is_city:
        other = others[step.number % len(others)]
        for place, (giving, taking) in enumerate(((copy, other), (other, copy))[: 1 + step.number % 2]):
            path = giving.desk.packing.pack(world.file(f"{step.mark} {place}.forumpack")).path
            takes_in(world, taking, [world.put(path)])


def argue(world: World, copy: Copy, step: Step) -> None:
    """Two laptops do something to the same, the same or something else, and one of them hears of it."""
    others = [one for one in world.copies if one is not copy and not one.is_city]
    if not copy.is_city:
        other = others[step.mark % len(others)]
        first = ARGUED[(step.number + step.mark) % len(ARGUED)]
        second = ARGUED[(step.number * step.mark) % len(ARGUED)] if step.number % 2 else first
        acts_here(world, copy, lambda: first(copy.desk, step.number))
        acts_here(world, other, lambda: second(other.desk, step.number))
        path = other.desk.packing.pack(world.file(f"{step.mark}.forumpack")).path
        takes_in(world, copy, [world.put(path)])


def undo(world: World, copy: Copy, step: Step) -> None:
    takes_back(world, copy, step.number)


def redo(world: World, copy: Copy, step: Step) -> None:
    brings_again(world, copy, step.number)


def check(_world: World, copy: Copy, _step: Step) -> None:
    is_sound(copy)


def restart(_world: World, copy: Copy, _step: Step) -> None:
    with copy.shut():
        pass


def wait(_world: World, copy: Copy, step: Step) -> None:
    copy.clock.go(hours=step.number % 50)


def snapshot(_world: World, copy: Copy, _step: Step) -> None:
    copy.desk.keeping.take("story")


def clone(world: World, copy: Copy, step: Step) -> None:
    """The file is copied, and its laptop works on in both."""
    if len(world.copies) < MOST and not copy.is_city:
        with copy.shut() as path:
            copied = Path(shutil.copy(path, world.folder / f"clone {step.mark}.forum"))
        world.add(Copy(copy.laptop, copied, copy.clock))


def restore(world: World, copy: Copy, step: Step) -> None:
    """A snapshot is opened beside the file, and its laptop works on in both."""
    kept = copy.desk.keeping.listed()
    if kept and len(world.copies) < MOST and not copy.is_city:
        path = world.folder / f"restored {step.mark}.forum"
        copy.desk.keeping.restore(kept[step.number % len(kept)].name, path)
        world.add(Copy(copy.laptop, path, copy.clock))


def put_back(world: World, copy: Copy, step: Step) -> None:
    """A snapshot is put in the place of the file, which is laid aside."""
    kept = copy.desk.keeping.listed()
    if kept and not copy.is_city:
        restored = world.folder / "restored.forum"
        copy.desk.keeping.restore(kept[step.number % len(kept)].name, restored)
        with copy.shut() as path:
            world.aside.append(path.rename(world.folder / f"aside {step.mark}.forum"))
            restored.rename(path)


def send_pack(world: World, copy: Copy, step: Step) -> None:
    """The city is asked, and its pack lies on the stick."""
    path = world.file(f"pack {step.mark}.forumpack")
    if not copy.is_city and acts_here(world, copy, lambda: copy.desk.reviewing.send_to(Order((CITY,)), path)):
        world.packs.append(world.put(path))


def open_pack(world: World, _copy: Copy, step: Step) -> None:
    """The city opens a pack: the first in a file of its own, the others beside it."""
    if not world.packs:
        return
    pack = world.packs[step.number % len(world.packs)]
    city = next((one for one in world.copies if one.is_city), None)
    if city is None:
        city = world.city(pack)
        world.hear(one for one in city.since(0) if one.act_name == "name-laptop")
        strange = [one for one in city.since(0) if one != world.said.get(one.id)]
        holds("nobody's words under another's name", strange)
    else:
        takes_in(world, city, [pack])


def send_answers(world: World, copy: Copy, step: Step) -> None:
    """The city, or whoever answers for it, decides, sends what is complete, and now and then corrects it."""
    path = world.file(f"answers {step.mark}.forumpack")
    acts_here(world, copy, lambda: answer(copy.desk, step.number // 4 * 4))
    acts_here(world, copy, lambda: copy.desk.answering.send(copy.desk.reviewing.city(CITY), path))
    if path.exists():
        world.put(path)
        if step.number % 3 == 0:
            acts_here(world, copy, lambda: correct(copy.desk, step.number // 4 * 4))


def settle_one(world: World, _copy: Copy, step: Step) -> None:
    """Somebody who is asked something settles it."""
    asked = [one for one in world.copies if conflicts(one.desk)]
    if asked:
        copy = asked[step.who % len(asked)]
        acts_and_comes_back(world, copy, lambda: settle(copy.desk, step.number))


def workbook(world: World, copy: Copy, step: Step) -> None:
    """Somebody edits a cell of a workbook that this desk exported, and another desk takes it in."""
    if copy.is_city:
        return
    path, back = world.file(f"{step.mark}.xlsx"), world.file(f"{step.mark} edited.xlsx")
    copy.desk.exporting.export(path)
    hand = types(2, "Recommendation", f"Typed {step.number}")
    world.put(edited(path, back, hand, author="Eva", saved=datetime(2026, 9, 29, 9, 30)))  # noqa: DTZ001


MOVES: Mapping[str, tuple[float, Move]] = {
    "hand over": (8, hand_over),
    "hand over since": (10, hand_over_since),
    "hand over session": (6, hand_over_session),
    "hand over city": (3, hand_over_city),
    "hand over sealed": (4, hand_over_sealed),
    "exchange": (8, exchange),
    "lend file": (5, lend_file),
    "take in": (20, take_in),
    "take in all": (6, take_in_all),
    "meet": (26, meet),
    "argue": (26, argue),
    "undo": (24, undo),
    "redo": (12, redo),
    "check": (3, check),
    "restart": (2, restart),
    "wait": (4, wait),
    "snapshot": (2, snapshot),
    "clone": (2, clone),
    "restore": (2, restore),
    "put back": (2, put_back),
    "send pack": (5, send_pack),
    "open pack": (5, open_pack),
    "send answers": (4, send_answers),
    "settle one": (8, settle_one),
    "workbook": (0.4, workbook),
}
"""What happens besides people's acts, and how often."""


def story_of(seed: int, most: int = 18) -> Story:
    """The story that a seed tells."""
    drawing = random.Random(seed)  # noqa: S311 - a story, not a secret
    weighed = {what: weight for some in (ACTS, MOVES) for what, (weight, _) in some.items()}
    many = drawing.choice((2, 3, 12))  # the fewer, the more often two work on the same
    chosen = drawing.choices(list(weighed), list(weighed.values()), k=drawing.randint(most // 2, most))
    steps = [
        Step(mark, drawing.randrange(many), what, drawing.randrange(24), drawing.choice((0, 1, 40, 1000)))
        for mark, what in enumerate(chosen)
    ]
    wrong = {name: drawing.choice((0, 0, 1, -1, 7, -7, 30, -30)) for name in LAPTOPS}
    return Story(seed, wrong, tuple(steps))


def tell(story: Story, prepared: Path) -> None:
    """Let a story happen; a promise that does not hold is told as `Broken`."""
    with tempfile.TemporaryDirectory() as folder, drawn() as drawing:
        drawing.begin(story.seed)
        world = World.begin(prepared, Path(folder), drawing, story.wrong)
        try:
            for step in story.steps:
                drawing.begin(story.seed, step.mark)
                _happens(world, step)
            drawing.begin(story.seed, "end")
            comes_together(world)
        finally:
            world.close()


def _happens(world: World, step: Step) -> None:
    copy = world.copies[step.who % len(world.copies)]
    copy.clock.go(seconds=step.seconds)
    if step.what in MOVES:
        with suppress(ForumDeskError):
            MOVES[step.what][1](world, copy, step)
        return
    chosen = AT_A_CITY if copy.is_city else ACTS
    if step.what in chosen:
        act = chosen[step.what][1]
        happens = acts_and_comes_back if step.number % 4 == 0 else acts_here
        happens(world, copy, lambda: act(copy.desk, step.number))


def failure(story: Story, prepared: Path) -> Exception | None:
    """What a story finds broken; a crash of the product is a promise too."""
    try:
        tell(story, prepared)
    except Exception as error:  # noqa: BLE001 - whatever goes wrong is what is looked for
        return error
    return None


def _promise(error: Exception | None) -> str:
    return error.promise if isinstance(error, Broken) else repr(type(error))


def shortened(story: Story, prepared: Path) -> Story:
    """The shortest story that cutting steps leads to and that still breaks the same promise."""
    wanted, steps = _promise(failure(story, prepared)), story.steps
    size = max(1, len(steps) // 2)
    while size:
        place, was = 0, steps
        while place < len(steps):
            fewer = (*steps[:place], *steps[place + size :])
            if _promise(failure(replace(story, steps=fewer), prepared)) == wanted:
                steps = fewer
            else:
                place += size
        size = size if steps != was and size == 1 else size // 2
    return replace(story, steps=steps)
