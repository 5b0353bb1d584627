"""Set-up statements: from the words of a rehearsal to definitions of the crib."""

from collections.abc import Callable
from datetime import date

from kiosk.crib.definitions import Definition, Delivery, NewAsset, NewBin, NewCategory, NewProduct, Person
from kiosk.crib.names import AssetCode, BinCode, CabinetCode, CategoryCode, Kind, ProductCode, Role
from kiosk.rehearse import values
from kiosk.rehearse.grammar import Statement

_FIRST_BADGE = 900_000_000
"""Made-up badge numbers count from here, in the order of the workers."""


def made_up_badge(count: int) -> str:
    """A badge number for a worker without one."""
    return f"{_FIRST_BADGE + count:010d}"


def category(said: Statement) -> Definition:
    """``category torque kind=serialized loan=8h calibration=365d``."""
    fields = said.fields
    return NewCategory(
        code=CategoryCode(said.words[0]),
        kind=Kind(fields["kind"]),
        loan_s=values.duration(fields.get("loan", "0s")),
        calibration_days=values.duration(fields.get("calibration", "0s")) // 86400,
    )


def product(said: Statement) -> Definition:
    """``product TQ-60 "Torque wrench 60 Nm" category=torque cost=189.00 reorder=3``."""
    fields = said.fields
    return NewProduct(
        code=ProductCode(said.words[0]),
        name=said.words[1] if len(said.words) > 1 else said.words[0],
        category=CategoryCode(fields.get("category", "")),
        unit=fields.get("unit", "each"),
        pack=int(fields.get("pack", "1")),
        barcode=fields.get("code", ""),
        cost_cents=values.cents(fields.get("cost", "0")),
        reorder=int(fields.get("reorder", "-1")),
    )


def bin_(said: Statement) -> Definition:
    """``bin C1-04 cabinet=C1 "shelf 4"``."""
    name = said.words[1] if len(said.words) > 1 else ""
    return NewBin(BinCode(said.words[0]), name, CabinetCode(said.fields.get("cabinet", "")))


def asset(said: Statement) -> Definition:
    """``asset TW-01 TQ-60 bin=C1-04 serial=S1 calibrated=2026-01-10``."""
    fields = said.fields
    day = fields.get("calibrated")
    return NewAsset(
        code=AssetCode(said.words[0]),
        product=ProductCode(said.words[1]),
        bin=BinCode(fields["bin"]),
        serial=fields.get("serial", ""),
        barcode=fields.get("code", ""),
        calibrated=date.fromisoformat(day) if day else None,
    )


def stock(said: Statement) -> Definition:
    """``stock GLV-9 x120 bin=C2-01 cost=0.12``: each statement is a delivery of its own."""
    return Delivery(
        product=ProductCode(said.words[0]),
        bin=BinCode(said.fields["bin"]),
        quantity=said.quantity or 0,
        receipt=f"line {said.line}",
        cost_cents=values.cents(said.fields.get("cost", "0")),
    )


def worker(said: Statement, badge: str) -> Definition:
    """``worker ann "Ann Ott" role=lead badge=0412345678``.

    Raises:
        ValueError: there is no such role.
    """
    role = values.choice(said.fields.get("role", "worker"), tuple(role.value for role in Role))
    name = said.words[1] if len(said.words) > 1 else said.words[0]
    return Person(said.words[0], name, Role(role), said.fields.get("badge", badge))


PLACES_AND_STOCK: dict[str, Callable[[Statement], Definition]] = {"bin": bin_, "asset": asset, "stock": stock}
"""Of the statement's site only."""
CATALOGUE: dict[str, Callable[[Statement], Definition]] = {"category": category, "product": product}
"""Known everywhere, but for levels, which are of the site that declares them."""
