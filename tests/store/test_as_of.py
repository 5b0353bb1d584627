"""The end of a day in the journal: its order decides, wall time only where to stop."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from store_bench import GLOVES, TORQUE, Bench, tamper

from kiosk.crib.commands import IssueStock, KeepCode
from kiosk.crib.names import BinCode, ProductCode
from kiosk.crib.places import PlaceKind
from kiosk.store.as_of import Day, catalogue, crossings, last_entry, pieces
from kiosk.store.entry import Position

FIRST = date(2026, 11, 2)
DAYS: list[tuple[str, str, int, int]] = [
    ("days follow each other", "1 1 2 3", 2, 3),
    ("nothing happened that day", "1 1 3 3", 2, 2),
    ("before everything", "2 3", 1, 0),
    ("after everything", "1 2 3", 9, 3),
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

    found = last_entry(bench.store.db, Day(FIRST + timedelta(days=day - 1), UTC))

    assert positions[before + last - 1] == found


def test_a_day_ends_at_midnight_of_the_cribs_own_zone() -> None:
    """Half past eleven in the evening of UTC is the next day in Berlin; the day of a clock change is longer."""
    winter, change = Day(FIRST, ZoneInfo("Europe/Berlin")), Day(date(2026, 10, 25), ZoneInfo("Europe/Berlin"))

    assert winter.end_s == int(datetime(2026, 11, 2, 23, tzinfo=UTC).timestamp())
    assert change.end_s - Day(date(2026, 10, 24), ZoneInfo("Europe/Berlin")).end_s == 25 * 3600


def test_the_journal_tells_where_the_pieces_were(bench: Bench) -> None:
    """Each product's pieces by kind of place, as the balances would have said."""
    bench.do(IssueStock(ProductCode(GLOVES), BinCode("C2-01"), 30, bench.ann()))
    upto = bench.entries()[-1].position

    gloves = pieces(bench.store.db, upto)[GLOVES]

    assert (gloves[PlaceKind.SUPPLIER], gloves[PlaceKind.BIN], gloves[PlaceKind.CONSUMED]) == (-100, 70, 30)


def test_only_what_enters_or_leaves_the_sites_care_is_a_crossing(bench: Bench) -> None:
    """Issues of tools, returns and hand-overs move no value; the catalogue is of that moment."""
    bench.act_a_little()
    upto = bench.entries()[-1].position

    types = [crossing.body.type for crossing in crossings(bench.store.db, upto)]

    assert types == ["asset.received", "asset.received", "stock.received", "stock.issued"]
    assert {TORQUE, GLOVES} == catalogue(bench.store.db, upto).products.keys()
    assert not catalogue(bench.store.db, Position("", 0)).products
