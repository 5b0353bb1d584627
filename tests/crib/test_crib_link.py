"""Linking a code, and adding something new: what is written, and what is refused."""

from typing import Any

import pytest
from crib_facts import ANN, C1_04, C2_01, GLOVES, GLV_9, TQ_60, TW_01, WRENCH, catalogue, facts, wrench
from msgspec.structs import replace

from kiosk.crib.adding import AddThing
from kiosk.crib.changes import AssetChanged, CodeLinked, CodeUnlinked, ProductChanged
from kiosk.crib.decide import decide
from kiosk.crib.definitions import NewAsset, NewProduct
from kiosk.crib.entries import AssetReceived
from kiosk.crib.keeper_refusals import Unfit, WrongBin
from kiosk.crib.linking import LinkCode, UnlinkCode
from kiosk.crib.names import AssetCode, CategoryCode, ProductCode, Role, WorkerId
from kiosk.crib.outcomes import NOTHING, Approved, Decision, Refused
from kiosk.crib.places import SCRAP
from kiosk.crib.products import Worker
from kiosk.crib.receiving import Arriving
from kiosk.crib.refusals import NotAllowed, Retired

KIM, LEA = Worker(WorkerId("w-kim"), Role.KEEPER), Worker(WorkerId("w-lea"), Role.LEAD)
GTIN = "4006381333931"
TO_GLOVES = LinkCode(GTIN, GLV_9, LEA.id)
NEW = NewAsset(AssetCode("TW-09"), TQ_60, C1_04)


def linked(command: Any, worker: Worker | None = LEA, **known: Any) -> Decision:
    """What becomes of a link; without anything known the gloves are meant."""
    return decide(facts(worker, **{"product": GLOVES, **known}), command)


def added(worker: Worker | None = KIM, keeps: tuple[ProductCode, ...] = (), **said: Any) -> Decision:
    """What becomes of a new wrench."""
    command = AddThing(**{"worker": worker.id if worker else "", "asset": NEW, **said})
    known = catalogue(codes={**catalogue().codes, "INV-7": "asset TW-01"})
    return decide(facts(worker, catalogue=known, arriving=Arriving(kept_in=keeps)), command)


def messages(decision: Decision) -> str:
    """What is wrong."""
    assert isinstance(decision, Refused)
    assert isinstance(decision.refusal, Unfit), decision
    return " ".join(flaw.message for flaw in decision.refusal.flaws)


def test_a_lead_links_a_code_to_a_product_or_an_asset() -> None:
    """So does whoever comes by cribctl."""
    assert linked(TO_GLOVES) == Approved((CodeLinked(code=GTIN, product=GLV_9),))
    asset = linked(LinkCode(GTIN, TW_01), None, product=None, asset=wrench())
    assert asset == Approved((CodeLinked(code=GTIN, asset=TW_01),))


def test_a_worker_links_nothing() -> None:
    """Nor does she take a link back."""
    told = Refused(NotAllowed(Role.LEAD))
    assert linked(replace(TO_GLOVES, worker=ANN.id), ANN) == told
    assert linked(UnlinkCode(GTIN, ANN.id), ANN) == told


@pytest.mark.parametrize(
    ("command", "known", "said"),
    [
        (LinkCode("a\x1db", GLV_9), {}, "is not a code"),
        (LinkCode(GTIN, "NO"), {"product": None}, "is no product and no asset"),
        (LinkCode(GTIN, GLV_9), {"owner": "bin C1-04"}, "is the code of bin C1-04 already"),
        (UnlinkCode(GTIN), {"product": None}, "is linked to nothing"),
        (UnlinkCode(GTIN), {"owner": "product GLV-9"}, "was defined with"),
    ],
)
def test_what_cannot_be_linked_is_said(command: Any, known: dict[str, Any], said: str) -> None:
    """A code stands for one thing, for good."""
    assert said in messages(linked(command, None, **known))


def test_a_link_that_is_there_is_nothing_new_and_a_retired_thing_gets_none() -> None:
    """Said twice is once."""
    assert linked(TO_GLOVES, owner="product GLV-9") == NOTHING
    assert linked(LinkCode(GTIN, TW_01), asset=wrench(SCRAP)) == Refused(Retired(TW_01))


def test_only_what_was_linked_is_taken_back() -> None:
    """Of an asset as of a product."""
    gloves = replace(GLOVES, linked=(GTIN,))
    told = linked(UnlinkCode(GTIN), None, product=gloves, owner="product GLV-9")
    assert told == Approved((CodeUnlinked(code=GTIN, product=GLV_9),))

    tool = wrench()
    tool = replace(tool, asset=replace(tool.asset, linked=(GTIN,)))
    told = linked(UnlinkCode(GTIN), None, product=None, asset=tool, owner="asset TW-01")
    assert told == Approved((CodeUnlinked(code=GTIN, asset=TW_01),))


def test_a_new_asset_is_defined_and_in_its_bin_at_once() -> None:
    """With the maker's code linked to its product."""
    decision = added(link=GTIN)

    assert isinstance(decision, Approved)
    assert [type(body) for body in decision.entries] == [AssetChanged, AssetReceived, CodeLinked]
    assert decision.entries[-1] == CodeLinked(code=GTIN, product=TQ_60)


def test_a_new_product_comes_with_its_first_asset_or_alone() -> None:
    """The product first."""
    product = NewProduct(ProductCode("TQ-80"), "Torque wrench 80 Nm", CategoryCode("torque"), barcode=GTIN)
    both = added(product=product, asset=replace(NEW, product=product.code))
    assert isinstance(both, Approved)
    assert [type(body) for body in both.entries] == [ProductChanged, AssetChanged, AssetReceived]

    alone = added(product=product, asset=None)
    assert isinstance(alone, Approved)
    assert [type(body) for body in alone.entries] == [ProductChanged]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"asset": replace(NEW, code=TW_01)}, "is in the crib already"),
        ({"asset": replace(NEW, code=AssetCode("C1-04"))}, "is bin C1-04's already"),
        ({"link": "INV-7"}, "is the code of asset TW-01 already"),
        ({"asset": replace(NEW, product=GLV_9)}, "needs one that is"),
    ],
)
def test_with_anything_wrong_nothing_of_it_is_added(said: dict[str, Any], why: str) -> None:
    """Nothing is half there."""
    decision = added(**said)

    assert why in messages(decision)
    assert isinstance(decision, Refused)
    assert decision.entries == ()


def test_only_keepers_add_and_a_bin_for_something_else_is_wrong() -> None:
    """As with receiving."""
    assert added(LEA) == Refused(NotAllowed(Role.KEEPER))
    told = added(keeps=(GLV_9,), asset=replace(NEW, bin=C2_01))
    assert told == Refused(WrongBin(C2_01, WRENCH.code, GLV_9))
