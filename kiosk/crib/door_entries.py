"""The entries of cabinets' doors. ``worker`` is whom a door was unlocked for; empty where for nobody."""

from kiosk.crib.body import Body
from kiosk.crib.names import NOBODY, CabinetCode, WorkerId


class DoorNote(Body, frozen=True, kw_only=True):
    """What every entry of a door has."""

    cabinet: CabinetCode
    worker: WorkerId = NOBODY

    @property
    def actor(self) -> WorkerId | None:
        """Whom it was unlocked for: also where somebody else has signed in since."""
        return self.worker


class DoorUnlocked(DoorNote, frozen=True, kw_only=True, tag="door.unlocked"):
    """A lock is about to let a worker in: it is pulsed once this entry is durable, and only then."""

    reason: str = ""
    """Why it was unlocked from afar; empty for a badge at the counter."""


class DoorOpened(DoorNote, frozen=True, kw_only=True, tag="door.opened"):
    """An unlocked door was opened; or found open when its lock was heard again, and nobody saw how."""


class DoorClosed(DoorNote, frozen=True, kw_only=True, tag="door.closed"):
    """An open door was shut, and is locked."""


class DoorHeldOpen(DoorNote, frozen=True, kw_only=True, tag="door.held-open"):
    """A door was open for so long that the keeper is told."""

    seconds: int
    """For how long it had been open."""


class DoorForced(DoorNote, frozen=True, kw_only=True, tag="door.forced"):
    """A door came open that was locked."""


class DoorFault(DoorNote, frozen=True, kw_only=True, tag="door.fault"):
    """A lock did not do what it was told, or fell silent."""

    why: str = ""


class DoorReview(DoorNote, frozen=True, kw_only=True, tag="door.review"):
    """A worker opened a cabinet, shut it and left, and nothing of it was scanned."""


class DoorNothingTaken(DoorNote, frozen=True, kw_only=True, tag="door.nothing-taken"):
    """A worker who opened a cabinet and shut it said that nothing was taken."""


DoorBody = DoorUnlocked | DoorOpened | DoorClosed | DoorHeldOpen | DoorForced | DoorFault | DoorReview
"""Every entry of a door."""
