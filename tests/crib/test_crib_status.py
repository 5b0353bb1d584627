"""Status: one word for how an asset stands."""

from datetime import date, timedelta

import pytest
from crib_facts import AT, BERLIN, wrench

from kiosk.crib.names import BinCode, WorkerId
from kiosk.crib.places import (
    LOST,
    QUARANTINE,
    SCRAP,
    SERVICE,
    SUPPLIER,
    Place,
    PlaceKind,
    held_by,
    in_bin,
    in_transit,
)
from kiosk.crib.status import Status, status_at, status_of

SHELF, HANDS = in_bin(BinCode("C1-04")), held_by(WorkerId("w-ben"))
HOUR = timedelta(hours=1)
STANDS = [
    (SHELF, {}, Status.AVAILABLE),
    (HANDS, {"due": AT + HOUR}, Status.OUT),
    (HANDS, {}, Status.OUT),
    (HANDS, {"due": AT - HOUR}, Status.OVERDUE),
    (Place(PlaceKind.JOB, "J1"), {"due": AT - HOUR}, Status.OVERDUE),
    (SHELF, {"missing": True}, Status.MISSING),
    (QUARANTINE, {}, Status.QUARANTINED),
    (SERVICE, {}, Status.AT_SERVICE),
    (in_transit("A-1"), {}, Status.IN_TRANSIT),
    (LOST, {}, Status.LOST),
    (SCRAP, {}, Status.RETIRED),
    (SUPPLIER, {}, Status.DRAFT),
]


@pytest.mark.parametrize(("place", "parts", "status"), STANDS)
def test_the_status_follows_from_where_it_is(place: Place, parts: dict[str, object], status: Status) -> None:
    """And from when it is due, and whether somebody missed it."""
    assert status == status_of(wrench(place=place, **parts), AT, BERLIN)


def test_a_thing_on_its_shelf_that_is_not_fit_is_quarantined_and_one_that_is_bound_reserved() -> None:
    """As the figures count it; what is not fit is nobody's to pick up."""
    lapsed = wrench(place=SHELF, calibrated=date(2025, 1, 1))
    assert status_of(lapsed, AT, BERLIN, reserved=True) is Status.QUARANTINED
    assert status_of(wrench(place=SHELF), AT, BERLIN, reserved=True) is Status.RESERVED
    assert status_of(wrench(place=HANDS), AT, BERLIN, reserved=True) is Status.OUT


def test_every_status_can_come_about() -> None:
    """None is a word for nothing."""
    assert {*Status} == {status for *_, status in STANDS} | {Status.RESERVED, Status.ELSEWHERE}


def test_what_another_site_received_is_there_and_not_waited_for() -> None:
    """It left the books from its way, or was thought lost on it; what was never here is a draft."""
    assert status_of(wrench(place=SUPPLIER), AT, BERLIN, sent=True) is Status.ELSEWHERE
    assert {status_at(SUPPLIER, place) for place in (in_transit("A-1"), LOST)} == {Status.ELSEWHERE}
    assert status_at(SUPPLIER, SHELF) is Status.DRAFT
