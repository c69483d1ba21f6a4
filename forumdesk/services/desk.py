"""An open forum with everything that can be done to it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from forumdesk.domain.changes import Change
from forumdesk.domain.clock import Clock
from forumdesk.domain.errors import ForumDeskError
from forumdesk.domain.marking import QT_TRANSLATE_NOOP
from forumdesk.domain.rules import RULES
from forumdesk.services.capturing import Capturing
from forumdesk.services.catalogue import Catalogue
from forumdesk.services.history import History
from forumdesk.services.keeping import Keeping
from forumdesk.services.own_logs import OwnLogs, take_up
from forumdesk.services.people import People
from forumdesk.services.pinning import Pinning
from forumdesk.services.places import Places
from forumdesk.services.planning import Planning
from forumdesk.services.preflight import Preflight
from forumdesk.services.recommending import Recommending
from forumdesk.services.referencing import Referencing
from forumdesk.services.running import Running
from forumdesk.storage.database import Database

if TYPE_CHECKING:
    from forumdesk.services.answering import Answering
    from forumdesk.services.attesting import Attesting
    from forumdesk.services.checking import Checking
    from forumdesk.services.exporting import Exporting
    from forumdesk.services.finding import Finding
    from forumdesk.services.finishing import Finishing
    from forumdesk.services.grouping import Grouping
    from forumdesk.services.handing_in import HandingIn
    from forumdesk.services.identity import Identity
    from forumdesk.services.joining import Joining
    from forumdesk.services.listing import Listing
    from forumdesk.services.merging import Merging
    from forumdesk.services.outcome import Outcome
    from forumdesk.services.packing import Packing
    from forumdesk.services.responses import Responses
    from forumdesk.services.reviewing import Reviewing
    from forumdesk.services.settling import Settling
    from forumdesk.services.syncing import Syncing
    from forumdesk.services.trust import Trusting


OLDER_RULES = QT_TRANSLATE_NOOP(
    "desk",
    "This forum goes by newer rules than this ForumDesk knows. It takes in and hands on everything, and here"
    " only plain notes can be taken until the newer one is installed.",
)


class Desk:
    """The services of one open forum; they belong to the thread that opened it."""

    def __init__(self, database: Database, clock: Clock, shipped: Catalogue, places: Places) -> None:
        self._database = database
        self._clock = clock
        self.places = places
        self.planning = Planning(database)
        self.referencing = Referencing(database, shipped)
        self.capturing = Capturing(database, clock, self.referencing, places)
        self.running = Running(database, clock)
        self.recommending = Recommending(database)
        self.people = People(database, places)
        self.pinning = Pinning(database)
        self.history = History(database)
        self.preflight = Preflight(database, self.referencing)
        self.keeping = Keeping(database, clock)
        self._own_logs = OwnLogs()
        self._signed_at = -1
        if not database.read_only:
            take_up(database, self._own_logs)

    # What no page waits for when a forum opens is loaded where it is first wanted: what signs and encrypts alone takes
    # as long to load as a file to open.

    @cached_property
    def listing(self) -> Listing:
        """Lists what is there for machines and for the terminal."""
        made: Listing = import_module("forumdesk.services.listing").Listing(self._database)
        return made

    @cached_property
    def grouping(self) -> Grouping:
        """Make one of what asks the same."""
        made: Grouping = import_module("forumdesk.services.grouping").Grouping(self._database)
        return made

    @cached_property
    def finishing(self) -> Finishing:
        """Check, number and finish recommendations."""
        made: Finishing = import_module("forumdesk.services.finishing").Finishing(self._database)
        return made

    @cached_property
    def joining(self) -> Joining:
        """Join what is the same under two ids."""
        made: Joining = import_module("forumdesk.services.joining").Joining(self._database, self.places)
        return made

    @cached_property
    def handing_in(self) -> HandingIn:
        """Tell what each room handed in."""
        made: HandingIn = import_module("forumdesk.services.handing_in").HandingIn(self._database)
        return made

    @cached_property
    def exporting(self) -> Exporting:
        """Hand the outcome over as a workbook."""
        services = import_module("forumdesk.services.exporting")
        made: Exporting = services.Exporting(self._database, self._clock, self.referencing, self.places)
        return made

    @cached_property
    def settling(self) -> Settling:
        """Settle what differs."""
        made: Settling = import_module("forumdesk.services.settling").Settling(self._database)
        return made

    @cached_property
    def checking(self) -> Checking:
        """Check the file and its log."""
        made: Checking = import_module("forumdesk.services.checking").Checking(self._database)
        return made

    @cached_property
    def outcome(self) -> Outcome:
        """Keep initiatives and the declaration."""
        made: Outcome = import_module("forumdesk.services.outcome").Outcome(self._database)
        return made

    @cached_property
    def finding(self) -> Finding:
        """Find what holds some words."""
        made: Finding = import_module("forumdesk.services.finding").Finding(self._database)
        return made

    @cached_property
    def identity(self) -> Identity:
        """Who this laptop is to others."""
        secret = self._database.laptop.secret
        made: Identity = import_module("forumdesk.services.identity").Identity(secret=secret)
        return made

    @cached_property
    def attesting(self) -> Attesting:
        """Vouch for what this laptop wrote."""
        services = import_module("forumdesk.services.attesting")
        made: Attesting = services.Attesting(self._database, self.identity, self._own_logs)
        return made

    @cached_property
    def packing(self) -> Packing:
        """Hand over packages."""
        services = import_module("forumdesk.services.packing")
        made: Packing = services.Packing(self._database, self._clock, self.identity, self.attesting)
        return made

    @cached_property
    def reviewing(self) -> Reviewing:
        """Ask cities."""
        services = import_module("forumdesk.services.reviewing")
        made: Reviewing = services.Reviewing(
            self._database, self._clock, self.places, self.referencing, self._packing_when_wanted
        )
        return made

    @cached_property
    def answering(self) -> Answering:
        """Answer as a city."""
        services = import_module("forumdesk.services.answering")
        made: Answering = services.Answering(self._database, self._clock, self.places, self._packing_when_wanted)
        return made

    @cached_property
    def responses(self) -> Responses:
        """Look over what cities answered."""
        made: Responses = import_module("forumdesk.services.responses").Responses(self._database, self.places)
        return made

    def _packing_when_wanted(self) -> Packing:
        return self.packing

    @cached_property
    def merging(self) -> Merging:
        """Bring together what other laptops wrote."""
        services = import_module("forumdesk.services.merging")
        made: Merging = services.Merging(self._database, self._clock, self.identity, self.keeping, self.referencing)
        return made

    @cached_property
    def syncing(self) -> Syncing:
        """The file's side of an exchange with a hub."""
        services = import_module("forumdesk.services.syncing")
        made: Syncing = services.Syncing(self._database, self.keeping, self.attesting, self.identity)
        return made

    @cached_property
    def trusting(self) -> Trusting:
        """Say which laptops are trusted no more."""
        made: Trusting = import_module("forumdesk.services.trust").Trusting(self._database)
        return made

    @property
    def path(self) -> Path:
        """The forum file."""
        return self._database.path

    @property
    def read_only(self) -> bool:
        """Whether nothing may be written."""
        return self._database.read_only

    @property
    def read_only_because(self) -> str:
        """Why nothing may be written; empty where it may."""
        return self._database.access.reason

    @property
    def older_rules(self) -> str:
        """What to tell where the forum goes by newer rules than this program knows; empty where it knows them."""
        with self._database.read() as forum:
            return OLDER_RULES if forum.rules > RULES else ""

    def announce_to(self, listener: Callable[[tuple[Change, ...]], None]) -> None:
        """Tell `listener` of every act, once it is durable, on the thread that wrote it."""
        self._database.announce = listener

    def tidy(self) -> datetime | None:
        """What waits for a quiet moment: fold the log in, take the snapshot that is due, and say when."""
        if self.read_only:
            return None
        self._database.tidy()
        self._sign()
        taken = self.keeping.take_if_due()
        return taken.instant if taken else None

    def close(self) -> None:
        """Leave one whole file behind, vouched for by this laptop, and give it free."""
        try:
            if not self.read_only:
                with suppress(ForumDeskError):  # a full disk: what was acknowledged is safe, and signed the next time
                    self._sign()
        finally:
            self._database.close()

    def _sign(self) -> None:
        """Vouch for what this laptop wrote since it did so last, where anything was."""
        with self._database.read() as forum:
            newest = forum.log.newest()
        if newest != self._signed_at and self._database.laptop.secret:
            self.attesting.sign()
            self._signed_at = newest
