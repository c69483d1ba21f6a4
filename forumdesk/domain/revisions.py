"""The log's grain: a revision says which fields of a record an act set, and what its laptop had seen of that record.

Its id is the SHA-256 of its header. The header holds no value: of each value that may tell something there is a
commitment, of all the others together one more, and one each of who wrote and when. So a value can be withheld from
whoever gets the revision, or taken out for good, and the header and the id still verify.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256, shake_128
from json import JSONEncoder
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import Any, NamedTuple

from forumdesk.domain.errors import BadInput
from forumdesk.domain.ids import ActId, BranchId, DeviceId, RecordId, RevisionId
from forumdesk.domain.records import DELETED, JsonValue

SCHEMA = 2
"""Version of what revisions may say; a file that holds a higher one is only read."""
SALT_BYTES = 16
COUNTER_BITS = 16
DAY_MS = 24 * 60 * 60 * 1000
QUARTER_MS = 15 * 60 * 1000
"""The clock in a header is no finer: the minute stands under a commitment, so that it can be kept back."""
ACT = "act"
"""Kind of the record on which an act is taken back and brought again; its id is the act's."""
REDACTION = "redaction"
"""Kind of the revision that asks to take values of another out; its fields are `revision` and `items`."""

_dumps = JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode
_spelled = JSONEncoder(separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def canonical(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """The one JSON text of a value: keys sorted, no spaces, ASCII only."""
    return _dumps(value)


def fields_text(fields: Mapping[str, JsonValue]) -> str:
    """The JSON of a revision's fields in their own order, letters as they are."""
    return _fields_text(fields.items())


def _fields_text(items: Iterable[tuple[str, JsonValue]]) -> str:
    said = [
        _key_text(key) + (encode_basestring(value) if type(value) is str else _value_text(value))
        for key, value in items
    ]
    return f"{{{','.join(said)}}}"


@lru_cache(maxsize=1024)
def _key_text(key: str) -> str:
    return f"{encode_basestring(key)}:"


def _value_text(value: JsonValue) -> str:
    return "true" if value is True else "false" if value is False else "null" if value is None else _spelled(value)


AUTHOR, TIMES, HARMLESS = "_author", "_times", "_rest"
"""The three commitments that every header has: of who wrote, of when, and of all values that tell nothing."""


class Item(NamedTuple):
    """One commitment of a revision of which something was kept back: what it is of, and what became of it."""

    name: str
    """A key as the revision sets it; of what was kept back the name of the field alone."""
    salt: str
    """The salt, in hexadecimal digits; empty where the value was kept back."""
    commitment: str
    """The commitment, in hexadecimal digits; empty where the value is here."""

    @property
    def is_kept_back(self) -> bool:
        """Whether the value is not here."""
        return not self.salt


@dataclass(frozen=True, slots=True)
class Revision:
    """One entry of the log, never changed after it was written but by what is kept back of it."""

    id: RevisionId
    record: RecordId
    kind: str
    fields: Mapping[str, JsonValue]
    """In the order in which they are committed to: the first `closed` of them each by itself, the others together."""
    closed: int
    parents: tuple[RevisionId, ...]
    """All that its laptop had seen of the record and that nothing else it had seen had seen."""
    act: str
    """`<act id> <name>`."""
    hlc: int
    device: DeviceId
    branch: BranchId
    number: int
    """Its place in the branch of its laptop's log, from 0 on."""
    begins: bool
    """Whether the record begins with it, for the first time or anew."""
    author: str
    witnessed: str
    """Whose words they are, where the laptop only vouches for having read them; empty where they are its own."""
    schema: int
    wall_ms: int
    tz_min: int
    salt: str
    """16 bytes in hexadecimal digits from which every salt follows; empty once something was kept back."""
    items: tuple[Item, ...] = ()
    """What became of each commitment, in the order of the header, once something was kept back."""

    @property
    def order(self) -> tuple[int, str, str]:
        """What breaks a tie between heads: the clock, then the laptop, then the id."""
        return (self.hlc, self.device, self.id)

    @property
    def act_id(self) -> ActId:
        """The act that said it."""
        return ActId(self.act.partition(" ")[0])

    @property
    def act_name(self) -> str:
        """What was done, by the name of the act."""
        return self.act.partition(" ")[2]

    @property
    def kept_back(self) -> tuple[str, ...]:
        """The names of what is not here."""
        return tuple(one.name for one in self.items if one.is_kept_back)

    def header(self) -> str:
        """What the id is the hash of."""
        marks = _marks_left(self) if self.items else _marks(self)
        quoted = encode_basestring_ascii
        parents = '","'.join(self.parents)
        return (
            f'["forumdesk revision",{self.schema},"{self.device}","{self.branch}",{self.number},'
            f"{quoted(self.record)},{quoted(self.kind)},{quoted(self.act)},{self.hlc},{int(self.begins)},"
            f'["{parents}"],["{marks}"]]'
        )

    def computed_id(self) -> RevisionId:
        """The id that this content must have; ValueError where what is kept back of it does not fit."""
        return RevisionId(sha256(self.header().encode("ascii")).hexdigest())


def _marks(one: Revision) -> str:
    """The commitments of a revision of which everything is here.

    Written for speed: it is worked out for every revision that comes from elsewhere.
    """
    closed, salt, items = one.closed, bytes.fromhex(one.salt), list(one.fields.items())
    if len(salt) != SALT_BYTES:
        raise ValueError(one.salt)
    salts = shake_128(salt).digest(48 + 16 * closed)
    at = 48
    marks = [
        sha256(salts[:16] + f"{one.author}\0{one.witnessed}".encode()).hexdigest(),
        sha256(salts[16:32] + b"%d,%d" % (one.wall_ms, one.tz_min)).hexdigest(),
        sha256(salts[32:48] + _fields_text(items[closed:]).encode()).hexdigest(),
    ]
    for key, value in items[:closed]:
        said = f"{key}\0s{value}" if type(value) is str else f"{key}\0j{_value_text(value)}"
        marks.append(_name_text(key) + sha256(salts[at : at + 16] + said.encode()).hexdigest())
        at += 16
    return '","'.join(marks)


@lru_cache(maxsize=1024)
def _name_text(key: str) -> str:
    return f"{encode_basestring_ascii(name_of(key))[1:-1]}:"


def name_of(key: str) -> str:
    """The field that a key speaks of: its member left out, where it names one."""
    return key.partition(":")[0]


def _marks_left(one: Revision) -> str:
    """The same where something was kept back: worked out where the value is here, as it was told elsewhere."""
    found = []
    for item in one.items:
        mark = item.commitment or sha256(bytes.fromhex(item.salt) + _opening(one, item.name)).hexdigest()
        found.append(mark if item.name in (AUTHOR, TIMES, HARMLESS) else _name_text(item.name) + mark)
    return '","'.join(found)


def _opening(one: Revision, name: str) -> bytes:
    """What a commitment of a revision is of, behind its salt."""
    if name == AUTHOR:
        return f"{one.author}\0{one.witnessed}".encode()
    if name == TIMES:
        return b"%d,%d" % (one.wall_ms, one.tz_min)
    if name == HARMLESS:
        return fields_text(dict(list(one.fields.items())[one.closed :])).encode()
    value = one.fields[name]
    return f"{name}\0s{value}".encode() if type(value) is str else f"{name}\0j{_value_text(value)}".encode()


def opened(one: Revision) -> tuple[Item, ...]:
    """Every commitment of a revision with its salt, as somebody needs it who is not told all of them."""
    if one.items:
        return one.items
    salts = shake_128(bytes.fromhex(one.salt)).digest(SALT_BYTES * (3 + one.closed))
    names = (AUTHOR, TIMES, HARMLESS, *list(one.fields)[: one.closed])
    return tuple(
        Item(name, salts[at : at + SALT_BYTES].hex(), "")
        for name, at in zip(names, range(0, len(salts), SALT_BYTES), strict=True)
    )


def without(one: Revision, names: Callable[[str], bool]) -> Revision:
    """The revision with every value kept back whose item `names` holds for; its id and its header stand.

    Of a single value the field is still known to be set; what was a member of a set is gone with its key.
    """
    gone = {item.name for item in opened(one) if not item.is_kept_back and names(item.name)}
    if not gone:
        return one
    items, fields, closed = [], dict(one.fields), one.closed
    for item in opened(one):
        if item.is_kept_back or item.name not in gone:
            items.append(item)
            continue
        mark = sha256(bytes.fromhex(item.salt) + _opening(one, item.name)).hexdigest()
        if item.name in (AUTHOR, TIMES, HARMLESS):
            items.append(Item(item.name, "", mark))
        else:
            items.append(Item(name_of(item.name), "", mark))
    if HARMLESS in gone:
        fields = dict(list(fields.items())[:closed])
    for key in [key for key in list(fields)[:closed] if key in gone]:
        del fields[key]
        closed -= 1
    return replace(
        one,
        fields=fields,
        closed=closed,
        author="" if AUTHOR in gone else one.author,
        witnessed="" if AUTHOR in gone else one.witnessed,
        wall_ms=_rounded(one.hlc) if TIMES in gone else one.wall_ms,
        tz_min=0 if TIMES in gone else one.tz_min,
        salt="",
        items=tuple(items),
    )


def filled(one: Revision, more: Revision) -> Revision:
    """A revision with what the same one, as somebody else has it, tells beside; itself where that is nothing."""
    ours, theirs = opened(one), opened(more)
    pairs = list(zip(ours, theirs, strict=True))
    tells = [mine.is_kept_back and not other.is_kept_back for mine, other in pairs]
    if not any(tells):
        return one
    if not more.items:
        return more
    items = [other if tell else mine for tell, (mine, other) in zip(tells, pairs, strict=True)]
    sources = [more if tell else one for tell in tells]
    author, times, rest = sources[:3]
    told = zip(items[3:], sources[3:], strict=True)
    closed = {item.name: source.fields[item.name] for item, source in told if not item.is_kept_back}
    return replace(
        one,
        fields={**closed, **dict(list(rest.fields.items())[rest.closed :])},
        closed=len(closed),
        author=author.author,
        witnessed=author.witnessed,
        wall_ms=times.wall_ms,
        tz_min=times.tz_min,
        items=tuple(items),
    )


def _rounded(hlc: int) -> int:
    """The instant that a header tells: a quarter of an hour at the finest."""
    return max(0, min(hlc >> COUNTER_BITS, LAST_MS))


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who wrote a revision, where and when, and how it is kept apart from every other."""

    hlc: int
    device: DeviceId
    branch: BranchId
    number: int
    author: str
    wall_ms: int
    tz_min: int
    salt: bytes
    witnessed: str = ""


def revision(  # noqa: PLR0913 - all that a revision says
    *,
    record: RecordId,
    kind: str,
    fields: Mapping[str, JsonValue],
    closed: int,
    parents: Iterable[RevisionId],
    act: str,
    begins: bool,
    stamp: Stamp,
) -> Revision:
    """A new revision with its id computed; the first `closed` fields are those that may tell something."""
    said = (
        record,
        kind,
        fields,
        closed,
        tuple(sorted(parents)),
        act,
        stamp.hlc,
        stamp.device,
        stamp.branch,
        stamp.number,
        begins,
        stamp.author,
        stamp.witnessed,
        SCHEMA,
        stamp.wall_ms,
        stamp.tz_min,
        stamp.salt.hex(),
    )
    return Revision(Revision(RevisionId(""), *said).computed_id(), *said)


class HybridClock:
    """Instants that never go back and that order what several laptops wrote; the wall is read to the quarter hour."""

    def __init__(self, last: int = 0) -> None:
        self.last = last

    def tick(self, wall_ms: int) -> int:
        """The next instant on this laptop."""
        self.last = max(self.last + 1, wall_ms // QUARTER_MS * QUARTER_MS << COUNTER_BITS)
        return self.last

    def observe(self, instants: Iterable[int], wall_ms: int) -> None:
        """Go on after instants seen elsewhere, never pulled more than a day ahead of our own clock."""
        most = (wall_ms + DAY_MS + 1) << COUNTER_BITS
        self.last = max([self.last, *[hlc for hlc in instants if hlc < most]])


# ---- what comes from elsewhere

NOT_OURS = "A revision is not written as ForumDesk writes it, so it was refused."
LAST_MS = 32_503_679_999_999
"""The last instant that is taken, the end of the year 2999: of a date much later, the day in another zone is none."""
_ID = re.compile(r"[0-9a-f]{64}")
_DEVICE = re.compile(r"[0-9a-f]{32}")
_BRANCH = re.compile(r"[0-9a-f]{16}")
_SALT = re.compile(r"[0-9a-f]{32}")
_NAME = re.compile(r"[^\s\x00-\x1f\ud800-\udfff]+")
_KEY = re.compile(r"[^\x00-\x1f\ud800-\udfff]+")
_PLAIN = frozenset({int, float, bool, type(None)})
_MOST = 2**63
"""Below this is every whole number that SQLite holds."""
MOST_NUMBER = 2**40
"""Below this is every place in a laptop's log."""


def check(one: Revision, *, typed: bool = False) -> None:
    """Refuse a revision from elsewhere that the log could not hold, or whose id is not the hash of its header.

    The header is made of the values, so a value that does not fit its commitment is noticed as well; nothing that a
    revision says of itself makes it exempt. `typed` says that whoever read it holds every value to its type already.
    """
    try:
        if not typed:
            f"{one.act}{one.author}{one.witnessed}".encode()
            _check_values(one)
        if "\0" in one.author:  # it is what parts the author from whose words they are
            raise BadInput(NOT_OURS)
        sound = is_sound(one)
        altered = sound and one.computed_id() != one.id
    except (TypeError, ValueError, KeyError) as error:
        raise BadInput(NOT_OURS) from error
    if not sound:
        raise BadInput(NOT_OURS)
    if altered:
        raise BadInput("A revision was altered after it was written, so it was refused.")


def is_sound(one: Revision) -> bool:
    """Whether the log could hold a revision: all it says of the right kind, and its text text."""
    return (
        _is_of_log(one.device, one.branch, one.kind)
        and (not one.parents or all(map(_ID.fullmatch, one.parents)))
        and _NAME.fullmatch(one.record) is not None
        and 0 <= one.number < MOST_NUMBER
        and 0 <= one.closed <= len(one.fields)
        and 0 <= one.wall_ms <= LAST_MS
        and -_MOST <= one.hlc < _MOST
        and 0 <= one.schema < _MOST
        and -_MOST <= one.tz_min < _MOST
        and _are_keys(tuple(one.fields))
        and (_are_items(one) if one.items else _SALT.fullmatch(one.salt) is not None)
    )


@lru_cache(maxsize=4096)
def _is_of_log(device: str, branch: str, kind: str) -> bool:
    """Whether a laptop, a branch and a kind can be ones; the same few come again and again."""
    return (
        _DEVICE.fullmatch(device) is not None
        and _BRANCH.fullmatch(branch) is not None
        and _NAME.fullmatch(kind) is not None
    )


_OURS = frozenset({AUTHOR, TIMES, HARMLESS})


def _are_items(one: Revision) -> bool:
    """Whether the items of a revision are those of its header, each with a salt or a commitment, and fit its fields."""
    names = [item.name for item in one.items]
    here = [item.name for item in one.items[3:] if not item.is_kept_back]
    rest_is_here = len(names) > 2 and not one.items[2].is_kept_back  # noqa: PLR2004 - the third of the three
    return (
        not one.salt
        and names[:3] == [AUTHOR, TIMES, HARMLESS]
        and here == list(one.fields)[: one.closed]
        and (rest_is_here or len(one.fields) == one.closed)
        and all(map(_is_key, names[3:]))
        and all(item.name == name_of(item.name) for item in one.items if item.is_kept_back)
        and all(
            (_SALT.fullmatch(item.salt) and not item.commitment) or (not item.salt and _ID.fullmatch(item.commitment))
            for item in one.items
        )
        and not (one.items[0].is_kept_back and (one.author or one.witnessed))
        and not (one.items[1].is_kept_back and (one.wall_ms, one.tz_min) != (_rounded(one.hlc), 0))
    )


@lru_cache(maxsize=1024)
def _are_keys(keys: tuple[str, ...]) -> bool:
    """The same of several together; most revisions set the same ones."""
    return all(map(_is_key, keys))


@lru_cache(maxsize=1024)
def _is_key(key: str) -> bool:
    """Whether a key can be one; the same few come again and again."""
    name = name_of(key)
    return _KEY.fullmatch(key) is not None and name != "" and name not in _OURS


def _check_values(one: Revision) -> None:
    for number in (one.hlc, one.schema, one.wall_ms, one.tz_min, one.number, one.closed):
        if type(number) is not int:
            raise TypeError
    if type(one.begins) is not bool:
        raise TypeError
    for said in one.fields.values():
        if type(said) is str:
            said.encode()
        elif type(said) not in _PLAIN:
            raise TypeError


def redaction_of(fields: Mapping[str, JsonValue]) -> tuple[str, frozenset[int]]:
    """The revision that a request to take something out speaks of, and which of its items, by their place."""
    said = str(fields.get("items") or "").split()
    return str(fields.get("revision") or ""), frozenset(int(one) for one in said if one.isdecimal() and len(one) < 5)  # noqa: PLR2004


def taken_out(one: Revision, places: Iterable[int]) -> Revision:
    """The revision without what stands at these places of its header."""
    items = opened(one)
    gone = {items[place].name for place in places if place < len(items) and not items[place].is_kept_back}
    return without(one, gone.__contains__) if gone else one


def places_of(one: Revision, names: Sequence[str]) -> tuple[int, ...]:
    """Where in the header of a revision the values of these keys stand by themselves."""
    return tuple(place for place, item in enumerate(opened(one)) if item.name in names and not item.is_kept_back)


__all__ = [
    "ACT",
    "AUTHOR",
    "DELETED",
    "HARMLESS",
    "LAST_MS",
    "NOT_OURS",
    "REDACTION",
    "SCHEMA",
    "TIMES",
    "HybridClock",
    "Item",
    "Revision",
    "Stamp",
    "canonical",
    "check",
    "fields_text",
    "filled",
    "is_sound",
    "name_of",
    "opened",
    "places_of",
    "redaction_of",
    "revision",
    "taken_out",
    "without",
]
