"""Requests: what clients of the door ask for, the screen, the relay and administrators.

All but Listen, which never reaches the desk: the doorkeeper lets a client hear the devices themselves.
"""

from collections.abc import Callable

from kiosk.attendant.cabinets import Cabinets
from kiosk.attendant.claims import tapped
from kiosk.attendant.composing import Identity
from kiosk.attendant.events import Asked
from kiosk.attendant.health import Wellbeing
from kiosk.attendant.importing import Importing
from kiosk.attendant.messages import (
    Answer,
    AskBadge,
    AskDoors,
    AskStatus,
    BrokerState,
    Doors,
    Reply,
    Status,
    Submitted,
    Tap,
    Watch,
)
from kiosk.attendant.presenting import Badges, Presenting
from kiosk.attendant.recording import Recording
from kiosk.attendant.serving import Serving
from kiosk.attendant.submits import answer
from kiosk.clock import World
from kiosk.counter.signals import Now
from kiosk.store.database import StoreError
from kiosk.store.store import Store

Greet = Callable[[Callable[[Answer], None], Now], None]
"""Tells a new watcher how things are."""


class Requests:
    """The desk's ear for clients of the door; each is answered, whatever happens."""

    def __init__(
        self,
        store: Store,
        world: World,
        identity: Identity,
        recording: Recording,
        serving: Serving,
        cabinets: Cabinets,
        well: Wellbeing,
        badges: Badges,
        greet: Greet,
    ) -> None:
        self._store = store
        self._world = world
        self._identity = identity
        self._recording = recording
        self._serving = serving
        self._cabinets = cabinets
        self._well = well
        self._greet = greet
        self.presenting = Presenting(store, badges, self._submit)
        self.importing = Importing(store, recording, identity.zone, self._submit)

    def take(self, event: Asked, now: Now) -> None:
        """Answer one; AskBadge is answered by the next badge."""
        request = event.request
        match request:
            case Tap():
                event.reply(self._tap(request, now))
            case BrokerState(id):
                self._well.broker(request)
                event.reply(Reply(id, "ok"))
            case Watch(id):
                event.reply(Reply(id, "ok"))
                self._greet(event.reply, now)
            case AskStatus():
                event.reply(self._status(request))
            case AskDoors(id):
                event.reply(Doors(id, self._cabinets.doors()))
            case AskBadge():
                self.presenting.ask(request, event.reply, now, has_reader=self._well.has("reader"))
            case _ if self.importing.takes(event):
                pass
            case _ if isinstance(request, Submitted):
                event.reply(self._submit(request, now))

    def _tap(self, tap: Tap, now: Now) -> Reply:
        try:
            signal = tapped(self._store, self._serving.session, tap, now, self._identity.zone)
            if isinstance(signal, str):
                return Reply(tap.id, "refused", signal)
            self._serving.signal(signal, now, tap.id, self._recording.rules())
        except StoreError as error:
            self._recording.failed(error)
            self._serving.fault(error, now)
            return Reply(tap.id, "error", str(error))
        return Reply(tap.id, "ok")

    def _submit(self, request: Submitted, now: Now) -> Reply:
        """A command, e.g. to open a cabinet, is told which locks can be opened, and opens what it may."""
        try:
            self._recording.rules()
            offered, zone = self._cabinets.submitted(request), self._identity.zone
            return answer(self._store, offered, now, zone, lambda done: self._cabinets.follow(done, now.boot))
        except StoreError as error:
            self._recording.failed(error)
            return Reply(request.id, "error", str(error))

    def _status(self, request: AskStatus) -> Status:
        me, synced = self._identity, self._world.stamp().clock_synced
        head = self._store.head
        return self._well.status(request.id, me.kiosk, me.site, me.version, head, synced)
