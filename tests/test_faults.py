"""Faults: when to go on, and when to end."""

from kiosk.faults import WITHIN_S, Faults


def test_the_third_fault_within_a_minute_is_one_too_many() -> None:
    """Two may happen at any time."""
    faults = Faults()
    assert [faults.too_many(moment) for moment in (0.0, 30.0, 59.9)] == [False, False, True]


def test_faults_that_are_a_minute_apart_are_forgiven_forever() -> None:
    """A kiosk that meets one a day goes on for years."""
    faults = Faults()
    assert not any(faults.too_many(moment * WITHIN_S / 2) for moment in range(100))
