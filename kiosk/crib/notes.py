"""The rules of what is said beside an act."""

from kiosk.crib import noting as do
from kiosk.crib.facts import Facts
from kiosk.crib.gates import may
from kiosk.crib.handing import DenyHandover
from kiosk.crib.keep import unfit
from kiosk.crib.names import Role
from kiosk.crib.outcomes import NOTHING, Approved, Decision, Refused
from kiosk.crib.places import PlaceKind
from kiosk.crib.refusals import Retired
from kiosk.crib.states import AssetState
from kiosk.crib.step_entries import AssetChecked, AssetNoted, HandoverDenied, OverrideExplained


def note(facts: Facts, command: do.NoteAsset) -> Decision:
    """Anybody leaves a note; only a keeper, or who wrote it, takes one away without leaving another."""
    asset = facts.asset
    if asset is None:
        return unfit("asset", command.asset, "{value!r} is no asset; look its code up on the tag.")
    if asset.place.kind is PlaceKind.SCRAP:
        return Refused(Retired(command.asset))
    text = " ".join(command.text.split(" ")).strip()
    if len(text) > do.MAX_NOTE or not text.isprintable():
        return unfit(
            "note",
            ascii(text[:20]),
            "{value!r} is no note: write at most {most} letters, digits and signs on one line.",
            most=do.MAX_NOTE,
        )
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


def deny(facts: Facts, command: DenyHandover) -> Decision:
    """Note that one did not give away what was taken over; nothing, where nobody took it over."""
    if not facts.taken_over:
        return NOTHING
    last = facts.taken_over[-1]
    return Approved((HandoverDenied(asset=command.asset, worker=last.taker, since=last.at),))
