"""The rules of replenishment: alerts once on crossing, and orders that are on their way."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from kiosk.crib import ordering as do
from kiosk.crib import restock_entries as was
from kiosk.crib.body import Body
from kiosk.crib.closing import ended
from kiosk.crib.defining import code_flaw
from kiosk.crib.facts import Facts
from kiosk.crib.keeper_refusals import Flaw, Unfit, flaw, range_flaw
from kiosk.crib.movements import MAX_QUANTITY
from kiosk.crib.outcomes import NOTHING, Approved, Decision, Refused
from kiosk.crib.products import Product
from kiosk.crib.replenishment import Crossing, Watched, crossing, short_by


def alerts(watched: Iterable[Watched]) -> tuple[Body, ...]:
    """What is to be told of products whose stock may have changed."""
    return tuple(_alert(each, crossed) for each in watched if (crossed := crossing(each)))


def _alert(seen: Watched, crossed: Crossing) -> Body:
    if crossed is Crossing.ROSE or seen.point is None:
        threshold = -1 if seen.point is None else seen.point
        return was.StockRecovered(product=seen.product, available=seen.available, threshold=threshold)
    short = short_by(seen.available, seen.point)
    return was.StockLow(product=seen.product, available=seen.available, threshold=seen.point, short=short)


def review(facts: Facts, _: do.Review) -> Decision:
    """Tell of what time alone has changed: what became low, or recovered, and a shift that ended."""
    told = (*alerts(facts.watched), *ended(facts))
    return Approved(told) if told else NOTHING


def place_order(facts: Facts, command: do.PlaceOrder) -> Decision:
    """Note an order, so that it counts as coming."""
    flaws = tuple(_flaws(facts.product, command, facts.today))
    if flaws or facts.product is None:
        return Refused(Unfit(flaws))
    lead = facts.product.lead_days
    expected = command.expected or (facts.today + timedelta(days=lead) if lead else None)
    return Approved(
        (
            was.OrderPlaced(
                order=command.order,
                product=command.product,
                quantity=command.quantity,
                expected=expected,
                supplier=command.supplier or facts.product.supplier,
            ),
        )
    )


def _flaws(product: Product | None, command: do.PlaceOrder, today: date) -> Iterator[Flaw]:
    if product is None:
        yield flaw(
            "product", command.product, "{value!r} is no product; `cribctl report available` lists them."
        )
    if not 0 < command.quantity <= MAX_QUANTITY:
        yield range_flaw("quantity", command.quantity, 1, MAX_QUANTITY)
    wrong = code_flaw("order", command.order)
    if wrong:
        yield wrong
    if command.expected and command.expected < today:
        yield flaw("expected", command.expected, "{value} is over; today is {today}.", today=str(today))


def cancel_order(facts: Facts, command: do.CancelOrder) -> Decision:
    """Expect what is missing no longer."""
    if not facts.on_order:
        settled = flaw(
            "order",
            command.order,
            "order {value!r} expects no {product} any more; "
            "`cribctl reorder orders` lists what is on its way.",
            product=command.product,
        )
        return Refused(Unfit((settled,)))
    body = was.OrderCanceled(order=command.order, product=command.product, quantity=facts.on_order)
    return Approved((body,))
