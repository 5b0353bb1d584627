"""Durations, days, times and money as people write them in a rehearsal."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from msgspec import Struct

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def duration(text: str) -> int:
    """Seconds of ``90s 15m 8h 2d``.

    Raises:
        ValueError: it is not a duration.
    """
    found = re.fullmatch(r"([0-9]{1,7})([smhd])", text)
    if not found:
        raise ValueError(f'"{text}" is not a duration. Write 90s, 15m, 8h or 2d.')
    return int(found[1]) * _UNITS[found[2]]


def number(text: str) -> int:
    """A whole number.

    Raises:
        ValueError: it is none.
    """
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise ValueError(f'"{text}" is not a whole number.')
    return int(text)


def cents(text: str) -> int:
    """``189.00`` or ``0.12`` in cents.

    Raises:
        ValueError: it is not money.
    """
    found = re.fullmatch(r"([0-9]{1,9})(?:\.([0-9]{1,2}))?", text)
    if not found:
        raise ValueError(f'"{text}" is not money. Write 189.00.')
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def day(text: str) -> date:
    """``2026-01-10``.

    Raises:
        ValueError: it is not a day.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f'"{text}" is not a day. Write 2026-01-10.') from None


def choice(text: str, known: tuple[str, ...]) -> str:
    """One of the words.

    Raises:
        ValueError: it is none of them.
    """
    if text not in known:
        raise ValueError(f'"{text}" is none of {", ".join(known)}.')
    return text


class Span(Struct, frozen=True):
    """A stretch of time that a written time stands for: a day, a minute or a second."""

    start: datetime
    length: timedelta

    def holds(self, moment: datetime) -> bool:
        """Whether the moment is in it."""
        return self.start <= moment < self.start + self.length


_DAY, _MINUTE, _SECOND = timedelta(days=1), timedelta(minutes=1), timedelta(seconds=1)


def moment(text: str, today: date = date.min, zone: tzinfo = UTC) -> Span:
    """``2026-11-02T08:00``, ``2026-11-02`` or ``08:00`` of the script's current day, with or without seconds.

    Raises:
        ValueError: it is not a time.
    """
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return Span(datetime.combine(date.fromisoformat(text), time(), zone), _DAY)
        if re.fullmatch(r"\d\d:\d\d(:\d\d)?", text):
            return _precise(datetime.combine(today, time.fromisoformat(text), zone), text)
        if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?", text):
            return _precise(datetime.fromisoformat(text).replace(tzinfo=zone), text)
    except ValueError:
        pass
    raise ValueError(f'"{text}" is not a time. Write 2026-11-02T08:00, 2026-11-02 or 08:00.')


def _precise(start: datetime, text: str) -> Span:
    return Span(start, _SECOND if text.count(":") == 2 else _MINUTE)
