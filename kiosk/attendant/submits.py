"""Commands from cribctl and central: through the same rulebook as a worker at the counter."""

from kiosk.attendant.messages import Reply, Submit
from kiosk.counter.signals import Now
from kiosk.crib.commands import SetPolicy
from kiosk.crib.definitions import Define
from kiosk.crib.names import Via
from kiosk.crib.outcomes import Decision, Nothing, Refused
from kiosk.crib.refusals import Unfit
from kiosk.store.store import Store

ALLOWED = Define | SetPolicy
"""What may be submitted; acts at the counter need a badge at the counter."""


def submit(store: Store, request: Submit, now: Now) -> Reply:
    """Judge a submitted command and, unless it is a dry run, write it.

    Raises:
        StoreError: it could not be read or written; nothing of it was.
    """
    if not isinstance(request.command, ALLOWED):
        kind = type(request.command).__name__
        return Reply(request.id, "forbidden", f"{kind} is done at the counter, not by command.")
    if request.dry_run:
        return reply(request, store.judge(request.command, now.at), 0)
    outcome = store.execute(request.id, request.command, now.at, Via.CRIBCTL)
    if outcome.repeated:
        return Reply(request.id, "nothing", "This was done before.", len(outcome.entries))
    return reply(request, outcome.decision, len(outcome.entries))


def reply(request: Submit, decision: Decision, written: int) -> Reply:
    """A decision as the door tells it."""
    if isinstance(decision, Refused):
        flaws = decision.refusal.flaws if isinstance(decision.refusal, Unfit) else ()
        return Reply(request.id, "refused", decision.refusal.reason, written, flaws=flaws)
    result = "nothing" if isinstance(decision, Nothing) else "approved"
    return Reply(request.id, result, entries=written, tally=decision.tally)
