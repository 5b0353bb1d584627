"""The catalogue: what a crib holds, where, and who uses it."""

from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from kiosk.crib.instructions import Instruction, Step, instruction_for
from kiosk.crib.names import (
    LENT,
    TAGGED,
    AssetCode,
    BinCode,
    CabinetCode,
    CategoryCode,
    JobCode,
    Kind,
    KitCode,
    Method,
    ProductCode,
    Role,
    StationCode,
    WorkerId,
)


class DueRule(Struct, frozen=True, omit_defaults=True):
    """What has to be done to an asset again and again: every so many days, or uses, or both."""

    name: str
    """E.g. ``electrical``; ``calibration`` is the one that has a day on each asset."""
    days: int = 0
    uses: int = 0


class Done(Struct, frozen=True, omit_defaults=True):
    """The last time that a due rule was seen to."""

    rule: str
    day: date
    uses: int = 0
    """How often the asset had been taken by then."""


class Category(Struct, frozen=True, repr_omit_defaults=True):
    """The template of its products' rules."""

    code: CategoryCode
    kind: Kind
    name: str = ""
    loan_s: int = 0
    """How long a loan lasts, in seconds; 0 takes the policy's."""
    calibration_days: int = 0
    """Days a calibration is valid; 0 where none is asked for."""
    due_rules: tuple[DueRule, ...] = ()
    """What else falls due."""
    ends_in_loan: str = "shorten"
    """What happens where validity ends during a loan: ``shorten`` it, or ``refuse`` it."""
    training: str = ""
    """The course that a worker needs; empty for none."""
    require: tuple[str, ...] = ()
    """Fields without which an asset stays a draft, e.g. ``serial``; ``job`` asks for one at issue."""
    name_pattern: str = ""
    """A regular expression (Python's) that the codes of its assets match as a whole."""
    limit: int = 0
    """Most that one worker holds at once (consumables: takes in a day); 0 for no limit."""
    controlled: int = 0
    """1: returns that nobody signed for stay to be confirmed; see also policy controlled_role."""
    method: Method = Method.ANY
    costing: str = "fifo"
    """``fifo``, ``lifo`` or ``average``: of values only, never of picking."""
    depreciation: str = "none"
    """``none``, ``straight-line`` or ``declining``."""
    life_months: int = 0
    residual_pct: int = 0
    """What is left of the cost at the end of its life, in percent."""
    restock: str = "point"
    """``point``, ``par`` or ``jit``."""
    instructions: tuple[Instruction, ...] = ()
    """What people are told when they take, bring back or receive it."""
    condition: int = 0
    """1: whoever brings it back is asked whether it is all right."""
    fod: int = 0
    """1: a foreign object where it is left behind: no shift closes while one is out, unless a lead signs."""

    def instruction(self, step: Step) -> Instruction | None:
        """What people are told at a step."""
        return instruction_for(self.instructions, step)

    @property
    def rules(self) -> tuple[DueRule, ...]:
        """Every due rule, the calibration among them, first."""
        own = (DueRule("calibration", self.calibration_days),) if self.calibration_days else ()
        return own + self.due_rules

    @property
    def is_tagged(self) -> bool:
        """Whether its pieces are assets."""
        return self.kind in TAGGED

    @property
    def is_lent(self) -> bool:
        """Whether its pieces are due back."""
        return self.kind in LENT


class Product(Struct, frozen=True, repr_omit_defaults=True):
    """A catalogue line."""

    code: ProductCode
    name: str
    category: CategoryCode
    unit: str = "each"
    pack: int = 1
    """Pieces in one unit, for the screen's words only: quantities count units."""
    barcode: str = ""
    """The maker's code, scanned instead of our own."""
    cost_cents: int = 0
    reorder: int = -1
    """Low at or below this many available; -1: as use, lead and safety say, or never."""
    aliases: tuple[str, ...] = ()
    """Further codes it answers to."""
    safety: int = 0
    maximum: int = -1
    par: int = -1
    lead_days: int = 0
    supplier: str = ""
    risk: int = 0
    """1 raises its class: running out is worse than its value says."""
    restock: str = ""
    """Overrides the category's; empty takes it."""
    method: Method = Method.ANY
    """Overrides the category's; empty takes it."""
    linked: tuple[str, ...] = ()
    """Codes that were linked to it one by one; no definition takes them away."""


class Level(StrEnum):
    """What an area is in the tree site, room, cabinet, shelf, bin."""

    ROOM = "room"
    CABINET = "cabinet"
    SHELF = "shelf"


class Area(Struct, frozen=True):
    """A labeled room, cabinet or shelf."""

    code: str
    level: Level
    name: str = ""
    within: str = ""
    """The room of a cabinet, the cabinet of a shelf; empty where it stands in the site itself."""
    locked: int = 0
    """1: a cabinet that only a badge opens."""
    role: Role = Role.WORKER
    """The least role that it opens for."""


class Bin(Struct, frozen=True):
    """A labeled place in a cabinet, or in none."""

    code: BinCode
    name: str = ""
    cabinet: CabinetCode = CabinetCode("")
    shelf: str = ""
    """The shelf of that cabinet, where it has one with a label."""


class Asset(Struct, frozen=True, repr_omit_defaults=True):
    """One tagged individual of a serialized or shared product."""

    code: AssetCode
    product: ProductCode
    bin: BinCode = BinCode("")
    """Home bin, where it is returned to; empty only in a draft."""
    serial: str = ""
    barcode: str = ""
    """A second code on the thing, such as its old asset number."""
    calibrated: date | None = None
    """Day of the last calibration."""
    aliases: tuple[str, ...] = ()
    """Further codes it answers to."""
    done: tuple[Done, ...] = ()
    """When its other due rules were last seen to."""
    cost_cents: int = -1
    """-1 takes the product's."""
    bought: date | None = None
    """None takes the day it was received."""
    note: str = ""
    """What the next one to scan it is told."""
    linked: tuple[str, ...] = ()
    """As of a product."""


class Job(Struct, frozen=True):
    """What things are taken for."""

    code: JobCode
    name: str = ""
    active: int = 1


class Station(Struct, frozen=True):
    """A machine or an area."""

    code: StationCode
    name: str = ""


class Kit(Struct, frozen=True):
    """Certain assets that belong together."""

    code: KitCode
    name: str
    assets: tuple[AssetCode, ...]


class Training(Struct, frozen=True, omit_defaults=True):
    """A course that a worker has passed."""

    course: str
    until: date | None = None
    """Its last valid day; None where it does not end."""

    def is_valid(self, today: date) -> bool:
        """Whether it still holds; its last day is one of its own."""
        return self.until is None or today <= self.until


class Worker(Struct, frozen=True):
    """A person as the rules see one: no name, no number."""

    id: WorkerId
    role: Role = Role.WORKER
    active: bool = True
    trainings: tuple[Training, ...] = ()
    language: str = ""
    """That the screen speaks to her; empty for the site's."""

    def training(self, course: str) -> Training | None:
        """What the worker has of a course."""
        return next((one for one in self.trainings if one.course == course), None)


def method_of(product: Product, category: Category) -> Method:
    """Which lot of a product is to go first: its category's rule where it names none."""
    return product.method or category.method


def valid_through(calibrated: date | None, days: int) -> date | None:
    """Last day of what holds for so many days; None where it always does, date.min where never done."""
    if not days:
        return None
    return date.min if calibrated is None else calibrated + timedelta(days=days)
