"""What a keeper's work has no use for: it is named, and what means nothing yet is kept."""

from kiosk.counter.language import Phrase, Told, mark
from kiosk.counter.session import Answer
from kiosk.counter.signals import KitSeen, PlaceSeen, Scanned, WishSeen
from kiosk.crib.names import WorkerId

PLACES = {
    "room": mark("Room {code}"),
    "cabinet": mark("Cabinet {code}"),
    "shelf": mark("Shelf {code}"),
    "delivery": mark("Delivery {code}"),
    "transfer": mark("From {code}"),
}


def out_of_place(kind: str, signal: Scanned, by: WorkerId) -> Answer:
    """The answer of this kind to a scan of what cannot come: it says what was scanned."""
    return Answer(kind, by=by, told=(_named(signal),))


def _named(signal: Scanned) -> Told:
    code: dict[str, str | int] = {"code": signal.code}
    match signal:
        case KitSeen():
            return Phrase("Kit {code}", code)
        case WishSeen(job=job) if job:
            return Phrase("Job {code}", code)
        case WishSeen(station=station) if station:
            return Phrase("Station {code}", code)
        case WishSeen():
            return Phrase("Due time {code}", code)
        case PlaceSeen(what=what) if what in PLACES:
            return Phrase(PLACES[what], code)
    return signal.code


def kept_for_keeper(code: str) -> tuple[Phrase, ...]:
    """Told of a code that means nothing yet, where there is one: it is not forgotten."""
    return (Phrase("{code} is kept for the keeper.", {"code": code[:60]}),) if code else ()
