"""Which notes a recommendation comes from and where both stand, kept small: there may be a hundred thousand."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from forumdesk.domain.recommendations import Recommendation, label_of

_Short = bytes | str


class Lineage:
    """Rows of recommendations and of the notes they come from, found in both directions."""

    def __init__(self) -> None:
        self._rows: dict[_Short, int] = {}
        self._numbers = array("q")
        self._twins: dict[int, int] = {}
        self._places: dict[_Short, int] = {}
        self._noted = array("I")
        self._first = array("I")
        self._further: dict[int, list[int]] = {}
        self._hushed: set[int] = set()

    def place(self, record: Recommendation, row: int) -> None:
        """Remember in which row a recommendation will stand."""
        self._numbers.extend([0] * (row + 1 - len(self._numbers)))
        self._numbers[row] = record.number
        if record.twin:
            self._twins[row] = record.twin
        self.gather(record, row)

    def gather(self, record: Recommendation, row: int) -> None:
        """Remember in which row a recommendation is shown, its own or that of its group; its notes then know of it."""
        self._rows[_short(record.id)] = row
        for source in record.sources:
            place = self._places.setdefault(_short(source), len(self._places))
            if place == len(self._first):
                self._first.append(row)
                self._noted.append(0)
            else:
                self._lead_on(place, row)
            if record.unattributed:
                self._hushed.add(place)

    def _lead_on(self, place: int, row: int) -> None:
        further = self._further.get(place, ())
        if row != self._first[place] and row not in further:
            self._further.setdefault(place, []).append(row)

    def note_stands(self, note: str, row: int) -> None:
        """Remember in which row a note stands, where a recommendation comes from it."""
        place = self._places.get(_short(note))
        if place is not None:
            self._noted[place] = row

    def hush(self, note: str) -> None:
        """Remember that nobody may learn who said a note: not from its recommendations either."""
        place = self._places.get(_short(note))
        if place is not None:
            self._hushed.add(place)

    def is_hushed(self, note: str) -> bool:
        """Whether nobody may learn who said a note, for its own sake or that of a recommendation made of it."""
        return bool(self._hushed) and self._places.get(_short(note), -1) in self._hushed

    def row(self, recommendation: str) -> int | None:
        """The row of a recommendation, where it is in the workbook."""
        return self._rows.get(_short(recommendation))

    def label(self, row: int) -> str:
        """The label of the recommendation in a row."""
        return label_of(self._numbers[row], self._twins.get(row, 0))

    def rows_from(self, note: str) -> Sequence[int]:
        """The rows of the recommendations that come from a note."""
        place = self._places.get(_short(note))
        return () if place is None else (self._first[place], *self._further.get(place, ()))

    def rows_of_notes(self, record: Recommendation) -> list[int]:
        """The rows of a recommendation's notes that are in the workbook, from the top."""
        return sorted(row for one in record.sources if (row := self._noted[self._places[_short(one)]]))


def _short(record_id: str) -> _Short:
    """An id of ours as the bytes that its digits spell, which take half the room; any other as it is."""
    try:
        spelled = bytes.fromhex(record_id)
    except ValueError:
        return record_id
    return spelled if spelled.hex() == record_id else record_id
