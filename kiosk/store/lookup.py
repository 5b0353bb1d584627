"""Looking up one thing of the catalogue, by its code."""

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from kiosk.crib.names import Role, WorkerId
from kiosk.crib.policy import Policy
from kiosk.crib.products import Area, Bin, Category, Job, Product, Station, Training, Worker
from kiosk.store.database import Database, one, rows
from kiosk.store.values import day_of, value_of


def policy_of(db: Database) -> Policy:
    """The rulebook's settings as they are now."""
    return replace(Policy(), **dict(rows(db, "SELECT setting, value FROM policy")))


def worker_of(db: Database, worker: str) -> Worker | None:
    """A worker as the rules see one."""
    row = one(db, "SELECT id, role, active, language FROM worker WHERE id = ?", worker)
    if row is None:
        return None
    sql = "SELECT course, until FROM training WHERE worker = ? ORDER BY course"
    trainings = tuple(Training(course, day_of(until)) for course, until in rows(db, sql, worker))
    return Worker(WorkerId(row[0]), Role(row[1]), bool(row[2]), trainings, row[3])


def worker_coded(db: Database, code: str) -> Worker | None:
    """A worker by the code that people know her by."""
    row = one(db, "SELECT worker FROM person WHERE code = ?", code)
    return worker_of(db, row[0]) if row else None


def product_of(db: Database, code: str) -> tuple[Product, Category] | None:
    """A product and its category."""
    sql = """SELECT p.value, c.value FROM product p JOIN category c ON c.code = p.category
        WHERE p.code = ?"""
    row = one(db, sql, code)
    return (value_of(Product, row[0]), value_of(Category, row[1])) if row else None


def category_of(db: Database, code: str) -> Category | None:
    """A category."""
    row = one(db, "SELECT value FROM category WHERE code = ?", code)
    return value_of(Category, row[0]) if row else None


def area_of(db: Database, code: str) -> Area | None:
    """A room, cabinet or shelf."""
    row = one(db, "SELECT value FROM area WHERE code = ?", code)
    return value_of(Area, row[0]) if row else None


def bin_of(db: Database, code: str) -> Bin | None:
    """A bin."""
    row = one(db, "SELECT value FROM bin WHERE code = ?", code)
    return value_of(Bin, row[0]) if row else None


def around(db: Database, bins: Iterable[str]) -> tuple[str, ...]:
    """The bins, and the shelves and cabinets that they stand in, each once."""
    found = [bin_of(db, code) for code in bins]
    codes = [code for each in found if each for code in (each.code, each.shelf, each.cabinet) if code]
    return tuple(dict.fromkeys(codes))


def job_of(db: Database, code: str) -> Job | None:
    """A job."""
    row = one(db, "SELECT value FROM job WHERE code = ?", code)
    return value_of(Job, row[0]) if row else None


def station_of(db: Database, code: str) -> Station | None:
    """A station."""
    row = one(db, "SELECT value FROM station WHERE code = ?", code)
    return value_of(Station, row[0]) if row else None


def owner_of(db: Database, code: str) -> str:
    """What a code stands for, e.g. ``asset TW-01``; empty where nothing."""
    row = one(db, "SELECT kind, target FROM code WHERE code = ?", code)
    return f"{row[0]} {row[1]}" if row else ""


def known_of(codes: Iterable[str], find: Any) -> dict[str, Any]:
    """What is found under each of these codes."""
    return {code: found for code in codes if (found := find(code))}
