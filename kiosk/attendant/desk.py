"""The desk: takes one event after the other, decides, writes, and only then tells the world.

Scan → signal → intents → commands → one transaction each → view, beep, head. Beep means durable.
"""

import logging
from collections.abc import Callable
from datetime import tzinfo

from msgspec import Struct
from msgspec.structs import replace

from kiosk.attendant import resolve
from kiosk.attendant.cabinets import Cabinets, Locks, NoLocks
from kiosk.attendant.events import (
    Asked,
    BadgeRead,
    Checked,
    CodeRead,
    DoorEvent,
    Event,
    Present,
    Tick,
    Unread,
)
from kiosk.attendant.health import Wellbeing
from kiosk.attendant.messages import (
    AskStatus,
    BrokerState,
    Elsewhere,
    Forwarded,
    Head,
    News,
    Reply,
    Show,
    Status,
    Submit,
    Tap,
    Watch,
)
from kiosk.attendant.resolve import BadgeForms
from kiosk.attendant.reviews import Reviews
from kiosk.attendant.scenes import scene
from kiosk.attendant.submits import answer
from kiosk.clock import World
from kiosk.counter import taps
from kiosk.counter.compose import compose
from kiosk.counter.conclude import Done, conclude
from kiosk.counter.lock_words import with_doors
from kiosk.counter.locks import Sign
from kiosk.counter.machine import step
from kiosk.counter.scene import Scene
from kiosk.counter.session import Answer, Session, Turn, deadline
from kiosk.counter.signals import Now, Signal, StrangerSeen, TimePassed, WorkerSeen
from kiosk.counter.views import Tone, View
from kiosk.crib.commands import Command, OpenSession, Start
from kiosk.crib.door_acts import UnlockDoors
from kiosk.crib.names import CommandId, Via
from kiosk.crib.outcomes import Refused
from kiosk.crib.policy import Policy
from kiosk.crib.refusals import DeviceFault
from kiosk.store.database import StoreDamagedError, StoreError
from kiosk.store.lookup import policy_of
from kiosk.store.store import Outcome, Store

log = logging.getLogger(__name__)


class Identity(Struct, frozen=True):
    """Which kiosk this is, in words."""

    kiosk: str
    site: str
    site_name: str
    zone: tzinfo
    version: str


class Outputs(Struct, frozen=True):
    """Whom the desk tells, after commit. Each is called from the desk's thread and must not block."""

    beep: Callable[[Tone], None]
    news: Callable[[News], None]
    locks: Locks = NoLocks()


class Desk:
    """The attendant's one thread of decisions; everything here happens on it."""

    def __init__(
        self, store: Store, world: World, identity: Identity, outputs: Outputs, badge_forms: BadgeForms
    ) -> None:
        self._store = store
        self._world = world
        self._identity = identity
        self._outputs = outputs
        self._forms = badge_forms
        self.well = Wellbeing()
        self.cabinets = Cabinets(outputs.locks, store.db)
        self.session = Session()
        self.view: View | None = None
        self._head: Head | None = None
        self._reviews = Reviews(identity.zone)
        self._next_minute = 0.0
        self._shown_act = 0.0

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
        said = self.session.answers
        try:
            self._take(event, now)
        except StoreError as error:
            self._fault(error, now)
        self._settle(now)
        self._publish(now, beeps=self.session.answers > said)

    def deadline(self) -> float | None:
        """Boot time at which something at the counter is over; None where nothing will be."""
        try:
            policy = policy_of(self._store.db)
            ends = deadline(self.session, policy), self.cabinets.deadline(policy)
            return min((end for end in ends if end is not None), default=None)
        except StoreError:
            return None  # what cannot be read is said by the next view

    def wake_in(self) -> float:
        """Seconds until a Tick is due, for the session or for the clock on the screen."""
        now, end = self._world.now(), self.deadline()
        return min(self._next_minute, self._next_minute if end is None else end) - now.boot

    def _take(self, event: Event, now: Now) -> None:
        match event:
            case BadgeRead(number):
                self._badge(resolve.badge(self._store, number, self._forms), now, self._world.new_id())
            case CodeRead(text):
                signal = resolve.code(self._store, text, now, self._identity.zone)
                if signal:
                    self._signal(signal, now, self._world.new_id())
            case Unread(device):
                self._unread(device, now)
            case Present(device, ok, why):
                self.well.device(device, ok=ok, why=why)
            case DoorEvent():
                self.well.device(event.cabinet, ok=event.sign is not Sign.GONE, why=event.why)
                self.cabinets.hear(event, now.boot)
                self._linger(now)
            case Asked():
                self._asked(event, now)
            case Checked(wrong):
                if wrong:
                    raise StoreDamagedError(f"The database is damaged ({wrong}). Restore the last backup.")
            case Tick():
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
        self.cabinets.settle(self.session, now.boot)
        try:
            if not self.well.trouble:
                self.cabinets.write(lambda note, via: self._execute(self._new_id(), note, now, via))
        except StoreError as error:
            self._ill(error)

    def _badge(self, seen: WorkerSeen | StrangerSeen, now: Now, id: str) -> None:  # noqa: A002
        """Who is signed in already has what was shut too early unlocked again."""
        kept = isinstance(seen, WorkerSeen) and seen.worker.id == self.session.who
        self._signal(seen, now, id)
        locks = self.cabinets.offered(self.session.who) if kept else ()
        if locks:
            again = UnlockDoors(self.session.who, locks)
            outcome = self._execute(CommandId(f"{id}/locks"), again, now, Via.BADGE)
            self.cabinets.follow(outcome.decision, now.boot)

    def _signal(self, signal: Signal, now: Now, id: str) -> None:  # noqa: A002
        """Step the session machine, and do what it wants, in order, until something is refused."""
        if self.well.trouble and not isinstance(signal, TimePassed):
            raise StoreDamagedError(self.well.trouble)
        turn = step(self.session, signal, now, policy_of(self._store.db))
        self._do(turn, now, id)

    def _do(self, turn: Turn, now: Now, id: str) -> None:  # noqa: A002
        """Judge every intent; a stop among them is said last, so that nobody overlooks it."""
        before, self.session = self.session, turn.session
        stopped: Done | None = None
        for line, intent in enumerate(turn.intents):
            command_id = CommandId(f"{id}/{line}")
            signed = Via.BADGE if getattr(intent.command, "worker", "") else Via.UNSIGNED
            try:
                outcome = self._execute(command_id, self.cabinets.offer(intent.command), now, signed)
            except StoreError:
                self._take_back(before, done=line > 0)
                raise
            self.cabinets.follow(outcome.decision, now.boot)
            done = Done(command_id, intent, outcome.decision, outcome.worker)
            if not isinstance(outcome.decision, Refused):
                self.session = conclude(self.session, done, now)
                continue
            stopped = done
            if isinstance(intent.command, OpenSession):
                break
        if stopped:
            self.session = conclude(self.session, stopped, now)

    def _new_id(self) -> CommandId:
        return CommandId(self._world.new_id())

    def _take_back(self, before: Session, *, done: bool) -> None:
        """What was not written did not happen: scanned again at once, it is no bounce."""
        self.session = replace(self.session, recent=before.recent) if done else before

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

    def _unread(self, device: str, now: Now) -> None:
        """A scan that could not be read says so; half a badge frame is common, and need not be told."""
        self.well.noise(device)
        if device == "scanner" and not self.well.trouble:
            self.session = self.session.say(Answer("unread", by=self.session.who), now)

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
            case Tap(id, control):
                event.reply(self._tap(id, control, now))
            case Submit() | Forwarded() | Elsewhere():
                event.reply(self._submit(request, now))
            case BrokerState(id):
                self.well.broker(request)
                event.reply(Reply(id, "ok"))
            case AskStatus(id):
                event.reply(self._status(id))
            case Watch(id):
                event.reply(Reply(id, "ok"))
                if self._head:
                    event.reply(self._head)
                event.reply(Show(self._compose(now)))

    def _submit(self, request: Submit | Forwarded | Elsewhere, now: Now) -> Reply:
        try:
            if self.well.trouble:
                raise StoreDamagedError(self.well.trouble)
            return answer(self._store, request, now, self._identity.zone)
        except StoreError as error:
            self._ill(error)
            return Reply(request.id, "error", str(error))

    def _tap(self, id: CommandId, control: str, now: Now) -> Reply:  # noqa: A002
        try:
            if not taps.takes(self.session, control, now, policy_of(self._store.db)):
                return Reply(id, "refused", f"The control {control!r} is not on the screen now.")
            signal = resolve.tap(self._store, control, now, self._identity.zone)
            if signal is None:
                return Reply(id, "refused", f"{control!r} names nothing that exists, or a time that is over.")
            self._signal(signal, now, id)
        except StoreError as error:
            self._fault(error, now)
            return Reply(id, "error", str(error))
        return Reply(id, "ok")

    def _status(self, id: CommandId) -> Status:  # noqa: A002
        head, me = self._store.head, self._identity
        return Status(
            id=id,
            kiosk=me.kiosk,
            site=me.site,
            epoch=head.epoch if head else "",
            seq=head.seq if head else 0,
            version=me.version,
            health=self.well.lines(self._world.stamp().clock_synced),
            waiting=self.well.waiting,
        )

    def _publish(self, now: Now, *, beeps: bool) -> None:
        """After commit: the beep, the view if it changed, the journal's head if it grew."""
        self._next_minute = now.boot + 60 - now.at.timestamp() % 60
        view = self._compose(now)
        tone = self.cabinets.take_sound() or (view.notice.tone if beeps and view.notice else None)
        if tone:
            self._outputs.beep(tone)
        if self._tells_more(view):
            self._outputs.news(Show(view))
        self.view, self._shown_act = view, self.session.last_act
        position = self._store.head
        head = Head(position.epoch, position.seq) if position else None
        if head and head != self._head:
            self._head = head
            self._outputs.news(head)

    def _tells_more(self, view: View) -> bool:
        """Whether a view says anything new: a screen counts down by itself, from the last act on."""
        if self.view is None or self.session.last_act != self._shown_act:
            return True
        return replace(view, countdown=None) != replace(self.view, countdown=None)

    def _compose(self, now: Now) -> View:
        """The view; with a store that cannot be trusted or read, it is made without one."""
        me, health = self._identity, self.well.lines(self._world.stamp().clock_synced)
        site, trouble = me.site_name or me.site, self.well.trouble
        if not trouble:
            try:
                look = scene(self._store, self.session, now, site, me.zone, health)
                view = compose(self.session, look, now)
                return with_doors(view, self.cabinets, self.session, self.cabinets.warned)
            except StoreError as error:
                self._fault(error, now)
                trouble, health = str(error), self.well.lines(self._world.stamp().clock_synced)
        dark = Scene(site, now.at, me.zone, Policy(), health=health, trouble=trouble)
        return compose(self.session, dark, now)
