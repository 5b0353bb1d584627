"""What the screen says of a thing that does not fit: the rulebook's sentence, in the screen's language."""

from kiosk.counter.language import mark
from kiosk.counter.scene import Scene
from kiosk.crib.keeper_refusals import Flaw

_OWNERS = {
    "asset": mark("asset {code}"),
    "product": mark("product {code}"),
    "kit": mark("kit {code}"),
    "bin": mark("bin {code}"),
    "shelf": mark("shelf {code}"),
    "cabinet": mark("cabinet {code}"),
    "room": mark("room {code}"),
    "job": mark("job {code}"),
    "station": mark("station {code}"),
    "delivery": mark("delivery {code}"),
}
"""What a code stands for, by the kind of its owner."""
_FIELDS = {
    "product": mark("product"),
    "category": mark("category"),
    "bin": mark("bin"),
    "asset": mark("asset"),
    "serial": mark("serial number"),
    "barcode": mark("second code"),
    "calibrated": mark("day of calibration"),
    "bought": mark("day of purchase"),
    "cost": mark("price"),
}
"""What a thing is to have."""


def flaw_words(flaw: Flaw, scene: Scene) -> str:
    """What is wrong, and what to do next."""
    values = {"column": flaw.column, "value": flaw.value, **flaw.values}
    kind, _, code = str(values.get("owner", "")).partition(" ")
    if kind in _OWNERS:
        values["owner"] = scene.say(_OWNERS[kind], code=code)
    if values.get("field") in _FIELDS:
        values["field"] = scene.say(_FIELDS[str(values["field"])])
    return scene.say(flaw.sentence, **values)
