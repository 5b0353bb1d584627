"""Expecting: what is to come from a supplier is noted line by line, and given up when it does not come."""

from collections.abc import Iterator

from msgspec.structs import replace

from kiosk.crib import receipt_entries as told
from kiosk.crib import receiving as do
from kiosk.crib.define_things import lot_of_day
from kiosk.crib.defining import code_flaw
from kiosk.crib.facts import Facts
from kiosk.crib.keep import not_a_keeper, unfit
from kiosk.crib.keeper_refusals import Flaw, Unfit, expired, flaw, range_flaw
from kiosk.crib.movements import MAX_QUANTITY
from kiosk.crib.names import Kind
from kiosk.crib.outcomes import NOTHING, Approved, Decision, Refused
from kiosk.crib.places import PlaceKind


def expect(facts: Facts, command: do.ExpectDelivery) -> Decision:
    """Note what is to come."""
    arriving = arriving_of(facts)
    refusal = not_a_keeper(facts, command)
    if refusal:
        return Refused(refusal)
    flaws = tuple(_flaws(facts, command))
    if flaws:
        return Refused(Unfit(flaws))
    lines = tuple(_line(arriving, line) for line in command.lines)
    old = arriving.delivery
    if old and _same(old, command.supplier, lines):
        return NOTHING
    body = told.DeliveryExpected(delivery=command.delivery, supplier=command.supplier, lines=lines)
    return Approved((body,))


def _flaws(facts: Facts, command: do.ExpectDelivery) -> Iterator[Flaw]:
    """Everything that is wrong, each with its line."""
    arriving, code = arriving_of(facts), command.delivery
    wrong = code_flaw("delivery", code)
    if wrong:
        yield wrong
    if arriving.owner not in ("", f"delivery {code}"):
        yield flaw(
            "delivery", code, "The code {value!r} is {owner}'s already; use another.", owner=arriving.owner
        )
    if arriving.delivery and arriving.delivery.closed:
        yield flaw("delivery", code, "Delivery {value} is closed; expect the rest under another code.")
    if not command.lines:
        yield flaw("lines", "", "Delivery {code} has no lines; name what is expected.", code=code)
    seen = set()
    for row, line in enumerate(command.lines):
        yield from _line_flaws(facts, row, line)
        key = (line.product, line.lot, line.asset)
        if key in seen:
            named = line.asset or line.product
            yield flaw("product", line.product, "{code} stands twice; add up.", row=row, code=named)
        seen.add(key)


def _line_flaws(facts: Facts, row: int, line: do.Expected) -> Iterator[Flaw]:
    if line.asset:
        yield from _asset_flaws(facts, row, line)
        return
    known = arriving_of(facts).products.get(line.product)
    if known is None:
        yield flaw("product", line.product, "{value!r} is no product; define it first.", row=row)
    elif known[1].kind is not Kind.CONSUMABLE and (line.lot or line.expires):
        yield flaw(
            "lot",
            line.lot,
            "Product {code} is {kind}; only consumables are kept by lots.",
            row=row,
            code=line.product,
            kind=known[1].kind.value,
        )
    if not 0 < line.quantity <= MAX_QUANTITY:
        yield range_flaw("quantity", line.quantity, 1, MAX_QUANTITY, row=row)
    if line.expires and line.expires < facts.today:
        yield expired(line.expires, facts.today, row)


def _asset_flaws(facts: Facts, row: int, line: do.Expected) -> Iterator[Flaw]:
    asset = arriving_of(facts).assets.get(line.asset)
    if asset is None:
        yield flaw(
            "asset",
            line.asset,
            "{value!r} is no asset; add it as a draft first (`cribctl asset add --draft`).",
            row=row,
        )
    elif asset.place.kind is not PlaceKind.SUPPLIER:
        yield flaw("asset", line.asset, "{value} was received already.", row=row)
    elif line.product and line.product != asset.asset.product:
        yield flaw(
            "product",
            line.product,
            "{code} is a {product}, not a {value}.",
            row=row,
            code=line.asset,
            product=asset.asset.product,
        )
    if line.quantity != 1:
        yield flaw("quantity", line.quantity, "{code} is one asset, not {value}.", row=row, code=line.asset)


def _line(arriving: do.Arriving, line: do.Expected) -> do.Expected:
    """As it is kept: an asset's product is its own, a lot without a number is known by its day."""
    if line.asset:
        return replace(line, product=arriving.assets[line.asset].asset.product)
    return replace(line, lot=line.lot or lot_of_day(None, line.expires))


def _same(old: do.DeliveryState, supplier: str, lines: tuple[do.Expected, ...]) -> bool:
    fields = ("product", "lot", "expires", "cost_cents", "asset")
    before = {(*(getattr(line, name) for name in fields), line.expected) for line in old.lines}
    now = {(*(getattr(line, name) for name in fields), line.quantity) for line in lines}
    expected = {line for line in before if line[-1]}
    return old.supplier == supplier and expected == now


def close(facts: Facts, command: do.CloseDelivery) -> Decision:
    """Expect the rest no longer."""
    refusal = not_a_keeper(facts, command)
    delivery = arriving_of(facts).delivery
    if refusal:
        return Refused(refusal)
    if delivery is None:
        return no_delivery(command.delivery)
    if delivery.closed:
        return NOTHING
    short = sum(line.left for line in delivery.lines)
    return Approved((told.DeliveryClosed(delivery=command.delivery, short=short, note=command.note),))


def no_delivery(code: str) -> Refused:
    """No delivery of this code was ever expected."""
    return unfit(
        "delivery", code, "{value!r} is no delivery; `cribctl receive status` lists what is expected."
    )


def arriving_of(facts: Facts) -> do.Arriving:
    """What the loader brought of it."""
    assert facts.arriving is not None, "the loader brings what is to be known of a delivery"  # noqa: S101
    return facts.arriving
