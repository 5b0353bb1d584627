"""Lists for the counter's screen: available, reserved, out, low, found. Computed when read, as reports are.

A list ends at so many rows. Only of these, and of holds of the same products, are figures computed; the rest
is counted: a large crib's screen is as quick as a small one's.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

from kiosk.crib.availability import NOT_OURS
from kiosk.crib.holds import shortfalls
from kiosk.crib.looked import OfAsset, OfBin, OfHold, OfKit, OfLoan, OfLow, OfProduct, OfSite, Row
from kiosk.crib.names import JobCode
from kiosk.crib.places import Place, PlaceKind
from kiosk.crib.products import Bin, Product
from kiosk.crib.replenishment import Watched, is_low
from kiosk.crib.states import AssetState, Elsewhere, Hold, Loan
from kiosk.crib.status import status_of
from kiosk.store import restock
from kiosk.store.database import Database, one, rows
from kiosk.store.elsewhere import SiteFigures
from kiosk.store.lookup import policy_of, product_of
from kiosk.store.reports import Moment, counts
from kiosk.store.search import search
from kiosk.store.states import asset_of, elsewhere_of, kit_of, plan_of
from kiosk.store.values import micros, moment_at, value_of

FOUND = 24
"""Things that a search shows."""
_BINS = 3
"""Bins that are named with a product."""
_GONE = ", ".join(f"'{kind.value}'" for kind in sorted(NOT_OURS))
_HERE = f"""FROM product p WHERE EXISTS (SELECT 1 FROM balance b
    WHERE b.product = p.code AND b.quantity > 0 AND b.place_kind NOT IN ({_GONE}))"""
_BINDS = "FROM hold WHERE until_at > ?1 AND start_at > ?2 AND picked < quantity"
_OUT = "place_kind IN ('holder', 'job', 'station', 'service', 'transit')"


class Rows(NamedTuple):
    """The first rows of a list."""

    rows: tuple[Row, ...]
    more: int = 0
    """How many there are beyond these; -1 where nobody counted them."""


def available(db: Database, moment: Moment, most: int) -> Rows:
    """The figures of every product that the site has, by name."""
    order = "ORDER BY p.value ->> 'name' COLLATE NOCASE, p.code LIMIT ?"
    found = [of_product(db, code, moment) for (code,) in rows(db, f"SELECT p.code {_HERE} {order}", most)]
    return _cut(found, one(db, f"SELECT count(*) {_HERE}")[0])


def out(db: Database, moment: Moment, most: int) -> Rows:
    """Assets and pieces of pools that are out, the first due first."""
    sql = f"SELECT code FROM asset WHERE {_OUT} ORDER BY due = 0, due, code LIMIT ?"
    assets = [of_asset(db, code, moment) for (code,) in rows(db, sql, most)]
    number = one(db, f"SELECT count(*) FROM asset WHERE {_OUT}")[0]
    return _cut([*assets, *lent(db, most - len(assets))], number + one(db, "SELECT count(*) FROM loan")[0])


def lent(db: Database, most: int, condition: str = "1", *values: object) -> list[OfLoan]:
    """Pieces of pools by loan, the first due first."""
    sql = f"""SELECT product, quantity, place_kind, place, since, due, job FROM loan WHERE {condition}
        ORDER BY due, product, place_kind, place, job LIMIT ?"""
    found = []
    for product, quantity, kind, place, since, due, job in rows(db, sql, *values, max(most, 0)):
        known = product_of(db, product)
        if known:
            where = Place(PlaceKind(kind), place)
            loan = Loan(quantity, where, moment_at(since), moment_at(due), JobCode(job))
            found.append(OfLoan(known[0], loan))
    return found


def reserved(db: Database, moment: Moment, most: int) -> Rows:
    """Every hold that binds now or later, in order of beginning, and what of it will be missing."""
    at = micros(moment.now), micros(moment.now - timedelta(seconds=policy_of(db).no_show))
    first = rows(db, f"SELECT code, product {_BINDS} ORDER BY start_at, code LIMIT ?3", *at, most)
    products = {product for _, product in first}
    told = {row.hold.code: row for product in products for row in holds_of(db, product, moment)}
    return _cut([told.get(code) for code, _ in first], one(db, f"SELECT count(*) {_BINDS}", *at)[0])


def holds_of(db: Database, code: str, moment: Moment) -> list[OfHold]:
    """A product's holds that bind now or later."""
    plan, known = plan_of(db, code, moment.now, policy_of(db).no_show), product_of(db, code)
    short = shortfalls(plan, moment.now, moment.zone)
    found = [(hold, short.get(hold.code, 0)) for hold in plan.holds]
    return [OfHold(known[0], hold, n, elsewhere_of(db, code) if n else ()) for hold, n in found if known]


def low(db: Database, moment: Moment, most: int) -> Rows:
    """Products with no more available than their reorder point."""
    alerts = [code for (code,) in rows(db, "SELECT product FROM low_alert ORDER BY product")]
    crib, shown = restock.Crib.now(db, moment.now, moment.zone), list[Row]()
    for number, code in enumerate(alerts):
        if len(shown) == most:
            return Rows(tuple(shown), len(alerts) - number)
        shown += (
            _low(db, each) for each in restock.watched(crib, (code,)) if is_low(each.available, each.point)
        )
    return Rows(tuple(shown))


def _low(db: Database, each: Watched) -> OfLow:
    return OfLow(product_of(db, each.product)[0], each.available, each.point or 0)  # type: ignore[index]


def low_count(db: Database) -> int:
    """For how many products an alert stands."""
    return int(one(db, "SELECT count(*) FROM low_alert")[0])


def found(db: Database, moment: Moment, text: str, *, names: bool) -> Rows:
    """What a search finds; what only other sites have, where nothing is found here."""
    hits = search(db, text, FOUND, names=names)
    sites = [OfSite(each.product, (_there(each),)) for each in hits.elsewhere]
    here = [row for code in hits.codes if (row := thing(db, code, moment))]
    return Rows((*here, *sites), -1 if hits.more else 0)


def _there(told: SiteFigures) -> Elsewhere:
    return Elsewhere(told.site, told.available, moment_at(told.at))


def thing(db: Database, code: str, moment: Moment) -> Row | None:
    """The asset, product, kit or bin with this code of its own."""
    row = one(db, "SELECT kind FROM code WHERE code = ? AND target = ?", code, code)
    match row[0] if row else "":
        case "product":
            return of_product(db, code, moment)
        case "asset":
            return of_asset(db, code, moment)
        case "kit":
            return of_kit(db, code)
        case "bin":
            return OfBin(value_of(Bin, one(db, "SELECT value FROM bin WHERE code = ?", code)[0]))
    return None


def of_product(db: Database, code: str, moment: Moment) -> OfProduct | None:
    """A product as it stands here."""
    known, figures = product_of(db, code), counts(db, code, moment)
    if known is None or figures is None:
        return None
    far = () if figures.available else elsewhere_of(db, code)
    return OfProduct(known[0], figures, bins_of(db, code), far)


def bins_of(db: Database, code: str) -> tuple[str, ...]:
    """The bins that hold most of a product."""
    sql = """SELECT place FROM balance WHERE product = ? AND place_kind = 'bin'
        GROUP BY place ORDER BY sum(quantity) DESC, place LIMIT ?"""
    return tuple(place for (place,) in rows(db, sql, code, _BINS))


def of_asset(db: Database, code: str, moment: Moment) -> OfAsset | None:
    """An asset as it stands."""
    asset = asset_of(db, code)
    return state_of(db, asset, moment) if asset else None


def state_of(db: Database, asset: AssetState, moment: Moment) -> OfAsset:
    """An asset with its status; holds of its product bind it where they claim all that is on the shelf."""
    held = asset.is_in and _is_held(db, asset, moment)
    sent = asset.place.kind is PlaceKind.SUPPLIER and _was_sent(db, asset)
    return OfAsset(asset, status_of(asset, moment.now, moment.zone, reserved=held, sent=sent))


def _was_sent(db: Database, asset: AssetState) -> bool:
    """Whether it was here, and another site has received it since."""
    sql = """SELECT 1 FROM mention m JOIN journal j ON j.epoch = m.epoch AND j.seq = m.seq
        WHERE m.code = ? AND j.type = 'transfer.settled' LIMIT 1"""
    return one(db, sql, asset.asset.code) is not None


def _is_held(db: Database, asset: AssetState, moment: Moment) -> bool:
    holds = [hold for hold in _in_force(db, asset.product, moment) if hold.open]
    if any(hold.asset == asset.asset.code for hold in holds):
        return True
    figures = counts(db, asset.product.code, moment) if holds else None
    return figures is not None and not figures.available


def _in_force(db: Database, product: Product, moment: Moment) -> Sequence[Hold]:
    holds = plan_of(db, product.code, moment.now, policy_of(db).no_show).holds
    return [hold for hold in holds if hold.start <= moment.now < hold.until]


def of_kit(db: Database, code: str) -> OfKit | None:
    """A kit, and whether all of it is in."""
    state = kit_of(db, code)
    return OfKit(state.kit, all(asset.is_in for asset in state.assets)) if state else None


def _cut(found: Iterable[Row | None], number: int) -> Rows:
    shown = tuple(row for row in found if row)
    return Rows(shown, max(0, number - len(shown)))


def overdue(db: Database, moment: Moment, most: int) -> Rows:
    """What should be back by now, the worst first."""
    at = micros(moment.now)
    sql = "SELECT code FROM asset WHERE due > 0 AND due < ? ORDER BY due, code LIMIT ?"
    assets = [of_asset(db, code, moment) for (code,) in rows(db, sql, at, most)]
    loans = lent(db, most, "due < ?", at)
    number = one(db, "SELECT count(*) FROM asset WHERE due > 0 AND due < ?", at)[0]
    number += one(db, "SELECT count(*) FROM loan WHERE due < ?", at)[0]
    worst = sorted([row for row in (*assets, *loans) if row], key=_due)[:most]
    return _cut(worst, number)


def _due(row: OfAsset | OfLoan) -> int:
    return micros(row.asset.due if isinstance(row, OfAsset) else row.loan.due)
