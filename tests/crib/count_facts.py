"""A count of the cabinet C1: keepers, stocks, and what a test changes of them."""

from typing import Any

from crib_facts import C1_04, C2_01, GLV_9, TW_01, facts

from kiosk.crib import count_entries as was
from kiosk.crib import counting as do
from kiosk.crib.body import Body
from kiosk.crib.counting import CountState, StockLine
from kiosk.crib.decide import decide
from kiosk.crib.facts import Facts
from kiosk.crib.keeper_refusals import Unfit
from kiosk.crib.names import BinCode, LotCode, Role, WorkerId
from kiosk.crib.outcomes import Approved, Refused
from kiosk.crib.products import Worker
from kiosk.crib.states import LotState

KIM, MIA = Worker(WorkerId("w-kim"), Role.KEEPER), Worker(WorkerId("w-mia"), Role.KEEPER)
LEO = Worker(WorkerId("w-leo"), Role.LEAD)
C1_05 = BinCode("C1-05")
COUNT = CountState("C1/1", "C1", bins=frozenset({C1_04, C1_05, C2_01}))
SEE = do.SeeAsset("C1/1", TW_01, KIM.id, C1_04)


def with_count(count: CountState | None = COUNT, worker: Worker = KIM, **parts: Any) -> Facts:
    """A keeper in the middle of a count."""
    return facts(worker, count=count, **parts)


def with_lines(*lines: StockLine, signed: WorkerId | None = None, **parts: Any) -> Facts:
    """A count of these stocks."""
    count = CountState("C1/1", "C1", signed or WorkerId(""), stock=lines)
    return with_count(count, **parts)


def line(quantity: int, expected: int, times: int = 2, **parts: Any) -> StockLine:
    """Gloves in their bin, in one lot unless a test says otherwise."""
    lots = (LotState(C2_01, expected, LotCode("")),) if expected else ()
    return StockLine(C2_01, GLV_9, quantity, expected, times=times, cost_cents=12, **{"lots": lots, **parts})


def entries(state: Facts, command: Any) -> tuple[Body, ...]:
    """What is written."""
    decision = decide(state, command)
    assert isinstance(decision, Approved)
    return decision.entries


def closed(state: Facts, command: Any = None) -> was.CountClosed:
    """The last entry of a closing."""
    last = entries(state, command or do.CloseCount("C1/1", KIM.id))[-1]
    assert isinstance(last, was.CountClosed)
    return last


def flaw(state: Facts, command: Any) -> str:
    """The column that does not fit."""
    decision = decide(state, command)
    assert isinstance(decision, Refused)
    assert isinstance(decision.refusal, Unfit)
    return decision.refusal.flaws[0].column
