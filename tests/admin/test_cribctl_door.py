"""`cribctl door`: how the locks stand, and unlocking from afar, journaled before the bolt moves."""

import json

import pytest
from crib_bench import BenchCrib
from msgspec.structs import replace

from kiosk.attendant.desk import Desk
from kiosk.attendant.telling import Outputs
from kiosk.crib.definitions import Define, NewArea
from kiosk.crib.names import CabinetCode
from kiosk.crib.products import Level
from kiosk.devices import badges
from kiosk.devices.bench import BenchCabinets
from kiosk.settings import Board, Lock
from kiosk.store.journal import all_entries

WHY = "the hinge is to be looked at"


class Cabinets(BenchCabinets):
    """Simulated cabinets that tell the desk at once, and in front of whose doors somebody may stand."""

    crib: BenchCrib
    pulled = False

    def unlock(self, cabinet: CabinetCode) -> None:
        """Draw a bolt; the journal had it first."""
        last = list(all_entries(self.crib.store.db))[-1]
        assert (last.type, last.parsed().cabinet) == ("door.unlocked", cabinet)  # type: ignore[attr-defined]
        super().unlock(cabinet)
        if self.pulled:
            self[cabinet].open()

    def hear(self) -> None:
        """What they told reaches the desk."""
        while event := self.take():
            self.crib.desk.handle(event)


@pytest.fixture
def cabinets(crib: BenchCrib) -> Cabinets:
    """C1 has a lock; the desk knows that it is shut."""
    cabinets = Cabinets()
    cabinets.crib = crib
    crib.act(Define((NewArea("C1", Level.CABINET, locked=1),)))
    quiet = Outputs(lambda _: None, lambda _: None, cabinets)
    desk = Desk(crib.store, crib.world, crib.desk._identity, quiet, badges)
    plain = desk.handle

    def handle(event: object) -> None:
        plain(event)  # type: ignore[arg-type]
        while told := cabinets.take():
            plain(told)

    desk.handle = handle  # type: ignore[method-assign,assignment]
    crib.desk = desk
    crib.settings = replace(
        crib.settings,
        board={"main": Board(family="cu16", device="/dev/crib/locks0")},
        lock={"C1": Lock(channel=4), "C9": Lock(channel=9)},
    )
    cabinets.install("C1")
    cabinets.hear()
    return cabinets


@pytest.mark.usefixtures("cabinets")
def test_every_lock_is_listed_with_its_wiring(crib: BenchCrib) -> None:
    """Those that the settings name and nothing was heard of, too."""
    lines = crib.cribctl("door", "list").out.splitlines()
    assert lines[0].split() == ["CABINET", "LOCK", "BOARD", "CHANNEL", "WHY"]
    assert lines[-2].split()[:4] == ["C1", "locked", "main", "4"]
    assert lines[-1].split()[:4] == ["C9", "unknown", "main", "9"]
    assert json.loads(crib.cribctl("door", "list", "--json").out)[0] == {
        "cabinet": "C1", "lock": "locked", "board": "main", "channel": "4", "why": "",
    }  # fmt: skip


@pytest.mark.usefixtures("cabinets")
def test_why_is_in_the_journal_before_the_bolt_moves(crib: BenchCrib) -> None:
    """With how it is known who wanted it."""
    answer = crib.cribctl("door", "unlock", "C1", "--reason", f" {WHY} ")
    assert (answer.code, answer.out) == (0, "C1 is unlocked.\n")
    entry = list(all_entries(crib.store.db))[-1]
    assert (entry.type, entry.via, entry.actor) == ("door.unlocked", "cribctl", "")
    assert entry.parsed().reason == WHY  # type: ignore[attr-defined]


def test_a_lock_that_does_not_answer_is_refused_and_nothing_is_written(
    crib: BenchCrib, cabinets: Cabinets
) -> None:
    """It would open when its cable is put back."""
    cabinets["C1"].unplug()
    cabinets.hear()
    head = crib.head
    answer = crib.cribctl("door", "unlock", "C1", "--reason", WHY)
    assert (answer.code, crib.head) == (1, head)
    assert answer.out == "Cabinet C1 does not open. Ask the keeper.\n"
    assert "gone" in crib.cribctl("door", "list").out
    assert "it does not answer" in crib.cribctl("door", "list").out


@pytest.mark.usefixtures("cabinets")
@pytest.mark.parametrize(
    ("cabinet", "reason", "said"),
    [("C7", WHY, "'C7' is no cabinet with a lock"), ("C1", "  ", "'  ' is no reason")],
)
def test_no_cabinet_and_no_reason_are_refused(crib: BenchCrib, cabinet: str, reason: str, said: str) -> None:
    """Nothing is written."""
    head = crib.head
    answer = crib.cribctl("door", "unlock", cabinet, "--reason", reason)
    assert (answer.code, crib.head) == (1, head)
    assert said in answer.out


def test_a_test_tells_what_the_lock_did(crib: BenchCrib, cabinets: Cabinets) -> None:
    """It opened; or its bolt did not move."""
    cabinets.pulled = True
    assert crib.cribctl("door", "test", "C1").out == "C1 was unlocked and is open: its contact changed.\n"
    cabinets["C1"].close()
    cabinets.hear()
    cabinets.pulled, cabinets["C1"].stuck = False, True
    stuck = crib.cribctl("door", "test", "C1")
    assert (stuck.code, stuck.out) == (1, "C1 did not do what it was told: its bolt did not move.\n")
    told = json.loads(crib.cribctl("door", "test", "C1", "--json").out)
    assert (told["state"], told["why"]) == ("fault", "its bolt did not move")
    assert crib.cribctl("door", "test", "C7").code == 1


def test_where_no_attendant_runs_no_lock_is_known(crib: BenchCrib) -> None:
    """And none can be unlocked."""
    assert crib.cribctl("door", "list").out == "No cabinet has a lock: see docs/hardware/locks.md.\n"
    assert crib.cribctl("door", "unlock", "C1", "--reason", WHY).code == 1
