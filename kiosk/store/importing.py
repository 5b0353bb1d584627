"""A definition of many things: judged whole, then written a page at a time, with other commands in between.

A crib of 50 000 things takes a minute to write, and nobody at the counter may wait for that. Once every row
is judged, all that is to be written is laid down in a table of its own. From the moment on at which all of it
lies there it is decided, and whoever opens the database next goes on where a power cut ended it; before, it
is nothing.
"""

import logging
import sqlite3
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct
from peewee import PeeweeException

from kiosk.crib.bodies import from_value, to_value
from kiosk.crib.body import Body
from kiosk.crib.define import Judging
from kiosk.crib.definitions import Define, Definition, Person
from kiosk.crib.facts import Facts
from kiosk.crib.names import NOBODY, CommandId, Via
from kiosk.crib.outcomes import Approved, Decision, Tally
from kiosk.store import restock
from kiosk.store.credentials import Credential
from kiosk.store.database import Database, one, rows
from kiosk.store.journal import Author
from kiosk.store.people import Fresh, Row

log = logging.getLogger(__name__)

PAGE = 5
"""Things whose entries are written in one transaction, which a scan may have to wait for."""
_AT_ONCE = 20
"""Pages that are judged, or laid down, in one step."""
_LOOKED_AT = 10
"""Products that are looked at in one step, once all is written, for whether they are low now."""
_DEFINING = (
    *(".changed", ".linked", ".unlinked", ".revoked", ".received", ".serviced"),
    "delivery.expected",
)


class Done(Struct, frozen=True):
    """What became of it, and how many entries it has."""

    decision: Decision
    entries: int = 0


class Page(Struct, frozen=True):
    """What is to be written of some things."""

    bodies: list[tuple[str, dict[str, Any]]]
    rows: list[Row]
    credentials: list[Credential]

    @classmethod
    def of(cls, bodies: Sequence[Body], fresh: Sequence[Fresh]) -> "Page":
        """The page of what was judged."""
        return cls(
            [(body.type, to_value(body)) for body in bodies],
            [each for each in fresh if isinstance(each, Row)],
            [each for each in fresh if isinstance(each, Credential)],
        )

    def parsed(self) -> tuple[Body, ...]:
        """The entries that it becomes."""
        return tuple(from_value(kind, value) for kind, value in self.bodies)


class _Decided(Struct, frozen=True):
    """The row that says so."""

    id: CommandId
    via: Via
    tally: Tally


class Hands(Struct, frozen=True):
    """What is done by the store's own ways, in the transaction that is open."""

    load: Callable[[Define, datetime], tuple[Facts, list[Fresh]]]
    """Facts, and the rows of the people that a definition names."""
    write: Callable[[tuple[Body, ...], Author, list[Fresh], int], object]
    """Entries, with the line of the first."""
    alert: Callable[[set[str], Author, int], object]
    """What is told of those of the products that are low now, or no longer."""


class Request(Struct, frozen=True):
    """What is to be defined."""

    id: CommandId
    command: Define
    at: datetime
    via: Via
    dry_run: bool = False


class Imports:
    """The import that is running, if one is."""

    def __init__(self, db: Database, hands: Hands) -> None:
        """Go on with what was decided, and is not all written."""
        self._db = db
        self._hands = hands
        self._judging: Iterator[None] | None = None
        self._to_look_at = set[str]()
        self.running = False
        self.done: Done | None = None
        """What became of the last one; None until then, and where it failed before it was decided."""
        self.resume()

    def begin(self, request: Request) -> None:
        """Begin one, where none is running."""
        assert not self.running, "one at a time"  # noqa: S101
        self._judging, self._to_look_at = self._judged(request), set()
        self.running, self.done = True, None

    def resume(self) -> None:
        """Go on with what was decided; what was never decided is forgotten."""
        self._judging, self.running = None, self._decided() is not None
        if self.running:
            self._to_look_at = {code for (code,) in rows(self._db, "SELECT code FROM product")}
            return
        with suppress(PeeweeException, sqlite3.Error):  # on a full disk the next one does it
            self._forget()

    def step(self) -> Done | None:
        """Do a little, in the transaction that is open: what became of it, once all is done.

        Raises:
            StoreError: the database cannot be read.
        """
        self.done = self._write() if self._judging is None else self._judge(self._judging)
        self.running = self.done is None
        if self.done:
            log.info("import decision=%s entries=%d", type(self.done.decision).__name__, self.done.entries)
        return self.done

    def _judge(self, judging: Iterator[None]) -> Done | None:
        try:
            next(judging)
        except StopIteration as end:
            self._judging = None
            return None if end.value is None else Done(end.value)
        return None

    def _write(self) -> Done | None:
        """The next page; then what is low now, since only at the end is it known; then nothing is left."""
        decided = self._decided()
        assert decided is not None, "what was judged good was laid down"  # noqa: S101
        line = one(self._db, "SELECT coalesce(max(line), -1) + 1 FROM journal WHERE command = ?", decided.id)[
            0
        ]
        author = Author(decided.id, NOBODY, decided.via)
        row = one(self._db, "SELECT number, value FROM staged WHERE number > 0 ORDER BY number LIMIT 1")
        if row:
            page = msgspec.json.decode(row[1], type=Page)
            bodies = page.parsed()
            self._to_look_at |= restock.touched(self._db, bodies)
            self._hands.write(bodies, author, [*page.rows, *page.credentials], line)
            self._db.execute_sql("DELETE FROM staged WHERE number = ?", (row[0],))
            return None
        if self._to_look_at:
            some = set(sorted(self._to_look_at)[:_LOOKED_AT])
            self._hands.alert(some, author, line)
            self._to_look_at -= some
            return None
        self._forget()
        return Done(Approved((), decided.tally), line)

    def _decided(self) -> _Decided | None:
        row = one(self._db, "SELECT value FROM staged WHERE number = 0")
        return msgspec.json.decode(row[0], type=_Decided) if row else None

    def _forget(self) -> None:
        if one(self._db, "SELECT 1 FROM staged LIMIT 1"):
            self._db.execute_sql("DELETE FROM staged")

    def _judged(self, request: Request) -> Generator[None, None, Decision | None]:
        """Judge all of it, then lay it down; returns the decision, None where that was laid down as well."""
        self._forget()  # what a full disk may have left
        judging, pages = Judging(), list[str]()
        for number, things in enumerate(_cut(request.command.things), 1):
            facts, fresh = self._hands.load(Define(things), request.at)
            assert facts.catalogue is not None, "the loader brings the catalogue"  # noqa: S101
            page = Page.of(judging.rows(facts.catalogue, things), fresh)
            if page.bodies:
                pages.append(msgspec.json.encode(page).decode())
            if number % _AT_ONCE == 0 or page.credentials:
                yield
        decision = judging.decision(())
        if request.dry_run or not isinstance(decision, Approved):
            return decision
        for first in range(0, len(pages), _AT_ONCE):
            for number, text in enumerate(pages[first : first + _AT_ONCE], first + 1):
                self._db.execute_sql("INSERT INTO staged VALUES (?, ?)", (number, text))
            yield
        decided = _Decided(request.id, request.via, decision.tally or Tally())
        self._db.execute_sql("INSERT INTO staged VALUES (0, ?)", (msgspec.json.encode(decided).decode(),))
        return None


def is_large(command: Define) -> bool:
    """Whether a definition is done a page at a time."""
    return len(_cut(command.things)) > 1


def defines(bodies: Sequence[Body]) -> bool:
    """Whether these entries change what an import was judged by: then they come after all of it."""
    return any(body.type.endswith(_DEFINING) or getattr(body, "home", 0) for body in bodies)


def _cut(things: Sequence[Definition]) -> list[tuple[Definition, ...]]:
    """Pages of them; a PIN takes as long to seal as a page, and has one of its own."""
    pages, page = list[tuple[Definition, ...]](), list[Definition]()
    for thing in things:
        page.append(thing)
        if len(page) == PAGE or (isinstance(thing, Person) and thing.pin):
            pages.append(tuple(page))
            page.clear()
    return [*pages, tuple(page)] if page else pages
