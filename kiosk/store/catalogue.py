"""What exists already of all that a definition names."""

from functools import partial

from kiosk.crib.definitions import Definition, Delivery, NewKit
from kiosk.crib.facts import Catalogue
from kiosk.crib.products import Category
from kiosk.store import lookup, states
from kiosk.store.database import Database, one


def catalogue(db: Database, things: tuple[Definition, ...]) -> Catalogue:
    """What exists of these definitions' things and of what they refer to; people are in the person table."""
    named = {value for thing in things for value in _named(thing)}
    products = lookup.known_of(named, partial(lookup.product_of, db))
    categories: dict[str, Category] = {category.code: category for _, category in products.values()}
    categories |= lookup.known_of(named - categories.keys(), partial(lookup.category_of, db))
    assets = lookup.known_of(named, partial(states.asset_of, db))
    bins = lookup.known_of(named, partial(lookup.bin_of, db))
    areas = named | {bin_.cabinet for bin_ in bins.values()}
    return Catalogue(
        categories=categories,
        products={code: product for code, (product, _) in products.items()},
        areas=lookup.known_of(areas, partial(lookup.area_of, db)),
        bins=bins,
        assets={code: state.asset for code, state in assets.items()},
        drafts={code for code, state in assets.items() if state.place.kind == "supplier"},
        jobs=lookup.known_of(named, partial(lookup.job_of, db)),
        stations=lookup.known_of(named, partial(lookup.station_of, db)),
        kits={code: state.kit for code, state in lookup.known_of(named, partial(states.kit_of, db)).items()},
        codes=lookup.known_of(named, partial(lookup.owner_of, db)),
        people={},
        received=_received(db, things),
    )


def _named(thing: Definition) -> list[str]:
    fields = ("code", "category", "product", "bin", "barcode", "cabinet", "shelf", "within")
    named = [value for field in fields if (value := getattr(thing, field, ""))]
    further = (*getattr(thing, "aliases", ()), *getattr(thing, "linked", ()))
    return [*named, *further, *(thing.assets if isinstance(thing, NewKit) else ())]


def _received(db: Database, things: tuple[Definition, ...]) -> dict[tuple[str, str, str], int]:
    keys = {(thing.product, thing.bin, thing.receipt) for thing in things if isinstance(thing, Delivery)}
    sql = "SELECT quantity FROM receipt WHERE product = ? AND bin = ? AND receipt = ?"
    return {key: row[0] for key in keys if (row := one(db, sql, *key))}
