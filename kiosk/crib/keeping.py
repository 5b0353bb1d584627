"""Commands of the crib keeper: what is done to things that nobody is taking just now."""

from datetime import date

from msgspec import Struct

from kiosk.crib.names import NOBODY, AssetCode, BinCode, LotCode, ProductCode, Retirement, WorkerId


class MoveAsset(Struct, frozen=True, tag=True):
    """Put an asset into another bin, which becomes its home."""

    asset: AssetCode
    bin: BinCode
    worker: WorkerId = NOBODY


class MoveStock(Struct, frozen=True, tag=True):
    """Put ``quantity`` units from one bin into another; ``quarantine`` may stand for a bin."""

    product: ProductCode
    quantity: int
    source: str
    destination: str
    lot: LotCode = LotCode("")
    note: str = ""
    worker: WorkerId = NOBODY


class ReleaseAsset(Struct, frozen=True, tag=True):
    """Let an asset out of quarantine, back into its home bin."""

    asset: AssetCode
    note: str = ""
    worker: WorkerId = NOBODY


class SendToService(Struct, frozen=True, tag=True):
    """Send an asset away to be repaired or calibrated."""

    asset: AssetCode
    note: str = ""
    worker: WorkerId = NOBODY


class BackFromService(Struct, frozen=True, tag=True):
    """Take an asset back into its home bin; ``rules`` were seen to on ``day``."""

    asset: AssetCode
    rules: tuple[str, ...] = ()
    day: date | None = None
    note: str = ""
    worker: WorkerId = NOBODY


class NoteService(Struct, frozen=True, tag=True):
    """Note that a due rule of an asset was seen to, wherever the asset is."""

    asset: AssetCode
    rule: str
    day: date
    note: str = ""
    worker: WorkerId = NOBODY


class RetireAsset(Struct, frozen=True, tag=True):
    """Keep an asset no longer; its code is never used again."""

    asset: AssetCode
    reason: Retirement
    approver: str = ""
    """Code of the person who agreed: a lead, a keeper or an administrator."""
    note: str = ""
    worker: WorkerId = NOBODY


class ScrapStock(Struct, frozen=True, tag=True):
    """Keep ``quantity`` units of a bin, or of quarantine, no longer."""

    product: ProductCode
    quantity: int
    source: str
    reason: Retirement
    lot: LotCode = LotCode("")
    approver: str = ""
    """As for an asset."""
    note: str = ""
    worker: WorkerId = NOBODY


class DeclareLost(Struct, frozen=True, tag=True):
    """Close the loan of an asset that will not come back, without a false return."""

    asset: AssetCode
    note: str = ""
    worker: WorkerId = NOBODY


class FindAsset(Struct, frozen=True, tag=True):
    """Say that an asset came to light: a lost one is in its home bin again, a search for it is over."""

    asset: AssetCode
    note: str = ""
    worker: WorkerId = NOBODY


Keeping = (
    MoveAsset
    | MoveStock
    | ReleaseAsset
    | SendToService
    | BackFromService
    | NoteService
    | RetireAsset
    | ScrapStock
    | DeclareLost
    | FindAsset
)
