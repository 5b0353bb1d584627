"""The rules of further codes: each stands for one thing, and nothing is taken from another."""

from kiosk.crib import linking as do
from kiosk.crib.changes import CodeLinked, CodeUnlinked
from kiosk.crib.defining import code_flaw
from kiosk.crib.facts import Facts
from kiosk.crib.gates import may
from kiosk.crib.keep import unfit
from kiosk.crib.keeper_refusals import Unfit
from kiosk.crib.names import AssetCode, ProductCode, Role
from kiosk.crib.outcomes import NOTHING, Approved, Decision, Refused
from kiosk.crib.places import PlaceKind
from kiosk.crib.refusals import NotAllowed, Retired


def _not_a_lead(facts: Facts, command: do.Linking) -> NotAllowed | None:
    """At the counter leads and keepers link; whoever comes by cribctl was asked for a role at the door."""
    return NotAllowed(Role.LEAD) if command.worker and not may(facts.worker, Role.LEAD) else None


def link(facts: Facts, command: do.LinkCode) -> Decision:
    """Let a code stand for a product or an asset."""
    refusal, asset, product = _not_a_lead(facts, command), facts.asset, facts.product
    if refusal:
        return Refused(refusal)
    if wrong := code_flaw("code", command.code):
        return Refused(Unfit((wrong,)))
    if asset is None and product is None:
        return unfit("to", command.to, "{value!r} is no product and no asset; name one that there is.")
    if asset and asset.place.kind is PlaceKind.SCRAP:
        return Refused(Retired(asset.asset.code))
    if facts.owner == (f"asset {command.to}" if asset else f"product {command.to}"):
        return NOTHING
    if facts.owner:
        return unfit(
            "code",
            command.code,
            "{value!r} is the code of {owner} already; a code stands for one thing.",
            owner=facts.owner,
        )
    return Approved((_linked(facts, command),))


def _linked(facts: Facts, command: do.LinkCode) -> CodeLinked:
    if facts.asset:
        return CodeLinked(code=command.code, asset=AssetCode(command.to))
    return CodeLinked(code=command.code, product=ProductCode(command.to))


def _not_linked(facts: Facts, command: do.UnlinkCode) -> Refused:
    if not facts.owner:
        return unfit("code", command.code, "{value!r} is linked to nothing.")
    return unfit(
        "code",
        command.code,
        "{value!r} is a code that {owner} was defined with; change its definition.",
        owner=facts.owner,
    )


def unlink(facts: Facts, command: do.UnlinkCode) -> Decision:
    """Let a code that was linked mean nothing again; what a thing was defined with stays its own."""
    refusal, asset, product = _not_a_lead(facts, command), facts.asset, facts.product
    if refusal:
        return Refused(refusal)
    linked = asset.asset.linked if asset else product.linked if product else ()
    if command.code not in linked:
        return _not_linked(facts, command)
    if asset:
        return Approved((CodeUnlinked(code=command.code, asset=asset.asset.code),))
    return Approved((CodeUnlinked(code=command.code, product=product.code if product else ProductCode("")),))
