"""The entries of what is said beside an act: read, noted, all right, explained."""

from datetime import datetime

from kiosk.crib.body import Body
from kiosk.crib.instructions import Step
from kiosk.crib.names import AssetCode, OverrideReason, WorkerId


class InstructionRead(Body, frozen=True, kw_only=True, tag="instruction.read"):
    """A worker said that she has read and understood what a category tells at a step."""

    worker: WorkerId
    category: str
    step: Step
    version: int


class AssetNoted(Body, frozen=True, kw_only=True, tag="asset.noted"):
    """Somebody left a note on an asset, in place of the one before; an empty one takes it away."""

    asset: AssetCode
    note: str = ""


class AssetChecked(Body, frozen=True, kw_only=True, tag="asset.checked"):
    """Whoever brought an asset back was asked, and said that it is all right."""

    asset: AssetCode


class OverrideExplained(Body, frozen=True, kw_only=True, tag="override.explained"):
    """Why a lead let an act pass, said at once after it; the last one counts."""

    act: str
    """Id of the command that passed."""
    lead: WorkerId
    reason: OverrideReason


class HandoverDenied(Body, frozen=True, kw_only=True, tag="handover.denied"):
    """Who had an asset says that she did not give it away: the keeper is told, with both names."""

    asset: AssetCode
    worker: WorkerId
    """Who took it over."""
    since: datetime
    """When she did."""
