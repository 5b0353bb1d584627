"""ABC classes as of a day, by the rule of `report abc`, from the journal alone."""

from collections import defaultdict

from kiosk.crib.movements import use_of
from kiosk.crib.places import PlaceKind
from kiosk.crib.ranking import YEAR_DAYS, Class, Yearly, classes, yearly
from kiosk.store.as_of import Day, Traffic, traffic
from kiosk.store.database import Database
from kiosk.store.derived_restock import DAY
from kiosk.store.holdings import Holdings

_COUNTED = {PlaceKind.BIN, PlaceKind.VARIANCE}


def ranks(db: Database, day: Day, had: Holdings) -> dict[str, Class]:
    """The class of each product."""
    today = (day.end - 1) // DAY
    moved: dict[str, list[Traffic]] = defaultdict(list)
    for each in traffic(db, had.upto, (today - YEAR_DAYS + 1) * DAY):
        moved[each.product].append(each)
    policy = had.known.policy
    lines = [_yearly(had, code, moved[code], today) for code in had.known.products]
    found = classes(lines, a_percent=policy.abc_a, b_percent=policy.abc_b)
    return {str(code): rank for code, rank in found.items()}


def _yearly(had: Holdings, code: str, moved: list[Traffic], today: int) -> Yearly:
    product = had.known.products[code]
    lent = had.known.categories[product.category].is_lent
    first = min((each.first for each in moved if {each.source, each.destination} - _COUNTED), default=0)
    uses = [(use_of(each.source, each.destination, undone=each.undone), each.lately) for each in moved]
    return yearly(
        product,
        used=sum((use.lent if lent else use.consumed) * pieces for use, pieces in uses),
        known_days=today - first // DAY + 1 if first else 0,
        unit_cents=product.cost_cents or had.paid.get(code, 0),
        lent=lent,
    )
