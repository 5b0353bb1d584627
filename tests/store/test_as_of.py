"""The end of a day in the journal: its order decides, wall time only where to stop."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from store_bench import GLOVES, TORQUE, Bench, tamper

from kiosk.crib.body import Body
from kiosk.crib.changes import CategoryChanged, ProductChanged
from kiosk.crib.commands import IssueStock, KeepCode
from kiosk.crib.entries import ActUndone
from kiosk.crib.names import NOBODY, BinCode, CommandId, Kind, ProductCode, Via
from kiosk.crib.places import PlaceKind
from kiosk.crib.transfer_entries import Described, TransferReceived, TransferSent, TransferSettled
from kiosk.store.as_of import Day, catalogue, crossings, last_entry, traffic
from kiosk.store.entry import Position
from kiosk.store.journal import Author, Writer

FIRST = date(2026, 11, 2)
LATER = datetime(2027, 1, 1, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
DAYS: list[tuple[str, str, int, int]] = [
    ("days follow each other", "1 1 2 3", 2, 3),
    ("nothing happened that day", "1 1 3 3", 2, 2),
    ("before everything", "2 3", 1, 0),
    ("after everything", "1 2 3", 9, 3),
    ("between boots", "1 2 5", 4, 2),
    ("a clock that was never set is all there is", "1? 2? 3?", 2, 2),
    ("a clock that was set once, then kept", "1 2? 3?", 2, 2),
    ("a board that woke in the past", "1 2 3 0? 0? 4", 1, 1),
    ("a board that woke in the past, later", "1 2 3 0? 0? 4", 4, 6),
    ("a clock that was wrong for a while", "1 9 2 3", 2, 3),
]


def stamped(bench: Bench, days: str) -> list[Position]:
    """One entry a word, on that day; ``?`` where the clock was not set. All before them lies in 1970."""
    tamper(bench.path, "UPDATE journal SET at = 0, clock_synced = 0")
    for number, word in enumerate(days.split()):
        bench.do(KeepCode(f"code-{number}"))
        at = datetime(2026, 11, 1, 12, tzinfo=UTC) + timedelta(days=int(word.rstrip("?")))
        set_to = (int(at.timestamp()) * 1_000_000, int(not word.endswith("?")))
        tamper(
            bench.path,
            "UPDATE journal SET at = ?, clock_synced = ? WHERE seq = (SELECT max(seq) FROM journal)",
            *set_to,
        )
    return [entry.position for entry in bench.entries()]


@pytest.mark.parametrize(("said", "days", "day", "last"), DAYS, ids=[said for said, *_ in DAYS])
def test_a_day_ends_with(bench: Bench, said: str, days: str, day: int, last: int) -> None:
    """The newest entry that was made by then, as far as the clock can be believed."""
    positions = stamped(bench, days)
    before = len(positions) - len(days.split())

    found = last_entry(bench.store.db, Day(FIRST + timedelta(days=day - 1), UTC, LATER))

    assert positions[before + last - 1] == found


def test_a_day_ends_at_midnight_of_the_cribs_own_zone() -> None:
    """Eleven in the evening of UTC is the next day in Berlin; the day of a clock change has 25 hours."""
    before, change, winter = (Day(date(2026, 10, day), BERLIN, LATER) for day in (24, 25, 31))

    assert winter.end_s == int(datetime(2026, 10, 31, 23, tzinfo=UTC).timestamp())
    assert change.end_s - before.end_s == 25 * 3600


def test_a_day_that_has_not_ended_is_told_of_as_it_is(bench: Bench) -> None:
    """All of the journal, whatever its entries' times say; so is a day that is to come."""
    positions = stamped(bench, "1 2 9")
    now = datetime(2026, 11, 3, 8, tzinfo=UTC)
    today, tomorrow = Day(date(2026, 11, 3), UTC, now), Day(date(2026, 11, 4), UTC, now)

    assert positions[-1] == last_entry(bench.store.db, today) == last_entry(bench.store.db, tomorrow)
    assert today.end_s == tomorrow.end_s == int(now.timestamp())


def test_the_journal_tells_how_many_pieces_went_where(bench: Bench) -> None:
    """Each product's, by the kinds of place they came from and went to."""
    bench.do(IssueStock(ProductCode(GLOVES), BinCode("C2-01"), 30, bench.ann()))
    upto = bench.entries()[-1].position

    gloves = [moved for moved in traffic(bench.store.db, upto) if moved.product == GLOVES]

    assert [(moved.source, moved.destination, moved.quantity) for moved in gloves] == [
        (PlaceKind.BIN, PlaceKind.CONSUMED, 30),
        (PlaceKind.SUPPLIER, PlaceKind.BIN, 100),
    ]


def test_only_what_enters_or_leaves_the_sites_care_is_a_crossing(bench: Bench) -> None:
    """Issues of tools, returns and hand-overs move no value; the catalogue is of that moment."""
    bench.act_a_little()
    upto = bench.entries()[-1].position

    types = [crossing.body.type for crossing in crossings(bench.store.db, upto)]

    assert types == ["asset.received", "asset.received", "stock.received", "stock.issued"]
    assert {TORQUE, GLOVES} == catalogue(bench.store.db, upto).products.keys()
    assert not catalogue(bench.store.db, Position("", 0)).products


def test_what_another_site_sent_comes_in_and_what_it_received_is_gone(bench: Bench) -> None:
    """On the way it is the sender's; undone, a receipt leaves the site's care again."""
    way = {"product": ProductCode(GLOVES), "transfer": "T1"}
    what = Described(
        category=CategoryChanged(category="supply", kind=Kind.CONSUMABLE),
        product=ProductChanged(product=ProductCode(GLOVES), name="Nitrile gloves", category="supply"),
    )
    written(
        bench,
        TransferSent(**way, quantity=30, source="bin:C2-01", destination="transit:T1", to="B", what=what),
        TransferSettled(**way, quantity=20, source="transit:T1", destination="supplier"),
        TransferReceived(
            **{**way, "transfer": "T2"}, quantity=7, source="transit:T2", destination="bin:C2-01", origin="B"
        ),
        ActUndone(
            product=ProductCode(GLOVES),
            quantity=7,
            undoes="transfer.received",
            undoes_seq=1,
            source="bin:C2-01",
            destination="transit:T2",
        ),
    )
    upto = bench.entries()[-1].position

    crossed = [(one.source, one.destination, one.body.quantity) for one in crossings(bench.store.db, upto)]
    inside: Counter[PlaceKind] = Counter()
    for moved in traffic(bench.store.db, upto):
        if moved.product == GLOVES:
            inside[moved.source] -= moved.quantity
            inside[moved.destination] += moved.quantity

    assert crossed[-3:] == [
        (PlaceKind.TRANSIT, PlaceKind.SUPPLIER, 20),
        (PlaceKind.SUPPLIER, PlaceKind.BIN, 7),
        (PlaceKind.BIN, PlaceKind.SUPPLIER, 7),
    ]
    assert (inside[PlaceKind.BIN], inside[PlaceKind.TRANSIT], inside[PlaceKind.SUPPLIER]) == (70, 10, -80)


def written(bench: Bench, *bodies: Body) -> None:
    """Append entries as they would stand in the journal, without asking the rulebook."""
    writer = Writer(bench.store.db, "kiosk-1", "A")
    for line, body in enumerate(bodies):
        by = Author(CommandId("by-hand"), NOBODY, Via.CRIBCTL)
        writer.append(body, id=bench.world.new_id(), stamp=bench.world.stamp(), by=by, line=line)
