"""All that a rehearsal's kiosks share: the broker, and a central in this process at its other end."""

import time
from collections.abc import Callable
from typing import Protocol

from kiosk.central.central import Central
from kiosk.rehearse.brokers import Broker

_LOOK_S = 0.005
"""Between two looks at whether what is expected has come."""


class Station(Protocol):
    """A kiosk's relay, as the fleet plays it."""

    def step(self) -> bool:
        """Do what can be done; whether there was anything."""

    def at_rest(self, *, central: bool) -> bool:
        """Whether the broker has all it is to have, and so has central where that is up."""


class Fleet:
    """Plays broker, central and every relay until all of it is at rest."""

    def __init__(self, broker: Broker, now: Callable[[], float]) -> None:
        self.broker = broker
        self.central = Central()
        self._now = now
        self._stations: list[Station] = []
        self.central.start(broker.client("central"))

    def join(self, station: Station) -> None:
        """A kiosk is switched on."""
        self._stations.append(station)

    def leave(self, station: Station) -> None:
        """A kiosk is switched off."""
        self._stations.remove(station)

    def settle(self) -> None:
        """Have everything sent, taken in, acknowledged and passed on that can be."""
        self.broker.settle(self._step, self._at_rest)

    def set_central(self, *, up: bool) -> None:
        """Start or stop central; what it holds stays."""
        if up == self.central.is_up:
            return
        if up:
            self.central.start(self.broker.client("central"))
        else:
            self.central.stop()
        self.settle()

    def patiently(self, check: Callable[[], str], unmet: type[Exception]) -> str:
        """What ``check`` sees; a real broker takes its time, so what is expected may still be on its way."""
        give_up = time.monotonic() + self.broker.patience_s
        while True:
            try:
                return check()
            except unmet:
                if time.monotonic() >= give_up:
                    raise
            self.settle()
            time.sleep(_LOOK_S)

    def close(self) -> None:
        """The rehearsal is over."""
        self.central.close()

    def _step(self) -> bool:
        busy = [station.step() for station in tuple(self._stations)]
        return self.central.step(self._now()) or any(busy)

    def _at_rest(self) -> bool:
        return all(station.at_rest(central=self.central.is_up) for station in self._stations)
