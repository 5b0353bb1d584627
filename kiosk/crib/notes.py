"""The rules of what is said beside an act."""

from kiosk.crib import noting as do
from kiosk.crib.facts import Facts
from kiosk.crib.gates import may
from kiosk.crib.keep import unfit
from kiosk.crib.names import Role
from kiosk.crib.outcomes import NOTHING, Approved, Decision, Refused
from kiosk.crib.places import PlaceKind
from kiosk.crib.refusals import Retired
from kiosk.crib.states import AssetState
from kiosk.crib.step_entries import AssetChecked, AssetNoted, OverrideExplained


def note(facts: Facts, command: do.NoteAsset) -> Decision:
    """Anybody leaves a note; only a keeper, or who wrote it, takes one away without leaving another."""
    asset = facts.asset
    if asset is None:
        return unfit("asset", command.asset, "is no asset; look its code up on the tag")
    if asset.place.kind is PlaceKind.SCRAP:
        return Refused(Retired(command.asset))
    text = " ".join(command.text.split(" ")).strip()
    if len(text) > do.MAX_NOTE or not text.isprintable():
        why = f"is no note: write at most {do.MAX_NOTE} letters, digits and signs on one line"
        return unfit("note", ascii(text[:20]), why)
    written = asset.noted.text if asset.noted else ""
    if text == written:
        return NOTHING
    if not text and not _may_clear(facts, asset, command):
        return Refused(do.NotYourNote(command.asset))
    return Approved((AssetNoted(asset=command.asset, note=text),))


def _may_clear(facts: Facts, asset: AssetState, command: do.NoteAsset) -> bool:
    """Whoever comes by cribctl was asked for a role at the door."""
    wrote = asset.noted is not None and asset.noted.worker == command.worker
    return wrote or not command.worker or may(facts.worker, Role.KEEPER)


def check(facts: Facts, command: do.CheckAsset) -> Decision:
    """Note that an asset is all right, as long as it is in its bin."""
    asset = facts.asset
    if asset is None or not asset.is_in:
        return NOTHING
    return Approved((AssetChecked(asset=command.asset),))


def explain(facts: Facts, command: do.ExplainOverride) -> Decision:
    """Note why an act was let pass; nothing, where none was."""
    if not facts.overridden_by:
        return NOTHING
    return Approved((OverrideExplained(act=command.act, lead=facts.overridden_by, reason=command.reason),))
