"""What a decision can be."""

from msgspec import Struct

from kiosk.crib.body import Body
from kiosk.crib.refusals import Refusal


class Tally(Struct, frozen=True):
    """How many rows of a definition were new, different, or as they were."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


class Approved(Struct, frozen=True):
    """These entries are to be written."""

    entries: tuple[Body, ...]
    tally: Tally | None = None
    """Of a definition only."""


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
