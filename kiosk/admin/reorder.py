"""`cribctl reorder`: what to order, and what was ordered."""

from argparse import Namespace

from kiosk.admin import cells, report
from kiosk.admin.answer import carry_out
from kiosk.admin.command import DRY, Nouns, add_noun, add_task, argument
from kiosk.admin.crib import Crib, reading
from kiosk.admin.terminal import Terminal
from kiosk.crib.names import ProductCode
from kiosk.crib.ordering import CancelOrder, PlaceOrder
from kiosk.crib.replenishment import EFFECTS
from kiosk.store.restock import Crib as Stocked
from kiosk.store.restock_reports import OF_REPLENISHMENT

_METHODS = "\n".join(f"  {method.value:<6} {says}" for method, says in EFFECTS.items())


def add(nouns: Nouns) -> None:
    """Add the noun."""
    verbs = add_noun(nouns, "reorder", "What to order, and what was ordered.")
    suggest = add_task(verbs, "suggest", "What to order now, by supplier.", _suggest, f"methods:\n{_METHODS}")
    suggest.add_argument("--supplier", metavar="NAME", help="of this supplier only")
    suggest.add_argument("--csv", action="store_true", help="print CSV")
    mark = add_task(verbs, "mark-ordered", "Note what was ordered; it is not suggested again.", _mark)
    mark.add_argument("product", metavar="PRODUCT")
    mark.add_argument("quantity", metavar="QTY", type=argument(cells.number), help="units of the product")
    mark.add_argument("--order", metavar="CODE", help="the order's code (default: the day)")
    mark.add_argument(
        "--expected",
        metavar="DAY",
        type=argument(cells.day),
        help="2026-11-09 (default: after the lead time)",
    )
    mark.add_argument("--supplier", metavar="NAME", default="", help="default: the product's")
    mark.add_argument("--dry-run", action="store_true", help=DRY)
    cancel = add_task(verbs, "cancel", "Expect no longer what an order still lacks of a product.", _cancel)
    cancel.add_argument("order", metavar="ORDER")
    cancel.add_argument("product", metavar="PRODUCT")
    cancel.add_argument("--dry-run", action="store_true", help=DRY)


def _suggest(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    with reading(crib) as db:
        rows = OF_REPLENISHMENT["reorder"](Stocked.now(db, crib.now(), crib.zone))
    wanted = [row for row in rows if args.supplier in (None, row.supplier)]
    return report.tell("reorder", wanted, args, crib.zone, terminal)


def _mark(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    order = args.order or f"{crib.now().astimezone(crib.zone):%Y-%m-%d}"
    product = ProductCode(args.product)
    command = PlaceOrder(product, args.quantity, order, args.expected, args.supplier)
    return carry_out(command, f"{args.quantity} x {product}", f"on order {order}", args, crib, terminal)


def _cancel(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    command = CancelOrder(args.order, ProductCode(args.product))
    became = f"no longer expected on order {args.order}"
    return carry_out(command, args.product, became, args, crib, terminal)
