"""Shares: what each movement adds to a figure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.crib.movements import Movement
from kiosk.crib.names import BinCode, LotCode, ProductCode, WorkerId
from kiosk.crib.places import CONSUMED, QUARANTINE, SUPPLIER, Place, held_by, in_bin, in_transit
from kiosk.crib.tracing import Figure, Scope, Trace

ONE, TWO = in_bin(BinCode("C1")), in_bin(BinCode("C2"))
ANN, AWAY = held_by(WorkerId("ann")), in_transit("T1")


def move(quantity: int, source: Place, destination: Place, lot: str = "") -> Movement:
    """So many pieces from one place to another."""
    return Movement(ProductCode("CLP-1"), quantity, source, destination, lot=LotCode(lot))


HISTORY = (
    move(5, SUPPLIER, ONE),
    move(2, ONE, TWO),
    move(2, ONE, ANN),
    move(1, TWO, QUARANTINE),
    move(1, ANN, ONE),
    move(1, ONE, CONSUMED),
)


@pytest.mark.parametrize(
    ("scope", "shares"),
    [
        (Scope(Figure.ON_HAND), [5, 0, -2, -1, 1, -1]),
        (Scope(Figure.ON_HAND, "C2"), [0, 2, 0, -1, 0, 0]),
        (Scope(Figure.AVAILABLE), [5, 0, -2, -1, 1, -1]),
        (Scope(Figure.OUT), [0, 0, 2, 0, -1, 0]),
        (Scope(Figure.QUARANTINED), [0, 0, 0, 1, 0, 0]),
        (Scope(Figure.TOTAL), [5, 0, 0, 0, 0, -1]),
        (Scope(Figure.RESERVED), [0, 0, 0, 0, 0, 0]),
    ],
)
def test_a_movement_adds_where_it_ends_and_takes_where_it_began(scope: Scope, shares: list[int]) -> None:
    """As far as the figure counts these places."""
    trace = Trace(scope)
    assert shares == [trace.follow(each) for each in HISTORY]
    assert shares[::-1] == [trace.follow_back(each) for each in reversed(HISTORY)]


def test_pieces_of_another_lot_do_not_count() -> None:
    """A lot is asked for alone."""
    trace = Trace(Scope(Figure.ON_HAND, lot="L1"))
    history = (move(5, SUPPLIER, ONE, "L1"), move(3, SUPPLIER, ONE, "L2"), move(1, ONE, ANN, "L1"))
    assert [trace.follow(each) for each in history] == [5, 0, -1]


def test_what_another_site_sent_is_new_here_and_what_was_sent_is_out_until_it_is_received() -> None:
    """The receiver's debt to the transfer takes nothing from its total."""
    receiver, sender = Trace(Scope(Figure.TOTAL)), Trace(Scope(Figure.OUT))
    assert receiver.follow(move(2, AWAY, ONE)) == 2
    assert [sender.follow(each) for each in (move(2, ONE, AWAY), move(2, AWAY, SUPPLIER))] == [2, -2]


@given(st.lists(st.tuples(st.integers(1, 3), st.permutations((ONE, ANN, AWAY, SUPPLIER)))))
def test_back_from_what_is_owed_now_each_movement_has_the_share_it_had(
    moves: list[tuple[int, list[Place]]],
) -> None:
    """What a transfer owes is the one balance that matters, and it is known at the end."""
    history = [move(quantity, *ends[:2], "L1") for quantity, ends in moves]
    owed = sum(m.quantity * ((m.destination == AWAY) - (m.source == AWAY)) for m in history)
    there, back = Trace(Scope(Figure.TOTAL)), Trace(Scope(Figure.TOTAL), {("T1", "L1"): owed})
    shares = [there.follow(each) for each in history]
    assert shares[::-1] == [back.follow_back(each) for each in reversed(history)]
