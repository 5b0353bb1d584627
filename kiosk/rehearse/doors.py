"""Acts at cabinets' doors and at cables, and what a lock is expected to read."""

from kiosk.attendant.events import Present, Tick
from kiosk.crib.names import CabinetCode
from kiosk.rehearse import values
from kiosk.rehearse.crib import Crib
from kiosk.rehearse.grammar import Statement

DISK = "disk"


def install(crib: Crib, said: Statement) -> None:
    """``cabinet C1 locked`` has a lock; an open cabinet is a name that its bins bear."""
    if "locked" in said.flags:
        crib.cabinets.install(said.words[0])
        crib.play(Tick())


def move(crib: Crib, said: Statement) -> None:
    """``door C1 opens``, ``closes``, ``forced``; ``sticks``, and from ``eased`` on no more.

    Raises:
        ValueError: the cabinet has no lock, or a door does not do that.
    """
    code, what = said.words
    _insist_on_lock(crib, code)
    cabinet = crib.cabinets[code]
    acts = {"opens": cabinet.open, "closes": cabinet.close, "forced": cabinet.force}
    act = values.choice(what, (*acts, "sticks", "eased"))
    if act in acts:
        acts[act]()
    else:
        cabinet.stuck = act == "sticks"
    crib.play(Tick())


def plug(crib: Crib, said: Statement) -> None:
    """``plug scanner``, ``unplug C1``; an unplugged disk can be read, and takes nothing more.

    Raises:
        ValueError: there is no such device.
    """
    name, here = said.words[0], said.verb == "plug"
    if name in crib.cabinets:
        cabinet = crib.cabinets[name]
        (cabinet.plug if here else cabinet.unplug)()
        crib.play(Tick())
        return
    if name == DISK:
        crib.protect_disk(not here)
        return
    crib.plugged[values.choice(name, (*crib.plugged, DISK))] = here
    crib.play(Present(name, here))


def state(crib: Crib, code: str) -> str:
    """What the lock of a cabinet reads.

    Raises:
        ValueError: it has none.
    """
    _insist_on_lock(crib, code)
    return crib.desk.cabinets.state(CabinetCode(code)).value


def _insist_on_lock(crib: Crib, code: str) -> None:
    if code not in crib.cabinets:
        raise ValueError(f"{code} has no lock; write: cabinet {code} locked")
