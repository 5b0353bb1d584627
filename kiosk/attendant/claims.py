"""What was typed on the keys, compared with what is known: only whose it is, and whether it fits, goes on."""

from typing import TypeVar

from msgspec.structs import replace

from kiosk.counter.session import Session
from kiosk.counter.signals import Claim, Tapped
from kiosk.counter.tasks import Naming
from kiosk.crib.names import NOBODY
from kiosk.store.lookup import worker_of
from kiosk.store.store import Store

Signal = TypeVar("Signal")


def compared(store: Store, session: Session, signal: Signal) -> Signal | Tapped:
    """The signal; where it ends a number or a PIN, with what that is worth.

    Raises:
        StoreError: the store cannot be read.
    """
    task = session.task
    if not isinstance(task, Naming) or not isinstance(signal, Tapped) or signal.control != "key:enter":
        return signal
    known = store.people.credentials
    if task.asks_pin:
        who = task.worker.id if task.worker else NOBODY
        return replace(signal, claim=Claim(right=known.fits(who, task.typed)))
    number = known.digest(task.typed)
    return replace(signal, claim=Claim(worker_of(store.db, known.owner(number)), number))
