"""Receiving: what is expected, and what came and was put into a bin. Only then is it there to be taken."""

from msgspec.structs import replace

from kiosk.crib import changes, transfer_receipt
from kiosk.crib import entries as was
from kiosk.crib import receiving as do
from kiosk.crib.define_things import first_place, gaps, lot_of_day
from kiosk.crib.expecting import arriving_of, no_delivery
from kiosk.crib.facts import Facts
from kiosk.crib.instructions import Step
from kiosk.crib.issue import ends
from kiosk.crib.keep import not_a_keeper, unfit, unfit_range
from kiosk.crib.keeper_refusals import OverDelivered, Unfit, WrongBin, expired
from kiosk.crib.movements import MAX_QUANTITY
from kiosk.crib.names import BinCode, Kind, LotCode, Method, ProductCode
from kiosk.crib.outcomes import Approved, Asks, Decision, Refused
from kiosk.crib.places import SUPPLIER, PlaceKind, in_bin
from kiosk.crib.products import Asset, method_of
from kiosk.crib.reading import to_read
from kiosk.crib.refusals import Refusal, Retired

_UNANNOUNCED = "counter"
"""Receipt of what came without a delivery that was expected."""


def receive_stock(facts: Facts, command: do.ReceiveStock) -> Decision:
    """Put pieces that came into a bin."""
    decided = _cannot_receive(facts, command) or _transferred(facts) or _wrong_pieces(facts, command)
    if decided:
        return decided
    arriving = arriving_of(facts)
    product, category = arriving.products[command.product]
    lines = _lines_of(arriving, command)
    lots = {line.lot for line in lines if line.left} or {line.lot for line in lines}
    if len(lots) > 1:
        known = ", ".join(sorted(lot or "-" for lot in lots))
        return unfit(
            "lot",
            command.lot,
            "{delivery} has the lots {known}; scan the lot.",
            delivery=command.delivery,
            known=known,
        )
    lines = tuple(line for line in lines if line.lot in lots)
    over = _over(command, lines, command.quantity)
    if over:
        return Refused(over)
    line = lines[0] if lines else None
    asks = Asks(to_read(facts, category, Step.RECEIVE))
    return Approved((_pieces(facts, command, line, method_of(product, category)),), asks=asks)


def _transferred(facts: Facts) -> Decision | None:
    """What another site has sent is received as that: else the thing would be counted twice."""
    sent = arriving_of(facts).transfer
    return transfer_receipt.receive(facts, sent) if sent else None


def _wrong_pieces(facts: Facts, command: do.ReceiveStock) -> Refused | None:
    known = arriving_of(facts).products.get(command.product)
    if known is None:
        return unfit("product", command.product, "{value!r} is no product; define it first.")
    if known[1].is_tagged:
        return unfit(
            "product", command.product, "{value!r} has a tag on every piece; scan the tags, one by one."
        )
    if known[1].kind is Kind.POOL and command.lot:
        return unfit(
            "lot",
            command.lot,
            "{value!r} is a lot, but product {product} is a pool; leave it out.",
            product=command.product,
        )
    if not 0 < command.quantity <= MAX_QUANTITY:
        return unfit_range("quantity", command.quantity, 1, MAX_QUANTITY)
    if command.expires and command.expires < facts.today:
        return Refused(Unfit((expired(command.expires, facts.today),)))
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
    arriving = arriving_of(facts)
    state = arriving.assets.get(command.asset)
    product, category = arriving.products[state.asset.product if state else command.product]
    old = state.asset if state else None
    asset = replace(old or Asset(command.asset, product.code, command.bin), bin=command.bin)
    change = () if asset == old else (changes.change_of(asset, changes.AssetChanged, "asset"),)
    missing = tuple(gaps(asset, category))
    if missing:
        return Refused(Unfit(missing), change)
    over = _over(command, _asset_lines(arriving, command, product.code), 1)
    if over:
        return Refused(over)
    asks = Asks(to_read(facts, category, Step.RECEIVE))
    return Approved((*change, first_place(asset, command.delivery)), asks=asks)


def _wrong_tag(facts: Facts, command: do.ReceiveAsset) -> Refused | None:
    """A tag is an asset's that is a draft, or new and said to be of a product whose pieces have tags."""
    arriving = arriving_of(facts)
    state = arriving.assets.get(command.asset)
    if state and state.place.kind is PlaceKind.SCRAP:
        return Refused(Retired(command.asset))
    if state and state.place.kind is not PlaceKind.SUPPLIER:
        return unfit("asset", command.asset, "{value!r} was received already; scan it to see where it is.")
    return None if state else _no_new_tag(arriving, command)


def _no_new_tag(arriving: do.Arriving, command: do.ReceiveAsset) -> Refused | None:
    if arriving.owner:
        return unfit(
            "asset", command.asset, "{value!r} is the code of {owner}; use another tag.", owner=arriving.owner
        )
    known = arriving.products.get(command.product)
    if known is None or not known[1].is_tagged:
        return unfit(
            "asset", command.asset, "{value!r} is no asset yet; scan its product first, then the tag."
        )
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
    arriving = arriving_of(facts)
    refusal: Refusal | None = not_a_keeper(facts, command)
    if refusal:
        return Refused(refusal)
    if not arriving.bin_known:
        return unfit("bin", command.bin, "{value!r} is no bin; scan a bin's label.")
    if command.delivery and arriving.delivery is None:
        return no_delivery(command.delivery)
    if arriving.delivery and arriving.delivery.closed:
        return unfit(
            "delivery", command.delivery, "{value!r} is closed; receive it with another, or with none."
        )
    asset = arriving.assets.get(getattr(command, "asset", ""))
    wrong = wrong_bin(arriving, command.bin, asset.asset.product if asset else command.product)
    return Refused(wrong) if wrong else None


def wrong_bin(arriving: do.Arriving, bin_code: BinCode, product: ProductCode) -> WrongBin | None:
    """A bin that keeps one product in pieces is for that; one that keeps several is for anything."""
    if len(arriving.kept_in) != 1 or arriving.kept_in[0] == product:
        return None
    return WrongBin(bin_code, product, arriving.kept_in[0], arriving.better)
