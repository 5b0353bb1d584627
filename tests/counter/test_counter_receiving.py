"""Receiving at the counter: what a scan, a tap and an answer mean while a delivery is put away."""

from datetime import date
from typing import Any

import pytest
from counter_stage import GLOVES, JOB_SEEN, NOW, POLICY, SUPPLY, kit_seen, wrench
from msgspec.structs import replace

from kiosk.counter import receiving
from kiosk.counter.conclude import conclude
from kiosk.counter.language import ENGLISH
from kiosk.counter.session import Done, Intent, Session, Stop
from kiosk.counter.signals import (
    AssetSeen,
    CodeSeen,
    Marking,
    PlaceSeen,
    Scanned,
    StockSeen,
    Tapped,
    WishSeen,
)
from kiosk.counter.tasks import Receiving
from kiosk.crib.commands import KeepCode
from kiosk.crib.keeper_refusals import OverDelivered, WrongBin
from kiosk.crib.names import (
    AssetCode,
    BinCode,
    CommandId,
    Kind,
    LotCode,
    ProductCode,
    Role,
    StationCode,
    WorkerId,
)
from kiosk.crib.outcomes import Approved, Refused
from kiosk.crib.places import SUPPLIER
from kiosk.crib.products import Station, Worker
from kiosk.crib.receiving import ReceiveAsset, ReceiveStock
from kiosk.crib.refusals import UnknownCode
from kiosk.crib.states import StockState
from kiosk.crib.transfer_entries import TransferReceived

KIM = Worker(WorkerId("w-kim"), Role.KEEPER)
GLV_9, TQ_60 = GLOVES.code, ProductCode("TQ-60")
BUSY = Session(worker=KIM, task=Receiving(offers=("delivery:D1", "transfer:A/T1")))
SHELF = StockState(GLOVES, SUPPLY, BinCode("C2-01"), 20)
GLOVES_SEEN, LABEL = StockSeen("GLV-9", SHELF), StockSeen("C2-01", SHELF)
BIN = PlaceSeen("C1-04", "bin", (), BinCode("C1-04"))
WRENCHES = PlaceSeen("TQ-60", "product", (), product=TQ_60, name="Torque wrench")
PUT = Intent(ReceiveStock(GLV_9, BinCode("C2-01"), 3, KIM.id, "D1"))


def after(*signals: Scanned, session: Session = BUSY) -> tuple[Session, tuple[Any, ...]]:
    """The session after these scans, and what the last of them wants done."""
    intents: tuple[Intent, ...] = ()
    for signal in signals:
        assert isinstance(session.task, Receiving)
        turn = receiving.scan(session, session.task, signal, NOW)
        session, intents = turn.session, turn.intents
    return session, tuple(intent.command for intent in intents)


def task(session: Session) -> Receiving:
    """What the keeper is busy with."""
    assert isinstance(session.task, Receiving)
    return session.task


def test_the_label_of_a_bin_puts_away_what_is_in_hand() -> None:
    """Also where that bin scans as its product; scanned again, a thing is one more."""
    seen, _ = after(PlaceSeen("D1", "delivery", ()), GLOVES_SEEN, GLOVES_SEEN)
    assert (task(seen).delivery, task(seen).quantity) == ("D1", 2)

    assert after(LABEL, session=seen)[1] == (ReceiveStock(GLV_9, BinCode("C2-01"), 2, KIM.id, "D1"),)
    assert after(BIN, session=seen)[1] == (ReceiveStock(GLV_9, BinCode("C1-04"), 2, KIM.id, "D1"),)


def test_a_makers_label_tells_how_many_of_which_lot_and_until_when() -> None:
    """The next package of the same lot is added; of another day it begins anew."""
    says = Marking(lot=LotCode("L9"), expires=date(2028, 1, 31), count=12)
    box = StockSeen("GLV-9 L9", SHELF, says=says)
    seen, _ = after(box, box)

    (put,) = after(BIN, session=seen)[1]
    assert (put.quantity, put.lot, put.expires) == (24, "L9", date(2028, 1, 31))
    other = replace(box, says=replace(says, expires=date(2028, 2, 29)))
    assert task(after(other, session=seen)[0]).quantity == 12
    assert task(after(GLOVES_SEEN, session=seen)[0]).expires is None


def test_a_pool_has_no_lots_whatever_the_label_says() -> None:
    """A pool has no lots, whatever the label says; how many there are it says all the same."""
    pool = replace(SHELF, category=replace(SHELF.category, kind=Kind.POOL))
    says = Marking(lot=LotCode("L9"), expires=date(2028, 1, 31), count=12)
    held = task(after(StockSeen("GLV-9 L9", pool, says=says))[0])

    assert (held.lot, held.expires, held.quantity) == ("", None, 12)


def test_a_bin_with_nothing_in_hand_does_nothing() -> None:
    """It asks what came."""
    session, commands = after(BIN)

    assert commands == ()
    assert session.answer is not None
    assert session.answer.kind == "receiving"


def test_another_lot_or_product_begins_anew() -> None:
    """The number is of what is in hand."""
    lot = StockSeen("L1", SHELF, LotCode("L1"))
    session, _ = after(GLOVES_SEEN, GLOVES_SEEN, lot)

    assert (task(session).quantity, task(session).lot) == (1, "L1")
    assert task(after(GLOVES_SEEN, WRENCHES)[0]).quantity == 0


def test_a_new_tag_is_of_the_product_that_was_scanned_before_it() -> None:
    """Without one it is an unknown code, and kept."""
    new = CodeSeen("TW-09")

    assert after(new)[1] == (KeepCode("TW-09", KIM.id),)
    (command,) = after(WRENCHES, new, BIN)[1]
    assert command == ReceiveAsset(AssetCode("TW-09"), BinCode("C1-04"), KIM.id, "", TQ_60)


def test_a_draft_is_put_away_by_its_tag() -> None:
    """Its product is its own."""
    draft = wrench(SUPPLIER)
    (command,) = after(AssetSeen("TW-01", draft), BIN)[1]

    assert command == ReceiveAsset(draft.asset.code, BinCode("C1-04"), KIM.id, "", TQ_60)


@pytest.mark.parametrize("value", ["", "0", "x", "-1", "1000001", "²"])
def test_a_number_that_is_none_changes_nothing(value: str) -> None:
    """Only digits from 1 on are one."""
    session, _ = after(GLOVES_SEEN)

    assert receiving.tap(session, task(session), Tapped(f"quantity:{value}"), NOW, POLICY).session == session


def test_a_typed_number_is_how_many_came() -> None:
    """It is asked for of pieces only."""
    session, _ = after(GLOVES_SEEN)
    told = receiving.tap(session, task(session), Tapped("quantity:60"), NOW, POLICY).session

    assert task(told).quantity == 60
    assert receiving.takes(session, task(session), "quantity:60")
    assert not receiving.takes(BUSY, task(BUSY), "quantity:60")
    tagged, _ = after(WRENCHES)
    assert not receiving.takes(tagged, task(tagged), "quantity:60")


def test_more_than_expected_is_asked_and_nothing_else_can_be_tapped() -> None:
    """Yes does the same act once more, knowing it; no empties the hands."""
    held, _ = after(GLOVES_SEEN)
    asked = replace(held, stop=Stop(PUT, OverDelivered("D1", GLV_9, 2, 3)))

    assert receiving.controls(asked, task(asked)) == ("yes", "no")
    (again,) = receiving.tap(asked, task(asked), Tapped("yes"), NOW, POLICY).intents
    assert again.command == replace(PUT.command, over=True)  # type: ignore[type-var]
    empty = receiving.tap(asked, task(asked), Tapped("no"), NOW, POLICY).session
    assert (task(empty).quantity, empty.stop) == (0, None)


def test_a_wrong_bin_leaves_everything_in_hand() -> None:
    """The right bin is scanned next; there is nothing to say yes to."""
    held, _ = after(GLOVES_SEEN)
    stopped = replace(held, stop=Stop(PUT, WrongBin(BinCode("C1-04"), GLV_9, TQ_60)))

    assert "yes" not in receiving.controls(stopped, task(stopped))
    assert after(LABEL, session=stopped)[1] == (ReceiveStock(GLV_9, BinCode("C2-01"), 1, KIM.id, ""),)


def test_expected_deliveries_are_offered_until_one_is_chosen() -> None:
    """Any other can be named, too."""
    assert receiving.controls(BUSY, task(BUSY)) == ("delivery:D1", "transfer:A/T1", "done")
    chosen, _ = after(PlaceSeen("D1", "delivery", ("2 x Gloves",)))
    assert receiving.controls(chosen, task(chosen)) == ("done",)
    assert receiving.takes(BUSY, task(BUSY), "delivery:D9")
    assert not receiving.takes(BUSY, task(BUSY), "delivery:")


def test_a_number_can_be_typed() -> None:
    """On keys that are opened by a touch; of pieces only."""
    session, _ = after(GLOVES_SEEN)
    assert "quantity" in receiving.controls(session, task(session))
    for control in ("quantity", "key:6", "key:1", "key:back", "key:0", "key:enter"):
        assert receiving.takes(session, task(session), control)
        session = receiving.tap(session, task(session), Tapped(control), NOW, POLICY).session

    assert (task(session).quantity, task(session).typing, task(session).typed) == (60, False, "")
    assert not receiving.takes(session, task(session), "key:1")


def test_what_another_site_has_sent_is_put_away_as_that() -> None:
    """Also where it was never here, so that its code means nothing yet."""
    chosen, _ = after(PlaceSeen("A/T1", "transfer", ("2 x GLV-9",)), GLOVES_SEEN)
    assert task(chosen).transfer == "A/T1"
    put = ReceiveStock(GLV_9, BinCode("C2-01"), 1, KIM.id, transfer="A/T1")
    assert after(LABEL, session=chosen)[1] == (put,)

    tag = CodeSeen("TW-07", product=TQ_60, name="Torque wrench", is_asset=True)
    assert after(tag, BIN)[1] == (ReceiveAsset(AssetCode("TW-07"), BinCode("C1-04"), KIM.id, "", TQ_60),)
    pieces = CodeSeen("OIL-1", product=ProductCode("OIL-1"), name="Oil")
    assert task(after(pieces, pieces)[0]).quantity == 2
    assert task(after(PlaceSeen("D1", "delivery", ()), session=chosen)[0]).transfer == ""


def test_what_came_from_another_site_cannot_be_taken_back() -> None:
    """Its sender was told."""
    held, _ = after(GLOVES_SEEN)
    came = TransferReceived(
        transfer="T1", origin="A", product=GLV_9, quantity=1, source="transit:T1", destination="bin:C2-01"
    )
    done = Done(CommandId("c-1"), PUT, Approved((came,)), KIM)
    told = receiving.conclude(held, done, NOW)

    assert (told.act, task(told).transfer, task(told).quantity) == (None, "A/T1", 0)
    assert told.answer is not None
    assert (told.answer.kind, told.answer.about) == ("received", "A/T1")


def test_leaving_ends_the_task() -> None:
    """What is not here yet stays expected."""
    left = receiving.tap(BUSY, task(BUSY), Tapped("done"), NOW, POLICY).session

    assert left.task is None
    assert left.answer is not None
    assert left.answer.kind == "put-away"


def test_the_hint_says_what_to_scan_next() -> None:
    """What came, its tag, or its bin."""
    assert receiving.hint(Receiving()) == "Scan what came."
    assert receiving.hint(Receiving(quantity=2)) == "Scan the bin it goes into."
    assert receiving.hint(Receiving(tagged=True)) == "Scan the tag of the next one."


@pytest.mark.parametrize(
    ("signal", "named"),
    [
        (kit_seen(), "Kit KIT-1"),
        (JOB_SEEN, "Job J100"),
        (WishSeen("ST-3", station=Station(StationCode("ST-3"), "Press")), "Station ST-3"),
        (WishSeen("DUE:1D", due=NOW.at), "Due time DUE:1D"),
        (PlaceSeen("C1", "cabinet", ()), "Cabinet C1"),
        (PlaceSeen("X1", "elsewhere", ()), "X1"),
    ],
)
def test_what_cannot_be_put_away_is_named(signal: Scanned, named: str) -> None:
    """What is in hand stays there."""
    held, _ = after(GLOVES_SEEN)
    said, commands = after(signal, session=held)

    assert (task(said), commands) == (task(held), ())
    assert said.answer is not None
    assert (said.answer.kind, ENGLISH.tell(said.answer.told[0])) == ("not-received", named)


def test_a_new_tag_is_kept_until_it_is_put_away() -> None:
    """Nothing is said of that while it is in hand; who leaves it is told."""
    held, commands = after(WRENCHES, CodeSeen("TW-07"))
    assert commands == (KeepCode("TW-07", KIM.id),)
    kept = Done(CommandId("c-1"), Intent(commands[0]), Refused(UnknownCode("TW-07")), KIM)
    assert conclude(held, kept, NOW) == held
    assert conclude(BUSY, kept, NOW).stop is not None

    left = receiving.tap(held, task(held), Tapped("done"), NOW, POLICY).session
    assert left.answer is not None
    assert list(map(ENGLISH.tell, left.answer.told)) == ["TW-07 is kept for the keeper."]
    known, _ = after(AssetSeen("TW-01", wrench()), session=held)
    assert not task(known).kept
