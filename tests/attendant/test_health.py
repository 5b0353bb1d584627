"""Health: a line for each part, in words."""

from desk_bench import DeskBench

from kiosk.attendant.events import Present
from kiosk.attendant.health import Wellbeing
from kiosk.attendant.messages import BrokerState
from kiosk.counter.views import Health
from kiosk.crib.names import CommandId


def line(well: Wellbeing, name: str, *, clock_synced: bool = True) -> Health | None:
    """One part's health."""
    return next((part for part in well.lines(clock_synced) if part.name == name), None)


def told(state: str, waiting: int) -> BrokerState:
    """What the relay says."""
    return BrokerState(CommandId("b"), state, waiting)


def test_a_device_that_nobody_spoke_of_is_not_listed() -> None:
    """A kiosk without a reader does not complain of one."""
    assert [part.name for part in Wellbeing().lines(clock_synced=True)] == ["disk", "broker", "clock"]


def test_a_device_that_is_gone_is_named_with_the_reason() -> None:
    """Whoever stands there can look at the right plug."""
    well = Wellbeing()
    well.device("scanner", ok=False, why="unplugged")
    assert Health("scanner", ok=False, text="scanner: missing (unplugged)") == line(well, "scanner")


def test_a_device_that_came_back_is_well() -> None:
    """Its reason is forgotten."""
    well = Wellbeing()
    well.device("scanner", ok=False)
    well.device("scanner", ok=True)
    assert Health("scanner", ok=True, text="scanner: well") == line(well, "scanner")


def test_devices_stand_first() -> None:
    """They are what people at the counter can mend."""
    well = Wellbeing()
    well.device("scanner", ok=True)
    well.device("reader", ok=True)
    assert [part.name for part in well.lines(clock_synced=True)][:3] == ["scanner", "reader", "disk"]


def test_the_disk_says_why_the_last_write_failed_until_one_succeeds() -> None:
    """A good write is the only proof that it is well again."""
    well = Wellbeing()
    well.disk("the disk is full")
    assert Health("disk", ok=False, text="disk: the disk is full") == line(well, "disk")
    well.disk("")
    assert Health("disk", ok=True, text="disk: well") == line(well, "disk")


def test_before_the_relay_told_anything_nobody_knows_how_much_waits() -> None:
    """Unknown is not none."""
    well = Wellbeing()
    assert (-1, Health("broker", ok=False, text="broker: no relay")) == (well.waiting, line(well, "broker"))


def test_the_broker_line_says_how_much_waits() -> None:
    """A broker that is away is no fault of the counter's: it serves on."""
    well = Wellbeing()
    well.broker(told("away", 12))
    assert (12, Health("broker", ok=False, text="broker: away, 12 waiting")) == (
        well.waiting,
        line(well, "broker"),
    )


def test_a_broker_that_has_everything_is_well() -> None:
    """Nothing waits, so no number is shown."""
    well = Wellbeing()
    well.broker(told("up", 0))
    assert Health("broker", ok=True, text="broker: up") == line(well, "broker")


def test_a_clock_that_was_not_set_says_so() -> None:
    """A Pi may have no clock battery."""
    expected = Health("clock", ok=False, text="clock: not set from the network")
    assert expected == line(Wellbeing(), "clock", clock_synced=False)


def test_a_device_that_goes_shows_on_the_screen_at_once(bench: DeskBench) -> None:
    """By the view, without any scan."""
    assert bench.play(Present("scanner", ok=False, why="unplugged")) == ["show"]
    assert bench.health("scanner") == "scanner: missing (unplugged)"
    assert "scanner: missing (unplugged)" in bench.view.words()
