"""Lots: which pieces go first, which are too old, and how many there are."""

from datetime import date, timedelta

import pytest
from crib_facts import AT, C2_01, GLOVES, SUPPLY
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.crib.lots import Picked, Piece, in_order, is_good, pick
from kiosk.crib.names import BinCode, LotCode, Method
from kiosk.crib.refusals import LotExpired, NotEnough, NotOldestLot
from kiosk.crib.states import LotState, StockState

TODAY = AT.date()
OTHER = BinCode("C2-02")
OLD = LotState(C2_01, 3, LotCode("OLD"), received=date(2026, 9, 1), expires=date(2027, 6, 1))
NEW = LotState(C2_01, 5, LotCode("NEW"), received=date(2026, 10, 1), expires=date(2026, 12, 1))
SPOILT = LotState(C2_01, 9, LotCode("BAD"), expires=TODAY - timedelta(days=1))


def stock(*lots: LotState, method: Method = Method.ANY) -> StockState:
    """Gloves in these lots."""
    here = sum(lot.quantity for lot in lots if lot.bin == C2_01)
    return StockState(GLOVES, replace(SUPPLY, method=method), C2_01, here, lots)


ANY = LotCode("")
AWAY = replace(OLD, bin=OTHER)
PICKED: dict[str, tuple[StockState, LotCode, int, Picked]] = {
    "first in first": (stock(NEW, OLD, method=Method.FIFO), ANY, 2, Picked((Piece(2, OLD.lot),))),
    "first to expire first": (stock(NEW, OLD, method=Method.FEFO), ANY, 2, Picked((Piece(2, NEW.lot),))),
    "across lots": (stock(NEW, OLD), ANY, 4, Picked((Piece(3, OLD.lot), Piece(1, NEW.lot)))),
    "the lot that was scanned": (stock(NEW, OLD), NEW.lot, 2, Picked((Piece(2, NEW.lot),))),
    "never what is too old": (stock(SPOILT, OLD), ANY, 3, Picked((Piece(3, OLD.lot),))),
    "not enough that is good": (
        stock(SPOILT, OLD),
        ANY,
        4,
        Picked((Piece(3, OLD.lot),), enough=NotEnough(GLOVES.code, 3)),
    ),
    "all too old, with where good ones are": (
        stock(SPOILT, AWAY),
        ANY,
        1,
        Picked(
            (),
            LotExpired(GLOVES.code, SPOILT.lot, TODAY - timedelta(days=1), OTHER),
            enough=NotEnough(GLOVES.code, 0),
        ),
    ),
    "a newer lot than it should be": (
        stock(NEW, AWAY, method=Method.FIFO),
        ANY,
        1,
        Picked((Piece(1, NEW.lot),), order=NotOldestLot(GLOVES.code, NEW.lot, OLD.lot, OTHER)),
    ),
    "any lot where no order is kept": (stock(NEW, AWAY), ANY, 1, Picked((Piece(1, NEW.lot),))),
}


@pytest.mark.parametrize(("of", "lot", "quantity", "picked"), PICKED.values(), ids=PICKED)
def test_pieces_are_picked(of: StockState, lot: LotCode, quantity: int, picked: Picked) -> None:
    """By the issuing rule from the bin that was scanned, with each reason not to."""
    assert picked == pick(of, lot, quantity, TODAY)


def test_the_last_good_day_is_good() -> None:
    """A lot expires after its day."""
    assert is_good(replace(OLD, expires=TODAY), TODAY)
    assert not is_good(SPOILT, TODAY)
    assert is_good(LotState(C2_01, 1), TODAY)


days = st.dates(date(2026, 10, 28), date(2026, 11, 8))
lots = st.lists(
    st.builds(
        LotState,
        st.sampled_from([C2_01, OTHER]),
        st.integers(1, 9),
        st.sampled_from([LotCode(code) for code in "abcd"]),
        st.none() | days,
        st.none() | days,
    ),
    max_size=6,
    unique_by=lambda lot: (lot.bin, lot.lot),
)


@given(lots, st.sampled_from(Method), st.integers(1, 30))
def test_what_is_picked_is_there_good_and_in_order(
    many: list[LotState], method: Method, quantity: int
) -> None:
    """Exactly as many as were asked for, or all that are good; from each lot what it has, in its order."""
    picked = pick(stock(*many, method=method), ANY, quantity, TODAY)
    good = {lot.lot: lot for lot in many if lot.bin == C2_01 and is_good(lot, TODAY)}
    had = sum(lot.quantity for lot in good.values())

    assert sum(piece.quantity for piece in picked.pieces) == min(quantity, had)
    assert all(piece.quantity <= good[piece.lot].quantity for piece in picked.pieces)
    assert (picked.enough is None) == (had >= quantity)
    order = [lot.lot for lot in in_order(list(good.values()), method)]
    assert [piece.lot for piece in picked.pieces] == order[: len(picked.pieces)]
    assert all(piece.quantity == good[piece.lot].quantity for piece in picked.pieces[:-1])
