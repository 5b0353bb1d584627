"""Words of pieces that should be there: a touch on one says that it is not. A few have buttons instead."""

from kiosk.counter.scene import Scene
from kiosk.counter.session import Session
from kiosk.counter.taps import NAMED
from kiosk.counter.views import Item, Sheet
from kiosk.crib.names import AssetCode


def sheet(session: Session, scene: Scene) -> Sheet | None:
    """The pieces of a kit that came back, or what was shown as lying somewhere, where buttons do not do."""
    act = session.act
    if session.question:
        return None
    if act and act.worker == session.who and len(act.kit) > NAMED:
        names = {each.asset.code: each.product.name for each in scene.kit.assets} if scene.kit else {}
        items = _items("missing", act.kit, names)
        return Sheet(scene.say("In the case: touch what is missing"), items)
    if len(session.listed) > NAMED:
        items = _items("not-here", session.listed, scene.listed)
        return Sheet(scene.say("Here: touch what is not here"), items)
    return None


def _items(verb: str, assets: tuple[AssetCode, ...], names: dict[AssetCode, str]) -> tuple[Item, ...]:
    return tuple(_item(f"{verb}:{code}", code, names.get(code, "")) for code in assets)


def _item(control: str, code: AssetCode, name: str) -> Item:
    return Item(name or code, code if name else "", control=control)
