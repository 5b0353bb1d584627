"""Lots: which pieces of a product go first."""

from datetime import date

from msgspec import Struct

from kiosk.crib.names import BinCode, LotCode, Method
from kiosk.crib.refusals import LotExpired, NotEnough, NotOldestLot
from kiosk.crib.states import Elsewhere, LotState, StockState


class Piece(Struct, frozen=True):
    """So many pieces of one lot."""

    quantity: int
    lot: LotCode = LotCode("")


class Picked(Struct, frozen=True):
    """What is to be taken, and the reasons not to, each None where it does not apply."""

    pieces: tuple[Piece, ...] = ()
    expired: LotExpired | None = None
    order: NotOldestLot | None = None
    enough: NotEnough | None = None


def is_good(lot: LotState, today: date) -> bool:
    """Whether its last good day is not over."""
    return lot.expires is None or today <= lot.expires


def in_order(lots: list[LotState], method: Method) -> list[LotState]:
    """The lots in the order in which they are to go: what expires first, or what came first."""

    def key(lot: LotState) -> tuple[date, date, str]:
        came = lot.received or date.min
        return (lot.expires or date.max, came, lot.lot) if method is Method.FEFO else (came, came, lot.lot)

    return sorted(lots, key=key)


def pick(
    stock: StockState, lot: LotCode, quantity: int, today: date, elsewhere: tuple[Elsewhere, ...] = ()
) -> Picked:
    """Pieces for an issue from the stock's bin: of the lot that was scanned, else as the method says."""
    here = [each for each in stock.lots if each.bin == stock.bin and (not lot or each.lot == lot)]
    good = in_order([each for each in here if is_good(each, today)], stock.method)
    had = sum(each.quantity for each in good)
    spoilt = [each for each in here if not is_good(each, today)]
    return Picked(
        _pieces(good, quantity),
        _expired(stock, spoilt, today) if spoilt and not good else None,
        _out_of_order(stock, good, today),
        NotEnough(stock.product.code, had, elsewhere) if had < quantity else None,
    )


def _pieces(good: list[LotState], quantity: int) -> tuple[Piece, ...]:
    pieces = []
    for each in good:
        taken = min(quantity, each.quantity)
        if taken:
            pieces.append(Piece(taken, each.lot))
        quantity -= taken
    return tuple(pieces)


def _expired(stock: StockState, spoilt: list[LotState], today: date) -> LotExpired:
    first = min(spoilt, key=lambda each: each.expires or date.max)
    better = next_bin(stock, today)
    return LotExpired(stock.product.code, first.lot, first.expires or date.min, better)


def next_bin(stock: StockState, today: date) -> BinCode:
    """The bin whose good lot is to go first; empty where no good piece is left."""
    good = in_order([each for each in stock.lots if is_good(each, today)], stock.method)
    return good[0].bin if good else BinCode("")


def _out_of_order(stock: StockState, good: list[LotState], today: date) -> NotOldestLot | None:
    if not stock.method or not good:
        return None
    oldest = in_order([each for each in stock.lots if is_good(each, today)], stock.method)[0]
    if oldest.lot == good[0].lot:
        return None
    return NotOldestLot(stock.product.code, good[0].lot, oldest.lot, oldest.bin)
