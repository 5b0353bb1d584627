"""Deriving what the crib knows: catalogue, places, people, policy, and the codes that all answer to."""

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec

from kiosk.crib import changes
from kiosk.crib.alike import code_key, name_key
from kiosk.crib.body import Body
from kiosk.crib.products import Area, Asset, Bin, Category, Job, Kit, Product, Station
from kiosk.store.database import Database, one, rows
from kiosk.store.derived_steps import begin_shifts
from kiosk.store.entry import Entry
from kiosk.store.values import day_text, text_of, value_of


def _category(db: Database, _: Entry, body: changes.CategoryChanged) -> None:
    value = changes.value_in(body, Category, "category")
    _put(db, "category", code=value.code, kind=value.kind.value, value=text_of(value))


def _product(db: Database, _: Entry, body: changes.ProductChanged) -> None:
    value = changes.value_in(body, Product, "product")
    _put(db, "product", code=value.code, category=value.category, value=text_of(value))
    _name(db, "product", value.code, value.barcode, *value.aliases, *value.linked)
    db.execute_sql("INSERT OR REPLACE INTO alike VALUES (?, 'name', ?)", (value.code, name_key(value.name)))


def _area(db: Database, _: Entry, body: changes.AreaChanged) -> None:
    value = changes.value_in(body, Area, "area")
    key = {"code": value.code, "level": value.level.value, "within": value.within, "locked": value.locked}
    _put(db, "area", **key, value=text_of(value))
    _name(db, value.level.value, value.code)


def _bin(db: Database, _: Entry, body: changes.BinChanged) -> None:
    value = changes.value_in(body, Bin, "bin")
    _put(db, "bin", code=value.code, cabinet=value.cabinet, shelf=value.shelf, value=text_of(value))
    _name(db, "bin", value.code)


def _asset(db: Database, _: Entry, body: changes.AssetChanged) -> None:
    value = changes.value_in(body, Asset, "asset")
    calibrated = day_text(value.calibrated)
    sql = """INSERT INTO asset VALUES (?, ?, ?, ?, ?, 'supplier', '', 0, 0, 0, 0, 0)
        ON CONFLICT (code) DO UPDATE SET bin = excluded.bin, calibrated = excluded.calibrated,
            value = excluded.value"""
    db.execute_sql(sql, (value.code, value.product, value.bin, calibrated, text_of(value)))
    for done in value.done:
        service(db, value.code, done.rule, done.day)
    _name(db, "asset", value.code, value.barcode, *value.aliases, *value.linked)


def _linked(db: Database, _: Entry, body: changes.CodeLinked) -> None:
    kind, target, value = _thing(db, body)
    _rewrite(db, kind, msgspec.structs.replace(value, linked=(*value.linked, body.code)))
    _answer_to(db, kind, target, body.code)
    db.execute_sql("DELETE FROM unknown_code WHERE code = ?", (body.code,))


def _unlinked(db: Database, _: Entry, body: changes.CodeUnlinked) -> None:
    kind, _target, value = _thing(db, body)
    left = tuple(code for code in value.linked if code != body.code)
    _rewrite(db, kind, msgspec.structs.replace(value, linked=left))
    _forget(db, body.code)


def _thing(db: Database, body: changes.CodeLinked | changes.CodeUnlinked) -> tuple[str, str, Any]:
    """Kind, code and value of what a code is linked to."""
    if body.asset:
        row = one(db, "SELECT value FROM asset WHERE code = ?", body.asset)
        return "asset", body.asset, value_of(Asset, row[0])
    row = one(db, "SELECT value FROM product WHERE code = ?", body.product)
    return "product", body.product, value_of(Product, row[0])


def _rewrite(db: Database, kind: str, value: Any) -> None:
    db.execute_sql(f"UPDATE {kind} SET value = ? WHERE code = ?", (text_of(value), value.code))


def rewrite_asset(db: Database, code: str, **fields: Any) -> None:
    """Change fields of an asset that other entries than its own change."""
    row = one(db, "SELECT value FROM asset WHERE code = ?", code)
    value = msgspec.structs.replace(value_of(Asset, row[0]), **fields)
    sql = "UPDATE asset SET bin = ?, calibrated = ?, value = ? WHERE code = ?"
    db.execute_sql(sql, (value.bin, day_text(value.calibrated), text_of(value), code))


def service(db: Database, asset: str, rule: str, day: date) -> None:
    """A due rule was seen to: its uses count anew from here; told again of the same day, nothing changes."""
    if rule == "calibration":
        rewrite_asset(db, asset, calibrated=day)
        return
    sql = """INSERT INTO service SELECT code, ?, ?, uses FROM asset WHERE code = ?
        ON CONFLICT (asset, rule) DO UPDATE SET
            uses = CASE WHEN day = excluded.day THEN uses ELSE excluded.uses END, day = excluded.day"""
    db.execute_sql(sql, (rule, day_text(day), asset))


def _job(db: Database, _: Entry, body: changes.JobChanged) -> None:
    _put(db, "job", code=body.job, value=text_of(changes.value_in(body, Job, "job")))
    _name(db, "job", body.job)


def _station(db: Database, _: Entry, body: changes.StationChanged) -> None:
    _put(db, "station", code=body.station, value=text_of(changes.value_in(body, Station, "station")))
    _name(db, "station", body.station)


def _kit(db: Database, _: Entry, body: changes.KitChanged) -> None:
    _put(db, "kit", code=body.kit, value=text_of(changes.value_in(body, Kit, "kit")))
    _name(db, "kit", body.kit)


def _worker(db: Database, _: Entry, body: changes.WorkerChanged) -> None:
    _put(db, "worker", id=body.worker, role=body.role.value, active=body.active, language=body.language)
    db.execute_sql("DELETE FROM training WHERE worker = ?", (body.worker,))
    for training in body.trainings:
        values = (body.worker, training.course, day_text(training.until))
        db.execute_sql("INSERT OR REPLACE INTO training VALUES (?, ?, ?)", values)


def _badge_linked(db: Database, _: Entry, body: changes.BadgeLinked) -> None:
    _put(db, "badge", digest=body.badge, worker=body.worker)


def _code_unknown(db: Database, entry: Entry, body: changes.CodeUnknown) -> None:
    sql = """INSERT INTO unknown_code VALUES (?, 1, ?)
        ON CONFLICT (code) DO UPDATE SET times = times + 1, last_at = excluded.last_at"""
    db.execute_sql(sql, (body.code, entry.at))


def _policy(db: Database, entry: Entry, body: changes.PolicyChanged) -> None:
    _put(db, "policy", setting=body.setting, value=body.value)
    if body.setting == "shifts":
        begin_shifts(db, entry)


def _put(db: Database, table: str, **columns: Any) -> None:
    """Insert a row, or change the one with the same key (the first column) in place: others refer to it."""
    key, *rest = columns
    changed = ", ".join(f"{name} = excluded.{name}" for name in rest)
    marks = ", ".join("?" * len(columns))
    insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
    db.execute_sql(f"{insert} ON CONFLICT ({key}) DO UPDATE SET {changed}", list(columns.values()))


def _name(db: Database, kind: str, target: str, *codes: str) -> None:
    """The codes that something answers to, its own first; those it had before are free again."""
    for (code,) in rows(db, "SELECT code FROM code WHERE kind = ? AND target = ?", kind, target):
        _forget(db, code)
    for code in dict.fromkeys(code for code in (target, *codes) if code):
        _answer_to(db, kind, target, code)


def _answer_to(db: Database, kind: str, target: str, code: str) -> None:
    db.execute_sql("INSERT INTO code VALUES (?, ?, ?)", (code, kind, target))
    db.execute_sql("INSERT OR REPLACE INTO alike VALUES (?, 'code', ?)", (code, code_key(code)))


def _forget(db: Database, code: str) -> None:
    db.execute_sql("DELETE FROM code WHERE code = ?", (code,))
    db.execute_sql("DELETE FROM alike WHERE code = ? AND what = 'code'", (code,))


RULES: dict[type[Body], Callable[[Database, Entry, Any], None]] = {
    changes.CodeUnknown: _code_unknown,
    changes.CodeLinked: _linked,
    changes.CodeUnlinked: _unlinked,
    changes.BadgeLinked: _badge_linked,
    changes.CategoryChanged: _category,
    changes.ProductChanged: _product,
    changes.AreaChanged: _area,
    changes.BinChanged: _bin,
    changes.AssetChanged: _asset,
    changes.JobChanged: _job,
    changes.StationChanged: _station,
    changes.KitChanged: _kit,
    changes.WorkerChanged: _worker,
    changes.PolicyChanged: _policy,
}
"""What an entry changes of what the crib knows."""
