"""Issuing kits: all of it or, with a lead's leave, what is there; from the shelf, or from who has it."""

from msgspec.structs import replace

from kiosk.crib import commands as do
from kiosk.crib import entries as was
from kiosk.crib.body import Body
from kiosk.crib.facts import Facts
from kiosk.crib.gates import (
    FAULTS,
    GATES,
    KIT_COMES_BEFORE,
    OTHERS,
    Gate,
    first_refusal,
    is_fit,
    known_worker,
)
from kiosk.crib.holds import without
from kiosk.crib.issue import asset_case, handed_over, issued, lifts, overrides, refuse
from kiosk.crib.names import AssetCode
from kiosk.crib.outcomes import Approved, Decision
from kiosk.crib.refusals import KitIncomplete, NotOut, Refusal
from kiosk.crib.states import AssetState, KitState
from kiosk.crib.terms import Case, terms


def issue_kit(facts: Facts, command: do.IssueKit) -> Decision:
    """Take every asset of a kit, or with a lead's leave those that are there."""
    kit = _kit(facts)
    if command.over:
        return _take_over(facts, command, kit)
    there, missing = _there(facts, kit)
    refusal = _kit_refusal(facts, command, there, missing)
    if refusal:
        return refuse(refusal, command)
    bodies: list[Body] = list(overrides(command, facts))
    bodies += [issued(case, asset) for case, asset in zip(_cases(facts, command, there), there, strict=True)]
    codes = tuple(asset.asset.code for asset in there)
    bodies.append(was.KitIssued(kit=kit.kit.code, assets=codes, missing=missing))
    return Approved(tuple(bodies))


def _take_over(facts: Facts, command: do.IssueKit, kit: KitState) -> Decision:
    """Take over every asset of a kit that somebody else has, all or none."""
    theirs = [asset for asset in kit.assets if asset.holder and asset.holder != command.worker]
    cases = [replace(case, from_shelf=False) for case in _cases(facts, command, theirs)]
    refusal = known_worker(facts.worker)
    if not refusal and not theirs:
        refusal = NotOut(kit.assets[0].asset.code)
    refusal = refusal or _any_refusal(cases, GATES)
    if refusal:
        return refuse(refusal, command)
    bodies = (handed_over(case, asset) for case, asset in zip(cases, theirs, strict=True))
    return Approved((*overrides(command, facts), *bodies))


def _there(facts: Facts, kit: KitState) -> tuple[list[AssetState], tuple[AssetCode, ...]]:
    there = [asset for asset in kit.assets if asset.is_in and is_fit(asset, facts.at, facts.zone)]
    missing = tuple(asset.asset.code for asset in kit.assets if asset not in there)
    return there, missing


def _kit_refusal(
    facts: Facts, command: do.IssueKit, there: list[AssetState], missing: tuple[AssetCode, ...]
) -> Refusal | None:
    """The first gate that any of its assets does not pass; who asks, and whether it is whole, among them."""
    cases = _cases(facts, command, there)
    at = OTHERS.index(KIT_COMES_BEFORE)
    early = _any_refusal(cases, FAULTS) or known_worker(facts.worker) or _any_refusal(cases, OTHERS[:at])
    if early:
        return early
    if missing and (KitIncomplete.reason not in lifts(command) or not there):
        return KitIncomplete(command.kit, missing)
    return _any_refusal(cases, OTHERS[at:])


def _cases(facts: Facts, command: do.IssueKit, there: list[AssetState]) -> list[Case]:
    """A case an asset, each as if those before it were taken already."""
    cases: list[Case] = []
    for asset in there:
        case = asset_case(facts, command, facts.worker, asset)
        before = sum(other.category.code == case.category.code for other in cases)
        cases.append(replace(case, before=before))
        facts = _as_taken(facts, case)
    return cases


def _as_taken(facts: Facts, case: Case) -> Facts:
    """What is still promised once the case's asset is taken."""
    plan, picked = without(case.plan, case.code), terms(case).hold
    if picked:
        fewer = replace(picked, picked=picked.picked + 1)
        holds = [fewer if hold.code == picked.code else hold for hold in plan.holds]
        plan = replace(plan, holds=tuple(hold for hold in holds if hold.open))
    return replace(facts, plans={**facts.plans, case.product.code: plan})


def _any_refusal(cases: list[Case], gates: tuple[Gate, ...]) -> Refusal | None:
    found = (first_refusal(case, gates) for case in cases)
    return next((refusal for refusal in found if refusal), None)


def _kit(facts: Facts) -> KitState:
    assert facts.kit is not None, "the loader brings the kit that a command names"  # noqa: S101
    return facts.kit
