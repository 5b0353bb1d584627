"""What an earlier command moved, and whether the world still stands as it left it."""

from msgspec.structs import replace

from kiosk.crib import commands as do
from kiosk.crib import entries as was
from kiosk.crib.body import Moved
from kiosk.crib.facts import Facts, PastMove
from kiosk.store import states
from kiosk.store.database import Database, one
from kiosk.store.entry import Entry
from kiosk.store.journal import by_command
from kiosk.store.values import moment_at


def load(db: Database, facts: Facts, command: do.UndoAct) -> Facts:
    """The facts, with the movements of the act that is to be undone."""
    moves = [(entry, entry.parsed()) for entry in by_command(db, command.act)]
    kits = [body.kit for _, body in moves if isinstance(body, was.KitReturned)]
    return replace(
        facts,
        kit=states.kit_of(db, kits[0]) if kits else None,
        past=tuple(_past_move(db, entry, body) for entry, body in moves if isinstance(body, Moved)),
    )


def _past_move(db: Database, entry: Entry, body: Moved) -> PastMove:
    undone = one(db, "SELECT 1 FROM undone WHERE epoch = ? AND seq = ?", entry.epoch, entry.seq) is not None
    stands = not undone and _stands(db, entry, body)
    return PastMove(entry.seq, entry.actor, body, stands, undone, moment_at(entry.at))


def _stands(db: Database, entry: Entry, body: Moved) -> bool:
    if isinstance(body, was.StockIssued) and _still_has(db, entry.actor, body) < body.quantity:
        return False
    place = body.movement.destination
    key = (place.kind.value, place.code)
    if body.asset:
        sql = "SELECT 1 FROM asset WHERE place_kind = ? AND place = ? AND code = ?"
        return one(db, sql, *key, body.asset) is not None
    sql = """SELECT coalesce(sum(quantity), 0) FROM balance WHERE place_kind = ? AND place = ?
        AND product = ? AND lot IN ('', ?)"""
    return int(one(db, sql, *key, body.product, body.lot)[0]) >= body.quantity


def _still_has(db: Database, worker: str, body: was.StockIssued) -> int:
    drawn = states.drawn_by(db, worker, body.product)
    loans = states.loans_of(db, body.product, worker)
    had = [each.quantity for each in drawn if (each.job, each.lot) == (body.job, body.lot)]
    return sum(had) + sum(loan.quantity for loan in loans if loan.due == body.due)
