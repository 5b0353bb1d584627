"""Commands of transfers: two-sided, and twice is once by the transfer's code and what it holds."""

from msgspec import Struct

from kiosk.crib.names import NOBODY, AssetCode, BinCode, LotCode, ProductCode, WorkerId
from kiosk.crib.transfer_entries import Described


class Item(Struct, frozen=True):
    """An asset, or so many pieces of a product."""

    code: str
    """Of the asset or of the product."""
    quantity: int = 1


class SendTransfer(Struct, frozen=True, tag=True):
    """Let things leave for another site."""

    transfer: str
    to: str
    items: tuple[Item, ...]
    worker: WorkerId = NOBODY


class ExpectTransfer(Struct, frozen=True, tag=True):
    """Know of a thing that is on its way here: central's word, one thing at a time."""

    transfer: str
    origin: str
    product: ProductCode
    quantity: int
    what: Described
    asset: AssetCode = AssetCode("")
    lot: LotCode = LotCode("")


class ReceiveTransfer(Struct, frozen=True, tag=True):
    """Put what came into a bin: everything that is open, or only these."""

    transfer: str
    bin: BinCode
    items: tuple[Item, ...] = ()
    origin: str = ""
    """The sending site: needed where central has not told of the transfer."""
    worker: WorkerId = NOBODY


class SettleTransfer(Struct, frozen=True, tag=True):
    """Answer no longer for what the other site has received: central's word."""

    transfer: str
    product: ProductCode
    quantity: int
    asset: AssetCode = AssetCode("")
    lot: LotCode = LotCode("")


class CloseTransfer(Struct, frozen=True, tag=True):
    """Give up waiting for what never arrived: it was found and put into a bin here, or is lost."""

    transfer: str
    items: tuple[Item, ...] = ()
    """Empty: everything that is open."""
    bin: BinCode = BinCode("")
    """Empty: it is lost."""
    note: str = ""
    worker: WorkerId = NOBODY


class GiveUpTransfer(Struct, frozen=True, tag=True):
    """Expect no longer what its sender waits for no longer: central's word."""

    transfer: str
    origin: str
    product: ProductCode
    quantity: int
    asset: AssetCode = AssetCode("")
    lot: LotCode = LotCode("")
    found: int = 0
    """1: the sender found it; 0: it is lost, and may turn up here after all."""


FromCentral = ExpectTransfer | SettleTransfer | GiveUpTransfer
"""What central may ask of a kiosk."""
Transferring = SendTransfer | ReceiveTransfer | CloseTransfer | FromCentral
