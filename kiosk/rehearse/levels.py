"""Levels of a product: of the site that declares them, while the product is known everywhere."""

from msgspec.structs import replace

from kiosk.crib.definitions import Definition, NewProduct
from kiosk.crib.products import Product

_NONE = {"safety": 0, "reorder": -1, "maximum": -1, "par": -1, "lead_days": 0}


def without(new: Definition) -> Definition:
    """What other sites hear of a product."""
    return replace(new, **_NONE) if isinstance(new, NewProduct) else new


def kept(new: Definition, known: Product | None) -> Definition:
    """What another site said of a product, with the levels that this site has said."""
    if not isinstance(new, NewProduct) or known is None:
        return without(new)
    return replace(new, **{name: getattr(known, name) for name in _NONE})


def said(new: NewProduct, known: list[Definition]) -> NewProduct:
    """``@B product TQ-60 reorder=2`` sets levels of a product that is known.

    Raises:
        ValueError: it is not.
    """
    for old in reversed(known):
        if isinstance(old, NewProduct) and old.code == new.code:
            return replace(old, **{name: getattr(new, name) for name in _NONE})
    raise ValueError(f'"{new.code}" is no product yet; give it a category')
