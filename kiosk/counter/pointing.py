"""Pointing: the bins that the screen speaks of as where a thing is, or where it goes home. Pure."""

from collections.abc import Callable, Iterable
from typing import Any

from kiosk.counter.language import Phrase
from kiosk.counter.scene import Scene
from kiosk.counter.session import Answer, Session, shows
from kiosk.counter.tasks import Looking
from kiosk.crib.keeper_refusals import WrongBin
from kiosk.crib.looked import Card, Looked, OfAsset, OfBin, OfProduct, Row
from kiosk.crib.names import BinCode
from kiosk.crib.refusals import LotExpired, NeedsBadge, NotOldestLot, Refusal
from kiosk.crib.states import AssetState

Bins = Iterable[str]


def bins(session: Session, scene: Scene) -> tuple[BinCode, ...]:
    """Whose lights are to be on while this is on the screen, each once."""
    return tuple(dict.fromkeys(BinCode(code) for code in _spoken_of(session, scene) if code))


def _spoken_of(session: Session, scene: Scene) -> Bins:
    if scene.trouble:
        return ()
    if isinstance(session.task, Looking):
        return _found(scene.opened)
    answer = session.answer if shows(session) else None
    rule = _RULES.get(answer.kind) if answer else None
    return rule(answer, scene) if answer and rule else ()


def _found(looked: Any) -> Bins:
    """A search points once it has found one thing: a wall of lights says nothing."""
    return _row(looked.rows[0]) if isinstance(looked, Looked) and _is_one(looked) else ()


def _is_one(looked: Looked) -> bool:
    return len(looked.rows) == 1 and not looked.more


def _row(row: Row) -> Bins:
    match row:
        case OfAsset(asset):
            return _where(asset)
        case OfProduct(_, _, lies_in):
            return lies_in
        case OfBin(place):
            return (place.code,)
    return ()


def _where(asset: AssetState) -> Bins:
    """The bin that it should be found in; none where it is out, or was not found."""
    return (asset.place.code,) if asset.is_in and not asset.missing else ()


def _thing(answer: Answer, scene: Scene) -> Bins:
    """Where what is spoken of lies: an asset, all of a kit, or pieces."""
    assets = (scene.asset,) if scene.asset else scene.kit.assets if scene.kit else ()
    return [code for asset in assets for code in _where(asset)] or (answer.bin,)


def _shown(answer: Answer, scene: Scene) -> Bins:
    """Of a product's code, the bins that are told."""
    told = [one.values.get("bin", "") for one in answer.told if isinstance(one, Phrase)]
    return (*_thing(answer, scene), *map(str, told))


def _card(answer: Answer, scene: Scene) -> Bins:
    """Of an asset its place, of a bin itself, of a product or kit wherever it lies."""
    card = scene.opened if isinstance(scene.opened, Card) and not answer.bin else Card()
    rows = [code for row in card.rows if isinstance(row, OfAsset) for code in _row(row)]
    return (*_thing(answer, scene), *(code for code, _ in card.bins), *rows)


def _instead(answer: Answer, scene: Scene) -> Bins:
    """Where what may be had instead lies, or where a thing belongs after all."""
    match answer.refusal:
        case NeedsBadge():
            return _thing(answer, scene)
        case NotOldestLot(bin=code) | LotExpired(better=code) | WrongBin(better=code):
            return (code,)
        case Refusal() as refusal:
            return [offer.bin for offer in getattr(refusal, "equivalents", ())] or getattr(
                refusal, "bins", ()
            )
    return ()


def _pieces(answer: Answer, _: Scene) -> Bins:
    return (answer.bin,)


def _passed(answer: Answer, _: Scene) -> Bins:
    """Of tools that passed together, where those that came back belong."""
    return answer.lines


_RULES: dict[str, Callable[[Answer, Scene], Bins]] = {
    "returned": _thing,
    "undone": _thing,
    "shown": _shown,
    "card": _card,
    "issued": _pieces,
    "put-back": _pieces,
    "passed": _passed,
    "refused": _instead,
}
"""Of what is said; what is in somebody's hands, or was put where she stands, is not pointed at."""
