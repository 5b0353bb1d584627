"""How values lie in the derived tables: whole ones as canonical JSON, times as microseconds, days as text."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

import msgspec

from kiosk.store.canonical import canonical

T = TypeVar("T", bound=msgspec.Struct)


def micros(moment: datetime | None) -> int:
    """Microseconds since 1970 UTC; 0 for none."""
    return round(moment.timestamp() * 1_000_000) if moment else 0


def moment(at: int) -> datetime | None:
    """From microseconds since 1970 to UTC; None for 0."""
    return moment_at(at) if at else None


def moment_at(at: int) -> datetime:
    """From microseconds since 1970 to UTC."""
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=at)


def day_text(day: date | None) -> str:
    """A day as the tables hold it; empty for none."""
    return day.isoformat() if day else ""


def day_of(text: str) -> date | None:
    """A day as the tables hold it; None for an empty text."""
    return date.fromisoformat(text) if text else None


def day_numbered(days: int) -> date:
    """The day (UTC) that is so many days after 1970-01-01, as uses are counted by."""
    return date(1970, 1, 1) + timedelta(days=days)


def money(cents: int) -> Decimal:
    """An amount as reports tell it, exactly: 14.40."""
    return Decimal(cents).scaleb(-2)


def text_of(value: msgspec.Struct) -> str:
    """A whole value as canonical JSON, without what it does not have."""
    fields = msgspec.to_builtins(value)
    return canonical({name: field for name, field in fields.items() if field is not None})


@lru_cache(maxsize=4096)
def value_of(kind: type[T], text: str) -> T:
    """A whole value from its text; the same text is the same (frozen) value."""
    return msgspec.json.decode(text, type=kind)
