"""`cribctl available|reserved|out|low|where`: the five questions of the counter's welcome page."""

from argparse import Namespace

from msgspec import Struct

from kiosk.admin import report
from kiosk.admin.command import Nouns, add_task
from kiosk.admin.crib import Crib, reading
from kiosk.admin.table import Column, table
from kiosk.admin.terminal import DONE, Terminal
from kiosk.crib.looked import OfAsset, OfBin, OfKit, OfProduct, OfSite, Row
from kiosk.crib.places import PlaceKind
from kiosk.crib.states import AssetState
from kiosk.store.database import Database
from kiosk.store.lists import found
from kiosk.store.people import name_of
from kiosk.store.reports import Moment

_REPORTS = {
    "available": "What is available: each product's figures.",
    "reserved": "What is reserved, and what of it will fail.",
    "out": "What is out: who has it, since when, until when.",
    "low": "What is low: no more of it available than its reorder point.",
}
_COLUMNS = (
    Column("CODE"),
    Column("NAME", shrinks=True),
    Column("STATUS"),
    Column("WHERE"),
    Column("HOLDER", shrinks=True),
)


class Found(Struct, frozen=True):
    """One thing that a search found."""

    code: str
    name: str
    status: str
    """An asset's; a product's figures available, reserved, total."""
    where: str
    """The bin, bins or place; ``Site B`` where only another site has it."""
    holder: str = ""


def add(nouns: Nouns) -> None:
    """Add the nouns."""
    for name, says in _REPORTS.items():
        parser = add_task(nouns, name, says, report.report, f"The same as `cribctl report {name}`.")
        parser.add_argument("--csv", action="store_true", help="print CSV")
        parser.set_defaults(name=name, as_of=None, today=False)
    parser = add_task(nouns, "where", "Where something is: searched as on the counter's screen.", _where)
    parser.add_argument("text", metavar="TEXT", nargs="+", help="a code, name, alias, serial, bin or holder")


def _where(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    with reading(crib) as db:
        rows, more = found(db, Moment(crib.now(), crib.zone), " ".join(args.text), names=True)
        things = [_found(db, row) for row in rows]
    if args.json:
        terminal.document([{name: getattr(each, name) for name in each.__struct_fields__} for each in things])
        return DONE
    if not things:
        terminal.say("where: none")
        return DONE
    terminal.say("\n".join(table(_COLUMNS, ([*_cells(each)] for each in things))))
    if more:
        terminal.say("There is more: name it more closely.")
    return DONE


def _cells(thing: Found) -> tuple[str, str, str, str, str]:
    return thing.code, thing.name, thing.status, thing.where, thing.holder


def _found(db: Database, row: Row) -> Found:
    match row:
        case OfAsset(asset, status):
            holder = name_of(db, asset.holder) if asset.holder else ""
            return Found(asset.asset.code, asset.product.name, status.value, _place(asset), holder)
        case OfProduct(product, counts, bins, elsewhere):
            figures = f"{counts.available} · {counts.reserved} · {counts.total}"
            far = [f"Site {there.site}: {there.available}" for there in elsewhere]
            return Found(product.code, product.name, figures, ", ".join([*bins, *far]))
        case OfKit(kit, whole):
            return Found(kit.code, kit.name, "complete" if whole else "not complete", "")
        case OfBin(place):
            return Found(place.code, place.name, "", place.code)
        case OfSite(product, elsewhere):
            return Found(product, "", "", ", ".join(f"Site {far.site}: {far.available}" for far in elsewhere))
    raise AssertionError(row)


def _place(asset: AssetState) -> str:
    """Its bin, or what kind of place it is in."""
    place = asset.place
    return place.code if place.kind is PlaceKind.BIN else "" if asset.holder else str(place)
