"""A crib of every kind of product, and whatever anybody may want of it."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from kiosk.crib import commands as do
from kiosk.crib import counting, keeping, ordering, receiving, transferring
from kiosk.crib import definitions as new
from kiosk.crib.names import (
    AssetCode,
    BadgeDigest,
    BinCode,
    CategoryCode,
    HoldCode,
    JobCode,
    Kind,
    KitCode,
    LotCode,
    Method,
    OverrideReason,
    Problem,
    ProductCode,
    Retirement,
    Role,
    StationCode,
    WorkerId,
)
from kiosk.crib.products import DueRule, Level, Training
from kiosk.store.database import Database, rows

START = datetime(2026, 1, 1, 8, tzinfo=UTC)
TOOLS, LADDERS, CLAMPS = ProductCode("TQ-60"), ProductCode("LAD"), ProductCode("CLP")
GLOVES, DISCS = ProductCode("GLV-9"), ProductCode("CUT-125")
PRODUCTS = [TOOLS, LADDERS, CLAMPS, GLOVES, DISCS]
C1, C2, C4, SAFE = BinCode("C1-04"), BinCode("C2-01"), BinCode("C4-01"), BinCode("S1-01")
WRENCHES = [AssetCode(f"TW-0{n}") for n in (1, 2, 3)]
STEPS = [AssetCode(f"LD-0{n}") for n in (1, 2)]
ASSETS = [*WRENCHES, *STEPS]
DRAFT = AssetCode("TW-09")
SET = KitCode("KIT-1")
J1, ST_3 = JobCode("J1"), StationCode("ST-3")
L1, L2 = LotCode("L1"), LotCode("L2")
CRIB = new.Define(
    (
        new.NewCategory(
            CategoryCode("torque"), Kind.SERIALIZED, loan_s=8 * 3600, calibration_days=365, training="torque",
            limit=2, controlled=1,
        ),
        new.NewCategory(CategoryCode("ladder"), Kind.SHARED, due_rules=(DueRule("look", days=9, uses=4),)),
        new.NewCategory(CategoryCode("clamp"), Kind.POOL, loan_s=86400),
        new.NewCategory(CategoryCode("supply"), Kind.CONSUMABLE, method=Method.FEFO, limit=30),
        new.NewProduct(TOOLS, "Torque wrench 60 Nm", CategoryCode("torque"), reorder=1),
        new.NewProduct(LADDERS, "Ladder", CategoryCode("ladder")),
        new.NewProduct(CLAMPS, "Clamp", CategoryCode("clamp"), reorder=2),
        new.NewProduct(GLOVES, "Nitrile gloves 9", CategoryCode("supply"), reorder=9),
        new.NewProduct(DISCS, "Cutting disc 125", CategoryCode("supply"), method=Method.FIFO),
        new.NewArea("SAFE", Level.CABINET, locked=1),
        *map(new.NewBin, (C1, C2, C4)),
        new.NewBin(SAFE, cabinet="SAFE"),  # type: ignore[arg-type]
        *(new.NewAsset(code, TOOLS, C1, calibrated=date(2025, 1, 5 + n)) for n, code in enumerate(WRENCHES)),
        *(new.NewAsset(code, LADDERS, SAFE) for code in STEPS),
        new.NewAsset(DRAFT, TOOLS, BinCode(""), draft=True),
        new.NewKit(SET, "Wrench set", (WRENCHES[1], WRENCHES[2])),
        new.NewJob(J1, "Line 3"),
        new.NewStation(ST_3, "Press 3"),
        new.Delivery(GLOVES, C2, 6, lot=L1, received=date(2025, 12, 1), expires=date(2026, 1, 9)),
        new.Delivery(GLOVES, C2, 6, receipt="second", lot=L2, received=date(2025, 12, 5)),
        new.Delivery(DISCS, C4, 5),
        new.Delivery(DISCS, C2, 2),
        new.Delivery(CLAMPS, C4, 4),
        new.Person("ann", "Ann Ott", badge="0319134791", trainings=(Training("torque", date(2026, 1, 20)),)),
        new.Person("ben", "Ben Oak", role=Role.LEAD, trainings=(Training("torque"),)),
        new.Person("kim", "Kim Ley", role=Role.KEEPER, trainings=(Training("torque"),)),
        new.Person("cem", "Cem Ari", active=False),
    )
)  # fmt: skip
CODES = ["ann", "ben", "kim", "ann", "ben", "kim", "cem", "nobody"]


class Whim(Struct, frozen=True):
    """Something that somebody may want; each kind of act takes what it needs of it."""

    kind: str
    asset: AssetCode
    shelf: tuple[ProductCode, BinCode]
    quantity: int
    who: str
    whom: str
    hours: int
    lot: LotCode
    wish: do.Wish
    lifts: tuple[str, ...]
    code: str


People = dict[str, WorkerId]
Made = Callable[[Whim, People, datetime], do.Command]


def _override(whim: Whim, people: People) -> do.Override | None:
    return do.Override(people["ben"], whim.lifts, OverrideReason.OTHER) if whim.lifts else None


def _stock(whim: Whim, people: People, _: datetime) -> do.Command:
    product, shelf = whim.shelf
    given = _override(whim, people)
    return do.IssueStock(product, shelf, whim.quantity, people[whim.who], whim.wish, whim.lot, given)


def _hold(whim: Whim, people: People, now: datetime) -> do.Command:
    start = now + timedelta(hours=whim.hours // 3)
    target = (whim.asset, whim.shelf[0], TOOLS)[whim.hours % 3]
    quantity = 1 if target in ASSETS else whim.quantity
    whom = str(J1) if whim.hours == 1 else whim.whom
    return do.PlaceHold(HoldCode(f"H-{whim.code}"), target, start, start + timedelta(hours=9), quantity, whom)


def _transfer(whim: Whim, _: People, __: datetime) -> do.Command:
    some = (transferring.Item(whim.asset), transferring.Item(whim.shelf[0], whim.quantity))
    return transferring.SendTransfer(f"T-{whim.code}", "B", some[whim.quantity % 2 :])


def _expected(whim: Whim, _: People, __: datetime) -> do.Command:
    lines = (receiving.Expected(whim.shelf[0], whim.quantity), receiving.Expected(asset=DRAFT))
    return receiving.ExpectDelivery(f"D-{whim.code}", lines[: 1 + whim.quantity % 2])


def _move(whim: Whim, _: People, __: datetime) -> do.Command:
    product, shelf = whim.shelf
    ends = [str(shelf), "quarantine" if whim.quantity % 2 else str(C1)]
    source, destination = ends if whim.hours % 2 else ends[::-1]
    return keeping.MoveStock(product, whim.quantity, source, destination, whim.lot)


def _received(whim: Whim, people: People, _: datetime) -> do.Command:
    product, shelf = whim.shelf
    named = f"D-{whim.code}" if whim.quantity % 2 else ""
    return receiving.ReceiveStock(
        product, shelf, whim.quantity, people[whim.who], named, whim.lot, over=whim.hours > 9
    )


def _count(whim: Whim) -> str:
    return f"{whim.shelf[1]}/1"


COUNTER: dict[str, Made] = {
    "sign in": lambda w, p, _: do.OpenSession(p[w.who]),
    "take": lambda w, p, _: do.IssueAsset(w.asset, p[w.who], w.wish, _override(w, p)),
    "take the set": lambda w, p, _: do.IssueKit(SET, p[w.who], w.wish, _override(w, p)),
    "draw": _stock,
    "bring": lambda w, p, _: do.ReturnAsset(w.asset, p[w.who]),
    "bring the set": lambda w, p, _: do.ReturnKit(SET, p[w.who], WRENCHES[2:] if w.hours > 9 else ()),  # type: ignore[arg-type]
    "put back": lambda w, p, _: do.PutBackStock(*w.shelf, w.quantity, p[w.who], w.wish),
    "take over": lambda w, p, _: do.HandOverAsset(w.asset, p[w.who], w.wish, _override(w, p)),
    "give": lambda w, p, _: do.GiveAsset(w.asset, p[w.whom], p[w.who], w.wish, _override(w, p)),
    "extend": lambda w, p, _: do.ExtendLoan(w.asset, w.hours * 3600, p[w.who], _override(w, p)),
    "set aside": lambda w, p, _: do.QuarantineAsset(w.asset, Problem.OTHER, p[w.who]),
    "miss": lambda w, p, _: do.ReportMissing(w.asset, p[w.who]),
    "see": lambda w, p, _: do.ConfirmAsset(w.asset, p[w.who]),
    "look into": lambda w, p, _: do.ConfirmBin(w.shelf[1], p[w.who]),
    "keep a code": lambda w, p, _: do.KeepCode("MEX", p[w.who]),
    "turn away": lambda _, __, ___: do.TurnAway(BadgeDigest("ab")),
    "receive": _received,
    "receive the draft": lambda w, p, _: receiving.ReceiveAsset(DRAFT, w.shelf[1], p[w.who], over=True),
}
"""What is done at the counter, and may be undone there."""
KEEPER: dict[str, Made] = {
    "reserve": _hold,
    "reserve again": _hold,
    "release": lambda w, _, __: do.ReleaseHold(HoldCode(f"H-{w.code}")),
    "move": lambda w, _, __: keeping.MoveAsset(w.asset, w.shelf[1]),
    "move pieces": _move,
    "let out": lambda w, _, __: keeping.ReleaseAsset(w.asset),
    "send out": lambda w, _, __: keeping.SendToService(w.asset),
    "take back": lambda w, _, __: keeping.BackFromService(w.asset, ("calibration",) if w.hours % 2 else ()),
    "note service": lambda w, _, at: keeping.NoteService(
        w.asset, "calibration" if w.asset in WRENCHES else "look", at.date()
    ),
    "retire": lambda w, _, __: keeping.RetireAsset(w.asset, Retirement.WORN, w.whom),
    "scrap": lambda w, _, __: keeping.ScrapStock(
        w.shelf[0], w.quantity, str(w.shelf[1]), Retirement.EXPIRED, w.lot, w.whom
    ),
    "lose": lambda w, _, __: keeping.DeclareLost(w.asset),
    "find": lambda w, _, __: keeping.FindAsset(w.asset),
    "order": lambda w, _, __: ordering.PlaceOrder(w.shelf[0], w.quantity, f"O-{w.code}"),
    "cancel": lambda w, _, __: ordering.CancelOrder(f"O-{w.code}", w.shelf[0]),
    "review": lambda _, __, ___: ordering.Review(),
    "expect": _expected,
    "expect no more": lambda w, _, __: receiving.CloseDelivery(f"D-{w.code}"),
    "send": _transfer,
    "settle": lambda w, _, __: transferring.SettleTransfer(f"T-{w.code}", w.shelf[0], w.quantity),
    "close transfer": lambda w, _, __: transferring.CloseTransfer(
        f"T-{w.code}", bin=C1 if w.hours % 2 else BinCode("")
    ),
    "count": lambda w, p, _: counting.OpenCount(w.shelf[1], p[w.who]),
    "count an asset": lambda w, p, _: counting.SeeAsset(_count(w), w.asset, p[w.who], w.shelf[1]),
    "count pieces": lambda w, p, _: counting.SeeStock(_count(w), *w.shelf, w.quantity, p[w.who]),
    "count a code": lambda w, p, _: counting.SeeCode(_count(w), "MEX", p[w.who]),
    "put right": lambda w, p, _: counting.FixFinding(
        _count(w), w.asset, list(counting.Fix)[w.quantity % 3], p[w.who]
    ),
    "sign": lambda w, p, _: counting.CloseCount(_count(w), p[w.who]),
    "give a count up": lambda w, _, __: counting.CancelCount(_count(w)),
}  # fmt: skip
"""What the keeper does, by cribctl or at the counter."""
MADE = COUNTER | KEEPER
TAKING = (do.IssueAsset, do.IssueKit, do.IssueStock, do.HandOverAsset, do.GiveAsset, do.ExtendLoan)


def command(whim: Whim, people: People, now: datetime) -> do.Command:
    """The whim as a command."""
    return MADE[whim.kind](whim, people, now)


LIFTS = [
    (),
    (),
    ("calibration-expired",),
    ("over-limit", "not-trained"),
    ("held-for-another", "reserved-soon"),
]
WISHES = [do.Wish()] * 6 + [do.Wish(J1), do.Wish(J1), do.Wish(station=ST_3), do.Wish(JobCode("none"))]
SHELVES = [(GLOVES, C2), (DISCS, C4), (DISCS, C2), (CLAMPS, C4)]
_HELD, _AWAY = "place_kind = 'holder'", "place_kind IN ('holder', 'job', 'station', 'lost')"
_MEANT = {
    "take": "place_kind = 'bin'",
    "set aside": "place_kind = 'bin'",
    "bring": _AWAY,
    "give": _HELD,
    "extend": _HELD,
    "take over": _HELD,
    "let out": "place_kind = 'quarantine'",
    "take back": "place_kind = 'service'",
    "find": "place_kind = 'lost' OR missing",
    "see": "missing OR unconfirmed",
}
"""What an act is mostly about."""


def whim(kind: str, chance: random.Random, db: Database, people: People) -> Whim:
    """A whim of this kind: mostly one that can come true, as things are."""
    who = chance.choice(CODES) if kind in COUNTER else "kim"
    made = Whim(
        kind,
        chance.choice(ASSETS),
        chance.choice(SHELVES),
        chance.choice([1, 1, 2, 2, 3, 5]),
        who,
        chance.choice(CODES[:4]),
        chance.randrange(13),
        chance.choice([LotCode(""), LotCode(""), LotCode(""), L1, L2]),
        chance.choice(WISHES),
        chance.choice(LIFTS),
        chance.choice("12"),
    )
    return made if chance.random() < 0.2 else _likely(made, chance, db, people)


def _likely(made: Whim, chance: random.Random, db: Database, people: People) -> Whim:
    codes = {worker: code for code, worker in people.items()}
    if made.kind in _MEANT:
        found = rows(db, f"SELECT code, place FROM asset WHERE {_MEANT[made.kind]} ORDER BY code")  # noqa: S608
        asset, place = chance.choice(found) if found else (made.asset, "")
        own = made.kind in ("give", "extend", "bring")
        return replace(made, asset=asset, who=codes.get(place, made.who) if own else made.who)
    if made.kind == "put back":
        found = rows(
            db, "SELECT worker, product FROM drawn UNION SELECT place, product FROM loan ORDER BY 1, 2"
        )
        if found:
            worker, product = chance.choice(found)
            shelf = next(shelf for shelf in SHELVES if shelf[0] == product)
            return replace(made, who=codes[worker], shelf=shelf, wish=do.Wish())
    if (made.kind in KEEPER and "count" in made.kind) or made.kind in ("sign", "put right"):
        found = rows(db, "SELECT place FROM count_sheet WHERE closed = 0 ORDER BY place")
        places = [shelf for shelf in SHELVES if (shelf[1],) in found]
        return replace(made, shelf=chance.choice(places)) if places else made
    return made
