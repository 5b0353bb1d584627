"""What the screen is about to speak of, read from the store for one view."""

from datetime import timedelta, tzinfo
from typing import Any

from msgspec.structs import replace

from kiosk.attendant.looks import named
from kiosk.attendant.openings import opened
from kiosk.counter.health_words import Part
from kiosk.counter.looking import MINE
from kiosk.counter.scene import Scene
from kiosk.counter.session import Answer, Session, shows
from kiosk.counter.signals import Now
from kiosk.counter.tasks import Counting, Looking, Receiving, Reserving, Showing
from kiosk.crib.defining import YEARS_S
from kiosk.crib.gates import may
from kiosk.crib.handing import Denial
from kiosk.crib.looked import Card, OfHold
from kiosk.crib.names import NOBODY, AssetCode, Role, WorkerId
from kiosk.crib.products import Category
from kiosk.crib.refusals import NeedsBadge
from kiosk.crib.states import AssetState, KitState
from kiosk.crib.status import Status
from kiosk.languages.catalogues import language
from kiosk.store import cards, counts, deliveries, handovers, lent, lists, lookup, reports, states
from kiosk.store.database import rows
from kiosk.store.people import name_of
from kiosk.store.store import Store
from kiosk.store.values import micros

_DENIALS = 3
"""Hand-overs that are denied, and of which a keeper is told at sign-in."""
_ASKED_FOR = (Status.QUARANTINED, Status.MISSING, Status.LOST)
"""Of what is so a keeper, and nobody else, reads who had it last."""
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
    code = session.task.product if isinstance(session.task, Reserving) else answer.product if answer else ""
    known = lookup.product_of(store.db, code) if code else None
    product = asset.product if asset else known[0] if known else None
    policy = lookup.policy_of(store.db)
    me = session.who if session.worker else NOBODY
    told = None if session.task and not isinstance(session.task, Showing) else product
    moment = reports.Moment(now.at, zone)
    counted = session.task.count if isinstance(session.task, Counting) else ""
    greets = bool(me and answer and answer.kind == "signed-in")
    denials = handovers.denials(store.db, _DENIALS) if greets and may(session.worker, Role.KEEPER) else ()
    card = _card(store, answer, asset, moment, keeper=may(session.worker, Role.KEEPER))
    others = _others(answer, asset, kit) | _told_of(session, denials, card)
    put = session.task if isinstance(session.task, Receiving) else Receiving()
    return Scene(
        site=site,
        at=now.at,
        zone=zone,
        policy=policy,
        who=name_of(store.db, me) if me else "",
        names=named(store.db, others, policy, session.worker),
        asset=asset,
        kit=kit,
        product=product,
        categories=_categories(asset, kit, known[1] if known else None),
        counts=reports.counts(store.db, told.code, moment) if told else None,
        card=card,
        taken_over=session.taken_over if greets else (),
        denials=denials,
        lent_until=lent.first_due(store.db, session.subject) if session.subject else None,
        listed={} if session.task else _listed(store, session.listed),
        holdings=reports.holdings(store.db, me) if me else (),
        loans=reports.pool_loans(store.db, me) if me else (),
        holds=_holds(store, me, moment, soon=greets) if greets or _looks_at_hers(session) else (),
        count=counts.progress(store.db, counted) if counted else None,
        delivery=deliveries.expected(store.db, put.delivery, put.transfer),
        health=health,
        opened=opened(store, session, now, zone, policy),
        language=language(session.worker.language if session.worker and session.worker.language else home),
    )


def _card(
    store: Store, answer: Answer | None, asset: AssetState | None, moment: reports.Moment, *, keeper: bool
) -> Card | None:
    """What there is to know beyond its state of an asset that is shown; of a bin, when it was counted."""
    if answer is None or not (answer.kind in ("shown", "card") or isinstance(answer.refusal, NeedsBadge)):
        return None
    if asset:
        found, code = cards.of_asset(store.db, asset.asset.code, moment), asset.asset.code
        return _for_keepers(store, found, code) if keeper else found
    return Card(counted=cards.last_counted(store.db, answer.bin, moment)) if answer.bin else None


def _for_keepers(store: Store, card: Card, code: AssetCode) -> Card:
    """With who had a thing last that is not as it should be, and who denies having given it away."""
    holders = lent.last_holders(store.db, code) if card.status in _ASKED_FOR else ()
    return replace(card, holders=holders, denials=handovers.denials(store.db, 1, code))


def _told_of(session: Session, denials: tuple[Denial, ...], card: Card | None) -> set[WorkerId]:
    """Those whom a greeting or a card names."""
    denied = (*denials, *(card.denials if card else ()))
    people = {who for each in denied for who in (each.worker, each.taker)} | set(card.holders if card else ())
    task = session.task
    whom = {task.whom.id} if isinstance(task, Reserving) and task.whom else set()
    return people | whom | {each.taker for each in session.taken_over}


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


def _looks_at_hers(session: Session) -> bool:
    """Whether what is reserved for who is signed in is on the screen."""
    task = session.task
    mine = isinstance(task, Looking) and task.question == MINE
    return bool(session.worker) and (mine or (isinstance(task, Reserving) and bool(task.held)))


def _holds(store: Store, worker: WorkerId, moment: reports.Moment, *, soon: bool) -> tuple[OfHold, ...]:
    """What is reserved for a worker, now, soon or ever, and what of it will be missing."""
    latest = moment.now + (_SOON if soon else timedelta(seconds=YEARS_S))
    sql = "SELECT DISTINCT product FROM hold WHERE worker = ? AND until_at > ? AND start_at < ?"
    span = micros(moment.now), micros(latest)
    found = [
        row
        for (code,) in rows(store.db, sql, worker, *span)
        for row in lists.holds_of(store.db, code, moment)
        if row.hold.worker == worker and row.hold.start < latest and row.hold.open
    ]
    return tuple(sorted(found, key=lambda row: (row.hold.start, row.hold.code)))


def _others(answer: Answer | None, asset: AssetState | None, kit: KitState | None) -> set[WorkerId]:
    """Everybody whom the screen is about to name."""
    refusal: Any = answer.refusal if answer else None
    named = {getattr(refusal, "holder", NOBODY), getattr(refusal, "worker", NOBODY)}
    named |= {*getattr(refusal, "ask", ()), answer.to if answer else NOBODY}
    named |= {state.holder for state in (kit.assets if kit else ())} | ({asset.holder} if asset else set())
    return named - {NOBODY}
