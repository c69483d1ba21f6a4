"""The grammar of records: how a frozen value and the fields of its revisions say the same thing.

A record class is a frozen dataclass. Its fields become the keys of a revision, one by one, so two laptops that
change different fields never conflict. A field declared with `many()` is a set: each member is a key of its own
(`codes:sdg 8.5` true or false), so two laptops that add different members never conflict either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, ClassVar, TypeVar, get_type_hints

from forumdesk.domain.ids import RecordId

JsonValue = str | int | float | bool | None
DELETED = "_deleted"
"""The key that deletes a record when true; every other key with a leading underscore is reserved."""

R = TypeVar("R", bound="Record")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A thing in a forum, as it stands."""

    KIND: ClassVar[str] = ""

    id: RecordId


ANY = "*"
"""What a field links to that may hold the id of a record of any kind."""


def many(*, link: str = "", harmless: bool = False) -> Any:  # noqa: ANN401 - stands for the field's declared type
    """Declare a field that holds a set of texts, kept sorted; `link` names the kind of record they are ids of."""
    return field(default=(), metadata={"many": True, "link": link, "harmless": harmless})


def one(kind: str, *, harmless: bool = False) -> Any:  # noqa: ANN401
    """Declare a field that holds the id of one record of `kind`, which may be `ANY`, or is empty."""
    return field(default="", metadata={"link": kind, "harmless": harmless})


def harmless(default: Any) -> Any:  # noqa: ANN401
    """Declare a field that can never tell who was there, what was said or when: any other may have to be kept back.

    What is declared so lies under one commitment together; each other value under its own, so that it can be withheld
    or taken out by itself.
    """
    return field(default=default, metadata={"harmless": True})


def beside(default: Any) -> Any:  # noqa: ANN401
    """Declare a field that goes with the others: where two sides differ in it alone, nobody is asked."""
    return field(default=default, metadata={"beside": True})


def whole(least: int, most: int) -> Any:  # noqa: ANN401
    """Declare a harmless field that holds a whole number, 0 at first; one beyond its bounds is read as the bound."""
    return field(default=0, metadata={"bounds": (least, most), "harmless": True})


def derived() -> Any:  # noqa: ANN401
    """Declare a whole number that no revision says: the projection works it out, and mostly it is 0."""
    return field(default=0, metadata={"derived": True})


@dataclass(frozen=True, slots=True)
class FieldShape:
    """How one field of a record class is written and read."""

    name: str
    python: type
    default: Any
    many: bool
    link: str
    beside: bool = False
    bounds: tuple[int, int] | None = None
    harmless: bool = False

    def plain(self, value: Any) -> JsonValue:  # noqa: ANN401 - whatever the dataclass holds
        """The value as a revision carries it."""
        if isinstance(value, datetime):
            return instant_text(value)
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, StrEnum):
            return value.value
        return value  # type: ignore[no-any-return]

    def lively(self, value: JsonValue) -> Any:  # noqa: ANN401
        """The value as the record holds it; one that this version cannot read becomes the default."""
        if value is None:
            return self.default
        try:
            found = _READERS.get(self.python, self.python)(value)
        except (ValueError, TypeError, OverflowError):
            return self.default
        return found if self.bounds is None else max(self.bounds[0], min(found, self.bounds[1]))


def instant_text(instant: datetime) -> str:
    """An aware instant as ISO 8601 in UTC with milliseconds, such as `2016-09-29T02:05:00.000Z`."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def instant_of(text: str) -> datetime:
    """The aware instant that `instant_text` wrote; one without a zone is in UTC."""
    found = datetime.fromisoformat(text)
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


_MOST_NUMBER, _MOST_POSITION = 2**31, 1e15
_FIRST_YEAR, _LAST_YEAR = 1900, 2999


def _number(said: Any) -> int:  # noqa: ANN401 - any JSON value
    """The whole number, as long as a window can show it."""
    number = int(said)
    if not -_MOST_NUMBER < number < _MOST_NUMBER:
        raise OverflowError
    return number


def _position(said: Any) -> float:  # noqa: ANN401
    """The number, as long as another finds its place beside it."""
    number = float(said)
    if not -_MOST_POSITION < number < _MOST_POSITION:
        raise OverflowError
    return number


D = TypeVar("D", bound=date)


def _told(when: D) -> D:
    """The day or the instant, as long as it is one of any zone, and some years later too."""
    if not _FIRST_YEAR <= when.year <= _LAST_YEAR:
        raise OverflowError
    return when


_READERS: Mapping[type, Any] = {
    datetime: lambda value: _told(instant_of(value)) if value else None,
    date: lambda value: _told(date.fromisoformat(value)) if value else None,
    bool: bool,
    int: _number,
    float: _position,
    str: lambda value: value if isinstance(value, str) else str(value),
}


def _bare(hint: Any) -> type:  # noqa: ANN401 - a type hint
    options = [option for option in getattr(hint, "__args__", ()) if option is not type(None)]
    if options and getattr(hint, "__origin__", None) is not tuple:
        return _bare(options[0])
    supertype = getattr(hint, "__supertype__", None)
    return _bare(supertype) if supertype else (hint if isinstance(hint, type) else str)


def _shape(declared: Field[Any], hint: Any) -> FieldShape:  # noqa: ANN401
    is_many = bool(declared.metadata.get("many"))
    default = None if declared.default is MISSING else declared.default
    return FieldShape(
        declared.name,
        str if is_many else _bare(hint),
        default,
        is_many,
        declared.metadata.get("link", ""),
        bool(declared.metadata.get("beside")),
        declared.metadata.get("bounds"),
        bool(declared.metadata.get("harmless")),
    )


_SHAPES: dict[type[Record], Mapping[str, FieldShape]] = {}


def shapes(record_class: type[Record]) -> Mapping[str, FieldShape]:
    """The fields of a record class by name, its id left out and what is derived."""
    found = _SHAPES.get(record_class)
    if found is None:
        hints = get_type_hints(record_class)
        found = {one.name: _shape(one, hints[one.name]) for one in fields(record_class) if _is_said(one)}
        _SHAPES[record_class] = found
    return found


def _is_said(declared: Field[Any]) -> bool:
    return declared.name != "id" and not declared.metadata.get("derived")


def derived_fields(record_class: type[Record]) -> tuple[str, ...]:
    """The fields that no revision says."""
    return tuple(one.name for one in fields(record_class) if one.metadata.get("derived"))


def plain_fields(record: Record) -> dict[str, JsonValue]:
    """Every key of the record that differs from its default, as a revision would set it."""
    said: dict[str, JsonValue] = {}
    for shape in shapes(type(record)).values():
        value = getattr(record, shape.name)
        if shape.many:
            said.update({f"{shape.name}:{member}": True for member in value})
        elif value != shape.default:
            said[shape.name] = shape.plain(value)
    return said


def changed_fields(before: Record, after: Record) -> dict[str, JsonValue]:
    """The keys that a revision must set to turn `before` into `after`."""
    said: dict[str, JsonValue] = {}
    for shape in shapes(type(after)).values():
        old, new = getattr(before, shape.name), getattr(after, shape.name)
        if old == new:
            continue
        if shape.many:
            said.update({f"{shape.name}:{member}": True for member in sorted(set(new) - set(old))})
            said.update({f"{shape.name}:{member}": False for member in sorted(set(old) - set(new))})
        else:
            said[shape.name] = shape.plain(new)
    return said


def record_from(record_class: type[R], record_id: RecordId, said: Mapping[str, JsonValue]) -> R:
    """The record that these keys describe; keys this version does not know are passed over."""
    known = shapes(record_class)
    values: dict[str, Any] = {}
    members: dict[str, list[str]] = {}
    for key, value in said.items():
        name, colon, member = key.partition(":")
        shape = known.get(name)
        if shape is None or shape.many != bool(colon):
            continue
        if shape.many:
            if value is True:
                members.setdefault(name, []).append(member)
        else:
            values[name] = shape.lively(value)
    for name, found in members.items():
        values[name] = sorted_members(found)
    return record_class(id=record_id, **values)


def sorted_members(members: Iterable[str]) -> tuple[str, ...]:
    """Members of a set field in their one order: each once, by text."""
    return tuple(sorted(set(members)))
