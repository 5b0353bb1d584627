"""Openings: what is read from the store for the task that is open at the counter."""

from collections.abc import Callable
from datetime import tzinfo
from typing import Any

from kiosk.attendant import looks, newcomers, reserving
from kiosk.counter.session import Session
from kiosk.counter.signals import Now
from kiosk.counter.tasks import (
    Adding,
    Counting,
    Giving,
    Linking,
    Looking,
    Noting,
    Receiving,
    Reserving,
    Showing,
    Task,
)
from kiosk.crib.counting import Unsettled
from kiosk.crib.policy import Policy
from kiosk.crib.states import AssetState
from kiosk.store import counts, states
from kiosk.store.store import Store

Loader = Callable[[Store, Session, Any, Now, tzinfo, Policy], Any]


def _noted(store: Store, _: Session, task: Noting, *__: object) -> AssetState | None:
    return states.asset_of(store.db, task.asset)


def _counted(store: Store, _: Session, task: Counting, *__: object) -> tuple[Unsettled, ...]:
    return counts.unsettled(store.db, task.count) if task.count else ()


LOADERS: dict[type[Task], Loader] = {
    Counting: _counted,
    Linking: newcomers.to_link,
    Adding: newcomers.to_add,
    Receiving: newcomers.to_receive,
    Reserving: reserving.people,
    Noting: _noted,
    Looking: looks.looked,
    Showing: looks.shown,
    Giving: looks.given,
}
"""What each kind of task needs to be shown; one that is not here needs nothing."""


def opened(store: Store, session: Session, now: Now, zone: tzinfo, policy: Policy) -> Any:
    """What the open task shows; None where nothing is open.

    Raises:
        StoreError: it cannot be read.
    """
    load = LOADERS.get(type(session.task)) if session.task else None
    return load(store, session, session.task, now, zone, policy) if load else None
