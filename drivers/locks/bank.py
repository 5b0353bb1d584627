"""The conversation with a serial board of locks: off first, then ask, then poll; pulse what was asked for.

A pulse is never sent twice for one request. Whether it was heard is asked, not guessed; a board that leaves
three questions unanswered is gone, and its locks with it, until it answers again.
"""

from collections import deque
from collections.abc import Callable, Iterator
from typing import Final

from drivers.conversation import NEVER, SilentError, tick
from drivers.locks.board import Board
from drivers.locks.doors import SILENT, Doors, Fitting
from drivers.messages import LockReport, Message

POLL_S: Final = 0.25
IDLE_POLL_S: Final = 0.5
"""While every door is shut and locked: a third of what an idle kiosk costs is this question."""
LOST: Final = 3
"""So many questions in a row without an answer, and the board is gone."""
LONGEST_ANSWER_S: Final = 0.4
"""A board is not waited for longer: three times this, and a poll, are within 2 s."""
SHARED_ANSWER_S: Final = 0.2
"""On a line of several boards none is waited for longer: drivers of such boards wait 0.1 to 0.2 s."""
LINGER_S: Final = 0.3
"""A coil that a board reports so soon after it was let go may be an old answer."""
CLINGS: Final = "its relay does not let go; cut its supply"

Inputs = Callable[[Fitting], bool | None]
"""Reads a contact that is not on the board: closed, open, or None where it cannot be read."""


def patience_s(board: Board) -> float:
    """How long a board is waited for; one that is never asked answers nothing either."""
    return min(board.answer_s, LONGEST_ANSWER_S) if board.ask() else board.turnaround_s


class Bank:
    """The conversation of a board; `begin` is called each time its line is opened, and it starts anew.

    On a line that is `shared` with others a Bus carries it, and says when it is its turn.

    Raises:
        ValueError: the board has not such a channel, or cannot time such a pulse.
    """

    deaf_until = NEVER

    def __init__(
        self, board: Board, doors: Doors, inputs: Inputs | None = None, *, shared: bool = False
    ) -> None:
        for fitting in doors.fittings.values():
            board.pulse(fitting.channel, fitting.pulse_ms)
            doors.stoppable = bool(board.release(fitting.channel))
        self.board = board
        self._doors = doors
        self._kept = deque(doors.fittings.values())
        self._is_new = True
        self._inputs = inputs
        self._answer_s = min(patience_s(board), SHARED_ANSWER_S if shared else LONGEST_ANSWER_S)
        self.begin()

    def begin(self) -> "Bank":
        """Forget what was under way: everything off first, and nothing is known."""
        self.decoder = self.board.decoder()
        self._todo = deque(self.board.all_off())
        self._round: deque[bytes] = deque()
        self._heard_of: dict[int, bool] = {}
        self._sent = b""
        self.patience = self._free = self._next_poll = self._let_at = 0.0
        self._lost = 0
        self._clinging: dict[str, int] = {}
        self._unsure: Fitting | None = None
        self._opened = self.here = self._in_doubt = self.asking = False
        return self

    def say(self, at: float) -> bytes:
        """What to send now; empty where it is not its turn.

        Raises:
            SilentError: the board left its questions unanswered.
        """
        self.turn(at)
        return self.speak(at)

    def turn(self, at: float) -> None:
        """Take up what was asked for, and see what time has changed; nothing is said."""
        if not self._opened:
            self._opened = True
            self._doors.opened()
        if self._is_new:
            self._is_new = False
            self._doors.outlast(at)
        self._doors.turn(at)
        self._read_inputs(at)

    def speak(self, at: float) -> bytes:
        """What to send, after `turn`; raises as `say` does."""
        if self._sent and at >= self.patience:
            self.miss()
        over = self._doors.over(at)
        if over:
            return self._release(over, at)
        return b"" if self._sent or at < self._free else self._next(at)

    def _read_inputs(self, at: float) -> None:
        """A lock whose board is not there is not known to be shut, whatever its contact reads."""
        if self._inputs and self.here:
            for fitting in self._doors.fittings.values():
                self._doors.read(fitting, self._inputs(fitting), at)

    def _release(self, fitting: Fitting, at: float) -> bytes:
        """Let a coil go, whatever is under way, and once more when it is its turn: one may be lost."""
        self._doors.released(at)
        self._let_at = at
        self._unsure = None
        self._next_poll = at
        words = self.board.release(fitting.channel)
        if not words:
            return self._next(at) if at >= self._free and not self._sent else b""
        self._todo.append(words)
        return self._send(words, at)

    def miss(self, enough: int = LOST) -> None:
        """No answer came: to a question that counts; what became of a command, the next question tells.

        Raises:
            SilentError: so many questions in a row are `enough`.
        """
        if self.asking:
            self._lost += 1
            self._round.clear()
        self._in_doubt = bool(self.board.ask())
        self._sent, self._next_poll = b"", 0.0
        if self._lost < enough or (not self.board.times_itself and self._doors.cut_short()):
            return
        self._doors.lost(SILENT)
        raise SilentError(SILENT)

    def hurry(self, at: float) -> None:
        """Do not wait beyond this for the answer to a question."""
        if self.asking:
            self.patience = min(self.patience, at)

    def probe(self, at: float) -> bytes:
        """Ask out of turn whether the board is there."""
        return self._send(self.board.ask()[0], at, asking=True)

    @property
    def waits(self) -> bool:
        """Whether an answer is awaited, until `patience`."""
        return bool(self._sent)

    @property
    def goes_on(self) -> bool:
        """Whether it is in the middle of asking: a board may need several questions."""
        return bool(self._round)

    def is_urgent(self, at: float) -> bool:
        """Whether somebody waits, a coil is to be let go, or a contact must be read soon; after `turn`."""
        doors, due = self._doors, self._doors.due()
        soon = (due is not None and due <= at) or (doors.is_popping and at >= self._next_poll)
        return soon or doors.is_wanted

    def _next(self, at: float) -> bytes:
        if self._todo:
            return self._send(self._todo.popleft(), at)
        fitting = self._doors.start(at) if self._ready() else None
        if fitting:
            self._unsure, self._next_poll = fitting, at
            return self._pulse(fitting, at)
        return self._ask(at)

    def _pulse(self, fitting: Fitting, at: float) -> bytes:
        """Some boards that cannot be stopped answer once the pulse is over, and are deaf until then."""
        words = self._send(self.board.pulse(fitting.channel, fitting.pulse_ms), at)
        if not self.board.release(fitting.channel):
            self.patience += fitting.pulse_ms / 1000
        return words

    def _ready(self) -> bool:
        """Nothing is energized on a board that left its last word unanswered, nor in the middle of asking."""
        return self.here and not (self._in_doubt or self._round)

    def _ask(self, at: float) -> bytes:
        """The next question, unless its answer could come in the way of letting a coil go."""
        if self._ends_before(at + self._answer_s):
            return b""
        if not self._round and at >= self._poll_at(at):
            self._round = deque(self.board.ask())
            self._heard_of = {}
            self._next_poll = tick(at, IDLE_POLL_S if self._doors.at_rest else POLL_S)
            if not self._round:
                self.here = True
                return self._keep_off(at)
        if not self._round:
            return b""
        return self._send(self._round.popleft(), at, asking=True)

    def _keep_off(self, at: float) -> bytes:
        """A board that is never asked may have lost the word to let go: each coil is told again in turn."""
        if self.board.times_itself or self._doors.ends is not None:
            return b""
        self._kept.rotate(-1)
        return self._send(self.board.release(self._kept[0].channel), at)

    def _ends_before(self, at: float) -> bool:
        ends = self._doors.ends
        return ends is not None and not self.board.times_itself and at >= ends

    def _poll_at(self, at: float) -> float:
        """Sooner where a contact has just changed, and is to be read once more."""
        due = self._doors.due()
        return self._next_poll if due is None or due > at else min(self._next_poll, due)

    def _send(self, words: bytes, at: float, *, asking: bool = False) -> bytes:
        self._sent, self.asking = words, asking
        self.patience = at + self._answer_s
        self._free = at + self.board.turnaround_s
        return words

    def hear(self, data: bytes, at: float) -> Iterator[Message]:
        """Yields all that the board said."""
        for message in self.decoder.feed(data):
            self.take(message, at)
            yield message

    def quiet(self, at: float) -> Iterator[Message]:
        """Yields half a message as noise."""
        for message in self.decoder.flush():
            self.take(message, at)
            yield message

    def take(self, message: Message, at: float) -> None:
        """A message came, from this board or another one."""
        if isinstance(message, LockReport) and self.is_from(message):
            self._hear_report(message, at)
        if not self._sent or not self.board.answers(self._sent, message):
            return
        if self.asking:
            self._lost, self._in_doubt, self.here = 0, False, True
            if not self._round:
                self._read_contacts(at)
        elif self._unsure and self._sent == self.board.pulse(self._unsure.channel, self._unsure.pulse_ms):
            self._unsure = None
        self._sent = b""
        self._free = at + self.board.turnaround_s

    def is_from(self, message: Message) -> bool:
        """Whether it is this board that answers so, asked or not: others on its line report as well."""
        return any(self.board.answers(question, message) for question in self.board.ask())

    def _hear_report(self, report: LockReport, at: float) -> None:
        self._lost = 0
        self._heard_of |= report.contacts
        for fitting in self._doors.fittings.values():
            energized = report.coils.get(fitting.channel)
            if energized is not None:
                self._check_coil(fitting, energized, at)

    def _check_coil(self, fitting: Fitting, energized: bool, at: float) -> None:  # noqa: FBT001
        """A coil that is on and should not be is let go again; one that never came on is told."""
        if self._doors.is_on(fitting):
            if not energized and self._unsure == fitting:
                self._unsure = None
                self._doors.fail(fitting, "its board did not take the pulse", at)
            return
        if not energized:
            self._clinging.pop(fitting.name, None)
        elif at >= self._let_at + LINGER_S:
            self._let_go_again(fitting, at)

    def _let_go_again(self, fitting: Fitting, at: float) -> None:
        times = self._clinging[fitting.name] = self._clinging.get(fitting.name, 0) + 1
        words = self.board.release(fitting.channel)
        if words and words not in self._todo:
            self._todo.append(words)
        if times == LOST:
            self._doors.fail(fitting, CLINGS, at)

    def _read_contacts(self, at: float) -> None:
        """All questions of a round are answered: a contact that no answer told of cannot be read."""
        if not self._inputs:
            for fitting in self._doors.fittings.values():
                self._doors.read(fitting, self._heard_of.get(fitting.contact), at)

    def due(self) -> float:
        """When there is something to say or to give up."""
        doors, ends = self._doors.due(), self._doors.ends
        soonest = min(moment for moment in (self._next_poll, doors) if moment is not None)
        if self._todo or self._round:
            soonest = self._free
        if self._sent:
            soonest = self.patience
        due = max(soonest, self._free)
        if ends is None:
            return due
        held = not self._sent and self._ends_before(due + self._answer_s)
        return ends if held else min(due, ends)
