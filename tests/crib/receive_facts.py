"""What is expected and known where things are received, and what a test says of it."""

from typing import Any

from crib_facts import AT, C1_04, C2_01, GLOVES, GLV_9, SUPPLY, TORQUE, TQ_60, TW_01, WRENCH, facts, wrench

from kiosk.crib.decide import decide
from kiosk.crib.keeper_refusals import Unfit
from kiosk.crib.names import AssetCode, Role, WorkerId
from kiosk.crib.outcomes import Decision, Refused
from kiosk.crib.places import SUPPLIER
from kiosk.crib.products import Worker
from kiosk.crib.receiving import (
    Arriving,
    DeliveryState,
    ExpectDelivery,
    Expected,
    Line,
    ReceiveAsset,
    ReceiveStock,
)

KIM = Worker(WorkerId("w-kim"), Role.KEEPER)
TODAY = AT.date()
KNOWN = {"GLV-9": (GLOVES, SUPPLY), "TQ-60": (WRENCH, TORQUE)}
D1 = DeliveryState("D1", "Hoff", (Line(GLV_9, 100), Line(TQ_60, 2)))
DRAFT = wrench(SUPPLIER)
TW_09 = AssetCode("TW-09")


def judged(command: Any, worker: Worker | None = KIM, **known: Any) -> Decision:
    """What becomes of a command where a delivery D1 of gloves and wrenches is expected."""
    arriving = Arriving(**{"delivery": D1, "products": KNOWN, "bin_known": True, **known})
    return decide(facts(worker, arriving=arriving), command)


def flaws(decision: Decision) -> list[tuple[str, str]]:
    """Column and sentence of each flaw."""
    assert isinstance(decision, Refused)
    assert isinstance(decision.refusal, Unfit), decision
    return [(flaw.column, flaw.message) for flaw in decision.refusal.flaws]


def expect(*lines: Expected, delivery: str = "D2", **said: Any) -> ExpectDelivery:
    """A delivery of these."""
    return ExpectDelivery(delivery, lines, **said)


def put(quantity: int = 60, **said: Any) -> ReceiveStock:
    """Gloves of D1, put into their bin."""
    what = {"product": GLV_9, "bin": C2_01, "quantity": quantity, "worker": KIM.id, "delivery": "D1"}
    return ReceiveStock(**{**what, **said})


def tag(asset: AssetCode = TW_01, **said: Any) -> ReceiveAsset:
    """A wrench of D1, put into its bin."""
    return ReceiveAsset(**{"asset": asset, "bin": C1_04, "worker": KIM.id, "delivery": "D1", **said})
