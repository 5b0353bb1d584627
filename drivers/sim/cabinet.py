"""A cabinet that is not there: a bolt that springs out by itself, and a door contact. Fail-secure."""

from collections.abc import Callable

from drivers.messages import Door, DoorSign


class SimCabinet:
    """The lock, its line and whoever pulls at the door; `tell` hears what the lock says over its line.

    Time plays no part yet: a bolt moves at once, and stays drawn until the door shuts, it is let out or the
    power goes.
    """

    def __init__(self, tell: Callable[[Door], None]) -> None:
        self._tell = tell
        self.plugged = True
        self.stuck = False
        """Whether the bolt cannot be drawn."""
        self.shut = True
        self.bolt_out = True

    def answer(self) -> None:
        """Tells how the door is found, as when the power comes back."""
        if self.plugged:
            self._tell(Door(DoorSign.SHUT if self.shut else DoorSign.AJAR))
        else:
            self._tell(Door(DoorSign.GONE, "it does not answer"))

    def unlock(self) -> None:
        """Draws the bolt."""
        if self.plugged and self.stuck:
            self._tell(Door(DoorSign.STUCK, "its bolt did not move"))
        elif self.plugged:
            self.bolt_out = False

    def lock(self) -> None:
        """Lets the bolt out."""
        self.bolt_out = True

    def open(self) -> None:
        """Somebody pulls the door open, by force where the bolt is out; nothing if it is open."""
        if self.shut:
            self.shut = False
            self._say(DoorSign.FORCED if self.bolt_out else DoorSign.OPENED)

    def force(self) -> None:
        """Somebody breaks the door open; nothing if it is open."""
        self.bolt_out = True
        self.open()

    def close(self) -> None:
        """Somebody shuts the door, and the bolt springs out; nothing if it is shut."""
        if not self.shut:
            self.shut = self.bolt_out = True
            self._say(DoorSign.CLOSED)

    def plug(self) -> None:
        """Puts the cable back; nothing if it is plugged in."""
        if not self.plugged:
            self.plugged = True
            self.answer()

    def unplug(self) -> None:
        """Pulls the cable, and the bolt springs out; nothing if it is pulled."""
        if self.plugged:
            self.plugged = False
            self.bolt_out = True
            self.answer()

    def power_cut(self) -> None:
        """The power goes: the bolt springs out."""
        self.bolt_out = True

    def _say(self, sign: DoorSign) -> None:
        if self.plugged:
            self._tell(Door(sign))
