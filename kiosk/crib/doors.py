"""The rules of cabinets' doors: who may open which. How a lock behaves is kiosk.counter.locks' matter."""

from kiosk.crib.body import Body
from kiosk.crib.door_acts import NoteDoor, OpenCabinet, SayNothingTaken, UnlockDoors
from kiosk.crib.door_entries import DoorNothingTaken, DoorUnlocked
from kiosk.crib.facts import Facts
from kiosk.crib.gates import known_worker, may
from kiosk.crib.keep import unfit
from kiosk.crib.names import CabinetCode
from kiosk.crib.outcomes import NOTHING, Approved, Decision, Refused
from kiosk.crib.refusals import CabinetFault


def opened_by(facts: Facts) -> tuple[Body, ...]:
    """An entry for each cabinet that the worker may open, of those whose lock can be."""
    worker = facts.worker
    if worker is None:
        return ()
    mine = [area for area in facts.cabinets if area.locked and may(worker, area.role)]
    return tuple(DoorUnlocked(cabinet=CabinetCode(area.code), worker=worker.id) for area in mine)


def unlock(facts: Facts, _: UnlockDoors) -> Decision:
    """Let a worker in again, who shut a door too early."""
    refusal = known_worker(facts.worker)
    if refusal:
        return Refused(refusal)
    entries = opened_by(facts)
    return Approved(entries) if entries else NOTHING


def open_cabinet(facts: Facts, command: OpenCabinet) -> Decision:
    """Unlock a cabinet for whoever stands there; why is written before its bolt moves."""
    if not facts.cabinets:
        return unfit(
            "cabinet", command.cabinet, "{value!r} is no cabinet with a lock; `cribctl door list` names them."
        )
    if not command.reason.strip():
        return unfit(
            "reason", command.reason, "{value!r} is no reason; say why it is unlocked without a badge."
        )
    if command.cabinet not in command.locks:
        return Refused(CabinetFault(command.cabinet))
    return Approved((DoorUnlocked(cabinet=command.cabinet, reason=command.reason.strip()),))


def nothing_taken(facts: Facts, command: SayNothingTaken) -> Decision:
    """Believe it: it is known who says so."""
    refusal = known_worker(facts.worker)
    if refusal:
        return Refused(refusal)
    me = command.worker
    return Approved(tuple(DoorNothingTaken(cabinet=code, worker=me) for code in command.cabinets))


def note(_: Facts, command: NoteDoor) -> Decision:
    """What happened to a door happened: it is written, whoever did it."""
    return Approved((command.note,))
