"""What is read for somebody who looks: lists that end, cards, and people named as the policy says."""

from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from kiosk.attendant.looks import named
from kiosk.attendant.news import News
from kiosk.counter.scene import Scene
from kiosk.counter.session import Session
from kiosk.counter.signals import Now
from kiosk.crib import commands as do
from kiosk.crib.definitions import Define, NewAsset, NewBin, NewCategory, NewProduct, Person
from kiosk.crib.looked import OfAsset, OfHold, OfLow, OfProduct
from kiosk.crib.names import (
    AssetCode,
    BinCode,
    CategoryCode,
    CommandId,
    HoldCode,
    Kind,
    ProductCode,
    Role,
    Via,
    WorkerId,
)
from kiosk.crib.policy import Policy
from kiosk.crib.products import Worker
from kiosk.crib.status import Status
from kiosk.rehearse.world import ScriptWorld
from kiosk.store import cards, lists
from kiosk.store.database import one
from kiosk.store.reports import REPORTS, Moment
from kiosk.store.store import Place, Store

THINGS = Define(
    (
        NewCategory(CategoryCode("torque"), Kind.SERIALIZED, loan_s=4 * 3600),
        NewProduct(ProductCode("TQ-60"), "Torque wrench", CategoryCode("torque"), reorder=2),
        NewProduct(ProductCode("AB-1"), "anvil", CategoryCode("torque")),
        NewBin(BinCode("C1-04")),
        *(NewAsset(AssetCode(f"TW-{n}"), ProductCode("TQ-60"), BinCode("C1-04")) for n in range(4)),
        NewAsset(AssetCode("AB-01"), ProductCode("AB-1"), BinCode("C1-04")),
        Person("ann", "Ann Ott"),
        Person("ben", "Ben Oak"),
    )
)


class Shop:
    """A store with things in it."""

    def __init__(self, state: Path) -> None:
        self.world = ScriptWorld()
        state.mkdir()
        self.store = Store(state, Place("kiosk-1", "A", UTC), self.world, str)
        self.do(THINGS)
        self.ann, self.ben = (self._worker(code) for code in ("ann", "ben"))

    def _worker(self, code: str) -> WorkerId:
        return WorkerId(one(self.store.db, "SELECT worker FROM person WHERE code = ?", code)[0])

    def do(self, command: do.Command) -> None:
        self.store.execute(CommandId(self.world.new_id()), command, self.world.now().at, Via.BADGE)

    def wait(self, seconds: float) -> None:
        self.world.pass_to(self.world.boot + seconds)

    def hold(self, code: str, target: str, hours: tuple[int, int], quantity: int) -> None:
        start, until = (self.world.now().at + timedelta(hours=each) for each in hours)
        self.do(do.PlaceHold(HoldCode(code), target, start, until, quantity, "ben"))

    @property
    def moment(self) -> Moment:
        return Moment(self.world.now().at, UTC)

    def news(self, news: News, session: Session | None = None, after: float = 0.0) -> list[str]:
        """Titles of what the idle screen tells, so many seconds later."""
        now = self.world.now()
        then = Now(now.at + timedelta(seconds=after), now.boot + after)
        told = news.told(self.store.db, session or Session(), Scene("A", then.at, UTC, Policy()), then)
        return [f"{item.title} {item.detail}".strip() for item in told.news]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Ann has TW-1 since eight, due at noon."""
    shop = Shop(tmp_path / "state")
    shop.do(do.IssueAsset(AssetCode("TW-1"), shop.ann))
    yield shop
    shop.store.close()


@pytest.mark.parametrize(
    ("style", "name"), [("initials", "A. O."), ("full", "Ann Ott"), ("code", "ann"), ("hidden", None)]
)
def test_people_are_named_to_others_as_the_policy_says_and_in_full_to_leads(
    shop: Shop, style: str, name: str | None
) -> None:
    """Somebody who is not to be named is left out."""
    policy = Policy(names=style)
    for reader in (None, Worker(WorkerId("w")), Worker(WorkerId("w"), Role.AUDITOR)):
        assert name == named(shop.store.db, [shop.ann], policy, reader).get(shop.ann)
    for role in (Role.LEAD, Role.KEEPER, Role.ADMIN):
        reader = Worker(WorkerId("w"), role)
        assert named(shop.store.db, [shop.ann], policy, reader) == {shop.ann: "Ann Ott"}


def test_a_list_ends_at_so_many_rows_and_counts_the_rest(shop: Shop) -> None:
    """The screen says how many there are beyond."""
    shop.do(do.IssueAsset(AssetCode("TW-2"), shop.ben))
    rows, more = lists.out(shop.store.db, shop.moment, 1)
    assert ([row.asset.asset.code for row in rows if isinstance(row, OfAsset)], more) == (["TW-1"], 1)
    assert lists.available(shop.store.db, shop.moment, 1)[1] == 1


def test_holds_are_listed_in_order_of_beginning_and_the_rest_is_counted(shop: Shop) -> None:
    """What is over, missed or picked up binds nothing, and is not counted."""
    for number, hours in enumerate(((5, 6), (3, 4), (7, 8))):
        shop.hold(f"H{number}", "TQ-60", hours, 1)
    found = lists.reserved(shop.store.db, shop.moment, 2)
    assert ([_code(row) for row in found.rows], found.more) == (["H1", "H0"], 1)
    shop.wait(5 * 3600)
    found = lists.reserved(shop.store.db, shop.moment, 2)
    assert ([_code(row) for row in found.rows], found.more) == (["H0", "H2"], 0)


def test_what_is_low_ends_at_so_many_products_and_the_rest_is_counted(shop: Shop) -> None:
    """By code; an alert stands for each."""
    shop.do(do.IssueAsset(AssetCode("TW-2"), shop.ann))
    assert lists.low(shop.store.db, shop.moment, 0) == ((), 1)
    assert [_code(row) for row in lists.low(shop.store.db, shop.moment, 1).rows] == ["TQ-60"]


def test_what_is_available_is_listed_by_name_with_the_figures_of_the_report(shop: Shop) -> None:
    """One function counts for both."""
    rows, more = lists.available(shop.store.db, shop.moment, 200)
    listed = {r.product.code: (r.counts.available, r.counts.total) for r in rows if isinstance(r, OfProduct)}
    told = {row.code: (row.available, row.total) for row in REPORTS["available"](shop.store.db, shop.moment)}
    assert (list(listed), more) == (["AB-1", "TQ-60"], 0)
    assert listed == told


def test_what_is_low_and_out_and_reserved_is_what_the_reports_tell(shop: Shop) -> None:
    """Row for row."""
    shop.do(do.IssueAsset(AssetCode("TW-2"), shop.ann))
    shop.hold("H1", "TQ-60", (1, 2), 1)
    for name, read in (("low", lists.low), ("out", lists.out), ("reserved", lists.reserved)):
        codes = [row.code for row in REPORTS[name](shop.store.db, shop.moment)]
        assert codes == [_code(row) for row in read(shop.store.db, shop.moment, 200).rows]
        assert codes


def _code(row: object) -> str:
    match row:
        case OfAsset(asset):
            return asset.asset.code
        case OfLow(product):
            return product.code
        case OfHold(_, hold):
            return hold.code
    raise AssertionError(row)


def test_an_asset_is_reserved_where_holds_bind_all_that_is_on_the_shelf(shop: Shop) -> None:
    """Or itself; one that is free beside a hold is available."""

    def status(code: str) -> Status:
        row = lists.of_asset(shop.store.db, code, shop.moment)
        assert row is not None
        return row.status

    shop.hold("H1", "TW-2", (0, 9), 1)
    assert (status("TW-2"), status("TW-3"), status("TW-1")) == (
        Status.RESERVED,
        Status.AVAILABLE,
        Status.OUT,
    )
    shop.hold("H2", "TQ-60", (0, 9), 2)
    assert status("TW-3") is Status.RESERVED


def test_the_entries_behind_a_figure_are_told_newest_first(shop: Shop) -> None:
    """With what each adds."""
    shop.wait(60)
    shop.do(do.ReturnAsset(AssetCode("TW-1"), shop.ann))
    shares = cards.behind(shop.store.db, "TQ-60", "out", shop.moment)
    assert [(each.text, each.share, each.code) for each in shares] == [
        ("asset.returned", -1, "TW-1"),
        ("asset.issued", 1, "TW-1"),
    ]


def test_what_is_so_now_is_told_by_its_kind(shop: Shop) -> None:
    """The counter finds words for it."""
    shop.hold("H1", "TQ-60", (0, 9), 1)
    first, *_ = cards.behind(shop.store.db, "TQ-60", "available", shop.moment)
    assert (first.text, first.share, first.code) == ("hold", -1, "H1")
    assert first.at == shop.moment.now + timedelta(hours=9)


def test_after_a_start_the_last_act_is_told_for_ten_minutes(shop: Shop) -> None:
    """Until somebody does something; who has signed in, or opened something, is not bothered."""
    news = News()
    assert shop.news(news)[0] == "Last recorded: Torque wrench TW-1 Taken 08:00 by A. O."
    assert shop.news(news, after=599)[0].startswith("Last recorded")
    assert not any(line.startswith("Last recorded") for line in shop.news(news, after=600))
    assert not any(line.startswith("Last recorded") for line in shop.news(news, Session(answers=1)))
    assert shop.news(news, Session(worker=Worker(shop.ann))) == []


def test_an_act_of_long_ago_is_not_told(shop: Shop) -> None:
    """Whoever did it does not wait here any more."""
    shop.wait(16 * 60)
    assert not any(line.startswith("Last recorded") for line in shop.news(News()))


def test_the_idle_screen_counts_what_is_late_and_names_the_worst(shop: Shop) -> None:
    """And counts what is low."""
    for code in ("TW-0", "TW-2", "TW-3", "AB-01"):
        shop.do(do.IssueAsset(AssetCode(code), shop.ben))
    shop.wait(5 * 3600)
    late = shop.news(News())
    assert late[0] == "Overdue: 5"
    assert late[1:-1] == ["anvil AB-01 · B. O.", "Torque wrench TW-0 · B. O.", "Torque wrench TW-1 · A. O."]
    assert late[-1] == "Low: 1"


def test_nothing_is_told_where_there_is_nothing_to_tell(shop: Shop) -> None:
    """Calm is the rule."""
    shop.do(do.ReturnAsset(AssetCode("TW-1"), shop.ann))
    shop.wait(16 * 60)
    assert shop.news(News()) == []
