"""What can be done on Home; opening and beginning forums are actions of the whole window."""

from __future__ import annotations

from forumdesk.ui.actions import ActionSpec

ACTIONS: tuple[ActionSpec, ...] = ()
