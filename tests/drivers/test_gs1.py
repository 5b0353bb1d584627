"""GS1 data: every published case, with the GS1 Syntax Engine's word on it, and where this is more lenient."""

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.barcodes import gs1, symbology
from drivers.barcodes.gs1 import GS, Gs1, Gs1Error
from drivers.barcodes.scanned import read
from drivers.messages import Flaw

Case = dict[str, Any]


def cases(name: str) -> list[Case]:
    """The entries of tests/vectors/gs1_NAME.json."""
    path = Path(__file__).parents[1] / "vectors" / f"gs1_{name}.json"
    loaded: list[Case] = json.loads(path.read_text("utf-8"))
    return loaded


def named(case: Case) -> str:
    """The case's id."""
    return str(case["id"])


def elements(case: Case) -> list[list[str]]:
    """What a case of any form says; Gs1Error where it is flawed."""
    text = case["input"]
    if case.get("form", case.get("kind")) == "bracketed":
        pairs = re.findall(r"\(([^)]*)\)((?:[^(\\]|\\\()*)", text)
        if "".join(f"({ai}){value}" for ai, value in pairs) != text:
            raise Gs1Error("not in brackets")
        return listed(gs1.gather([(ai, value.replace("\\(", "(")) for ai, value in pairs]))
    if case.get("form") == "fnc1_caret":
        return listed(gs1.parse(text[1:].replace("^", GS)))
    if case.get("kind") == "elements":
        return listed(gs1.parse(text.strip()))
    code = read(text)
    if code.flaw:
        raise Gs1Error(code.why, code.flaw)
    return [list(pair) for pair in code.elements]


def listed(found: Gs1) -> list[list[str]]:
    """The elements as the vectors have them."""
    return [list(pair) for pair in found.elements.items()]


def once(ais: list[list[str]]) -> list[list[str]]:
    """An element that stands twice with one value is told once here."""
    return [list(pair) for pair in dict.fromkeys(map(tuple, ais))]


VALID = cases("valid")
SOUND = [case for case in VALID if case["ais"] is not None and "|]e0" not in case["input"]]
SUPPRESSED = [case for case in VALID if case["ais"] is None and "/gtin/" not in case["input"]]
WORDS = [case for case in VALID if case["ais"] is None and "/gtin/" in case["input"]]


def test_every_valid_case_is_in_one_of_the_groups_tested() -> None:
    """One is not: a composite of EAN-13 and CC-A as the engine writes both in one text; scanners send two."""
    assert len(SOUND) + len(SUPPRESSED) + len(WORDS) == len(VALID) - 1


@pytest.mark.parametrize("case", SOUND, ids=named)
def test_what_the_engine_reads_is_read_the_same(case: Case) -> None:
    """What the engine reads is read the same."""
    assert once(case["ais"]) == elements(case)


@pytest.mark.parametrize("case", SUPPRESSED, ids=named)
def test_a_link_may_leave_out_a_gtins_zeros(case: Case) -> None:
    """Lenient: older links, and the engine itself where it is allowed to, do so."""
    ai, gtin = elements(case)[0]

    assert (ai, 14) == ("01", len(gtin))
    assert f"/01/{gtin.lstrip('0')}" in case["input"]


@pytest.mark.parametrize("case", WORDS, ids=named)
def test_a_link_with_words_for_keys_is_a_plain_address(case: Case) -> None:
    """A link with words for keys is a plain address."""
    assert elements(case) == []


INVALID = cases("invalid")
ENGINE_TAKES_IT = [case for case in INVALID if case["oracle_ok"]]
PLAIN = re.compile(
    r"|ABC|\]|https?://[^/]*/(?:(?:zzz|cps)/.*|stem/.*/|006141411234567890)?|.*[<\\^`]bad|.*/89/.*"
)
"""Texts that do not say they are GS1, and addresses that are no Digital Link: they stay what they are."""
UNUSED_CONTENT = frozenset(
    "3940 4300 4309 4324 4326 7023 7030 7040 7252 7258 8001 8007 8013 8026 8030 8110 8112 255 37".split()
)
"""AIs a crib does not act on: their contents, and which need or exclude each other, are not judged."""
LENIENT_LINKS = frozenset({"short", "path info", "duplicated"})


def group(case: Case) -> str:
    """Which rule says what is to become of a case that the engine refuses."""
    if case["form"] in ("scan", "dl_uri") and PLAIN.fullmatch(case["input"]):
        return "plain"
    if case["form"] == "dl_uri" and any(word in case["oracle_error"] for word in LENIENT_LINKS):
        return "lenient link"
    named_ais = set(re.findall(r"\((\d+)\)", case["oracle_error"]))
    is_bracketed_content = case["form"] == "bracketed" and named_ais & UNUSED_CONTENT
    return "unused content" if is_bracketed_content else "refused"


def of_group(name: str) -> list[Case]:
    """The invalid cases of one group."""
    return [case for case in INVALID if not case["oracle_ok"] and group(case) == name]


@pytest.mark.parametrize("case", of_group("plain"), ids=named)
def test_what_does_not_say_that_it_is_gs1_stays_plain(case: Case) -> None:
    """What does not say that it is GS1 stays plain."""
    assert elements(case) == []


ALSO_TOO_LONG = ["GS1-X051"]


@pytest.mark.parametrize("case", of_group("refused"), ids=named)
def test_what_the_engine_refuses_is_refused(case: Case) -> None:
    """What the engine refuses is refused, and a wrong check digit or date is told as that."""
    with pytest.raises(Gs1Error) as refused:
        elements(case)

    says = str(case["oracle_error"])
    if "check digit" in says and case["id"] not in ALSO_TOO_LONG:
        assert refused.value.flaw is Flaw.CHECK_DIGIT
    if "The date" in says:
        assert refused.value.flaw is Flaw.DATE


def test_leniency_does_not_spread() -> None:
    """How many cases each group has: a new leniency shows here."""
    counted = {name: len(of_group(name)) for name in ("plain", "lenient link", "unused content", "refused")}

    assert counted == {"plain": 15, "lenient link": 6, "unused content": 55, "refused": 57}
    assert sum(counted.values()) == len(INVALID) - len(ENGINE_TAKES_IT)


@pytest.mark.parametrize("case", of_group("lenient link"), ids=named)
def test_links_are_read_though_their_parts_stand_elsewhere_than_they_should(case: Case) -> None:
    """Lenient: a GTIN without its zeros in the path; a lot among the parameters, even twice."""
    if "?01=" in case["input"]:  # a GTIN without its zeros, but not in the path
        with pytest.raises(Gs1Error):
            elements(case)
        return
    ((ai, gtin), *_) = elements(case)

    assert ai == "01"
    assert gtin.lstrip("0") in case["input"]


CRIB = cases("crib")
LEADING_GS = ["TC-046"]
NO_GS1 = ["TC-115"]


@pytest.mark.parametrize("case", CRIB, ids=named)
def test_labels_of_a_crib_are_judged_as_the_engine_judges_them(case: Case) -> None:
    """But for a GS before the first element, which some scanners send, and a symbology without GS1 data."""
    code = read(case["scan"])
    lenient = case["id"] in LEADING_GS + NO_GS1

    assert (code.flaw is None) == bool(case["oracle_ok"] or lenient)
    assert lenient or once(case["ais"] or []) == [list(pair) for pair in code.elements]


SYMBOLS = cases("symbols")
COUNTRY = ["ZX-330"]
"""AI 423 with a code that is no country's: read, for nothing here asks for the country."""


@pytest.mark.parametrize("case", [case for case in SYMBOLS if case["gs1"]], ids=named)
def test_real_gs1_symbols_are_read_where_the_engine_reads_them(case: Case) -> None:
    """Real GS1 symbols are read where the engine reads them."""
    code = read(case["scan"])

    assert (code.flaw is None) == bool(case["oracle_ok"] or case["id"] in COUNTRY)
    assert case["ais"] is None or once(case["ais"]) == [list(pair) for pair in code.elements]


@pytest.mark.parametrize("case", [case for case in SYMBOLS if not case["gs1"]], ids=named)
def test_real_symbols_that_are_not_gs1_are_their_text(case: Case) -> None:
    """Real symbols that are not GS1 are their text, whatever it looks like."""
    is_ean = case["identifier"] in symbology.EAN | symbology.GS1
    identifier = "" if is_ean else case["identifier"]
    code = read(identifier + case["text"])

    assert (code.data, code.elements, code.flaw) == (case["text"], (), None)


@pytest.mark.parametrize("case", [c for c in cases("elements") if c["kind"] != "identifier"], ids=named)
def test_element_strings_are_read(case: Case) -> None:
    """What biip refuses is refused, and GRAIs whose check digit is wrong, which biip does not look at."""
    is_wrong_grai = case["ais"] is not None and case["ais"][0][1][:14] == "07071324001022"
    if case["ais"] is None or is_wrong_grai:
        with pytest.raises(Gs1Error):
            elements(case)
    else:
        assert case["ais"] == elements(case)


@pytest.mark.parametrize("case", [c for c in cases("elements") if c["kind"] == "identifier"], ids=named)
def test_symbology_identifiers_are_split_off(case: Case) -> None:
    """But those of the escape symbology `]Y`, which are longer, and no scanner sends."""
    expected = (case["identifier"] or "") if "]Y" not in case["input"] else ""

    assert expected == symbology.split(case["input"])[0]


@pytest.mark.parametrize(
    ("data", "ai", "day"),
    [
        ("17271231", "17", date(2027, 12, 31)),
        ("17280200", "17", date(2028, 2, 29)),
        ("15270600", "15", date(2027, 6, 30)),
        ("11991231", "11", date(1999, 12, 31)),
    ],
)
def test_day_00_is_the_last_of_the_month_and_the_nearest_century_is_meant(
    data: str, ai: str, day: date
) -> None:
    """Day 00 is the last of the month and the nearest century is meant."""
    assert gs1.parse(data).dates == {ai: day}


@pytest.mark.parametrize(
    ("data", "flaw"),
    [
        ("0109506000134353", Flaw.CHECK_DIGIT),
        ("800300614141000013SN", Flaw.CHECK_DIGIT),
        ("010950600013435217270230", Flaw.DATE),
        ("010950600013435217271331", Flaw.DATE),
        ("1727123", Flaw.GS1),
        ("010950600013435289ABC", Flaw.GS1),
        ("21A\x1d21B", Flaw.GS1),
        ("301234567821A", Flaw.GS1),
        ("80040614141A\x1d800300614141000012", Flaw.GS1),
        ("", Flaw.GS1),
    ],
)
def test_each_flaw_is_told_as_what_it_is(data: str, flaw: Flaw) -> None:
    """Each flaw is told as what it is."""
    with pytest.raises(Gs1Error) as refused:
        gs1.parse(data)

    assert flaw is refused.value.flaw


@given(
    st.text(st.characters(max_codepoint=0xFF), max_size=60), st.sampled_from(["]C1", "]d2", "]E0", "]Q3", ""])
)
def test_no_text_makes_it_raise_and_the_text_is_kept(text: str, identifier: str) -> None:
    """No text makes it raise and the text is kept."""
    assert identifier + text == read(identifier + text).text


serials = st.text(st.sampled_from("ABCXYZ0123456789-./"), min_size=1, max_size=20)


@given(serials, serials, st.dates(date(2020, 1, 1), date(2060, 12, 31)), st.integers(1, 99_999_999))
def test_what_is_written_is_read(serial: str, lot: str, day: date, count: int) -> None:
    """What is written is read, as a symbol and as a link."""
    link_lot, link_serial = lot.replace("/", "%2F"), serial.replace("/", "%2f")
    symbol = f"]d20109506000134352{17}{day:%y%m%d}10{lot}\x1d21{serial}\x1d30{count}"
    link = (
        f"https://x.org/a/01/09506000134352/10/{link_lot}/21/{link_serial}?17={day:%y%m%d}&30={count}&utm=1"
    )

    for text in (symbol, link):
        code = read(text)
        assert (serial, lot, day, count) == (code.serial, code.lot, code.expires, code.count)
        assert code.names == (f"010950600013435221{serial}", "9506000134352", "09506000134352")


def test_biip_is_not_imported_before_the_first_gs1_code() -> None:
    """It takes a good part of a second on a small machine, and most codes never need it."""
    program = (
        "import sys; from drivers.barcodes.scanned import read\n"
        "read('9781492053743'); read(']C0TW-01'); read('https://example.com/tools?id=7')\n"
        "print('biip' in sys.modules); read(']C180040614141A'); print('biip' in sys.modules)"
    )

    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert ran.stdout.split() == ["False", "True"]
