"""Gloves that run low: what the tests of replenishment do to them, and how they look at them."""

from datetime import UTC
from typing import Any

from store_bench import GLOVE_BIN, GLOVES, TORQUE, Bench

from kiosk.crib.commands import IssueStock
from kiosk.crib.definitions import Define, Delivery, NewProduct
from kiosk.crib.names import CategoryCode, ProductCode, Via
from kiosk.store import restock

WRENCHES, NITRILE = ProductCode(TORQUE), ProductCode(GLOVES)
LOW_GLOVES = NewProduct(NITRILE, "Nitrile gloves", CategoryCode("supply"), reorder=97)


def crib(bench: Bench) -> restock.Crib:
    """The crib as it is now."""
    return restock.Crib.now(bench.store.db, bench.world.at, UTC)


def types(entries: Any) -> list[str]:
    """What happened, in order."""
    return [entry.type for entry in entries]


def kept(bench: Bench, product: str) -> restock.Kept:
    """How one product stands."""
    return next(each for each in restock.kept(crib(bench)) if each.product.code == product)


def take(bench: Bench, quantity: int, id: str = "") -> list[str]:  # noqa: A002
    """Ann takes gloves; what was written."""
    return types(bench.do(IssueStock(NITRILE, GLOVE_BIN, quantity, bench.ann()), id).entries)


def receive(bench: Bench, quantity: int, receipt: str, **more: Any) -> None:
    """Gloves come."""
    bench.do(Define((Delivery(NITRILE, GLOVE_BIN, quantity, receipt, **more),)), via=Via.CRIBCTL)
