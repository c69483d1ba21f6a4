"""What can be done on the Export page."""

from __future__ import annotations

from forumdesk.ui.actions import ActionSpec

ACTIONS: tuple[ActionSpec, ...] = ()
