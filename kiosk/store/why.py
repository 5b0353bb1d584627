"""Why a figure is what it is: the entries that add up to it, and what takes from it at the moment."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, tzinfo
from typing import ClassVar

from msgspec import Struct

from kiosk.crib import entries as was
from kiosk.crib.availability import Lot
from kiosk.crib.body import Body, Moved
from kiosk.crib.facts import Plan
from kiosk.crib.places import PlaceKind
from kiosk.crib.states import Hold
from kiosk.crib.tracing import OWING, Figure, Scope, Trace
from kiosk.store import reports
from kiosk.store.database import Database, rows
from kiosk.store.entry import Entry
from kiosk.store.lookup import policy_of, product_of
from kiosk.store.mentions import mentioning, newest_mentioning, with_assets
from kiosk.store.states import lots_of, plan_of


class Now(Struct, frozen=True):
    """What takes from a figure, or adds to it, at the moment: hold, excess or unfit."""

    kind: str
    code: str = ""
    """Of the hold, or of the asset or bin."""
    until: datetime | None = None
    """When the hold ends."""


_EXCESS = Now("excess")


class Line(Struct, frozen=True):
    """One share of a figure: an entry's, or where ``entry`` is None what is so at the moment."""

    entry: Entry | None
    share: int
    sum: int
    """Of this share and those before it."""
    text: str = ""
    """What is so, where there is no entry."""
    now: Now | None = None
    """The same, to be worded elsewhere."""


class Share(Struct, frozen=True):
    """A line before its sum is known."""

    share: int
    entry: Entry | None = None
    text: str = ""
    now: Now | None = None


class Asked(Struct, frozen=True):
    """A product's figure, when, and in which zone its days are."""

    product: str
    scope: Scope
    now: datetime
    zone: tzinfo


def why(db: Database, asked: Asked) -> Iterator[Line]:
    """Everything that adds up to the figure, entries first.

    Raises:
        KeyError: there is no such product.
        StoreError: the database cannot be read.
    """
    total = 0
    for share in _Shares(db, asked).all():
        total += share.share
        yield Line(share.entry, share.share, total, share.text, share.now)


def newest(db: Database, asked: Asked) -> "Iterator[Share]":
    """The same, the last first; little more is read than is taken of it.

    Raises:
        KeyError: there is no such product.
        StoreError: the database cannot be read.
    """
    return _Shares(db, asked).newest()


def figure(db: Database, asked: Asked) -> int:
    """The same figure as reports and the screen tell it."""
    scope = asked.scope
    if scope.figure is Figure.ON_HAND:
        return reports.on_hand(db, asked.product, scope.bin, scope.lot)
    counts = reports.counts(db, asked.product, reports.Moment(asked.now, asked.zone))
    return int(getattr(counts, scope.figure.value))


_ENDS = ("j.body ->> 'source'", "j.body ->> 'destination'")
_WITHIN = "(substr({0}, 1, instr({0} || ':', ':') - 1) IN (SELECT value FROM json_each(?)))"
_CROSSES = f"""({_WITHIN.format(_ENDS[0])} <> {_WITHIN.format(_ENDS[1])}
    OR {" OR ".join(f"{end} LIKE '{OWING}:%'" for end in _ENDS)})"""
"""Entries that move something between a kind of place that counts and one that does not."""


class _Shares:
    """All that is read to explain one figure."""

    def __init__(self, db: Database, asked: Asked) -> None:
        known = product_of(db, asked.product)
        if known is None:
            raise KeyError(asked.product)
        self._db = db
        self._asked = asked
        self._today = asked.now.astimezone(asked.zone).date()
        lots = lots_of(db, *known, by_asset=True)
        self._on_shelf = [lot for lot in lots if lot.place.kind is PlaceKind.BIN]
        self._unfit = [lot for lot in self._on_shelf if _ended(lot, self._today)]
        self._plan: Plan = plan_of(db, asked.product, asked.now, policy_of(db).no_show)

    def all(self) -> Iterator[Share]:
        yield from self._moved()
        yield from self._now()

    def newest(self) -> Iterator[Share]:
        yield from reversed(list(self._now()))
        yield from self._moved_back()

    def _now(self) -> Iterator[Share]:
        return self._more.get(self._asked.scope.figure, _Shares._nothing)(self)

    def _moved(self) -> Iterator[Share]:
        trace = Trace(self._asked.scope)
        if not self._asked.scope.kinds:
            return
        for entry in mentioning(self._db, with_assets(self._db, [self._asked.product])):
            body = entry.parsed()
            if isinstance(body, Moved) and body.product == self._asked.product:
                share = trace.follow(body.movement)
                if share:
                    yield Share(share, entry)

    def _moved_back(self) -> Iterator[Share]:
        """What moves nothing into or out of what counts is passed by unread; a transfer may owe."""
        product, scope = self._asked.product, self._asked.scope
        if not scope.kinds:
            return
        sql = "SELECT place, lot, quantity FROM balance WHERE product = ? AND place_kind = ?"
        owed = {(place, lot): quantity for place, lot, quantity in rows(self._db, sql, product, OWING)}
        trace, kinds = Trace(scope, owed), json.dumps(sorted(scope.kinds))
        crosses = ("1",) if scope.bin else (_CROSSES, kinds, kinds)
        for entry in newest_mentioning(self._db, with_assets(self._db, [product]), *crosses):
            body = entry.parsed()
            if isinstance(body, Moved) and body.product == product:
                share = trace.follow_back(body.movement)
                if share:
                    yield Share(share, entry)

    def _nothing(self) -> Iterator[Share]:
        return iter(())

    def _not_fit(self, sign: int) -> Iterator[Share]:
        for lot in self._unfit:
            now = Now("unfit", lot.asset or lot.place.code)
            yield Share(sign * lot.quantity, text=_why_unfit(lot), now=now)

    def _quarantined(self) -> Iterator[Share]:
        return self._not_fit(+1)

    def _available(self) -> Iterator[Share]:
        yield from self._not_fit(-1)
        for hold in self._in_force():
            text = f"reserved: {_hold_text(hold, self._asked.zone)}"
            yield Share(-hold.open, text=text, now=Now("hold", hold.code, hold.until))
        if self._excess():
            yield Share(self._excess(), text="reserved, but not on the shelf", now=_EXCESS)

    def _reserved(self) -> Iterator[Share]:
        for hold in self._in_force():
            yield from self._of_hold(hold)
        if self._excess():
            yield Share(-self._excess(), text="reserved, but not on the shelf", now=_EXCESS)

    def _in_force(self) -> list[Hold]:
        """Holds that claim something now: an asset's, where that asset is on the shelf and fit."""
        fit = {lot.asset for lot in self._on_shelf if not _ended(lot, self._today)}
        now = self._asked.now
        holds = [hold for hold in self._plan.holds if hold.start <= now < hold.until]
        return [hold for hold in holds if not hold.asset or hold.asset in fit]

    def _excess(self) -> int:
        """Pieces that are claimed beyond what is on the shelf and fit."""
        claimed = sum(hold.open for hold in self._in_force())
        shelf = sum(lot.quantity for lot in self._on_shelf) - sum(lot.quantity for lot in self._unfit)
        return max(0, claimed - shelf)

    def _of_hold(self, hold: Hold) -> Iterator[Share]:
        """The entries that opened a hold's pieces, or picked them up, since it was last placed anew."""
        shares, quantity, picked = list[Share](), 0, 0
        for entry in mentioning(self._db, [hold.code]):
            before = quantity - picked
            body = entry.parsed()
            if isinstance(body, was.HoldReleased) and body.hold == hold.code:
                shares, quantity, picked, before = [], 0, 0, 0
            quantity, picked = _followed(body, hold.code, quantity, picked)
            if quantity - picked != before:
                shares.append(Share(quantity - picked - before, entry))
        return iter(shares)

    _more: ClassVar[dict[Figure, Callable[["_Shares"], Iterator[Share]]]] = {
        Figure.AVAILABLE: _available,
        Figure.RESERVED: _reserved,
        Figure.QUARANTINED: _quarantined,
    }


def _followed(body: Body, hold: str, quantity: int, picked: int) -> tuple[int, int]:
    """A hold's pieces, in all and picked up, after an entry."""
    if getattr(body, "hold", "") != hold:
        return quantity, picked
    match body:
        case was.HoldPlaced():
            return max(body.quantity, picked), picked
        case was.AssetIssued() | was.StockIssued():
            return quantity, picked + body.quantity
        case was.ActUndone():
            return quantity, picked - body.quantity
    return quantity, picked


def _ended(lot: Lot, today: date) -> bool:
    return lot.fit_through is not None and lot.fit_through < today


def _why_unfit(lot: Lot) -> str:
    what = lot.asset or f"in {lot.place.code}"
    if lot.fit_through == date.min:
        return f"not fit: what is due on {what} was never done, or its uses are up"
    return f"not fit: {what} was good through {lot.fit_through}"


def _hold_text(hold: Hold, zone: tzinfo) -> str:
    return f"hold {hold.code} until {hold.until.astimezone(zone):%Y-%m-%d %H:%M}"


def moves_of(db: Database, asset: str) -> Iterator[Entry]:
    """Every entry that moved an asset; the last one says where it is.

    Raises:
        StoreError: the database cannot be read.
    """
    for entry in mentioning(db, [asset]):
        body = entry.parsed()
        if isinstance(body, Moved) and body.asset == asset:
            yield entry
