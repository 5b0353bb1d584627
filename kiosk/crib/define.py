"""Definitions: adding and changing what the crib knows, all rows of a command or none.

Every mistake of every row is found and named; an unchanged row writes nothing: the same file twice is once.
"""

from typing import Any

import msgspec

from kiosk.crib import commands as do
from kiosk.crib import entries as was
from kiosk.crib.facts import Catalogue, Facts
from kiosk.crib.names import Kind
from kiosk.crib.outcomes import Approved, Decision, Nothing, Refused, Tally
from kiosk.crib.places import SUPPLIER, in_bin
from kiosk.crib.products import Asset, Bin, Category, Product
from kiosk.crib.refusals import Flaw, Unfit

MAX_CODE = 64
"""Characters of a code; what a Code 128 label of 100 mm still holds."""
MAX_QUANTITY = 1_000_000
_YEARS_S = 100 * 366 * 86400
"""A hundred years in seconds: longer than anything is lent, or stays calibrated."""
_YEARS = range(1970, 2200)
"""In which a calibration can lie."""
_LATER = (Kind.POOL, Kind.SHARED)


def set_policy(facts: Facts, command: do.SetPolicy) -> Decision:
    """Change one setting, if it is one and in range."""
    known = msgspec.structs.asdict(facts.policy)
    if command.setting not in known:
        return _unfit(
            "setting", command.setting, f"is not a setting of the rulebook; there are {', '.join(known)}"
        )
    if not 0 <= command.value <= 366 * 86400:
        return _unfit("value", str(command.value), "is not from 0 to 31622400 seconds")
    if known[command.setting] == command.value:
        return Nothing()
    return Approved((was.PolicyChanged(setting=command.setting, value=command.value),))


def _unfit(column: str, value: str, message: str) -> Refused:
    return Refused(Unfit((Flaw(0, column, value, f"{value!r} {message}."),)))


def define(facts: Facts, command: do.Define) -> Decision:
    """Judge each row against the catalogue and the rows before it."""
    assert facts.catalogue is not None, "the loader brings the catalogue"  # noqa: S101
    desk = _Desk(facts.catalogue)
    for row, thing in enumerate(command.things):
        desk.take(row, thing)
    if desk.flaws:
        return Refused(Unfit(tuple(desk.flaws)))
    tally = Tally(desk.added, desk.changed, len(command.things) - desk.added - desk.changed)
    return Approved(tuple(desk.entries), tally) if desk.entries else Nothing(tally=tally)


class _Desk:
    """Works through the rows of one command, with a catalogue of its own that grows as they are taken."""

    def __init__(self, known: Catalogue) -> None:
        self.known = msgspec.structs.replace(
            known, **{field: dict(getattr(known, field)) for field in known.__struct_fields__}
        )
        self.entries: list[was.Body] = []
        self.flaws: list[Flaw] = []
        self.badges: dict[str, str] = {}
        """Whose the badges are that this command speaks of."""
        self.seen: set[tuple[type, str]] = set()
        self.added = self.changed = self.row = 0

    def take(self, row: int, thing: do.Definition) -> None:
        """Judge one row; its entries, or its flaws, are kept."""
        self.row, before = row, len(self.flaws)
        self._check_once(thing)
        bodies, is_new = self._judge(thing)
        if len(self.flaws) == before and bodies:
            self.entries += bodies
            self.added += is_new
            self.changed += not is_new

    def _judge(self, thing: do.Definition) -> tuple[list[was.Body], bool]:
        match thing:
            case do.NewCategory():
                return self._category(thing)
            case do.NewProduct():
                return self._product(thing)
            case do.NewBin():
                return self._bin(thing)
            case do.NewAsset():
                return self._asset(thing)
            case do.Person():
                return self._person(thing)
            case do.Delivery():
                return self._delivery(thing)

    def _check_once(self, thing: do.Definition) -> None:
        if isinstance(thing, do.Delivery):
            return
        if (type(thing), thing.code) in self.seen:
            self._flaw("code", thing.code, f"{thing.code!r} stands twice; keep one row.")
        self.seen.add((type(thing), thing.code))

    def _flaw(self, column: str, value: str, message: str) -> None:
        self.flaws.append(Flaw(self.row, column, value, message))

    def _check_code(self, column: str, code: str) -> None:
        if not code or code != code.strip() or len(code) > MAX_CODE or not code.isprintable():
            said = f"{code!r} is not a code: 1 to {MAX_CODE} printable characters without spaces at its ends."
            self._flaw(column, code, said)

    def _claim(self, column: str, code: str, owner: str) -> None:
        """Codes are unique across the crib, whatever they stand for."""
        taken = self.known.codes.setdefault(code, owner)
        if taken != owner:
            self._flaw(column, code, f"The code {code!r} is {taken}'s already; codes are unique in the crib.")

    def _category(self, new: do.NewCategory) -> tuple[list[was.Body], bool]:
        old = self.known.categories.get(new.code)
        self._check_code("code", new.code)
        if new.kind in _LATER:
            self._flaw(
                "kind", new.kind, f"kind {new.kind.value!r} is not built yet; use serialized or consumable."
            )
        if old and old.kind is not new.kind:
            said = f"Category {new.code} is {old.kind.value}, not {new.kind.value}, for good; add another."
            self._flaw("kind", new.kind, said)
        self._check_range("loan", new.loan_s, 0, _YEARS_S)
        self._check_range("calibration", new.calibration_days, 0, _YEARS_S // 86400)
        self.known.categories[new.code] = value = Category(**_fields(new))
        return _bodies(old, value, was.CategoryChanged, "category")

    def _product(self, new: do.NewProduct) -> tuple[list[was.Body], bool]:
        old = self.known.products.get(new.code)
        self._check_code("code", new.code)
        if not new.name.strip():
            self._flaw("name", new.name, f"Product {new.code} needs a name.")
        if new.category not in self.known.categories:
            said = f"There is no category {new.category!r} for product {new.code}; define it first."
            self._flaw("category", new.category, said)
        self._check_range("pack", new.pack, 1)
        self._check_range("cost", new.cost_cents, 0)
        self._check_range("reorder", new.reorder, -1)
        self._claim("code", new.code, f"product {new.code}")
        if new.barcode:
            self._claim("barcode", new.barcode, f"product {new.code}")
        self.known.products[new.code] = value = Product(**_fields(new))
        return _bodies(old, value, was.ProductChanged, "product")

    def _check_range(self, column: str, value: int, least: int, most: int = 10**9) -> None:
        if not least <= value <= most:
            self._flaw(column, str(value), f"{column} {value} is not from {least} to {most}.")

    def _bin(self, new: do.NewBin) -> tuple[list[was.Body], bool]:
        old = self.known.bins.get(new.code)
        self._check_code("code", new.code)
        self._claim("code", new.code, f"bin {new.code}")
        self.known.bins[new.code] = value = Bin(**_fields(new))
        return _bodies(old, value, was.BinChanged, "bin")

    def _asset(self, new: do.NewAsset) -> tuple[list[was.Body], bool]:
        old = self.known.assets.get(new.code)
        self._check_code("code", new.code)
        self._check_product(new.product, Kind.SERIALIZED, f"asset {new.code}")
        self._check_bin(new.bin, f"asset {new.code}")
        if old and old.product != new.product:
            said = f"Asset {new.code} is a {old.product} and cannot become a {new.product}; use another code."
            self._flaw("product", new.product, said)
        if new.calibrated and new.calibrated.year not in _YEARS:
            self._flaw("calibrated", str(new.calibrated), f"{new.calibrated} is no day of a calibration.")
        self._claim("code", new.code, f"asset {new.code}")
        if new.barcode:
            self._claim("barcode", new.barcode, f"asset {new.code}")
        self.known.assets[new.code] = value = Asset(**_fields(new))
        bodies, is_new = _bodies(old, value, was.AssetChanged, "asset")
        if is_new:
            bodies.append(_first_place(new))
        return bodies, is_new

    def _check_product(self, code: str, kind: Kind, what: str) -> None:
        product = self.known.products.get(code)
        category = self.known.categories.get(product.category) if product else None
        if product is None:
            self._flaw("product", code, f"There is no product {code!r} for {what}; define it first.")
        elif category and category.kind is not kind:
            said = f"Product {code} is {category.kind.value}; {what} needs one that is {kind.value}."
            self._flaw("product", code, said)

    def _check_bin(self, code: str, what: str) -> None:
        if code not in self.known.bins:
            self._flaw("bin", code, f"There is no bin {code!r} for {what}; define it first.")

    def _person(self, new: do.Person) -> tuple[list[was.Body], bool]:
        self._check_code("code", new.code)
        if not new.name.strip():
            self._flaw("name", new.name, f"Worker {new.code} needs a name.")
        who = self.known.people[new.code]
        if who.flaw:
            self._flaw("badge", "...", who.flaw)
        if who.badge and self.badges.setdefault(who.badge, who.badge_of or who.id) != who.id:
            self._flaw("badge", "...", f"The badge of {new.code} is another worker's already.")
        active = int(new.active)
        body = was.WorkerChanged(worker=who.id, person=who.digest, role=new.role, active=active)
        same = who.known and (who.known.role, who.known.active) == (new.role, new.active) and who.same_name
        bodies: list[was.Body] = [] if same else [body]
        if who.badge and who.badge_of != who.id:
            bodies.append(was.BadgeLinked(badge=who.badge, worker=who.id))
        return bodies, who.known is None

    def _delivery(self, new: do.Delivery) -> tuple[list[was.Body], bool]:
        what = f"stock of {new.product} in {new.bin}"
        self._check_product(new.product, Kind.CONSUMABLE, what)
        self._check_bin(new.bin, what)
        if not 0 < new.quantity <= MAX_QUANTITY:
            self._flaw("quantity", str(new.quantity), f"{new.quantity} is not from 1 to {MAX_QUANTITY}.")
        self._check_range("cost", new.cost_cents, 0)
        self._check_code("receipt", new.receipt)
        key = (new.product, new.bin, new.receipt)
        known = self.known.received.get(key)
        self.known.received[key] = new.quantity
        if known not in (None, new.quantity):
            said = (
                f"Receipt {new.receipt!r} of {new.product} in {new.bin} was {known}, not {new.quantity}. "
                "Give a further delivery a receipt of its own."
            )
            self._flaw("quantity", str(new.quantity), said)
        return ([_received(new)] if known is None else []), known is None


def _first_place(new: do.NewAsset) -> was.Body:
    return was.AssetReceived(
        asset=new.code,
        product=new.product,
        quantity=1,
        source=str(SUPPLIER),
        destination=str(in_bin(new.bin)),
    )


def _received(new: do.Delivery) -> was.Body:
    return was.StockReceived(
        product=new.product,
        quantity=new.quantity,
        receipt=new.receipt,
        cost_cents=new.cost_cents,
        source=str(SUPPLIER),
        destination=str(in_bin(new.bin)),
    )


def _fields(new: msgspec.Struct) -> dict[str, Any]:
    return msgspec.structs.asdict(new)


def _bodies(old: Any, new: Any, body: type[was.Body], noun: str) -> tuple[list[was.Body], bool]:
    """The entry that takes the old value to the new one, if they differ, and whether there was no old one."""
    if old == new:
        return [], False
    fields = _fields(new)
    fields[noun] = fields.pop("code")
    return [body(**fields)], old is None
