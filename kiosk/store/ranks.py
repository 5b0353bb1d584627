"""ABC classes as of a day, by the rule of `report abc`, from the journal alone."""

from collections import defaultdict

from kiosk.crib.names import LENT, ProductCode
from kiosk.crib.places import WITH_SOMEBODY, PlaceKind
from kiosk.crib.ranking import YEAR_DAYS, Class, Yearly, classes
from kiosk.crib.replenishment import use_per_day
from kiosk.store.as_of import Day, Traffic, traffic
from kiosk.store.database import Database
from kiosk.store.derived_restock import DAY
from kiosk.store.holdings import Holdings

_COUNTED = {PlaceKind.BIN, PlaceKind.VARIANCE}


def ranks(db: Database, day: Day, had: Holdings) -> dict[str, Class]:
    """The class of each product; what is lent is ranked among its like, by how often it is taken."""
    today = (day.end - 1) // DAY
    moved: dict[str, list[Traffic]] = defaultdict(list)
    for each in traffic(db, had.upto, (today - YEAR_DAYS + 1) * DAY):
        moved[each.product].append(each)
    found: dict[str, Class] = {}
    policy = had.known.policy
    for lent in (True, False):
        alike = [code for code, product in had.known.products.items() if _is_lent(had, code) is lent]
        lines = (_yearly(had, code, moved[code], today) for code in alike)
        ranked = classes(lines, a_percent=policy.abc_a, b_percent=policy.abc_b)
        found |= {str(code): rank for code, rank in ranked.items()}
    return found


def _is_lent(had: Holdings, code: str) -> bool:
    return had.known.categories[had.known.products[code].category].kind in LENT


def _yearly(had: Holdings, code: str, moved: list[Traffic], today: int) -> Yearly:
    product = had.known.products[code]
    count = _lent if _is_lent(had, code) else _consumed
    first = min((each.first for each in moved if {each.source, each.destination} - _COUNTED), default=0)
    known_days = today - first // DAY + 1 if first else 0
    used = use_per_day(sum(map(count, moved)), known_days, YEAR_DAYS)
    unit = product.cost_cents or had.paid.get(code, 0)
    return Yearly(ProductCode(code), used * YEAR_DAYS * unit, bool(product.risk))


def _consumed(moved: Traffic) -> int:
    into = (moved.destination is PlaceKind.CONSUMED) - (moved.source is PlaceKind.CONSUMED)
    return into * moved.lately


def _lent(moved: Traffic) -> int:
    ends = moved.source, moved.destination
    source, destination = reversed(ends) if moved.undone else ends
    taken = source is PlaceKind.BIN and destination in WITH_SOMEBODY
    return taken * (-moved.lately if moved.undone else moved.lately)
