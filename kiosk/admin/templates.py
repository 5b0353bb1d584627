"""Templates: which columns a sheet of each kind may have, and what each becomes.

A cell that is empty, or a column that is left out, means the default of the definition's field.
"""

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches

from msgspec import Struct

from kiosk.admin import cells
from kiosk.crib import definitions as do
from kiosk.crib.names import Kind, Role


class Column(Struct, frozen=True):
    """One column: its heading, how a cell is read, and its sentence."""

    name: str
    read: Callable[[str], object]
    says: str
    required: bool = False
    field: str = ""
    """Of the definition, where it has another name."""
    aliases: tuple[str, ...] = ()


class Template(Struct, frozen=True):
    """One kind of sheet: what a row defines, and the columns."""

    thing: Callable[..., do.Definition]
    says: str
    columns: tuple[Column, ...]

    def column(self, heading: str) -> Column | None:
        """The column that a heading names, in any case, with any spaces."""
        return next((column for column in self.columns if folded(heading) in _names(column)), None)

    def suggestion(self, heading: str) -> str:
        """What may have been meant by a heading that names no column."""
        names = {name: column.name for column in self.columns for name in _names(column)}
        near = get_close_matches(folded(heading), names, 1)
        if near:
            return f"Did you mean {names[near[0]]}?"
        return f"The columns are {', '.join(column.name for column in self.columns)}."

    def help(self) -> Iterator[str]:
        """A line for each column."""
        for column in self.columns:
            need = "required" if column.required else "optional"
            yield f"  {column.name:<12}{need}  {column.says}"


def folded(heading: str) -> str:
    """A heading without the differences that do not matter."""
    return " ".join(re.split(r"[\s_-]+", heading.casefold().strip()))


def _names(column: Column) -> tuple[str, ...]:
    return (column.name, *column.aliases)


def _code(says: str, *aliases: str) -> Column:
    return Column("code", cells.code, says, required=True, aliases=aliases)


def _named(name: str, says: str, *, required: bool = False, aliases: tuple[str, ...] = ()) -> Column:
    """A column that holds somebody else's code."""
    return Column(name, cells.code, says, required, aliases=aliases)


_NAME = Column("name", cells.words, "as people read it")
_BARCODE = _named("barcode", "another code on it, scanned instead of ours", aliases=("ean", "gtin", "upc"))
_COST = Column("cost", cells.cents, "of one unit: 189.00", field="cost_cents", aliases=("price", "unit cost"))
_REQUIRED_NAME = Column("name", cells.words, _NAME.says, required=True, aliases=("full name",))

TEMPLATES = {
    "categories": Template(
        do.NewCategory,
        "The rules that products share.",
        (
            _code("the category's, such as torque"),
            _NAME,
            Column("kind", cells.choice(Kind), "serialized or consumable", required=True),
            Column("loan", cells.duration, "how long a loan lasts: 8h, 2d", field="loan_s"),
            Column(
                "calibration",
                cells.days,
                "how long one is valid: 365d; empty: none",
                field="calibration_days",
            ),
        ),
    ),
    "bins": Template(
        do.NewBin,
        "The labelled places that things are kept in.",
        (
            _code("the bin's, such as C1-04", "bin"),
            _NAME,
            _named("cabinet", "the cabinet it stands in; empty: none"),
        ),
    ),
    "products": Template(
        do.NewProduct,
        "The lines of the catalogue.",
        (
            _code("the product's, such as TQ-60", "sku", "product"),
            _REQUIRED_NAME,
            _named("category", "a category's code", required=True),
            Column("unit", cells.words, "what is counted: each, pack (default: each)"),
            Column("pack", cells.number, "pieces in one unit (default: 1)"),
            _BARCODE,
            _COST,
            Column("reorder", cells.number, "low at or below this many; empty: never", aliases=("minimum",)),
        ),
    ),
    "assets": Template(
        do.NewAsset,
        "The tagged individuals of serialized products.",
        (
            _code("the tag's, such as TW-01", "asset", "asset tag", "tag"),
            _named("product", "a product's code", required=True, aliases=("sku",)),
            _named("bin", "its home bin's code", required=True, aliases=("location",)),
            _named("serial", "the maker's number", aliases=("serial number", "serial no")),
            _BARCODE,
            Column("calibrated", cells.day, "the day of the last calibration: 2026-10-03"),
        ),
    ),
    "people": Template(
        do.Person,
        "The workers. A badge that is left out stays as it is; to bar somebody, say no under active.",
        (
            _code("the worker's, such as a login", "login", "username"),
            _REQUIRED_NAME,
            Column("role", cells.choice(Role), f"{', '.join(Role)} (default: worker)"),
            _named("badge", "the badge number as printed on the badge", aliases=("card", "badge number")),
            Column("active", cells.yes, "yes or no (default: yes)"),
        ),
    ),
    "stock": Template(
        do.Delivery,
        "Deliveries of consumables into bins; a receipt that is known already is not received again.",
        (
            _named("product", "a product's code", required=True, aliases=("sku",)),
            _named("bin", "a bin's code", required=True, aliases=("location",)),
            Column("quantity", cells.number, "units put in", required=True, aliases=("qty",)),
            _named("receipt", "names the delivery (default: opening)"),
            _COST,
        ),
    ),
}
"""Every kind of sheet, in the order in which they build on each other."""
