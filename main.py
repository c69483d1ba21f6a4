"""Starts ForumDesk from a folder with its source."""

from __future__ import annotations

import sys

from forumdesk.app import main

if __name__ == "__main__":
    sys.exit(main())
