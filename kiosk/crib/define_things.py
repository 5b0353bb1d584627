"""Rows that define what is kept: categories, products, assets, kits, and stock that is put into a bin."""

import re
from datetime import date

from msgspec.structs import replace

from kiosk.crib import changes
from kiosk.crib import definitions as new
from kiosk.crib import entries as was
from kiosk.crib.body import Body
from kiosk.crib.costing import Costing
from kiosk.crib.define_instructions import instruction_flaws
from kiosk.crib.defining import YEARS_S, Desk, bodies, plain
from kiosk.crib.issue import ends
from kiosk.crib.keeper_refusals import Flaw, flaw, range_flaw
from kiosk.crib.movements import MAX_QUANTITY
from kiosk.crib.names import TAGGED, Kind, LotCode
from kiosk.crib.places import SUPPLIER, in_bin
from kiosk.crib.products import Asset, Category, Kit, Product
from kiosk.crib.replenishment import Restock
from kiosk.crib.valuation import Depreciation

Judged = tuple[list[Body], bool]

_YEARS = range(1970, 2200)
"""In which a calibration, a purchase or an expiry can lie."""
REQUIRABLE = ("serial", "calibrated", "bought", "cost", "barcode", "job")
"""What a category may ask for; ``job`` at issue, the others of each asset."""
_WORDS = {
    "ends_in_loan": ("shorten", "refuse"),
    "costing": tuple(Costing),
    "depreciation": tuple(Depreciation),
    "restock": tuple(Restock),
}


def category(desk: Desk, row: new.NewCategory) -> Judged:
    """The template of its products' rules."""
    old = desk.known.categories.get(row.code)
    desk.check_code("code", row.code)
    if old and old.kind is not row.kind:
        desk.flaw(
            "kind",
            row.kind,
            "Category {code} is {kind}, not {value}, for good; add another.",
            code=row.code,
            kind=old.kind.value,
        )
    desk.check_range("loan", row.loan_s, 0, YEARS_S)
    desk.check_range("calibration", row.calibration_days, 0, YEARS_S // 86400)
    desk.check_range("limit", row.limit, 0)
    desk.check_range("life", row.life_months, 0, 1200)
    desk.check_range("residual", row.residual_pct, 0, 100)
    for column, known in _WORDS.items():
        desk.check_choice(column, getattr(row, column), known)
    for field in row.require:
        desk.check_choice("require", field, REQUIRABLE)
    desk.found(instruction_flaws(row.instructions))
    _check_rules(desk, row)
    desk.known.categories[row.code] = value = plain(row, Category)
    return bodies(old, value, changes.CategoryChanged, "category")


def _check_rules(desk: Desk, row: new.NewCategory) -> None:
    names = [rule.name for rule in row.rules]
    for rule in row.due_rules:
        desk.check_code("due_rules", rule.name)
        if names.count(rule.name) > 1:
            desk.flaw("due_rules", rule.name, "Due rule {value!r} stands twice in {code}.", code=row.code)
        if rule.days < 0 or rule.uses < 0 or not rule.days + rule.uses:
            desk.flaw("due_rules", rule.name, "Due rule {value!r} needs days, or uses, above 0.")
    try:
        re.compile(row.name_pattern)
    except re.error as error:
        desk.flaw("name_pattern", row.name_pattern, "{value!r} is no pattern: {error}.", error=str(error))


def product(desk: Desk, row: new.NewProduct) -> Judged:
    """A catalogue line."""
    old = desk.known.products.get(row.code)
    if not row.name.strip():
        desk.flaw("name", row.name, "Product {code} needs a name.", code=row.code)
    desk.check_known("category", row.category, desk.known.categories, f"product {row.code}")
    desk.check_range("pack", row.pack, 1)
    desk.check_range("cost", row.cost_cents, 0)
    for column in ("reorder", "maximum", "par"):
        desk.check_range(column, getattr(row, column), -1)
    desk.check_range("safety", row.safety, 0)
    desk.check_range("lead", row.lead_days, 0, 3660)
    desk.check_choice("restock", row.restock, ("", *_WORDS["restock"]))
    desk.claim_all(row, f"product {row.code}")
    linked = old.linked if old else row.linked
    desk.known.products[row.code] = value = replace(plain(row, Product), linked=linked)
    return bodies(old, value, changes.ProductChanged, "product")


def asset(desk: Desk, row: new.NewAsset) -> Judged:
    """One tagged individual; a draft may have gaps, and becomes active when it is put into a bin."""
    old, what = desk.known.assets.get(row.code), f"asset {row.code}"
    known = _kind_of(desk, row.product, TAGGED, what)
    if row.bin:
        desk.check_known("bin", row.bin, desk.known.bins, what)
    if old and old.product != row.product:
        desk.flaw(
            "product",
            row.product,
            "Asset {code} is a {old} and cannot become a {value}; use another code.",
            code=row.code,
            old=old.product,
        )
    for column, day in (("calibrated", row.calibrated), ("bought", row.bought)):
        if day and day.year not in _YEARS:
            desk.flaw(column, day, "{value} is no day of anything that is {column}.")
    desk.claim_all(row, what)
    linked = old.linked if old else row.linked
    value: Asset = replace(plain(row, Asset), linked=linked)
    is_draft = row.draft if old is None else row.code in desk.known.drafts
    if known and not is_draft:
        desk.found(gaps(value, known))
    desk.known.assets[row.code] = value
    found, is_new = bodies(old, value, changes.AssetChanged, "asset")
    if is_new and not row.draft:
        found.append(first_place(value))
    return found, is_new


def gaps(asset: Asset, known: Category) -> list[Flaw]:
    """What keeps an asset a draft."""
    code, category, pattern = asset.code, known.code, known.name_pattern
    found = [] if asset.bin else [flaw("bin", "", "Asset {code} needs a home bin.", code=code)]
    found += [
        flaw(
            field,
            "",
            "Asset {code} needs {field!r}: category {category} asks for it.",
            code=code,
            category=category,
            field=field,
        )
        for field in known.require
        if field != "job" and _is_empty(asset, field)
    ]
    if pattern and not re.fullmatch(pattern, code):
        found.append(
            flaw(
                "code",
                code,
                "The code {value!r} is not as category {category} names its assets: {pattern}",
                category=category,
                pattern=pattern,
            )
        )
    return found


def _is_empty(asset: Asset, field: str) -> bool:
    return asset.cost_cents < 0 if field == "cost" else not getattr(asset, field, True)


def first_place(asset: Asset, delivery: str = "") -> was.AssetReceived:
    """The movement that makes an asset count."""
    made = ends(SUPPLIER, in_bin(asset.bin))
    return was.AssetReceived(asset=asset.code, product=asset.product, quantity=1, delivery=delivery, **made)


def kit(desk: Desk, row: new.NewKit) -> Judged:
    """Assets that are lent and come back as one."""
    old = desk.known.kits.get(row.code)
    desk.check_code("code", row.code)
    desk.claim("code", row.code, f"kit {row.code}")
    if not row.name.strip():
        desk.flaw("name", row.name, "Kit {code} needs a name.", code=row.code)
    if not row.assets or len(set(row.assets)) < len(row.assets):
        desk.flaw("assets", ",".join(row.assets), "Kit {code} needs assets, each once.", code=row.code)
    for code in row.assets:
        desk.check_known("asset", code, desk.known.assets, f"kit {row.code}")
    desk.known.kits[row.code] = value = plain(row, Kit)
    return bodies(old, value, changes.KitChanged, "kit")


def _kind_of(desk: Desk, code: str, kinds: frozenset[Kind], what: str) -> Category | None:
    if not desk.check_known("product", code, desk.known.products, what):
        return None
    known = desk.known.categories.get(desk.known.products[code].category)
    if known and known.kind not in kinds:
        desk.flaw(
            "product",
            code,
            "Product {value} is {kind}; {owner} needs one that is {wanted}.",
            kind=known.kind.value,
            owner=what,
            wanted=" or ".join(sorted(kind.value for kind in kinds)),
        )
        return None
    return known


def delivery(desk: Desk, row: new.Delivery) -> Judged:
    """Pieces put into a bin; a receipt makes the same delivery twice once."""
    what = f"stock of {row.product} in {row.bin}"
    known = _kind_of(desk, row.product, frozenset({Kind.CONSUMABLE, Kind.POOL}), what)
    desk.check_known("bin", row.bin, desk.known.bins, what)
    if not 0 < row.quantity <= MAX_QUANTITY:
        desk.found((range_flaw("quantity", row.quantity, 1, MAX_QUANTITY),))
    desk.check_range("cost", row.cost_cents, 0)
    desk.check_code("receipt", row.receipt)
    if known and known.kind is Kind.POOL and (row.lot or row.expires):
        desk.flaw(
            "lot",
            row.lot,
            "Product {code} is a pool; only consumables are kept by lots.",
            code=row.product,
        )
    key = (row.product, row.bin, row.receipt)
    before = desk.known.received.get(key)
    desk.known.received[key] = row.quantity
    if before not in (None, row.quantity):
        desk.flaw(
            "quantity",
            row.quantity,
            "Receipt {receipt!r} of {product} in {bin} was {before}, not {value}. "
            "Give a further delivery a receipt of its own.",
            receipt=row.receipt,
            product=row.product,
            bin=row.bin,
            before=before or 0,
        )
    return ([received(row)] if before is None else []), before is None


def received(row: new.Delivery, delivery_code: str = "") -> was.StockReceived:
    """The movement of a delivery; pieces with a day but no lot form the lot of that day."""
    return was.StockReceived(
        product=row.product,
        quantity=row.quantity,
        receipt=row.receipt,
        cost_cents=row.cost_cents,
        lot=row.lot or lot_of_day(row.received, row.expires),
        received=row.received,
        expires=row.expires,
        delivery=delivery_code,
        **ends(SUPPLIER, in_bin(row.bin)),
    )


def lot_of_day(received_on: date | None, expires: date | None) -> LotCode:
    """A lot without a number is known by its days."""
    return LotCode("/".join(day.isoformat() for day in (received_on, expires) if day))
