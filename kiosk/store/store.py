"""The store: one command, one transaction.

Facts are loaded, the rule decides, the entries and all that derives from them are written.
"""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace
from peewee import PeeweeException

from kiosk.crib import commands as do
from kiosk.crib.body import Body
from kiosk.crib.changes import EpochOpened
from kiosk.crib.decide import decide
from kiosk.crib.definitions import Define, Person
from kiosk.crib.facts import Facts
from kiosk.crib.identity import SetPin
from kiosk.crib.names import NOBODY, CommandId, Via
from kiosk.crib.ordering import Review
from kiosk.crib.outcomes import NOTHING, Decision
from kiosk.crib.products import Worker
from kiosk.crib.restocking import alerts
from kiosk.store import derived, restock, schema
from kiosk.store.database import StoreError, WriterLock, failure, open_writer, path_in
from kiosk.store.entry import Entry, Position, Stamp
from kiosk.store.epoch import EpochFile
from kiosk.store.importing import Done, Hands, Imports, defines
from kiosk.store.journal import Author, Writer, all_entries, by_command, head_of
from kiosk.store.loader import Loader
from kiosk.store.people import CanonicalBadge, Fresh, People, badge_key
from kiosk.store.values import moment_at
from kiosk.store.verify import check_tail

log = logging.getLogger(__name__)

_PEOPLES = ("person", "whom", "approver")
"""Fields of commands that hold a person's code; everywhere else is her id."""


class Surroundings(Protocol):
    """What the store needs of the world and does not reach for itself."""

    def stamp(self) -> Stamp:
        """Wall time, whether it can be trusted, and boot time, now."""

    def new_id(self) -> str:
        """A UUIDv7 that was never given before."""

    def random_bits(self) -> int:
        """32 random bits."""


class Place(Struct, frozen=True):
    """Which kiosk this is."""

    kiosk: str
    site: str
    zone: tzinfo


class Outcome(Struct, frozen=True):
    """What became of a command."""

    decision: Decision
    entries: tuple[Entry, ...] = ()
    """As written, now or, where ``repeated``, before."""
    repeated: bool = False
    worker: Worker | None = None
    """Who acted."""


def _nowhere(_: str) -> None:
    """No power cut is being rehearsed."""


def _note(facts: Facts, command: do.Command, decision: Decision) -> None:
    """Log enough to decide anew; of what names people, by name or by code, the outcome only."""
    if isinstance(command, Define) or any(getattr(command, field, "") for field in _PEOPLES):
        log.info("command=%s decision=%s", type(command).__name__, type(decision).__name__)
    elif not (isinstance(command, Review) and decision == NOTHING):
        log.info("facts=%r command=%r decision=%r", facts, command, decision)


class Store:
    """The crib's memory. Only the thread that made it uses it."""

    def __init__(
        self,
        state_dir: Path,
        place: Place,
        world: Surroundings,
        canonical_badge: CanonicalBadge,
        at_point: Callable[[str], None] = _nowhere,
    ) -> None:
        """Become the writer of ``state_dir``.

        ``at_point`` hears ``entry``, ``before-commit`` and ``after-commit``; a rehearsed power cut raises.

        Raises:
            StoreError: somebody else writes, or the database is damaged, newer than this program or not ours.
        """
        self.path = path_in(state_dir)
        self._world = world
        self._at_point = at_point
        self._zone = place.zone
        self._lock = WriterLock(self.path)
        try:
            self.db = open_writer(self.path)
        except BaseException:
            self._lock.release()
            raise
        try:
            check_tail(self.db)
            self._derive_anew_if_old()
            self._epoch_file = EpochFile(state_dir / "epoch.json")
            self.people = People(self.db, badge_key(state_dir / "badge.key"), canonical_badge, world.new_id)
            self._writer = Writer(self.db, place.kiosk, place.site)
            self._loader = Loader(self.db, place.zone)
            self._begin_epoch()
            self._epoch_file.note(self.head)
            self.imports = Imports(self.db, Hands(self._facts, self._write, self._alert_later))
        except BaseException as error:
            self.abandon()
            if isinstance(error, PeeweeException | sqlite3.Error):
                raise failure(self.path, error) from error
            raise

    def _derive_anew_if_old(self) -> None:
        """Derived tables of another version are made anew from the journal, which takes its time, once."""
        if not schema.is_current(self.db):
            if head_of(self.db):
                log.warning("%s: deriving every table anew from the journal", self.path)
            schema.derive_anew(
                self.db,
                lambda: all_entries(self.db),
                lambda entry: derived.apply(self.db, entry, entry.parsed()),
            )

    def _begin_epoch(self) -> None:
        """Open a new epoch where the database is new, or is not the one that the file beside it knows."""
        head = self.head
        if self._epoch_file.fits(head):
            return
        mark = self._epoch_file.next(head, self._world.random_bits())
        self._epoch_file.write(mark)
        entry = self._writer.head
        body = (
            EpochOpened(parent=f"{head.epoch}/{head.seq}", parent_hash=entry.hash)
            if head and entry
            else EpochOpened()
        )
        with self.db.atomic():
            author = Author(CommandId(self._world.new_id()), NOBODY, Via.KIOSK)
            self._writer.append(
                body, id=self._world.new_id(), stamp=self._world.stamp(), by=author, line=0, epoch=mark.epoch
            )

    @property
    def head(self) -> Position | None:
        """Where the journal ends."""
        entry = self._writer.head
        return entry.position if entry else None

    def execute(self, id: CommandId, command: do.Command, at: datetime, via: Via) -> Outcome:  # noqa: A002
        """Judge and write one command; the same id twice is once.

        Raises:
            StoreError: it could not be written; nothing of it was.
        """
        with self._writing():
            outcome = self._execute(id, command, at, via)
        if outcome is None:
            while self.imports.running:
                self.go_on()
            return self.execute(id, command, at, via)
        if outcome.entries and not outcome.repeated:
            self._written()
        return outcome

    def go_on(self) -> Done | None:
        """Do a little of the import that has begun; what became of it, once all of it is done.

        Raises:
            StoreError: it could not be written; what was decided is still to be done, anything else is not.
        """
        try:
            with self._writing(), self.db.atomic():
                done = self.imports.step()
                self._at_point("before-commit")
        except BaseException:
            with self._writing():
                self.imports.resume()
            raise
        self._written()
        return done

    def _written(self) -> None:
        self._at_point("after-commit")
        self._epoch_file.note_now_and_then(self.head)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """What fails is a StoreError, and the writer knows that nothing of it was written."""
        try:
            yield
        except BaseException as error:
            try:
                self._writer.forget()
            except StoreError:
                log.exception("the journal cannot be read after a failed write")
            if isinstance(error, PeeweeException | sqlite3.Error):
                raise failure(self.path, error) from error
            raise

    def _execute(self, id: CommandId, command: do.Command, at: datetime, via: Via) -> Outcome | None:  # noqa: A002
        """None where an import has to be done first."""
        with self.db.atomic():
            before = by_command(self.db, id)
            if before:
                return Outcome(NOTHING, tuple(before), repeated=True)
            facts, people = self._facts(command, at)
            decision = decide(facts, command)
            if self.imports.running and defines(decision.entries):
                return None
            _note(facts, command, decision)
            author = Author(id, getattr(command, "worker", NOBODY), via)
            touched = restock.touched(self.db, decision.entries)
            entries = self._write(decision.entries, author, people)
            crib = restock.Crib(self.db, facts.at, facts.zone, facts.policy)
            entries += self._alert(crib, touched, author, len(entries))
            if entries:
                self._at_point("before-commit")
        return Outcome(decision, entries, worker=facts.worker)

    def judge(self, command: do.Command, at: datetime) -> Decision:
        """What would become of a command: a dry run, in a transaction that is rolled back.

        Raises:
            StoreError: the facts could not be read.
        """
        try:
            with self.db.atomic() as transaction:
                decision = decide(self._facts(command, at)[0], command)
                transaction.rollback()
        except (PeeweeException, sqlite3.Error) as error:
            raise failure(self.path, error) from error
        return decision

    def _facts(self, command: do.Command, at: datetime) -> tuple[Facts, list[Fresh]]:
        facts = self._loader.facts(command, at)
        if isinstance(command, SetPin):
            return facts, self.people.new_pin(facts.receiver, command.pin)
        if not isinstance(command, Define) or facts.catalogue is None:
            return facts, []
        people, fresh = self.people.enroll(thing for thing in command.things if isinstance(thing, Person))
        return replace(facts, catalogue=replace(facts.catalogue, people=people)), fresh

    def _alert(self, crib: restock.Crib, touched: set[str], author: Author, first: int) -> tuple[Entry, ...]:
        """Tell of products that the command made low, or not: the kiosk's own word, not the actor's."""
        told = alerts(restock.watched(crib, touched)) if touched else ()
        return self._write(told, replace(author, actor=NOBODY, via=Via.KIOSK), [], first)

    def _alert_later(self, touched: set[str], author: Author, first: int) -> None:
        at = moment_at(self._world.stamp().at)
        self._alert(restock.Crib.now(self.db, at, self._zone), touched, author, first)

    def _write(
        self, bodies: tuple[Body, ...], author: Author, people: list[Fresh], first: int = 0
    ) -> tuple[Entry, ...]:
        if not bodies:
            return ()
        stamp = self._world.stamp()
        entries = []
        for line, body in enumerate(bodies, first):
            by = author if body.actor is None else replace(author, actor=body.actor)
            entry = self._writer.append(body, id=self._world.new_id(), stamp=stamp, by=by, line=line)
            derived.apply(self.db, entry, body)
            self._at_point("entry")
            entries.append(entry)
        self.people.write(people)
        return tuple(entries)

    def close(self) -> None:
        """Note how far the journal is known to go, and let the next one write."""
        try:
            self._epoch_file.note(self.head)
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Stop as a power cut does: nothing is noted, nothing is finished."""
        self.db.close()
        self._lock.release()
