"""What was taken over: who had it is told once, may deny it by a touch; a keeper reads the names."""

import pytest
from desk_bench import ANN, BEN, EIGHT, DeskBench

from kiosk.attendant.messages import Tap
from kiosk.crib.definitions import Define, Person
from kiosk.crib.names import CommandId, Role, Via
from kiosk.store.verify import replay

KIM, LEA = "0000471108", "0312345678"
TOLD = "A. O. took over Drill DRL-01 at 08:00."
DENIED = "Ann Ottoline took over Drill DRL-01 at 08:00: Ben Oakley says no."
LAST = "Last had by: Ann Ottoline, Ben Oakley"


@pytest.fixture(autouse=True)
def staff(bench: DeskBench) -> None:
    """A keeper and a lead."""
    people = Define((Person("kim", "Kim Rae", Role.KEEPER, KIM), Person("lea", "Lea Lind", Role.LEAD, LEA)))
    bench.store.execute(CommandId("staff"), people, EIGHT, Via.CRIBCTL)


def tap(bench: DeskBench, *controls: str) -> list[str]:
    """Touch these; how each was answered."""
    taps = (Tap(CommandId(bench.world.new_id()), control) for control in controls)
    return [bench.door().tap(each).result for each in taps]


def take_over(bench: DeskBench, *codes: str) -> None:
    """Ann takes over what Ben has; both have left since."""
    bench.badge(BEN)
    for code in codes:
        bench.scan(code)
    bench.badge(ANN)
    for code in codes:
        bench.scan(code)
        assert tap(bench, "take-over") == ["ok"]
    bench.wait(10)


def offered(bench: DeskBench) -> list[str]:
    """What can be denied now, by the controls that are drawn."""
    return [control.name for control in bench.view.controls if control.name.startswith("deny:")]


def types(bench: DeskBench) -> list[str]:
    """The denials in the journal."""
    return [entry.type for entry in bench.entries() if entry.type == "handover.denied"]


def test_who_had_it_is_told_at_her_next_badge_and_only_then(bench: DeskBench) -> None:
    """Nobody else is, nor she again."""
    take_over(bench, "DRL-01")
    bench.badge(LEA)
    assert (TOLD in bench.view.words(), offered(bench)) == (False, [])
    bench.badge(BEN)
    assert TOLD in bench.notice.lines
    assert offered(bench) == ["deny:DRL-01"]
    bench.wait(10)
    bench.badge(BEN)
    assert (TOLD in bench.view.words(), offered(bench)) == (False, [])
    assert tap(bench, "deny:DRL-01") == ["refused"]
    assert types(bench) == []


def test_the_touch_stays_while_she_is_signed_in_and_twice_is_once(bench: DeskBench) -> None:
    """Also after a scan; what she denied is not offered again."""
    take_over(bench, "DRL-01", "DRL-02")
    bench.badge(BEN)
    bench.scan("DRL-03")
    assert tap(bench, "deny:DRL-02", "deny:DRL-02") == ["ok", "refused"]
    assert offered(bench) == ["deny:DRL-01"]
    assert types(bench) == ["handover.denied"]


def test_of_many_things_three_are_told_and_the_others_the_next_time(bench: DeskBench) -> None:
    """None is forgotten: each has its touch."""
    take_over(bench, *(f"DRL-0{n}" for n in range(1, 6)))
    bench.badge(BEN)
    assert offered(bench) == ["deny:DRL-01", "deny:DRL-02", "deny:DRL-03"]
    bench.wait(10)
    bench.badge(BEN)
    assert offered(bench) == ["deny:DRL-04", "deny:DRL-05"]


def test_what_was_undone_at_once_is_not_told_of(bench: DeskBench) -> None:
    """The thing is with whom it was."""
    bench.badge(BEN)
    bench.scan("DRL-01")
    bench.badge(ANN)
    bench.scan("DRL-01")
    assert tap(bench, "take-over", "undo") == ["ok", "ok"]
    bench.wait(10)
    bench.badge(BEN)
    assert offered(bench) == []


@pytest.mark.parametrize(("badge", "reads"), [(KIM, True), (LEA, False), (ANN, False)])
def test_a_denial_is_the_keepers_to_read_at_sign_in_and_on_the_card(
    bench: DeskBench, badge: str, *, reads: bool
) -> None:
    """With both names in full."""
    take_over(bench, "DRL-01")
    bench.badge(BEN)
    assert tap(bench, "deny:DRL-01") == ["ok"]
    bench.badge(badge)
    assert (DENIED in bench.view.words()) is reads
    assert tap(bench, "where", "card:DRL-01") == ["ok", "ok"]
    assert (DENIED in bench.view.words()) is reads


def test_what_is_back_is_denied_no_more(bench: DeskBench) -> None:
    """The journal keeps it; the tables follow the journal exactly."""
    take_over(bench, "DRL-01")
    bench.badge(BEN)
    assert tap(bench, "deny:DRL-01") == ["ok"]
    bench.wait(10)
    bench.scan("DRL-01")
    bench.wait(20)
    bench.badge(KIM)
    assert DENIED not in bench.view.words()
    assert replay(bench.db) is None


@pytest.mark.parametrize(("badge", "reads"), [(KIM, True), (LEA, False), (ANN, False), ("", False)])
def test_who_had_a_thing_that_is_set_aside_is_the_keepers_to_read(
    bench: DeskBench, badge: str, *, reads: bool
) -> None:
    """The three who had it last, each once, the latest first; of what is not set aside nobody reads it."""
    take_over(bench, "DRL-01")
    bench.badge(KIM)
    assert tap(bench, "where", "card:DRL-01") == ["ok", "ok"]
    assert LAST not in bench.view.words()
    bench.wait(60)
    bench.scan("DRL-01")
    assert tap(bench, "problem", "problem:broken") == ["ok", "ok"]
    assert LAST not in bench.view.words()
    bench.wait(20)
    if badge:
        bench.badge(badge)
    assert tap(bench, "where", "card:DRL-01") == ["ok", "ok"]
    assert (LAST in bench.view.words()) is reads


def test_who_had_what_is_not_in_its_bin_is_the_keepers_to_read(bench: DeskBench) -> None:
    """It accuses nobody: whoever reports it reads no names."""
    take_over(bench, "DRL-01")
    bench.wait(60)
    bench.scan("DRL-01")
    bench.wait(20)
    assert tap(bench, "where", "card:DRL-01", "not-here:DRL-01") == ["ok", "ok", "ok"]
    assert LAST not in bench.view.words()
    bench.badge(KIM)
    assert tap(bench, "where", "card:DRL-01") == ["ok", "ok"]
    assert LAST in bench.view.words()
