"""Looking at what time alone has changed: once a minute, and more of it once a day."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from desk_bench import EIGHT, DeskBench

from kiosk.attendant.events import Tick
from kiosk.attendant.reviews import Reviews
from kiosk.crib.commands import PlaceHold, SetPolicy
from kiosk.crib.definitions import Define, NewProduct
from kiosk.crib.names import CategoryCode, CommandId, HoldCode, ProductCode, Via
from kiosk.crib.ordering import Review

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
GLOVES = NewProduct(ProductCode("GLV-9"), "Gloves", CategoryCode("supply"), reorder=95)


def test_a_look_is_due_once_a_minute() -> None:
    """The first of a start, or of a day, looks at what ends with a day too."""
    reviews = Reviews(UTC)

    assert reviews.due(EIGHT) == Review(day_began=True)
    assert reviews.due(EIGHT + 59 * SECOND) is None
    assert reviews.due(EIGHT + MINUTE) == Review(day_began=False)
    assert reviews.due(EIGHT + timedelta(days=1)) == Review(day_began=True)


def test_a_day_begins_in_the_cribs_zone() -> None:
    """Where the crib is, not in Greenwich."""
    reviews = Reviews(ZoneInfo("Europe/Berlin"))
    reviews.due(datetime(2026, 11, 2, 22, 59, tzinfo=UTC))

    assert reviews.due(datetime(2026, 11, 2, 23, 0, tzinfo=UTC)) == Review(day_began=True)


def test_a_clock_that_is_set_back_does_not_stop_the_looks() -> None:
    """A minute is another minute, earlier or later."""
    reviews = Reviews(UTC)
    reviews.due(EIGHT)

    assert reviews.due(EIGHT - MINUTE) is not None


def types(bench: DeskBench) -> list[str]:
    """The entries that tell of low stock."""
    return [
        entry.type for entry in bench.entries() if entry.type.startswith("stock.") and entry.via is Via.KIOSK
    ]


def test_a_tick_tells_of_a_hold_that_began(bench: DeskBench) -> None:
    """Once, and to everybody: the new head wakes the relay."""
    bench.store.execute(CommandId("levels"), Define((GLOVES,)), EIGHT, Via.CRIBCTL)
    begins = EIGHT + timedelta(minutes=5)
    hold = PlaceHold(HoldCode("H1"), "GLV-9", begins, begins + timedelta(hours=1), 10, "ann")
    bench.store.execute(CommandId("hold"), hold, EIGHT, Via.CRIBCTL)
    bench.play(Tick())
    assert types(bench) == []

    bench.world.pass_to(bench.world.boot + 300)
    assert "head" in bench.play(Tick())
    assert types(bench) == ["stock.low"]
    bench.world.pass_to(bench.world.boot + 60)
    assert "head" not in bench.play(Tick())
    assert types(bench) == ["stock.low"]


def test_a_tick_tells_of_a_shift_that_ended(bench: DeskBench) -> None:
    """Once, by the kiosk itself, however late it looks."""
    bench.store.execute(CommandId("shifts"), SetPolicy("shifts", "08:05"), EIGHT, Via.CRIBCTL)
    bench.play(Tick())
    bench.world.pass_to(bench.world.boot + 3600)
    assert "head" in bench.play(Tick())
    bench.world.pass_to(bench.world.boot + 60)
    assert "head" not in bench.play(Tick())

    (closed,) = [entry for entry in bench.entries() if entry.type.startswith("shift.")]
    assert (closed.type, closed.via, closed.actor) == ("shift.closed", Via.KIOSK, "")


def test_a_look_that_writes_nothing_does_not_make_a_full_disk_well(bench: DeskBench) -> None:
    """Only what was written shows that there is space again."""
    bench.fill_disk()
    bench.world.pass_to(bench.world.boot + 60)
    bench.play(Tick())

    assert "disk: full" in bench.health("disk")
