"""What a scanned text says: plain codes stay plain, EAN is a GTIN, GS1 data has its names in order."""

from datetime import date

import pytest

from drivers.barcodes.scanned import Code, printed, read
from drivers.messages import Flaw


@pytest.mark.parametrize(
    "text",
    [
        *("TW-01", "9781492053743", "96385074", "12345670", "00340062090000000121", "]", "]C", "]?1A"),
        *("01095060001343521727123110LOT42", "(01)09506000134352", "https://example.com/tools/01"),
        "https://example.com/01/12345",
    ],
)
def test_a_plain_code_is_its_text_and_nothing_else(text: str) -> None:
    """A plain code is its text and nothing else."""
    assert read(text) == Code(text, data=text, name=text)


@pytest.mark.parametrize("identifier", ["]C0", "]A0", "]Q0", "]Q1", "]d1", "]I1", "]E1", "]X0", "]F0"])
def test_the_identifier_of_a_plain_symbol_is_split_off(identifier: str) -> None:
    """The identifier of a plain symbol is split off."""
    assert read(f"{identifier}TW-01") == Code(f"{identifier}TW-01", identifier, "TW-01", name="TW-01")


@pytest.mark.parametrize(
    ("text", "gtin", "name"),
    [
        ("]E09506000134352", "09506000134352", "9506000134352"),
        ("]E00012345678905", "00012345678905", "012345678905"),
        ("]E0950600013435212345", "", ""),
        ("]E3950600013435212345", "09506000134352", "9506000134352"),
        ("]E496385074", "00000096385074", "96385074"),
    ],
)
def test_an_ean_or_upc_symbol_names_a_product(text: str, gtin: str, name: str) -> None:
    """UPC-A and UPC-E come as 13 digits; an add-on is left out."""
    code = read(text)

    assert gtin == code.gtin
    assert name == (code.name if code.gtin else "")
    assert (code.elements, code.flaw is None) == ((), bool(gtin))


@pytest.mark.parametrize("text", ["]E09506000134351", "]E496385075"])
def test_an_ean_symbol_with_a_wrong_check_digit_says_so(text: str) -> None:
    """An EAN symbol with a wrong check digit says so."""
    assert read(text).flaw is Flaw.CHECK_DIGIT


@pytest.mark.parametrize(
    ("data", "names", "name"),
    [
        ("80040614141TOOL-000123", ("0614141TOOL-000123",), "0614141TOOL-000123"),
        ("800300614141000012SN7", ("00614141000012SN7", "0614141000012SN7"), "00614141000012SN7"),
        (
            "010950600013435221S1",
            ("010950600013435221S1", "9506000134352", "09506000134352"),
            "9506000134352",
        ),
        ("0109506000134352", ("9506000134352", "09506000134352"), "9506000134352"),
        ("0119506000134359", ("19506000134359",), "19506000134359"),
        ("020950600013435237100", ("9506000134352", "09506000134352"), "9506000134352"),
        ("00340062090000000121", (), "00340062090000000121"),
    ],
)
def test_names_come_from_the_single_thing_to_the_kind(data: str, names: tuple[str, ...], name: str) -> None:
    """GIAI, GRAI, GTIN with serial number, GTIN; unknown, it is kept by what a link to it should catch."""
    code = read(f"]d2{data}")

    assert (names, name, code.data) == (code.names, code.name, data)


def test_lot_day_and_count_are_told() -> None:
    """Lot, day and count are told; the day of use-by goes before that of best-before."""
    code = read("]d20109506000134352152701011727123110LOT42\x1d3012")

    assert ("LOT42", date(2027, 12, 31), 12) == (code.lot, code.expires, code.count)
    assert read("]d2010950600013435215270101").expires == date(2027, 1, 1)


def test_the_separator_may_stand_first_and_last() -> None:
    """Some scanners send every FNC1 as GS."""
    assert read("]C1\x1d10LOT42\x1d").lot == "LOT42"


@pytest.mark.parametrize("identifier", ["]Q1", "]d1", "]J0", "]Q3", ""])
def test_a_digital_link_is_read_behind_any_identifier(identifier: str) -> None:
    """A Digital Link is read behind any identifier."""
    code = read(f"{identifier}HTTPS://id.gs1.org/01/09506000134352/21/SN1?17=271231&lang=de")

    assert code.elements == (("01", "09506000134352"), ("21", "SN1"), ("17", "271231"))


def test_a_digital_link_with_a_wrong_check_digit_says_so() -> None:
    """A Digital Link with a wrong check digit says so."""
    assert read("https://id.gs1.org/01/09506000134353").flaw is Flaw.CHECK_DIGIT


def test_a_flawed_code_keeps_its_text_for_labels_that_have_it() -> None:
    """A flawed code keeps its text: a label may have it all the same."""
    code = read("]C1123456")

    assert (code.text, code.data, code.flaw) == ("]C1123456", "123456", Flaw.GS1)
    assert "123456" in code.why or "3456" in code.why


@pytest.mark.parametrize(
    ("gtin", "forms"),
    [
        ("00000096385074", ("96385074", "000096385074", "0000096385074", "00000096385074")),
        ("00012345678905", ("012345678905", "0012345678905", "00012345678905")),
        ("09506000134352", ("9506000134352", "09506000134352")),
        ("19506000134359", ("19506000134359",)),
        ("", ()),
    ],
)
def test_a_gtin_may_be_kept_in_every_form_that_is_printed(gtin: str, forms: tuple[str, ...]) -> None:
    """A GTIN may be kept in every form that is printed."""
    assert forms == printed(gtin)
