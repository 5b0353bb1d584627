"""The pump of a badge reader that speaks OSDP: libosdp is its conversation, this its clock and its line.

libosdp does secure channel, retries and sequence numbers (SIA OSDP v2.2, IEC 60839-11-5); it is an extra, and
imported here only, when a reader is opened. One reader on a line.
"""

import math
import select
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, Protocol

from drivers.arrivals import Arrivals
from drivers.badges.osdp import wiegand
from drivers.conversation import TICK_S, SilentError, tick
from drivers.hush import Deliver, Hush
from drivers.messages import Badge, Flaw, Noise
from drivers.pump import BACKOFF_S, Presence, Pump
from drivers.serial_pump import open_line

REFRESH_S: Final = 0.04
"""libosdp wants to be called every 50 ms while it comes to terms with a reader."""
POLL_S: Final = TICK_S
"""Then it polls at each tick, and is called again when the answer comes; a card is kept until it is told."""
SILENT_S: Final = 1.7
"""A reader that sends no byte for so long is away, said at the next tick; it is polled at each."""
GREETING_S: Final = 5.0
"""For a reader that answers to come to terms: identity, capabilities, secure channel, at 9600 bit/s."""
KEY_BYTES: Final = 16
DEFAULT_KEY: Final = bytes(range(0x30, 0x40))
"""SCBK-D (SIA OSDP v2.2, annex D): the same in every device, printed in the standard."""


class OsdpKeyError(OSError):
    """The key of the secure channel cannot be used; the text says why."""


class OsdpMissingError(OSError):
    """libosdp is not installed."""


def read_key(path: str) -> bytes | None:
    """The key of the secure channel, 32 hex digits in a file; None where no file is named.

    Raises:
        OsdpKeyError: the file holds none, or the one that everybody knows.
        OSError: the file cannot be read.
    """
    if not path:
        return None
    try:
        key = bytes.fromhex(Path(path).read_text("ascii").strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise OsdpKeyError(f"{path} holds no key: write {2 * KEY_BYTES} hex digits")
    if key == DEFAULT_KEY:
        raise OsdpKeyError(
            f"{path} holds SCBK-D, the key that is printed in the standard: whoever taps the line reads it. "
            "Give the reader a key of its own"
        )
    return key


class Line(Protocol):
    """A serial line, as far as it is used here: pyserial's, opened with a timeout of 0."""

    fd: int

    @property
    def in_waiting(self) -> int:
        """Bytes that have come."""

    def read(self, size: int = 1) -> bytes:
        """Up to so many of them."""

    def write(self, data: bytes, /) -> int | None:
        """Sends them all."""

    def reset_input_buffer(self) -> None:
        """Forgets what has come."""


class Channel:
    """What libosdp sends and reads through. It cannot pass an error on: that is kept for `check`."""

    def __init__(self, line: Line, clock: Callable[[], float]) -> None:
        self.id = 0
        """libosdp asks for it: readers on one line have the same."""
        self._line = line
        self._clock = clock
        self._error: OSError | None = None
        self.heard = clock()
        """When the last byte came; before that, when the line was opened."""
        self.answers = False
        """Whether any has."""
        self._is_used = False

    def read(self, max_bytes: int) -> bytes:
        """Up to so many bytes, without waiting."""
        try:
            data = self._line.read(min(self._line.in_waiting, max_bytes))
        except OSError as error:
            self._error = error
            return b""
        if data:
            self.heard = self._clock()
            self.answers = self._is_used = True
        return data

    def write(self, buf: bytes) -> int:
        """All of them; how many went out."""
        self._is_used = True
        try:
            self._line.write(bytes(buf))
        except OSError as error:
            self._error = error
            return 0
        return len(buf)

    def flush(self) -> None:
        """Forgets what came unasked."""
        try:
            self._line.reset_input_buffer()
        except OSError as error:
            self._error = error

    def check(self) -> None:
        """Tells of the line what libosdp could not.

        Raises:
            OSError: it broke.
        """
        if self._error:
            raise self._error

    def rest(self, seconds: float) -> bool:
        """Waits, if bytes went out or came since the last time not beyond the next one; whether one has."""
        used, self._is_used = self._is_used, False
        if used:
            return bool(select.select([self._line.fd], [], [], seconds)[0])
        time.sleep(seconds)  # what libosdp does not read now it drops before it asks
        return False

    @property
    def silent(self) -> bool:
        """Whether nothing has come for too long."""
        return self._clock() - self.heard >= SILENT_S


class Panel:
    """libosdp's control panel with its one reader; with a key, plain text is refused."""

    def __init__(self, channel: Channel, address: int, key: bytes | None) -> None:
        osdp = _libosdp()
        flags = [osdp.LibFlag.EnforceSecure] if key else []
        info = osdp.PDInfo(address, channel, scbk=key, flags=flags)
        self._card_read = osdp.Event.CardRead
        self._address = address
        self._is_secure = key is not None
        self._panel = osdp.ControlPanel([info], log_level=osdp.LogLevel.Emergency)

    def refresh(self) -> Iterator[Badge | Noise]:
        """Does what is due on the line, and yields the cards that were read.

        It knows bits only: characters (FMT) are deprecated by the standard, and dropped by libosdp.
        """
        self._panel.ctx.refresh()
        while event := self._panel.get_event(self._address, timeout=-1):
            if event["event"] == self._card_read:
                data = bytes(event["data"])
                number = wiegand(data, event["length"])
                said = f"a card of {event['length']} bits"
                yield Badge(number, data) if number else Noise(said, data, Flaw.UNKNOWN_CARD)

    @property
    def online(self) -> bool:
        """Whether the reader has come to terms, by the secure channel where there is a key."""
        status = self._panel.ctx.sc_status() if self._is_secure else self._panel.ctx.status()
        return bool(status)


def _libosdp() -> Any:
    try:
        import osdp
    except ImportError as error:
        raise OsdpMissingError(
            f"no libosdp here ({error}): install it with pip install 'tool-crib-kiosk[osdp]'"
        ) from None
    return osdp


class OsdpPump:
    """Reads an OSDP reader, and opens its line again when it goes.

    `deliver(message, at)` and `presence(present, why)` are called from the pump's thread, `at` by the clock.
    `key_file` is read each time the line is opened; without one the line is plain text.
    """

    def __init__(
        self,
        name: str,
        port: str,
        deliver: Deliver,
        presence: Presence,
        *,
        address: int = 0,
        baud: int = 9600,
        key_file: str = "",
        holdoff_s: float = 0.5,
        clock: Callable[[], float] = time.monotonic,
        backoff_s: tuple[float, ...] = BACKOFF_S,
    ) -> None:
        self._port = port
        self._deliver = Hush(deliver)
        self._address = address
        self._baud = baud
        self._key_file = key_file
        self._arrivals = Arrivals(holdoff_s)
        self._clock = clock
        self._opened = 0.0
        self._pump = Pump(f"{name} {port}", self._session, presence, clock=clock, backoff_s=backoff_s)

    def start(self) -> None:
        """Starts reading; the port need not be there yet."""
        self._pump.start()

    def stop(self) -> None:
        """Stops reading and waits for the thread, at most one refresh."""
        self._pump.stop()

    def beat(self) -> float:
        """When the loop was last alive, by the clock."""
        return self._pump.beat()

    def _session(self, pump: Pump) -> None:
        key = read_key(self._key_file)
        with open_line(self._port, self._baud) as line:
            self._opened = self._clock()
            channel = Channel(line, self._clock)
            panel = Panel(channel, self._address, key)
            agreed = math.nan
            while pump.alive():
                self._pass_on(panel.refresh())
                channel.check()
                if panel.online:
                    agreed = self._clock()
                    pump.opened()
                self._give_up(channel, agreed, key)
                self._rest(channel, panel)

    def _rest(self, channel: Channel, panel: Panel) -> None:
        """Until libosdp has something to do. Its first call after an answer only ends that poll."""
        if not panel.online:
            time.sleep(REFRESH_S)
            return
        now = self._clock()
        if not channel.rest(tick(now, POLL_S) - now):
            self._pass_on(panel.refresh())

    def _give_up(self, channel: Channel, agreed: float, key: bytes | None) -> None:
        """Begins anew rather than wait for libosdp, which may rest for minutes after a failure."""
        never = math.isnan(agreed)
        if channel.silent and (not never or not channel.answers):
            raise SilentError("the reader does not answer")
        if channel.silent or self._clock() - (self._opened if never else agreed) >= GREETING_S:
            raise SilentError(_no_terms(key))

    def _pass_on(self, messages: Iterator[Badge | Noise]) -> None:
        for message in messages:
            at = self._clock()
            if isinstance(message, Noise) or self._arrivals.seen(message.number, at):
                self._deliver(message, at)


def _no_terms(key: bytes | None) -> str:
    if key:
        return "the reader answers, but not by the secure channel: its key is not the one in key_file"
    return "the reader answers, but not as it should: it may want a key (key_file), or another speed"
