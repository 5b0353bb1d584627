"""`cribctl hold`: what is reserved, placed and released through the same rulebook as everything else."""

import json
from datetime import timedelta

import pytest
from crib_bench import BenchCrib

from kiosk.crib.commands import IssueAsset
from kiosk.crib.names import AssetCode
from kiosk.store.database import one

TOMORROW = ("--from", "2026-11-03T06:00", "--until", "2026-11-03T14:00")


def place(crib: BenchCrib, hold: str, what: str, *words: str) -> tuple[int, str]:
    """Reserve something for Ann."""
    answer = crib.cribctl("hold", "place", hold, "--for", "ann", "--what", what, *words)
    return answer.code, answer.out + answer.err


def test_a_hold_is_placed_to_the_minute_of_the_cribs_own_time(crib: BenchCrib) -> None:
    """Berlin is an hour ahead of UTC in November; the same again changes nothing."""
    said = "2 x GLV-9 is reserved for ann from 2026-11-03 06:00 until 2026-11-03 14:00 (hold H1).\n"

    assert (0, said) == place(crib, "H1", "GLV-9", "--quantity", "2", *TOMORROW)
    head = crib.head
    assert (0, said) == place(crib, "H1", "GLV-9", "--quantity", "2", *TOMORROW)

    (hold,) = json.loads(crib.cribctl("hold", "list", "--json").out)
    assert head == crib.head
    assert (hold["code"], hold["holder"], hold["quantity"]) == ("H1", "Ann Ott", 2)
    assert hold["start"] == "2026-11-03T05:00:00Z"


def test_a_dry_run_reserves_nothing(crib: BenchCrib) -> None:
    """And says what it would do."""
    head = crib.head
    code, said = place(crib, "H1", "GLV-9", *TOMORROW, "--dry-run")

    assert (code, said.startswith("1 x GLV-9 would be reserved for ann")) == (0, True)
    assert head == crib.head


def test_a_refusal_says_what_is_left_and_where_else(crib: BenchCrib) -> None:
    """What other sites have is what they told last."""
    at = int(crib.world.at.timestamp() - 2 * 3600) * 1_000_000
    crib.store.db.execute_sql("INSERT INTO elsewhere VALUES ('B', 'GLV-9', 40, 0, 40, ?)", (at,))

    code, said = place(crib, "H1", "GLV-9", "--quantity", "25", *TOMORROW)

    assert code == 1
    assert said.startswith("Only 24 left here: Nitrile gloves size 9. Site B has 40 (2 h ago).")


def test_what_makes_no_hold_is_named(crib: BenchCrib) -> None:
    """The rulebook names every flaw; a time that cannot be read is a wrong command line."""
    code, said = place(crib, "H1", "XYZ", "--from", "2026-11-01T06:00", "--until", "2026-11-01T07:00")
    assert code == 1
    assert "'XYZ' is no product and no asset." in said
    assert "until" in said

    for time in ("tomorrow", "2026-11-03", "2027-03-28T02:30", "25:00"):
        code, said = place(crib, "H1", "GLV-9", "--from", time, "--until", "2027-04-01T00:00")
        assert (code, time in said) == (2, True)


def test_a_hold_is_released_once(crib: BenchCrib) -> None:
    """The note stays in the journal."""
    place(crib, "H1", "GLV-9", *TOMORROW)

    assert crib.cribctl("hold", "release", "H1", "--note", "moved").out == "Hold H1 binds no longer.\n"
    again = crib.cribctl("hold", "release", "H1")

    assert (again.code, "There is no hold 'H1' that binds" in again.out) == (1, True)
    body = one(crib.store.db, "SELECT body FROM journal WHERE type = 'hold.released'")[0]
    assert json.loads(body) == {"hold": "H1", "note": "moved"}


def test_the_pick_list_of_a_day_flags_what_will_fail(crib: BenchCrib) -> None:
    """TW-01 is late, TW-02 and TW-03 are not calibrated; what begins tomorrow is not on today's list."""
    crib.act(IssueAsset(AssetCode("DR-01"), crib.worker("ben")))
    place(crib, "H1", "TQ-60", "--from", "20:00", "--until", "22:00")
    place(crib, "H2", "GLV-9", *TOMORROW)
    crib.act(IssueAsset(AssetCode("TW-01"), crib.worker("ben")))
    crib.world.at += timedelta(hours=9)

    lines = crib.cribctl("hold", "list", "--today").out.splitlines()

    assert (lines[:1]) == [
        "CODE  PRODUCT  ASSET  HOLDER   FROM              UNTIL             QUANTITY  WHAT WILL FAIL"
    ]
    assert lines[1:] == [
        "H1    TQ-60           Ann Ott  2026-11-02 20:00  2026-11-02 22:00         1  "
        "1 short: TW-01 late, TW-02 not fit after 2026-10-01, TW-03 not fit"
    ]
    assert lines == crib.cribctl("report", "reserved", "--today").out.splitlines()
    assert [row["code"] for row in json.loads(crib.cribctl("hold", "list", "--json").out)] == ["H1", "H2"]


@pytest.mark.parametrize("words", [("report", "out", "--today"), ("report", "out", "--as-of", "2026-11-01")])
def test_an_option_of_another_report_is_refused(crib: BenchCrib, words: tuple[str, ...]) -> None:
    """It would seem to have been heard."""
    answer = crib.cribctl(*words)
    assert (answer.code, "Leave it out." in answer.err) == (2, True)
