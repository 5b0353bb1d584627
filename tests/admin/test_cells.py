"""Cells: exact values, or a sentence."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.admin import cells
from kiosk.admin.cells import CellError
from kiosk.crib.names import Role


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("15m", 900), ("8h", 28800), ("2 d", 172800), ("1H", 3600)]
)
def test_a_duration_is_a_number_and_a_unit(text: str, seconds: int) -> None:
    """In seconds."""
    assert seconds == cells.duration(text)


@given(st.integers(0, 3650 * 86400))
def test_a_duration_that_is_printed_reads_as_it_was(seconds: int) -> None:
    """Whatever unit it is printed in."""
    assert seconds == cells.duration(cells.lasting(seconds))


@pytest.mark.parametrize(
    ("text", "printed"), [(0, "0s"), (8, "8s"), (600, "10m"), (28800, "8h"), (172800, "2d"), (90, "90s")]
)
def test_a_duration_is_printed_in_its_largest_whole_unit(text: int, printed: str) -> None:
    """As people write it."""
    assert printed == cells.lasting(text)


@given(st.integers(0, 10**11 - 1), st.sampled_from(".,"))
def test_money_is_exact_to_the_cent(cents: int, point: str) -> None:
    """With a point or a comma."""
    assert cents == cells.cents(f"{cents // 100}{point}{cents % 100:02}")


@pytest.mark.parametrize(("text", "cents"), [("189", 18900), ("11,9", 1190), ("0", 0)])
def test_money_may_leave_out_cents(text: str, cents: int) -> None:
    """A short form is not another amount."""
    assert cents == cells.cents(text)


@given(st.dates(date(1970, 1, 1), date(2099, 12, 31)))
def test_a_day_is_read_as_iso_has_it(day: date) -> None:
    """And no other way."""
    assert day == cells.day(day.isoformat())


@pytest.mark.parametrize(
    ("read", "text", "said"),
    [
        (cells.duration, "365", "is not a duration. Write a number and s, m, h or d"),
        (cells.duration, "9999d", "is too long. Write 3650d or less."),
        (cells.days, "36h", "is not whole days. Write a number and d, such as 365d."),
        (cells.cents, "1,189.00", "is not a price. Write it as 1234.50"),
        (cells.cents, "1.189", "is not a price."),
        (cells.cents, "-1", "is not a price."),
        (cells.cents, "12 €", "is not a price."),
        (cells.number, "24.0", "is not a whole number. Write digits only, such as 24."),
        (cells.number, "٣", "is not a whole number."),
        (cells.number, "9" * 30, "is not a whole number."),
        (cells.day, "3.10.26", "is not a day. Write it as 2026-10-03."),
        (cells.day, "2026-02-30", "is not a day. Write year, month, day, such as 2026-10-03."),
        (cells.day, "20261003", "is not a day."),
        (cells.day, "9999-12-31", "is not from 1970 to 2099. Check the year."),
        (cells.yes, "maybe", "is neither yes nor no. Write one of them."),
        (cells.choice(Role), "boss", "is not a choice. Write one of worker, lead, keeper, auditor, admin."),
        (cells.words, "a\x07b", "holds a control character. Remove it."),
    ],
)
def test_what_is_no_such_value_is_refused_with_the_next_step(read: object, text: str, said: str) -> None:
    """Nothing is guessed."""
    assert callable(read)
    with pytest.raises(CellError) as refused:
        read(text)

    assert str(refused.value).startswith(said)


@pytest.mark.parametrize("text", ["TW-01", "1E5", "0012", "T10395 /6 + /7", "12.5", "Ä-1"])
def test_a_code_stays_as_it_is(text: str) -> None:
    """Only what a spreadsheet surely damaged is refused."""
    assert text == cells.code(text)


def test_a_name_keeps_letters_of_every_script_and_loses_line_ends() -> None:
    """Joiners that some scripts need are part of a name too."""
    assert cells.words(" Säge\r\n  \u0646\u06cc\u200c\u0641 ") == "Säge \u0646\u06cc\u200c\u0641"


@pytest.mark.parametrize(("text", "value"), [("Yes", True), ("0", False), ("NO", False), ("true", True)])
def test_yes_and_no_are_read_in_any_case(text: str, value: bool) -> None:
    """As spreadsheets write truth."""
    assert value is cells.yes(text)
