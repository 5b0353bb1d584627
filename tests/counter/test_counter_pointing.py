"""Pointing: which bins' lights are on for what the screen says."""

from datetime import UTC, date
from typing import Any

import pytest
from counter_stage import (
    ANN,
    AT,
    C1_04,
    C2_01,
    IDLE,
    LAPSED,
    NOW,
    POLICY,
    SERVING,
    STOCK,
    WITH_BEN,
    kit,
    wrench,
)
from msgspec.structs import replace

from kiosk.counter.compose import compose
from kiosk.counter.language import Phrase
from kiosk.counter.scene import Scene
from kiosk.counter.session import Answer, Session
from kiosk.counter.tasks import Looking, Showing
from kiosk.crib.availability import Counts
from kiosk.crib.keeper_refusals import WrongBin
from kiosk.crib.looked import Card, Looked, OfAsset, OfBin, OfKit, OfProduct
from kiosk.crib.names import AssetCode, BinCode, KitCode, LotCode
from kiosk.crib.places import QUARANTINE, in_bin
from kiosk.crib.products import Bin
from kiosk.crib.refusals import CabinetFault, Fault, LotExpired, NeedsBadge, NotEnough, NotOldestLot
from kiosk.crib.status import Status

C1_05 = BinCode("C1-05")
GLOVES = STOCK.product
SAID = Answer("returned", asset=AssetCode("TW-01"))
LISTED = OfProduct(GLOVES, Counts(3, 0, 0), ("C2-01", "C1-05"))
OUT, HERE = OfAsset(wrench(WITH_BEN), Status.OUT), OfAsset(wrench(), Status.AVAILABLE)


def points(session: Session, **parts: Any) -> tuple[str, ...]:
    """What the view of a session points at."""
    return compose(session, Scene("Main shop", AT, UTC, POLICY, **parts), NOW).points


def stop(refusal: Any, **parts: Any) -> tuple[str, ...]:
    """What a refusal points at."""
    return points(SERVING.say(Answer("refused", refusal=refusal), NOW), **parts)


ASSETS = [
    ("returned", wrench(), [C1_04]),
    ("undone", wrench(), [C1_04]),
    ("shown", wrench(), [C1_04]),
    ("card", wrench(in_bin(C1_05)), [C1_05]),
    ("shown", wrench(missing=True), []),
    ("shown", wrench(WITH_BEN), []),
    ("undone", wrench(WITH_BEN), []),
    ("quarantined", wrench(QUARANTINE), []),
    ("taken", wrench(WITH_BEN), []),
    ("missing", wrench(missing=True), []),
    ("signed-out", wrench(), []),
]


@pytest.mark.parametrize(("kind", "asset", "codes"), ASSETS)
def test_an_asset_points_at_the_bin_that_it_lies_in(kind: str, asset: Any, codes: list[str]) -> None:
    """Where it is, or goes home to; nowhere where it is out, was not found, or was set aside."""
    answer = Answer(kind, asset=asset.asset.code)

    assert tuple(codes) == points(IDLE.say(answer, NOW), asset=asset, product=asset.product)


def test_a_kit_that_came_back_points_at_the_bins_of_its_pieces() -> None:
    """Each once; a piece that did not come back has none."""
    state = kit()
    apart = replace(state, assets=(wrench(), wrench(in_bin(C1_05), "TW-02"), wrench(WITH_BEN, "TW-03")))
    back = IDLE.say(Answer("returned", kit=KitCode("KIT-1")), NOW)

    assert (points(back, kit=state), points(back, kit=apart)) == ((C1_04,), (C1_04, C1_05))


@pytest.mark.parametrize("kind", ["issued", "put-back", "shown"])
def test_pieces_point_at_the_bin_that_they_come_from_or_go_to(kind: str) -> None:
    """The resolver chose it: that of the lot that is to go first."""
    answer = Answer(kind, product=GLOVES.code, bin=C2_01, quantity=1)

    assert points(SERVING.say(answer, NOW), product=GLOVES) == (C2_01,)


def test_tools_that_passed_together_point_at_where_those_that_came_back_belong() -> None:
    """Each bin once."""
    passed = Answer("passed", quantity=3, lines=(C1_04, C2_01, C1_04))
    assert points(IDLE.say(passed, NOW)) == (C1_04, C2_01)


def test_a_products_code_points_at_the_bins_that_are_told() -> None:
    """What is told without a bin points nowhere."""
    told = (
        GLOVES.name,
        Phrase("{asset} in {bin}", {"asset": "TW-01", "bin": "C1-05"}),
        Phrase("None is in."),
    )

    assert points(IDLE.say(Answer("shown", about="product TQ-60", told=told), NOW)) == (C1_05,)


STOPS = [
    (LAPSED, [C1_04]),
    (NotOldestLot(GLOVES.code, LotCode("G1"), LotCode("G2"), C2_01), [C2_01]),
    (LotExpired(GLOVES.code, LotCode("G1"), date(2026, 11, 1), C1_05), [C1_05]),
    (LotExpired(GLOVES.code, LotCode("G1"), date(2026, 11, 1)), []),
    (WrongBin(C1_04, GLOVES.code, GLOVES.code, C2_01), [C2_01]),
    (NotEnough(GLOVES.code, 0), []),
]


@pytest.mark.parametrize(("refusal", "codes"), STOPS)
def test_a_stop_points_at_what_may_be_had_instead(refusal: Any, codes: list[str]) -> None:
    """Or at where the thing belongs; never at the bin that was wrong."""
    assert tuple(codes) == stop(refusal, asset=wrench(), product=GLOVES)


def test_a_cabinet_that_does_not_open_points_at_where_else_there_is_some() -> None:
    """Of pieces, too."""
    assert stop(CabinetFault("C1", bins=(C2_01,))) == (C2_01,)


def test_what_lies_behind_a_lock_is_pointed_at_while_a_badge_is_asked_for() -> None:
    """Its card is shown with the stop."""
    assert stop(NeedsBadge(), asset=wrench()) == (C1_04,)


CARDS = [
    (Showing("product", "TQ-60"), Card(rows=(HERE, OUT)), [C1_04]),
    (Showing("product", "GLV-9"), Card(bins=(("C2-01", 12), ("C1-05", 3))), [C2_01, C1_05]),
    (Showing("product", "TQ-60", figure="out"), Card(), []),
]


@pytest.mark.parametrize(("task", "card", "codes"), CARDS)
def test_a_card_points_wherever_the_thing_lies(task: Showing, card: Card, codes: list[str]) -> None:
    """All bins of a product."""
    session = replace(IDLE, task=task, answer=Answer("card"), answered=NOW.boot)

    assert tuple(codes) == points(session, opened=card, product=GLOVES)


def test_the_card_of_a_bin_points_at_the_bin_and_not_at_what_belongs_there() -> None:
    """What belongs there may lie elsewhere."""
    session = replace(IDLE, task=Showing("bin", "C1-05"), answer=Answer("card", bin=C1_05))

    assert points(session, opened=Card(rows=(HERE,))) == (C1_05,)


FOUND = [
    (Looked((HERE,)), [C1_04]),
    (Looked((LISTED,)), [C2_01, C1_05]),
    (Looked((OfBin(Bin(C1_05)),)), [C1_05]),
    (Looked((OUT,)), []),
    (Looked((OfKit(kit().kit, whole=True),)), []),
    (Looked((HERE, LISTED)), []),
    (Looked((HERE,), more=-1), []),
    (Looked(), []),
]


@pytest.mark.parametrize(("looked", "codes"), FOUND)
def test_a_search_points_once_it_has_found_one_thing(looked: Looked, codes: list[str]) -> None:
    """A wall of lights says nothing."""
    assert tuple(codes) == points(replace(IDLE, task=Looking("where", "w")), opened=looked)


def test_a_kiosk_out_of_order_points_nowhere() -> None:
    """Whatever was said before."""
    assert points(SERVING.say(SAID, NOW), asset=wrench(), trouble=Fault.DATABASE) == ()


def test_who_has_not_been_told_anything_is_not_pointed_anywhere() -> None:
    """A thing in the scene is not yet an answer."""
    assert points(replace(IDLE, worker=ANN), asset=wrench()) == ()
