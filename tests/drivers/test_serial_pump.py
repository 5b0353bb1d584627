"""The badge reader's pump at a real pseudo-terminal, with the simulated reader at its other end."""

import queue
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from waiting import PATIENCE_S

from drivers.badges.rdm6300 import Decoder, encode
from drivers.conversation import listening
from drivers.messages import Badge, Message, Noise
from drivers.serial_pump import SerialPump
from drivers.sim.reader import SimReader

ANN, BEN = "em4100:40:67003B51C6", "em4100:40:0801161DD6"


class Desk:
    """Who the pump reports to."""

    def __init__(self) -> None:
        self.messages: queue.SimpleQueue[tuple[Message, float]] = queue.SimpleQueue()
        self.presence: queue.SimpleQueue[tuple[bool, str]] = queue.SimpleQueue()

    def deliver(self, message: Message, at: float) -> None:
        self.messages.put((message, at))

    def present(self, present: bool, why: str) -> None:
        self.presence.put((present, why))

    def next_badge(self) -> str:
        message, _ = self.messages.get(timeout=PATIENCE_S)
        assert isinstance(message, Badge)
        return message.number


@pytest.fixture
def desk() -> Desk:
    """Who the pump reports to."""
    return Desk()


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[SimReader]:
    """A badge reader that is plugged in."""
    reader = SimReader(tmp_path / "badge0")
    yield reader
    reader.unplug()


@pytest.fixture
def pump(reader: SimReader, desk: Desk) -> Iterator[SerialPump]:
    """A pump that has opened the reader."""
    pump = SerialPump(
        "reader",
        str(reader.link),
        listening(Decoder, 1000.0),
        desk.deliver,
        desk.present,
        clock=lambda: 7.0,
        backoff_s=(0.01,),
    )
    pump.start()
    assert desk.presence.get(timeout=PATIENCE_S) == (True, "")
    yield pump
    pump.stop()


@pytest.mark.usefixtures("pump")
def test_a_badge_held_into_the_field_is_delivered_once_with_its_time(reader: SimReader, desk: Desk) -> None:
    """A badge held into the field is delivered once with its time."""
    reader.tap(ANN)
    reader.babble(encode(BEN, crlf=True))

    assert desk.messages.get(timeout=PATIENCE_S) == (Badge(ANN, encode(ANN)), 7.0)
    assert desk.messages.get(timeout=PATIENCE_S) == (Badge(BEN, encode(BEN, crlf=True)), 7.0)


def test_while_a_conversation_is_deaf_only_who_wakes_the_pump_does(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then what has come is read without another wait; of a line that went it is noticed then as well."""
    waits: list[tuple[int, float]] = []

    def select(readable: list[object], _write: object, _error: object, seconds: float) -> tuple[list[object]]:
        waits.append((len(readable), seconds))
        return ([],) * 3  # type: ignore[return-value]

    pump = SerialPump("reader", "nowhere", listening(Decoder), desk.deliver, desk.present)
    monkeypatch.setattr("select.select", select)
    line = SimpleNamespace(fd=-1)

    assert pump._read(line, 5.0, 0.2) == b""  # type: ignore[arg-type]
    assert waits == [(1, 0.2), (2, 0.0)]
    assert pump._read(line, 5.0, -0.2) == b""  # type: ignore[arg-type]
    assert waits[2:] == [(2, 5.0)]
    pump.stop()


@pytest.mark.usefixtures("pump")
def test_babble_is_delivered_as_noise_and_the_next_badge_is_read(reader: SimReader, desk: Desk) -> None:
    """Babble is delivered as noise and the next badge is read."""
    reader.babble(b"\x02nonsense\x03")
    reader.tap(ANN)

    message, _ = desk.messages.get(timeout=PATIENCE_S)
    assert isinstance(message, Noise)
    assert desk.next_badge() == ANN


@pytest.mark.usefixtures("pump")
def test_a_reader_that_is_unplugged_is_missed_and_read_again_once_it_is_back(
    reader: SimReader, desk: Desk
) -> None:
    """A reader that is unplugged is missed and read again once it is back."""
    reader.unplug()
    present, why = desk.presence.get(timeout=PATIENCE_S)
    assert not present
    assert str(reader.link) in why

    reader.plug()
    while not present:
        present, _ = desk.presence.get(timeout=PATIENCE_S)
    reader.tap(ANN)

    assert desk.next_badge() == ANN


@pytest.mark.usefixtures("pump")
def test_half_a_frame_before_the_cable_is_pulled_is_never_joined_to_what_comes_after(
    reader: SimReader, desk: Desk
) -> None:
    """Half a frame before the cable is pulled is never joined to what comes after."""
    whole = encode(ANN)
    reader.babble(b"!" * 64 + whole[:7])
    assert isinstance(desk.messages.get(timeout=PATIENCE_S)[0], Noise)
    reader.unplug()
    reader.plug()
    present = False
    while not present:
        present, _ = desk.presence.get(timeout=PATIENCE_S)
    reader.babble(whole[7:])
    reader.tap(BEN)

    heard = list(iter(lambda: desk.messages.get(timeout=PATIENCE_S)[0], Badge(BEN, encode(BEN))))

    assert [message for message in heard if isinstance(message, Badge)] == []


def test_who_wakes_a_pump_that_was_stopped_writes_into_no_other_file(desk: Desk, tmp_path: Path) -> None:
    """Who wakes a pump that was stopped writes into no other file: its number may be another's by then."""
    pump = SerialPump("reader", "nowhere", listening(Decoder), desk.deliver, desk.present)
    pump.stop()
    files = [(tmp_path / str(number)).open("wb") for number in range(4)]

    pump.wake()

    for file in files:
        file.close()
    assert [(tmp_path / str(number)).read_bytes() for number in range(4)] == [b""] * 4


def test_a_port_that_is_not_there_is_named(desk: Desk, tmp_path: Path) -> None:
    """A port that is not there is named."""
    pump = SerialPump("reader", str(tmp_path / "nowhere"), listening(Decoder), desk.deliver, desk.present)
    pump.start()

    present, why = desk.presence.get(timeout=PATIENCE_S)

    pump.stop()
    assert not present
    assert "nowhere" in why
    assert "No such file" in why


def test_a_reader_that_is_plugged_or_unplugged_twice_stays_as_it_is(reader: SimReader) -> None:
    """A reader that is plugged or unplugged twice stays as it is."""
    before = reader.link.readlink()
    reader.plug()
    assert before == reader.link.readlink()

    reader.unplug()
    reader.unplug()
    reader.tap(ANN)
    assert not reader.link.is_symlink()


def test_bytes_that_nobody_reads_never_block_the_reader(reader: SimReader) -> None:
    """Bytes that nobody reads never block the reader."""
    for _ in range(100):
        reader.babble(bytes(1024))

    assert reader.link.exists()
