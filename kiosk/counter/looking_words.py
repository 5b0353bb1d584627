"""Words of what somebody looks at: the five questions, what one holds, and things as items of a list."""

from datetime import datetime

from msgspec.structs import replace

from kiosk.counter.language import mark
from kiosk.counter.looking import MINE
from kiosk.counter.own_words import mine
from kiosk.counter.phrases import at_place, elsewhere, how_long, when, who
from kiosk.counter.reserving_words import span
from kiosk.counter.scene import Scene
from kiosk.counter.session import Session
from kiosk.counter.tasks import Looking, TypingNumber
from kiosk.counter.views import Item, KeyKind, Keys, Sheet, Tone
from kiosk.crib.availability import Counts
from kiosk.crib.looked import (
    Looked,
    OfAsset,
    OfBin,
    OfHold,
    OfKit,
    OfLoan,
    OfLow,
    OfProduct,
    OfSite,
    Row,
)
from kiosk.crib.names import WorkerId
from kiosk.crib.places import Place, PlaceKind
from kiosk.crib.states import Loan
from kiosk.crib.status import Status

LABELS = {
    "available": mark("Available"),
    "reserved": mark("Reserved"),
    "out": mark("Out"),
    "low": mark("Low"),
    "where": mark("Find"),
    "mine": mark("Mine"),
    "give": mark("Give to a colleague"),
}
"""What is written on each control."""
STATUS = {
    Status.AVAILABLE: mark("Available"),
    Status.RESERVED: mark("Reserved"),
    Status.OUT: mark("Out"),
    Status.OVERDUE: mark("Overdue"),
    Status.QUARANTINED: mark("Quarantined"),
    Status.AT_SERVICE: mark("At service"),
    Status.IN_TRANSIT: mark("On its way"),
    Status.MISSING: mark("Missing"),
    Status.LOST: mark("Lost"),
    Status.RETIRED: mark("Retired"),
    Status.ELSEWHERE: mark("At another site"),
    Status.DRAFT: mark("Not received yet"),
}
"""The one word for how an asset stands."""
_TITLES = {
    "available": mark("Available here"),
    "reserved": mark("Reserved here"),
    "out": mark("Out"),
    "low": mark("Low here"),
    "where": mark("Find"),
}
_NONE = {
    "available": mark("Nothing is kept here yet."),
    "reserved": mark("Nothing is reserved."),
    "out": mark("Nothing is out."),
    "low": mark("Nothing is low."),
    "where": mark("Nothing found."),
}
_TONES = {
    Status.AVAILABLE: Tone.DONE,
    Status.OVERDUE: Tone.STOP,
    Status.QUARANTINED: Tone.STOP,
    Status.MISSING: Tone.LOOK,
}


def sheet(session: Session, task: Looking, scene: Scene) -> Sheet:
    """The list that is open."""
    if task.question == MINE:
        return mine(scene, reservations=True)
    looked: Looked = scene.opened
    told = replace(scene, names={**scene.names, **looked.names})
    items = tuple(item(row, session.who, told) for row in looked.rows)
    if looked.more < 0:
        items += (Item(scene.say("There is more. Type more letters.")),)
    return Sheet(
        scene.say(_TITLES[task.question]),
        items,
        max(0, looked.more),
        _none(task, scene),
        _letters(task, scene) if task.question == "where" else None,
    )


def _none(task: Looking, scene: Scene) -> str:
    unasked = task.question == "where" and not task.text.strip()
    return "" if unasked else scene.say(_NONE[task.question])


def _letters(task: Looking, scene: Scene) -> Keys:
    return Keys(KeyKind.LETTERS, scene.say("Name, code or place"), task.text)


def number_sheet(session: Session, task: TypingNumber, scene: Scene) -> Sheet:
    """The keypad for how many."""
    what = scene.product.name if scene.product else ""
    back = session.line is not None and session.line.back
    enter = scene.say("Put back so many") if back else scene.say("Take so many")
    keys = Keys(KeyKind.DIGITS, scene.say("How many in all?"), task.text, enter)
    return Sheet(what or scene.say("How many in all?"), keys=keys)


def item(row: Row, me: WorkerId, scene: Scene) -> Item:
    """One thing of a list; a touch opens its card."""
    match row:
        case OfProduct(product, counts, bins):
            detail = (figures(counts, scene), ", ".join(bins), elsewhere(row, scene))
            return _item(product.name, detail, product.code, _card(product.code))
        case OfAsset():
            return _asset(row, me, scene)
        case OfLoan(product, loan):
            return _loan(product.name, product.code, loan, scene, held(loan.place, me, scene))
        case OfHold():
            return _hold(row, scene)
        case OfLow(product, available, point):
            told = scene.say("Available {count} · low at {point}", count=available, point=point)
            return _item(product.name, (told,), product.code, _card(product.code), Tone.LOOK)
        case OfKit(kit, whole):
            state = scene.say("Complete") if whole else scene.say("Not complete")
            return _item(kit.name, (kit.code,), state, _card(kit.code))
        case OfBin(place):
            return _item(scene.say("Bin {code}", code=place.code), (place.name,), "", _card(place.code))
        case OfSite(product):
            return Item(product, elsewhere(row, scene))


def _item(title: str, details: tuple[str, ...], aside: str, control: str, tone: Tone | None = None) -> Item:
    return Item(title, " · ".join(text for text in details if text), aside, control, tone)


def _card(code: str) -> str:
    return f"card:{code}"


def figures(counts: Counts, scene: Scene) -> str:
    """Available · Reserved · Total, in this order, always."""
    return scene.say(
        "Available {available} · Reserved {reserved} · Total {total}",
        available=counts.available,
        reserved=counts.reserved,
        total=counts.total,
    )


_SAID_BY_STATUS = (
    PlaceKind.SUPPLIER,
    PlaceKind.QUARANTINE,
    PlaceKind.SERVICE,
    PlaceKind.SCRAP,
    PlaceKind.LOST,
)
"""Where a thing is there, its status has said so."""


def held(place: Place, me: WorkerId, scene: Scene) -> str:
    """Where a thing is, beside its status, or who has it, by the name that the reader may see."""
    if place.kind in _SAID_BY_STATUS:
        return ""
    if place.kind is not PlaceKind.HOLDER:
        return at_place(place, scene)
    return scene.say("You") if place.code == me else who(WorkerId(place.code), scene)


def piece(row: Row, me: WorkerId, scene: Scene) -> Item:
    """One of a product, where the product is named already."""
    if not isinstance(row, OfAsset):
        return item(row, me, scene)
    return replace(
        _asset(row, me, scene), title=row.asset.asset.code, detail=held(row.asset.place, me, scene)
    )


def _asset(row: OfAsset, me: WorkerId, scene: Scene) -> Item:
    asset, status = row.asset, row.status
    details = (asset.asset.code, held(asset.place, me, scene))
    due = asset.due if asset.is_in_use else None
    aside = _until(due, scene) if due else scene.say(STATUS[status])
    return _item(asset.product.name, details, aside, _card(asset.asset.code), _TONES.get(status))


def _until(due: datetime, scene: Scene) -> str:
    late = due < scene.at
    return scene.say("{time} late", time=how_long(scene.at - due, scene)) if late else when(due, scene)


def _loan(name: str, code: str, loan: Loan, scene: Scene, holder: str = "") -> Item:
    tone = Tone.STOP if loan.due < scene.at else None
    title = f"{loan.quantity} x {name}"
    return _item(title, (code, holder), _until(loan.due, scene), _card(code), tone)


def _hold(row: OfHold, scene: Scene) -> Item:
    hold = row.hold
    whom = who(hold.worker, scene) if hold.worker else scene.say("Job {code}", code=hold.job)
    short = scene.say("{count} will be missing", count=row.short) if row.short else ""
    details = (span(hold.start, hold.until, scene), whom, short, elsewhere(row, scene) if short else "")
    title = f"{hold.open} x {hold.asset or row.product.name}"
    tone = Tone.STOP if row.short else None
    return _item(title, details, hold.code, _card(hold.asset or hold.product), tone)
