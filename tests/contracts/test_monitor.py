"""What devices say, live: to administrators, beside the desk, and never at its cost."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from io import StringIO
from queue import SimpleQueue

import pytest
from door_bench import Counter, RawClient
from waiting import PATIENCE_S

from drivers.messages import Badge, Frame, LockReport, Message, Noise, Scan, Tag, Tags
from kiosk.admin.command_line import run
from kiosk.attendant.door import Door, DoorError
from kiosk.attendant.events import DoorEvent, Present
from kiosk.attendant.local_door import LocalDoor
from kiosk.attendant.messages import ENCODER, Heard, Listen, Reply
from kiosk.attendant.monitor import MAX_WAITING, Backlog, Monitor
from kiosk.counter.locks import Sign
from kiosk.crib.names import CabinetCode, CommandId
from kiosk.devices.machine import deliver
from kiosk.devices.monitored import report
from kiosk.settings import Settings
from kiosk.store.database import Database

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
LISTEN = ENCODER.encode(Listen(CommandId("l"))) + b"\n"


@pytest.fixture
def counter() -> Iterator[Counter]:
    """A counter that serves."""
    counter = Counter()
    yield counter
    counter.close()


@pytest.fixture(params=["local", "socket"])
def door(request: pytest.FixtureRequest, counter: Counter) -> Iterator[Door]:
    """A door of each kind."""
    door: Door = getattr(counter, request.param)()
    yield door
    door.close()


def heard(device: str, what: str, text: str, missed: int = 0) -> Heard:
    """A line, at noon."""
    return Heard(NOON, device, what, text, missed)


def said(*messages: Message) -> list[tuple[str, str]]:
    """What a listener hears of a device's messages."""
    lines: list[Heard] = []
    monitor = Monitor(lambda: NOON)
    monitor.listen(lines.append)
    for message in messages:
        report(monitor, "board", message)
    return [(line.what, line.text) for line in lines]


def test_a_listener_hears_how_the_devices_are_and_what_they_say(counter: Counter, door: Door) -> None:
    """First what is there, then each event, in order."""
    counter.attendant.put(Present("reader", ok=False, why="no such file"))
    lines: SimpleQueue[Heard | None] = SimpleQueue()
    door.listen(lines.put)
    deliver(counter.attendant, "scanner")(Scan("DRL-01"), 0.0)
    counter.attendant.put(Present("reader", ok=True))
    counter.attendant.put(DoorEvent(CabinetCode("C1"), Sign.STUCK, "no pulse"))

    told = [line for line in (lines.get(timeout=PATIENCE_S) for _ in range(4)) if line]
    assert [(line.device, line.what, line.text) for line in told] == [
        ("reader", "device", "away: no such file"),
        ("scanner", "code", "DRL-01"),
        ("reader", "device", "there"),
        ("C1", "door", "stuck: no pulse"),
    ]


def test_who_has_closed_the_door_hears_nothing_more(counter: Counter, door: Door) -> None:
    """A listener that goes leaves nothing behind."""
    lines: SimpleQueue[Heard | None] = SimpleQueue()
    door.listen(lines.put)
    door.close()
    deliver(counter.attendant, "scanner")(Scan("DRL-01"), 0.0)
    counter.local().status()

    assert lines.empty()


def test_a_door_without_an_attendant_says_how_to_look(counter: Counter) -> None:
    """Who is the writer for a moment has no devices open."""
    alone = LocalDoor(counter.attendant.put, counter.world.new_id)

    with pytest.raises(DoorError, match="cribctl doctor says which of them are there"):
        alone.listen(lambda _: None)


def test_a_listener_that_never_reads_is_not_waited_for_and_learns_what_it_lost(counter: Counter) -> None:
    """The newest lines are kept; the counter goes on."""
    client = RawClient(counter.path)
    client.send(LISTEN)
    assert client.answer() == Reply(CommandId("l"), "ok")
    flood = 20 * MAX_WAITING
    for number in range(flood):
        counter.attendant.monitor.heard("scanner", "code", f"{number:>100}")
    other = counter.socket()
    assert other.status().kiosk == "kiosk-1"
    other.close()

    numbers, lost = list[int](), 0
    while not numbers or numbers[-1] != flood - 1:
        line = client.answer()
        assert isinstance(line, Heard)
        lost += line.missed
        numbers.append(int(line.text))

    client.close()
    assert numbers == sorted(numbers)
    assert lost > 0
    assert len(numbers) + lost == flood


def test_a_client_that_listens_twice_hears_everything_once(counter: Counter) -> None:
    """The second request takes the place of the first."""
    client = RawClient(counter.path)
    client.send(LISTEN + LISTEN)
    assert [client.answer() for _ in range(2)] == [Reply(CommandId("l"), "ok")] * 2
    counter.attendant.monitor.heard("scanner", "code", "once")
    counter.attendant.monitor.heard("scanner", "code", "then")

    lines = [client.answer() for _ in range(2)]
    client.close()
    assert [line.text for line in lines if isinstance(line, Heard)] == ["once", "then"]


def test_what_stands_is_told_where_it_changes_only() -> None:
    """A board is asked four times a second, and its door is opened once an hour."""
    shut = LockReport(0, {1: True, 2: False}, {1: False}, b"x")
    opened = LockReport(0, {1: False, 2: False}, {1: True}, b"x")

    assert said(shut, shut, opened) == [
        ("contact 1", "closed"),
        ("contact 2", "open"),
        ("coil 1", "off"),
        ("contact 1", "open"),
        ("coil 1", "on"),
    ]


@pytest.mark.parametrize(
    ("message", "line"),
    [
        (Badge("em4100:40:010063E9AE", b"x"), ("badge", "em4100:40:…E9AE")),
        (Scan("DRL-01"), ("code", "DRL-01")),
        (Tags((Tag("E2003412"),), b"x"), ("tag", "E2003412")),
        (Tags((Tag("E2003412", -61, 2),), b"x"), ("tag", "E2003412, RSSI -61, antenna 2")),
        (Frame("firmware version", {"version": "1.6"}, b"x"), ("frame", "firmware version")),
        (Noise("bad checksum", b"\x02\x03"), ("noise", "bad checksum (2 bytes)")),
        (Noise("no terminator", (30, 31, 32)), ("noise", "no terminator (3 keys)")),
    ],
)
def test_each_message_is_a_line_and_no_badge_is_told_whole(message: Message, line: tuple[str, str]) -> None:
    """A number that is shown can be copied onto a card."""
    assert said(message) == [line]


def test_nobody_listens_and_nothing_is_kept_but_how_things_are() -> None:
    """Badges of an hour ago are not told to who comes now."""
    monitor, lines = Monitor(lambda: NOON), list[Heard]()
    monitor.heard("reader", "badge", "…1234")
    monitor.stands("reader", "device", "there")
    end = monitor.listen(lines.append)
    end()
    monitor.heard("reader", "badge", "…5678")

    assert lines == [heard("reader", "device", "there")]


def test_a_backlog_keeps_the_newest_counts_the_rest_and_wakes_its_taker_once() -> None:
    """One wake for any number of lines: whoever floods makes no queue of wakes either."""
    backlog = Backlog()

    woken = [backlog.put(heard("d", "code", str(number))) for number in range(MAX_WAITING + 2)]
    taken = list(iter(backlog.take, None))

    assert woken == [True] + [False] * (MAX_WAITING + 1)
    assert taken[0] == heard("d", "code", "2", missed=2)
    assert [line.missed for line in taken[1:]] == [0] * (MAX_WAITING - 1)
    assert backlog.put(heard("d", "code", "next"))


class ReachedCrib:
    """The crib of a counter, as `cribctl` reaches it."""

    def __init__(self, counter: Counter, out: StringIO) -> None:
        self.settings = Settings()
        self._counter = counter
        self._out = out

    @property
    def zone(self) -> tzinfo:
        return UTC

    def door(self) -> Door:
        return self._counter.socket()

    def db(self) -> Database:
        raise NotImplementedError

    def now(self) -> datetime:
        return NOON

    def new_id(self) -> CommandId:
        return CommandId(self._counter.world.new_id())


class Output(StringIO):
    """A terminal that says when a line with this text was written."""

    def __init__(self, awaited: str) -> None:
        super().__init__()
        self.seen = threading.Event()
        self._awaited = awaited

    def write(self, text: str) -> int:
        written = super().write(text)
        if self._awaited in text:
            self.seen.set()
        return written


def monitored(counter: Counter, *words: str) -> tuple[int, str, str]:
    """What `cribctl io monitor` prints of three events, until the attendant ends."""
    out, err, code = Output("the end"), StringIO(), list[int]()
    crib = ReachedCrib(counter, out)
    counter.attendant.put(Present("reader", ok=True))
    thread = threading.Thread(target=lambda: code.append(run(["io", "monitor", *words], crib, out, err)))
    thread.start()
    while thread.is_alive() and not out.seen.wait(0.01):
        counter.attendant.monitor.heard("scanner 1", "code", "\x1b[2Jthe end")
    counter.stop()
    thread.join(PATIENCE_S)
    return code[0], out.getvalue(), err.getvalue()


def test_the_monitor_prints_a_line_an_event_until_the_attendant_ends(counter: Counter) -> None:
    """With nothing in it that a terminal would obey."""
    code, out, err = monitored(counter)
    first, second, *_ = out.splitlines()

    assert code == 2
    assert first.split()[1:] == ["reader", "device", "there"]
    assert second.split("  ", 1)[1].split() == ["scanner", "1", "code", "\\x1b[2Jthe", "end"]
    assert err.splitlines() == [
        "Listening to the devices. Ctrl-C ends it.",
        "The attendant has ended, and this with it. Start it, and ask again.",
    ]


def test_the_monitor_listens_to_no_device_that_there_is_not(counter: Counter) -> None:
    """It would wait without end; what there is is said instead."""
    code, out, err = monitored(counter, "scaner")

    assert (code, out) == (2, "")
    assert err == "No device or cabinet is called 'scaner'; there are reader and scanner.\n"


def test_the_monitor_prints_json_of_the_devices_that_were_named(counter: Counter) -> None:
    """For whoever keeps what was said."""
    _, out, _ = monitored(counter, "scanner", "--json")

    assert out.splitlines()[0].endswith(
        '"device":"scanner 1","what":"code","text":"\\u001b[2Jthe end","missed":0}'
    )
