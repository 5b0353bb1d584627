"""Reading: what is to be confirmed is read once a worker and version; only taking waits for it."""

from datetime import timedelta
from typing import Any

import pytest
from crib_facts import (
    ANN,
    AT,
    BEN,
    C1_04,
    GLV_9,
    SUPPLY,
    TORQUE,
    TW_01,
    WITH_ANN,
    WITH_BEN,
    facts,
    gloves,
    wrench,
)
from msgspec.structs import replace

from kiosk.crib import commands as do
from kiosk.crib.decide import decide
from kiosk.crib.define_instructions import instruction_flaws
from kiosk.crib.facts import Facts
from kiosk.crib.gates import first_refusal
from kiosk.crib.instructions import Instruction, Step, written
from kiosk.crib.names import Kind, KitCode
from kiosk.crib.outcomes import NO_ASKS, NOTHING, Approved, Asks, Refused, ToRead
from kiosk.crib.products import Category, Kit, Training, Worker
from kiosk.crib.reading import NeedsReading, ReadInstruction
from kiosk.crib.refusals import NeedsBadge, NotTrained, OverLimit
from kiosk.crib.states import Drawn, KitState
from kiosk.crib.step_entries import InstructionRead
from kiosk.crib.terms import Case

GLASSES = Instruction(Step.TAKE, "Wear glasses.", "glasses", version=2, confirm=1)
CASE_SHUT = Instruction(Step.RETURN, "Close the case.", confirm=1)
TOLD = replace(TORQUE, instructions=(GLASSES, CASE_SHUT))
STOP = NeedsReading(TORQUE.code, ANN.id, "Wear glasses.", "glasses", version=2)
TAKE = do.IssueAsset(TW_01, ANN.id)


def known(read: dict[str, int], category: Category = TOLD, worker: Worker | None = ANN) -> Facts:
    """A wrench in its bin, and what who takes it has read."""
    return facts(worker, asset=wrench(category=category), category=category, read=read)


@pytest.mark.parametrize(
    ("read", "refused"), [({}, True), ({"torque": 1}, True), ({"torque": 2}, False), ({"supply": 2}, True)]
)
def test_a_tool_is_taken_by_who_has_read_this_version_of_its_instruction(
    read: dict[str, int], refused: bool
) -> None:
    """An older version, or another category's, is not enough; who has to read is named."""
    decision = decide(known(read), TAKE)

    assert isinstance(decision, Refused) is refused
    if isinstance(decision, Refused):
        assert decision.refusal == STOP
        assert not decision.refusal.overridable


@pytest.mark.parametrize("told", [(), (replace(GLASSES, confirm=0),), (CASE_SHUT,)])
def test_what_need_not_be_confirmed_at_this_step_is_no_gate(told: tuple[Instruction, ...]) -> None:
    """It is shown, and the tool is taken."""
    assert isinstance(decide(known({}, replace(TORQUE, instructions=told)), TAKE), Approved)


def test_reading_is_asked_after_the_course_and_before_the_limit() -> None:
    """Who may not take it anyway has nothing to read."""
    strict = replace(TOLD, training="torque", limit=1)
    case = Case(known({}, strict), ANN, wrench().product, strict, do.Wish(), asset=wrench(category=strict))
    trained = replace(ANN, trainings=(Training("torque"),))
    held = replace(case.facts, in_category={"torque": 1})

    assert isinstance(first_refusal(case), NotTrained)
    assert isinstance(first_refusal(replace(case, taker=trained, facts=held)), NeedsReading)
    read = replace(held, read={"torque": 2})
    assert isinstance(first_refusal(replace(case, taker=trained, facts=read)), OverLimit)


def test_who_is_given_a_tool_has_read_it_herself() -> None:
    """Not who gives it."""
    given = facts(asset=wrench(WITH_ANN, category=TOLD), receiver=BEN)
    decision = decide(given, do.GiveAsset(TW_01, BEN.id, ANN.id))

    assert isinstance(decision, Refused)
    assert replace(STOP, worker=BEN.id) == decision.refusal


def test_bringing_back_is_never_refused_for_reading_but_asked_for() -> None:
    """Of whoever is known; who has read it is asked nothing."""
    back = do.ReturnAsset(TW_01, ANN.id)
    out: dict[str, Any] = {"asset": wrench(WITH_BEN, category=TOLD)}
    to_read = ToRead(TORQUE.code, Step.RETURN)

    for worker, read, asks in (
        (ANN, {}, Asks(to_read)),
        (ANN, {"torque": 1}, NO_ASKS),
        (None, {}, NO_ASKS),
    ):
        decision = decide(facts(worker, read=read, **out), back)
        assert isinstance(decision, Approved)
        assert asks == decision.asks


def test_a_kit_that_comes_back_asks_for_one_reading_at_a_time() -> None:
    """Of the first of its assets whose category tells something."""
    kit = KitState(Kit(KitCode("K"), "Kit", (TW_01,)), (wrench(WITH_ANN, category=TOLD),))
    decision = decide(facts(kit=kit), do.ReturnKit(KitCode("K"), ANN.id))

    assert isinstance(decision, Approved)
    assert Asks(ToRead(TORQUE.code, Step.RETURN)) == decision.asks


def test_pieces_that_are_put_back_ask_too() -> None:
    """As an asset does."""
    told = replace(SUPPLY, instructions=(replace(CASE_SHUT, text="Into the box."),))
    stock = replace(gloves(1, drawn=(Drawn(2, AT - timedelta(minutes=1)),)), category=told)
    decision = decide(facts(stock=stock), do.PutBackStock(GLV_9, C1_04, 1, ANN.id))

    assert isinstance(decision, Approved)
    assert Asks(ToRead(SUPPLY.code, Step.RETURN)) == decision.asks


def test_reading_is_recorded_once_a_version() -> None:
    """By somebody known, of an instruction that is there and is to be confirmed."""
    say = ReadInstruction(TORQUE.code, Step.TAKE, ANN.id)
    body = InstructionRead(worker=ANN.id, category=TORQUE.code, step=Step.TAKE, version=2)

    assert Approved((body,)) == decide(known({}), say)
    assert Approved((body,)) == decide(known({}), replace(say, version=2))
    assert decide(known({"torque": 2}), say) == NOTHING
    assert decide(known({}), replace(say, step=Step.RECEIVE)) == NOTHING
    assert decide(replace(known({}), category=None), say) == NOTHING
    assert Refused(NeedsBadge()) == decide(known({}, worker=None), say)


def test_nobody_has_read_what_was_changed_while_she_read() -> None:
    """The version that was on the screen is confirmed, or none."""
    assert decide(known({}), ReadInstruction(TORQUE.code, Step.TAKE, ANN.id, version=1)) == NOTHING


FLAWS = {
    "is too long": (replace(GLASSES, text="x" * 301), "301 characters"),
    "has a line end": (replace(GLASSES, text="a\nb"), "on one line"),
    "tells nothing": (replace(GLASSES, text=" ", picture=""), "neither text nor picture"),
    "names a path": (replace(GLASSES, picture="../etc/x"), "no picture's name"),
    "has no version": (replace(GLASSES, version=0), "version 0 is not from 1"),
}


@pytest.mark.parametrize(("told", "said"), FLAWS.values(), ids=FLAWS)
def test_an_instruction_is_refused_that(told: Instruction, said: str) -> None:
    """With what is wrong, and what to write."""
    (wrong,) = instruction_flaws((told,))

    assert said in wrong.message


def test_two_instructions_for_one_step_are_one_too_many() -> None:
    """Nobody reads both."""
    flaws = list(instruction_flaws((GLASSES, GLASSES)))

    assert [wrong.column for wrong in flaws] == ["take"]


def test_instructions_are_written_by_step() -> None:
    """Whatever names a step makes one, in the order of the steps."""
    made = written({"return": "Shut it."}, {"take": "glasses"}, {"take": 3}, ("return",))

    assert (
        Instruction(Step.TAKE, picture="glasses", version=3),
        Instruction(Step.RETURN, "Shut it.", confirm=1),
    ) == made
    assert Category(TORQUE.code, Kind.POOL, instructions=made).instruction(Step.RECEIVE) is None
