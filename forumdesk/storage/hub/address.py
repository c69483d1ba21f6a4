"""Where a hub is, and how it is reached: what leaves this machine is encrypted for a hub that shows who it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import unquote

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from forumdesk.domain.errors import BadInput

SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
SAFE = "verify-full"
_SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", SAFE)
_FILES = frozenset({"sslrootcert", "sslcert", "sslkey", "sslcrl", "passfile"})
ASKED = frozenset({"sslmode", "host", "port", *_FILES})
"""What an address may ask for; anything else could lead elsewhere, or weaken what is asked for here."""
CONNECT_SECONDS = 10
_PORT = 5432


@dataclass(frozen=True, slots=True)
class Address:
    """A hub as a laptop reaches it."""

    host: str
    """The machine's name, or the folder of a socket on this machine."""
    port: int
    database: str
    user: str
    asked: Mapping[str, str] = field(default_factory=dict)
    password: str = field(default="", repr=False)

    @property
    def is_here(self) -> bool:
        """Whether nothing leaves this machine on the way to the hub."""
        return _is_here(self.host)

    @property
    def shown(self) -> str:
        """The address as it is told and remembered: without a password."""
        return self._url("postgresql", password=None).render_as_string(hide_password=False)

    @property
    def place(self) -> str:
        """The machine and the database, for sentences."""
        return f"{self.host or 'localhost'}/{self.database}"

    def driven(self) -> URL:
        """The address as the driver is given it."""
        return self._url("postgresql+psycopg", password=self.password or None)

    def _url(self, scheme: str, password: str | None) -> URL:
        socket = self.host.startswith("/")
        asked = {**self.asked, "host": self.host} if socket else dict(self.asked)
        host = None if socket else self.host or None
        port = self.port if self.port != _PORT or socket else None
        return URL.create(scheme, self.user or None, password, host, port, self.database, asked)

    def wishes(self) -> dict[str, str | int]:
        """What the driver is told besides, whatever this laptop's environment says."""
        wishes: dict[str, str | int] = {
            "hostaddr": "",  # PGHOSTADDR would lead a name elsewhere after it was judged
            "connect_timeout": CONNECT_SECONDS,
            "application_name": "ForumDesk",
            "keepalives_idle": 20,
            "tcp_user_timeout": 30_000,
            "sslmode": self.asked.get("sslmode", "prefer" if self.is_here else SAFE),
        }
        if not self.is_here:
            wishes["gssencmode"] = "disable"  # TLS is what was asked for
            own = Path.home() / ".postgresql" / "root.crt"
            if "sslrootcert" not in self.asked and not own.exists():
                wishes["sslrootcert"] = "system"
        return wishes


def address_of(text: str, password: str = "") -> Address:
    """The address that somebody wrote; one that would send a forum unprotected through a network is refused."""
    url = _parsed(text)
    asked = {name: value for name, value in url.query.items() if isinstance(value, str)}
    strange = sorted(set(url.query) - ASKED) + sorted(set(url.query) - set(asked))
    if strange:
        raise BadInput(
            "The hub's address asks for “{name}”, which is not known here.",
            "Leave it out; these can be asked for: {known}.",
            name=strange[0],
            known=", ".join(sorted(ASKED)),
        )
    host = unquote(url.host or asked.pop("host", ""))  # a folder may stand in the place of a machine
    port = str(url.port or asked.pop("port", _PORT))
    asked.pop("host", None)
    asked.pop("port", None)
    if "," in host or not re.fullmatch(r"[0-9]{1,5}", port):
        raise BadInput("A hub is one database on one machine.", "Write one host and one port.")
    found = Address(host, int(port), url.database or "", url.username or "", asked, password or url.password or "")
    _check(found)
    return found


def _parsed(text: str) -> URL:
    try:
        url = make_url(text.strip())
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.drivername not in SCHEMES:  # the text is not repeated: there may be a password in it
        raise BadInput(
            "This is not the address of a hub.", "It is written like postgresql://laptop@hub.example.org/forums."
        )
    return url


def _check(address: Address) -> None:
    if not address.database:
        raise BadInput("The hub's address names no database.", "Add it at the end, such as /forums.")
    mode = address.asked.get("sslmode", SAFE)
    if mode not in _SSL_MODES:
        raise BadInput("“{mode}” is no way to use TLS.", "Leave sslmode out of the address.", mode=mode)
    if mode != SAFE and not address.is_here:
        raise BadInput(
            "With “sslmode={mode}” somebody on the way to “{host}” could read the forum, so nothing was sent.",
            "Leave sslmode out; for a certificate of your own say sslrootcert=FILE.",
            mode=mode,
            host=address.host,
        )


def _is_here(host: str) -> bool:
    if host in ("", "localhost") or host.startswith(("/", "@")):
        return True
    try:
        return str(ip_address(host)) in ("127.0.0.1", "::1")
    except ValueError:
        return False
