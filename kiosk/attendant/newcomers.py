"""What is new to the crib at the counter: codes that mean nothing yet, things that are added or arrive."""

from datetime import tzinfo

from kiosk.counter.adding import Choices
from kiosk.counter.language import Phrase, Told
from kiosk.counter.session import Session
from kiosk.counter.signals import CodeSeen, Marking, Now, PlaceSeen, Tapped
from kiosk.counter.tasks import Adding, Linking, Receiving
from kiosk.crib.alike import Candidate
from kiosk.crib.makers_codes import is_gtin
from kiosk.crib.policy import Policy
from kiosk.store import deliveries, lookup, newcomers, transfers
from kiosk.store.store import Store

_OFFERED = 12
"""Products that are offered to be one more of: what a screen shows without paging much."""
_HITS = 24


def unknown(store: Store, text: str, says: Marking) -> CodeSeen:
    """A code that means nothing here, and what can be guessed of it."""
    sent, gtin = transfers.coming(store.db, text), is_gtin(text)
    if sent:
        return CodeSeen(text, gtin, product=sent.product, name=sent.name, is_asset=sent.is_asset, says=says)
    return CodeSeen(text, gtin, gtin or newcomers.resembles(store.db, text), says=says)


def tap(store: Store, control: str) -> Tapped | PlaceSeen | None:
    """What a tapped control stands for; None where it names something that does not exist."""
    verb, _, value = control.partition(":")
    match verb:
        case "transfer":
            return _transfer(store, value)
        case "category":
            category = lookup.category_of(store.db, value)
            return Tapped(control, thing=category) if category else None
        case "next-tag":
            return Tapped(control, codes=(newcomers.next_tag(store.db, value),))
        case "receive":
            return Tapped(control, codes=_expected(store))
    return Tapped(control)


def _expected(store: Store) -> tuple[str, ...]:
    """The controls of the deliveries and transfers of which something is still to come."""
    due = (f"delivery:{code}" for code in deliveries.open_codes(store.db))
    return (*due, *(f"transfer:{named}" for named in transfers.open_here(store.db)))


def _transfer(store: Store, named: str) -> PlaceSeen | None:
    """A transfer tells what is still to come, as a delivery does."""
    sent = transfers.as_delivery(store.db, named)
    if sent is None:
        return None
    left = [f"{line.left} x {line.asset or line.product}" for line in sent.lines if line.left]
    lines: tuple[Told, ...] = (*left[:4],) if left else (Phrase("All of it is here."),)
    return PlaceSeen(named, "transfer", lines)


def to_link(
    store: Store, _session: Session, task: Linking, _now: Now, _zone: tzinfo, _policy: Policy
) -> tuple[Candidate, ...]:
    """What a code may belong to: what it looks like, or what is looked for by what was typed."""
    if task.typed:
        return tuple(newcomers.found_by(store.db, task.typed, _HITS, "product", "asset"))
    return tuple(newcomers.offers(store.db, task.code))


def to_add(
    store: Store, _session: Session, task: Adding, _now: Now, _zone: tzinfo, _policy: Policy
) -> Choices:
    """What a new thing may be one of, what its product may be kept under, and what is named alike."""
    db = store.db
    match task.asks:
        case "product" if task.typed:
            return Choices(tuple(newcomers.found_by(db, task.typed, _HITS, "product")))
        case "product":
            guessed = newcomers.offers(db, task.makers, "product") if task.makers else []
            every = {each.code: each for each in (*guessed, *newcomers.came_last(db, _OFFERED))}
            return Choices(tuple(every.values()))
        case "name" if task.typed:
            alike = newcomers.like_name(db, task.typed)
            return Choices(tuple(newcomers.known(db, alike)))
        case "category":
            return Choices(categories=tuple(newcomers.categories(db)))
    return Choices(alike=newcomers.like_code(db, task.asset) if task.asset else "")


def to_receive(store: Store, _session: Session, task: Receiving, *_: object) -> tuple[str, ...]:
    """What is offered and still to come: it may be settled elsewhere meanwhile."""
    expected = _expected(store) if task.offers else ()
    return tuple(offer for offer in task.offers if offer in expected)
