"""ABC classes: the dearest use first, and what is flagged one class up."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.crib.names import ProductCode
from kiosk.crib.ranking import Yearly, classes


def yearly(**cents: int) -> list[Yearly]:
    """Products by name, with what their year's use costs; a name in capitals is flagged."""
    return [Yearly(ProductCode(name), Fraction(value), name.isupper()) for name, value in cents.items()]


def ranks(lines: list[Yearly], **borders: int) -> str:
    """The classes in order of product code."""
    found = classes(lines, **borders)
    return "".join(found[code] for code in sorted(found))


def test_classes_follow_cumulated_value() -> None:
    """80 % of the value is A, the next 15 % B, the rest C; what is not used at all is C."""
    assert ranks(yearly(a=80, b=15, c=5, d=0)) == "ABCC"
    assert ranks(yearly(a=79, b=16, c=5)) == "AAC"
    assert ranks(yearly(a=100)) == "A"
    assert ranks(yearly(a=0, b=0)) == "CC"
    assert ranks(yearly(a=50, b=30, c=20), a_percent=50, b_percent=80) == "ABC"
    assert classes([]) == {}


def test_a_flag_raises_a_product_by_one_class() -> None:
    """What is cheap can still be what nobody may run out of."""
    assert ranks(yearly(A=80, B=15, C=5, D=0)) == "AABB"


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from("abcdefgh"), st.fractions(0, 1000, max_denominator=365), max_size=8))
def test_a_dearer_product_is_never_in_a_lower_class(values: dict[str, Fraction]) -> None:
    """Classes fall with value, and do not depend on the order of the lines."""
    lines = [Yearly(ProductCode(name), value) for name, value in values.items()]
    found = classes(lines)

    by_value = sorted(lines, key=lambda line: (-line.value_cents, line.product))
    assert [found[line.product] for line in by_value] == sorted(found.values())
    assert found == classes(list(reversed(lines)))
    assert set(found) == set(values)
