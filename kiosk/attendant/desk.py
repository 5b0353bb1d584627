"""The desk: takes one event after the other, decides, writes, and only then tells the world.

Scan → signal → intents → commands → one transaction each → view, beep, head. Beep means durable.
"""

import logging
from contextlib import suppress

from msgspec.structs import replace

from kiosk.attendant import resolve
from kiosk.attendant.cabinets import Cabinets
from kiosk.attendant.claims import tapped
from kiosk.attendant.composing import Composer, Identity
from kiosk.attendant.events import (
    Asked,
    BadgeRead,
    Checked,
    CodeRead,
    DoorEvent,
    Event,
    Present,
    Simulated,
    TagsRead,
    Tick,
    Unread,
)
from kiosk.attendant.health import Wellbeing
from kiosk.attendant.messages import (
    AskBadge,
    AskDoors,
    AskStatus,
    BrokerState,
    Doors,
    Reply,
    Submitted,
    Tap,
    Watch,
)
from kiosk.attendant.news import News
from kiosk.attendant.passing import Passing
from kiosk.attendant.presenting import Badges, Presenting
from kiosk.attendant.reviews import Reviews
from kiosk.attendant.serving import Serving
from kiosk.attendant.submits import answer
from kiosk.attendant.telling import Outputs, Telling
from kiosk.clock import World
from kiosk.counter.health_words import Part
from kiosk.counter.locks import Sign
from kiosk.counter.session import Answer, Session, deadline
from kiosk.counter.signals import Now, Signal, TimePassed
from kiosk.counter.views import Tone, View
from kiosk.crib.commands import Command, Start
from kiosk.crib.names import CommandId, Via
from kiosk.crib.refusals import DeviceFault
from kiosk.store.database import StoreDamagedError, StoreError
from kiosk.store.lookup import policy_of
from kiosk.store.store import Outcome, Store

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
        self._forms = badges.badge_forms
        self._presenting = Presenting(store, badges, self._submit)
        self.well = Wellbeing()
        self.cabinets = Cabinets(outputs.locks, store.db)
        self._composer = Composer(store, identity, News(), self.cabinets)
        self._serving = Serving(self._execute, self.cabinets)
        self.passing = Passing(store, self._serving, world.new_id, identity.zone)
        self._reviews = Reviews(identity.zone)
        self._next_minute = 0.0

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

    def start(self) -> None:
        """Note the start, and show the first view; a disk that is full is said, not a reason to be dark."""
        now = self._world.now()
        try:
            self._execute(self._new_id(), Start(self._identity.version), now, Via.KIOSK)
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
        except StoreError as error:
            self._fault(error, now)
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
            said = "Something went wrong here; see the log."
            dark = self._composer.dark(self.session, now, (), said)
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
            case BadgeRead(number):
                self._badge(number, now)
            case CodeRead():
                signal = resolve.scan(self._store, event, now, self._identity.zone)
                if signal:
                    self._signal(signal, now, self._world.new_id())
                elif event.flaw:
                    self._serving.unread(event.flaw, now)
            case TagsRead() if not self.well.trouble:
                self.passing.take(event, now)
            case Unread(device, _, flaw):
                self._unread(device, flaw, now)
            case Present(device, ok, why):
                self.well.device(device, ok=ok, why=why)
            case DoorEvent():
                self.well.device(event.cabinet, ok=event.sign is not Sign.GONE, why=event.why)
                self.cabinets.hear(event, now.boot)
                self._linger(now)
            case Asked():
                self._asked(event, now)
            case Simulated():
                self.well.simulated = True
            case Checked(wrong):
                if wrong:
                    raise StoreDamagedError(f"The database is damaged ({wrong}). Restore the last backup.")
            case Tick():
                self._presenting.expire(now)
                self._review(now)
                if self.cabinets.any_open:
                    self._linger(now)
                self._signal(TimePassed(), now, "")

    def _linger(self, now: Now) -> None:
        """A door is an act of whoever is signed in: nobody is signed out while one is open."""
        if self.session.worker:
            self.session = replace(self.session, last_act=now.boot)

    def _settle(self, now: Now) -> None:
        """See to the doors; what is noted of them is tried again until it is written."""
        self._serving.settle_doors(now.boot)
        try:
            if not self.well.trouble:
                self.cabinets.write(lambda note, via: self._execute(self._new_id(), note, now, via))
        except StoreError as error:
            self._ill(error)

    def _badge(self, number: str, now: Now) -> None:
        self._check_trouble()
        if self._presenting.take(number, now):
            return
        seen = resolve.badge(self._store, number, self._forms)
        self._serving.badge(seen, now, self._world.new_id(), policy_of(self._store.db))

    def _check_trouble(self) -> None:
        if self.well.trouble:
            raise StoreDamagedError(self.well.trouble)

    def _signal(self, signal: Signal, now: Now, id: str) -> None:  # noqa: A002
        """Step the session machine, and do what it wants, in order, until something is refused."""
        if not isinstance(signal, TimePassed):
            self._check_trouble()
        self._serving.signal(signal, now, id, policy_of(self._store.db))

    def _new_id(self) -> CommandId:
        return CommandId(self._world.new_id())

    def _execute(self, id: CommandId, command: Command, now: Now, via: Via) -> Outcome:  # noqa: A002
        outcome = self._store.execute(id, command, now.at, via)
        self.well.disk("")
        return outcome

    def _review(self, now: Now) -> None:
        """Look at what time alone has changed; a disk that fails is said by the health line."""
        try:
            if not self.well.trouble and (command := self._reviews.due(now.at)):
                self._store.execute(self._new_id(), command, now.at, Via.KIOSK)
        except StoreError as error:
            self._ill(error)

    def _unread(self, device: str, flaw: str, now: Now) -> None:
        """A scan that could not be read says so, once; half a badge frame is common, and need not be told."""
        goes_on = self.well.noise(device, now.boot)
        answer = self.session.answer
        is_told = self.well.babbles(device) or (answer is not None and answer.kind == "unread")
        if device.startswith("scanner") and not (goes_on and is_told) and not self.well.trouble:
            self._serving.unread(flaw, now)

    def _fault(self, error: StoreError, now: Now) -> None:
        """Say that nothing was recorded, and why."""
        self._ill(error)
        self.session = self.session.say(Answer("refused", refusal=DeviceFault(str(error))), now)

    def _ill(self, error: StoreError) -> None:
        """Remember why the store failed; a damaged database stops all further writing."""
        log.error("%s", error)
        self.well.disk(str(error))
        if isinstance(error, StoreDamagedError):
            self.well.trouble = str(error)

    def _asked(self, event: Asked, now: Now) -> None:
        """Answer a client of the door, whatever happens."""
        request = event.request
        match request:
            case Tap():
                event.reply(self._tap(request, now))
            case AskBadge():
                self._presenting.ask(request, event.reply, now, has_reader=self.well.has("reader"))
            case BrokerState(id):
                self.well.broker(request)
                event.reply(Reply(id, "ok"))
            case AskStatus(id):
                me, synced = self._identity, self._world.stamp().clock_synced
                event.reply(self.well.status(id, me.kiosk, me.site, me.version, self._store.head, synced))
            case Watch(id):
                event.reply(Reply(id, "ok"))
                self._telling.greet(event.reply, self._compose(now))
            case AskDoors(id):
                event.reply(Doors(id, self.cabinets.doors()))
            case _ if isinstance(request, Submitted):
                event.reply(self._submit(request, now))

    def _submit(self, request: Submitted, now: Now) -> Reply:
        try:
            self._check_trouble()
            offered, zone = self.cabinets.submitted(request), self._identity.zone
            return answer(self._store, offered, now, zone, lambda done: self.cabinets.follow(done, now.boot))
        except StoreError as error:
            self._ill(error)
            return Reply(request.id, "error", str(error))

    def _tap(self, tap: Tap, now: Now) -> Reply:
        try:
            signal = tapped(self._store, self.session, tap, now, self._identity.zone)
            if isinstance(signal, str):
                return Reply(tap.id, "refused", signal)
            self._signal(signal, now, tap.id)
        except StoreError as error:
            self._fault(error, now)
            return Reply(tap.id, "error", str(error))
        return Reply(tap.id, "ok")

    def _publish(self, now: Now, *, beeps: bool) -> None:
        """After commit: the beep, the view if it changed, the journal's head if it grew."""
        self._next_minute = now.boot + 60 - now.at.timestamp() % 60
        view = self._compose(now)
        tone = self.cabinets.take_sound() or (view.notice.tone if beeps and view.notice else None)
        self._telling.tell(view, self.session, self._store.head, tone)

    def _compose(self, now: Now) -> View:
        """The view; with a store that cannot be trusted or read, it is made without one."""
        trouble = self.well.trouble
        if not trouble:
            try:
                return self._composer.view(self.session, now, self._parts())
            except StoreError as error:
                self._fault(error, now)
                trouble = str(error)
        return self._composer.dark(self.session, now, self._parts(), trouble)

    def _parts(self) -> tuple[Part, ...]:
        return self.well.parts(self._world.stamp().clock_synced)
