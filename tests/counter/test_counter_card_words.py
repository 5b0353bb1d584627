"""Words of lists and cards: names as the reader may see them, figures in order, one word for a status."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from counter_stage import ANN, AT, GLOVES, LINE, ON_LINE, POLICY, SERVING, WITH_ANN, WITH_BEN, WRENCH, wrench
from msgspec.structs import replace

from kiosk.counter import card_words, greeting_words, looking_words, news_words
from kiosk.counter.phrases import how_long
from kiosk.counter.scene import Scene, called
from kiosk.counter.session import Answer
from kiosk.counter.tasks import Giving, Looking, Showing, TypingNumber
from kiosk.counter.views import Item, Tone
from kiosk.crib.availability import Counts
from kiosk.crib.body import Moved
from kiosk.crib.looked import (
    Card,
    Looked,
    OfAsset,
    OfBin,
    OfHold,
    OfKit,
    OfLoan,
    OfLow,
    OfProduct,
    OfSite,
    Row,
    Share,
)
from kiosk.crib.names import AssetCode, BinCode, HoldCode, JobCode, KitCode, ProductCode, Role, WorkerId
from kiosk.crib.places import for_job
from kiosk.crib.policy import Policy
from kiosk.crib.products import Bin, Kit, Worker
from kiosk.crib.states import Elsewhere, Hold, Loan
from kiosk.crib.status import Status

BEN_ID = WorkerId("w-ben")
HOUR = timedelta(hours=1)
SITE_B = (Elsewhere("B", 4, AT - timedelta(minutes=12)),)


def scene(**parts: Any) -> Scene:
    """Ann's screen at eight; Ben is called B. O."""
    return Scene("A", AT, UTC, POLICY, **{"names": {BEN_ID: "B. O."}, **parts})


def hold(**parts: Any) -> Hold:
    """From nine to ten, two wrenches for Ben."""
    return Hold(HoldCode("H1"), WRENCH.code, 2, AT + HOUR, AT + 2 * HOUR, **{"worker": BEN_ID, **parts})


ROWS: list[tuple[Row, Item]] = [
    (
        OfProduct(WRENCH, Counts(2, 1, 3), ("C1-04", "C2-01")),
        Item(
            "Torque wrench 60 Nm",
            "Available 2 · Reserved 1 · Total 6 · C1-04, C2-01",
            "TQ-60",
            "card:TQ-60",
        ),
    ),
    (
        OfProduct(WRENCH, Counts(), elsewhere=SITE_B),
        Item(
            "Torque wrench 60 Nm",
            "Available 0 · Reserved 0 · Total 0 · Site B has 4 (12 min ago)",
            "TQ-60",
            "card:TQ-60",
        ),
    ),
    (
        OfAsset(wrench(), Status.AVAILABLE),
        Item("Torque wrench 60 Nm", "TW-01 · In C1-04", "Available", "card:TW-01", Tone.DONE),
    ),
    (
        OfAsset(wrench(WITH_BEN, due=AT + HOUR), Status.OUT),
        Item("Torque wrench 60 Nm", "TW-01 · B. O.", "09:00", "card:TW-01"),
    ),
    (
        OfAsset(wrench(WITH_ANN, due=AT - 25 * HOUR), Status.OVERDUE),
        Item("Torque wrench 60 Nm", "TW-01 · You", "1 day late", "card:TW-01", Tone.STOP),
    ),
    (
        OfLoan(GLOVES, Loan(3, WITH_BEN, AT, AT - 5 * HOUR)),
        Item("3 x Nitrile gloves 9", "GLV-9 · B. O.", "5 h late", "card:GLV-9", Tone.STOP),
    ),
    (
        OfLoan(GLOVES, Loan(1, for_job(JobCode("J1")), AT, AT + HOUR)),
        Item("1 x Nitrile gloves 9", "GLV-9 · Job J1", "09:00", "card:GLV-9"),
    ),
    (
        OfHold(WRENCH, hold()),
        Item("2 x Torque wrench 60 Nm", "09:00 to 10:00 · B. O.", "H1", "card:TQ-60"),
    ),
    (
        OfHold(WRENCH, hold(worker=WorkerId(""), job=JobCode("J1"), asset=AssetCode("TW-01")), 1, SITE_B),
        Item(
            "2 x TW-01",
            "09:00 to 10:00 · Job J1 · 1 will be missing · Site B has 4 (12 min ago)",
            "H1",
            "card:TW-01",
            Tone.STOP,
        ),
    ),
    (
        OfLow(GLOVES, 2, 5),
        Item("Nitrile gloves 9", "Available 2 · low at 5", "GLV-9", "card:GLV-9", Tone.LOOK),
    ),
    (
        OfKit(Kit(KitCode("K1"), "Puller set", ()), whole=False),
        Item("Puller set", "K1", "Not complete", "card:K1"),
    ),
    (OfBin(Bin(BinCode("C1-04"), "Shelf 4")), Item("Bin C1-04", "Shelf 4", "", "card:C1-04")),
    (OfSite("ZX-1", SITE_B), Item("ZX-1", "Site B has 4 (12 min ago)")),
]


@pytest.mark.parametrize(("row", "item"), ROWS)
def test_each_kind_of_thing_has_its_item(row: Row, item: Item) -> None:
    """What it is, how it stands, and what a touch opens."""
    assert item == looking_words.item(row, ANN.id, scene())


def test_every_status_has_a_word_of_its_own() -> None:
    """One word for one thing, on every screen."""
    assert {*Status} == {*looking_words.STATUS}
    assert len({*looking_words.STATUS.values()}) == len(Status)


@pytest.mark.parametrize(
    ("style", "name"), [("initials", "A. O."), ("full", "Ann Ott"), ("code", "ann"), ("hidden", "")]
)
def test_a_person_is_called_as_the_policy_says(style: str, name: str) -> None:
    """But for leads and keepers."""
    assert name == called("Ann Ott", "ann", Policy(names=style), ANN)
    assert called("Ann Ott", "ann", Policy(names=style), Worker(ANN.id, Role.LEAD)) == "Ann Ott"


@pytest.mark.parametrize(
    ("span", "said"),
    [(timedelta(days=2, hours=23), "2 days"), (timedelta(days=1), "1 day"), (HOUR, "1 h"), (-HOUR, "0 min")],
)
def test_how_long_is_said_without_plurals_but_of_days(span: timedelta, said: str) -> None:
    """Rounded down."""
    assert said == how_long(span, scene())


def test_a_list_says_what_it_is_how_much_more_there_is_and_that_there_is_none() -> None:
    """A search asks for more letters instead of counting."""
    looked = Looked((OfLow(GLOVES, 2, 5),), 7)
    full = looking_words.sheet(SERVING, Looking("low"), scene(opened=looked))
    assert (full.title, len(full.items), full.more, full.keys) == ("Low here", 1, 7, None)
    none = looking_words.sheet(SERVING, Looking("out"), scene(opened=Looked()))
    assert none.empty == "Nothing is out."
    many = looking_words.sheet(SERVING, Looking("where", "x"), scene(opened=Looked(more=-1)))
    assert many.items[-1].title == "There is more. Type more letters."
    unasked = looking_words.sheet(SERVING, Looking("where"), scene(opened=Looked()))
    assert unasked.empty == ""
    assert unasked.keys is not None


def test_what_one_holds_is_listed_with_its_due_time() -> None:
    """Things and pieces; each opens its card."""
    mine = (wrench(WITH_ANN, due=AT + HOUR),)
    loans = ((GLOVES, Loan(2, WITH_ANN, AT, AT + 2 * HOUR)),)
    sheet = looking_words.sheet(SERVING, Looking("mine"), scene(holdings=mine, loans=loans))
    assert [(item.aside, item.control) for item in sheet.items] == [
        ("due 09:00", "card:TW-01"),
        ("due 10:00", "card:GLV-9"),
    ]


def test_the_card_of_an_asset_tells_all_there_is_to_know_of_it() -> None:
    """Most important first; what there is nothing to say of is left out."""
    asset = wrench(WITH_BEN, due=AT + HOUR, uses=37)
    card = Card(Status.OUT, date(2026, 10, 30), "J100")
    told = scene(asset=asset, product=WRENCH, card=card)
    title, lines, _ = card_words.said(Answer("card", asset=asset.asset.code, by=ANN.id), told)
    assert title == "Torque wrench 60 Nm"
    assert [line for line in lines if line] == [
        "TW-01 · Out · B. O.",
        "Due back 09:00",
        "For the job: J100",
        "Calibrated through 10 Jan 2027",
        "Belongs in C1-04",
        "Last counted 30 Oct 2026",
        "Used 37 x, 0 h out",
    ]


def test_what_is_not_fit_says_so_on_its_card() -> None:
    """With the day it was fit through, where it ever was."""
    lapsed = wrench(calibrated=date(2025, 1, 1))
    lines = card_words.asset_lines(lapsed, ANN.id, scene(asset=lapsed))
    assert {"Calibrated through 1 Jan 2026", "Not to be used now."} <= {*lines}
    never = card_words.asset_lines(wrench(calibrated=None), ANN.id, scene())
    assert "Not to be used now." in never
    assert not any("Calibrated" in line for line in never)


def test_the_card_of_a_product_says_where_it_is_and_only_keepers_are_asked_why() -> None:
    """Its bins, its assets by code, what is reserved."""
    rows = (OfAsset(wrench(), Status.AVAILABLE), OfHold(WRENCH, hold()))
    card = Card(rows=rows, bins=(("C1-04", 2),), elsewhere=SITE_B, next_back=AT + HOUR)
    told = scene(product=WRENCH, counts=Counts(1, 1, 0), opened=card)
    task = Showing("product", "TQ-60")
    sheet = card_words.sheet(SERVING, task, told)
    assert sheet is not None
    assert [item.title for item in sheet.items] == ["Bin C1-04", "TW-01", "2 x Torque wrench 60 Nm"]
    keeper = replace(SERVING, worker=Worker(ANN.id, Role.KEEPER))
    more = card_words.sheet(keeper, task, told)
    assert more is not None
    assert more.items[3:4] == (Item("Why Available 1?", control="why:available"),)
    _, lines, _ = card_words.said(Answer("card", product=ProductCode("TQ-60")), told)
    assert lines == ("TQ-60", "Next back 09:00", "Site B has 4 (12 min ago)")


def test_behind_a_figure_stand_entries_in_plain_words_and_what_is_so_now() -> None:
    """An entry of a kind that has no words is told by its type."""
    shares = (
        Share(-1, "asset.issued", AT, BEN_ID, "TW-01"),
        Share(1, "count.corrected", AT),
        Share(-2, "hold", AT + HOUR, code="H1"),
        Share(-1, "unfit", code="TW-02"),
    )
    sheet = card_words.sheet(
        SERVING, Showing("product", "TQ-60", figure="out"), scene(opened=Card(shares=shares))
    )
    assert sheet is not None
    assert sheet.items == (
        Item("Taken", "08:00 · TW-01 · B. O.", "-1"),
        Item("count.corrected", "08:00", "+1"),
        Item("Reserved", "09:00 · H1", "-2"),
        Item("Not to be used now.", "TW-02", "-1"),
    )


def test_every_entry_that_moves_something_has_a_word() -> None:
    """Each may stand behind a figure."""
    assert {str(body.__struct_config__.tag) for body in Moved.__subclasses__()} <= {*card_words.ENTRIES}


def test_an_assets_card_is_all_notice() -> None:
    """There is no list in it."""
    assert card_words.sheet(SERVING, Showing("asset", "TW-01"), scene()) is None


def test_what_is_given_and_how_many_is_typed_are_said_over_the_keys() -> None:
    """Nobody has to remember what she began."""
    given = card_words.giving(SERVING, Giving(AssetCode("TW-01")), scene(opened=wrench(WITH_ANN)))
    assert (given.title, given.items) == (
        "Give: Torque wrench 60 Nm",
        (Item("Torque wrench 60 Nm", "TW-01"),),
    )
    keys = looking_words.number_sheet(SERVING, TypingNumber("40"), scene(product=GLOVES)).keys
    assert keys is not None
    assert (keys.typed, keys.enter) == ("40", "Take so many")
    putting = replace(ON_LINE, line=replace(LINE, back=True))
    back = looking_words.number_sheet(putting, TypingNumber("4"), scene(product=GLOVES)).keys
    assert (back or keys).enter == "Put back so many"


def test_a_greeting_leads_with_what_is_late_longest_and_tells_what_will_be_missing() -> None:
    """Where another site has it, that; else whom to ask."""
    late = (wrench(WITH_ANN, "TW-02", due=AT - HOUR), wrench(WITH_ANN, due=AT - 49 * HOUR))
    holds = (OfHold(WRENCH, hold(), 1, SITE_B), OfHold(WRENCH, hold(), 2))
    _, lines, _ = greeting_words.signed_in(Answer("signed-in"), scene(holdings=late, holds=holds, who="Ann"))
    assert lines == (
        "Torque wrench 60 Nm TW-01: 2 days late",
        "2 overdue: please return.",
        "Your reservation 09:00: 2 x Torque wrench 60 Nm",
        "1 will be missing. Site B has 4 (12 min ago)",
        "Your reservation 09:00: 2 x Torque wrench 60 Nm",
        "2 will be missing. Ask the keeper.",
    )


def test_the_last_act_is_told_with_who_did_it_where_somebody_was_known() -> None:
    """Anyone may bring a tool back."""
    at = datetime(2026, 11, 2, 7, 55, tzinfo=UTC)
    signed = news_words.LastAct("asset.issued", "Drill DRL-14", at, BEN_ID)
    assert news_words.last_recorded(signed, {BEN_ID: "B. O."}, scene()).detail == "Taken 07:55 by B. O."
    anyone = news_words.LastAct("asset.returned", "Drill DRL-14", at)
    told = news_words.last_recorded(anyone, {}, scene())
    assert (told.title, told.detail) == ("Last recorded: Drill DRL-14", "Returned 07:55")
