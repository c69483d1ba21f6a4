"""The pages of the window in the order of the rail, and every action there is."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import cast

from forumdesk.domain.marking import QT_TRANSLATE_NOOP
from forumdesk.ui.actions import ActionSpec
from forumdesk.ui.pages import Page
from forumdesk.ui.pages.export.actions import ACTIONS as EXPORT_ACTIONS
from forumdesk.ui.pages.home.actions import ACTIONS as HOME_ACTIONS
from forumdesk.ui.pages.merge.actions import ACTIONS as MERGE_ACTIONS
from forumdesk.ui.pages.people.actions import ACTIONS as PEOPLE_ACTIONS
from forumdesk.ui.pages.plan.actions import ACTIONS as PLAN_ACTIONS
from forumdesk.ui.pages.recommendations.actions import ACTIONS as RECOMMENDATION_ACTIONS
from forumdesk.ui.pages.review.actions import ACTIONS as REVIEW_ACTIONS
from forumdesk.ui.pages.room.actions import ACTIONS as ROOM_ACTIONS


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page as the rail shows it; its module is imported on the first visit."""

    name: str
    icon: str
    label: str
    class_name: str
    at_end: bool = False

    def page_class(self) -> type[Page]:
        """The page's class, imported now."""
        module = import_module(f"forumdesk.ui.pages.{self.name}.page")
        return cast("type[Page]", getattr(module, self.class_name))


PAGES = (
    PageSpec("home", "home", QT_TRANSLATE_NOOP("pages", "Home"), "HomePage"),
    PageSpec("plan", "plan", QT_TRANSLATE_NOOP("pages", "Plan"), "PlanPage"),
    PageSpec("room", "room", QT_TRANSLATE_NOOP("pages", "Room"), "RoomPage"),
    PageSpec("recommendations", "recommendations", QT_TRANSLATE_NOOP("pages", "Recs"), "RecommendationsPage"),
    PageSpec("merge", "merge", QT_TRANSLATE_NOOP("pages", "Merge"), "MergePage"),
    PageSpec("review", "review", QT_TRANSLATE_NOOP("pages", "Review"), "ReviewPage"),
    PageSpec("people", "people", QT_TRANSLATE_NOOP("pages", "People"), "PeoplePage"),
    PageSpec("export", "export", QT_TRANSLATE_NOOP("pages", "Export"), "ExportPage", at_end=True),
)

WINDOW_ACTIONS = (
    ActionSpec("new-forum", QT_TRANSLATE_NOOP("actions", "New forum…"), "Ctrl+N"),
    ActionSpec("open-forum", QT_TRANSLATE_NOOP("actions", "Open forum…"), "Ctrl+O"),
    ActionSpec("open-pack", QT_TRANSLATE_NOOP("actions", "Open a review pack…")),
    ActionSpec("open-sample", QT_TRANSLATE_NOOP("actions", "Open the sample forum")),
    ActionSpec("close-forum", QT_TRANSLATE_NOOP("actions", "Close forum"), "Ctrl+W", needs_forum=True),
    ActionSpec("forum-details", QT_TRANSLATE_NOOP("actions", "Forum details…"), needs_forum=True),
    ActionSpec("frameworks", QT_TRANSLATE_NOOP("actions", "Reference frameworks…"), needs_forum=True),
    ActionSpec(
        "take-snapshot", QT_TRANSLATE_NOOP("actions", "Name a snapshot…"), "Ctrl+S", needs_forum=True, writes=True
    ),
    ActionSpec("snapshots", QT_TRANSLATE_NOOP("actions", "Snapshots…"), needs_forum=True),
    ActionSpec("undo", QT_TRANSLATE_NOOP("actions", "Undo"), "Ctrl+Z", needs_forum=True, writes=True),
    ActionSpec("redo", QT_TRANSLATE_NOOP("actions", "Redo"), "Ctrl+Shift+Z", needs_forum=True, writes=True),
    ActionSpec("stop-turning", QT_TRANSLATE_NOOP("actions", "Stop taking back"), "Ctrl+.", needs_forum=True),
    ActionSpec("history", QT_TRANSLATE_NOOP("actions", "History…"), "Ctrl+H", needs_forum=True),
    ActionSpec("search", QT_TRANSLATE_NOOP("actions", "Search everything"), "Ctrl+K", needs_forum=True),
    ActionSpec("palette", QT_TRANSLATE_NOOP("actions", "Command palette"), "Ctrl+Shift+P"),
    ActionSpec("shortcuts", QT_TRANSLATE_NOOP("actions", "Keyboard shortcuts…"), "Ctrl+F1"),
    ActionSpec("preferences", QT_TRANSLATE_NOOP("actions", "Preferences…"), "Ctrl+,"),
    ActionSpec("help", QT_TRANSLATE_NOOP("actions", "Help"), "F1"),
    ActionSpec("about", QT_TRANSLATE_NOOP("actions", "About ForumDesk")),
    ActionSpec("full-screen", QT_TRANSLATE_NOOP("actions", "Full screen"), "F11"),
    ActionSpec("go-home", QT_TRANSLATE_NOOP("actions", "Go to Home"), "Ctrl+1"),
    ActionSpec("go-plan", QT_TRANSLATE_NOOP("actions", "Go to Plan"), "Ctrl+2", needs_forum=True),
    ActionSpec("go-room", QT_TRANSLATE_NOOP("actions", "Go to Room"), "Ctrl+3", needs_forum=True),
    ActionSpec("go-recommendations", QT_TRANSLATE_NOOP("actions", "Go to Recommendations"), "Ctrl+4", needs_forum=True),
    ActionSpec("go-merge", QT_TRANSLATE_NOOP("actions", "Go to Bring together"), "Ctrl+5", needs_forum=True),
    ActionSpec("go-review", QT_TRANSLATE_NOOP("actions", "Go to Review"), "Ctrl+6", needs_forum=True),
    ActionSpec("go-people", QT_TRANSLATE_NOOP("actions", "Go to People"), "Ctrl+7", needs_forum=True),
    ActionSpec("go-export", QT_TRANSLATE_NOOP("actions", "Go to Export"), "Ctrl+8", needs_forum=True),
    ActionSpec("quit", QT_TRANSLATE_NOOP("actions", "Quit"), "Ctrl+Q"),
)

ACTIONS: tuple[ActionSpec, ...] = (
    *WINDOW_ACTIONS,
    *HOME_ACTIONS,
    *PLAN_ACTIONS,
    *ROOM_ACTIONS,
    *RECOMMENDATION_ACTIONS,
    *MERGE_ACTIONS,
    *REVIEW_ACTIONS,
    *PEOPLE_ACTIONS,
    *EXPORT_ACTIONS,
)
