"""A cabinet that is not there: the real lock machine on a bolt and a door contact. Fail-secure."""

import math
from collections.abc import Callable

from drivers.locks.lock import DEBOUNCE_S, GRACE_S, Lock, State, Turned
from drivers.messages import Door, DoorSign

_SILENT = "it does not answer"
_STEP_S = 2 * (DEBOUNCE_S + GRACE_S)


class SimCabinet:
    """The lock, its line and whoever pulls at the door; `tell` hears what the lock says over its line.

    Each act takes as long as the lock needs to believe it, on a clock of its own. Its bolt stays drawn until
    the door shuts, it is let out or the power goes.
    """

    def __init__(self, tell: Callable[[Door], None]) -> None:
        self._tell = tell
        self._lock = Lock()
        self._at = 0.0
        self.plugged = True
        self.stuck = False
        """Whether the bolt cannot be drawn."""
        self.shut = True
        self._seen()

    @property
    def bolt_out(self) -> bool:
        """Whether the bolt holds the door, or would."""
        return self._lock.state is not State.PULSED

    def answer(self) -> None:
        """Tells how the door is found, as when the power comes back."""
        self._lock = Lock()
        self._say(self._seen() if self.plugged else self._lock.lose(_SILENT))

    def unlock(self) -> None:
        """Draws the bolt."""
        if self.plugged and self.stuck:
            self._tell(Door(DoorSign.STUCK, "its bolt did not move"))
        elif self.plugged:
            self._lock.pulse(math.inf, self._at)

    def lock(self) -> None:
        """Lets the bolt out."""
        self._say(self._lock.let(self._at))

    def open(self) -> None:
        """Somebody pulls the door open, by force where the bolt is out; nothing if it is open."""
        if self.shut:
            self.shut = False
            self._look()

    def force(self) -> None:
        """Somebody breaks the door open, whose bolt is out then; nothing if it is open."""
        self.lock()
        self.open()

    def close(self) -> None:
        """Somebody shuts the door, and the bolt springs out; nothing if it is shut."""
        if not self.shut:
            self.shut = True
            self._look()

    def plug(self) -> None:
        """Puts the cable back; nothing if it is plugged in."""
        if not self.plugged:
            self.plugged = True
            self._look()

    def unplug(self) -> None:
        """Pulls the cable, and the bolt springs out; nothing if it is pulled."""
        if self.plugged:
            self.plugged = False
            self._say(self._lock.lose(_SILENT))

    def power_cut(self) -> None:
        """The power goes: the bolt springs out."""
        self._lock = Lock()

    def _look(self) -> None:
        if self.plugged:
            self._say(self._seen())

    def _seen(self) -> Turned:
        """The lock reads its contact until it believes it."""
        self._at += _STEP_S
        self._lock.read(self.shut, self._at)
        return self._lock.read(self.shut, self._at + DEBOUNCE_S)

    def _say(self, turned: Turned) -> None:
        if turned.door:
            self._tell(turned.door)
