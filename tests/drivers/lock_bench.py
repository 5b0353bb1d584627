"""A board of locks that is plain to read, and a bank at it on a clock that is turned by hand."""

import re
from collections.abc import Iterator

from drivers.conversation import SilentError
from drivers.framing import OUTSIDE, Framer, Verdict
from drivers.locks.bank import Bank
from drivers.locks.doors import Doors, Fitting
from drivers.locks.supply import Supply
from drivers.messages import Door, DoorSign, Frame, LockReport, Message


def _judge(held: bytearray) -> Verdict:
    if held[:1] not in b"PROARE" or not held[:1]:
        return OUTSIDE
    end = held.find(b";") + 1
    return end or (None if len(held) < 40 else "no end")


def _read(raw: bytes) -> Message:
    report = re.fullmatch(rb"E([01]+) ([01]+);", raw)
    if report:
        contacts, coils = ({n: bit == ord("1") for n, bit in enumerate(part, 1)} for part in report.groups())
        return LockReport(1, contacts, coils, raw)
    return Frame("ack", {}, raw)


class PlainBoard:
    """Words: ``P1 500;`` pulse, ``R1;`` release, ``O;`` all off, ``A;`` ask. Echoed, but for the report."""

    turnaround_s = 0.02
    answer_s = 0.1

    def __init__(self, *, times_itself: bool = False) -> None:
        self.times_itself = times_itself

    def decoder(self) -> Framer:
        return Framer(_judge, _read)

    def pulse(self, channel: int, ms: int) -> bytes:
        if not 1 <= channel <= 4:
            raise ValueError(f"There are channels 1 to 4, not {channel}")
        return b"P%d %d;" % (channel, ms)

    def release(self, channel: int) -> bytes:
        return b"R%d;" % channel

    def all_off(self) -> tuple[bytes, ...]:
        return (b"O;",)

    def ask(self) -> tuple[bytes, ...]:
        return (b"A;",)

    def answers(self, sent: bytes, message: Message) -> bool:
        return isinstance(message, LockReport) if sent == b"A;" else message.raw == sent


class PlainBox:
    """What is at the other end: four doors and four coils. Whatever it hears is kept, with its time."""

    def __init__(self) -> None:
        self.shut = [True] * 4
        self.coils = [False] * 4
        self.heard: list[tuple[float, bytes]] = []
        self.deaf = False
        """Takes in nothing."""
        self.dumb: set[bytes] = set()
        """First letters of words that it obeys without an answer."""
        self.lazy: set[bytes] = set()
        """First letters of words that it answers without obeying."""
        self.pops = False

    def hear(self, word: bytes, at: float) -> bytes:
        self.heard.append((round(at, 3), word))
        kind = word[:1]
        if self.deaf:
            return b""
        if kind not in self.lazy:
            self._obey(word)
        if kind in self.dumb:
            return b""
        bits = ("".join("01"[bit] for bit in line).encode() for line in (self.shut, self.coils))
        return b"E%b %b;" % tuple(bits) if kind == b"A" else word

    def _obey(self, word: bytes) -> None:
        if word[:1] == b"O":
            self.coils = [False] * 4
        if word[:1] in (b"P", b"R"):
            self.coils[int(word[1:2]) - 1] = word[:1] == b"P"
            if self.pops and word[:1] == b"P":
                self.shut[int(word[1:2]) - 1] = False

    def count(self, kind: bytes) -> int:
        return sum(word[:1] == kind for _, word in self.heard)


def fitting(name: str = "C1", channel: int = 1, **more: object) -> Fitting:
    """A lock whose contact is its channel's own."""
    return Fitting(name, channel, channel, **more)  # type: ignore[arg-type]


class BankBench:
    """A bank and its board; answers take 10 ms, and the clock goes on by 10 ms."""

    STEP_S = 0.01

    def __init__(self, *fittings: Fitting, times_itself: bool = False, supply: Supply | None = None) -> None:
        self.told: list[tuple[str, DoorSign]] = []
        self.why: list[str] = []
        self.at = 100.0
        self.box = PlainBox()
        self.doors = Doors(fittings or (fitting(),), supply or Supply(), self._tell)
        self.bank = Bank(PlainBoard(times_itself=times_itself), self.doors)
        self.silent: float | None = None
        self._answer = b""

    def _tell(self, name: str, door: Door) -> None:
        self.told.append((name, door.sign))
        self.why.append(door.why)

    def signs(self, name: str = "C1") -> list[DoorSign]:
        return [sign for who, sign in self.told if who == name]

    def step(self) -> None:
        """As the pump does it; the line is opened anew where the board is silent."""
        for _ in self.bank.hear(self._answer, self.at):
            pass
        self._answer = b""
        try:
            word = self.bank.say(self.at)
        except SilentError:
            self.silent = self.silent or self.at
            self.bank.begin()
            word = b""
        if word:
            self._answer = self.box.hear(word, self.at)
        self.at += self.STEP_S

    def run(self, seconds: float) -> None:
        end = self.at + seconds - self.STEP_S / 2
        while self.at < end:
            self.step()

    def ready(self) -> "BankBench":
        """Opened, asked, answered."""
        self.run(0.6)
        self.told.clear()
        self.box.heard.clear()
        return self

    def unlock(self, name: str = "C1") -> None:
        self.doors.unlock(name, self.at)

    def spans(self) -> Iterator[tuple[int, float, float]]:
        """Channel, beginning and end of each time that a coil was energized."""
        begun: dict[int, float] = {}
        for at, word in self.box.heard:
            if word[:1] == b"P":
                begun[word[1] - 48] = at
            if word[:1] == b"R" and word[1] - 48 in begun:
                yield word[1] - 48, begun[word[1] - 48], at
                del begun[word[1] - 48]
