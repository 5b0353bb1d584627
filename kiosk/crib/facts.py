"""Facts: all that a decision may look at, loaded in the transaction that writes it.

Printable, replayable, enough.
"""

from datetime import date, datetime, tzinfo

from msgspec import Struct

from kiosk.crib.availability import Lot
from kiosk.crib.body import Moved
from kiosk.crib.counting import CountState, Opening
from kiosk.crib.handing import TakenOver
from kiosk.crib.identity import Standing
from kiosk.crib.names import AssetCode, BadgeDigest, BinCode, CabinetCode, NumberDigest, WorkerId
from kiosk.crib.policy import Policy
from kiosk.crib.products import Area, Asset, Bin, Category, Job, Kit, Product, Station, Worker
from kiosk.crib.receiving import Arriving
from kiosk.crib.refusals import Equivalent
from kiosk.crib.replenishment import Watched
from kiosk.crib.shifts import ShiftState
from kiosk.crib.states import AssetState, Elsewhere, Hold, KitState, StockState
from kiosk.crib.transfer_states import Transfer


class PastMove(Struct, frozen=True):
    """A movement entry of an earlier command, and whether the world still stands as it left it."""

    seq: int
    actor: WorkerId
    body: Moved
    stands: bool
    """False where it was undone, or the asset has moved on, or the bin no longer holds as much."""
    undone: bool = False
    at: datetime | None = None
    """When it was."""


class Enrolled(Struct, frozen=True):
    """A person as the store knows one: opaque id, digest binding the name, and what changed."""

    id: WorkerId
    digest: str
    badge: BadgeDigest
    """Of the badge given; empty where none was."""
    known: Worker | None
    """None for a new worker."""
    same_name: bool
    flaw: str = ""
    """Why the badge cannot be read; empty where it can."""
    badge_of: WorkerId = WorkerId("")
    """Who has that badge now."""
    number: NumberDigest = NumberDigest("")
    """Of the staff number given; empty where none was."""
    number_of: WorkerId = WorkerId("")
    """Who has that number now."""
    new_pin: bool = False
    """Whether a PIN was given that is not hers already."""


class Catalogue(Struct, frozen=True):
    """What exists of the things that a definition names."""

    categories: dict[str, Category]
    products: dict[str, Product]
    areas: dict[str, Area]
    bins: dict[str, Bin]
    assets: dict[str, Asset]
    drafts: set[str]
    """Codes of the assets that were never received."""
    jobs: dict[str, Job]
    stations: dict[str, Station]
    kits: dict[str, Kit]
    codes: dict[str, str]
    """Whose each code is, e.g. ``asset TW-01``."""
    people: dict[str, Enrolled]
    """By the code of the definition."""
    received: dict[tuple[str, str, str], int]
    """Quantity by product, bin and receipt."""


class Overdue(Struct, frozen=True):
    """Something that a worker should have brought back, the latest first due."""

    asset: AssetCode
    """Or the product's code, of a pool."""
    due: datetime


class Plan(Struct, frozen=True):
    """What is promised of one product, and what there is to keep the promises with."""

    lots: tuple[Lot, ...]
    holds: tuple[Hold, ...]
    """That bind now or later; those that nobody showed up for are not among them."""


class Facts(Struct, frozen=True, repr_omit_defaults=True):
    """What is true at the moment of a decision; the parts that the command does not need are empty."""

    at: datetime
    """UTC."""
    zone: tzinfo
    """The site's, for days."""
    policy: Policy
    worker: Worker | None = None
    """Who acts."""
    receiver: Worker | None = None
    """Who is given something."""
    overdue: Overdue | None = None
    """The longest overdue thing of who takes."""
    in_category: dict[str, int] = {}
    """By category with a limit: pieces that who takes holds, or took of a consumable today."""
    asset: AssetState | None = None
    first_due: datetime | None = None
    """When the asset was due as its loan began, whatever it was extended to since."""
    kit: KitState | None = None
    stock: StockState | None = None
    cabinets: tuple[Area, ...] = ()
    """Those whose lock can be opened now."""
    shut: dict[BinCode, CabinetCode] = {}
    """Bins of what is to be taken that are in a cabinet whose lock does not open, and that cabinet."""
    job: Job | None = None
    """The job that was named; None where there is none of that code."""
    product: Product | None = None
    """Of a hold: what is to be reserved."""
    plan: Plan = Plan((), ())
    plans: dict[str, Plan] = {}
    """By product, where several are looked at."""
    hold: Hold | None = None
    bins_known: bool = True
    """Whether the bins that the command names exist."""
    there: int = 0
    """Pieces at the place that the command takes them from."""
    equivalents: tuple[Equivalent, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    """Free at other sites, the most first."""
    trained: tuple[WorkerId, ...] = ()
    """Who could be asked, where a course is missing."""
    unconfirmed: tuple[AssetCode, ...] = ()
    """Assets of the bin that wait to be confirmed."""
    past: tuple[PastMove, ...] = ()
    watched: tuple[Watched, ...] = ()
    """Products that may have become low, or not."""
    on_order: int = 0
    """Units of a product that are still expected on the order."""
    count: CountState | None = None
    """The open count that the command names."""
    opening: Opening | None = None
    approver: Worker | None = None
    """Who agreed that something is kept no longer, or vouches for who has no badge."""
    came: date | None = None
    """The day on which the asset was received."""
    unit_cents: int = 0
    """What one of the pieces cost."""
    arriving: Arriving | None = None
    """What there is to know of a delivery."""
    transfer: Transfer = Transfer()
    owner: str = ""
    """What the code that the command names stands for already, e.g. ``asset TW-01``."""
    category: Category | None = None
    """Whose instruction is read."""
    read: dict[str, int] = {}
    """By category: the version of its instruction, for the step at hand, that who has the thing has read."""
    overridden_by: WorkerId = WorkerId("")
    """The lead who let the act pass that is spoken of; empty where none did."""
    shift: ShiftState | None = None
    taken_over: tuple[TakenOver, ...] = ()
    """What others took over from who acts, and she has not been told of, or is about to deny."""
    standing: Standing = Standing()
    """Of who acts, says who she is, or is given another PIN."""
    catalogue: Catalogue | None = None

    @property
    def today(self) -> date:
        """The site's day."""
        return self.at.astimezone(self.zone).date()
