"""The OSDP pump with libosdp at both ends of a real pseudo-terminal, and with our own device beyond."""

import queue
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from typing import Any

import osdp
import pytest
from waiting import PATIENCE_S

from drivers.badges.osdp_line import DEFAULT_KEY, OsdpKeyError, OsdpPump, read_key
from drivers.messages import Badge, Message
from drivers.sim.radio import SimOsdpReader
from drivers.sim.reader import SimReader
from drivers.sim.serial_line import Mute, SimLine

KEY = bytes.fromhex("00112233445566778899AABBCCDDEEFF")
CARD = "wiegand:26:3348B1C"
ADDRESS = 5


class Desk:
    """Who the pump reports to."""

    def __init__(self) -> None:
        self.badges: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.presence: queue.SimpleQueue[tuple[bool, str]] = queue.SimpleQueue()

    def deliver(self, message: Message, _at: float) -> None:
        assert isinstance(message, Badge)
        self.badges.put(message.number)

    def present(self, present: bool, why: str) -> None:
        self.presence.put((present, why))

    def waits_for(self, *, present: bool, why: str = "") -> None:
        """Until it is said: on a slow machine answers come late, and it may begin anew before."""
        while (told := self.presence.get(timeout=PATIENCE_S))[0] is not present or why not in told[1]:
            pass

    def reads(self, show: Callable[[], None]) -> str:
        """What is read of a card, shown again where it was lost: who begins anew forgets cards."""
        for _ in range(PATIENCE_S):
            show()
            with suppress(queue.Empty):
                return self.badges.get(timeout=1)
        raise AssertionError("it is never read")


class FarEnd:
    """libosdp's own device, in a thread, at the far end of a line."""

    def __init__(self, link: Path, key: bytes | None, *, enforce: bool = True) -> None:
        self.line = SimLine(link, Mute())
        self.id = 1
        self._came: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self.line._device = self  # type: ignore[assignment] - hears what the pump sends
        flags = [osdp.LibFlag.EnforceSecure] if key and enforce else []
        able = [(osdp.Capability.CardDataFormat, 1, 1), (osdp.Capability.CommunicationSecurity, 1, 1)]
        self.device = osdp.PeripheralDevice(
            osdp.PDInfo(ADDRESS, self, scbk=key, flags=flags),
            osdp.PDCapabilities([*able, (osdp.Capability.CheckCharacter, 1, 1)]),
            log_level=osdp.LogLevel.Emergency,
        )
        self._held = b""
        self.device.start()

    def hear(self, data: bytes, _at: float) -> bytes:
        self._came.put(data)
        return b""

    def say(self, _at: float) -> bytes:
        return b""

    def due(self) -> None:
        return None

    def read(self, max_bytes: int) -> bytes:
        while not self._came.empty():
            self._held += self._came.get()
        data, self._held = self._held[:max_bytes], self._held[max_bytes:]
        return data

    def write(self, buf: bytes) -> int:
        self.line.babble(bytes(buf))
        return len(buf)

    def flush(self) -> None:
        pass

    def show(self, **card: Any) -> None:
        wiegand = {"format": osdp.CardFormat.Wiegand, "length": 26, "data": bytes.fromhex("CD22C716")}
        assert self.device.submit_event(
            {"event": osdp.Event.CardRead, "reader_no": 0, "direction": 0, **wiegand, **card}
        )

    def close(self) -> None:
        self.device.teardown()
        self.line.unplug()


@pytest.fixture
def desk() -> Desk:
    """Who the pump reports to."""
    return Desk()


@pytest.fixture
def key_file(tmp_path: Path) -> str:
    """A file with a key that not everybody knows."""
    path = tmp_path / "key"
    path.write_text(KEY.hex() + "\n")
    return str(path)


@pytest.fixture
def far(tmp_path: Path) -> Iterator[Callable[..., FarEnd]]:
    """Makes devices, and takes them away."""
    made: list[FarEnd] = []

    def make(key: bytes | None, **options: Any) -> FarEnd:
        made.append(FarEnd(tmp_path / "badge0", key, **options))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def run(tmp_path: Path, desk: Desk) -> Iterator[Callable[..., OsdpPump]]:
    """Starts pumps, and stops them."""
    started: list[OsdpPump] = []

    def start(**options: Any) -> OsdpPump:
        pump = OsdpPump(
            "reader", str(tmp_path / "badge0"), desk.deliver, desk.present,
            address=ADDRESS, baud=115200, backoff_s=(0.1,), **options,
        )  # fmt: skip
        started.append(pump)
        pump.start()
        return pump

    yield start
    for pump in started:
        pump.stop()


def test_a_card_comes_through_the_secure_channel(
    far: Callable[..., FarEnd], run: Callable[..., OsdpPump], desk: Desk, key_file: str
) -> None:
    """Once, though it is read again while it lies there; on the line its bits are not to be seen."""
    device = far(KEY)
    run(key_file=key_file, holdoff_s=1000.0)
    desk.waits_for(present=True)

    assert desk.reads(device.show) == CARD
    device.show()
    assert desk.reads(lambda: device.show(data=bytes.fromhex("CD22C756"))) == "wiegand:26:3348B1D"


def test_without_a_key_the_line_is_plain_text(
    far: Callable[..., FarEnd], run: Callable[..., OsdpPump], desk: Desk
) -> None:
    """Cards are read all the same, of as many bits as they have."""
    device = far(None)
    run()
    desk.waits_for(present=True)
    bits = bytes.fromhex("0123456788")

    number = desk.reads(lambda: device.show(format=osdp.CardFormat.Unspecified, length=37, data=bits))
    assert number == "wiegand:37:002468ACF1"


@pytest.mark.parametrize(("theirs", "enforce"), [(bytes(15) + b"\1", False), (None, False)])
def test_with_a_key_no_other_key_and_no_plain_text_will_do(
    theirs: bytes | None,
    enforce: bool,
    far: Callable[..., FarEnd],
    run: Callable[..., OsdpPump],
    desk: Desk,
    key_file: str,
) -> None:
    """Whoever puts a reader without the key in its place is found out, and told."""
    far(theirs, enforce=enforce)
    run(key_file=key_file)

    told = [desk.presence.get(timeout=PATIENCE_S)]
    while "not by the secure channel" not in told[-1][1]:
        told.append(desk.presence.get(timeout=PATIENCE_S))

    assert not any(present for present, _ in told)


def test_a_reader_that_falls_silent_is_missed_and_read_again(
    far: Callable[..., FarEnd], run: Callable[..., OsdpPump], desk: Desk, key_file: str
) -> None:
    """The line itself may stay: an RS-485 adapter does not notice."""
    device = far(KEY)
    run(key_file=key_file)
    desk.waits_for(present=True)

    device.device.stop()
    desk.waits_for(present=False, why="does not answer")

    device.device.start()
    desk.waits_for(present=True)
    assert desk.reads(device.show) == CARD


def test_a_line_that_breaks_is_said(
    far: Callable[..., FarEnd], run: Callable[..., OsdpPump], desk: Desk
) -> None:
    """What libosdp cannot pass on, its channel keeps."""
    device = far(None)
    run()
    desk.waits_for(present=True)

    device.line.unplug()

    desk.waits_for(present=False, why=f"{device.line.link}: No such file or directory")


def test_our_own_reader_is_read_by_libosdp(tmp_path: Path, run: Callable[..., OsdpPump], desk: Desk) -> None:
    """The codec's other half speaks what another implementation understands."""
    reader = SimReader(tmp_path / "badge0", lambda field: SimOsdpReader(field, address=ADDRESS))
    run()
    desk.waits_for(present=True)
    here_and_gone = cycle([(CARD,), ()])

    assert desk.reads(lambda: reader.hold(*next(here_and_gone))) == CARD
    reader.unplug()


def test_a_silent_line_is_said(tmp_path: Path, run: Callable[..., OsdpPump], desk: Desk) -> None:
    """Nothing is at its end."""
    line = SimLine(tmp_path / "badge0", Mute())
    run()

    present, why = desk.presence.get(timeout=PATIENCE_S)

    assert not present
    assert "the reader does not answer" in why
    line.unplug()


def test_the_key_that_is_printed_in_the_standard_is_refused(tmp_path: Path) -> None:
    """With the reason."""
    path = tmp_path / "key"
    path.write_text(DEFAULT_KEY.hex())

    with pytest.raises(OsdpKeyError, match="printed in the standard"):
        read_key(str(path))


@pytest.mark.parametrize("text", ["", "00112233", "not hex", "é" * 32, "00" * 17])
def test_a_file_without_a_key_is_refused(tmp_path: Path, text: str) -> None:
    """Its content is not told: it may be a key with a slip in it."""
    path = tmp_path / "key"
    path.write_text(text, "utf-8")

    with pytest.raises(OsdpKeyError, match="32 hex digits"):
        read_key(str(path))


def test_a_key_is_read_and_none_is_none(key_file: str) -> None:
    """A blank line after it does not matter."""
    assert read_key(key_file) == KEY
    assert read_key("") is None


def test_without_libosdp_it_is_said_how_to_get_it(
    tmp_path: Path, run: Callable[..., OsdpPump], desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is an extra."""
    monkeypatch.setitem(sys.modules, "osdp", None)
    line = SimLine(tmp_path / "badge0", Mute())
    run()

    present, why = desk.presence.get(timeout=PATIENCE_S)

    assert not present
    assert "pip install 'tool-crib-kiosk[osdp]'" in why
    line.unplug()
