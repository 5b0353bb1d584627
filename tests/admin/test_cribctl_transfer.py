"""`cribctl transfer`: what is sent, received, found and lost, and every way in which that is refused."""

import json
from argparse import ArgumentTypeError
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from crib_bench import BenchCrib, crib_in

from kiosk.admin.transfer import items_of
from kiosk.central.errands import Errands
from kiosk.crib import definitions as new
from kiosk.crib.commands import Command, IssueAsset
from kiosk.crib.names import AssetCode, BinCode, CategoryCode, CommandId, Kind, LotCode, ProductCode, Via
from kiosk.crib.outcomes import Approved, Nothing
from kiosk.crib.products import Done, DueRule
from kiosk.crib.transfer_entries import TransferSent
from kiosk.crib.transferring import ExpectTransfer, GiveUpTransfer, Item, SettleTransfer
from kiosk.store import verify
from kiosk.store.journal import all_entries, newest_of
from kiosk.store.lookup import product_of
from kiosk.store.states import asset_of, lots_in_bins
from kiosk.store.transfers import as_delivery, open_here

TQ, GLV, BIN = ProductCode("TQ-60"), ProductCode("GLV-9"), BinCode("C1")
CATEGORIES = (
    new.NewCategory(CategoryCode("torque"), Kind.SERIALIZED, due_rules=(DueRule("electrical", 365),)),
    new.NewCategory(CategoryCode("supply"), Kind.CONSUMABLE),
)
TESTED = Done("electrical", date(2026, 5, 1))
CRIB = new.Define(
    (
        *CATEGORIES,
        new.NewProduct(TQ, "Torque wrench", CategoryCode("torque"), reorder=3, safety=1),
        new.NewProduct(GLV, "Gloves", CategoryCode("supply")),
        new.NewBin(BIN),
        new.NewAsset(AssetCode("TW-01"), TQ, BIN, serial="S1", done=(TESTED,)),
        new.NewAsset(AssetCode("TW-02"), TQ, BIN, done=(TESTED,)),
        new.Delivery(GLV, BIN, 10, "late", lot=LotCode("L2"), expires=date(2027, 6, 1)),
        new.Delivery(GLV, BIN, 10, "soon", lot=LotCode("L1"), expires=date(2027, 1, 1)),
        new.Person("ann", "Ann Ott"),
    )
)


@pytest.fixture
def a(tmp_path: Path) -> Iterator[BenchCrib]:
    """The sending site."""
    with crib_in(tmp_path / "a") as crib:
        assert isinstance(crib.act(CRIB).decision, Approved)
        yield crib


@pytest.fixture
def b(tmp_path: Path) -> Iterator[BenchCrib]:
    """The receiving site, which has one bin and knows nothing."""
    with crib_in(tmp_path / "b") as crib:
        crib.act(new.Define((new.NewBin(BinCode("D1")),)))
        yield crib


def told(crib: BenchCrib, command: Command, transaction: str) -> object:
    """Central has a kiosk do something."""
    return crib.store.execute(CommandId(transaction), command, crib.now(), Via.CENTRAL).decision


def forward(a: BenchCrib, b: BenchCrib, transfer: str = "T1") -> None:
    """Central tells B of all that A sent."""
    sent = [entry for entry in verify.all_entries(a.store.db) if entry.type == "transfer.sent"]
    for entry in sent:
        body = entry.parsed()
        assert isinstance(body, TransferSent)
        thing = (body.product, body.quantity, body.what, body.asset, body.lot)
        told(b, ExpectTransfer(transfer, "A", *thing), f"central-{entry.id}")


def refusal(crib: BenchCrib, *words: str) -> str:
    """Why a command line is refused; nothing may come of it."""
    before = crib.head
    answer = crib.cribctl("transfer", *words)
    assert (answer.code, crib.head) == (1, before)
    return answer.out.strip()


def rows(crib: BenchCrib, *words: str) -> list[tuple[object, ...]]:
    """What `cribctl transfer list` lists."""
    answer = crib.cribctl("transfer", "list", "--json", *words)
    return [tuple(row.values()) for row in json.loads(answer.out)]


def test_lots_leave_in_the_order_of_their_expiry_and_arrive_as_what_they_are(
    a: BenchCrib, b: BenchCrib
) -> None:
    """The other site knows lot, day, asset and product from then on, but none of this site's levels."""
    assert a.cribctl("transfer", "send", "T1", "--to", "B", "GLV-9", "15", "TW-01").code == 0
    forward(a, b)
    answer = b.cribctl("transfer", "receive", "T1", "D1")

    assert (answer.code, answer.out) == (0, "Received of transfer T1 into D1.\n")
    lots = [(lot.lot, lot.quantity, lot.expires) for lot in lots_in_bins(b.store.db, GLV)]
    assert [("L1", 10, date(2027, 1, 1)), ("L2", 5, date(2027, 6, 1))] == lots
    state, product = asset_of(b.store.db, "TW-01"), product_of(b.store.db, TQ)
    assert state is not None
    assert product is not None
    assert (state.asset.serial, state.asset.bin, str(state.place)) == ("S1", "D1", "bin:D1")
    assert state.valid_through == date(2027, 5, 1)
    assert (product[0].reorder, product[0].safety) == (-1, 0)
    assert verify.replay(b.store.db) is None


def test_what_is_on_its_way_is_listed_at_both_ends(a: BenchCrib, b: BenchCrib) -> None:
    """Sent, came, lost, found, open; what is done with goes with --all."""
    a.cribctl("transfer", "send", "T1", "--to", "B", "GLV-9", "4")
    forward(a, b)
    assert rows(a) == [("T1", "out", "B", "GLV-9", "L1", 4, 0, 0, 0, 4)]
    assert rows(b) == [("T1", "in", "A", "GLV-9", "L1", 4, 0, 0, 0, 4)]

    short = b.cribctl("transfer", "receive", "T1", "D1", "GLV-9", "3")
    assert short.out.splitlines()[1:] == ["Short: 1 x GLV-9, still open."]
    told(a, SettleTransfer("T1", GLV, 3, lot=LotCode("L1")), "central-1")
    assert rows(a) == [("T1", "out", "B", "GLV-9", "L1", 4, 3, 0, 0, 1)]
    a.cribctl("transfer", "lost", "T1", "--note", "fell off")
    assert rows(a) == []
    assert rows(a, "--all") == [("T1", "out", "B", "GLV-9", "L1", 4, 3, 1, 0, 0)]
    assert "T1" in a.cribctl("transfer", "list", "--all").out.splitlines()[1]


def test_sending_is_refused_with_what_is_wrong(a: BenchCrib) -> None:
    """And nothing of the transfer leaves."""
    ann = a.worker("ann")
    a.act(IssueAsset(AssetCode("TW-02"), ann))

    send = ("send", "T1", "--to", "B")
    assert "'NO' is no asset and no product here." in refusal(a, *send, "TW-01", "NO")
    assert "tagged assets" in refusal(a, *send, "TQ-60", "1")
    assert "one each" in refusal(a, *send, "TW-01", "2")
    assert "stands twice" in refusal(a, *send, "TW-01", "TW-01")
    assert "20 left" in refusal(a, *send, "GLV-9", "21")
    assert "Already out" in refusal(a, *send, "TW-02")
    assert "is not a code" in refusal(a, "send", " T1", "--to", "B", "TW-01")
    assert a.cribctl("transfer", "send", "T1", "--to", "A", "TW-01").code == 2

    assert a.cribctl("transfer", *send, "TW-01").code == 0
    assert "use another code" in refusal(a, *send, "GLV-9", "1")
    assert "use another code" in refusal(a, "send", "T1", "--to", "C", "TW-01")


def test_receiving_is_refused_with_what_is_wrong(a: BenchCrib, b: BenchCrib) -> None:
    """More than is on its way is never received, nor what nobody knows."""
    a.cribctl("transfer", "send", "T1", "--to", "B", "GLV-9", "4", "TW-01")
    assert "--from" in refusal(b, "receive", "T1", "D1")
    assert "central" in refusal(b, "receive", "T1", "D1", "--from", "A")
    assert "wait until central" in refusal(b, "receive", "--from", "A", "T1", "D1", "TW-01")
    forward(a, b)

    assert "5 of GLV-9 are more than the 4" in refusal(b, "receive", "T1", "D1", "GLV-9", "5")
    assert "is no bin" in refusal(b, "receive", "T1", "D9")
    assert refusal(b, "receive", "T1", "D1", "TW-02")
    assert b.cribctl("transfer", "receive", "T1", "D1").code == 0
    assert "1 of TW-01 are more than the 0" in refusal(b, "receive", "T1", "D1", "TW-01")
    assert b.cribctl("transfer", "receive", "T1", "D1").out == "Nothing to do: it was done before.\n"


def test_a_code_that_stands_for_something_else_there_is_said(a: BenchCrib, b: BenchCrib) -> None:
    """And the transfer stays open until somebody has put that right."""
    b.act(new.Define((new.NewBin(BinCode("TW-01")),)))
    a.cribctl("transfer", "send", "T1", "--to", "B", "TW-01")
    forward(a, b)

    assert "codes are unique" in refusal(b, "receive", "T1", "D1")
    assert len(rows(b)) == 1


def test_two_sites_may_use_one_code_for_their_transfers(a: BenchCrib, b: BenchCrib) -> None:
    """Then the keeper says which one has come."""
    a.cribctl("transfer", "send", "T1", "--to", "B", "GLV-9", "4")
    forward(a, b)
    entry = newest_of(a.store.db, "transfer.sent")
    assert entry is not None
    what = entry.parsed().what  # type: ignore[attr-defined]
    told(b, ExpectTransfer("T1", "C", GLV, 2, what), "central-c")

    assert "came from A, C" in refusal(b, "receive", "T1", "D1")
    assert b.cribctl("transfer", "receive", "T1", "D1", "--from", "C").code == 0
    assert [(row[2], row[9]) for row in rows(b)] == [("A", 4)]


def test_central_may_ask_twice(a: BenchCrib, b: BenchCrib) -> None:
    """A transaction is judged once."""
    a.cribctl("transfer", "send", "T1", "--to", "B", "GLV-9", "4")
    forward(a, b)
    forward(a, b)
    assert [row[5] for row in rows(b)] == [4]

    assert isinstance(told(a, SettleTransfer("T1", GLV, 3), "central-1"), Approved)
    told(a, SettleTransfer("T1", GLV, 3), "central-1")
    assert [row[6] for row in rows(a)] == [3]


def test_what_was_given_up_is_settled_no_further_than_it_can_be(a: BenchCrib) -> None:
    """Lost ones that arrive are no longer lost; what was found here is here."""
    a.cribctl("transfer", "send", "T1", "--to", "B", "GLV-9", "4", "TW-01")
    a.cribctl("transfer", "lost", "T1", "GLV-9", "1")
    a.cribctl("transfer", "found", "T1", "C1", "GLV-9", "1", "TW-01")
    assert isinstance(told(a, SettleTransfer("T1", TQ, 1, AssetCode("TW-01")), "central-1"), Nothing)
    told(a, SettleTransfer("T1", GLV, 4), "central-2")

    assert [row[3:] for row in rows(a, "--all")] == [
        ("GLV-9", "L1", 4, 3, 0, 1, 0),
        ("TW-01", "", 1, 0, 0, 1, 0),
    ]
    state = asset_of(a.store.db, "TW-01")
    assert state is not None
    assert state.is_in
    assert verify.replay(a.store.db) is None


def test_giving_up_is_refused_with_what_is_wrong(a: BenchCrib) -> None:
    """Only what is still on its way can be found or lost."""
    a.cribctl("transfer", "send", "T1", "--to", "B", "GLV-9", "4")

    assert "was not sent from here" in refusal(a, "lost", "T9")
    assert "more than the 4" in refusal(a, "lost", "T1", "GLV-9", "5")
    assert "is no bin" in refusal(a, "found", "T1", "C9")


def test_a_dry_run_writes_nothing(a: BenchCrib) -> None:
    """It says what would be."""
    before = a.head
    answer = a.cribctl("transfer", "send", "T1", "--to", "B", "TW-01", "--dry-run")

    assert (0, before) == (answer.code, a.head)
    assert "--dry-run" in answer.out


def test_a_number_behind_a_code_is_its_quantity() -> None:
    """Codes of digits are codes where no quantity can stand."""
    wanted = (Item("TW-01"), Item("GLV-9", 20), Item("1042"), Item("TW-02"))

    assert wanted == items_of(["TW-01", "GLV-9", "20", "1042", "TW-02"])
    assert (Item("1042", 3),) == items_of(["1042", "3"])
    with pytest.raises(ArgumentTypeError, match="write 1 to 999999"):
        items_of(["GLV-9", "0"])


def test_what_was_received_by_hand_before_central_told_of_it_is_not_offered_any_more(
    a: BenchCrib, b: BenchCrib
) -> None:
    """By hand nobody names the lots; central does."""
    b.act(new.Define((CATEGORIES[1], new.NewProduct(GLV, "Gloves", CategoryCode("supply")))))
    a.cribctl("transfer", "send", "T1", "--to", "B", "GLV-9", "15")
    assert b.cribctl("transfer", "receive", "--from", "A", "T1", "D1", "GLV-9", "12").code == 0
    forward(a, b)

    assert open_here(b.store.db) == ("A/T1",)
    delivery = as_delivery(b.store.db, "A/T1")
    assert delivery is not None
    assert [(line.expected, line.received, line.left) for line in delivery.lines] == [(15, 12, 3)]
    assert b.cribctl("transfer", "receive", "T1", "D1").code == 0
    assert (open_here(b.store.db), rows(b)) == ((), [])
    assert verify.replay(b.store.db) is None


@pytest.mark.parametrize("closing", [("lost", "T1"), ("found", "T1", "C1")], ids=lambda words: words[0])
def test_what_the_sender_gave_up_is_not_offered_any_more(
    a: BenchCrib, b: BenchCrib, closing: tuple[str, ...]
) -> None:
    """What was lost may turn up here after all; what was found there cannot."""
    a.cribctl("transfer", "send", "T1", "--to", "B", "GLV-9", "4", "TW-01")
    forward(a, b)
    assert a.cribctl("transfer", *closing).code == 0
    for number, command in enumerate(given_up(a)):
        told(b, command, f"central-{closing[0]}-{number}")

    assert (open_here(b.store.db), rows(b)) == ((), [])
    late = b.cribctl("transfer", "receive", "T1", "D1", "GLV-9", "3", "TW-01")
    assert late.code == (0 if closing[0] == "lost" else 1)
    assert open_here(b.store.db) == ()
    assert verify.replay(b.store.db) is None


def given_up(sender: BenchCrib) -> list[GiveUpTransfer]:
    """What central asks because of what the sender gave up."""
    errands = Errands()
    for entry in all_entries(sender.store.db):
        errands.note(entry)
    asked = [request.command for _, request in errands.open({"kiosk-b": "B"})]
    return [command for command in asked if isinstance(command, GiveUpTransfer)]
