"""How transfers stand, as a decision finds them."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from kiosk.crib.keeper_refusals import Unfit, flaw
from kiosk.crib.names import AssetCode, LotCode, ProductCode
from kiosk.crib.outcomes import Refused
from kiosk.crib.places import PlaceKind
from kiosk.crib.products import Category, Product
from kiosk.crib.refusals import AlreadyOut, Quarantined, Refusal, Retired
from kiosk.crib.states import AssetState, LotState
from kiosk.crib.transfer_entries import Described
from kiosk.crib.transferring import Item


class Line(Struct, frozen=True):
    """One thing of a transfer: an asset, or pieces of one lot of a product."""

    site: str
    """The other end: where it goes, or came from."""
    product: ProductCode
    asset: AssetCode
    lot: LotCode
    told: int
    """Pieces sent, as this site sent them or as central said; 0 where it has not said."""
    came: int
    """Pieces received at the other end."""
    lost: int
    found: int
    what: Described | None
    """None where central has not told."""

    @property
    def open(self) -> int:
        """Pieces that are still on their way; below 0 where more came than central has told of yet."""
        return self.told - self.came - self.lost - self.found

    @property
    def code(self) -> str:
        """What a person calls it by."""
        return self.asset or self.product


class Goods(Struct, frozen=True):
    """What the site has of a product that is to leave, or to come."""

    product: Product
    category: Category
    lots: tuple[LotState, ...]
    """Its lots in bins; of pieces only."""


class Transfer(Struct, frozen=True):
    """What is known of a transfer's code, and of the things that a command names."""

    outgoing: tuple[Line, ...] = ()
    """What this site sent by it."""
    incoming: tuple[Line, ...] = ()
    """What other sites sent by it."""
    assets: dict[str, AssetState] = {}
    categories: dict[str, Category] = {}
    goods: dict[str, Goods] = {}
    """By product."""
    bin_known: bool = True


def still_open(lines: Iterable[Line], code: str) -> int:
    """Pieces of an asset or product that are still to come, over all of its lots."""
    return sum(line.open for line in lines if line.code == code)


def spread(lines: Iterable[Line], code: str, quantity: int, lot: str = "") -> list[tuple[Line, int]]:
    """Over which lines so many pieces go: those of ``lot`` first, then in order; what is over is left out."""
    mine = sorted((line for line in lines if line.code == code), key=lambda line: line.lot != lot)
    found, left = [], min(quantity, still_open(lines, code))
    for line in mine:
        part = min(left, line.open)
        if part > 0:
            found.append((line, part))
            left -= part
    return found


def all_open(lines: Iterable[Line]) -> tuple[Item, ...]:
    """Everything that is still to come."""
    left: Counter[str] = Counter()
    for line in lines:
        left[line.code] += line.open
    return tuple(Item(code, quantity) for code, quantity in left.items() if quantity > 0)


class RefusedError(Exception):
    """One thing of a transfer cannot be done, so nothing of it is."""

    def __init__(self, decision: Refused) -> None:
        super().__init__()
        self.decision = decision


def check_once(items: Iterable[Item]) -> None:
    """Raise RefusedError where a code is named twice."""
    for code, times in Counter(item.code for item in items).items():
        if times > 1:
            twice = flaw("items", code, "{value!r} stands twice; name it once.")
            raise RefusedError(Refused(Unfit((twice,))))


def too_many(item: Item, left: int) -> Refusal:
    """More is named than is still on its way."""
    return Unfit(
        (
            flaw(
                "quantity",
                item.quantity,
                "{value} of {code} are more than the {left} that are still on their way.",
                code=item.code,
                left=left,
            ),
        )
    )


def not_in(asset: AssetState) -> Refusal | None:
    """Why an asset cannot leave: it is not in a bin."""
    code = asset.asset.code
    if asset.is_in:
        return None
    if asset.place.kind is PlaceKind.QUARANTINE:
        return Quarantined(code)
    if asset.place.kind is PlaceKind.SCRAP:
        return Retired(code)
    return AlreadyOut(code, asset.holder, asset.since)
