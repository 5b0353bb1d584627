"""Durations, days, times and money as people write them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kiosk.rehearse import values

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 11, 2)
READ: list[tuple[Callable[[str], object], str, object]] = [
    (values.duration, "90s", 90),
    (values.duration, "15m", 900),
    (values.duration, "8h", 28800),
    (values.duration, "2d", 172800),
    (values.duration, "0s", 0),
    (values.number, "12", 12),
    (values.number, "007", 7),
    (values.cents, "189.00", 18900),
    (values.cents, "0.12", 12),
    (values.cents, "3.5", 350),
    (values.cents, "7", 700),
    (values.day, "2026-01-10", date(2026, 1, 10)),
]
REFUSED: list[tuple[Callable[[str], object], str]] = [
    *((values.duration, text) for text in ("", "8", "h", "8 h", "-8h", "8H", "1.5h", "12345678s", "٣h")),
    *((values.number, text) for text in ("", "-1", "1.0", "x", "1234567890", "٣")),
    *((values.cents, text) for text in ("", "1.", ".5", "1.234", "-1", "1,50", "€1")),
    *((values.day, text) for text in ("", "10.1.2026", "2026-13-01", "2026-02-30", "today")),
    *((values.moment, text) for text in ("", "8:00", "24:00", "2026-11-02T8:00", "now", "2026-02-30T08:00")),
]


@pytest.mark.parametrize(("read", "text", "value"), READ, ids=[text for _, text, _ in READ])
def test_a_value_is_read(read: Callable[[str], object], text: str, value: object) -> None:
    """What is written in a common way is read."""
    assert value == read(text)


@pytest.mark.parametrize(("read", "text"), REFUSED, ids=[f"{read.__name__} {text}" for read, text in REFUSED])
def test_what_is_none_is_refused_and_named(read: Callable[[str], object], text: str) -> None:
    """What cannot be read is quoted, and told what it should look like."""
    with pytest.raises(ValueError, match="is not ") as told:
        read(text)

    assert str(told.value).startswith(f'"{text}"')


SPANS: list[tuple[str, datetime, timedelta]] = [
    ("2026-11-02", datetime(2026, 11, 2, tzinfo=UTC), timedelta(days=1)),
    ("2026-11-02T16:00", datetime(2026, 11, 2, 16, tzinfo=UTC), timedelta(minutes=1)),
    ("2026-11-02T16:00:30", datetime(2026, 11, 2, 16, 0, 30, tzinfo=UTC), timedelta(seconds=1)),
    ("16:00", datetime(2026, 11, 2, 16, tzinfo=UTC), timedelta(minutes=1)),
    ("16:00:30", datetime(2026, 11, 2, 16, 0, 30, tzinfo=UTC), timedelta(seconds=1)),
]


@pytest.mark.parametrize(("text", "start", "length"), SPANS, ids=[text for text, *_ in SPANS])
def test_a_written_time_stands_for_every_moment_of_it(text: str, start: datetime, length: timedelta) -> None:
    """A date is any time on that day, a time to the minute any second of it, neither before nor after."""
    span = values.moment(text, TODAY)
    instant = timedelta(microseconds=1)

    assert (start, length) == (span.start, span.length)
    assert span.holds(start)
    assert span.holds(start + length - instant)
    assert not span.holds(start - instant)
    assert not span.holds(start + length)


def test_times_are_the_zones_own() -> None:
    """A time is read in the script's zone; the day on which the clocks go back has 25 hours."""
    day = values.moment("2026-10-25", TODAY, BERLIN)

    assert datetime(2026, 11, 2, 15, tzinfo=UTC) == values.moment("16:00", TODAY, BERLIN).start
    assert day.holds(datetime(2026, 10, 24, 22, 0, tzinfo=UTC))
    assert day.holds(datetime(2026, 10, 25, 22, 59, tzinfo=UTC))
    assert not day.holds(datetime(2026, 10, 25, 23, 0, tzinfo=UTC))


def test_a_choice_is_one_of_the_words() -> None:
    """A word that is none of the choices is told what there are."""
    assert values.choice("lead", ("worker", "lead")) == "lead"
    with pytest.raises(ValueError, match='"boss" is none of worker, lead'):
        values.choice("boss", ("worker", "lead"))
