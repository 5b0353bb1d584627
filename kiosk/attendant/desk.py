"""The desk: takes one event after the other, decides, writes, and only then tells the world.

Scan → signal → intents → commands → one transaction each → view, beep, head. Beep means durable.
"""

import logging
from collections.abc import Callable
from contextlib import suppress

from kiosk.attendant.cabinets import Cabinets
from kiosk.attendant.composing import Composer, Identity
from kiosk.attendant.events import Asked, Checked, Event, Idle, Tick
from kiosk.attendant.health import Wellbeing
from kiosk.attendant.hearing import Hearing
from kiosk.attendant.messages import Answer, Reply
from kiosk.attendant.news import News
from kiosk.attendant.presenting import Badges
from kiosk.attendant.recording import Recording
from kiosk.attendant.requests import Requests
from kiosk.attendant.reviews import Reviews
from kiosk.attendant.serving import Serving
from kiosk.attendant.telling import Outputs, Telling
from kiosk.clock import World
from kiosk.counter.health_words import Part
from kiosk.counter.session import Session, deadline
from kiosk.counter.signals import Now, TimePassed
from kiosk.counter.views import Tone, View
from kiosk.crib.commands import Start
from kiosk.crib.names import Via
from kiosk.crib.refusals import Fault
from kiosk.store.database import StoreDamagedError, StoreError
from kiosk.store.lookup import policy_of
from kiosk.store.store import Store

log = logging.getLogger(__name__)


class Desk:
    """The attendant's one thread of decisions; everything here happens on it."""

    def __init__(
        self, store: Store, world: World, identity: Identity, outputs: Outputs, badges: Badges
    ) -> None:
        self._store = store
        self._world = world
        self._identity = identity
        self._telling = Telling(outputs)
        self.well = Wellbeing()
        self.cabinets = Cabinets(outputs.locks, store.db)
        self._composer = Composer(store, identity, News(), self.cabinets)
        self._recording = Recording(store, world, self.well, Reviews(identity.zone))
        self._serving = Serving(self._recording.execute, self.cabinets)
        around = self._recording, self._serving, self.cabinets, self.well
        self._requests = Requests(store, world, identity, *around, badges, self._greet)
        self._presenting = self._requests.presenting
        self._hearing = Hearing(store, *around, self._presenting, badges.badge_forms, identity.zone)
        self._next_minute = 0.0
        self.goes_on = False
        """Whether somebody brings Idle while ``is_importing``; else an import is done at once."""

    @property
    def view(self) -> View | None:
        """What the screen was told last."""
        return self._telling.view

    @property
    def session(self) -> Session:
        """What the counter remembers."""
        return self._serving.session

    @session.setter
    def session(self, session: Session) -> None:
        self._serving.session = session

    @property
    def is_importing(self) -> bool:
        """Whether something large is being defined, a little with each Idle."""
        return self._requests.importing.is_busy

    def start(self) -> None:
        """Note the start, and show the first view; a disk that is full is said, not a reason to be dark."""
        now = self._world.now()
        try:
            self._recording.execute(self._recording.new_id(), Start(self._identity.version), now, Via.KIOSK)
        except StoreError as error:
            self._fault(error, now)
        self._publish(now, beeps=False)

    def handle(self, event: Event) -> None:
        """Play one event to its end."""
        now = self._world.now()
        self.well.calm(now.boot)
        said = self.session.answers
        try:
            self._take(event, now)
            while self.is_importing and not self.goes_on:
                self._take(Idle(), now)
        except StoreError as error:
            self._fault(error, now)
        if isinstance(event, Idle) and self.is_importing:
            return  # nothing that is shown has changed
        self._settle(now)
        self._publish(now, beeps=self.session.answers > said)

    def recover(self, event: Event) -> None:
        """After an error that nobody foresaw: nobody is signed in, and whoever waits is told."""
        now = self._world.now()
        if isinstance(event, Asked):
            with suppress(Exception):  # it may be this client's reply that went wrong
                event.reply(Reply(event.request.id, "error", "Something went wrong here; see the log."))
        self._serving.begin_anew(now)
        try:
            self._settle(now)
            self._publish(now, beeps=True)
        except Exception:  # what every view reads is broken: what can be said without it is said
            log.exception("the view cannot be made; the screen says that the kiosk is out of order")
            dark = self._composer.dark(self.session, now, (), Fault.PROGRAM)
            self._telling.tell(dark, self.session, None, Tone.STOP)

    def deadline(self) -> float | None:
        """Boot time at which something at the counter is over; None where nothing will be."""
        try:
            policy = policy_of(self._store.db)
            ends = deadline(self.session, policy), self.cabinets.deadline(policy), self._presenting.end
            return min((end for end in ends if end is not None), default=None)
        except StoreError:
            return None  # what cannot be read is said by the next view

    def wake_in(self) -> float:
        """Seconds until a Tick is due, for the session or for the clock on the screen."""
        end = self.deadline()
        return min(self._next_minute, self._next_minute if end is None else end) - self._world.now().boot

    def _take(self, event: Event, now: Now) -> None:
        match event:
            case Asked():
                self._requests.take(event, now)
            case Tick():
                self._tick(now)
            case Idle():
                self._requests.importing.step(now)
            case Checked(wrong):
                if wrong:
                    raise StoreDamagedError(f"The database is damaged ({wrong}). Restore the last backup.")
            case _:
                self._hearing.take(event, now)

    def _tick(self, now: Now) -> None:
        self._presenting.expire(now)
        self._requests.importing.try_again()
        self._recording.review(now)
        if self.cabinets.any_open:
            self._hearing.linger(now)
        self._serving.signal(TimePassed(), now, "", policy_of(self._store.db))

    def _settle(self, now: Now) -> None:
        """See to the doors; what is noted of them is tried again until it is written."""
        self._serving.settle_doors(now.boot)
        record = self._recording
        try:
            if not self.well.trouble:
                self.cabinets.write(lambda note, via: record.execute(record.new_id(), note, now, via))
        except StoreError as error:
            record.failed(error)

    def _fault(self, error: StoreError, now: Now) -> None:
        """Say that nothing was recorded, and why."""
        self._recording.failed(error)
        self._serving.fault(error, now)

    def _greet(self, reply: Callable[[Answer], None], now: Now) -> None:
        self._telling.greet(reply, self._compose(now))

    def _publish(self, now: Now, *, beeps: bool) -> None:
        """After commit: the beep, the view if it changed, the journal's head if it grew."""
        self._next_minute = now.boot + 60 - now.at.timestamp() % 60
        view = self._compose(now)
        tone = self.cabinets.take_sound() or self._presenting.take_sound()
        tone = tone or (view.notice.tone if beeps and view.notice else None)
        self._telling.tell(view, self.session, self._store.head, tone)

    def _compose(self, now: Now) -> View:
        """The view; with a store that cannot be trusted or read, it is made without one."""
        trouble = Fault.DATABASE
        if not self.well.trouble:
            try:
                return self._composer.view(self.session, now, self._parts())
            except StoreError as error:
                self._fault(error, now)
                trouble = error.fault
        return self._composer.dark(self.session, now, self._parts(), trouble)

    def _parts(self) -> tuple[Part, ...]:
        return self.well.parts(self._world.stamp().clock_synced)
