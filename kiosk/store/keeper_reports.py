"""Reports of what the keeper has to put right. Computed when read."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from msgspec import Struct, json
from msgspec.structs import replace

from kiosk.crib.define_things import gaps
from kiosk.crib.names import WorkerId
from kiosk.crib.places import PlaceKind
from kiosk.crib.states import AssetState
from kiosk.crib.step_entries import HandoverDenied
from kiosk.store.database import rows
from kiosk.store.lent import names_of_last
from kiosk.store.people import name_of
from kiosk.store.restock import Crib
from kiosk.store.states import asset_of, assets_where
from kiosk.store.values import micros, moment_at

_LATELY = timedelta(days=31)
"""How far back entries are looked at."""
_MAY_LACK = """a.place_kind NOT IN ('scrap', 'lost') AND (a.place_kind = 'supplier' OR a.bin = ''
    OR json_array_length(c.value, '$.require') > 0 OR json_extract(c.value, '$.name_pattern') <> '')"""
_NO_COST = """SELECT code, json_extract(value, '$.name') FROM product
    WHERE json_extract(value, '$.cost_cents') = 0 ORDER BY code"""
_NO_BADGE = """SELECT p.code, p.name FROM person p JOIN worker w ON w.id = p.worker
    WHERE w.active = 1 AND NOT EXISTS (SELECT 1 FROM badge WHERE worker = w.id) ORDER BY p.code"""
_LATE = """SELECT at, coalesce(json_extract(body, '$.asset'), json_extract(body, '$.product')),
    coalesce(json_extract(body, '$.rule'), 'received'),
    coalesce(json_extract(body, '$.day'), json_extract(body, '$.received')) AS day FROM journal
    WHERE type IN ('asset.serviced', 'stock.received') AND at >= ? AND day IS NOT NULL ORDER BY epoch, seq"""
_DENIED = """SELECT actor, json_set(body, '$.type', type) FROM journal
    WHERE type = 'handover.denied' AND at >= ? ORDER BY epoch DESC, seq DESC"""
_WITHOUT = """SELECT coalesce(p.code, n.worker), coalesce(p.name, n.worker), count(*) AS times, max(n.at)
    FROM no_badge n LEFT JOIN person p ON p.worker = n.worker WHERE n.at > ? GROUP BY n.worker
    HAVING times >= ? ORDER BY times DESC, 1"""


class KeeperRow(Struct, frozen=True, omit_defaults=True):
    """One thing that is to be put right."""

    code: str
    name: str = ""
    product: str = ""
    bin: str = ""
    misses: str = ""
    """What it lacks, by column."""
    seen: str = ""
    """The bin in which it lay."""
    since: datetime | None = None
    """When it was entered."""
    day: date | None = None
    """When it was done."""
    late: int | None = None
    """Days between the two."""
    times: int | None = None
    """How often it happened."""
    holder: str = ""
    """Who had it, and denies that she gave it away."""
    taker: str = ""
    """Who took it over."""
    holders: str = ""
    """Who had it last, the latest first."""


def report_gaps(crib: Crib) -> list[KeeperRow]:
    """Drafts and what keeps them so; assets, products and people that lack something."""
    found = (_gap(state) for state in assets_where(crib.db, _MAY_LACK))
    assets = [row for row in found if row.misses]
    products = [KeeperRow(code, name, misses="cost") for code, name in rows(crib.db, _NO_COST)]
    people = [KeeperRow(code, name, misses="badge") for code, name in rows(crib.db, _NO_BADGE)]
    return [*assets, *products, *people]


def _gap(state: AssetState) -> KeeperRow:
    lacks = [gap.column for gap in gaps(state.asset, state.category)]
    if state.place.kind is PlaceKind.SUPPLIER:
        lacks.append("receipt")
    return _of(state, ", ".join(lacks))


def _of(state: AssetState, misses: str = "") -> KeeperRow:
    asset = state.asset
    return KeeperRow(asset.code, state.product.name, asset.product, asset.bin, misses)


def report_missing(crib: Crib) -> list[KeeperRow]:
    """Assets that somebody did not find where they should be, and the three people who had each last."""
    found = assets_where(crib.db, "a.missing = 1")
    return [replace(_of(state), holders=names_of_last(crib.db, state.asset.code)) for state in found]


def report_misplaced(crib: Crib) -> list[KeeperRow]:
    """Assets that a count saw where they do not belong, and that nobody has put right."""
    seen = dict(rows(crib.db, "SELECT asset, seen FROM astray"))
    found = assets_where(crib.db, "a.code IN (SELECT asset FROM astray)")
    return [replace(_of(state), seen=seen[state.asset.code]) for state in found]


def report_unconfirmed(crib: Crib) -> list[KeeperRow]:
    """Controlled assets that came back without a badge, and that nobody has seen since."""
    return [_of(state) for state in assets_where(crib.db, "a.unconfirmed = 1")]


def report_late_entries(crib: Crib) -> list[KeeperRow]:
    """What was entered on a later day than it was done, in the last 31 days."""
    return list(_late(crib))


def _late(crib: Crib) -> Iterator[KeeperRow]:
    for at, code, what, day in rows(crib.db, _LATE, micros(crib.at - _LATELY)):
        since, done = moment_at(at), date.fromisoformat(day)
        late = (since.astimezone(crib.zone).date() - done).days
        if late > 0:
            yield KeeperRow(code, what, since=since, day=done, late=late)


def report_no_badge(crib: Crib) -> list[KeeperRow]:
    """Workers who named themselves by PIN, or by a lead, so often that they ought to get a badge."""
    policy = crib.policy
    since = micros(crib.at - timedelta(days=policy.no_badge_days))
    found = rows(crib.db, _WITHOUT, since, policy.no_badge_times)
    return [KeeperRow(code, name, times=times, since=moment_at(at)) for code, name, times, at in found]


def report_denied(crib: Crib) -> list[KeeperRow]:
    """Hand-overs of the last 31 days that whoever had the thing denies, the newest first."""
    found = rows(crib.db, _DENIED, micros(crib.at - _LATELY))
    return [_denial(crib, WorkerId(actor), json.decode(body, type=HandoverDenied)) for actor, body in found]


def _denial(crib: Crib, worker: WorkerId, body: HandoverDenied) -> KeeperRow:
    names = {"holder": name_of(crib.db, worker), "taker": name_of(crib.db, body.worker)}
    state = asset_of(crib.db, body.asset)
    row = _of(state) if state else KeeperRow(body.asset)
    return replace(row, since=body.since, **names)


OF_THE_KEEPER: dict[str, Callable[[Crib], list[KeeperRow]]] = {
    "gaps": report_gaps,
    "missing": report_missing,
    "misplaced": report_misplaced,
    "unconfirmed": report_unconfirmed,
    "late-entries": report_late_entries,
    "no-badge": report_no_badge,
    "denied": report_denied,
}
"""Every report of what is to be put right, by its name."""
