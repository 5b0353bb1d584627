"""`cribctl door`: the locks of the cabinets: how they stand, one unlocked from afar, one tried."""

import time
from argparse import Namespace
from contextlib import closing

from kiosk.admin.answer import told
from kiosk.admin.command import Nouns, add_noun, add_task
from kiosk.admin.crib import Crib, submit
from kiosk.admin.table import Column, table
from kiosk.admin.terminal import DONE, REFUSED, CannotError, Terminal
from kiosk.attendant.door import Door
from kiosk.attendant.messages import DoorState
from kiosk.crib.door_acts import OpenCabinet
from kiosk.crib.names import CabinetCode
from kiosk.settings import Settings

LOOK_S = 0.2
LOOKS = 50
"""A test looks so often: a lock that nobody opens is locked again after 8 s."""
_COLUMNS = (Column("CABINET"), Column("LOCK"), Column("BOARD"), Column("CHANNEL", right=True), Column("WHY"))
_BECAME = {
    "unlocked": "is unlocked still, and nobody opened it",
    "locked": "was unlocked, and nobody opened it: it is locked again",
    "open": "was unlocked and is open: its contact changed",
    "alarm": "is open, but not by its lock",
    "fault": "did not do what it was told",
}


def add(nouns: Nouns) -> None:
    """Add the noun."""
    verbs = add_noun(nouns, "door", "The locks of the cabinets.")
    add_task(verbs, "list", "How each lock stands, and where it is wired.", _list)
    unlock = add_task(verbs, "unlock", "Unlock a cabinet from afar; why is journaled first.", _unlock)
    unlock.add_argument("cabinet", metavar="CABINET")
    unlock.add_argument("--reason", required=True, metavar="TEXT", help="why it is unlocked without a badge")
    test = add_task(
        verbs,
        "test",
        "Unlock a cabinet once, and tell what its lock did.",
        _test,
        "Stand before it: it opens. The test is journaled as any unlocking is.",
    )
    test.add_argument("cabinet", metavar="CABINET")


def _list(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    with closing(crib.door()) as door:
        doors = door.doors()
    rows = [_row(state, crib.settings) for state in doors]
    rows += [_silent(code, crib.settings) for code in crib.settings.lock if code not in _codes(doors)]
    if args.json:
        keys = [column.heading.lower() for column in _COLUMNS]
        terminal.document([dict(zip(keys, row, strict=True)) for row in rows])
    elif rows:
        terminal.say("\n".join(table(_COLUMNS, rows)))
    else:
        terminal.say("No cabinet has a lock: see docs/hardware/locks.md.")
    return DONE


def _codes(doors: tuple[DoorState, ...]) -> set[str]:
    return {state.cabinet for state in doors}


def _row(state: DoorState, settings: Settings) -> tuple[str, str, str, str, str]:
    how = state.state if state.here else "gone"
    return state.cabinet, how, *_wired(state.cabinet, settings), state.why


def _silent(code: str, settings: Settings) -> tuple[str, str, str, str, str]:
    return code, "unknown", *_wired(code, settings), "nothing was heard of it: does an attendant run?"


def _wired(code: str, settings: Settings) -> tuple[str, str]:
    lock = settings.lock.get(code)
    return (lock.board, str(lock.channel)) if lock else ("", "")


def _unlock(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    reply = submit(crib, OpenCabinet(CabinetCode(args.cabinet), args.reason), dry_run=False)
    return told(f"{args.cabinet} is unlocked.", reply, terminal, dry_run=False, as_json=args.json)


def _test(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    reply = submit(crib, OpenCabinet(CabinetCode(args.cabinet), "cribctl door test"), dry_run=False)
    if reply.result != "approved":
        return told("", reply, terminal, dry_run=False, as_json=args.json)
    with closing(crib.door()) as door:
        state = _watched(door, args.cabinet)
    said = f"{args.cabinet} {_BECAME[state.state]}{f': {state.why}' if state.why else ''}."
    if args.json:
        terminal.document({"cabinet": state.cabinet, "state": state.state, "why": state.why, "text": said})
    else:
        terminal.say(said)
    return REFUSED if state.state in ("fault", "alarm") else DONE


def _watched(door: Door, cabinet: str) -> DoorState:
    """The lock once it is unlocked no more, or for long enough."""
    state = _now(door, cabinet)
    for _ in range(LOOKS):
        if state.state != "unlocked":
            break
        time.sleep(LOOK_S)
        state = _now(door, cabinet)
    return state


def _now(door: Door, cabinet: str) -> DoorState:
    for state in door.doors():
        if state.cabinet == cabinet:
            return state
    raise CannotError(f"{cabinet} has vanished from the attendant; see its log")
