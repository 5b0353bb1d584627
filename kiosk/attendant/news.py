"""What the idle screen tells by itself, read anew with every view of it."""

import json
from datetime import datetime, timedelta

from msgspec.structs import replace

from kiosk.attendant.looks import named
from kiosk.counter import news_words, step_words
from kiosk.counter.card_words import ENTRIES
from kiosk.counter.news_words import LastAct
from kiosk.counter.phrases import who
from kiosk.counter.scene import Scene
from kiosk.counter.session import Session
from kiosk.counter.signals import Now
from kiosk.counter.views import Item
from kiosk.crib.looked import Looked
from kiosk.crib.names import NOBODY, Via, WorkerId
from kiosk.store import cards, lists, lookup, steps
from kiosk.store.database import Database, rows
from kiosk.store.reports import Moment
from kiosk.store.states import asset_of
from kiosk.store.values import moment_at

_BEFORE = timedelta(minutes=15)
"""So long before a start the last act can have been somebody's who still waits."""
_TOLD_S = 600
"""So long after a start it is told."""
_WORST = 3
"""Overdue things that are named."""
_TAIL = 50
"""Entries that are looked at for the last act."""
_AT_COUNTER = tuple(via.value for via in (Via.BADGE, Via.PIN, Via.VOUCHED, Via.UNSIGNED))


class News:
    """Remembers what was recorded last before the kiosk started, which the first view of all finds."""

    def __init__(self) -> None:
        self._last: LastAct | None = None
        self._until: float | None = None

    def told(self, db: Database, session: Session, scene: Scene, now: Now) -> Scene:
        """The scene with its news, where nobody is busy with anything else.

        Raises:
            StoreError: the database cannot be read.
        """
        if self._until is None:
            self._last, self._until = _last_act(db, now.at), now.boot + _TOLD_S
        if session.worker or session.task:
            return scene
        fresh = self._last if session.answers == 0 and now.boot < self._until else None
        return replace(scene, news=(*_last(db, fresh, scene), *_still_out(db, scene), *_standing(db, scene)))


def _last_act(db: Database, at: datetime) -> LastAct | None:
    """The newest act at the counter, where it was not long ago."""
    sql = """SELECT type, body, at, actor, via FROM journal ORDER BY epoch DESC, seq DESC LIMIT ?"""
    for kind, body, when, actor, via in rows(db, sql, _TAIL):
        if kind in ENTRIES and via in _AT_COUNTER:
            recent = timedelta(0) <= at - moment_at(when) <= _BEFORE
            return LastAct(kind, _thing(db, body), moment_at(when), WorkerId(actor)) if recent else None
    return None


def _thing(db: Database, body: str) -> str:
    fields = json.loads(body)
    asset = asset_of(db, fields.get("asset", ""))
    known = lookup.product_of(db, fields.get("product", ""))
    product = asset.product if asset else known[0] if known else None
    return f"{product.name if product else ''} {fields.get('asset', '')}".strip()


def _last(db: Database, act: LastAct | None, scene: Scene) -> tuple[Item, ...]:
    if act is None:
        return ()
    names = named(db, {act.by} - {NOBODY}, scene.policy, None)
    return (news_words.last_recorded(act, names, scene),)


def _still_out(db: Database, scene: Scene) -> tuple[Item, ...]:
    people = steps.still_out(db, scene.at, scene.zone, scene.policy)
    shown = {each.worker for each in people[: step_words.PEOPLE]}
    known = replace(scene, names=named(db, shown, scene.policy, None))
    return step_words.still_out(people, lambda worker: who(worker, known), scene)


def _standing(db: Database, scene: Scene) -> tuple[Item, ...]:
    late = lists.overdue(db, Moment(scene.at, scene.zone), _WORST)
    names = named(db, cards.people(late.rows), scene.policy, None)
    worst = news_words.overdue(Looked(late.rows, late.more, names), scene)
    return (*worst, *news_words.low(lists.low_count(db), scene))
