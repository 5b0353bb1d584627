"""Reports of counting: how right each bin was, and when it is due again."""

from datetime import timedelta

from counting_shop import ASSETS, BOOKED, GLOVE_BIN, GLOVES, Shop

from kiosk.crib import commands as do
from kiosk.store.count_reports import planned, report_count_accuracy, report_never_counted, trust


def test_a_bin_is_as_accurate_as_its_last_count(shop: Shop) -> None:
    """Each asset and each stock is a line; what nobody counted leaves its bin as it was."""
    assert trust(shop.store.db, shop.world.at) is None
    count = shop.open()
    shop.see(count, *ASSETS[:3])
    shop.sign(count)
    rows_now = report_count_accuracy(shop.crib())
    assert [(row.code, row.lines, row.right, row.accuracy) for row in rows_now] == [("C1-04", 4, 3, 75)]

    count = shop.open("C1-05")
    shop.tell(count, BOOKED)
    shop.sign(count)
    shop.world.pass_to(shop.world.boot + 3 * 86400)

    ages = {row.code: (row.accuracy, row.age) for row in report_count_accuracy(shop.crib())}
    assert ages == {"C1-04": (75, 3), "C1-05": (100, 3)}
    assert [row.code for row in report_never_counted(shop.crib())] == ["C2-01"]
    told = trust(shop.store.db, shop.world.at)
    assert told is not None
    assert (told.lines, told.right, told.oldest, told.bins, told.never) == (5, 4, 3, 3, 1)


def test_a_bin_is_due_by_the_class_of_what_it_holds(shop: Shop) -> None:
    """A at once where it was never counted; else so many days after, by policy."""
    count = shop.open("C1-05")
    shop.act(do.IssueStock(GLOVES, GLOVE_BIN, 5, shop.who("ann")))
    shop.tell(count, BOOKED - 5)
    shop.sign(count)
    today = shop.world.at.date()

    due = {row.code: (row.abc, row.due) for row in planned(shop.crib())}

    assert due == {
        "C1-05": ("A", today + timedelta(days=30)),
        "C1-04": ("C", None),
        "C2-01": ("C", None),
    }
