"""Commands from cribctl and central: through the same rulebook as a worker at the counter."""

from collections.abc import Callable
from datetime import tzinfo

from msgspec.structs import replace

from kiosk.attendant.messages import Elsewhere, Forwarded, Reply, Submit, Submitted
from kiosk.attendant.spoken import spoken
from kiosk.counter.signals import Now
from kiosk.crib.commands import ApplyPolicy, PlaceHold, ReleaseHold, SetPolicy
from kiosk.crib.counting import CancelCount, CloseCount
from kiosk.crib.definitions import Define
from kiosk.crib.door_acts import OpenCabinet
from kiosk.crib.identity import KeepingPeople
from kiosk.crib.keeper_refusals import Unfit
from kiosk.crib.keeping import Keeping
from kiosk.crib.linking import Linking
from kiosk.crib.names import NOBODY, Via
from kiosk.crib.noting import NoteAsset
from kiosk.crib.ordering import CancelOrder, PlaceOrder
from kiosk.crib.outcomes import Decision, Nothing, Refused
from kiosk.crib.receiving import CloseDelivery, ExpectDelivery
from kiosk.crib.transferring import CloseTransfer, ReceiveTransfer, SendTransfer
from kiosk.store.elsewhere import keep
from kiosk.store.store import Store

ALLOWED = (
    Define
    | SetPolicy
    | ApplyPolicy
    | PlaceHold
    | ReleaseHold
    | CloseCount
    | CancelCount
    | PlaceOrder
    | CancelOrder
    | SendTransfer
    | ReceiveTransfer
    | CloseTransfer
    | Keeping
    | KeepingPeople
    | NoteAsset
    | ExpectDelivery
    | CloseDelivery
    | Linking
    | OpenCabinet
)
"""What may be submitted; acts at the counter need a badge at the counter."""


Follow = Callable[[Decision], None]
"""Does what a decision wants done, now that it is durable."""


def answer(store: Store, request: Submitted, now: Now, zone: tzinfo, follow: Follow) -> Reply:
    """Do what a client of the door wants done.

    Raises:
        StoreError: it could not be read or written; nothing of it was.
    """
    match request:
        case Submit():
            return submit(store, request, now, zone, follow)
        case Forwarded():
            return forwarded(store, request, now, zone)
        case Elsewhere(id, figures):
            keep(store.db, figures)
            return Reply(id, "ok")


def submit(store: Store, request: Submit, now: Now, zone: tzinfo, follow: Follow) -> Reply:
    """Judge a submitted command and, unless it is a dry run, write it.

    Raises:
        StoreError: it could not be read or written; nothing of it was.
    """
    if not isinstance(request.command, ALLOWED):
        kind = type(request.command).__name__
        return Reply(request.id, "forbidden", f"{kind} is done at the counter, not by command.")
    if getattr(request.command, "worker", NOBODY):
        said = "A command acts for nobody: leave its worker empty. Who acts at the counter is known by badge."
        return Reply(request.id, "forbidden", said)
    if request.dry_run:
        return reply_of(store, request, store.judge(request.command, now.at), now, zone)
    outcome = store.execute(request.id, request.command, now.at, Via.CRIBCTL)
    if outcome.repeated:
        return Reply(request.id, "nothing", "This was done before.", len(outcome.entries))
    follow(outcome.decision)
    reply = reply_of(store, request, outcome.decision, now, zone)
    return replace(reply, entries=len(outcome.entries))


def forwarded(store: Store, request: Forwarded, now: Now, zone: tzinfo) -> Reply:
    """Judge what central asks, and write it; the same request twice is once.

    Raises:
        StoreError: it could not be read or written; nothing of it was.
    """
    outcome = store.execute(request.id, request.command, now.at, Via.CENTRAL)
    reply = reply_of(store, request, outcome.decision, now, zone)
    return replace(reply, entries=len(outcome.entries))


def reply_of(store: Store, request: Submit | Forwarded, decision: Decision, now: Now, zone: tzinfo) -> Reply:
    """A decision as the door tells it."""
    if not isinstance(decision, Refused):
        result = "nothing" if isinstance(decision, Nothing) else "approved"
        return Reply(request.id, result, tally=decision.tally)
    refusal = decision.refusal
    if isinstance(refusal, Unfit):
        return Reply(request.id, "refused", refusal.reason, flaws=refusal.flaws, reason=refusal.reason)
    text = spoken(store.db, refusal, now.at, zone)
    return Reply(request.id, "refused", text, reason=refusal.reason)
