"""Facts for the rules: one torque wrench, one box of gloves, two workers, and what a test changes of them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.crib.facts import Catalogue, Enrolled, Facts
from kiosk.crib.names import AssetCode, BadgeDigest, BinCode, CategoryCode, Kind, ProductCode, WorkerId
from kiosk.crib.places import Place, held_by, in_bin
from kiosk.crib.policy import Policy
from kiosk.crib.products import Asset, Bin, Category, Product, Worker
from kiosk.crib.refusals import Equivalent
from kiosk.crib.states import AssetState, Drawn, LotState, StockState

AT = datetime(2026, 11, 2, 8, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
moments = st.integers(-20 * 86400, 20 * 86400).map(lambda seconds: AT + timedelta(seconds=seconds))
TW_01, TQ_60, C1_04 = AssetCode("TW-01"), ProductCode("TQ-60"), BinCode("C1-04")
GLV_9, C2_01 = ProductCode("GLV-9"), BinCode("C2-01")
ANN, BEN = Worker(WorkerId("w-ann")), Worker(WorkerId("w-ben"))
GONE = Worker(WorkerId("w-gone"), active=False)
TORQUE = Category(CategoryCode("torque"), Kind.SERIALIZED, loan_s=8 * 3600, calibration_days=365)
SUPPLY = Category(CategoryCode("supply"), Kind.CONSUMABLE)
WRENCH = Product(TQ_60, "Torque wrench 60 Nm", TORQUE.code)
GLOVES = Product(GLV_9, "Nitrile gloves 9", SUPPLY.code)
FREE = (Equivalent(AssetCode("TW-03"), C1_04),)

IN, WITH_ANN, WITH_BEN = in_bin(C1_04), held_by(ANN.id), held_by(BEN.id)


def wrench(
    place: Place = IN, calibrated: date | None = date(2026, 1, 10), category: Category = TORQUE, **loan: Any
) -> AssetState:
    """The wrench TW-01 at a place; ``loan`` may hold ``since`` and ``due``."""
    asset = Asset(TW_01, TQ_60, C1_04, calibrated=calibrated)
    return AssetState(asset, WRENCH, category, place, **loan)


def gloves(on_hand: int, taken: int = 0, bin_code: BinCode = C2_01, **parts: Any) -> StockState:
    """The gloves in their bin, in one lot without a name, and how many of them the worker took."""
    lots = (LotState(bin_code, on_hand),) if on_hand and bin_code else ()
    drawn = (Drawn(taken, AT),) if taken else ()
    return StockState(GLOVES, SUPPLY, bin_code, on_hand, **{"lots": lots, "drawn": drawn, **parts})


def facts(worker: Worker | None = ANN, at: datetime = AT, **parts: Any) -> Facts:
    """Facts at eight o'clock in the morning."""
    return Facts(**{"at": at, "zone": UTC, "policy": Policy(), "worker": worker, **parts})


def catalogue(**parts: Any) -> Catalogue:
    """A catalogue that knows the wrench, the gloves and their bins, and what a test adds."""
    wrench_asset = replace(wrench().asset)
    known: dict[str, Any] = {
        "categories": {"torque": TORQUE, "supply": SUPPLY},
        "products": {"TQ-60": WRENCH, "GLV-9": GLOVES},
        "bins": {"C1-04": Bin(C1_04), "C2-01": Bin(C2_01)},
        "areas": {},
        "drafts": set(),
        "jobs": {},
        "stations": {},
        "kits": {},
        "assets": {"TW-01": wrench_asset},
        "codes": {
            "TQ-60": "product TQ-60",
            "GLV-9": "product GLV-9",
            "C1-04": "bin C1-04",
            "C2-01": "bin C2-01",
            "TW-01": "asset TW-01",
        },
        "people": {},
        "received": {("GLV-9", "C2-01", "opening"): 12},
    }
    return Catalogue(**{**known, **parts})


def enrolled(known: Worker | None = None, *, same_name: bool = True, **badge: Any) -> Enrolled:
    """Ann as the store knows her: new, or known as ``known``."""
    return Enrolled(ANN.id, "d" * 64, badge.pop("badge", BadgeDigest("")), known, same_name, **badge)
