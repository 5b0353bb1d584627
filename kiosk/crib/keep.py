"""Keeping: what the crib keeper does to things that nobody is taking just now."""

from typing import Any

from kiosk.crib import entries as was
from kiosk.crib import keeping as do
from kiosk.crib.body import Body
from kiosk.crib.facts import Facts
from kiosk.crib.gates import may
from kiosk.crib.issue import ends, move, present
from kiosk.crib.names import BinCode, ProductCode, Role
from kiosk.crib.outcomes import NOTHING, Approved, Decision, Refused
from kiosk.crib.places import LOST, QUARANTINE, SCRAP, SERVICE, Place, PlaceKind, in_bin
from kiosk.crib.refusals import AlreadyOut, Flaw, NotAllowed, NotEnough, NotOut, Refusal, Retired, Unfit
from kiosk.crib.returns import gone
from kiosk.crib.states import AssetState


def not_a_keeper(facts: Facts, command: object) -> Refusal | None:
    """At the counter only keepers keep; whoever comes by cribctl was asked for a role at the door."""
    if not getattr(command, "worker", ""):
        return None
    return None if may(facts.worker, Role.KEEPER) else NotAllowed(Role.KEEPER)


def unfit(column: str, value: str, why: str) -> Refused:
    """One thing is wrong with what was said."""
    return Refused(Unfit((Flaw(0, column, value, f"{value!r} {why}."),)))


def _away(asset: AssetState) -> Refusal | None:
    """Only what lies in a bin, or in quarantine, can be moved on by hand."""
    code, kind = asset.asset.code, asset.place.kind
    if kind is PlaceKind.SCRAP:
        return Retired(code)
    return (
        None if asset.is_in or kind is PlaceKind.QUARANTINE else AlreadyOut(code, asset.holder, asset.since)
    )


def move_asset(facts: Facts, command: do.MoveAsset) -> Decision:
    """Put an asset into another bin, its home from now on."""
    asset = present(facts)
    refusal = not_a_keeper(facts, command) or _away(asset)
    if refusal:
        return Refused(refusal)
    if not asset.is_in:
        return unfit("asset", command.asset, "is set aside; release it first")
    if not facts.bins_known:
        return unfit("bin", command.bin, "is no bin; define it first")
    if asset.place.code == command.bin == asset.asset.bin:
        return NOTHING
    return Approved((was.AssetMoved(**move(asset, in_bin(command.bin)), home=1),))


def move_stock(facts: Facts, command: do.MoveStock) -> Decision:
    """Put pieces into another bin, into quarantine, or out of it."""
    refusal = not_a_keeper(facts, command)
    if refusal:
        return Refused(refusal)
    if not facts.bins_known:
        return unfit("destination", command.destination, "is no bin; define it first")
    source, destination = place_of(command.source), place_of(command.destination)
    if source == destination or command.quantity < 1:
        return NOTHING
    if facts.there < command.quantity:
        return Refused(NotEnough(command.product, facts.there))
    return Approved((was.StockMoved(**_pieces(command, source, destination), note=command.note),))


def _pieces(command: do.MoveStock | do.ScrapStock, source: Place, destination: Place) -> dict[str, Any]:
    what = {"product": command.product, "quantity": command.quantity, "lot": command.lot}
    return {**what, **ends(source, destination)}


def place_of(word: str) -> Place:
    """A bin by its code, or quarantine by its name."""
    return QUARANTINE if word == QUARANTINE.kind.value else in_bin(BinCode(word))


def release_asset(facts: Facts, command: do.ReleaseAsset) -> Decision:
    """Let an asset out of quarantine: somebody who may has looked at it."""
    asset = present(facts)
    refusal = not_a_keeper(facts, command)
    if refusal:
        return Refused(refusal)
    if asset.place.kind is not PlaceKind.QUARANTINE:
        return Refused(NotOut(command.asset))
    return Approved((was.AssetMoved(**move(asset, in_bin(asset.asset.bin)), note=command.note),))


def send_to_service(facts: Facts, command: do.SendToService) -> Decision:
    """Send an asset away to be repaired or calibrated."""
    asset = present(facts)
    refusal = not_a_keeper(facts, command) or _away(asset)
    if refusal:
        return Refused(refusal)
    body = was.AssetMoved(**move(asset, SERVICE), note=command.note)
    return Approved((body, *(gone(facts, asset) if asset.is_in else ())))


def back_from_service(facts: Facts, command: do.BackFromService) -> Decision:
    """Take an asset back, with what was done to it."""
    asset = present(facts)
    refusal = not_a_keeper(facts, command)
    if refusal:
        return Refused(refusal)
    if asset.place.kind is not PlaceKind.SERVICE:
        return Refused(NotOut(command.asset))
    day = command.day or facts.at.astimezone(facts.zone).date()
    wrong = [rule for rule in command.rules if rule not in {known.name for known in asset.category.rules}]
    if wrong:
        return unfit("rules", wrong[0], f"is no due rule of category {asset.category.code}")
    bodies: list[Body] = [
        was.AssetServiced(asset=command.asset, rule=rule, day=day, note=command.note)
        for rule in command.rules
    ]
    bodies.append(was.AssetMoved(**move(asset, in_bin(asset.asset.bin)), note=command.note))
    return Approved(tuple(bodies))


def note_service(facts: Facts, command: do.NoteService) -> Decision:
    """Note that what was due was done."""
    asset = present(facts)
    refusal = not_a_keeper(facts, command)
    if refusal:
        return Refused(refusal)
    if command.rule not in {known.name for known in asset.category.rules}:
        return unfit("rule", command.rule, f"is no due rule of category {asset.category.code}")
    body = was.AssetServiced(asset=command.asset, rule=command.rule, day=command.day, note=command.note)
    return Approved((body,))


def retire_asset(facts: Facts, command: do.RetireAsset) -> Decision:
    """Keep an asset no longer."""
    asset = present(facts)
    refusal = not_a_keeper(facts, command)
    if not refusal and asset.place.kind is PlaceKind.SCRAP:
        refusal = Retired(command.asset)
    if refusal:
        return Refused(refusal)
    body = was.AssetRetired(**move(asset, SCRAP), **_why(command))
    return Approved((body, *(gone(facts, asset) if asset.is_in or asset.is_in_use else ())))


def scrap_stock(facts: Facts, command: do.ScrapStock) -> Decision:
    """Keep pieces no longer."""
    refusal = not_a_keeper(facts, command)
    if not refusal and facts.there < command.quantity:
        refusal = NotEnough(ProductCode(command.product), facts.there)
    if refusal:
        return Refused(refusal)
    pieces = _pieces(command, place_of(command.source), SCRAP)
    return Approved((was.StockScrapped(**pieces, **_why(command)),))


def _why(command: do.RetireAsset | do.ScrapStock) -> dict[str, Any]:
    return {"reason": command.reason, "approver": command.approver, "note": command.note}


def declare_lost(facts: Facts, command: do.DeclareLost) -> Decision:
    """Close the loan of what will not come back."""
    asset = present(facts)
    refusal = not_a_keeper(facts, command)
    if not refusal and asset.place.kind is PlaceKind.SCRAP:
        refusal = Retired(command.asset)
    if refusal:
        return Refused(refusal)
    if asset.place.kind is PlaceKind.LOST:
        return NOTHING
    body = was.AssetLost(**move(asset, LOST), since=asset.since, due=asset.due, note=command.note)
    return Approved((body, *gone(facts, asset)))
