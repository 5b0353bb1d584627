"""Set-up statements: from the words of a rehearsal to definitions of the crib."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from kiosk.crib.commands import PlaceHold
from kiosk.crib.definitions import (
    Definition,
    Delivery,
    NewArea,
    NewAsset,
    NewBin,
    NewCategory,
    NewJob,
    NewKit,
    NewProduct,
    NewStation,
    Person,
)
from kiosk.crib.instructions import Instruction, Step, written
from kiosk.crib.names import (
    AssetCode,
    BinCode,
    CabinetCode,
    CategoryCode,
    HoldCode,
    JobCode,
    Kind,
    KitCode,
    LotCode,
    Method,
    ProductCode,
    Role,
    StationCode,
)
from kiosk.crib.policy import SETTINGS
from kiosk.crib.products import Done, DueRule, Level, Training
from kiosk.rehearse import values
from kiosk.rehearse.grammar import Statement

_FIRST_BADGE = 900_000_000
"""Made-up badge numbers count from here, in the order of the workers."""


def made_up_badge(count: int) -> str:
    """A badge number for a worker without one."""
    return f"{_FIRST_BADGE + count:010d}"


def category(said: Statement) -> Definition:
    """``category torque kind=serialized loan=8h calibration=365d``."""
    fields = said.fields
    return NewCategory(
        code=CategoryCode(said.words[0]),
        kind=Kind(fields["kind"]),
        loan_s=values.duration(fields.get("loan", "0s")),
        calibration_days=values.duration(fields.get("calibration", "0s")) // 86400,
        costing=fields.get("costing", "fifo"),
        depreciation=fields.get("depreciation", "none"),
        life_months=int(fields.get("life", "0")),
        residual_pct=int(fields.get("residual", "0")),
        restock=fields.get("restock", "point"),
        due_rules=tuple(_due_rule(text) for text in _listed(fields, "every")),
        ends_in_loan=fields.get("ends", "shorten"),
        training=fields.get("training", ""),
        require=_listed(fields, "require"),
        name_pattern=fields.get("pattern", ""),
        limit=int(fields.get("limit", "0")),
        controlled=int("controlled" in said.flags),
        method=Method(fields.get("method", "")),
        instructions=_instructions(fields),
        condition=int("condition" in said.flags),
        fod=int("fod" in said.flags),
    )


def _instructions(fields: dict[str, str]) -> tuple[Instruction, ...]:
    """``take="Wear gloves." picture=take:gloves version=take:2 confirm=take``."""
    texts = {step.value: fields[step] for step in Step if step in fields}
    pictures, versions = (dict(_of_step(fields, name)) for name in ("picture", "version"))
    numbers = {step: values.number(number) for step, number in versions.items()}
    return written(texts, pictures, numbers, _listed(fields, "confirm"))


def _of_step(fields: dict[str, str], name: str) -> Iterator[tuple[str, str]]:
    for text in _listed(fields, name):
        step, _, value = text.partition(":")
        yield step, value


def _listed(fields: dict[str, str], name: str) -> tuple[str, ...]:
    """The words of a field, divided by commas."""
    return tuple(word for word in fields.get(name, "").split(",") if word)


def _due_rule(text: str) -> DueRule:
    """``electrical:365d``, ``service:500uses`` or ``service:365d:500uses``."""
    name, *every = text.split(":")
    days, uses = 0, 0
    for each in every:
        count, word, _ = each.partition("uses")
        if word:
            uses = values.number(count)
        else:
            days = values.duration(each) // 86400
    return DueRule(name, days, uses)


def product(said: Statement) -> Definition:
    """``product TQ-60 "Torque wrench 60 Nm" category=torque cost=189.00 reorder=3``."""
    fields = said.fields
    return NewProduct(
        code=ProductCode(said.words[0]),
        name=said.words[1] if len(said.words) > 1 else said.words[0],
        category=CategoryCode(fields.get("category", "")),
        unit=fields.get("unit", "each"),
        pack=int(fields.get("pack", "1")),
        **_codes(fields),
        cost_cents=values.cents(fields.get("cost", "0")),
        reorder=int(fields.get("reorder", "-1")),
        safety=int(fields.get("safety", "0")),
        maximum=int(fields.get("max", "-1")),
        par=int(fields.get("par", "-1")),
        lead_days=values.duration(fields.get("lead", "0s")) // 86400,
        supplier=fields.get("supplier", ""),
        risk=int("risk" in said.flags),
        restock=fields.get("restock", ""),
    )


def _codes(fields: dict[str, str]) -> dict[str, Any]:
    """``code=4006885000011,OLD-7``: the maker's code, then any others."""
    codes = _listed(fields, "code")
    return {"barcode": codes[0] if codes else "", "aliases": codes[1:]}


def cabinet(said: Statement) -> tuple[Definition, ...]:
    """``cabinet C1 locked role=keeper room=R1``, and the room.

    Raises:
        ValueError: there is no such role.
    """
    fields, room = said.fields, said.fields.get("room", "")
    role = values.choice(fields.get("role", "worker"), tuple(role.value for role in Role))
    name = said.words[1] if len(said.words) > 1 else ""
    locked = int("locked" in said.flags)
    new = NewArea(said.words[0], Level.CABINET, name, room, locked, Role(role))
    return (NewArea(room, Level.ROOM), new) if room else (new,)


def bin_(said: Statement) -> Definition:
    """``bin C1-04 cabinet=C1 "shelf 4"``."""
    name = said.words[1] if len(said.words) > 1 else ""
    return NewBin(BinCode(said.words[0]), name, CabinetCode(said.fields.get("cabinet", "")))


def asset(said: Statement) -> Definition:
    """``asset TW-01 TQ-60 bin=C1-04 serial=S1 calibrated=2026-01-10``."""
    fields = said.fields
    day, bought = fields.get("calibrated"), fields.get("bought")
    return NewAsset(
        code=AssetCode(said.words[0]),
        product=ProductCode(said.words[1]),
        bin=BinCode(fields["bin"]),
        serial=fields.get("serial", ""),
        **_codes(fields),
        done=tuple(Done(*_done(text)) for text in _listed(fields, "done")),
        note=fields.get("note", ""),
        calibrated=date.fromisoformat(day) if day else None,
        cost_cents=values.cents(fields["cost"]) if "cost" in fields else -1,
        bought=date.fromisoformat(bought) if bought else None,
    )


def _done(text: str) -> tuple[str, date]:
    rule, _, day = text.partition(":")
    return rule, values.day(day)


def _day(fields: dict[str, str], name: str) -> date | None:
    return values.day(fields[name]) if name in fields else None


def kit(said: Statement) -> Definition:
    """``kit KIT-1 "Bearing puller set" of=PULL-A,PULL-B,CASE-1``."""
    assets = tuple(AssetCode(code) for code in _listed(said.fields, "of"))
    return NewKit(KitCode(said.words[0]), said.words[-1], assets)


def job(said: Statement) -> Definition:
    """``job J100 "Line 3 rebuild"``."""
    return NewJob(JobCode(said.words[0]), said.words[-1], int("closed" not in said.flags))


def station(said: Statement) -> Definition:
    """``station ST-3 "Press 3"``."""
    return NewStation(StationCode(said.words[0]), said.words[-1])


def stock(said: Statement) -> Definition:
    """``stock GLV-9 x120 bin=C2-01 lot=L1 expires=2027-01-01``: each statement is a delivery of its own."""
    return Delivery(
        product=ProductCode(said.words[0]),
        bin=BinCode(said.fields["bin"]),
        quantity=said.quantity or 0,
        receipt=f"line {said.line}",
        cost_cents=values.cents(said.fields.get("cost", "0")),
        lot=LotCode(said.fields.get("lot", "")),
        received=_day(said.fields, "received"),
        expires=_day(said.fields, "expires"),
    )


def worker(said: Statement, badge: str) -> Person:
    """``worker ann "Ann Ott" role=lead badge=0412345678 language=pl``.

    Raises:
        ValueError: there is no such role.
    """
    role = values.choice(said.fields.get("role", "worker"), tuple(role.value for role in Role))
    name = said.words[1] if len(said.words) > 1 else said.words[0]
    trainings = tuple(_training(text) for text in _listed(said.fields, "training"))
    fields, active = said.fields, "inactive" not in said.flags
    more = {field: fields.get(field, "") for field in ("number", "pin", "language")}
    return Person(said.words[0], name, Role(role), fields.get("badge", badge), active, trainings, **more)


def _training(text: str) -> Training:
    """``torque:2027-01-01``, or ``torque`` for one that does not end."""
    course, _, until = text.partition(":")
    return Training(course, values.day(until) if until else None)


def setting(name: str, text: str) -> int | str:
    """A setting's value: a duration, a number or a word, as its unit is.

    Raises:
        ValueError: it is not of that unit.
    """
    known = SETTINGS.get(name)
    if known is None or known.is_text:
        return text
    return values.duration(text) if known.unit == "s" else values.number(text)


def hold(said: Statement, moment: Callable[[str], datetime]) -> PlaceHold:
    """``hold H1 ann TQ-60 x2 from=2026-11-03T06:00 until=2026-11-03T14:00``."""
    code, whom, target = said.words
    start, until = moment(said.fields["from"]), moment(said.fields["until"])
    quantity = 1 if said.quantity is None else said.quantity
    return PlaceHold(HoldCode(code), target, start, until, quantity, whom)


PLACES_AND_STOCK: dict[str, Callable[[Statement], Definition]] = {
    "bin": bin_,
    "asset": asset,
    "kit": kit,
    "stock": stock,
}
"""Of the statement's site only."""
CATALOGUE: dict[str, Callable[[Statement], Definition]] = {
    "category": category,
    "product": product,
    "job": job,
    "station": station,
}
"""Known everywhere, but for levels, which are of the site that declares them."""
