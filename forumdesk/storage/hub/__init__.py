"""A hub: the logs of any number of forums in a PostgreSQL database that laptops exchange with."""

from __future__ import annotations

import sys

from forumdesk.domain.errors import MissingPart

try:
    import psycopg as psycopg
except ImportError as error:
    raise MissingPart(
        "What speaks to a hub is not installed.",
        "Install it with: {python} -m pip --python {here} install {part}",
        python="py" if sys.platform == "win32" else "python3",
        here=sys.executable,
        part='"psycopg[binary]>=3.2,<4"',
    ) from error
