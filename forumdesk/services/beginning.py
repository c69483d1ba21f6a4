"""Begin a forum file from a pack that came from elsewhere, where a city has none yet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from forumdesk.domain.errors import BadInput

if TYPE_CHECKING:
    from forumdesk.services.desk import Desk
    from forumdesk.services.merging import Terms


def begin_from(desk: Desk, pack: Path, terms: Terms | None = None) -> None:
    """Take a pack into a forum that is still empty; one that is refused is told as it is."""
    merged = desk.merging.merge([pack], terms)
    (brought,) = merged.sources
    if brought.refused is not None:
        raise brought.refused
    if not desk.answering.asked():
        raise BadInput(
            "“{name}” asks no city anything.",
            "Bring it into a forum on Merge, or ask for a review pack.",
            name=pack.name,
        )
    if merged.snapshot is not None:
        merged.snapshot.path.unlink(missing_ok=True)  # of a forum that was still empty
