"""What a decision can be."""

from msgspec import Struct

from kiosk.crib.body import Body
from kiosk.crib.handing import TakenOver
from kiosk.crib.instructions import Step
from kiosk.crib.names import CategoryCode
from kiosk.crib.refusals import Refusal


class Tally(Struct, frozen=True):
    """How many rows of a definition were new, different, or as they were."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


class ToRead(Struct, frozen=True):
    """An instruction that somebody has still to read."""

    category: CategoryCode
    step: Step


class Asks(Struct, frozen=True):
    """What is asked, beside the answer, of whoever did something; nobody has to answer."""

    reading: ToRead | None = None
    condition: bool = False
    """Whether what came back is all right."""
    shift: bool = False
    """Whether a shift that is held open may be closed: a lead is asked."""
    taken_over: tuple[TakenOver, ...] = ()
    """What others took over from who signs in, and she may deny."""


NO_ASKS = Asks()


class Approved(Struct, frozen=True):
    """These entries are to be written."""

    entries: tuple[Body, ...]
    tally: Tally | None = None
    """Of a definition only."""
    asks: Asks = NO_ASKS


class Refused(Struct, frozen=True):
    """No; the entries, if any, note that it was asked."""

    refusal: Refusal
    entries: tuple[Body, ...] = ()


class Nothing(Struct, frozen=True):
    """There is nothing to do."""

    entries: tuple[Body, ...] = ()
    tally: Tally | None = None


NOTHING = Nothing()

Decision = Approved | Refused | Nothing
