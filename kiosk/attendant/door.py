"""The door: how screen, relay and cribctl reach the attendant, in process or over a socket."""

from collections.abc import Callable
from typing import Protocol

from kiosk.attendant.messages import (
    Answer,
    AskBadge,
    AskDoors,
    AskStatus,
    BrokerState,
    Doors,
    DoorState,
    Elsewhere,
    Forwarded,
    Heard,
    News,
    Presented,
    Reply,
    Request,
    Status,
    Submit,
    Tap,
)
from kiosk.crib.names import CommandId


class DoorError(Exception):
    """The attendant cannot be reached, or closed the door."""


class Door(Protocol):
    """What a client may ask of the attendant. Scans and badges never come in here: nobody can forge one."""

    def tap(self, tap: Tap) -> Reply:
        """A control was tapped; one that is not shown is refused and changes nothing."""

    def submit(self, submit: Submit) -> Reply:
        """Have a command judged and written; the same id twice is once."""

    def status(self) -> Status:
        """How the kiosk is."""

    def doors(self) -> tuple[DoorState, ...]:
        """How the locks of the cabinets stand."""

    def tell_broker(self, state: BrokerState) -> Reply:
        """The relay says how it stands with the broker."""

    def bring(self, told: Forwarded | Elsewhere) -> Reply:
        """The relay brings what central says; the same request twice is once."""

    def present(self, ask: AskBadge) -> Presented | Reply:
        """Wait for the next badge at the reader; a reply says what became of it, or why none came."""

    def watch(self, watcher: Callable[[News], None]) -> None:
        """Call ``watcher`` with the present view and head, then with every new one, from another thread.

        A watcher too slow for every view gets the newest.
        """

    def listen(self, listener: Callable[[Heard | None], None]) -> None:
        """Call ``listener`` with how the devices are, then with all they say, from another thread.

        None is the last it hears, where the attendant has gone.

        Raises:
            DoorError: no attendant has the devices, or this user may not hear them.
        """

    def close(self) -> None:
        """Leave; a watcher or listener hears nothing more."""


PATIENCE_S = 30.0
"""Seconds to wait for the desk."""
IMPORT_S = 600.0
"""Seconds to wait for a command that may define a whole crib: 50 000 rows take minutes on a busy counter."""


def patience(request: Request) -> float:
    """Seconds to wait for the answer to this request."""
    if isinstance(request, AskBadge):
        return request.seconds + PATIENCE_S
    return IMPORT_S if isinstance(request, Submit) else PATIENCE_S


def too_slow(request: Request) -> DoorError:
    """The attendant did not answer in time."""
    return DoorError(f"the attendant did not answer in {patience(request):.0f} s; see its log")


class Asking:
    """The requests of a Door, for every way of asking: a door brings ``_ask``, ``watch`` and ``close``."""

    def __init__(self, new_id: Callable[[], str]) -> None:
        self._new_id = new_id

    def tap(self, tap: Tap) -> Reply:
        """A control was tapped."""
        return self._reply(tap)

    def submit(self, submit: Submit) -> Reply:
        """Have a command judged and written."""
        return self._reply(submit)

    def status(self) -> Status:
        """How the kiosk is."""
        answer = self._ask(AskStatus(self._id()))
        if isinstance(answer, Status):
            return answer
        raise DoorError(answer.text if isinstance(answer, Reply) else f"the attendant answered {answer!r}")

    def doors(self) -> tuple[DoorState, ...]:
        """How the locks of the cabinets stand."""
        answer = self._ask(AskDoors(self._id()))
        if isinstance(answer, Doors):
            return answer.doors
        raise DoorError(answer.text if isinstance(answer, Reply) else f"the attendant answered {answer!r}")

    def tell_broker(self, state: BrokerState) -> Reply:
        """The relay says how it stands with the broker."""
        return self._reply(state)

    def bring(self, told: Forwarded | Elsewhere) -> Reply:
        """The relay brings what central says."""
        return self._reply(told)

    def present(self, ask: AskBadge) -> Presented | Reply:
        """Wait for the next badge at the reader."""
        answer = self._ask(ask)
        if isinstance(answer, Presented | Reply):
            return answer
        raise DoorError(f"the attendant answered {answer!r} to AskBadge")

    def _id(self) -> CommandId:
        return CommandId(self._new_id())

    def _reply(self, request: Tap | Submit | BrokerState | Forwarded | Elsewhere) -> Reply:
        answer = self._ask(request)
        if not isinstance(answer, Reply):
            raise DoorError(f"the attendant answered {answer!r} to {type(request).__name__}")
        return answer

    def _ask(self, request: Request) -> Answer:
        """Send a request and wait for its answer; raises DoorError."""
        raise NotImplementedError
