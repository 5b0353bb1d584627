"""How the parts of the kiosk are, in words: the line at the foot of the screen."""

from msgspec import Struct

from kiosk.attendant.messages import BrokerState, Status
from kiosk.counter.health_words import Part, whole
from kiosk.counter.language import Phrase, mark
from kiosk.counter.views import Health
from kiosk.crib.names import CommandId
from kiosk.crib.refusals import Fault
from kiosk.store.entry import Position

_WELL = Phrase("{part}: well")
_MISSING = Phrase("{part}: missing")
_STUCK = Phrase("{part}: did not open")
_BABBLES = Phrase("{part}: cannot be understood")
_DISK = {
    Fault.DISK_FULL: Phrase("{part}: full"),
    Fault.DISK: Phrase("{part}: cannot be used"),
    Fault.DATABASE: Phrase("{part}: damaged"),
}
_SIMULATED = Part("devices", ok=False, state=Phrase("{part}: simulated"))
_BROKER = {
    "none": (mark("{part}: none"), mark("{part}: none, {count} waiting")),
    "away": (mark("{part}: away"), mark("{part}: away, {count} waiting")),
    "up": (mark("{part}: up"), mark("{part}: up, {count} waiting")),
}
"""How the relay stands with it: with nothing to send, and with some."""
SAME_S = 3.0
"""A noise so soon after another goes on with it: a driver passes one on every two seconds."""
BABBLE_S = 8.0
"""Noise that has gone on for so long is a device that babbles, and nobody who scans a worn label again."""


class Noises(Struct, frozen=True):
    """When a series of noises began, and when the last one came, as boot times."""

    first: float
    last: float


class Wellbeing:
    """What is known of devices, disk and broker. Parts that nobody spoke of are not listed."""

    def __init__(self) -> None:
        self.trouble = ""
        """Why the kiosk cannot serve at all; empty where it can."""
        self.waiting = -1
        """Entries that the broker has not acknowledged; -1 where no relay has told yet."""
        self.simulated = False
        """Whether the devices are none: that is said first, lest anybody take it for a kiosk."""
        self.strange_tags = 0
        """Tags that passed a reader and mean nothing here, since the attendant started."""
        self._devices: dict[str, Part] = {}
        self._cabinets: dict[str, Part] = {}
        """By code: one may be called as a device is."""
        self._disk = Part("disk", ok=True, state=_WELL)
        self._broker = Part("broker", ok=False, state=Phrase("{part}: no relay"))
        self._noises: dict[str, Noises] = {}

    def device(self, name: str, *, ok: bool, why: str = "") -> None:
        """A device came or went."""
        self._devices[name] = Part(name, ok, _WELL if ok else _MISSING, "" if ok else why)

    def cabinet(self, code: str, *, ok: bool, stuck: bool = False, why: str = "") -> None:
        """A cabinet's lock answers, or does not; what is ``stuck`` answers and does not open."""
        well = ok and not stuck
        state = _STUCK if stuck else _WELL if ok else _MISSING
        self._cabinets[code] = Part(code, well, state, "" if well else why)

    def has(self, kind: str) -> bool:
        """Whether a device of a kind is there."""
        return any(part.ok and name.split()[0] == kind for name, part in self._devices.items())

    def noise(self, device: str, boot: float) -> bool:
        """A device sent something that is no message; whether it did so just before."""
        before = self._noises.get(device)
        self._noises[device] = Noises(before.first if before else boot, boot)
        return before is not None

    def calm(self, boot: float) -> None:
        """Forget the noise of devices that were quiet since."""
        self._noises = {name: one for name, one in self._noises.items() if boot - one.last <= SAME_S}

    def disk(self, wrong: Fault | None, why: str = "") -> None:
        """The last write went well, or what was wrong, and why."""
        self._disk = Part("disk", wrong is None, _DISK[wrong] if wrong else _WELL, why)

    def broker(self, told: BrokerState) -> None:
        """The relay told how it stands."""
        self.waiting = told.waiting
        calm, behind = _BROKER.get(told.state, _BROKER["away"])
        state = Phrase(behind, {"count": told.waiting}) if told.waiting else Phrase(calm)
        self._broker = Part("broker", told.state == "up", state)

    def parts(self, clock_synced: bool) -> tuple[Part, ...]:  # noqa: FBT001
        """Every part, the devices first."""
        state = Phrase("{part}: set") if clock_synced else Phrase("{part}: not set from the network")
        devices = [_SIMULATED] if self.simulated else []
        devices += [*(self._heard(part) for part in self._devices.values()), *self._cabinets.values()]
        return (*devices, self._disk, self._broker, Part("clock", clock_synced, state))

    def _heard(self, part: Part) -> Part:
        """A device that is there and babbles is not well."""
        babbles = part.ok and self.babbles(part.name)
        return Part(part.name, ok=False, state=_BABBLES) if babbles else part

    def babbles(self, device: str) -> bool:
        """Whether a device has sent nothing but noise for a while."""
        noises = self._noises.get(device)
        return noises is not None and noises.last - noises.first >= BABBLE_S

    def lines(self, clock_synced: bool) -> tuple[Health, ...]:  # noqa: FBT001
        """The same in English, for those who administer it."""
        return tuple(whole(part) for part in self.parts(clock_synced))

    def status(
        self,
        id: CommandId,  # noqa: A002
        kiosk: str,
        site: str,
        version: str,
        head: Position | None,
        clock_synced: bool,  # noqa: FBT001
    ) -> Status:
        """How the kiosk is, for a client of the door."""
        epoch, seq = (head.epoch, head.seq) if head else ("", 0)
        return Status(
            id, kiosk, site, epoch, seq, version, self.lines(clock_synced), self.waiting, self.strange_tags
        )
