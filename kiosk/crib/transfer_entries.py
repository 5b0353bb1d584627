"""The entries of transfers: what left for another site, what is expected, came, or never did."""

from datetime import date

from msgspec import Struct

from kiosk.crib import changes
from kiosk.crib.body import Body, Moved
from kiosk.crib.names import AssetCode, LotCode, ProductCode


class Described(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What the receiving site must know of a thing, where it has never had one."""

    category: changes.CategoryChanged
    product: changes.ProductChanged
    asset: changes.AssetChanged | None = None
    """None for pieces."""
    received: date | None = None
    """The day that its lot is counted from."""
    expires: date | None = None
    """Last good day of its lot."""


class TransferSent(Moved, frozen=True, kw_only=True, tag="transfer.sent"):
    """A thing left its bin for another site; the sender answers for it until it is received."""

    transfer: str
    to: str
    """The other site."""
    what: Described


class TransferExpected(Body, frozen=True, kw_only=True, tag="transfer.expected"):
    """Central says that a thing is on its way here."""

    transfer: str
    origin: str
    """The site that sent it."""
    product: ProductCode
    quantity: int
    what: Described
    asset: AssetCode = AssetCode("")
    lot: LotCode = LotCode("")


class TransferReceived(Moved, frozen=True, kw_only=True, tag="transfer.received"):
    """A thing of another site was put into a bin here; what is missing stays open."""

    transfer: str
    origin: str
    received: date | None = None
    expires: date | None = None


class TransferSettled(Moved, frozen=True, kw_only=True, tag="transfer.settled"):
    """The other site has received it: it is no longer ours."""

    transfer: str


class TransferLost(Moved, frozen=True, kw_only=True, tag="transfer.lost"):
    """A keeper of the sending site declared lost what never arrived."""

    transfer: str
    note: str = ""


class TransferFound(Moved, frozen=True, kw_only=True, tag="transfer.found"):
    """What never arrived was found at the sending site, and is in a bin there."""

    transfer: str
    note: str = ""


class TransferGivenUp(Body, frozen=True, kw_only=True, tag="transfer.given-up"):
    """Central says that the sending site waits for it no longer: it is expected here no more."""

    transfer: str
    origin: str
    product: ProductCode
    quantity: int
    asset: AssetCode = AssetCode("")
    lot: LotCode = LotCode("")
    found: int = 0
    """1: it was found there; 0: it is lost, and may turn up here after all."""
