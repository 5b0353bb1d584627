"""Keeping: what the crib keeper does to things that nobody is taking just now."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from kiosk.crib import entries as was
from kiosk.crib import keeping as do
from kiosk.crib.body import Body
from kiosk.crib.facts import Facts
from kiosk.crib.gates import may
from kiosk.crib.holds import at_risk, less
from kiosk.crib.issue import ends, move
from kiosk.crib.keeper_refusals import Flaw, Unfit, range_flaw
from kiosk.crib.movements import MAX_QUANTITY
from kiosk.crib.names import BinCode, Role
from kiosk.crib.outcomes import NOTHING, Approved, Decision, Refused
from kiosk.crib.places import LOST, QUARANTINE, SCRAP, SERVICE, Place, PlaceKind, in_bin
from kiosk.crib.products import Worker
from kiosk.crib.refusals import AlreadyOut, NotAllowed, NotEnough, Refusal, Retired
from kiosk.crib.returns import gone
from kiosk.crib.states import AssetState
from kiosk.crib.valuation import book_value, fixed_asset

Rule = Callable[[Facts, Any], Decision]


def not_a_keeper(facts: Facts, command: object) -> Refusal | None:
    """At the counter only keepers keep; whoever comes by cribctl was asked for a role at the door."""
    if not getattr(command, "worker", ""):
        return None
    return None if may(facts.worker, Role.KEEPER) else NotAllowed(Role.KEEPER)


def unfit(column: str, value: str, sentence: str, **values: str | int) -> Refused:
    """One thing is wrong with what was said."""
    return Refused(Unfit((Flaw(0, column, value, sentence, values),)))


def unfit_range(column: str, value: int, least: int, most: int) -> Refused:
    """A number that is not between two others."""
    return Refused(Unfit((range_flaw(column, value, least, most),)))


def _of_asset(rule: Callable[[Facts, AssetState, Any], Decision]) -> Rule:
    """A rule about an asset that there is, and that is still kept, for somebody who may keep."""

    @wraps(rule)
    def judged(facts: Facts, command: Any) -> Decision:
        refusal = not_a_keeper(facts, command)
        if refusal:
            return Refused(refusal)
        asset = facts.asset
        if asset is None:
            return unfit("asset", command.asset, "{value!r} is no asset; look its code up on the tag.")
        if asset.place.kind is PlaceKind.SCRAP:
            return Refused(Retired(command.asset))
        if asset.place.kind is PlaceKind.SUPPLIER:
            return unfit("asset", command.asset, "{value!r} is a draft; receive it into a bin first.")
        return rule(facts, asset, command)

    return judged


def _away(asset: AssetState) -> Refusal | None:
    """Only what lies in a bin, or in quarantine, can be moved on by hand."""
    if asset.is_in or asset.place.kind is PlaceKind.QUARANTINE:
        return None
    return AlreadyOut(asset.asset.code, asset.holder, asset.since)


@_of_asset
def move_asset(facts: Facts, asset: AssetState, command: do.MoveAsset) -> Decision:
    """Put an asset into another bin, its home from now on."""
    refusal = _away(asset)
    if refusal:
        return Refused(refusal)
    if not asset.is_in:
        return unfit("asset", command.asset, "{value!r} is quarantined; release it first.")
    if not facts.bins_known:
        return unfit("bin", command.bin, "{value!r} is no bin; define it first.")
    if asset.place.code == command.bin == asset.asset.bin:
        return NOTHING
    return Approved((was.AssetMoved(**move(asset, in_bin(command.bin)), home=1),))


def move_stock(facts: Facts, command: do.MoveStock) -> Decision:
    """Put pieces into another bin, into quarantine, or out of it."""
    refused = _no_pieces(facts, command)
    if refused:
        return refused
    source, destination = place_of(command.source), place_of(command.destination)
    if source == destination:
        return NOTHING
    body = was.StockMoved(**_pieces(command, source, destination), note=command.note)
    return Approved((body, *(_fewer(facts, command) if destination == QUARANTINE else ())))


def _no_pieces(facts: Facts, command: do.MoveStock | do.ScrapStock) -> Refused | None:
    """What keeps so many pieces from being moved from there."""
    refusal = not_a_keeper(facts, command)
    if refusal:
        return Refused(refusal)
    if facts.product is None:
        return unfit(
            "product", command.product, "{value!r} is no product; `cribctl report available` lists them."
        )
    if not facts.bins_known:
        words = (command.source, getattr(command, "destination", ""))
        named = " or ".join(word for word in words if word)
        return unfit("bin", named, "{value!r} is no bin; define it first.")
    if not 0 < command.quantity <= MAX_QUANTITY:
        return unfit_range("quantity", command.quantity, 1, MAX_QUANTITY)
    return Refused(NotEnough(command.product, facts.there)) if facts.there < command.quantity else None


def _pieces(command: do.MoveStock | do.ScrapStock, source: Place, destination: Place) -> dict[str, Any]:
    what = {"product": command.product, "quantity": command.quantity, "lot": command.lot}
    return {**what, **ends(source, destination)}


def place_of(word: str) -> Place:
    """A bin by its code, or quarantine by its name."""
    return QUARANTINE if word == QUARANTINE.kind.value else in_bin(BinCode(word))


def _fewer(facts: Facts, command: do.MoveStock | do.ScrapStock) -> tuple[was.HoldAtRisk, ...]:
    """Holds that can no longer be met once the pieces are gone."""
    after = less(facts.plan, place_of(command.source), command.quantity)
    return at_risk(facts.plan, after, facts)


@_of_asset
def release_asset(_: Facts, asset: AssetState, command: do.ReleaseAsset) -> Decision:
    """Let an asset out of quarantine: somebody who may has looked at it."""
    if asset.place.kind is not PlaceKind.QUARANTINE:
        return unfit(
            "asset", command.asset, "{value!r} is not in quarantine, but {place}.", place=_where(asset)
        )
    return Approved((was.AssetMoved(**move(asset, in_bin(asset.asset.bin)), note=command.note),))


def _where(asset: AssetState) -> str:
    if asset.holder:
        return "with a holder"
    return str(asset.place).replace(":", " ")


@_of_asset
def send_to_service(facts: Facts, asset: AssetState, command: do.SendToService) -> Decision:
    """Send an asset away to be repaired or calibrated."""
    refusal = _away(asset)
    if refusal:
        return Refused(refusal)
    body = was.AssetMoved(**move(asset, SERVICE), note=command.note)
    return Approved((body, *(gone(facts, asset) if asset.is_in else ())))


@_of_asset
def back_from_service(facts: Facts, asset: AssetState, command: do.BackFromService) -> Decision:
    """Take an asset back, with what was done to it."""
    if asset.place.kind is not PlaceKind.SERVICE:
        return unfit("asset", command.asset, "{value!r} is not at service, but {place}.", place=_where(asset))
    day = command.day or facts.today
    for rule in command.rules:
        wrong = _no_service(facts, asset, rule, day)
        if wrong:
            return wrong
    done = [_serviced(command, rule, day) for rule in command.rules]
    back = was.AssetMoved(**move(asset, in_bin(asset.asset.bin)), note=command.note)
    return Approved((*done, back))


def _no_service(facts: Facts, asset: AssetState, rule: str, day: date) -> Refused | None:
    known = [known.name for known in asset.category.rules]
    if rule not in known:
        code = asset.category.code
        if not known:
            return unfit("rule", rule, "{value!r} is no due rule of category {code}; it has none.", code=code)
        return unfit(
            "rule",
            rule,
            "{value!r} is no due rule of category {code}; there are {known}.",
            code=code,
            known=", ".join(known),
        )
    if day > facts.today:
        return unfit("day", str(day), "{value!r} is in the future; say it once it is done.")
    return None


def _serviced(command: do.BackFromService | do.NoteService, rule: str, day: date) -> was.AssetServiced:
    return was.AssetServiced(asset=command.asset, rule=rule, day=day, note=command.note)


@_of_asset
def note_service(facts: Facts, asset: AssetState, command: do.NoteService) -> Decision:
    """Note that what was due was done."""
    wrong = _no_service(facts, asset, command.rule, command.day)
    return wrong or Approved((_serviced(command, command.rule, command.day),))


@_of_asset
def retire_asset(facts: Facts, asset: AssetState, command: do.RetireAsset) -> Decision:
    """Keep an asset no longer; what it was still worth is noted."""
    approver = _on_its_way(asset) or _approver(facts, command)
    if isinstance(approver, Refused):
        return approver
    received = facts.came or facts.today
    fixed = fixed_asset(asset.asset, asset.product, asset.category, received)
    worth = book_value(fixed, facts.today)
    why = {**_why(command, approver, worth), "since": asset.since, "due": asset.due}
    body = was.AssetRetired(**move(asset, SCRAP), **why)
    here = asset.is_in or asset.is_in_use
    return Approved((body, *(gone(facts, asset) if here else ())))


def _on_its_way(asset: AssetState) -> Refused | None:
    """What was sent to another site is given up by closing its transfer: else it would leave it twice."""
    if asset.place.kind is not PlaceKind.TRANSIT:
        return None
    return unfit(
        "asset",
        asset.asset.code,
        "{value!r} is on its way to another site; close transfer {transfer} first.",
        transfer=asset.place.code,
    )


def _approver(facts: Facts, command: do.RetireAsset | do.ScrapStock) -> Worker | Refused:
    """Who agreed: somebody who answers for the crib."""
    who = facts.approver
    if not command.approver or who is None:
        return unfit("approver", command.approver, "{value!r} is nobody; name the lead or keeper who agreed.")
    if not may(who, Role.LEAD):
        return unfit(
            "approver", command.approver, "{value!r} may not agree; a lead, a keeper or an administrator may."
        )
    return who


def _why(command: do.RetireAsset | do.ScrapStock, approver: Worker, cents: int) -> dict[str, Any]:
    why = {"reason": command.reason, "note": command.note}
    return {**why, "approver": approver.id, "value_cents": cents}


def scrap_stock(facts: Facts, command: do.ScrapStock) -> Decision:
    """Keep pieces no longer; what they cost is noted."""
    refused = _no_pieces(facts, command)
    if refused:
        return refused
    approver = _approver(facts, command)
    if isinstance(approver, Refused):
        return approver
    pieces = _pieces(command, place_of(command.source), SCRAP)
    cents = command.quantity * facts.unit_cents
    bodies: list[Body] = [was.StockScrapped(**pieces, **_why(command, approver, cents))]
    at_bin = place_of(command.source).kind is PlaceKind.BIN
    return Approved((*bodies, *(_fewer(facts, command) if at_bin else ())))


@_of_asset
def declare_lost(facts: Facts, asset: AssetState, command: do.DeclareLost) -> Decision:
    """Close the loan of what will not come back."""
    if asset.place.kind is PlaceKind.LOST:
        return NOTHING
    refused = _on_its_way(asset)
    if refused:
        return refused
    body = was.AssetLost(**move(asset, LOST), since=asset.since, due=asset.due, note=command.note)
    return Approved((body, *gone(facts, asset)))


@_of_asset
def find_asset(_: Facts, asset: AssetState, command: do.FindAsset) -> Decision:
    """A lost asset is back, or one that was searched for is where it should be."""
    if asset.place.kind is PlaceKind.LOST:
        return Approved((was.AssetFound(**move(asset, in_bin(asset.asset.bin))),))
    if not asset.missing:
        return NOTHING
    return Approved((was.AssetConfirmed(asset=command.asset, bin=asset.place.code),))
