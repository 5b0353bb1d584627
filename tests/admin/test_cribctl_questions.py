"""`cribctl available|reserved|out|low|where`: the counter's five questions, in its words."""

import json

import pytest
from crib_bench import BenchCrib

from kiosk.crib.commands import IssueAsset
from kiosk.crib.names import AssetCode
from kiosk.store.elsewhere import SiteFigures, keep


@pytest.fixture
def busy(crib: BenchCrib) -> BenchCrib:
    """Ann took a wrench."""
    crib.act(IssueAsset(AssetCode("TW-01"), crib.worker("ann")))
    return crib


@pytest.mark.parametrize("question", ["available", "reserved", "out", "low"])
@pytest.mark.parametrize("form", [(), ("--json",), ("--csv",)])
def test_a_question_is_answered_as_the_report_of_its_name(
    busy: BenchCrib, question: str, form: tuple[str, ...]
) -> None:
    """Word for word, in every form."""
    assert busy.cribctl("report", question, *form) == busy.cribctl(question, *form)


@pytest.mark.parametrize("words", [("TW-01",), ("ott", "wrench"), ("tw01",), ("torque wr", "ann")])
def test_where_finds_as_the_counter_does_and_says_who_has_it(busy: BenchCrib, words: tuple[str, ...]) -> None:
    """By code, name, and holder."""
    line = next(line for line in busy.cribctl("where", *words).out.splitlines() if line.startswith("TW-01"))
    assert line.split("  ")[0] == "TW-01"
    assert "Torque wrench 60 Nm" in line
    assert line.endswith("Ann Ott")
    assert "  out  " in line


def test_where_tells_programs_the_same(busy: BenchCrib) -> None:
    """One object a thing."""
    (found,) = json.loads(busy.cribctl("where", "TW-01", "--json").out)
    assert found == {
        "code": "TW-01",
        "name": "Torque wrench 60 Nm",
        "status": "out",
        "where": "",
        "holder": "Ann Ott",
    }


def test_products_bins_and_what_only_another_site_has_are_found(busy: BenchCrib) -> None:
    """A product with its figures in the order available, reserved, total."""
    assert "GLV-9" in busy.cribctl("where", "gloves").out
    assert "C1-04" in busy.cribctl("where", "C1-04").out
    keep(busy.store.db, [SiteFigures("B", "ZX-1", 4, 0, 4, 1)])
    assert "Site B: 4" in busy.cribctl("where", "zx").out
    found = json.loads(busy.cribctl("where", "gloves", "--json").out)[0]
    assert found["status"].count(" · ") == 2


def test_what_is_not_found_is_said(busy: BenchCrib) -> None:
    """In a word, and as an empty list."""
    assert busy.cribctl("where", "nonsense").out == "where: none\n"
    assert json.loads(busy.cribctl("where", "nonsense", "--json").out) == []
