"""What is new to the crib: codes that are linked, things that are added, orders that are open again."""

from datetime import UTC, date

import pytest
from store_bench import CRIB, GLOVE_BIN, GLOVES, TORQUE, TORQUE_BIN, Bench

from kiosk.crib.adding import AddThing
from kiosk.crib.commands import KeepCode, UndoAct
from kiosk.crib.definitions import Define, NewAsset, NewProduct, Person
from kiosk.crib.linking import LinkCode, UnlinkCode
from kiosk.crib.names import AssetCode, BinCode, CategoryCode, CommandId, ProductCode, Role, WorkerId
from kiosk.crib.ordering import PlaceOrder
from kiosk.crib.outcomes import Approved, Refused
from kiosk.crib.receiving import ReceiveStock
from kiosk.store import newcomers, verify
from kiosk.store.database import one, rows
from kiosk.store.lookup import owner_of
from kiosk.store.reports import REPORTS, Moment
from kiosk.store.restock import on_order
from kiosk.store.search import search

GTIN, OTHER = "4006381333948", "4006381333955"


@pytest.fixture
def kim(bench: Bench) -> WorkerId:
    """A keeper."""
    bench.do(Define((Person("kim", "Kim Rae", Role.KEEPER),)))
    return WorkerId(one(bench.store.db, "SELECT worker FROM person WHERE code = 'kim'")[0])


def unknown(bench: Bench) -> list[str]:
    """Codes that were kept."""
    return [row.code for row in REPORTS["unknown"](bench.store.db, Moment(bench.world.at, UTC))]


def test_a_linked_code_is_one_of_the_things_own_and_leaves_the_list(bench: Bench) -> None:
    """It is found by it, too; taken back, it means nothing again."""
    bench.do(KeepCode(GTIN))
    assert unknown(bench) == [GTIN]
    bench.do(LinkCode(GTIN, GLOVES))

    assert (owner_of(bench.store.db, GTIN), unknown(bench)) == (f"product {GLOVES}", [])
    assert search(bench.store.db, GTIN, 5).codes == (GLOVES,)
    bench.do(UnlinkCode(GTIN))
    assert owner_of(bench.store.db, GTIN) == ""
    assert search(bench.store.db, GTIN, 5).codes == ()
    assert verify.replay(bench.store.db) is None


def test_a_product_is_found_however_many_assets_are_found_before_it(bench: Bench) -> None:
    """Only the kinds that are asked for are counted."""
    of, home = ProductCode(TORQUE), BinCode(TORQUE_BIN)
    more = (NewAsset(AssetCode(f"GLO-{n:02d}"), of, home, calibrated=date(2026, 1, 1)) for n in range(40))
    bench.do(Define(tuple(more)))
    assert [each.code for each in newcomers.found_by(bench.store.db, "glo", 24, "product")] == [GLOVES]
    assert len(newcomers.found_by(bench.store.db, "glo", 24, "asset")) == 24
    both = newcomers.found_by(bench.store.db, "torque glo", 24, "product", "asset")
    assert [each.code for each in both] == [f"GLO-{n:02d}" for n in range(24)]
    assert newcomers.found_by(bench.store.db, "torque glo", 24, "product") == []


def test_a_link_outlasts_another_definition_of_the_thing(bench: Bench) -> None:
    """A sheet that is imported again does not know what was linked at the counter."""
    bench.do(LinkCode(GTIN, GLOVES))
    bench.do(LinkCode("INV-7", "TW-01"))
    bench.do(Define(tuple(thing for thing in CRIB.things if not isinstance(thing, Person))))
    bench.do(Define((NewProduct(ProductCode(GLOVES), "Gloves", CategoryCode("supply")),)))

    assert owner_of(bench.store.db, GTIN) == f"product {GLOVES}"
    assert owner_of(bench.store.db, "INV-7") == "asset TW-01"
    assert verify.replay(bench.store.db) is None


def test_a_code_is_linked_once(bench: Bench) -> None:
    """Neither to a second thing nor twice to the same."""
    bench.do(LinkCode(GTIN, GLOVES))

    assert not bench.do(LinkCode(GTIN, GLOVES)).entries
    assert isinstance(bench.do(LinkCode(GTIN, TORQUE)).decision, Refused)
    twin = NewProduct(ProductCode("X-1"), "X", CategoryCode("supply"), barcode=GTIN)
    assert isinstance(bench.do(Define((twin,))).decision, Refused)


def test_what_an_unknown_code_may_be_of(bench: Bench) -> None:
    """What has a code of the same maker first; then what has none, and moved last."""
    found = [each.code for each in newcomers.offers(bench.store.db, OTHER)]

    assert found[:2] == [TORQUE, GLOVES]
    assert newcomers.resembles(bench.store.db, OTHER)
    assert not newcomers.resembles(bench.store.db, "9006381333955")
    assert not newcomers.resembles(bench.store.db, "TW-0")
    assert [each.code for each in newcomers.offers(bench.store.db, "9006381333955")] == [GLOVES, TORQUE]


def test_a_new_asset_is_there_at_once_and_its_code_is_the_next_one(bench: Bench, kim: WorkerId) -> None:
    """What was received last is offered first; a code that looks the same is known."""
    db = bench.store.db
    assert newcomers.next_tag(db, TORQUE) == "TW-03"
    asset = NewAsset(AssetCode("TW-03"), ProductCode(TORQUE), TORQUE_BIN)
    assert isinstance(bench.do(AddThing(kim, asset, link=GTIN)).decision, Approved)

    assert newcomers.next_tag(db, TORQUE) == "TW-04"
    assert [each.code for each in newcomers.came_last(db, 5)] == [TORQUE]
    assert (newcomers.like_code(db, "tw-3"), newcomers.like_code(db, "TW-03")) == ("TW-03", "")
    assert newcomers.like_name(db, "torque-wrench 60nm") == TORQUE
    assert newcomers.like_name(db, "Torque wrench 80 Nm") == ""
    assert owner_of(db, GTIN) == f"product {TORQUE}"
    assert verify.replay(db) is None


def test_a_series_begins_with_its_products_code(bench: Bench) -> None:
    """Where nothing of its category has a number."""
    new = NewProduct(ProductCode("SUP-1"), "Supply", CategoryCode("supply"))
    bench.do(Define((new,)))

    assert newcomers.next_tag(bench.store.db, "SUP-1") == "SUP-1-01"


def test_an_order_is_open_again_once_its_receipt_is_taken_back(bench: Bench, kim: WorkerId) -> None:
    """As much of each as the receipt had filled, as it was."""
    db, gloves = bench.store.db, ProductCode(GLOVES)
    bench.do(PlaceOrder(gloves, 30, "PO-1"))
    bench.do(PlaceOrder(gloves, 30, "PO-2"))
    before = rows(db, "SELECT * FROM on_order")
    bench.do(ReceiveStock(gloves, GLOVE_BIN, 40, kim), "came")
    assert (on_order(db, "PO-1", gloves), on_order(db, "PO-2", gloves)) == (0, 20)

    bench.do(UndoAct(CommandId("came"), kim))
    assert rows(db, "SELECT * FROM on_order") == before
    assert rows(db, "SELECT * FROM filled") == []
    assert verify.replay(db) is None


def test_only_a_keeper_adds(bench: Bench) -> None:
    """Ann is none, and nothing is written."""
    asset = NewAsset(AssetCode("TW-03"), ProductCode(TORQUE), TORQUE_BIN)

    assert not bench.do(AddThing(bench.ann(), asset)).entries
