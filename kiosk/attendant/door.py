"""The door: how screen, relay and cribctl reach the attendant, in process or over a socket."""

from collections.abc import Callable
from typing import Protocol

from kiosk.attendant.messages import BrokerState, News, Reply, Status, Submit, Tap


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

    def tell_broker(self, state: BrokerState) -> Reply:
        """The relay says how it stands with the broker."""

    def watch(self, watcher: Callable[[News], None]) -> None:
        """Call ``watcher`` with the present view and head, then with every new one, from another thread.

        A watcher too slow for every view gets the newest.
        """

    def close(self) -> None:
        """Leave; a watcher hears nothing more."""
