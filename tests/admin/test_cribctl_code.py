"""`cribctl code`: linking a code that means nothing yet, and taking a link back."""

import json

import pytest
from crib_bench import BenchCrib

from kiosk.crib.commands import KeepCode
from kiosk.store.lookup import owner_of

GTIN = "4006381333948"


def test_a_code_is_linked_and_taken_back(crib: BenchCrib) -> None:
    """A dry run says what would be; the list of unknown codes loses it."""
    crib.act(KeepCode(GTIN))
    head = crib.head
    dry = crib.cribctl("code", "link", GTIN, "GLV-9", "--dry-run")
    assert (dry.code, dry.out, crib.head) == (0, f"{GTIN} would be a code of GLV-9.\n", head)

    linked = crib.cribctl("code", "link", GTIN, "GLV-9")
    assert (linked.code, linked.out) == (0, f"{GTIN} is a code of GLV-9.\n")
    assert owner_of(crib.store.db, GTIN) == "product GLV-9"
    assert GTIN not in crib.cribctl("report", "unknown").out

    gone = json.loads(crib.cribctl("code", "unlink", GTIN, "--json").out)
    assert gone == {"result": "approved", "dry_run": False, "text": f"{GTIN} is linked to nothing."}
    assert owner_of(crib.store.db, GTIN) == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("link", GTIN, "NO-SUCH"), "'NO-SUCH' is no product and no asset; name one that there is."),
        (
            ("link", "C1-04", "GLV-9"),
            "'C1-04' is the code of bin C1-04 already; a code stands for one thing.",
        ),
        (("unlink", GTIN), f"'{GTIN}' is linked to nothing."),
        (("unlink", "TW-01"), "'TW-01' is a code that asset TW-01 was defined with; change its definition."),
    ],
)
def test_what_cannot_be_linked_is_refused_with_a_sentence(
    crib: BenchCrib, words: tuple[str, ...], said: str
) -> None:
    """Nothing is written."""
    head = crib.head
    answer = crib.cribctl("code", *words)
    assert (answer.code, answer.out, crib.head) == (1, f"{said}\n", head)
