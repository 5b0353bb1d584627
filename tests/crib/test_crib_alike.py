"""What looks alike, which code comes next, and what an unknown code is probably of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.crib.alike import Candidate, code_key, code_of_name, likely, name_key, next_code, series_of, shared
from kiosk.crib.makers_codes import forms, is_gtin


@pytest.mark.parametrize("code", ["40170725", "012345678905", "4006381333931", "10614141000415"])
def test_a_gtin_of_each_length_is_one(code: str) -> None:
    """GTIN-8, -12, -13 and -14; with another last digit it is none."""
    assert is_gtin(code)
    assert not any(is_gtin(code[:-1] + digit) for digit in "0123456789" if digit != code[-1])


@pytest.mark.parametrize(
    "text", ["", "TW-01", "4006381333", "4006381333931 ", "4006381333931".replace("4", "\uff14")]
)
def test_anything_else_is_no_gtin(text: str) -> None:
    """Another length, another sign, other digits."""
    assert not is_gtin(text)


@given(st.text("0123456789", min_size=12, max_size=12))
def test_every_number_has_one_check_digit(body: str) -> None:
    """One of ten, never two."""
    assert sum(is_gtin(f"{body}{digit}") for digit in range(10)) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("TW-01", "tw-1"), ("TW-O1", "TW-01"), ("GLV 9", "glv9"), ("I7", "17")]
)
def test_codes_that_people_mix_up_are_alike(one: str, other: str) -> None:
    """Case, signs between, leading zeros, and signs that a label does not tell apart."""
    assert code_key(one) == code_key(other)
    assert code_key("TW-01") != code_key("TW-10")


def test_names_are_alike_whatever_is_between_their_words() -> None:
    """Not where a sign differs."""
    assert name_key("Bore gauge") == name_key("bore-gauge")
    assert name_key("Bore gauge") != name_key("Bore gauges")


def test_the_next_code_goes_on_after_the_highest_of_its_series() -> None:
    """With as many digits; the series is that of most codes."""
    codes = ["TW-07", "TW-20", "OLD-3"]
    assert series_of(codes) == "TW-"
    assert next_code("TW-", codes) == "TW-21"
    assert next_code("TW-", ["TW-99"]) == "TW-100"
    assert (series_of(["GAUGE"]), next_code("GA-", [])) == ("", "GA-01")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Torque wrench 80 Nm", "TORQUE-WRENCH-80-NM"),
        ("Öl", "ÖL"),
        ("Hydraulic bearing puller set", "HYDRAULIC-BEARING"),
        ("?", ""),
    ],
)
def test_a_products_code_is_proposed_from_its_name(name: str, code: str) -> None:
    """As many whole words as a label holds."""
    assert code_of_name(name) == code


def test_the_likeliest_owner_of_a_code_comes_first() -> None:
    """The same code but for signs, then the same maker, then what has no code yet, then what moved last."""
    same = Candidate("TW-01", "", near="4006-885", has_barcode=True)
    maker = Candidate("GLV-9", "", near="4006881", has_barcode=True)
    bare, late = Candidate("OIL-1", "", moved=3), Candidate("OIL-2", "", moved=9)
    coded = Candidate("ZZ", "", has_barcode=True, moved=99)

    ranked = likely("4006885", [coded, bare, late, maker, same], most=5)
    assert [each.code for each in ranked] == ["TW-01", "GLV-9", "OIL-2", "OIL-1", "ZZ"]
    assert len(likely("4006885", [coded, bare, late, maker, same])) == 3


def test_too_few_signs_in_common_mean_nothing() -> None:
    """Four at least."""
    assert (shared("4006885", "4006"), shared("4006885", "4007"), shared("", "")) == (4, 0, 0)


@pytest.mark.parametrize(
    ("code", "known"),
    [
        ("012345678905", ("012345678905", "0012345678905", "00012345678905")),
        ("0012345678905", ("012345678905", "0012345678905", "00012345678905")),
        ("4006381333931", ("4006381333931", "04006381333931")),
        ("96385074", ()),
        ("4006381333932", ()),
        ("TW-01", ()),
    ],
)
def test_a_gtin_is_the_same_with_and_without_zeros_before_it(code: str, known: tuple[str, ...]) -> None:
    """A number of eight digits stays itself."""
    assert forms(code) == known
