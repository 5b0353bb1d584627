"""The rules of transfers: sent and received, each at its own site, with whatever is short left open."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from kiosk.crib import changes
from kiosk.crib import transfer_entries as was
from kiosk.crib import transferring as do
from kiosk.crib.body import Body
from kiosk.crib.defining import code_flaw
from kiosk.crib.entries import HoldAtRisk
from kiosk.crib.facts import Facts, Plan
from kiosk.crib.holds import at_risk, less, without
from kiosk.crib.issue import ends, move
from kiosk.crib.keep import not_a_keeper, unfit
from kiosk.crib.keeper_refusals import Unfit
from kiosk.crib.lots import in_order
from kiosk.crib.names import BinCode, Method
from kiosk.crib.outcomes import NOTHING, Approved, Decision, Refused
from kiosk.crib.places import LOST, Place, PlaceKind, in_bin, in_transit
from kiosk.crib.products import Asset
from kiosk.crib.refusals import NotEnough
from kiosk.crib.states import AssetState, LotState
from kiosk.crib.transfer_states import (
    Goods,
    Line,
    RefusedError,
    Transfer,
    all_open,
    check_once,
    not_in,
    spread,
    still_open,
    too_many,
)


def send(facts: Facts, command: do.SendTransfer) -> Decision:
    """Let things leave their bins; they stay this site's until they are received."""
    refusal = not_a_keeper(facts, command)
    if refusal:
        return Refused(refusal)
    known, code = facts.transfer, command.transfer
    wrong = code_flaw("transfer", code)
    if wrong:
        return Refused(Unfit((wrong,)))
    if known.outgoing:
        return _again(known.outgoing, command)
    try:
        check_once(command.items)
        sent = [body for item in command.items for body in _sent(known, command, item)]
    except RefusedError as error:
        return error.decision
    if not sent:
        return unfit("items", "", "{code!r} names nothing to send.", code=code)
    return Approved((*sent, *_at_risk(facts, sent)))


def _again(outgoing: Sequence[Line], command: do.SendTransfer) -> Decision:
    before: Counter[str] = Counter()
    for line in outgoing:
        before[line.code] += line.told
    same = {item.code: item.quantity for item in command.items} == before
    if same and outgoing[0].site == command.to:
        return NOTHING
    return unfit(
        "transfer",
        command.transfer,
        "{value!r} was sent to {site} already, with other things or there; use another code.",
        site=outgoing[0].site,
    )


def _sent(known: Transfer, command: do.SendTransfer, item: do.Item) -> Iterator[was.TransferSent]:
    asset, goods = known.assets.get(item.code), known.goods.get(item.code)
    named: dict[str, Any] = {"transfer": command.transfer, "to": command.to}
    way = in_transit(command.transfer)
    if asset:
        refusal = not_in(asset)
        if refusal or item.quantity != 1:
            one = unfit("quantity", str(item.quantity), "{value}: assets are one each.")
            raise RefusedError(Refused(refusal) if refusal else one)
        yield was.TransferSent(**move(asset, way), **named, what=_described(asset, _asset_told(asset)))
    elif goods and not goods.category.is_tagged:
        for lot, quantity in _picked(goods, item):
            made = ends(in_bin(lot.bin), way)
            what = _described(goods, None, lot)
            pieces: dict[str, Any] = {"product": goods.product.code, "quantity": quantity, "lot": lot.lot}
            yield was.TransferSent(**pieces, **made, **named, what=what)
    else:
        tagged = unfit("items", item.code, "{value!r} is a product of tagged assets; name the assets.")
        unknown = unfit("items", item.code, "{value!r} is no asset and no product here.")
        raise RefusedError(tagged if goods else unknown)


def _picked(goods: Goods, item: do.Item) -> list[tuple[LotState, int]]:
    """Which lots leave: the one that expires first, then the oldest."""
    have = sum(lot.quantity for lot in goods.lots)
    if item.quantity < 1:
        raise RefusedError(unfit("quantity", str(item.quantity), "{value} is not 1 or more."))
    if item.quantity > have:
        raise RefusedError(Refused(NotEnough(goods.product.code, have)))
    found, left = [], item.quantity
    for lot in in_order(list(goods.lots), Method.FEFO):
        part = min(left, lot.quantity)
        if part:
            found.append((lot, part))
        left -= part
    return found


def _described(goods: Any, asset: Asset | None, lot: LotState | None = None) -> was.Described:
    """What the other site must know; levels are each site's own, and so are home bins."""
    product = msgspec.structs.replace(goods.product, reorder=-1, safety=0, maximum=-1, par=-1, supplier="")
    return was.Described(
        category=changes.change_of(goods.category, changes.CategoryChanged, "category"),
        product=changes.change_of(product, changes.ProductChanged, "product"),
        asset=changes.change_of(asset, changes.AssetChanged, "asset") if asset else None,
        received=lot.received if lot else None,
        expires=lot.expires if lot else None,
    )


def _asset_told(state: AssetState) -> Asset:
    """What goes with an asset: when it was last seen to, but no bin of this site's."""
    return msgspec.structs.replace(state.asset, done=state.done, bin=BinCode(""))


def _at_risk(facts: Facts, sent: Sequence[was.TransferSent]) -> Iterator[HoldAtRisk]:
    """Holds that can no longer be met once these things are gone."""
    for product in dict.fromkeys(body.product for body in sent):
        plan = after = facts.plans[product]
        for body in sent:
            if body.product == product:
                after = _without(after, body)
        yield from at_risk(plan, after, facts)


def _without(plan: Plan, body: was.TransferSent) -> Plan:
    return without(plan, body.asset) if body.asset else less(plan, body.movement.source, body.quantity)


def expect(_: Facts, command: do.ExpectTransfer) -> Decision:
    """Know what is on its way; central names each thing by one command, so that twice is once."""
    fields = {name: getattr(command, name) for name in command.__struct_fields__}
    return Approved((was.TransferExpected(**fields),))


def give_up(_: Facts, command: do.GiveUpTransfer) -> Decision:
    """Expect no longer what its sender waits for no longer."""
    fields = {name: getattr(command, name) for name in command.__struct_fields__}
    return Approved((was.TransferGivenUp(**fields),))


def settle(facts: Facts, command: do.SettleTransfer) -> Decision:
    """Answer no longer for what was received; what was declared lost meanwhile is not lost either."""
    known, code = facts.transfer, command.asset or command.product
    asset = known.assets.get(command.asset)
    if asset and asset.place not in (in_transit(command.transfer), LOST):
        return NOTHING
    bodies = [
        _gone(command, line, part, in_transit(command.transfer))
        for line, part in spread(known.outgoing, code, command.quantity, command.lot)
    ]
    left = command.quantity - sum(body.quantity for body in bodies)
    for line in known.outgoing:
        part = min(left, line.lost) if line.code == code else 0
        if part > 0:
            bodies.append(_gone(command, line, part, LOST))
            left -= part
    return Approved(tuple(bodies)) if bodies else NOTHING


def _gone(command: do.SettleTransfer, line: Line, quantity: int, source: Place) -> was.TransferSettled:
    what = _pieces(line, quantity)
    return was.TransferSettled(**what, **ends(source, Place(PlaceKind.SUPPLIER)), transfer=command.transfer)


def _pieces(line: Line, quantity: int) -> dict[str, Any]:
    return {"product": line.product, "asset": line.asset, "lot": line.lot, "quantity": quantity}


def close(facts: Facts, command: do.CloseTransfer) -> Decision:
    """Give up waiting: found in a bin here, or lost."""
    refusal, known = not_a_keeper(facts, command), facts.transfer
    if refusal:
        return Refused(refusal)
    if not known.outgoing:
        return unfit("transfer", command.transfer, "{value!r} was not sent from here.")
    if not known.bin_known:
        return unfit("bin", command.bin, "{value!r} is no bin here; define it first.")
    items = command.items or all_open(known.outgoing)
    for item in items:
        left = still_open(known.outgoing, item.code)
        if not 0 < item.quantity <= left:
            return Refused(too_many(item, left))
    parts = [part for item in items for part in spread(known.outgoing, item.code, item.quantity)]
    return Approved(tuple(_closed(command, *part) for part in parts)) if parts else NOTHING


def _closed(command: do.CloseTransfer, line: Line, quantity: int) -> Body:
    source, what = in_transit(command.transfer), _pieces(line, quantity)
    said: dict[str, Any] = {"transfer": command.transfer, "note": command.note}
    if command.bin:
        return was.TransferFound(**what, **ends(source, in_bin(command.bin)), **said)
    return was.TransferLost(**what, **ends(source, LOST), **said)
