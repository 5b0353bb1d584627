"""The command of fast adding: one new asset, put into its bin, with its product where that is new too."""

from msgspec import Struct

from kiosk.crib.definitions import Definition, NewAsset, NewProduct
from kiosk.crib.names import NOBODY, BinCode, ProductCode, WorkerId


class AddThing(Struct, frozen=True, tag=True):
    """Add an asset and put it into its home bin, or a product alone: all of it or nothing."""

    worker: WorkerId = NOBODY
    asset: NewAsset | None = None
    """None: a product whose pieces are received next."""
    product: NewProduct | None = None
    """Where it is new."""
    link: str = ""
    """A maker's code, from now on the product's."""

    @property
    def definitions(self) -> tuple[Definition, ...]:
        """What is to be defined by it, in order."""
        return tuple(each for each in (self.product, self.asset) if each)

    @property
    def bin(self) -> BinCode:
        """Where it is put."""
        return self.asset.bin if self.asset else BinCode("")

    @property
    def of(self) -> ProductCode:
        """Its product."""
        return self.asset.product if self.asset else self.product.code if self.product else ProductCode("")
