"""A new thing as far as it was told: what is asked for next, whether an answer can be right, the command."""

from datetime import date

from msgspec.structs import replace

from kiosk.counter.tasks import Adding
from kiosk.crib.adding import AddThing
from kiosk.crib.alike import code_of_name
from kiosk.crib.defining import code_flaw
from kiosk.crib.definitions import NewAsset, NewProduct
from kiosk.crib.names import BinCode, ProductCode, WorkerId

TYPED = {
    "product": 40,
    "name": 60,
    "code": 24,
    "serial": 40,
    "barcode": 40,
    "calibrated": 8,
    "bought": 8,
    "cost": 9,
}
"""What is typed, and how many characters at most."""
DIGITS = frozenset({"calibrated", "bought", "cost"})
"""What is typed in digits: a day as year, month, day; money in cents."""


def asking(task: Adding) -> Adding:
    """The task with what it asks for next, and what was typed of that; a new product's code is proposed."""
    asks = _missing(task)
    if asks == task.asks:
        return task
    proposed = code_of_name(task.fields["name"]) if asks == "code" else ""
    return replace(task, asks=asks, typed=proposed)


def _missing(task: Adding) -> str:
    if not task.product and not task.is_new:
        return "product" if task.asset or task.makers else ""
    if task.is_new and (left := [field for field in ("name", "code") if field not in task.fields]):
        return left[0]
    if task.category is None:
        return "category"
    if not task.asset:
        return "tag"
    wanted = [field for field in task.category.require if field in TYPED and field not in task.fields]
    return wanted[0] if wanted else "bin"


def is_sound(field: str, value: str) -> bool:
    """Whether a value can be what it is told as."""
    match field:
        case "calibrated" | "bought":
            return _day(value) is not None
        case "cost":
            return value.isdigit()
        case "name":
            return bool(value)
    return code_flaw(field, value) is None


def _day(digits: str) -> date | None:
    """``20261102``."""
    try:
        return date.fromisoformat(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}")
    except ValueError:
        return None


def command(worker: WorkerId, task: Adding, where: BinCode) -> AddThing:
    """All that is new, to be judged and written as one."""
    told, category = task.fields, task.category
    product = None
    if task.is_new and category:
        code = ProductCode(told["code"])
        product = NewProduct(code, told["name"], category.code, barcode=task.makers)
    link = "" if product else task.makers
    asset = None
    if where:
        asset = NewAsset(
            task.asset,
            product.code if product else task.product,
            where,
            serial=told.get("serial", ""),
            barcode=told.get("barcode", ""),
            calibrated=_day(told.get("calibrated", "")),
            cost_cents=int(told.get("cost", -1)),
            bought=_day(told.get("bought", "")),
        )
    return AddThing(worker, asset, product, link)
