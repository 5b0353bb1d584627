"""What a keeper is offered to receive follows what is expected, also while her screen is open."""

from desk_bench import EIGHT, DeskBench

from kiosk.attendant.messages import Submit, Tap
from kiosk.crib.definitions import Define, Person
from kiosk.crib.names import CommandId, ProductCode, Role, Via
from kiosk.crib.receiving import CloseDelivery, ExpectDelivery, Expected

KIM = "0000471108"


def submit(bench: DeskBench, name: str, command: ExpectDelivery | CloseDelivery) -> None:
    """As cribctl does."""
    assert bench.door().submit(Submit(CommandId(name), command)).result == "approved"


def offered(bench: DeskBench) -> list[str]:
    """The deliveries that are drawn."""
    return [control.name for control in bench.view.controls if control.name.startswith("delivery:")]


def test_what_is_settled_by_hand_is_no_longer_offered_on_the_screen_that_offered_it(bench: DeskBench) -> None:
    """Nor does it begin to be offered there what is expected meanwhile: that screen was asked before."""
    people = Define((Person("kim", "Kim Rae", Role.KEEPER, KIM),))
    bench.store.execute(CommandId("staff"), people, EIGHT, Via.CRIBCTL)
    for code in ("D1", "D2"):
        submit(bench, code, ExpectDelivery(code, (Expected(ProductCode("GLV-9"), 5),)))
    bench.badge(KIM)
    assert bench.door().tap(Tap(CommandId("receive"), "receive")).result == "ok"
    assert offered(bench) == ["delivery:D1", "delivery:D2"]
    submit(bench, "close", CloseDelivery("D1"))
    assert offered(bench) == ["delivery:D2"]
