"""Boards of locks as their protocols have them: what to send, and what the answers mean. Pure."""

from types import MappingProxyType
from typing import Final, Protocol

from drivers.framing import Decoder
from drivers.locks import board_8a, cu16, cu48, lcus, modbus_relay
from drivers.messages import Frame, LockReport, Message


class Board(Protocol):
    """A board of locks as its protocol has it: pure. What to send, and what the answers mean."""

    times_itself: bool
    """True: `pulse` is timed by the board's own hardware and ends by itself."""
    turnaround_s: float
    """Time to leave between two commands on its bus."""
    answer_s: float
    """Longest time to wait for an answer."""

    def decoder(self) -> Decoder:
        """Reads what the board says."""

    def pulse(self, channel: int, ms: int) -> bytes:
        """Energizes a channel once, never for longer than asked unless the board's class says so.

        Raises:
            ValueError: it has no such channel, or cannot time so short a pulse.
        """

    def release(self, channel: int) -> bytes:
        """Switches one channel off; empty where the board does that by itself."""

    def all_off(self) -> tuple[bytes, ...]:
        """Switches everything off; none where nothing can stay on."""

    def ask(self) -> tuple[bytes, ...]:
        """Questions whose answers are LockReports, in order; none where the board never answers."""

    def answers(self, sent: bytes, message: Message) -> bool:
        """Whether the message answers what was sent: an echo, an acknowledgement, a report."""


class _SelfTimed:
    """What the boards have in common that end each pulse by themselves and tell of all locks at once."""

    times_itself = True
    turnaround_s = 0.05
    answer_s = 0.3

    def __init__(self, address: int, question: bytes) -> None:
        self._address = address
        self._question = question

    def release(self, channel: int) -> bytes:  # noqa: ARG002
        """Nothing: it does that by itself."""
        return b""

    def all_off(self) -> tuple[bytes, ...]:
        """Nothing: nothing stays on."""
        return ()

    def ask(self) -> tuple[bytes, ...]:
        """One question for all locks."""
        return (self._question,)


class Cu16(_SelfTimed):
    """A Kerong CU12 or CU16. It times each pulse itself, as it has been set to; `ms` is not sent."""

    def __init__(self, address: int) -> None:
        super().__init__(address, cu16.ask(address))

    def decoder(self) -> Decoder:
        """Reads what the board says."""
        return cu16.decoder()

    def pulse(self, channel: int, ms: int) -> bytes:  # noqa: ARG002
        """Energizes a lock for the board's own time."""
        return cu16.unlock(self._address, channel)

    def answers(self, sent: bytes, message: Message) -> bool:
        """Its status answers an unlock, too; some boards echo that."""
        if isinstance(message, LockReport):
            return message.board == self._address
        return sent != self._question and sent == message.raw


class Cu48(_SelfTimed):
    """A Kerong-style CU48. It times each pulse itself; `ms` is not sent."""

    def __init__(self, address: int) -> None:
        super().__init__(address, cu48.ask(address))

    def decoder(self) -> Decoder:
        """Reads what the board says."""
        return cu48.decoder()

    def pulse(self, channel: int, ms: int) -> bytes:  # noqa: ARG002
        """Energizes a lock for the board's own time."""
        return cu48.unlock(self._address, channel)

    def answers(self, sent: bytes, message: Message) -> bool:
        """A status answers the question, an acknowledgement an unlock; one that failed is not answered."""
        if isinstance(message, LockReport):
            return message.board == self._address
        acknowledged = isinstance(message, Frame) and message.name == "ack" and sent != self._question
        # An acknowledgement names its lock, or always 0.
        return acknowledged and message.raw[1] == self._address and message.raw[2] in (sent[2], 0)


class Board8a(_SelfTimed):
    """A board of the 8A family with 24 or fewer locks, or 50; it times each pulse itself.

    Below 1000 ms a pulse is the board's own, about 300 ms; from there on whole seconds, up to 9, where its
    firmware can. Only all locks together are asked for: see `board_8a.decoder`.
    """

    turnaround_s = 0.1
    answer_s = 0.6
    """An unlock is answered once its pulse has ended."""

    def __init__(
        self, address: int, channels: int = board_8a.SMALL, *, low_first: bool | None = None
    ) -> None:
        super().__init__(address, board_8a.ask(address))
        self._channels = channels
        self._low_first = low_first

    def decoder(self) -> Decoder:
        """Reads what the board says."""
        return board_8a.decoder(self._channels, low_first=self._low_first)

    def pulse(self, channel: int, ms: int) -> bytes:
        """Energizes a lock.

        Raises:
            ValueError: it has no such lock, or less than its own 300 ms or more than 9 s are asked for.
        """
        if channel > self._channels:
            raise ValueError(f"The board has locks 1 to {self._channels}, not {channel}: set the channel so")
        if ms < board_8a.PULSE_MS:
            raise ValueError(f"The board energizes for {board_8a.PULSE_MS} ms, not {ms}: set pulse_ms so")
        return board_8a.unlock(self._address, channel, ms // 1000 or None)

    def answers(self, sent: bytes, message: Message) -> bool:
        """A report of all locks answers the question; the same head, board and lock an unlock."""
        if isinstance(message, LockReport):
            told_unasked = len(message.contacts) == 1
            return sent == self._question and message.board == self._address and not told_unasked
        # On an adapter that echoes, what it echoes of a question is no answer.
        return sent != self._question and isinstance(message, Frame) and message.raw[:3] == sent[:3]


class Lcus:
    """An LCUS relay board. What was switched on stays on until it is switched off.

    Most never answer: then nothing is asked, and only its USB port tells that it is there. `answering` is for
    those that answer FF in lines.
    """

    times_itself = False
    turnaround_s = 0.05
    answer_s = 0.3

    def __init__(self, channels: int = lcus.CHANNELS, *, answering: bool = False) -> None:
        self._channels = channels
        self._answering = answering

    def decoder(self) -> Decoder:
        """Reads what the board says."""
        return lcus.decoder()

    def pulse(self, channel: int, ms: int) -> bytes:  # noqa: ARG002
        """Switches a relay on: its end is up to who sends it."""
        return lcus.switch(_relay(channel, self._channels), on=True)

    def release(self, channel: int) -> bytes:
        """Switches a relay off."""
        return lcus.switch(_relay(channel, self._channels), on=False)

    def all_off(self) -> tuple[bytes, ...]:
        """One command for each relay; those it has not are not minded."""
        return tuple(lcus.switch(channel, on=False) for channel in range(1, self._channels + 1))

    def ask(self) -> tuple[bytes, ...]:
        """One question for all, where it answers."""
        return (lcus.ASK_ALL,) if self._answering else ()

    def answers(self, sent: bytes, message: Message) -> bool:
        """Any report answers the question; the same frame an order, on boards that echo."""
        return isinstance(message, LockReport) and sent in (lcus.ASK_ALL, message.raw)


def _relay(channel: int, channels: int) -> int:
    if not 1 <= channel <= channels:
        raise ValueError(f"The board has relays 1 to {channels}, not {channel}: set the channel so")
    return channel


RELAYS: Final = 8
"""What a Modbus board has of relays, and of inputs, unless it is said."""


class ModbusRelay:
    """A Modbus RTU relay board that can flash a relay on, as Waveshare's: it ends each pulse by itself.

    A pulse is rounded down to 100 ms; `inputs` is how many it has, 0 for none. A clone that cannot flash
    answers with an exception, and nothing is energized.
    """

    times_itself = True
    turnaround_s = 0.02
    answer_s = 0.3

    def __init__(self, address: int, channels: int = RELAYS, inputs: int = RELAYS) -> None:
        if not 1 <= address <= modbus_relay.MAX_ADDRESS:
            raise ValueError(
                f"A Modbus board has an address of 1 to {modbus_relay.MAX_ADDRESS}, not {address}: set it so"
            )
        self._address = address
        self._channels = channels
        coils = modbus_relay.ask_coils(address, channels)
        self._questions = (coils, modbus_relay.ask_inputs(address, inputs)) if inputs else (coils,)

    def decoder(self) -> Decoder:
        """Reads what the board says."""
        return modbus_relay.decoder()

    def pulse(self, channel: int, ms: int) -> bytes:
        """Has the board energize a relay for a time.

        Raises:
            ValueError: it has no such relay, or less than 100 ms are asked for.
        """
        return modbus_relay.flash_on(self._address, _relay(channel, self._channels), ms)

    def release(self, channel: int) -> bytes:
        """Switches a relay off before its time."""
        return modbus_relay.switch(self._address, _relay(channel, self._channels), on=False)

    def all_off(self) -> tuple[bytes, ...]:
        """The standard's way and Waveshare's: a clone may know one of them only."""
        return (
            modbus_relay.write_coils(self._address, (), self._channels),
            modbus_relay.switch_all(self._address, on=False),
        )

    def ask(self) -> tuple[bytes, ...]:
        """The relays, then the inputs."""
        return self._questions

    def answers(self, sent: bytes, message: Message) -> bool:
        """The same board and function answer; an exception a question, but no order: nothing came of that."""
        question = sent in self._questions
        match message:
            case LockReport():
                return question and message.raw[:2] == sent[:2]
            case Frame(name="exception"):
                return question and message.raw[:2] == bytes([sent[0], sent[1] | 0x80])
            case Frame():
                return not question and message.raw[:6] == sent[:6]
        return False


BAUDS: Final = MappingProxyType(
    {"cu16": 19200, "cu48": 19200, "board-8a": 9600, "lcus": 9600, "modbus-relay": 9600}
)
"""Bits per second that a family's boards leave the factory with, 8N1 all."""


def board(
    family: str,
    address: int,
    channels: int | None = None,
    inputs: int | None = None,
    *,
    answering: bool = False,
    low_first: bool | None = None,
) -> Board:
    """The board of a family at an address of its bus; what is None is as its family's boards have it.

    `channels` is for relay boards with other than 8 and boards of the 8A family with more than 24, `inputs`
    for Modbus boards with other than 8, `answering` for LCUS and `low_first` for 8A: see their classes.

    Raises:
        ValueError: there is no such family, or it has no such address.
    """
    match family:
        case "cu16":
            return Cu16(address)
        case "cu48":
            return Cu48(address)
        case "board-8a":
            return Board8a(address, channels or board_8a.SMALL, low_first=low_first)
        case "lcus":
            return Lcus(channels or lcus.CHANNELS, answering=answering)
        case "modbus-relay":
            return ModbusRelay(address, channels or RELAYS, RELAYS if inputs is None else inputs)
    raise ValueError(f"{family!r} is no family of lock boards: choose one of {', '.join(BAUDS)}")
