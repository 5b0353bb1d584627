"""Tasks: what the counter is in the middle of, over several scans and taps."""

from datetime import date
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from kiosk.crib.counting import Finding
from kiosk.crib.names import AssetCode, BadgeDigest, BinCode, HoldCode, LotCode, NumberDigest, ProductCode
from kiosk.crib.products import Category, Worker


class Task(Struct, frozen=True):
    """Something that was begun by a touch. A scan or a badge that it does not ask for closes it."""

    hands_full: ClassVar[bool] = False
    """Whether it is a keeper's work, who then stays signed in for longer."""
    over_answer: ClassVar[bool] = False
    """Whether it is about the answer on the screen, which shows again once it is closed."""

    @property
    def behind(self) -> "Task | None":
        """What shows again once it is closed."""
        return None


class Counting(Task, frozen=True):
    """A count that is open at the counter."""

    hands_full: ClassVar[bool] = True
    count: str = ""
    """Its code; empty until a place was scanned."""
    place: str = ""
    """What is counted."""
    bin: BinCode = BinCode("")
    """Where the keeper stands; empty where a cabinet, say, was scanned and no bin of it yet."""
    product: ProductCode = ProductCode("")
    """Whose pieces are to be told next."""
    name: str = ""
    """The product's."""
    lot: LotCode = LotCode("")
    again: bool = False
    """They were told once, and were not as expected."""
    found: AssetCode = AssetCode("")
    """The asset that was just seen out of place."""
    finding: Finding = Finding.FOUND
    waits: bool = False
    """It is signed, and waits for a second person."""
    typed: str = ""
    """Of the number of pieces, so far."""


class Naming(Task, frozen=True):
    """Somebody says on the keys who she is, or proves whose badge she showed."""

    typed: str = ""
    """So far: a number, then a PIN. A credential: never shown, never logged."""
    number: NumberDigest = NumberDigest("")
    """Of the number, once it was typed."""
    worker: Worker | None = None
    """Whose number or badge it is; None also for a number that nobody has."""
    shown: bool = False
    """Whether she showed a badge, and only its PIN is asked for."""
    badge: BadgeDigest = BadgeDigest("")
    """The badge that is to be hers; empty for none."""
    during: Task | None = None
    """What goes on afterwards."""

    @property
    def asks_pin(self) -> bool:
        """Whether it is the PIN that is typed now."""
        return self.shown or bool(self.number)

    def __repr__(self) -> str:
        return f"Naming(asks_pin={self.asks_pin}, ...)"


class Receiving(Task, frozen=True):
    """A delivery that is being put away."""

    hands_full: ClassVar[bool] = True
    offers: tuple[str, ...] = ()
    """The controls of the deliveries and transfers that are expected."""
    delivery: str = ""
    """The one that is put away; empty for what nobody expected."""
    product: ProductCode = ProductCode("")
    """What is in the keeper's hands."""
    name: str = ""
    """The product's."""
    tagged: bool = False
    """Whether its pieces are assets."""
    lot: LotCode = LotCode("")
    expires: date | None = None
    """The last good day, where the maker's label says it."""
    asset: AssetCode = AssetCode("")
    """The tag in the keeper's hands; one that is not known yet is of ``product``."""
    kept: bool = False
    """Whether the tag is not known yet, and so is kept for the keeper until it is put away."""
    quantity: int = 0
    """Of pieces."""
    transfer: str = ""
    """Another site's, that is put away instead of a delivery: ``A/T1``."""
    typing: bool = False
    """Whether the number of pieces is being typed."""
    typed: str = ""


class Linking(Task, frozen=True):
    """A code that means nothing yet, and what it may belong to."""

    code: str
    looks: bool = False
    """It is none of those that are offered: what it is on is looked for by its name."""
    typed: str = ""


class Adding(Task, frozen=True):
    """A thing that is new to the crib, and what is known of it so far."""

    hands_full: ClassVar[bool] = True
    asset: AssetCode = AssetCode("")
    """Its tag."""
    is_given: bool = False
    """Whether the tag's code was given here, and has to be written on a label."""
    makers: str = ""
    """The maker's code that was scanned, and that means nothing yet."""
    product: ProductCode = ProductCode("")
    name: str = ""
    category: Category | None = None
    is_new: bool = False
    """Whether the product is new, too."""
    fields: dict[str, str] = {}
    """What was told of it, by the names of a definition's fields."""
    asks: str = ""
    """What is to be told next: a field, ``product``, ``tag`` or ``bin``; empty where nothing was scanned."""
    looks: bool = False
    """The product is looked for by its name."""
    typed: str = ""


class Choosing(Task, frozen=True):
    """What is wrong with an asset that was just brought back is being chosen."""

    over_answer: ClassVar[bool] = True
    asset: AssetCode


class Noting(Task, frozen=True):
    """A note on an asset is being typed."""

    over_answer: ClassVar[bool] = True
    asset: AssetCode
    typed: str = ""


class Looking(Task, frozen=True):
    """A list that somebody opened."""

    question: str
    """``available``, ``reserved``, ``out``, ``low``, ``where`` or ``mine``."""
    text: str = ""
    """Of ``where``, what was typed."""


class Showing(Task, frozen=True):
    """A card that somebody opened."""

    what: str
    """``asset``, ``product``, ``kit`` or ``bin``."""
    code: str
    product: ProductCode = ProductCode("")
    """Of an asset, what it is."""
    mine: bool = False
    """Whether it is in the hands of who is signed in."""
    here: bool = False
    """Whether it should lie in a bin."""
    figure: str = ""
    """Of a product, the figure that is opened to the entries behind it."""
    before: Task | None = None
    """What it was opened from."""

    @property
    def behind(self) -> Task | None:
        """What shows again once it is closed."""
        return replace(self, figure="") if self.figure else self.before


class Reserving(Task, frozen=True):
    """A thing is about to be reserved, or a reservation is looked at."""

    product: ProductCode
    asset: AssetCode = AssetCode("")
    """The one that is to be reserved; empty for any of the product."""
    quantity: int = 1
    whom: Worker | None = None
    """For whom; None for who is signed in."""
    step: str = ""
    """What is chosen: one of the next shifts where it is empty; ``days day hours until whom``."""
    day: str = ""
    start: str = ""
    """Local time."""
    text: str = ""
    """Of a name, so far."""
    held: HoldCode = HoldCode("")
    """One's own reservation that is looked at."""
    before: Task | None = None
    """What it was opened from."""

    @property
    def behind(self) -> Task | None:
        """What shows again once it is closed."""
        return replace(self, step="", text="") if self.step else self.before


class Giving(Task, frozen=True):
    """A thing is about to change hands."""

    asset: AssetCode


class TypingNumber(Task, frozen=True):
    """How many is being typed."""

    over_answer: ClassVar[bool] = True
    text: str = ""
