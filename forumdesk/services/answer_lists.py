"""What cities answered as plain values for machines: the contract of `--json`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from forumdesk.domain.answers import Answer
from forumdesk.domain.records import instant_text
from forumdesk.domain.review import ItemChange, ReviewItem
from forumdesk.services.places import Places
from forumdesk.services.responses import matrix_in
from forumdesk.storage.work import Reader

Plain = dict[str, Any]


def listed_answers(forum: Reader, _session: str) -> Iterator[Plain]:
    """Each city's answer to each recommendation it was asked about, by number and city; those not given yet too."""
    found = matrix_in(forum, Places())
    for row in found.rows:
        for city in found.cities:
            answer = row.answers.get(city.key)
            if answer is not None:
                differing = found.conflicts.get(answer.id, ())
                yield {**plain_answer(row.item, answer), "country": city.country, "conflicts": list(differing)}


def listed_matrix(forum: Reader, _session: str) -> Iterator[Plain]:
    """Each recommendation with the decision of each city that was asked about it."""
    found = matrix_in(forum, Places())
    for row in found.rows:
        asked = [(city, row.answers[city.key]) for city in found.cities if city.key in row.answers]
        yield {
            "id": row.item.recommendation,
            "number": row.item.number,
            "text": row.item.text,
            "yes": len(row.yes),
            "cities": [
                {
                    "id": answer.id,
                    "city": city.name,
                    "country": city.country,
                    "decision": answer.decision.value,
                    "sent": instant_text(answer.sent) if answer.sent else None,
                    "as_sent": answer.is_as_sent or not answer.is_sent,
                    "conflicts": list(found.conflicts.get(answer.id, ())),
                }
                for city, answer in asked
            ],
        }


def listed_commitments(forum: Reader, _session: str) -> Iterator[Plain]:
    """What cities said yes to, by date."""
    for item, answer in matrix_in(forum, Places()).commitments:
        yield plain_answer(item, answer)


def listed_gaps(forum: Reader, _session: str) -> Iterator[Plain]:
    """What is missing: silent cities, recommendations that no city says yes to, and a yes without unit or date."""
    found = matrix_in(forum, Places())
    for city in found.silent:
        yield _gap("silent", city.key, city=city.name)
    for row in found.unwanted:
        yield _gap("unwanted", row.item.recommendation, item=row.item)
    for item, answer in found.loose:
        yield _gap("open", answer.id, city=answer.city, item=item, open_ends=answer.open_ends)


def _gap(
    kind: str, about: str, *, city: str = "", item: ReviewItem | None = None, open_ends: tuple[str, ...] = ()
) -> Plain:
    return {
        "id": f"{kind} {about}",
        "kind": kind,
        "city": city,
        "recommendation": item.recommendation if item else None,
        "number": item.number if item else None,
        "text": item.text if item else "",
        "open_ends": list(open_ends),
    }


def plain_answer(item: ReviewItem, answer: Answer) -> Plain:
    """An answer as a plain object."""
    texts = ("city", "wording", "reason", "unit", "cost", "currency", "indicator", "progress")
    return {
        "id": answer.id,
        "recommendation": answer.recommendation,
        "number": item.number,
        "text": item.text,
        "codes": list(item.codes),
        "decision": answer.decision.value,
        **{name: getattr(answer, name) for name in texts},
        "due": answer.due.isoformat() if answer.due else None,
        "sent": instant_text(answer.sent) if answer.sent else None,
        "as_sent": answer.is_as_sent or not answer.is_sent,
        "corrects": answer.corrects or None,
        "lacks": list(answer.lacks),
        "open_ends": list(answer.open_ends),
    }


def plain_change(change: ItemChange) -> Plain:
    """A change since a pack as a plain object."""
    return {
        "id": f"{change.item.recommendation} {change.kind.value}",
        "recommendation": change.item.recommendation,
        "number": change.item.number,
        "kind": change.kind.value,
        "text": change.item.text,
        "before": change.before.text if change.before else None,
        "fields": list(change.fields),
    }
