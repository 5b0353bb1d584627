"""What people took over from each other: who is to be told of it, and who denies it."""

from msgspec.structs import replace

from kiosk.crib.facts import Facts
from kiosk.crib.handing import MOST_TOLD, Denial, DenyHandover, TakenOver
from kiosk.crib.names import WorkerId
from kiosk.store.database import Database, rows
from kiosk.store.states import asset_of
from kiosk.store.values import moment_at

NEXT = f"""SELECT epoch, seq FROM handover WHERE worker = ?1 AND told = 0
    ORDER BY epoch, seq LIMIT {MOST_TOLD}"""
"""The entries that a worker is told of when she signs in next."""
_DENIED = """SELECT asset, worker, taker, at FROM denied WHERE ?1 IN ('', asset)
    ORDER BY epoch DESC, seq DESC LIMIT ?2"""


def untold(db: Database, worker: WorkerId) -> tuple[TakenOver, ...]:
    """What was taken over from a worker since she signed in last."""
    sql = "SELECT asset, taker, at FROM handover h JOIN ({}) n ON n.epoch = h.epoch AND n.seq = h.seq"
    return _taken(db, sql.format(NEXT), worker)


def to_deny(db: Database, facts: Facts, command: DenyHandover) -> Facts:
    """What a worker was told of, and may deny."""
    sql = """SELECT asset, taker, at FROM handover WHERE worker = ? AND asset = ? AND told = 1
        ORDER BY epoch, seq"""
    return replace(facts, taken_over=_taken(db, sql, command.worker, command.asset))


def _taken(db: Database, sql: str, *values: str) -> tuple[TakenOver, ...]:
    found = rows(db, sql, *values)
    return tuple(TakenOver(asset, _name(db, asset), taker, moment_at(at)) for asset, taker, at in found)


def denials(db: Database, most: int, asset: str = "") -> tuple[Denial, ...]:
    """What is denied, and not back yet, the newest first; of one asset, or of all."""
    found = rows(db, _DENIED, asset, most)
    return tuple(
        Denial(code, _name(db, code), worker, taker, moment_at(at)) for code, worker, taker, at in found
    )


def _name(db: Database, code: str) -> str:
    asset = asset_of(db, code)
    return asset.product.name if asset else code
