"""What the screen is about to speak of, read from the store for one view."""

from datetime import timedelta, tzinfo
from typing import Any

from kiosk.attendant.looks import named
from kiosk.attendant.openings import opened
from kiosk.counter.health_words import Part
from kiosk.counter.scene import Scene
from kiosk.counter.session import Answer, Session, shows
from kiosk.counter.signals import Now
from kiosk.counter.tasks import Counting, Receiving, Showing
from kiosk.crib.looked import Card, OfHold
from kiosk.crib.names import NOBODY, AssetCode, WorkerId
from kiosk.crib.products import Category
from kiosk.crib.refusals import NeedsBadge
from kiosk.crib.states import AssetState, KitState
from kiosk.languages.catalogues import language
from kiosk.store import cards, counts, deliveries, lists, lookup, reports, states
from kiosk.store.database import rows
from kiosk.store.people import name_of
from kiosk.store.store import Store
from kiosk.store.values import micros

_SOON = timedelta(hours=24)
"""So long before it begins, a reservation is told at sign-in."""


def scene(
    store: Store,
    session: Session,
    now: Now,
    site: str,
    zone: tzinfo,
    health: tuple[Part, ...],
    home: str,
) -> Scene:
    """The scene of a session at this moment; ``home`` is the site's language."""
    answer = session.answer if shows(session) else None
    asset = states.asset_of(store.db, answer.asset) if answer and answer.asset else None
    kit = states.kit_of(store.db, answer.kit) if answer and answer.kit else None
    known = lookup.product_of(store.db, answer.product) if answer and answer.product else None
    product = asset.product if asset else known[0] if known else None
    policy = lookup.policy_of(store.db)
    me = session.who if session.worker else NOBODY
    told = None if session.task and not isinstance(session.task, Showing) else product
    moment = reports.Moment(now.at, zone)
    counted = session.task.count if isinstance(session.task, Counting) else ""
    put = session.task if isinstance(session.task, Receiving) else Receiving()
    return Scene(
        site=site,
        at=now.at,
        zone=zone,
        policy=policy,
        who=name_of(store.db, me) if me else "",
        names=named(store.db, _others(answer, asset, kit), policy, session.worker),
        asset=asset,
        kit=kit,
        product=product,
        categories=_categories(asset, kit, known[1] if known else None),
        counts=reports.counts(store.db, told.code, moment) if told else None,
        card=_card(store, answer, asset, moment),
        listed={} if session.task else _listed(store, session.listed),
        holdings=reports.holdings(store.db, me) if me else (),
        loans=reports.pool_loans(store.db, me) if me else (),
        holds=_holds(store, me, moment) if me and answer and answer.kind == "signed-in" else (),
        count=counts.progress(store.db, counted) if counted else None,
        delivery=deliveries.expected(store.db, put.delivery, put.transfer),
        health=health,
        opened=opened(store, session, now, zone, policy),
        language=language(session.worker.language if session.worker and session.worker.language else home),
    )


def _card(
    store: Store, answer: Answer | None, asset: AssetState | None, moment: reports.Moment
) -> Card | None:
    """What there is to know beyond its state of an asset that is shown; of a bin, when it was counted."""
    if answer is None or not (answer.kind in ("shown", "card") or isinstance(answer.refusal, NeedsBadge)):
        return None
    if asset:
        return cards.of_asset(store.db, asset.asset.code, moment)
    return Card(counted=cards.last_counted(store.db, answer.bin, moment)) if answer.bin else None


def _listed(store: Store, assets: tuple[AssetCode, ...]) -> dict[AssetCode, str]:
    """What each of them is."""
    sql = """SELECT json_extract(p.value, '$.name') FROM asset a JOIN product p ON p.code = a.product
        WHERE a.code = ?"""
    return {code: name for code in assets for (name,) in rows(store.db, sql, code)}


def _categories(
    asset: AssetState | None, kit: KitState | None, category: Category | None
) -> tuple[Category, ...]:
    """Those that tell people something at a step."""
    if asset:
        return (asset.category,)
    found = {each.category.code: each.category for each in kit.assets} if kit else {}
    return (category,) if category else tuple(found.values())


def _holds(store: Store, worker: WorkerId, moment: reports.Moment) -> tuple[OfHold, ...]:
    """What is reserved for a worker, now or soon, and what of it will be missing."""
    sql = "SELECT DISTINCT product FROM hold WHERE worker = ? AND until_at > ? AND start_at < ?"
    span = micros(moment.now), micros(moment.now + _SOON)
    found = [
        row
        for (code,) in rows(store.db, sql, worker, *span)
        for row in lists.holds_of(store.db, code, moment)
        if row.hold.worker == worker and row.hold.start < moment.now + _SOON and row.hold.open
    ]
    return tuple(sorted(found, key=lambda row: (row.hold.start, row.hold.code)))


def _others(answer: Answer | None, asset: AssetState | None, kit: KitState | None) -> set[WorkerId]:
    """Everybody whom the screen is about to name."""
    refusal: Any = answer.refusal if answer else None
    named = {getattr(refusal, "holder", NOBODY), getattr(refusal, "worker", NOBODY)}
    named |= {*getattr(refusal, "ask", ()), answer.to if answer else NOBODY}
    named |= {state.holder for state in (kit.assets if kit else ())} | ({asset.holder} if asset else set())
    return named - {NOBODY}
