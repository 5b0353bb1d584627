"""How the parts of the kiosk are, in words: the line at the foot of the screen."""

from kiosk.attendant.messages import BrokerState
from kiosk.counter.views import Health


class Wellbeing:
    """What is known of devices, disk and broker. Parts that nobody spoke of are not listed."""

    def __init__(self) -> None:
        self.trouble = ""
        """Why the kiosk cannot serve at all; empty where it can."""
        self.waiting = -1
        """Entries that the broker has not acknowledged; -1 where no relay has told yet."""
        self._devices: dict[str, Health] = {}
        self._disk = Health("disk", ok=True, text="disk: well")
        self._broker = Health("broker", ok=False, text="broker: no relay")
        self._noise: dict[str, int] = {}

    def device(self, name: str, *, ok: bool, why: str = "") -> None:
        """A device came or went."""
        text = f"{name}: well" if ok else f"{name}: missing" + (f" ({why})" if why else "")
        self._devices[name] = Health(name, ok, text)

    def noise(self, device: str) -> None:
        """A device sent something that is no message."""
        self._noise[device] = self._noise.get(device, 0) + 1

    def disk(self, wrong: str) -> None:
        """The last write went well, or why it did not."""
        self._disk = Health("disk", not wrong, f"disk: {wrong}" if wrong else "disk: well")

    def broker(self, told: BrokerState) -> None:
        """The relay told how it stands."""
        self.waiting = told.waiting
        text = f"broker: {told.state}" + (f", {told.waiting} waiting" if told.waiting else "")
        self._broker = Health("broker", told.state == "up", text)

    def lines(self, clock_synced: bool) -> tuple[Health, ...]:  # noqa: FBT001
        """Every part, the devices first."""
        text = "clock: set" if clock_synced else "clock: not set from the network"
        clock = Health("clock", clock_synced, text)
        return (*self._devices.values(), self._disk, self._broker, clock)
