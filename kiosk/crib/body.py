"""What every journal entry's body has in common.

A body is canonical JSON of integers, strings, lists and objects only (no fraction, no null): fields
at their default are left out. Times are RFC 3339 in UTC, days ISO 8601, places ``kind:code``.
"""

from msgspec import Struct

from kiosk.crib.movements import Movement
from kiosk.crib.names import AssetCode, LotCode, ProductCode, WorkerId
from kiosk.crib.places import Place


class Body(
    Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", forbid_unknown_fields=True
):
    """What one entry says happened."""

    @property
    def type(self) -> str:
        """The entry's type, such as ``asset.issued``."""
        return str(self.__struct_config__.tag)

    @property
    def actor(self) -> WorkerId | None:
        """Who did it, where that is somebody else than who gave the command."""
        return None


class Moved(Body, frozen=True, kw_only=True):
    """A body that moves something."""

    product: ProductCode
    quantity: int
    source: str
    destination: str
    asset: AssetCode = AssetCode("")
    lot: LotCode = LotCode("")

    @property
    def movement(self) -> Movement:
        """The movement that this entry made."""
        ends = Place.parse(self.source), Place.parse(self.destination)
        return Movement(self.product, self.quantity, *ends, self.asset, self.lot)
