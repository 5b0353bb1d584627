"""EPCs of tags: the standard's own examples, and that nothing is lost on the way."""

import pytest
from codec_trials import vectors
from hypothesis import given
from hypothesis import strategies as st

from drivers.badges.epc import Epc, EpcError, Scheme, decode, encode
from drivers.barcodes import scanned

KNOWN = [entry for entry in vectors("epc") if entry["scheme"]]
OTHER = [entry["epc"] for entry in vectors("epc") if not entry["scheme"]]


def digits(count: int) -> st.SearchStrategy[str]:
    """So many digits."""
    return st.integers(0, 10**count - 1).map(lambda number: f"{number:0{count}}" if count else "")


@st.composite
def epcs(draw: st.DrawFn) -> Epc:
    """Any EPC that the standard has room for."""
    scheme, length = draw(st.sampled_from(list(Scheme))), draw(st.integers(6, 12))
    prefix, filter_ = draw(digits(length)), draw(st.integers(0, 7))
    if scheme is Scheme.GIAI:
        bits = (62, 58, 55, 52, 48, 45, 42)[length - 6]
        return Epc(scheme, prefix, str(draw(st.integers(0, (1 << bits) - 1))), filter=filter_)
    reference = draw(digits((13 if scheme is Scheme.SGTIN else 12) - length))
    return Epc(scheme, prefix, reference, str(draw(st.integers(0, (1 << 38) - 1))), filter_)


@pytest.mark.parametrize("entry", KNOWN, ids=lambda entry: entry["epc"])
def test_a_published_epc_has_its_parts_and_its_barcode(entry: dict[str, str]) -> None:
    """And is made from them again."""
    epc = decode(entry["epc"])

    assert epc is not None
    assert entry["elements"] == epc.elements
    parts = {"scheme": epc.scheme, "filter": epc.filter, "prefix": epc.prefix}
    parts |= {"reference": epc.reference, "serial": epc.serial}
    assert {name: entry[name] for name in parts} == parts
    assert entry["epc"] == encode(epc)


@pytest.mark.parametrize("entry", KNOWN, ids=lambda entry: entry["epc"])
def test_a_tag_goes_by_the_names_of_the_barcode_on_the_same_thing(entry: dict[str, str]) -> None:
    """By those of the one thing, not of its product: a tag is always on one."""
    epc = decode(entry["epc"])
    code = scanned.read("]C1" + entry["elements"])

    assert epc is not None
    assert code.flaw is None
    assert [name for name in code.names if name not in scanned.printed(code.gtin)] == list(epc.names)


@pytest.mark.parametrize(
    "epc", [*OTHER, "", "30", "3074257BF7194E4000001A85"[:-1], "not hex at all, not at all"]
)
def test_any_other_epc_stands_for_nothing_but_itself(epc: str) -> None:
    """A chip maker's number, an owner's, a broken one."""
    assert decode(epc) is None


@given(epcs())
def test_what_is_encoded_is_decoded(epc: Epc) -> None:
    """Every part of it."""
    assert decode(encode(epc)) == epc


@given(st.text(max_size=30) | st.binary(min_size=12, max_size=12).map(bytes.hex))
def test_what_decodes_is_the_same_tag_again(text: str) -> None:
    """Whatever is given, nothing raises, and no two EPCs are one key."""
    epc = decode(text)
    assert epc is None or text.upper() == encode(epc)


@pytest.mark.parametrize(
    ("epc", "why"),
    [
        (Epc(Scheme.SGTIN, "06141", "12345678", "1"), "06141"),
        (Epc(Scheme.SGTIN, "0614141", "12345", "1"), "13 digits"),
        (Epc(Scheme.GRAI, "0614141", "12345", str(1 << 38)), "38 bits"),
        (Epc(Scheme.GRAI, "0614141", "12345", "007"), "leading zeros"),
        (Epc(Scheme.SGTIN, "0614141", "812345", "32a/b"), "32a/b"),
        (Epc(Scheme.GIAI, "0614141", ""), "asset reference"),
        (Epc(Scheme.SGTIN, "061414x", "812345", "1"), "061414x"),
    ],
)
def test_what_a_96_bit_tag_has_no_room_for_is_refused(epc: Epc, why: str) -> None:
    """Letters and long serial numbers need longer tags."""
    with pytest.raises(EpcError, match=why):
        encode(epc)
