"""A refusal as one text, for whoever gives commands from elsewhere than the counter."""

from datetime import datetime, tzinfo
from typing import Any

from kiosk.counter.scene import Scene, initials
from kiosk.counter.stop_words import stop_words
from kiosk.crib.policy import Policy
from kiosk.crib.products import Product
from kiosk.crib.refusals import Refusal
from kiosk.store import lookup, states
from kiosk.store.database import Database
from kiosk.store.people import name_of


def spoken(db: Database, refusal: Refusal, at: datetime, zone: tzinfo) -> str:
    """What the counter's screen would say of it: what is left, where else, whom to ask.

    Raises:
        StoreError: the database cannot be read.
    """
    asset = states.asset_of(db, getattr(refusal, "asset", ""))
    product = asset.product if asset else _product(db, refusal)
    names = {worker: initials(name_of(db, worker)) for worker in _named(refusal)}
    scene = Scene("", at, zone, Policy(), names=names, asset=asset, product=product)
    title, lines = stop_words(refusal, scene)
    return " ".join(text if text.endswith((".", "?")) else f"{text}." for text in (title, *lines) if text)


def _product(db: Database, refusal: Any) -> Product | None:
    known = lookup.product_of(db, getattr(refusal, "product", ""))
    return known[0] if known else None


def _named(refusal: Any) -> set[Any]:
    named = {getattr(refusal, field, "") for field in ("holder", "worker")}
    return (named | {*getattr(refusal, "ask", ())}) - {""}
