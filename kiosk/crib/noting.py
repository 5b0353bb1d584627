"""Commands of what is said beside an act: a note, that a thing is all right, why something was let pass."""

from typing import ClassVar

from msgspec import Struct

from kiosk.crib.handing import DenyHandover
from kiosk.crib.names import NOBODY, AssetCode, CommandId, OverrideReason, WorkerId
from kiosk.crib.refusals import Refusal

MAX_NOTE = 200
"""Characters of a note: what the next one reads at a glance."""


class NoteAsset(Struct, frozen=True, tag=True):
    """Leave a note on an asset, in place of the one that is there; an empty one takes it away."""

    asset: AssetCode
    text: str
    worker: WorkerId = NOBODY


class CheckAsset(Struct, frozen=True, tag=True):
    """Say that an asset which was brought back is all right."""

    asset: AssetCode
    worker: WorkerId = NOBODY


class ExplainOverride(Struct, frozen=True, tag=True):
    """Say why a lead let an act pass."""

    act: CommandId
    reason: OverrideReason
    worker: WorkerId


class NotYourNote(Refusal, frozen=True):
    """Somebody else wrote it: she, or a keeper, takes it away."""

    reason: ClassVar[str] = "not-your-note"
    asset: AssetCode


Noting = NoteAsset | CheckAsset | ExplainOverride | DenyHandover
