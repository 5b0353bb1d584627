"""What `expect value` sees: a product's row of the report of value, or an asset's of that of depreciation."""

from datetime import datetime, tzinfo

from kiosk.rehearse import values
from kiosk.rehearse.grammar import Statement
from kiosk.store.as_of import Day
from kiosk.store.database import Database
from kiosk.store.value import report_depreciation, report_value


def wanted(said: Statement) -> dict[str, str]:
    """The figures that a statement names, the value among them."""
    pieces = {} if said.quantity is None else {"quantity": str(said.quantity)}
    figures = {name: text for name, text in said.fields.items() if name != "at"}
    return {"value": said.words[1], **pieces, **figures}


def seen(db: Database, said: Statement, now: datetime, zone: tzinfo) -> dict[str, str]:
    """A code's figures at the end of a day, ``all`` for all products; 0.00 where it was worth nothing."""
    today, at = now.astimezone(zone).date(), said.fields.get("at")
    day = Day(values.moment(at, today, zone).start.date() if at else today, zone, now)
    code = "" if said.words[0] == "all" else said.words[0]
    rows = [row for row in report_value(db, day) if row.code == code]
    if rows:
        row = rows[-1]
        names = ("value", "quantity", "used", "turns", "cover", "abc")
        return {name: str(getattr(row, name)) for name in names}
    found = (row for row in report_depreciation(db, day) if row.code == code)
    return {"value": str(next((row.value for row in found), "0.00"))}
