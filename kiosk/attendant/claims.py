"""What a tap stands for; of what was typed on the keys, only whose it is and whether it fits goes on."""

from datetime import tzinfo

from msgspec.structs import replace

from kiosk.attendant import resolve
from kiosk.attendant.messages import Tap
from kiosk.counter import taps
from kiosk.counter.session import Session
from kiosk.counter.signals import Claim, Now, Signal, Tapped
from kiosk.counter.tasks import Naming
from kiosk.crib.names import NOBODY
from kiosk.store.lookup import policy_of, worker_of
from kiosk.store.store import Store


def tapped(store: Store, session: Session, tap: Tap, now: Now, zone: tzinfo) -> Signal | str:
    """What a tapped control stands for, or why it stands for nothing.

    Raises:
        StoreError: the store cannot be read.
    """
    control = tap.control
    if taps.is_late(session, control, tap.said):
        return "The screen has changed since; look at it, and tap again."
    if not taps.takes(session, control, now, policy_of(store.db)):
        return f"The control {control!r} is not on the screen now."
    signal = resolve.tap(store, control, now, zone)
    if signal is None:
        return f"{control!r} names nothing that exists, or a time that is over."
    return _compared(store, session, signal)


def _compared(store: Store, session: Session, signal: Signal) -> Signal:
    """The signal; where it ends a number or a PIN, with what that is worth."""
    task = session.task
    if not isinstance(task, Naming) or not isinstance(signal, Tapped) or signal.control != "key:enter":
        return signal
    known = store.people.credentials
    if task.asks_pin:
        who = task.worker.id if task.worker else NOBODY
        return replace(signal, claim=Claim(right=known.fits(who, task.typed)))
    number = known.digest(task.typed)
    return replace(signal, claim=Claim(worker_of(store.db, known.owner(number)), number))
