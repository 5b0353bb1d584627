"""What each site has, as other sites are told: words for their screens, and nothing to decide by."""

from collections.abc import Iterable, Iterator
from datetime import UTC

from kiosk.central.copies import Copy
from kiosk.crib.body import Body
from kiosk.store.database import Database, one
from kiosk.store.elsewhere import SiteFigures
from kiosk.store.reports import Moment, counts
from kiosk.store.values import moment_at


def touched(db: Database, body: Body) -> Iterator[str]:
    """The product whose figures an entry may change; ask before it is applied, and after."""
    if product := getattr(body, "product", ""):
        yield product
    elif asset := getattr(body, "asset", ""):
        yield from _product(db, "SELECT product FROM asset WHERE code = ?", asset)
    elif hold := getattr(body, "hold", ""):
        yield from _product(db, "SELECT product FROM hold WHERE code = ?", hold)


def _product(db: Database, sql: str, code: str) -> Iterator[str]:
    row = one(db, sql, code)
    if row:
        yield str(row[0])


def figures(site: str, copies: Iterable[Copy], product: str) -> SiteFigures | None:
    """A product at a site, over its kiosks, when the last of them wrote; None where it is not known there.

    Days are those of UTC: a journal does not say its site's zone.
    """
    available = reserved = total = at = 0
    known = False
    for copy in copies:
        head = copy.head()
        if head is None:
            continue
        found = counts(copy.db, product, Moment(moment_at(head.at), UTC))
        at = max(at, head.at)
        if found:
            known = True
            available, reserved = available + found.available, reserved + found.reserved
            total += found.total
    return SiteFigures(site, product, available, reserved, total, at) if known else None
