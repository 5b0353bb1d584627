"""Canonical JSON: one value, one text."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.store.canonical import SAFE_INTEGER, canonical, digest

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
keys = st.text(st.characters(max_codepoint=127), max_size=8)
scalars = texts | st.integers(-SAFE_INTEGER, SAFE_INTEGER)
values: st.SearchStrategy[dict[str, Any]] = st.dictionaries(
    keys,
    st.recursive(scalars, lambda part: st.lists(part, max_size=4) | st.dictionaries(keys, part, max_size=4)),
)


def shuffled(value: Any) -> Any:
    """An equal value whose objects were filled in the opposite order."""
    if isinstance(value, dict):
        return {key: shuffled(value[key]) for key in reversed(value)}
    return [shuffled(part) for part in value] if isinstance(value, list) else value


def test_the_text_example_of_rfc_8785_comes_out_as_printed_there() -> None:
    """RFC 8785 §3.2.2, its "string" member."""
    said = json.loads(r'{"string": "\u20ac$\u000F\u000aA\u0027\u0042\u0022\u005c\\\"\/"}')
    assert canonical(said) == r'{"string":"€$\u000f\nA' + "'" + r'B\"\\\\\"/"}'


def test_keys_are_in_order_at_every_depth_and_nothing_stands_between() -> None:
    """RFC 8785 §3.2.1 and §3.2.3; made up."""
    assert (
        canonical({"b": [1, {"z": "", "a": -1}], "a": "x", "B": 0})
        == '{"B":0,"a":"x","b":[1,{"a":-1,"z":""}]}'
    )


def test_the_largest_safe_integers_are_written_in_full() -> None:
    """RFC 7493 §2.2: up to 2^53 - 1."""
    assert (
        canonical({"n": SAFE_INTEGER, "m": -SAFE_INTEGER}) == '{"m":-9007199254740991,"n":9007199254740991}'
    )


@pytest.mark.parametrize(
    "bad",
    [4.5, 1e30, float("nan"), None, True, False, 2**53, -(2**53), b"bytes", {1, 2}, {1: "x"}, {"ä": 1}],
    ids=repr,
)
@pytest.mark.parametrize("deep", [False, True], ids=["member", "deep"])
def test_what_has_no_one_text_for_every_reader_is_refused(bad: object, deep: bool) -> None:
    """Fractions, literals and unsafe integers read differently elsewhere; other keys sort differently."""
    with pytest.raises(ValueError, match="canonical JSON"):
        canonical({"k": [{"k": bad}] if deep else bad})


@pytest.mark.parametrize("lone", ["\ud800", "a\udfff", "\udc00\ud800"])
def test_a_lone_surrogate_is_refused(lone: str) -> None:
    """RFC 8785 §3.2.2.2: it terminates with an error."""
    with pytest.raises(ValueError, match="surrogates"):
        canonical({"k": lone})


@given(values)
def test_the_text_reads_back_as_the_value(value: dict[str, Any]) -> None:
    """For every reader of JSON."""
    assert json.loads(canonical(value)) == value


@given(values)
def test_it_is_the_text_that_the_standard_library_writes_with_sorted_keys(value: dict[str, Any]) -> None:
    """Two writers of JSON agree on every byte: what was sealed with the one verifies with the other."""
    said = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert said == canonical(value)


def test_every_character_is_escaped_as_the_standard_library_does() -> None:
    """All of Unicode but surrogates, which are no text."""
    for first in range(0, 0x110000, 0x800):
        text = "" if first == 0xD800 else "".join(map(chr, range(first, first + 0x800)))
        assert json.dumps({"k": text}, separators=(",", ":"), ensure_ascii=False) == canonical({"k": text})


@given(values)
def test_equal_values_have_one_text_however_they_were_put_together(value: dict[str, Any]) -> None:
    """Or a hash of it would prove nothing."""
    assert canonical(shuffled(value)) == canonical(value)


def test_a_digest_is_sha_256_of_the_utf_8_in_lower_case_hex() -> None:
    """Vectors of NIST (FIPS 180-4 examples: empty, "abc"), and one whose text is not ASCII."""
    assert digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert digest("€") != digest("?")
