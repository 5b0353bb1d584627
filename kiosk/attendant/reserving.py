"""What reserving at the counter stands for: a span of time with a code of its own, and people by name."""

from datetime import UTC, datetime, timedelta, tzinfo
from itertools import count

from kiosk.counter.reserving import Span
from kiosk.counter.session import Session
from kiosk.counter.signals import Now, Tapped
from kiosk.counter.tasks import Reserving
from kiosk.crib.defining import YEARS_S
from kiosk.crib.gates import may
from kiosk.crib.names import HoldCode, Role
from kiosk.store import lookup
from kiosk.store.database import Database, one, rows
from kiosk.store.store import Store

_PEOPLE = 24
"""People that are offered by a name."""
_FORMS = {"day": "%Y-%m-%d", "start": "%Y-%m-%dT%H:%M", "span": "%Y-%m-%dT%H:%M"}
"""Local times as controls name them."""


def tap(store: Store, control: str, now: Now, zone: tzinfo) -> Tapped | None:
    """What a tapped control stands for; None where it names no time or nobody that there is."""
    verb, _, value = control.partition(":")
    if verb == "whom":
        worker = lookup.worker_coded(store.db, value)
        return Tapped(control, worker) if worker and worker.active else None
    found = [_local(text, _FORMS[verb], zone) for text in value.split("/")]
    latest = now.at + timedelta(seconds=YEARS_S)
    times = [time for time in found if time and time < latest]
    if len(times) != (2 if verb == "span" else 1) or len(times) < len(found):
        return None
    if verb != "span":
        return Tapped(control)
    start, until = times
    return Tapped(control, thing=Span(start, until, next_code(store.db, now.at.astimezone(zone))))


def _local(text: str, form: str, zone: tzinfo) -> datetime | None:
    try:
        local = datetime.fromisoformat(text)
        return local.replace(tzinfo=zone).astimezone(UTC) if f"{local:{form}}" == text else None
    except (ValueError, OverflowError):
        return None


def next_code(db: Database, local: datetime) -> HoldCode:
    """A hold's code that was never used: the day, and a number, as in ``R261102-1``."""
    codes = (f"R{local:%y%m%d}-{number}" for number in count(1))
    return HoldCode(next(code for code in codes if not one(db, "SELECT 1 FROM mention WHERE code = ?", code)))


def people(store: Store, session: Session, task: Reserving, *_: object) -> tuple[tuple[str, str], ...]:
    """Code and name of those whom a keeper may mean by what was typed."""
    text = task.text.strip().casefold()
    if task.step != "whom" or not text or not may(session.worker, Role.KEEPER):
        return ()
    sql = """SELECT p.code, p.name FROM person p JOIN worker w ON w.id = p.worker
        WHERE w.active = 1 ORDER BY p.name, p.code"""
    found = ((code, name) for code, name in rows(store.db, sql) if text in f"{code} {name}".casefold())
    return tuple(pair for pair, _ in zip(found, range(_PEOPLE), strict=False))
