"""Whoever opens the sample gets a fresh one, and nobody loses what they tried in another."""

from __future__ import annotations

from pathlib import Path

from forumdesk.services.forums import Forums


def test_an_untouched_copy_is_replaced(forums: Forums, tmp_path: Path) -> None:
    forums.fresh_sample(tmp_path / "sample").close()
    again = forums.fresh_sample(tmp_path / "sample")
    assert again.path.name == "Sample forum.forum"
    again.close()
    assert [path.name for path in (tmp_path / "sample").iterdir()] == ["Sample forum.forum"]


def test_a_copy_in_which_somebody_worked_stays(forums: Forums, tmp_path: Path) -> None:
    tried = forums.fresh_sample(tmp_path)
    note = tried.capturing.keep(tried.planning.session("S1").id, "Tried out in the tramway")
    tried.close()
    fresh = forums.fresh_sample(tmp_path)
    assert fresh.path.name == "Sample forum 2.forum"
    assert fresh.finding.search("tramway") == ()
    fresh.close()
    with forums.opened(tried.path) as kept:
        assert note.text in [one.text for one in kept.capturing.notes(note.session).notes]


def test_a_copy_that_is_open_stays(forums: Forums, tmp_path: Path) -> None:
    open_one = forums.fresh_sample(tmp_path)
    other = forums.fresh_sample(tmp_path)
    assert other.path != open_one.path
    assert open_one.finding.totals() == other.finding.totals()
    other.close()
    open_one.close()
