"""What the screen is about to speak of, read from the store for one view."""

from datetime import timedelta, tzinfo
from typing import Any

from kiosk.counter.scene import Scene, initials
from kiosk.counter.session import Answer, Session, shows
from kiosk.counter.signals import Now
from kiosk.counter.tasks import Counting, Receiving
from kiosk.counter.views import Health
from kiosk.crib.holds import binds
from kiosk.crib.names import NOBODY, WorkerId
from kiosk.crib.policy import Policy
from kiosk.crib.products import Product
from kiosk.crib.states import AssetState, Hold, KitState
from kiosk.store import counts, deliveries, lookup, reports, states
from kiosk.store.people import name_of
from kiosk.store.store import Store
from kiosk.store.values import micros

_SOON = timedelta(hours=24)
"""So long before it begins, a reservation is told at sign-in."""


def scene(
    store: Store, session: Session, now: Now, site: str, zone: tzinfo, health: tuple[Health, ...]
) -> Scene:
    """The scene of a session at this moment."""
    answer = session.answer if shows(session) else None
    asset = states.asset_of(store.db, answer.asset) if answer and answer.asset else None
    kit = states.kit_of(store.db, answer.kit) if answer and answer.kit else None
    known = lookup.product_of(store.db, answer.product) if answer and answer.product else None
    product = asset.product if asset else known[0] if known else None
    policy = lookup.policy_of(store.db)
    me = session.who if session.worker else NOBODY
    told = None if session.task else product
    counted = session.task.count if isinstance(session.task, Counting) else ""
    arriving = session.task.delivery if isinstance(session.task, Receiving) else ""
    return Scene(
        site=site,
        at=now.at,
        zone=zone,
        policy=policy,
        who=name_of(store.db, me) if me else "",
        names={worker: initials(name_of(store.db, worker)) for worker in _others(answer, asset, kit)},
        asset=asset,
        kit=kit,
        product=product,
        counts=reports.counts(store.db, told.code, reports.Moment(now.at, zone)) if told else None,
        holdings=reports.holdings(store.db, me) if me else (),
        loans=reports.pool_loans(store.db, me) if me else (),
        holds=_holds(store, me, now, policy) if me and answer and answer.kind == "signed-in" else (),
        count=counts.progress(store.db, counted) if counted else None,
        delivery=deliveries.delivery_of(store.db, arriving) if arriving else None,
        health=health,
    )


def _holds(store: Store, worker: WorkerId, now: Now, policy: Policy) -> tuple[tuple[Product, Hold], ...]:
    """What is reserved for a worker, now or soon."""
    condition = "worker = ? AND until_at > ? AND start_at < ?"
    span = micros(now.at), micros(now.at + _SOON)
    found = states.holds_where(store.db, condition, worker, *span)
    mine = [hold for hold in found if binds(hold, now.at, policy.no_show)]
    products = [(lookup.product_of(store.db, hold.product), hold) for hold in mine]
    return tuple((known[0], hold) for known, hold in products if known)


def _others(answer: Answer | None, asset: AssetState | None, kit: KitState | None) -> set[WorkerId]:
    """Everybody whom the screen is about to name."""
    refusal: Any = answer.refusal if answer else None
    named = {getattr(refusal, "holder", NOBODY), getattr(refusal, "worker", NOBODY)}
    named |= {*getattr(refusal, "ask", ()), answer.to if answer else NOBODY}
    named |= {state.holder for state in (kit.assets if kit else ())} | ({asset.holder} if asset else set())
    return named - {NOBODY}
