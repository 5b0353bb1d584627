"""Hearing: what scanners, readers and locks tell, one event after the other."""

from datetime import tzinfo

from msgspec.structs import replace

from kiosk.attendant import resolve
from kiosk.attendant.cabinets import Cabinets
from kiosk.attendant.events import BadgeRead, CodeRead, DoorEvent, Heard, Present, Simulated, TagsRead, Unread
from kiosk.attendant.health import Wellbeing
from kiosk.attendant.passing import Passing
from kiosk.attendant.presenting import Presenting
from kiosk.attendant.recording import Recording
from kiosk.attendant.resolve import BadgeForms
from kiosk.attendant.serving import Serving
from kiosk.counter.locks import Sign
from kiosk.counter.signals import Now, StrangerSeen, WorkerSeen
from kiosk.counter.unread_words import OF_CARDS
from kiosk.crib.gates import known_worker
from kiosk.crib.identify import needs_pin
from kiosk.crib.policy import Policy
from kiosk.store.store import Store


def _is_stopped(seen: WorkerSeen | StrangerSeen, rules: Policy) -> bool:
    """Whether a badge alone signs nobody in."""
    if isinstance(seen, StrangerSeen):
        return True
    return known_worker(seen.worker) is not None or needs_pin(seen.worker, rules)


class Hearing:
    """The desk's ear for devices."""

    def __init__(
        self,
        store: Store,
        recording: Recording,
        serving: Serving,
        cabinets: Cabinets,
        well: Wellbeing,
        presenting: Presenting,
        forms: BadgeForms,
        zone: tzinfo,
    ) -> None:
        self._store = store
        self._recording = recording
        self._serving = serving
        self._cabinets = cabinets
        self._well = well
        self._presenting = presenting
        self._forms = forms
        self._zone = zone
        self._passing = Passing(store, serving, well, recording.new_id, zone)

    def take(self, event: Heard, now: Now) -> None:
        """Play what a device told.

        Raises:
            StoreError: something could not be read or written; what was written before it stands.
        """
        match event:
            case BadgeRead(number):
                self._badge(number, now)
            case CodeRead():
                self._code(event, now)
            case TagsRead() if not self._well.trouble:
                self._passing.take(event, now)
            case Unread(device, _, flaw):
                self._unread(device, flaw, now)
            case Present(device, ok, why):
                self._well.device(device, ok=ok, why=why)
            case DoorEvent():
                here, stuck = event.sign is not Sign.GONE, event.sign is Sign.STUCK
                self._well.cabinet(event.cabinet, ok=here, stuck=stuck, why=event.why)
                self._cabinets.hear(event, now.boot)
                self.linger(now)
            case Simulated():
                self._well.simulated = True

    def linger(self, now: Now) -> None:
        """A door is an act of whoever is signed in: nobody is signed out while one is open."""
        if self._serving.session.worker:
            self._serving.session = replace(self._serving.session, last_act=now.boot)

    def _badge(self, number: str, now: Now) -> None:
        rules = self._recording.rules()
        if self._presenting.take(number, now):
            return
        seen = resolve.badge(self._store, number, self._forms)
        if _is_stopped(seen, rules):
            self._recording.can_write()  # faults first, and no such stop is an entry
        self._serving.badge(seen, now, self._recording.new_id(), rules)

    def _code(self, read: CodeRead, now: Now) -> None:
        signal = resolve.scan(self._store, read, now, self._zone)
        if signal:
            self._serving.signal(signal, now, self._recording.new_id(), self._recording.rules())
        elif read.flaw:
            self._serving.unread(read.flaw, now)

    def _unread(self, device: str, flaw: str, now: Now) -> None:
        """What could not be read is said, once; half a badge frame is common, and need not be told."""
        goes_on = self._well.noise(device, now.boot)
        answer = self._serving.session.answer
        is_told = self._well.babbles(device) or (answer is not None and answer.kind == "unread")
        is_held = device.startswith("scanner") or flaw in OF_CARDS
        if is_held and not (goes_on and is_told) and not self._well.trouble:
            self._serving.unread(flaw, now)
