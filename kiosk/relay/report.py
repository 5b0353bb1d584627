"""What the relay tells the attendant: how it stands with the broker, and in words what is wrong."""

from collections.abc import Callable
from enum import Enum

from kiosk.attendant.messages import BrokerState
from kiosk.crib.names import CommandId

REPEAT_S = 10.0
"""Time between two words when nothing changed: the attendant may have started anew."""


class Fault(Enum):
    """What can be wrong, in the order it is told."""

    AWAY = "the broker is not there"
    SILENT = "the broker answers nothing"
    ENTRY_DENIED = "the broker refuses an entry"
    ANNOUNCEMENT_DENIED = "the broker refuses state or info"
    CENTRAL = "central is not there"
    JOURNAL = "the journal cannot be read"
    CURSOR = "the cursor cannot be kept"
    UNHEARD = "nobody subscribes"


class Report:
    """Tells what begins or ends at once, what merely counts on every ``every`` seconds at most."""

    def __init__(self, tell: Callable[[BrokerState], bool], every: float) -> None:
        self._tell, self._every = tell, every
        self._faults: dict[Fault, str] = {}
        self._told = BrokerState(CommandId(""), "", 0)
        self._told_wrong: list[Fault] = []
        self._told_at = float("-inf")
        self._tellings = 0

    def note(self, fault: Fault, sentence: str) -> None:
        """Something is wrong; all is well where the sentence is empty."""
        self._faults[fault] = sentence

    def has(self, fault: Fault) -> bool:
        """Whether this is wrong."""
        return bool(self._faults.get(fault))

    def tell(self, now: float, *, up: bool, waiting: int) -> None:
        """Tell it if it is due; what was not heard is told again the next time."""
        wrong = [fault for fault in Fault if self.has(fault)]
        detail = " ".join(self._faults[fault] for fault in wrong)
        name = CommandId(f"relay-{self._tellings + 1}")
        state = BrokerState(name, "up" if up else "away", waiting, detail)
        changed = state.state != self._told.state or wrong != self._told_wrong
        if (changed or self._is_due(state, now - self._told_at)) and self._tell(state):
            self._told, self._told_wrong, self._told_at = state, wrong, now
            self._tellings += 1

    def _is_due(self, state: BrokerState, since: float) -> bool:
        counted = (state.waiting, state.detail) != (self._told.waiting, self._told.detail)
        return since >= REPEAT_S or (counted and since >= self._every)
