"""GS1 codes at the desk: what they find, in which order, and what is said of those that cannot be right."""

import json

import pytest
from desk_bench import ANN, EIGHT, DeskBench

from kiosk.attendant.events import Unread
from kiosk.counter.views import Tone
from kiosk.crib.definitions import Define, Definition, NewAsset, NewProduct
from kiosk.crib.names import AssetCode, BinCode, CategoryCode, CommandId, ProductCode, Via

GTIN = "9506000134352"
BOTH = "]d201095060001343522177-A"


def define(bench: DeskBench, *definitions: Definition) -> None:
    """Add to the crib."""
    bench.store.execute(CommandId(f"more-{len(definitions)}"), Define(definitions), EIGHT, Via.CRIBCTL)


def asset(code: str, product: str = "SAW", **known: str) -> NewAsset:
    """An asset in its bin."""
    return NewAsset(AssetCode(code), ProductCode(product), BinCode("C1-01"), **known)


SAW = NewProduct(ProductCode("SAW"), "Saw", CategoryCode("power"), barcode=GTIN)


def taken(bench: DeskBench, text: str) -> str:
    """The asset that Ann takes by scanning this; empty where she takes none."""
    bench.badge(ANN)
    before = len(bench.entries())
    bench.scan(text)
    new = bench.entries()[before:]
    return next((json.loads(entry.body)["asset"] for entry in new if entry.type == "asset.issued"), "")


def test_a_code_of_its_own_goes_before_the_products_with_its_serial_number(bench: DeskBench) -> None:
    """A code of its own goes before the product's with its serial number."""
    define(bench, SAW, asset("SAW-1", serial="77-A"), asset("SAW-2", barcode="01095060001343522177-A"))

    assert taken(bench, BOTH) == "SAW-2"


def test_product_and_serial_number_find_the_asset(bench: DeskBench) -> None:
    """Product and serial number find the asset."""
    define(bench, SAW, asset("SAW-1", serial="77-A"), asset("SAW-2", serial="77-B"))

    assert taken(bench, BOTH) == "SAW-1"


def test_a_serial_number_that_two_have_finds_the_product_only(bench: DeskBench) -> None:
    """A serial number that two have finds the product only: nobody guesses which it is."""
    define(bench, SAW, asset("SAW-1", serial="77-A"), asset("SAW-2", serial="77-A"))

    assert taken(bench, BOTH) == ""
    assert "SAW-1 in C1-01" in bench.notice.lines


@pytest.mark.parametrize("label", ["]C1998877", "998877", "]d210A~"])
def test_a_label_that_is_in_use_is_found_though_its_data_is_not_sound(bench: DeskBench, label: str) -> None:
    """A label that is in use is found though its data is not sound: its text is what counts."""
    define(bench, SAW, asset("SAW-1", barcode=label))

    assert taken(bench, label if label.startswith("]") else f"]C1{label}") == "SAW-1"


def test_a_plain_number_of_eight_digits_is_no_short_form_of_a_longer_one(bench: DeskBench) -> None:
    """A plain number of eight digits is no short form of a longer one; one of twelve is."""
    eight = NewProduct(ProductCode("EIGHT"), "Eight", CategoryCode("supply"), barcode="0000096385074")
    twelve = NewProduct(ProductCode("TWELVE"), "Twelve", CategoryCode("supply"), barcode="0012345678905")
    define(bench, eight, twelve)
    bench.scan("96385074")
    assert "Unknown code." in bench.notice.title
    bench.scan("012345678905")
    assert "Twelve" in bench.notice.title


@pytest.mark.parametrize(
    ("flaw", "said"),
    [
        ("cut-short", "A part of it did not come."),
        ("affix", "It does not begin and end as this scanner's codes do."),
        ("garbled", "Please scan again."),
        ("", "Please scan again."),
    ],
)
def test_why_a_scan_could_not_be_read_is_said(bench: DeskBench, flaw: str, said: str) -> None:
    """Why a scan could not be read is said, of any of several scanners."""
    bench.play(Unread("scanner left", "technical", flaw))

    assert (bench.notice.title, bench.notice.tone) == ("Could not read that.", Tone.LOOK)
    assert said in bench.notice.lines


def test_data_that_cannot_be_right_changes_nothing_and_says_why(bench: DeskBench) -> None:
    """Data that cannot be right changes nothing and says why."""
    bench.badge(ANN)
    before, who = bench.entries(), bench.desk.session.who
    bench.scan("]d20109506000134353")

    assert (before, who) == (bench.entries(), bench.desk.session.who)
    assert "Its check digit is wrong: misread, or misprinted." in bench.notice.lines
