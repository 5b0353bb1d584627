"""The rule of fast adding: what a definition asks for, and the movement into the bin, in one transaction."""

from kiosk.crib.adding import AddThing
from kiosk.crib.body import Body
from kiosk.crib.changes import CodeLinked
from kiosk.crib.define import define
from kiosk.crib.definitions import Define
from kiosk.crib.facts import Catalogue, Facts
from kiosk.crib.instructions import Step
from kiosk.crib.keep import not_a_keeper, unfit
from kiosk.crib.outcomes import NO_ASKS, Approved, Asks, Decision, Refused
from kiosk.crib.reading import to_read
from kiosk.crib.receive import wrong_bin


def add(facts: Facts, command: AddThing) -> Decision:
    """Add it; with a gap or a code that is taken, nothing of it is."""
    refusal = not_a_keeper(facts, command)
    assert facts.catalogue is not None, "the loader brings the catalogue"  # noqa: S101
    assert facts.arriving is not None, "the loader brings what the bin keeps"  # noqa: S101
    refusal = refusal or wrong_bin(facts.arriving, command.bin, command.of)
    if refusal:
        return Refused(refusal)
    known, asset = facts.catalogue, command.asset
    if asset and asset.code in known.assets:
        return unfit("asset", asset.code, "{value!r} is in the crib already; a draft is received, not added.")
    decision = define(facts, Define(command.definitions))
    if isinstance(decision, Refused):
        return decision
    linked = _linked(known, command)
    if isinstance(linked, Refused):
        return linked
    return Approved((*decision.entries, *linked), asks=_asks(facts, known, command))


def _asks(facts: Facts, known: Catalogue, command: AddThing) -> Asks:
    """What is to be read by whoever puts such things away."""
    product = known.products.get(command.of)
    category = known.categories.get(product.category) if product else None
    return Asks(to_read(facts, category, Step.RECEIVE)) if category and command.asset else NO_ASKS


def _linked(known: Catalogue, command: AddThing) -> tuple[Body, ...] | Refused:
    """The maker's code that was scanned is the product's from now on."""
    code, owner = command.link, known.codes.get(command.link, "")
    if not code or owner == f"product {command.of}":
        return ()
    if owner:
        return unfit(
            "code",
            code,
            "{value!r} is the code of {owner} already; a code stands for one thing.",
            owner=owner,
        )
    return (CodeLinked(code=code, product=command.of),)
