"""Commands: what somebody wants done. The store names each with a CommandId, so that twice is once."""

from datetime import datetime

from msgspec import Struct

from kiosk.crib.adding import AddThing
from kiosk.crib.counting import Counting
from kiosk.crib.definitions import Define
from kiosk.crib.door_acts import NoteDoor, OpenCabinet, SayNothingTaken, UnlockDoors
from kiosk.crib.identity import Identifying, KeepingPeople
from kiosk.crib.keeping import Keeping
from kiosk.crib.linking import Linking
from kiosk.crib.names import (
    NOBODY,
    AssetCode,
    BadgeDigest,
    BinCode,
    CabinetCode,
    CommandId,
    HoldCode,
    JobCode,
    KitCode,
    LotCode,
    OverrideReason,
    Problem,
    ProductCode,
    StationCode,
    Via,
    WorkerId,
)
from kiosk.crib.noting import Noting
from kiosk.crib.ordering import Ordering
from kiosk.crib.reading import ReadInstruction
from kiosk.crib.receiving import Receiving
from kiosk.crib.shifts import CloseShift
from kiosk.crib.transferring import Transferring


class OpenSession(Struct, frozen=True, tag=True):
    """Sign a worker in at the counter, and unlock the cabinets that she may open."""

    worker: WorkerId
    locks: tuple[CabinetCode, ...] = ()
    """Locks that can be opened now, whoever may."""
    via: Via = Via.BADGE
    """How it is known that she is who she is."""
    vouched_by: WorkerId = NOBODY
    proven: bool = False
    """Whether she typed her PIN beside showing her badge."""


class Wish(Struct, frozen=True):
    """What a worker said before the scan: what for, where to, until when."""

    job: JobCode = JobCode("")
    station: StationCode = StationCode("")
    due: datetime | None = None
    """None: as long as the category says."""


class Override(Struct, frozen=True):
    """A lead lets one act pass: only the refusals named in ``lifts`` are not asked about."""

    lead: WorkerId
    lifts: tuple[str, ...]
    reason: OverrideReason = OverrideReason.OTHER


class IssueAsset(Struct, frozen=True, tag=True):
    """Take an asset."""

    asset: AssetCode
    worker: WorkerId
    wish: Wish = Wish()
    override: Override | None = None
    faulty: tuple[CabinetCode, ...] = ()
    """Cabinets whose locks do not open, though they should; the attendant says which."""


class IssueKit(Struct, frozen=True, tag=True):
    """Take all assets of a kit."""

    kit: KitCode
    worker: WorkerId
    wish: Wish = Wish()
    override: Override | None = None
    over: bool = False
    """Take over what others have of it."""
    faulty: tuple[CabinetCode, ...] = ()


class ReturnAsset(Struct, frozen=True, tag=True):
    """Bring an asset back to its home bin, or to light; nobody need be signed in."""

    asset: AssetCode
    worker: WorkerId = NOBODY


class ReturnKit(Struct, frozen=True, tag=True):
    """Bring back all assets of a kit that are out; ``missing`` are not in the case."""

    kit: KitCode
    worker: WorkerId = NOBODY
    missing: tuple[AssetCode, ...] = ()


class HandOverAsset(Struct, frozen=True, tag=True):
    """Take an asset over from whoever has it."""

    asset: AssetCode
    worker: WorkerId
    wish: Wish = Wish()
    override: Override | None = None


class GiveAsset(Struct, frozen=True, tag=True):
    """Give an asset that one has to a colleague."""

    asset: AssetCode
    to: WorkerId
    worker: WorkerId
    wish: Wish = Wish()
    override: Override | None = None


class ExtendLoan(Struct, frozen=True, tag=True):
    """Keep an asset for ``seconds`` more than it was lent for at first."""

    asset: AssetCode
    seconds: int
    worker: WorkerId
    override: Override | None = None


class QuarantineAsset(Struct, frozen=True, tag=True):
    """Report an asset that is in its bin as unfit."""

    asset: AssetCode
    reason: Problem
    worker: WorkerId = NOBODY
    note: str = ""


class ReportMissing(Struct, frozen=True, tag=True):
    """Say that an asset is not in the bin where it should be."""

    asset: AssetCode
    worker: WorkerId = NOBODY


class ConfirmAsset(Struct, frozen=True, tag=True):
    """See that an asset is where it should be, after somebody did not find it there."""

    asset: AssetCode
    worker: WorkerId = NOBODY


class ConfirmBin(Struct, frozen=True, tag=True):
    """See that what was returned to a bin by nobody known is there."""

    bin: BinCode
    worker: WorkerId


class IssueStock(Struct, frozen=True, tag=True):
    """Take ``quantity`` > 0 units: of a consumable for good, of a pool until they are due."""

    product: ProductCode
    bin: BinCode
    quantity: int
    worker: WorkerId
    wish: Wish = Wish()
    lot: LotCode = LotCode("")
    """Empty: as the issuing rule says."""
    override: Override | None = None
    faulty: tuple[CabinetCode, ...] = ()


class PutBackStock(Struct, frozen=True, tag=True):
    """Put ``quantity`` > 0 units back."""

    product: ProductCode
    bin: BinCode
    quantity: int
    worker: WorkerId
    wish: Wish = Wish()
    """With a job: only what was taken for that job."""


class UndoAct(Struct, frozen=True, tag=True):
    """Reverse everything that one earlier command moved."""

    act: CommandId
    worker: WorkerId = NOBODY
    only: AssetCode = AssetCode("")
    """Of a kit that came back: the one asset that was not in the case; empty for all of the act."""


class KeepCode(Struct, frozen=True, tag=True):
    """Keep a code that means nothing here for the keeper."""

    code: str
    worker: WorkerId = NOBODY


class TurnAway(Struct, frozen=True, tag=True):
    """Note a badge that belongs to nobody."""

    badge: BadgeDigest


class PlaceHold(Struct, frozen=True, tag=True):
    """Reserve ``quantity`` of a product, or one asset, for a worker or a job."""

    hold: HoldCode
    target: str
    """Code of a product or an asset."""
    start: datetime
    until: datetime
    quantity: int = 1
    whom: str = ""
    """Code of a person or a job."""
    receiver: WorkerId = NOBODY  # in place of a code: at the counter she is known
    worker: WorkerId = NOBODY
    """Who places it."""


class ReleaseHold(Struct, frozen=True, tag=True):
    """Let a hold bind no longer."""

    hold: HoldCode
    note: str = ""
    worker: WorkerId = NOBODY


class Start(Struct, frozen=True, tag=True):
    """Note that the attendant started."""

    version: str


class SetPolicy(Struct, frozen=True, tag=True):
    """Change one setting of the rulebook."""

    setting: str
    value: int | str


class ApplyPolicy(Struct, frozen=True, tag=True):
    """Change several settings of the rulebook, all or none."""

    settings: tuple[SetPolicy, ...]


AtCounter = (
    OpenSession
    | IssueAsset
    | IssueKit
    | ReturnAsset
    | ReturnKit
    | HandOverAsset
    | GiveAsset
    | ExtendLoan
    | QuarantineAsset
    | ReportMissing
    | ConfirmAsset
    | ConfirmBin
    | IssueStock
    | PutBackStock
    | UndoAct
    | KeepCode
    | TurnAway
    | SayNothingTaken
    | Identifying
    | Noting
    | ReadInstruction
    | CloseShift
)
"""Acts of whoever stands at the counter."""
Command = (
    AtCounter
    | UnlockDoors
    | OpenCabinet
    | NoteDoor
    | KeepingPeople
    | PlaceHold
    | ReleaseHold
    | Counting
    | Keeping
    | Receiving
    | Ordering
    | Transferring
    | Linking
    | AddThing
    | Start
    | SetPolicy
    | ApplyPolicy
    | Define
)
