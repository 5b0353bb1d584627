"""Who may open which cabinet."""

import pytest
from crib_facts import ANN, facts

from kiosk.crib import changes
from kiosk.crib.commands import OpenSession
from kiosk.crib.decide import decide
from kiosk.crib.door_acts import NoteDoor, UnlockDoors
from kiosk.crib.door_entries import DoorForced, DoorUnlocked
from kiosk.crib.names import CabinetCode, Role, WorkerId
from kiosk.crib.outcomes import NOTHING, Approved, Refused
from kiosk.crib.products import Area, Level, Worker
from kiosk.crib.refusals import InactiveWorker

C1, C2, C3 = (CabinetCode(f"C{n}") for n in (1, 2, 3))
CABINETS = (
    Area(C1, Level.CABINET, locked=1),
    Area(C2, Level.CABINET, locked=1, role=Role.KEEPER),
    Area(C3, Level.CABINET),
)
OPENS = {
    Role.WORKER: [C1],
    Role.LEAD: [C1],
    Role.KEEPER: [C1, C2],
    Role.ADMIN: [C1, C2],
    Role.AUDITOR: [],
}


@pytest.mark.parametrize(("role", "cabinets"), OPENS.items())
def test_a_badge_unlocks_the_locked_cabinets_that_its_role_may_open(
    role: Role, cabinets: list[CabinetCode]
) -> None:
    """With the sign-in, in one decision; a cabinet without a lock needs none."""
    worker = Worker(ANN.id, role)
    decision = decide(facts(worker, cabinets=CABINETS), OpenSession(worker.id, (C1, C2, C3)))

    unlocked = tuple(DoorUnlocked(cabinet=cabinet, worker=worker.id) for cabinet in cabinets)
    assert decision == Approved((changes.SessionOpened(worker=worker.id), *unlocked))
    assert all(entry.actor == worker.id for entry in unlocked)


@pytest.mark.parametrize("command", [OpenSession, UnlockDoors])
def test_a_badge_that_is_switched_off_unlocks_nothing(
    command: type[OpenSession] | type[UnlockDoors],
) -> None:
    """At sign-in, and when it is shown again."""
    gone = Worker(WorkerId("w-gone"), active=False)
    decision = decide(facts(gone, cabinets=CABINETS), command(gone.id, (C1,)))

    assert decision == Refused(InactiveWorker(gone.id))


def test_the_badge_shown_again_unlocks_again_and_signs_nobody_in() -> None:
    """Or does nothing, where its worker may open none of them."""
    auditor = Worker(ANN.id, Role.AUDITOR)
    again = UnlockDoors(ANN.id, (C1,))

    assert decide(facts(ANN, cabinets=CABINETS), again) == Approved(
        (DoorUnlocked(cabinet=C1, worker=ANN.id),)
    )
    assert decide(facts(auditor, cabinets=CABINETS), again) == NOTHING


def test_what_a_door_did_is_noted_as_it_is() -> None:
    """There is nothing to judge."""
    forced = DoorForced(cabinet=C1)

    assert decide(facts(None), NoteDoor(forced)) == Approved((forced,))
    assert forced.actor == ""
