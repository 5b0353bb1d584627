"""Badge readers that are not there, and speak when they are asked: codecs' other halves, and a field."""

from collections.abc import Callable
from typing import Final

from drivers.badges import elatec, gwiot, pn532
from drivers.badges.numbers import split
from drivers.framing import Decoder
from drivers.messages import Badge, Frame, Message
from drivers.sim.field import Field

Reply = Callable[[Message, tuple[str, ...]], bytes]
"""The answer to a message, with these cards in the field; empty where it is no question."""

_ISO_TYPE_A: Final = "iso14443a"
_ENDLESS: Final = 0xFF


class Answering:
    """A reader that answers; of two cards in its field now the one, now the other comes first."""

    def __init__(self, field: Field, decoder: Decoder, reply: Reply) -> None:
        self._field = field
        self._decoder = decoder
        self._reply = reply
        self._turn = 0

    def hear(self, data: bytes, at: float) -> bytes:
        """Answers every question."""
        return b"".join(self._answer(message, at) for message in self._decoder.feed(data))

    def say(self, at: float) -> bytes:  # noqa: ARG002
        """Nothing: nobody asked."""
        return b""

    def due(self) -> None:
        """Never."""

    def _answer(self, message: Message, at: float) -> bytes:
        here = self._field.here(at)
        first = self._turn % len(here) if here else 0
        self._turn += 1
        return self._reply(message, here[first:] + here[:first])


class SimPn532:
    """A PN532: type A cards only, up to two at once.

    A search lasts until it has found one, a command or an ACK ends it (UM0701-02, 6.2.1.3), or for so many
    tries as it was set to (7.3.1).
    """

    def __init__(self, field: Field) -> None:
        self._field = field
        self._decoder = pn532.decoder()
        self._is_endless = True
        self._searches = False

    def hear(self, data: bytes, at: float) -> bytes:
        """Acknowledges a command, and answers all but a search."""
        return b"".join(self._obey(message) for message in self._decoder.feed(data)) + self.say(at)

    def say(self, at: float) -> bytes:
        """What a search has found."""
        here = _of(_ISO_TYPE_A, self._field.here(at))[:2]
        if not self._searches or (self._is_endless and not here):
            return b""
        self._searches = False
        return pn532.listed(*here)

    def due(self) -> None:
        """Never: only a command or a card makes it speak."""

    def _obey(self, message: Message) -> bytes:
        if isinstance(message, Frame) and message.name == "ack":
            self._searches = False
        if not isinstance(message, Frame) or pn532.payload(message.raw)[:1] != bytes([pn532.HOST]):
            return b""
        self._searches = message.raw.endswith(pn532.SEARCH)
        if pn532.payload(message.raw)[1:3] == pn532.payload(pn532.RETRIES)[1:3]:
            self._is_endless = pn532.payload(message.raw)[-1] == _ENDLESS
        return pn532.ACK if self._searches else pn532.answer(message.raw)


def sim_twn4(field: Field) -> Answering:
    """A TWN4 that runs the simple protocol: all that it has a name for."""
    return Answering(field, elatec.decoder(), _twn4_reply)


def _twn4_reply(message: Message, here: tuple[str, ...]) -> bytes:
    if bytes(message.raw) != elatec.SEARCH:
        return b""
    return elatec.encode(here[0]) if here else elatec.NO_TAG


def sim_7941w(field: Field) -> Answering:
    """A 7941W: cards of 125 kHz and of 13.56 MHz, each by a question of its own."""
    return Answering(field, gwiot.decoder(), _7941w_reply)


def _7941w_reply(message: Message, here: tuple[str, ...]) -> bytes:
    asked = {gwiot.READ_UID: _ISO_TYPE_A, gwiot.READ_ID: "em4100"}.get(bytes(message.raw))
    if asked is None or isinstance(message, Badge):
        return b""
    return gwiot.answer(next(iter(_of(asked, here)), None))


def _of(technology: str, numbers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(number for number in numbers if split(number).technology == technology)
