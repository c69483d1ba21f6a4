"""What laptops that work apart may leave behind: nothing of it is damage or hides anything, and each has a way out."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from forumdesk.domain.answers import Answer
from forumdesk.domain.kinds import KINDS
from forumdesk.domain.recommendations import Recommendation, label_of
from forumdesk.domain.records import ANY, FieldShape, shapes
from forumdesk.domain.review import ReviewItem, ReviewPack
from forumdesk.storage.by_itself import BY_THEMSELVES, TABLE, links_to_nothing
from forumdesk.storage.groups import groups, is_member, members_of
from forumdesk.storage.layout import column, table_name
from forumdesk.storage.work import Reader


def oddities(forum: Reader) -> Iterator[str]:
    """One sentence for each, with what to do about it."""
    yield from _rings(forum)
    yield from _small_groups(forum)
    yield from _finals_twice(forum)
    yield from _shared_numbers(forum)
    yield from _of_no_session(forum)
    yield from _links_to_nothing(forum)
    yield from _answers_to_nothing(forum)


def _rings(forum: Reader) -> Iterator[str]:
    rows = forum.rows(f'SELECT number, id, "group" FROM {TABLE} WHERE id IN (SELECT record FROM cut) ORDER BY id')  # noqa: S608
    for number, record, group in rows:
        yield (
            f"{label_of(number)} is in a ring of groups and is shown at its top:"
            f" “forumdesk split FILE {group} --only {record}” leaves it there."
        )


def _small_groups(forum: Reader) -> Iterator[str]:
    """Groups of one, and what was a group once and has no members any more."""
    alive = set(groups(forum))
    for one in sorted(alive):
        if len(members_of(forum, one)) == 1:
            label = forum.require(Recommendation, one).label
            yield f"{label} is a group of one: “forumdesk split FILE {one}” lets its member stand by itself again."
    for left_id in sorted(_ever_groups(forum) - alive):
        left = forum.get(Recommendation, left_id)
        if left is not None and not is_member(forum, left):
            yield (
                f"{left.label} ({left_id}) was a group and has no members here, so it stands by itself:"
                " delete it where it says nothing of its own, or merge the package that holds them."
            )


def _ever_groups(forum: Reader) -> set[str]:
    """Whatever a recommendation was ever put under."""
    saying = (one for one in forum.log.all_revisions() if one.kind == Recommendation.KIND)
    return {str(one.fields["group"]) for one in saying if one.fields.get("group")}


def _finals_twice(forum: Reader) -> Iterator[str]:
    found: dict[int, list[str]] = {}
    for number, twin in forum.rows(f"SELECT number, twin FROM {TABLE} WHERE twin > 0 ORDER BY number, twin"):  # noqa: S608
        found.setdefault(number, []).append(label_of(number, twin))
    for labels in found.values():
        yield (
            f"{', '.join(labels)} were final under one number:"
            f" “forumdesk renumber FILE {labels[-1]}” gives one of them another."
        )


def _shared_numbers(forum: Reader) -> Iterator[str]:
    sql = (
        f"SELECT number, COUNT(*) FROM {TABLE} WHERE {BY_THEMSELVES} AND number > 0"  # noqa: S608
        " GROUP BY number HAVING COUNT(*) > 1 AND SUM(twin = 0) > 0 ORDER BY number"
    )
    for number, many in forum.rows(sql):
        yield f"{label_of(number)} is the number of {many} recommendations: “forumdesk renumber FILE” mends it."


def _of_no_session(forum: Reader) -> Iterator[str]:
    for kind in ("note", "recommendation"):
        many = _leading_nowhere(forum, kind, "session")
        if many:
            yield (
                f"{many} {kind}{'s' if many > 1 else ''} of a session that is not here: listed under no session."
                " Take its deletion back, merge the package that holds it, or name another session in a workbook."
            )


def _links_to_nothing(forum: Reader) -> Iterator[str]:
    for kind, record_class in KINDS.items():
        for name, shape in shapes(record_class).items():
            told = kind in ("note", "recommendation") and name in ("session", "group")
            many = 0 if told else _leading(forum, kind, name, shape)
            if many:
                thing = kind.replace("-", " ")
                yield (
                    f"{many} {thing}{'s' if many > 1 else ''} naming as {name.replace('_', ' ')} what is not here:"
                    " it shows as none. Bring it back by undo or a merge, or choose another."
                )


def _answers_to_nothing(forum: Reader) -> Iterator[str]:
    """Answers to what no pack here asks: its sending was taken back before they came, or it comes by another file."""
    about: dict[str, str] = {one.id: one.recommendation for one in forum.stream(ReviewItem)}
    asked = {(pack.key, about[one]) for pack in forum.stream(ReviewPack) for one in pack.items if one in about}
    unasked: dict[str, set[str]] = {}
    for one in forum.stream(Answer):
        if one.is_begun and (one.key, one.recommendation) not in asked:
            unasked.setdefault(one.city, set()).add(one.recommendation)
    for city, some in sorted(unasked.items()):
        many = "1 answer" if len(some) == 1 else f"{len(some)} answers"
        verb = "is" if len(some) == 1 else "are"
        yield (
            f"{many} of {city} {verb} to what no review pack here asks, and not shown:"
            f" “forumdesk review export FILE OUT --city {shlex.quote(city)}” asks it again and shows what it said;"
            " or merge the file that holds its pack."
        )


def _leading(forum: Reader, kind: str, name: str, shape: FieldShape) -> int:
    """How many records name something in a field that is not there."""
    if not shape.link or shape.link == ANY:
        return 0
    if not shape.many:
        return _leading_nowhere(forum, kind, name)
    target = table_name(shape.link)
    ((many,),) = forum.rows(
        f"SELECT COUNT(*) FROM {table_name(kind)} AS told WHERE deleted = 0 AND EXISTS"  # noqa: S608
        f" (SELECT 1 FROM json_each(told.{column(name)}) AS said WHERE said.value NOT IN"
        f" (SELECT id FROM {target} WHERE deleted = 0))"
    )
    return int(many)


def _leading_nowhere(forum: Reader, kind: str, name: str) -> int:
    table = table_name(kind)
    nowhere = f"{table}.{column(name)} <> '' AND {links_to_nothing(kind, name)}"
    ((many,),) = forum.rows(f"SELECT COUNT(*) FROM {table} WHERE deleted = 0 AND {nowhere}")  # noqa: S608
    return int(many)
