"""What the screen remembers by itself between two views: none of it is the attendant's."""

from typing import NamedTuple, Self

from kiosk.counter.views import Sheet, View
from kiosk.screens import keyboard, paging
from kiosk.screens.keyboard import Layer
from kiosk.screens.touch import MORE


class Local(NamedTuple):
    """Of the view that is on the screen."""

    page: int = 0
    """Of a sheet's items, counted on without end in both directions."""
    turn: int = 0
    """How often the controls that had no room were asked for."""
    layer: Layer = Layer()
    """What is on the keys."""
    pressed: str = ""
    """The control that is under a finger, or was tapped by somebody else."""

    def after(self, before: View, view: View) -> Self:
        """What of it still holds for the next view."""
        same_list = _listed(before.sheet) == _listed(view.sheet)
        same_controls = [one.name for one in before.controls] == [one.name for one in view.controls]
        typing = view.sheet is not None and view.sheet.keys is not None
        return self._replace(
            page=self.page if same_list else 0,
            turn=self.turn if same_controls else 0,
            layer=self.layer if typing else Layer(),
            pressed="",
        )

    def tapped(self, control: str) -> Self:
        """After a touch on this control."""
        layer = self.layer
        match control:
            case paging.ON | paging.BACK:
                return self._replace(page=paging.turned(self.page, control))
            case keyboard.SHIFT:
                return self._replace(layer=layer._replace(shift=not layer.shift))
            case keyboard.SYMBOLS:
                return self._replace(layer=Layer(symbols=not layer.symbols))
        if control == MORE:
            return self._replace(turn=self.turn + 1)
        return self._replace(layer=layer._replace(shift=False))


def _listed(sheet: Sheet | None) -> tuple[str, list[tuple[str, str]]] | None:
    """Whether a list is another one: what its items say beside their names may change while it is read."""
    return (sheet.title, [(item.title, item.control) for item in sheet.items]) if sheet else None
