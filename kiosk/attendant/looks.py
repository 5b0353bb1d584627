"""What is read for somebody who looks: lists, cards, and people by the names that the reader may see."""

from collections.abc import Iterable
from datetime import tzinfo

from msgspec.structs import replace

from kiosk.counter.looking import MINE
from kiosk.counter.scene import called
from kiosk.counter.session import Session
from kiosk.counter.signals import Now
from kiosk.counter.tasks import Giving, Looking, Showing
from kiosk.crib.gates import may
from kiosk.crib.looked import Card, Looked
from kiosk.crib.names import Role, WorkerId
from kiosk.crib.policy import Policy
from kiosk.crib.products import Worker
from kiosk.crib.states import AssetState
from kiosk.store import cards, lists
from kiosk.store.database import Database, one
from kiosk.store.reports import Moment
from kiosk.store.states import asset_of
from kiosk.store.store import Store

MOST = 200
"""Rows of a list."""
_LISTS = {
    "available": lists.available,
    "reserved": lists.reserved,
    "out": lists.out,
    "low": lists.low,
}
_CARDS = {"product": cards.of_product, "bin": cards.of_bin, "kit": cards.of_kit}


def named(
    db: Database, workers: Iterable[WorkerId], policy: Policy, reader: Worker | None
) -> dict[WorkerId, str]:
    """What these people are called where ``reader`` reads it; who is not to be named is left out.

    Raises:
        StoreError: the database cannot be read.
    """
    found = {worker: _called(db, worker, policy, reader) for worker in workers}
    return {worker: name for worker, name in found.items() if name}


def _called(db: Database, worker: WorkerId, policy: Policy, reader: Worker | None) -> str:
    row = one(db, "SELECT name, code FROM person WHERE worker = ?", worker)
    return called(row[0], row[1], policy, reader) if row else ""


def looked(
    store: Store, session: Session, task: Looking, now: Now, zone: tzinfo, policy: Policy
) -> Looked | None:
    """The answer to a question; what one holds oneself is read with every scene."""
    if task.question == MINE:
        return None
    moment = Moment(now.at, zone)
    if task.question == "where":
        found = lists.found(store.db, moment, task.text, names=may(session.worker, Role.LEAD))
    else:
        found = _LISTS[task.question](store.db, moment, MOST)
    names = named(store.db, cards.people(found.rows), policy, session.worker)
    return Looked(found.rows, found.more, names)


def shown(
    store: Store, session: Session, task: Showing, now: Now, zone: tzinfo, policy: Policy
) -> Card | None:
    """What is in a card beside its notice; an asset's is all notice."""
    if task.what == "asset":
        return None
    moment = Moment(now.at, zone)
    if task.figure:
        card = Card(shares=cards.behind(store.db, task.code, task.figure, moment))
        people = {share.by for share in card.shares} - {WorkerId("")}
    else:
        card = _CARDS[task.what](store.db, task.code, moment)
        people = cards.people(card.rows)
    return replace(card, names=named(store.db, people, policy, session.worker))


def given(store: Store, _: Session, task: Giving, *__: object) -> AssetState | None:
    """The thing that is about to change hands."""
    return asset_of(store.db, task.asset)
