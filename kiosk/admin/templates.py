"""Templates: which columns a sheet of each kind may have, and what each becomes."""

from kiosk.admin import cells
from kiosk.admin import list_cells as lists
from kiosk.admin.columns import Column, Template
from kiosk.admin.instruction_cells import INSTRUCTION_COLUMNS, new_category
from kiosk.crib import definitions as do
from kiosk.crib.costing import Costing
from kiosk.crib.define_things import REQUIRABLE
from kiosk.crib.names import LANGUAGES, Kind, Method, Role
from kiosk.crib.products import Level
from kiosk.crib.receiving import Expected
from kiosk.crib.replenishment import Restock
from kiosk.crib.valuation import Depreciation


def _code(says: str, *aliases: str) -> Column:
    return Column("code", cells.code, says, required=True, aliases=aliases)


def _named(name: str, says: str, *, required: bool = False, aliases: tuple[str, ...] = ()) -> Column:
    """A column that holds somebody else's code."""
    return Column(name, cells.code, says, required, aliases=aliases)


def _of(field: str, column: Column) -> Column:
    """A column whose field of the definition has another name."""
    return Column(column.name, column.read, column.says, column.required, field, column.aliases)


_NAME = Column("name", cells.words, "as people read it")
_BARCODE = _named("barcode", "another code on it, scanned instead of ours", aliases=("ean", "gtin", "upc"))
_ALIASES = Column("aliases", lists.codes, "further codes it answers to: OLD-1, OLD-2")
_COST = Column("cost", cells.cents, "of one unit: 189.00", field="cost_cents", aliases=("price", "unit cost"))
_REQUIRED_NAME = Column("name", cells.words, _NAME.says, required=True, aliases=("full name",))
_METHOD = Column("method", cells.choice(Method), "which lot goes first: fifo, fefo; empty: any")
_RESTOCK = Column("restock", cells.choice(Restock), "how it is ordered: point, par or jit")
_PRODUCT = _named("product", "a product's code", required=True, aliases=("sku",))
_BIN = _named("bin", "a bin's code", required=True, aliases=("location",))
_QUANTITY = Column("quantity", cells.number, "units put in", required=True, aliases=("qty",))
_LOT = (
    _named("lot", "where it is kept by lots", aliases=("batch",)),
    Column("expires", cells.day, "the last good day: 2027-01-31", aliases=("expiry", "use by")),
)

_CATEGORY = (
    _code("the category's, such as torque"),
    _NAME,
    Column("kind", cells.choice(Kind), ", ".join(Kind), required=True),
    Column("loan", cells.duration, "how long a loan lasts: 8h, 2d", field="loan_s"),
    _of("calibration_days", Column("calibration", cells.days, "how long one is valid: 365d; empty: none")),
    _of("due_rules", Column("every", lists.due_rules, "what else is due: electrical:365d, service:500uses")),
    _of("ends_in_loan", Column("ends", cells.code, "validity in a loan: shorten (default) or refuse")),
    _named("training", "the course that a worker needs"),
    Column("require", lists.codes, f"what an asset needs: {', '.join(REQUIRABLE)}"),
    _of("name_pattern", Column("pattern", cells.words, "a regular expression that its assets' codes match")),
    Column("limit", cells.number, "most that one worker holds; consumables: takes in a day"),
    Column("controlled", cells.flag, "yes: a return that nobody signed for is to be confirmed"),
    _METHOD,
    Column("costing", cells.choice(Costing), "of stock: fifo, lifo or average (default: fifo)"),
    Column("depreciation", cells.choice(Depreciation), "none, straight-line, declining"),
    Column("life", cells.number, "months that an asset keeps a value", field="life_months"),
    Column("residual", cells.number, "percent of the cost that is left after them", field="residual_pct"),
    _RESTOCK,
    *INSTRUCTION_COLUMNS,
    Column("condition", cells.flag, "yes: whoever brings it back is asked whether it is all right"),
    Column("fod", cells.flag, "yes: no shift closes while one is out, unless a lead signs"),
)
_AREA = (
    _code("the room's, cabinet's or shelf's", "area"),
    Column("level", cells.choice(Level), ", ".join(Level), required=True),
    _NAME,
    _named("within", "what it stands in: a shelf's cabinet, a cabinet's room"),
    Column("locked", cells.flag, "yes: a cabinet that only a badge opens"),
    Column("role", cells.choice(Role), "the least that opens it (default: worker)"),
)
_PRODUCTS = (
    _code("the product's, such as TQ-60", "sku", "product"),
    _REQUIRED_NAME,
    _named("category", "a category's code", required=True),
    Column("unit", cells.words, "what is counted: each, pack (default: each)"),
    Column("pack", cells.number, "pieces in one unit (default: 1)"),
    _BARCODE,
    _ALIASES,
    _COST,
    Column("reorder", cells.number, "low at or below this many; empty: never", aliases=("minimum",)),
    Column("safety", cells.number, "units kept against surprises", aliases=("safety stock",)),
    _of("maximum", Column("max", cells.number, "more is too much; empty: never", aliases=("maximum",))),
    Column("par", cells.number, "filled up to, where restock is par", aliases=("par level",)),
    _of("lead_days", Column("lead", cells.days, "from order to receipt: 5d", aliases=("lead time",))),
    Column("supplier", cells.words, "who is asked for it", aliases=("vendor",)),
    Column("risk", cells.flag, "yes: running out is worse than its value says"),
    _RESTOCK,
    _METHOD,
)
_ASSET = (
    _code("the tag's, such as TW-01", "asset", "asset tag", "tag"),
    _PRODUCT,
    Column("bin", cells.code, "its home bin's code; only a draft has none", aliases=("location",)),
    _named("serial", "the maker's number", aliases=("serial number", "serial no")),
    _BARCODE,
    _ALIASES,
    Column("calibrated", cells.day, "the day of the last calibration: 2026-10-03"),
    Column("done", lists.done, "when else was seen to: electrical:2026-10-03"),
    Column("cost", cells.cents, "what it cost; empty: its product's", field="cost_cents"),
    Column("bought", cells.day, "the day of its purchase; empty: when it was received"),
    Column("note", cells.words, "what the next one to scan it is told"),
    Column("draft", cells.yes, "yes: it did not come yet, and may have gaps"),
)
_PERSON = (
    _code("the worker's, such as a login", "login", "username"),
    _REQUIRED_NAME,
    Column("role", cells.choice(Role), f"{', '.join(Role)} (default: worker)"),
    _named("badge", "the badge number as printed on the badge", aliases=("card", "badge number")),
    Column("active", cells.yes, "yes or no (default: yes)"),
    Column("language", cells.code, f"the screen's for her: {', '.join(LANGUAGES)}; left out: as it is"),
    _named("number", "a staff number of 1 to 12 digits, for days without a badge", aliases=("staff number",)),
    _named("pin", "4 to 8 digits; only from a file with mode 600"),
    Column("trainings", lists.trainings, "courses and last days: torque:2027-01-01; left out: as they are"),
)

TEMPLATES = {
    "categories": Template(new_category, "The rules that products share.", _CATEGORY),
    "areas": Template(do.NewArea, "Rooms, the cabinets in them, the shelves in those.", _AREA),
    "bins": Template(
        do.NewBin,
        "The labeled places that things are kept in.",
        (
            _code("the bin's, such as C1-04", "bin"),
            _NAME,
            _named("cabinet", "the cabinet it stands in; empty: none"),
            _named("shelf", "the shelf of that cabinet, where it has labels"),
        ),
    ),
    "products": Template(do.NewProduct, "The lines of the catalogue.", _PRODUCTS),
    "assets": Template(do.NewAsset, "The tagged individuals of serialized and shared products.", _ASSET),
    "kits": Template(
        do.NewKit,
        "Assets that are lent and come back as one.",
        (
            _code("the case's, such as KIT-1", "kit"),
            _REQUIRED_NAME,
            Column("assets", lists.codes, "what belongs to it: PULL-A, PULL-B", required=True),
        ),
    ),
    "jobs": Template(
        do.NewJob,
        "What things are taken for: orders, projects, cost centers.",
        (_code("the job's", "job"), _NAME, Column("active", cells.flag, "yes or no (default: yes)")),
    ),
    "stations": Template(
        do.NewStation,
        "Machines and areas that shared equipment is taken to.",
        (_code("the station's", "station"), _NAME),
    ),
    "people": Template(
        do.Person,
        "The workers. A badge, number or PIN left out stays as it is; to bar somebody, say no under active.",
        _PERSON,
    ),
    "stock": Template(
        do.Delivery,
        "Deliveries of pieces into bins; a receipt that is known already is not received again.",
        (
            _PRODUCT,
            _BIN,
            _QUANTITY,
            _named("receipt", "names the delivery (default: opening)"),
            _COST,
            *_LOT,
            Column("received", cells.day, "the day its lot is counted from; empty: today"),
        ),
    ),
}
"""Every kind of sheet, in the order in which they build on each other."""

EXPECTED = Template(
    Expected,
    "What is expected of a delivery.",
    (
        _named("product", "a product's code; of an asset it may be left out", aliases=("sku",)),
        Column("quantity", cells.number, "units that are expected (default: 1)", aliases=("qty",)),
        _named("asset", "the code of an asset that is a draft", aliases=("tag",)),
        *_LOT,
        _COST,
    ),
)
"""A sheet of `cribctl receive expect`."""
