"""Tools that pass a reader of UHF tags, many at once: evidence of where they are, not a gesture.

Each does what a scan of it would, but for three things. Tags that mean nothing here are passed over without a
word: clothes and parcels have some. A tool that moved a moment ago is left alone: it is still being carried
past. And what somebody has open on the screen stays open.
"""

from collections.abc import Callable
from datetime import timedelta, tzinfo
from typing import NamedTuple

from msgspec.structs import replace

from kiosk.attendant import resolve
from kiosk.attendant.events import TagsRead
from kiosk.attendant.health import Wellbeing
from kiosk.attendant.serving import Serving
from kiosk.counter import busy
from kiosk.counter.language import Phrase, mark
from kiosk.counter.session import Answer, Session
from kiosk.counter.signals import AssetSeen, KitSeen, Now
from kiosk.crib.names import BinCode
from kiosk.crib.policy import Policy
from kiosk.crib.states import AssetState
from kiosk.store.lookup import policy_of
from kiosk.store.store import Store

SETTLES_S = 60.0
"""A tool that was taken or came back is not moved by its tag for so long."""
_COUNTED = {
    "taken": mark("Taken: {count}"),
    "returned": mark("Returned: {count}"),
    "shown": mark("Waiting for a badge: {count}"),
}
"""What is said of tools that passed together, by what would have been said of each."""
_MOVED = ("taken", "returned")
_WRONG = Phrase(mark("Is one wrong? Scan it."))
"""Of several moved by one pass there is no undo: it would be of the last one, which nobody can point at."""


class Told(NamedTuple):
    """What was said of a thing, and where it belongs."""

    answer: Answer
    homes: tuple[BinCode, ...]


class Passing:
    """Whatever passes by; what of it is nothing of the crib's is counted."""

    def __init__(
        self, store: Store, serving: Serving, well: Wellbeing, new_id: Callable[[], str], zone: tzinfo
    ) -> None:
        self._store = store
        self._serving = serving
        self._well = well
        self._new_id = new_id
        self._zone = zone

    def take(self, event: TagsRead, now: Now) -> None:
        """Play each tag; of several, say how many went which way, unless one was stopped.

        Raises:
            StoreError: something could not be read or written; what was written before it stands.
        """
        policy, told, stopped = policy_of(self._store.db), list[Told](), None
        for tag in event.tags:
            seen = resolve.tag(self._store, tag, now, self._zone)
            if seen is None:
                self._well.strange_tags += 1
                continue
            if self._is_settling(seen, now):
                continue
            before = self._serving.session.answers
            self._play(seen, now, policy)
            session = self._serving.session
            if session.answer and session.answers > before:
                told.append(Told(session.answer, tuple(asset.asset.bin for asset in _assets(seen))))
                stopped = session if session.answer.kind == "refused" else stopped
        self._serving.session = _summed(self._serving.session, told, stopped, now)

    def _is_settling(self, seen: AssetSeen | KitSeen, now: Now) -> bool:
        return any(self._moved_just_now(asset, now) for asset in _assets(seen))

    def _moved_just_now(self, asset: AssetState, now: Now) -> bool:
        moved = self._serving.moved.get(asset.asset.code)
        if moved is not None and now.boot - moved < SETTLES_S:
            return True
        return bool(asset.since and timedelta(0) <= now.at - asset.since < timedelta(seconds=SETTLES_S))

    def _play(self, seen: AssetSeen | KitSeen, now: Now, policy: Policy) -> None:
        """As a scan; a task that has no use for it is set aside meanwhile."""
        was = self._serving.session
        aside = was.task is not None and busy.scan(was, seen, now) is None
        if aside:
            self._serving.session = replace(was, task=None)
        self._serving.signal(seen, now, self._new_id(), policy)
        if aside:
            self._serving.session = replace(self._serving.session, task=was.task, under=was.under)


def _assets(seen: AssetSeen | KitSeen) -> tuple[AssetState, ...]:
    return (seen.asset,) if isinstance(seen, AssetSeen) else seen.kit.assets


def _summed(session: Session, told: list[Told], stopped: Session | None, now: Now) -> Session:
    """A stop stays on the screen, a question, too; else what was said of several is said in one."""
    if stopped:
        again = session.say(stopped.answer, now) if stopped.answer else session
        return replace(again, stop=stopped.stop)
    counts = {kind: sum(each.answer.kind == kind for each in told) for kind in _COUNTED}
    together = sum(counts.values())
    if session.question or together < 2:
        return session
    lines = tuple(Phrase(_COUNTED[kind], {"count": count}) for kind, count in counts.items() if count)
    lines += (_WRONG,) if any(counts[kind] for kind in _MOVED) else ()
    back = tuple(code for each in told if each.answer.kind == "returned" for code in each.homes)
    answer = Answer("passed", by=session.who, quantity=together, lines=back, told=lines)
    return replace(session, act=None, line=None).say(answer, now)
