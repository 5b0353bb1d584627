"""A clock that is turned by hand, for what is scheduled to go off."""

from collections.abc import Callable

from drivers.lights.timing import Cancel


class Clock:
    """Runs what is scheduled when its time has come."""

    def __init__(self) -> None:
        self.now = 0.0
        self.due: list[tuple[float, Callable[[], None]]] = []
        self.broken = False

    def schedule(self, seconds: float, call: Callable[[], None]) -> Cancel:
        if self.broken:
            raise RuntimeError("can't start new thread")
        entry = (self.now + seconds, call)
        self.due.append(entry)
        return lambda: self.due.remove(entry) if entry in self.due else None

    def advance(self) -> float:
        """To the next thing that is due; its time in ms."""
        entry = min(self.due, key=lambda due: due[0])
        self.due.remove(entry)
        self.now = entry[0]
        entry[1]()
        return round(self.now * 1000)
