"""Counting at the counter: what scans, taps and badges mean, and that nobody is told what to expect."""

from typing import Any

import pytest
from counter_stage import (
    BEN_SEEN,
    C1_04,
    C2_01,
    GLOVES,
    GLOVES_SEEN,
    JOB_SEEN,
    LEA,
    LEA_SEEN,
    NOW,
    POLICY,
    SERVING,
    STOCK,
    STRANGE_CODE,
    seen,
)
from msgspec.structs import replace

from kiosk.counter import count_words, counting
from kiosk.counter.machine import step
from kiosk.counter.session import Answer, Done, Intent, Session, State, Turn
from kiosk.counter.signals import PlaceSeen, Signal, StockSeen, Tapped, WorkerSeen
from kiosk.counter.taps import shown, takes
from kiosk.counter.tasks import Counting, Linking
from kiosk.crib import commands as do
from kiosk.crib import count_entries as was
from kiosk.crib import counting as acts
from kiosk.crib.body import Body
from kiosk.crib.counting import Finding, Fix
from kiosk.crib.names import AssetCode, BinCode, CommandId, LotCode, Role, WorkerId
from kiosk.crib.outcomes import NOTHING, Approved, Decision, Refused
from kiosk.crib.products import Worker
from kiosk.crib.refusals import NotAllowed

KIM = Worker(WorkerId("w-kim"), Role.KEEPER)
TW = AssetCode("TW-01")
KEEPER = Session(worker=KIM, last_act=NOW.boot)
BEGUN = replace(KEEPER, task=Counting())
TASK = Counting(count="C1/1", place="C1", bin=C1_04)
COUNTING = replace(KEEPER, task=TASK)
CABINET = PlaceSeen("C1", "cabinet", ("C1-04",))
BIN = PlaceSeen("C1-04", "bin", ("3 x Torque wrench 60 Nm",), C1_04)
TOOL = PlaceSeen("TQ-60", "product", ("Torque wrench 60 Nm",))
BY_PRODUCT = StockSeen("GLV-9", STOCK, LotCode("L1"))
ASKED = replace(KEEPER, task=replace(TASK, bin=C2_01, product=GLOVES.code))


def led(session: Session, signal: Signal) -> Turn:
    """What a signal leads to."""
    return step(session, signal, NOW, POLICY)


def tapped(session: Session, control: str) -> Turn:
    """What a tap leads to."""
    return led(session, Tapped(control))


def told(session: Session, *bodies: Body) -> Session:
    """The session once these entries are written."""
    return concluded(session, Approved(bodies))


def concluded(session: Session, decision: Decision) -> Session:
    """The session once a command of counting was judged."""
    see = Intent(acts.CloseCount("C1/1", KIM.id))
    return counting.conclude(session, Done(CommandId("c-2"), see, decision, KIM), NOW)


def task(session: Session) -> Counting:
    """What is being counted."""
    assert isinstance(session.task, Counting)
    return session.task


def answer(session: Session) -> Answer:
    """What was said."""
    assert session.answer is not None
    return session.answer


def commands(turn: Turn) -> list[do.Command]:
    """What is wanted."""
    return [intent.command for intent in turn.intents]


def test_keepers_are_offered_to_count_and_nobody_else_is() -> None:
    """A worker sees take and return; her tap is a stop."""
    assert "count" in shown(KEEPER, NOW, POLICY)
    assert "count" not in shown(SERVING, NOW, POLICY)

    refused = answer(tapped(SERVING, "count").session)

    assert refused.refusal == NotAllowed(Role.KEEPER)
    assert tapped(SERVING, "count").session.state is State.SERVING


def test_a_place_comes_first() -> None:
    """Whatever else is scanned asks for one."""
    turn = tapped(KEEPER, "count")
    assert turn.session.state is State.TASK

    for signal in (seen(), STRANGE_CODE, TOOL, JOB_SEEN, BY_PRODUCT):
        asked = led(BEGUN, signal)
        assert (asked.intents, answer(asked.session).kind) == ((), "counting")
    for signal, place in ((CABINET, "C1"), (BIN, "C1-04"), (GLOVES_SEEN, "C2-01")):
        assert commands(led(BEGUN, signal)) == [acts.OpenCount(place, KIM.id)]


def test_the_label_that_began_it_may_have_been_scanned_just_before() -> None:
    """A tap in between makes it no bounce."""
    session = led(KEEPER, BIN).session

    assert commands(led(tapped(session, "count").session, BIN)) == [acts.OpenCount("C1-04", KIM.id)]


@pytest.mark.parametrize("body", [was.CountOpened, was.CountResumed])
def test_then_everything_there_is_scanned(body: Any) -> None:
    """Of a single bin the place is known; of a cabinet it is, once a bin of it was scanned."""
    at_bin = told(led(BEGUN, BIN).session, body(count="C1-04/1", place="C1-04"))
    at_cabinet = told(led(BEGUN, CABINET).session, body(count="C1/1", place="C1"))

    assert commands(led(at_bin, seen())) == [acts.SeeAsset("C1-04/1", TW, KIM.id, C1_04)]
    assert commands(led(at_cabinet, seen())) == [acts.SeeAsset("C1/1", TW, KIM.id)]
    moved = led(at_cabinet, BIN).session
    assert commands(led(moved, seen())) == [acts.SeeAsset("C1/1", TW, KIM.id, C1_04)]
    assert commands(led(moved, STRANGE_CODE)) == [acts.SeeCode("C1/1", "MEX-1", KIM.id, C1_04)]
    assert commands(led(moved, JOB_SEEN)) == []


def test_another_cabinet_is_another_count() -> None:
    """The first stays open."""
    other = PlaceSeen("C2", "cabinet", ())

    assert commands(led(COUNTING, other)) == [acts.OpenCount("C2", KIM.id)]


@pytest.mark.parametrize(("signal", "where", "lot"), [(GLOVES_SEEN, C2_01, ""), (BY_PRODUCT, C1_04, "L1")])
def test_pieces_are_asked_for_and_told(signal: StockSeen, where: BinCode, lot: str) -> None:
    """In the bin whose label it is, else where the keeper stands."""
    asked = led(COUNTING, signal).session
    assert answer(asked).kind == "how-many"
    assert not takes(COUNTING, "quantity:3", NOW, POLICY)

    see = acts.SeeStock("C1/1", GLOVES.code, where, 3, KIM.id, LotCode(lot))
    assert commands(tapped(asked, "quantity:3")) == [see]
    assert commands(tapped(asked, "quantity:x")) == []
    assert commands(tapped(asked, "quantity:1000001")) == []


def test_a_bin_of_one_product_asks_at_once() -> None:
    """Its label stands for both."""
    opened = told(led(BEGUN, GLOVES_SEEN).session, was.CountOpened(count="C2-01/1", place="C2-01"))

    assert (answer(opened).kind, task(opened).product) == ("how-many", GLOVES.code)


def pieces(quantity: int) -> was.CountSeen:
    """So many gloves were counted, where twelve are expected."""
    what = {"bin": C2_01, "product": GLOVES.code, "quantity": quantity, "expected": 12}
    return was.CountSeen(count="C1/1", finding=Finding.COUNTED, **what)


def test_a_difference_is_counted_once_more() -> None:
    """Whatever is told then is taken."""
    once = told(ASKED, pieces(10))
    twice = told(once, pieces(10))

    assert (answer(once).kind, task(once).product) == ("count-again", GLOVES.code)
    assert (answer(twice).kind, task(twice).product) == ("noted", "")
    assert answer(told(ASKED, pieces(12))).kind == "noted"
    assert "12" not in repr((once.answer, twice.answer, once.task))


@pytest.mark.parametrize(
    ("finding", "offered"),
    [
        (Finding.FOUND, ()),
        (Finding.MISPLACED, ("fix:home", "fix:here")),
        (Finding.HELD, ("fix:return",)),
    ],
)
def test_what_is_out_of_place_is_put_right_by_one_tap(finding: Finding, offered: tuple[str, ...]) -> None:
    """Until the next thing is scanned."""
    found = told(COUNTING, was.CountSeen(count="C1/1", finding=finding, asset=TW, bin=C1_04))

    assert shown(found, NOW, POLICY) == (*offered, "sign", "done", "sign-out")
    for control in offered:
        fix = acts.FixFinding("C1/1", TW, Fix(control.removeprefix("fix:")), KIM.id)
        assert commands(tapped(found, control)) == [fix]
        assert commands(tapped(led(found, STRANGE_CODE).session, control)) == []


def test_signing_ends_it_and_leaving_does_not() -> None:
    """What is left stays open in the journal."""
    assert commands(tapped(COUNTING, "sign")) == [acts.CloseCount("C1/1", KIM.id)]

    closed = told(COUNTING, was.CountClosed(count="C1/1", place="C1", signed=KIM.id))
    left = tapped(COUNTING, "done")

    assert (closed.state, answer(closed).kind, answer(closed).bin) == (State.SERVING, "counted", "C1")
    assert (left.session.state, left.intents) == (State.SERVING, ())


def test_a_second_person_signs_with_her_badge() -> None:
    """While it waits for one; else a badge switches person, as anywhere."""
    waits = told(COUNTING, was.CountSigned(count="C1/1", pieces=20, value_cents=0))
    refused = concluded(COUNTING, Refused(acts.NeedsSecond(20, 0)))

    for session in (waits, refused):
        assert commands(led(session, LEA_SEEN)) == [acts.CloseCount("C1/1", LEA.id)]
        assert commands(led(session, BEN_SEEN)) == [do.OpenSession(BEN_SEEN.worker.id)]
        assert commands(led(session, WorkerSeen(KIM))) == []
    assert commands(led(COUNTING, LEA_SEEN)) == [do.OpenSession(LEA.id)]
    again = told(waits, pieces(12))
    assert commands(led(again, LEA_SEEN)) == [do.OpenSession(LEA.id)]


def test_what_is_to_be_counted_again_is_asked_for_at_once() -> None:
    """The stop names it, and takes the number."""
    stopped = concluded(COUNTING, Refused(acts.CountAgain(GLOVES.code, C2_01)))

    assert (answer(stopped).kind, answer(stopped).product, task(stopped).name) == ("refused", GLOVES.code, "")
    see = acts.SeeStock("C1/1", GLOVES.code, C2_01, 5, KIM.id)
    assert commands(tapped(stopped, "quantity:5")) == [see]


def test_a_count_that_could_not_begin_asks_for_another_place() -> None:
    """The keeper is still about to count."""
    refused = concluded(led(BEGUN, BIN).session, Refused(NotAllowed(Role.KEEPER)))

    assert task(refused) == Counting()
    assert concluded(COUNTING, NOTHING) == COUNTING
    assert concluded(KEEPER, Approved((pieces(1),))) == KEEPER


def test_a_number_is_typed_key_by_key_and_nobody_is_told_what_to_expect() -> None:
    """Back takes the last digit; enter tells it; what is scanned next begins anew."""
    typed = ASKED
    for key in ("1", "2", "back", "9"):
        typed = tapped(typed, f"key:{key}").session
    assert task(typed).typed == "19"

    entered = tapped(typed, "key:enter")
    assert commands(entered) == [acts.SeeStock("C1/1", GLOVES.code, C2_01, 19, KIM.id)]
    assert task(entered.session).typed == ""
    assert task(led(typed, STRANGE_CODE).session).typed == ""
    assert not takes(COUNTING, "key:1", NOW, POLICY)


def test_what_was_found_before_is_put_right_from_the_list() -> None:
    """What lies elsewhere is chosen first; what is back, and an unknown code, have one touch."""
    chosen = led(COUNTING, Tapped("finding:TW-01", thing=seen())).session
    assert shown(chosen, NOW, POLICY)[:2] == ("fix:home", "fix:here")
    assert commands(tapped(chosen, "fix:here")) == [acts.FixFinding("C1/1", TW, Fix.HERE, KIM.id)]

    assert commands(tapped(COUNTING, "fix:return:TW-01")) == [acts.FixFinding("C1/1", TW, Fix.RETURN, KIM.id)]
    assert tapped(COUNTING, "unknown:MEX").session.task == Linking("MEX")
    assert not takes(BEGUN, "finding:TW-01", NOW, POLICY)
    assert tapped(COUNTING, "finding:nothing").session.answer == COUNTING.answer


def test_every_control_of_counting_can_be_shown_and_has_a_label() -> None:
    """And nothing else has one."""
    findings = [
        told(COUNTING, was.CountSeen(count="C1/1", finding=finding, asset=TW, bin=C1_04))
        for finding in (Finding.MISPLACED, Finding.HELD)
    ]
    names = {name for session in (COUNTING, *findings) for name in shown(session, NOW, POLICY)}

    assert "count" in shown(KEEPER, NOW, POLICY)
    assert set(count_words.LABELS) == (names | {"count"}) - {"sign-out"}
    assert len(count_words.LABELS) == len(set(count_words.LABELS.values()))
