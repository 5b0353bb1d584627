"""What `cribctl doctor` looks at in the crib: its database, and whether the settings speak of it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from kiosk.admin.checks import Check, warning, well, wrong
from kiosk.settings import Settings
from kiosk.settings_known import dotted
from kiosk.store.database import Database, StoreError, one, rows
from kiosk.store.journal import head_of
from kiosk.store.lookup import policy_of
from kiosk.store.verify import check_tail, integrity

SMALL = 256 * 1024 * 1024
"""Bytes of a database that SQLite checks in seconds."""


class Places(Struct, frozen=True):
    """The places of the crib that settings may name."""

    cabinets: frozenset[str] = frozenset()
    locked: frozenset[str] = frozenset()
    lightable: frozenset[str] = frozenset()
    """Bins, shelves and cabinets."""
    products: int = 0


def places_of(db: Database) -> Places:
    """The crib's cabinets, those of them with locks, and what can have a light."""
    lightable = "SELECT code FROM bin UNION SELECT code FROM area WHERE level <> 'room'"
    areas = rows(db, "SELECT code, locked FROM area WHERE level = 'cabinet'")
    return Places(
        frozenset(code for code, _ in areas),
        frozenset(code for code, locked in areas if locked),
        frozenset(code for (code,) in rows(db, lightable)),
        one(db, "SELECT count(*) FROM product")[0],
    )


def database_check(db: Database, path: Path) -> Check:
    """Whether SQLite finds the file sound, and the newest entries follow each other."""
    size = path.stat().st_size
    try:
        check_tail(db)
        flaw = integrity(db) if size <= SMALL else ""
        head, mode = head_of(db), one(db, "PRAGMA journal_mode")[0]
    except StoreError as error:
        return wrong("database", str(error), "Restore the last backup.")
    if flaw:
        return wrong("database", f"SQLite finds it damaged: {flaw}", "Restore the last backup.")
    if mode != "wal":
        step = "Start the attendant once: it sets it back."
        return wrong("database", f"its journal mode is {mode}, not wal", step)
    at = f"entry {head.epoch}/{head.seq}" if head else "no entry yet"
    checked = "sound" if size <= SMALL else "not checked whole: cribctl journal verify does"
    return well("database", f"{size / 1_000_000:.1f} MB, {at}, {checked}")


def badge_check(db: Database) -> Check:
    """How lists write badge numbers: a rule that was learned from a card, or as they are printed."""
    rule = policy_of(db).badge_list
    if rule:
        return well("badges", f"lists write them by the rule {rule}")
    return well(
        "badges", "lists write them as printed; cribctl badge learn finds the rule where they do not match"
    )


def place_checks(settings: Settings, places: Places) -> Iterator[Check]:
    """Whether locks and lights of the settings and of the crib are the same ones."""
    named = settings.lock.keys()
    yield from _each(
        "lock",
        places.locked - named,
        "the crib says that this cabinet is locked, and no lock is wired: it cannot be opened from here",
        "Write its [{section}], or import the cabinet with locked=no.",
    )
    yield from _each(
        "lock",
        named - places.cabinets,
        "the crib has no such cabinet, so nothing ever opens it",
        "Import the cabinet, or take [{section}] out of the settings.",
    )
    yield from _each(
        "lock",
        (named & places.cabinets) - places.locked,
        "the crib takes this cabinet for one without a lock, so nothing ever opens it",
        "Import cabinet {code} with locked=yes.",
    )
    yield from _each(
        "bin_light",
        settings.bin_light.keys() - places.lightable,
        "the crib has no such bin, shelf or cabinet",
        "Import the bin, or take [{section}] out of the settings.",
    )


def _each(kind: str, codes: Iterable[str], said: str, step: str) -> Iterator[Check]:
    for code in sorted(codes):
        todo = step.format(section=dotted((kind, code)), code=code)
        yield warning(f"{kind.replace('_', ' ')} {code}", said, todo)
