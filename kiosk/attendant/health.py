"""How the parts of the kiosk are, in words: the line at the foot of the screen."""

from kiosk.attendant.messages import BrokerState, Status
from kiosk.counter.health_words import Part, worded
from kiosk.counter.language import ENGLISH, Phrase, mark
from kiosk.counter.views import Health
from kiosk.crib.names import CommandId
from kiosk.store.entry import Position

_WELL = Phrase("{part}: well")
_BROKER = {
    "none": (mark("{part}: none"), mark("{part}: none, {count} waiting")),
    "away": (mark("{part}: away"), mark("{part}: away, {count} waiting")),
    "up": (mark("{part}: up"), mark("{part}: up, {count} waiting")),
}
"""How the relay stands with it: with nothing to send, and with some."""


class Wellbeing:
    """What is known of devices, disk and broker. Parts that nobody spoke of are not listed."""

    def __init__(self) -> None:
        self.trouble = ""
        """Why the kiosk cannot serve at all; empty where it can."""
        self.waiting = -1
        """Entries that the broker has not acknowledged; -1 where no relay has told yet."""
        self._devices: dict[str, Part] = {}
        self._disk = Part("disk", ok=True, state=_WELL)
        self._broker = Part("broker", ok=False, state=Phrase("{part}: no relay"))
        self._noise: dict[str, int] = {}

    def device(self, name: str, *, ok: bool, why: str = "") -> None:
        """A device came or went."""
        gone = Phrase("{part}: missing ({why})", {"why": why}) if why else Phrase("{part}: missing")
        self._devices[name] = Part(name, ok, _WELL if ok else gone)

    def noise(self, device: str) -> None:
        """A device sent something that is no message."""
        self._noise[device] = self._noise.get(device, 0) + 1

    def disk(self, wrong: str) -> None:
        """The last write went well, or why it did not."""
        self._disk = Part("disk", not wrong, Phrase("{part}: {why}", {"why": wrong}) if wrong else _WELL)

    def broker(self, told: BrokerState) -> None:
        """The relay told how it stands."""
        self.waiting = told.waiting
        calm, behind = _BROKER.get(told.state, _BROKER["away"])
        state = Phrase(behind, {"count": told.waiting}) if told.waiting else Phrase(calm)
        self._broker = Part("broker", told.state == "up", state)

    def parts(self, clock_synced: bool) -> tuple[Part, ...]:  # noqa: FBT001
        """Every part, the devices first."""
        state = Phrase("{part}: set") if clock_synced else Phrase("{part}: not set from the network")
        return (*self._devices.values(), self._disk, self._broker, Part("clock", clock_synced, state))

    def lines(self, clock_synced: bool) -> tuple[Health, ...]:  # noqa: FBT001
        """The same in English, for those who administer it."""
        return tuple(worded(part, ENGLISH) for part in self.parts(clock_synced))

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
        return Status(id, kiosk, site, epoch, seq, version, self.lines(clock_synced), self.waiting)
