"""Receiving: what is expected, and what came and was put into a bin. Only then is it there to be taken."""

from collections.abc import Iterator

from msgspec.structs import replace

from kiosk.crib import changes, transfer_receipt
from kiosk.crib import entries as was
from kiosk.crib import receipt_entries as told
from kiosk.crib import receiving as do
from kiosk.crib.define_things import first_place, gaps, lot_of_day
from kiosk.crib.defining import code_flaw
from kiosk.crib.facts import Facts
from kiosk.crib.instructions import Step
from kiosk.crib.issue import ends
from kiosk.crib.keep import not_a_keeper, unfit
from kiosk.crib.keeper_refusals import Flaw, OverDelivered, Unfit, WrongBin
from kiosk.crib.movements import MAX_QUANTITY
from kiosk.crib.names import BinCode, Kind, LotCode, Method, ProductCode
from kiosk.crib.outcomes import NOTHING, Approved, Asks, Decision, Refused
from kiosk.crib.places import SUPPLIER, PlaceKind, in_bin
from kiosk.crib.products import Asset, method_of
from kiosk.crib.reading import to_read
from kiosk.crib.refusals import Refusal, Retired

_LIST = "`cribctl receive status` lists what is expected"
_UNANNOUNCED = "counter"
"""Receipt of what came without a delivery that was expected."""


def expect(facts: Facts, command: do.ExpectDelivery) -> Decision:
    """Note what is to come."""
    arriving = _arriving(facts)
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
    arriving, code = _arriving(facts), command.delivery
    wrong = code_flaw(code)
    if wrong:
        yield Flaw(0, "delivery", code, f"{code!r} {wrong}.")
    if arriving.owner not in ("", f"delivery {code}"):
        yield Flaw(0, "delivery", code, f"The code {code!r} is {arriving.owner}'s already; use another.")
    if arriving.delivery and arriving.delivery.closed:
        yield Flaw(0, "delivery", code, f"Delivery {code} is closed; expect the rest under another code.")
    if not command.lines:
        yield Flaw(0, "lines", "", f"Delivery {code} has no lines; name what is expected.")
    seen = set()
    for row, line in enumerate(command.lines):
        yield from _line_flaws(facts, row, line)
        key = (line.product, line.lot, line.asset)
        if key in seen:
            yield Flaw(row, "product", line.product, f"{line.asset or line.product} stands twice; add up.")
        seen.add(key)


def _line_flaws(facts: Facts, row: int, line: do.Expected) -> Iterator[Flaw]:
    if line.asset:
        yield from _asset_flaws(facts, row, line)
        return
    known = _arriving(facts).products.get(line.product)
    if known is None:
        said = f"{line.product!r} is no product; define it first."
        yield Flaw(row, "product", line.product, said)
    elif known[1].kind is not Kind.CONSUMABLE and (line.lot or line.expires):
        said = f"Product {line.product} is {known[1].kind.value}; only consumables are kept by lots."
        yield Flaw(row, "lot", line.lot, said)
    if not 0 < line.quantity <= MAX_QUANTITY:
        yield Flaw(row, "quantity", str(line.quantity), f"{line.quantity} is not from 1 to {MAX_QUANTITY}.")
    if line.expires and line.expires < facts.today:
        said = f"{line.expires} is over; today is {facts.today}. Do not accept it."
        yield Flaw(row, "expires", str(line.expires), said)


def _asset_flaws(facts: Facts, row: int, line: do.Expected) -> Iterator[Flaw]:
    asset = _arriving(facts).assets.get(line.asset)
    if asset is None:
        said = f"{line.asset!r} is no asset; add it as a draft first (`cribctl asset add --draft`)."
        yield Flaw(row, "asset", line.asset, said)
    elif asset.place.kind is not PlaceKind.SUPPLIER:
        yield Flaw(row, "asset", line.asset, f"{line.asset} was received already.")
    elif line.product and line.product != asset.asset.product:
        said = f"{line.asset} is a {asset.asset.product}, not a {line.product}."
        yield Flaw(row, "product", line.product, said)
    if line.quantity != 1:
        yield Flaw(row, "quantity", str(line.quantity), f"{line.asset} is one asset, not {line.quantity}.")


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
    delivery = _arriving(facts).delivery
    if refusal:
        return Refused(refusal)
    if delivery is None:
        return unfit("delivery", command.delivery, f"is no delivery; {_LIST}")
    if delivery.closed:
        return NOTHING
    short = sum(line.left for line in delivery.lines)
    return Approved((told.DeliveryClosed(delivery=command.delivery, short=short, note=command.note),))


def receive_stock(facts: Facts, command: do.ReceiveStock) -> Decision:
    """Put pieces that came into a bin."""
    decided = _cannot_receive(facts, command) or _transferred(facts) or _wrong_pieces(facts, command)
    if decided:
        return decided
    arriving = _arriving(facts)
    product, category = arriving.products[command.product]
    lines = _lines_of(arriving, command)
    lots = {line.lot for line in lines if line.left} or {line.lot for line in lines}
    if len(lots) > 1:
        known = " or ".join(sorted(lot or "none" for lot in lots))
        return unfit("lot", command.lot, f"is no lot of {command.delivery}, which has {known}; scan the lot")
    lines = tuple(line for line in lines if line.lot in lots)
    over = _over(command, lines, command.quantity)
    if over:
        return Refused(over)
    line = lines[0] if lines else None
    asks = Asks(to_read(facts, category, Step.RECEIVE))
    return Approved((_pieces(facts, command, line, method_of(product, category)),), asks=asks)


def _transferred(facts: Facts) -> Decision | None:
    """What another site has sent is received as that: else the thing would be counted twice."""
    sent = _arriving(facts).transfer
    return transfer_receipt.receive(facts, sent) if sent else None


def _wrong_pieces(facts: Facts, command: do.ReceiveStock) -> Refused | None:
    known = _arriving(facts).products.get(command.product)
    if known is None:
        return unfit("product", command.product, "is no product; define it first")
    if known[1].is_tagged:
        return unfit("product", command.product, "has a tag on every piece; scan the tags, one by one")
    if known[1].kind is Kind.POOL and command.lot:
        return unfit("lot", command.lot, f"is a lot, but product {command.product} is a pool; leave it out")
    if not 0 < command.quantity <= MAX_QUANTITY:
        return unfit("quantity", str(command.quantity), f"is not from 1 to {MAX_QUANTITY}")
    if command.expires and command.expires < facts.today:
        return unfit("expires", str(command.expires), f"is over; today is {facts.today}. Do not accept it")
    return None


def _lines_of(arriving: do.Arriving, command: do.ReceiveStock) -> tuple[do.Line, ...]:
    """The lines that the pieces can be of: those of their lot before those of any."""
    if arriving.delivery is None:
        return ()
    lines = arriving.delivery.lines_of(command.product, command.lot)
    return tuple(line for line in lines if line.lot == command.lot) or lines


def _over(
    command: do.ReceiveStock | do.ReceiveAsset, lines: tuple[do.Line, ...], quantity: int
) -> OverDelivered | None:
    """More than is still to come; what nobody expected at all is only noted."""
    expected, came = sum(line.expected for line in lines), sum(line.received for line in lines)
    if not lines or command.over or came + quantity <= expected:
        return None
    return OverDelivered(command.delivery, lines[0].product, expected, came + quantity)


def _pieces(
    facts: Facts, command: do.ReceiveStock, line: do.Line | None, method: Method
) -> was.StockReceived:
    """The movement; where the oldest goes first, pieces without a lot are known by the day they came."""
    lot = command.lot or (line.lot if line else LotCode(""))
    expires = command.expires or (line.expires if line else None)
    return was.StockReceived(
        product=command.product,
        quantity=command.quantity,
        **ends(SUPPLIER, in_bin(command.bin)),
        receipt=command.delivery or _UNANNOUNCED,
        cost_cents=line.cost_cents if line else 0,
        lot=lot or (lot_of_day(facts.today, expires) if method else LotCode("")),
        received=facts.today if method else None,
        expires=expires,
        delivery=command.delivery,
    )


def receive_asset(facts: Facts, command: do.ReceiveAsset) -> Decision:
    """Put an asset that came into a bin; one with gaps stays a draft, and the gap is named."""
    decided = _cannot_receive(facts, command) or _transferred(facts) or _wrong_tag(facts, command)
    if decided:
        return decided
    arriving = _arriving(facts)
    state = arriving.assets.get(command.asset)
    product, category = arriving.products[state.asset.product if state else command.product]
    old = state.asset if state else None
    asset = replace(old or Asset(command.asset, product.code, command.bin), bin=command.bin)
    change = () if asset == old else (changes.change_of(asset, changes.AssetChanged, "asset"),)
    missing = tuple(Flaw(0, column, "", said) for column, said in gaps(asset, category))
    if missing:
        return Refused(Unfit(missing), change)
    over = _over(command, _asset_lines(arriving, command, product.code), 1)
    if over:
        return Refused(over)
    asks = Asks(to_read(facts, category, Step.RECEIVE))
    return Approved((*change, first_place(asset, command.delivery)), asks=asks)


def _wrong_tag(facts: Facts, command: do.ReceiveAsset) -> Refused | None:
    """A tag is an asset's that is a draft, or new and said to be of a product whose pieces have tags."""
    arriving = _arriving(facts)
    state = arriving.assets.get(command.asset)
    if state and state.place.kind is PlaceKind.SCRAP:
        return Refused(Retired(command.asset))
    if state and state.place.kind is not PlaceKind.SUPPLIER:
        return unfit("asset", command.asset, "was received already; scan it to see where it is")
    return None if state else _no_new_tag(arriving, command)


def _no_new_tag(arriving: do.Arriving, command: do.ReceiveAsset) -> Refused | None:
    if arriving.owner:
        return unfit("asset", command.asset, f"is the code of {arriving.owner}; use another tag")
    known = arriving.products.get(command.product)
    if known is None or not known[1].is_tagged:
        return unfit("asset", command.asset, "is no asset yet; scan its product first, then the tag")
    return None


def _asset_lines(
    arriving: do.Arriving, command: do.ReceiveAsset, product: ProductCode
) -> tuple[do.Line, ...]:
    if arriving.delivery is None:
        return ()
    line = arriving.delivery.line_of(command.asset)
    return (line,) if line else arriving.delivery.lines_of(product)


def _cannot_receive(facts: Facts, command: do.ReceiveStock | do.ReceiveAsset) -> Refused | None:
    """What keeps anything from being put into that bin from that delivery."""
    arriving = _arriving(facts)
    refusal: Refusal | None = not_a_keeper(facts, command)
    if refusal:
        return Refused(refusal)
    if not arriving.bin_known:
        return unfit("bin", command.bin, "is no bin; scan a bin's label")
    if command.delivery and arriving.delivery is None:
        return unfit("delivery", command.delivery, f"is no delivery; {_LIST}")
    if arriving.delivery and arriving.delivery.closed:
        return unfit("delivery", command.delivery, "is closed; receive it with another, or with none")
    asset = arriving.assets.get(getattr(command, "asset", ""))
    wrong = wrong_bin(arriving, command.bin, asset.asset.product if asset else command.product)
    return Refused(wrong) if wrong else None


def wrong_bin(arriving: do.Arriving, bin_code: BinCode, product: ProductCode) -> WrongBin | None:
    """A bin that keeps one product in pieces is for that; one that keeps several is for anything."""
    if len(arriving.kept_in) != 1 or arriving.kept_in[0] == product:
        return None
    return WrongBin(bin_code, product, arriving.kept_in[0], arriving.better)


def _arriving(facts: Facts) -> do.Arriving:
    assert facts.arriving is not None, "the loader brings what is to be known of a delivery"  # noqa: S101
    return facts.arriving
