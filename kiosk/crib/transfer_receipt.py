"""Receiving a transfer: what came is put into a bin, and known from then on; what is short stays open."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from kiosk.crib import definitions as new
from kiosk.crib import transfer_entries as was
from kiosk.crib import transferring as do
from kiosk.crib.body import Body
from kiosk.crib.changes import value_in
from kiosk.crib.define import define
from kiosk.crib.facts import Facts
from kiosk.crib.issue import ends
from kiosk.crib.keep import not_a_keeper, unfit
from kiosk.crib.names import AssetCode, LotCode, ProductCode
from kiosk.crib.outcomes import NOTHING, Approved, Decision, Refused
from kiosk.crib.places import PlaceKind, in_bin, in_transit
from kiosk.crib.refusals import AlreadyOut
from kiosk.crib.transfer_states import (
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


def receive(facts: Facts, command: do.ReceiveTransfer) -> Decision:
    """Put what came into a bin, and come to know it where it was never here."""
    refusal = not_a_keeper(facts, command)
    if refusal:
        return Refused(refusal)
    lines, sites = _incoming(facts.transfer, command)
    if not facts.transfer.bin_known:
        return unfit("bin", command.bin, "{value!r} is no bin here; define it first.")
    if len(sites) != 1:
        return _which_site(command.transfer, sites)
    if not lines and not command.items:
        return unfit(
            "transfer", command.transfer, "{value!r} was not told of yet by central; name what came."
        )
    try:
        check_once(command.items)
        items = command.items or all_open(lines)
        came = [body for item in items for body in _received(facts.transfer, command, sites[0], item)]
    except RefusedError as error:
        return error.decision
    return _known_and_moved(facts, command, came)


def _which_site(code: str, sites: list[str]) -> Refused:
    if not sites:
        return unfit("transfer", code, "{value!r} is not known here; name the sending site, e.g. --from A.")
    return unfit(
        "transfer",
        code,
        "{value!r} came from {sites}; name the sending site, e.g. --from A.",
        sites=", ".join(sites),
    )


def _incoming(known: Transfer, command: do.ReceiveTransfer) -> tuple[list[Line], list[str]]:
    """The lines that are meant, and the sites that they may be from."""
    lines = [line for line in known.incoming if command.origin in ("", line.site)]
    sites = [command.origin] if command.origin else sorted({line.site for line in lines})
    return lines, sites


def _received(known: Transfer, command: do.ReceiveTransfer, site: str, item: do.Item) -> Iterator[Body]:
    """What was given up for lost may come after all."""
    mine = [line for line in known.incoming if line.site == site and line.code == item.code]
    lines = [msgspec.structs.replace(line, lost=0) for line in mine]
    told = [line for line in lines if line.told]
    came = sum(line.came for line in lines)
    if came and not told and item.quantity == came:
        return
    left = still_open(lines, item.code)
    if item.quantity < 1 or ((told or came) and item.quantity > left):
        raise RefusedError(Refused(too_many(item, max(left, 0))))
    asset = known.assets.get(item.code)
    if asset and asset.place.kind is not PlaceKind.SUPPLIER:
        raise RefusedError(Refused(not_in(asset) or AlreadyOut(asset.asset.code, asset.holder)))
    if told:
        for line, part in spread(lines, item.code, item.quantity):
            yield _came(command, site, line, part)
    else:
        yield _came(command, site, _by_hand(known, site, item), item.quantity)


def _by_hand(known: Transfer, site: str, item: do.Item) -> Line:
    """A thing that central has not told of: it must be known here."""
    asset, goods = known.assets.get(item.code), known.goods.get(item.code)
    if (asset and item.quantity == 1) or (goods and not goods.category.is_tagged):
        product = asset.product.code if asset else goods.product.code if goods else ProductCode("")
        code = asset.asset.code if asset else AssetCode("")
        return Line(site, product, code, LotCode(""), 0, 0, 0, 0, None)
    raise RefusedError(
        unfit(
            "items",
            item.code,
            "{value!r} is not known here; wait until central tells of the transfer, "
            "or define it as a draft first.",
        )
    )


def _came(command: do.ReceiveTransfer, site: str, line: Line, quantity: int) -> was.TransferReceived:
    made = ends(in_transit(command.transfer), in_bin(command.bin))
    what: dict[str, Any] = {
        "product": line.product,
        "asset": line.asset,
        "lot": line.lot,
        "quantity": quantity,
    }
    days: dict[str, Any] = {"received": line.what.received, "expires": line.what.expires} if line.what else {}
    return was.TransferReceived(**what, **made, **days, transfer=command.transfer, origin=site)


def _known_and_moved(facts: Facts, command: do.ReceiveTransfer, came: Sequence[Body]) -> Decision:
    """First what the site did not know of these things, then their movements."""
    if not came:
        return NOTHING
    codes = {getattr(body, "asset", "") or getattr(body, "product", "") for body in came}
    decision = define(facts, new.Define(definitions(facts.transfer, codes, command)))
    if isinstance(decision, Refused):
        return decision
    return Approved((*decision.entries, *came))


def definitions(
    known: Transfer, codes: Iterable[str], command: do.ReceiveTransfer
) -> tuple[new.Definition, ...]:
    """What must be known here before these assets and products can be put into a bin."""
    things: dict[tuple[type, str], new.Definition] = {}
    for line in known.incoming:
        if line.code in codes and line.what and line.product not in known.goods:
            category = value_in(line.what.category, new.NewCategory, "category")
            product = value_in(line.what.product, new.NewProduct, "product")
            if category.code not in known.categories:
                things[new.NewCategory, category.code] = category
            things[new.NewProduct, product.code] = product
    for code in codes:
        asset = _asset(known, code)
        if asset:
            things[new.NewAsset, code] = msgspec.structs.replace(asset, bin=command.bin, draft=True)
    return tuple(things.values())


def _asset(known: Transfer, code: str) -> new.NewAsset | None:
    """An asset as its sender described it, else as it is known here."""
    told = [line.what.asset for line in known.incoming if line.code == code and line.what and line.what.asset]
    if told:
        return value_in(told[-1], new.NewAsset, "asset")
    state = known.assets.get(code)
    return new.NewAsset(**msgspec.structs.asdict(state.asset)) if state else None
