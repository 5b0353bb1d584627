"""Several boards on one line: they take turns, and one that is silent costs the others next to nothing.

One command is on the wire at a time, and the pause after it is kept, whichever board comes next. An answer
goes to the board whose address it carries. Somebody who waits for a lock comes first, but every other turn is
by rotation, so that a contact that flickers starves nobody.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from drivers.conversation import NEVER, SilentError
from drivers.locks.bank import LOST, Bank
from drivers.locks.doors import SILENT
from drivers.messages import Message
from drivers.pump import Presence

PROBE_S: Final = 1.5
"""One silent board of a line is asked so often; once it answers, the next one at once."""
SUSPECT: Final = 2
"""Where so many boards have left a question unanswered it may be the line: then all are asked in haste."""
SHORT_S: Final = 0.08
"""A question's patience in haste: at 9600 bit/s a board that is there has answered by then."""
LINE_S: Final = 1.2
"""It is the line where nobody has answered for so long, though everybody was asked."""
HASTY: Final = LOST - 1
"""Questions that a board may leave unanswered in haste."""


@dataclass(slots=True, eq=False)
class _Seat:
    bank: Bank
    presence: Presence
    silent: bool = False
    told: bool | None = None


class Bus:
    """The conversation of several boards, each told of by a Presence of its own; all must time themselves.

    `begin` is called each time the line is opened. `say` raises SilentError where no board answers any more.
    """

    deaf_until = NEVER

    def __init__(self, banks: Iterable[tuple[Bank, Presence]]) -> None:
        self._seats = [_Seat(bank, presence) for bank, presence in banks]
        self.begin()

    def begin(self) -> "Bus":
        """Start anew with every board."""
        for seat in self._seats:
            seat.bank.begin()
            seat.silent, seat.told = False, None
        self._turns = deque(self._seats)
        self._decoder = self._seats[0].bank.decoder
        self._spilled: list[Message] = []
        self._speaker: _Seat | None = None
        self._first: _Seat | None = None
        self._was_urgent = False
        self._doubted: dict[_Seat, float] = {}
        """Boards whose last question is unanswered, and since when; the one asked longest ago first."""
        self._in_a_row = 0
        """Questions since anybody answered."""
        self._heard = self._free = self._probe_at = 0.0
        return self

    @property
    def here(self) -> bool:
        """Whether any board is known to be there."""
        return any(seat.bank.here for seat in self._seats)

    def say(self, at: float) -> bytes:
        """What to send now; empty where the line is not free, or nobody has anything to say.

        Raises:
            SilentError: no board answers.
        """
        for seat in self._seats:
            seat.bank.turn(at)
        if not self._is_free(at):
            return b""
        first = [self._first] if self._first else []
        urgent = [] if self._was_urgent or self._in_a_row >= SUSPECT else self._urgent(at)
        for seat in (*first, *urgent, *self._turns):
            words = self._words(seat, at)
            if words:
                self._speaks(seat, at, urgent=seat in urgent)
                return words
        self._was_urgent = False
        return b""

    def _urgent(self, at: float) -> list[_Seat]:
        return [seat for seat in self._seats if not seat.silent and seat.bank.is_urgent(at)]

    def _is_free(self, at: float) -> bool:
        speaker = self._speaker
        if speaker and speaker.bank.waits:
            if at < speaker.bank.patience:
                return False
            self._miss(speaker, at)
        self._speaker = None
        return at >= self._free

    def _words(self, seat: _Seat, at: float) -> bytes:
        if not seat.silent:
            return seat.bank.speak(at)
        if at < self._probe_at:
            return b""
        self._probe_at = at + PROBE_S
        return seat.bank.probe(at)

    def _speaks(self, seat: _Seat, at: float, *, urgent: bool) -> None:
        """What is half heard belongs to a question that is over; boards may read the same bytes otherwise."""
        self._spill(at)
        self._decoder = seat.bank.decoder
        self._was_urgent = urgent
        self._speaker, self._first = seat, None
        self._turns.remove(seat)
        self._turns.append(seat)
        self._free = at + seat.bank.board.turnaround_s
        if self._is_suspect:
            seat.bank.hurry(at + SHORT_S)

    @property
    def _is_suspect(self) -> bool:
        return max(self._in_a_row, len(self._doubted)) >= SUSPECT

    def _spill(self, at: float) -> None:
        for message in self._decoder.flush():
            self._take(message, at)
            self._spilled.append(message)

    def _miss(self, seat: _Seat, at: float) -> None:
        """What became of an order is asked at once.

        A board that was there is asked again, at once where another has answered meanwhile: the line works.
        One that was not there has nothing to lose.
        """
        if seat.silent:
            seat.bank.begin()
            return
        if not seat.bank.asking:
            seat.bank.miss()
            self._first = seat
            return
        self._in_a_row += 1
        self._doubted[seat] = self._doubted.pop(seat, at)
        try:
            seat.bank.miss((HASTY if len(self._doubted) > SUSPECT else LOST) if seat.bank.here else 1)
        except SilentError:
            self._lose(seat, at)
        self._first = next((each for each, since in self._doubted.items() if self._heard > since), None)
        self._judge(at)

    def _lose(self, seat: _Seat, at: float) -> None:
        seat.bank.begin()
        seat.silent = True
        del self._doubted[seat]
        self._probe_at = at + PROBE_S
        self._tell()

    def _judge(self, at: float) -> None:
        """Whether anybody is left who may be there."""
        rest = [seat for seat in self._seats if not seat.silent]
        if rest and (at < self._heard + LINE_S or any(seat not in self._doubted for seat in rest)):
            return
        for seat in rest:
            with suppress(SilentError):
                seat.bank.miss(0)
        raise SilentError(SILENT)

    def hear(self, data: bytes, at: float) -> Iterator[Message]:
        """Yields all that was said on the line."""
        yield from self._spilt()
        for message in self._decoder.feed(data):
            self._take(message, at)
            yield message

    def quiet(self, at: float) -> Iterator[Message]:
        """Yields half a message as noise."""
        self._spill(at)
        yield from self._spilt()

    def _spilt(self) -> list[Message]:
        spilled, self._spilled = self._spilled, []
        return spilled

    def _take(self, message: Message, at: float) -> None:
        for seat in self._seats:
            if not seat.silent:
                seat.bank.take(message, at)
            if (seat.silent or seat in self._doubted) and seat.bank.is_from(message):
                found = self._revive if seat.silent else self._believe
                found(seat, at)
        if self._speaker and not self._speaker.bank.waits:
            self._answered(self._speaker, at)
        self._tell()

    def _revive(self, seat: _Seat, at: float) -> None:
        """It starts anew, everything off first; others may be back as well."""
        seat.bank.begin()
        seat.silent = False
        self._first = seat
        self._probe_at = at

    def _answered(self, seat: _Seat, at: float) -> None:
        self._speaker = None
        self._free = at + seat.bank.board.turnaround_s
        self._believe(seat, at)
        if seat.bank.goes_on:
            self._first = seat
        elif self._doubted:
            self._first = next(iter(self._doubted))

    def _believe(self, seat: _Seat, at: float) -> None:
        """It has answered, if late: the line works."""
        self._doubted.pop(seat, None)
        self._in_a_row, self._heard = 0, at

    def _tell(self) -> None:
        """Who is there and who is not; while nobody is known to be there, it may be the line."""
        if not self.here:
            return
        for seat in self._seats:
            now = True if seat.bank.here else False if seat.silent else None
            if now is not None and now is not seat.told:
                seat.told = now
                seat.presence(now, "" if now else SILENT)

    def due(self) -> float:
        """When there is something to say or to give up."""
        if self._speaker:
            return self._speaker.bank.patience
        moments = [self._probe_at if seat.silent else seat.bank.due() for seat in self._seats]
        return max(self._free, min(moments))
