"""Write a city's review as a workbook that it fills in and sends back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from forumdesk.domain.ids import new_id
from forumdesk.domain.presets import Preset
from forumdesk.domain.review import ChangeKind, ReviewPack
from forumdesk.exports.review_workbook import CityReview, write_review
from forumdesk.exports.sheets.answers import AnswerRow
from forumdesk.services.answering import Question, review_of
from forumdesk.services.cities import cities_in, city_named
from forumdesk.services.exporting import StoredForum
from forumdesk.services.places import Places
from forumdesk.services.progress import unwatched
from forumdesk.services.referencing import Referencing
from forumdesk.storage.work import Reader


def write(forum: Reader, referencing: Referencing, places: Places, pack: ReviewPack, path: Path, now: datetime) -> Path:
    """Write the city's newest pack, with its answers so far, in the pack's language."""
    city = city_named(cities_in(forum, places), pack.key)
    rows = tuple(
        AnswerRow(one.item, one.answer, _since(one)) for one in review_of(forum, city).questions if not one.is_withdrawn
    )
    review = CityReview(city.label, pack.number, pack.sent, rows)
    source = StoredForum(forum, referencing, places)
    preset = Preset(id=new_id(), language=pack.language)
    return write_review(source, review, path, preset=preset, now=now, progress=unwatched).path


def _since(question: Question) -> ChangeKind | None:
    if question.is_new:
        return ChangeKind.NEW
    if question.before is None:
        return None
    return ChangeKind.REWORDED if question.before.text != question.item.text else ChangeKind.CHANGED
