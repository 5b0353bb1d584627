"""Words of a card: all there is to know of one thing, as a notice, and what is in it or of it beside."""

from datetime import date
from typing import TypeGuard

from msgspec.structs import replace

from kiosk.counter import greeting_words, looking_words, step_words
from kiosk.counter.language import mark
from kiosk.counter.looking_words import STATUS, held
from kiosk.counter.phrases import day, elsewhere, product, when, who
from kiosk.counter.scene import Scene
from kiosk.counter.session import Answer, Session
from kiosk.counter.showing import FIGURES
from kiosk.counter.tasks import Giving, Showing
from kiosk.counter.views import Item, Sheet, Tone
from kiosk.crib.gates import is_fit, may
from kiosk.crib.looked import Card, Share
from kiosk.crib.names import Role, WorkerId
from kiosk.crib.states import AssetState
from kiosk.crib.status import Status

Words = tuple[str, tuple[str, ...], Tone]

_FIGURES = {
    "available": mark("Available"),
    "reserved": mark("Reserved"),
    "out": mark("Out"),
    "quarantined": mark("Quarantined"),
    "total": mark("Total"),
}
ENTRIES = {
    "asset.issued": mark("Taken"),
    "asset.returned": mark("Returned"),
    "asset.handed-over": mark("Changed hands"),
    "asset.quarantined": mark("Quarantined"),
    "asset.released": mark("Put back into use"),
    "asset.moved": mark("Moved"),
    "asset.received": mark("Received"),
    "asset.retired": mark("Retired"),
    "asset.lost": mark("Lost"),
    "asset.found": mark("Found"),
    "asset.sent": mark("Sent to service"),
    "stock.issued": mark("Taken"),
    "stock.put-back": mark("Put back"),
    "stock.received": mark("Received"),
    "stock.moved": mark("Moved"),
    "hold.placed": mark("Reserved"),
    "act.undone": mark("Undone"),
    "stock.scrapped": mark("Scrap"),
    "stock.corrected": mark("Count difference"),
    "transfer.sent": mark("Sent to another site"),
    "transfer.received": mark("Received"),
    "transfer.settled": mark("Received"),
    "transfer.lost": mark("Lost"),
    "transfer.found": mark("Found"),
}
"""What is said of an entry behind a figure; another is told by its type."""
_NOW = {"hold": mark("Reserved"), "excess": mark("Reserved"), "unfit": mark("Not to be used now.")}
"""What is said of what is so at the moment."""


def asset_lines(asset: AssetState, me: WorkerId, scene: Scene) -> tuple[str, ...]:
    """What there is to know of an asset: how it stands, where, until when, fit until when, what was noted."""
    card = scene.card or Card()
    state = scene.say(STATUS[card.status]) if card.status else ""
    away = asset.place.code != asset.asset.bin and card.status is not Status.ELSEWHERE
    return (
        " · ".join(text for text in (asset.asset.code, state, held(asset.place, me, scene)) if text),
        scene.say("Due back {time}", time=when(asset.due, scene)) if asset.due else "",
        scene.say("For the job: {name}", name=card.job) if card.job else "",
        *_fit(asset, scene),
        step_words.note(scene),
        scene.say("Belongs in {bin}", bin=asset.asset.bin) if away and asset.asset.bin else "",
        counted(card, scene),
        *_of_keepers(card, scene),
    )


def _of_keepers(card: Card, scene: Scene) -> tuple[str, ...]:
    """Who had a thing that is set aside, and who denies that she gave one away: full names."""
    names = ", ".join(who(worker, scene) for worker in card.holders)
    held = (scene.say("Last had by: {names}", names=names),) if names else ()
    return (*held, *(greeting_words.denial(each, scene) for each in card.denials))


def _fit(asset: AssetState, scene: Scene) -> tuple[str, str]:
    through, usable = asset.valid_through, asset.is_in or asset.is_in_use
    told = scene.say("Calibrated through {day}", day=day(through, scene)) if _is_day(through) else ""
    return told, "" if usable and is_fit(asset, scene.at, scene.zone) else scene.say("Not to be used now.")


def _is_day(through: date | None) -> TypeGuard[date]:
    return through is not None and through > date.min


def counted(card: Card, scene: Scene) -> str:
    """When the bin was counted last: how far its place can be trusted."""
    return scene.say("Last counted {day}", day=day(card.counted, scene)) if card.counted else ""


def used(asset: AssetState, scene: Scene) -> str:
    """How much a thing was used."""
    return scene.say("Used {count} x, {hours} h out", count=asset.uses, hours=asset.out_s // 3600)


def said(answer: Answer, scene: Scene) -> Words:
    """The notice of a card that was touched open."""
    if scene.asset:
        return (
            product(scene),
            (*asset_lines(scene.asset, answer.by, scene), used(scene.asset, scene)),
            Tone.LOOK,
        )
    if answer.bin:
        return scene.say("Bin {code}", code=answer.bin), (counted(scene.opened or Card(), scene),), Tone.LOOK
    if scene.kit:
        return scene.kit.kit.name, (scene.kit.kit.code,), Tone.LOOK
    return product(scene), _product_lines(answer, scene), Tone.LOOK


def _product_lines(answer: Answer, scene: Scene) -> tuple[str, ...]:
    card = scene.opened if isinstance(scene.opened, Card) else Card()
    back = scene.say("Next back {time}", time=when(card.next_back, scene)) if card.next_back else ""
    return answer.product, back, elsewhere(card, scene)


def sheet(session: Session, task: Showing, scene: Scene) -> Sheet | None:
    """What is in a card, or behind one of its figures; an asset's is all notice."""
    card = scene.opened
    if not isinstance(card, Card):
        return None
    told = replace(scene, names={**scene.names, **card.names})
    if task.figure:
        items = tuple(_share(share, told) for share in card.shares)
        title = scene.say(_FIGURES[task.figure])
        return Sheet(title, items, empty=scene.say("Nothing adds up to it."))
    bins = tuple(_bin(code, quantity, told) for code, quantity in card.bins)
    said = looking_words.piece if task.what == "product" else looking_words.item
    rows = tuple(_apart(said(row, session.who, told), task) for row in card.rows)
    asked = _figures(session, task, told)
    return Sheet(scene.say("Where it is"), (*bins, *rows, *asked), card.more, scene.say("Nothing is here."))


def _apart(item: Item, task: Showing) -> Item:
    """A card does not open itself."""
    return replace(item, control="") if item.control == f"card:{task.code}" else item


def _bin(code: str, quantity: int, scene: Scene) -> Item:
    return Item(scene.say("Bin {code}", code=code), aside=str(quantity), control=f"card:{code}")


def _figures(session: Session, task: Showing, scene: Scene) -> tuple[Item, ...]:
    """A keeper opens each figure to the entries that add up to it."""
    counts = scene.counts
    if counts is None or task.what != "product" or not may(session.worker, Role.KEEPER):
        return ()
    return tuple(
        Item(
            scene.say("Why {figure} {count}?", figure=scene.say(_FIGURES[name]), count=getattr(counts, name)),
            control=f"why:{name}",
        )
        for name in FIGURES
    )


def _share(share: Share, scene: Scene) -> Item:
    known = ENTRIES.get(share.text) or _NOW.get(share.text)
    what = scene.say(known) if known else share.text
    whom = who(share.by, scene) if share.by else ""
    at = when(share.at, scene) if share.at else ""
    return Item(what, " · ".join(text for text in (at, share.code, whom) if text), f"{share.share:+d}")


def giving(_: Session, task: Giving, scene: Scene) -> Sheet:
    """What is about to change hands."""
    asset = scene.opened
    name = asset.product.name if isinstance(asset, AssetState) else ""
    return Sheet(scene.say("Give: {product}", product=name), (Item(name, task.asset),))
