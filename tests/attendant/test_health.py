"""Health: a line for each part, in words."""

from desk_bench import DeskBench

from kiosk.attendant.events import Present, Unread
from kiosk.attendant.health import Wellbeing
from kiosk.attendant.messages import BrokerState
from kiosk.counter.views import Health
from kiosk.crib.names import CommandId
from kiosk.crib.refusals import Fault


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


def test_a_cabinet_that_is_called_as_a_device_is_none() -> None:
    """Its lock would be taken for the reader that a badge is waited for at, or hide it."""
    well = Wellbeing()
    well.cabinet("reader 2", ok=True)
    well.device("scanner", ok=True)
    well.cabinet("scanner", ok=False, why="pulled")
    assert not well.has("reader")
    assert [(part.name, part.ok) for part in well.lines(clock_synced=True)][:3] == [
        ("scanner", True),
        ("reader 2", True),
        ("scanner", False),
    ]


def test_a_cabinet_that_did_not_open_is_not_well_until_its_lock_says_more() -> None:
    """It answers, so it is not missing."""
    well = Wellbeing()
    well.cabinet("C1", ok=True, stuck=True, why="its bolt did not move")
    assert Health("C1", ok=False, text="C1: did not open (its bolt did not move)") == line(well, "C1")
    well.cabinet("C1", ok=True)
    assert Health("C1", ok=True, text="C1: well") == line(well, "C1")


def test_devices_stand_first() -> None:
    """They are what people at the counter can mend."""
    well = Wellbeing()
    well.device("scanner", ok=True)
    well.device("reader", ok=True)
    assert [part.name for part in well.lines(clock_synced=True)][:3] == ["scanner", "reader", "disk"]


def test_the_disk_says_why_the_last_write_failed_until_one_succeeds() -> None:
    """A good write is the only proof that it is well again."""
    well = Wellbeing()
    well.disk(Fault.DISK_FULL, "/data: the disk is full.")
    assert Health("disk", ok=False, text="disk: full (/data: the disk is full.)") == line(well, "disk")
    well.disk(None)
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
    """By the view, without any scan, and without what only helps whoever mends it."""
    assert bench.play(Present("scanner", ok=False, why="[Errno 2] No such file")) == ["show"]
    assert bench.health("scanner") == "scanner: missing"
    assert "Errno" not in bench.view.words()


def heard(bench: DeskBench, seconds: float) -> list[str]:
    """What is told of another noise of the scanner, so many seconds later."""
    bench.world.pass_to(bench.world.boot + seconds)
    return bench.play(Unread("scanner counter", "half a message"))


def test_a_scanner_that_babbles_is_told_once_then_said_at_the_foot_and_calm_again_after_it(
    bench: DeskBench,
) -> None:
    """A notice, and no flicker: one noise every two seconds is what a driver lets through."""
    bench.play(Present("scanner counter", ok=True))
    told = [heard(bench, 2.0) for _ in range(10)]

    assert told[0] == ["beep look", "show"]
    assert [each for each in told[1:] if each] == [["show"]]
    assert bench.health("scanner counter") == "scanner counter: cannot be understood"

    bench.wait(4)
    assert bench.health("scanner counter") == "scanner counter: well"


def test_who_scans_a_worn_label_again_is_told_again(bench: DeskBench) -> None:
    """It takes a person longer to try again."""
    assert [heard(bench, 4.0), heard(bench, 4.0)] == [["beep look", "show"]] * 2


def test_a_scan_that_fails_after_one_that_was_answered_is_told(bench: DeskBench) -> None:
    """Else the screen would still say the other thing of it."""
    heard(bench, 1.0)
    bench.scan("DRL-01")

    assert "beep look" in heard(bench, 1.0)


def test_a_reader_that_babbles_is_said_at_the_foot_alone(bench: DeskBench) -> None:
    """Half a badge frame is common; a series of them is not."""
    bench.play(Present("reader", ok=True))
    told = []
    for _ in range(6):
        bench.world.pass_to(bench.world.boot + 2.0)
        told.append(bench.play(Unread("reader", "half a frame")))

    assert [each for each in told if each] == [["show"]]
    assert bench.health("reader") == "reader: cannot be understood"


def test_simulated_devices_are_said_before_all_others() -> None:
    """Whatever else is well."""
    well = Wellbeing()
    well.device("reader", ok=True)
    assert "devices: simulated" not in [line.text for line in well.lines(clock_synced=True)]
    well.simulated = True
    first, second, *_ = well.lines(clock_synced=True)
    assert (first.text, first.ok, second.text) == ("devices: simulated", False, "reader: well")
