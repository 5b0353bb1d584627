"""`cribctl report`: what the journal adds up to."""

import csv
import json
from datetime import timedelta
from io import StringIO

import pytest
from crib_bench import BenchCrib

from kiosk.admin.report import FIELDS
from kiosk.crib.commands import IssueAsset, IssueStock, KeepCode, QuarantineAsset
from kiosk.crib.names import AssetCode, BinCode, Problem, ProductCode
from kiosk.store.reports import REPORTS


@pytest.fixture
def busy(crib: BenchCrib) -> BenchCrib:
    """Ten hours after Ann took a wrench and Ben a drill; gloves went, strange codes were seen."""
    ann, ben = crib.worker("ann"), crib.worker("ben")
    crib.act(IssueAsset(AssetCode("TW-01"), ann))
    crib.act(IssueAsset(AssetCode("DR-01"), ben))
    crib.act(IssueStock(ProductCode("GLV-9"), BinCode("C2-01"), 4, ann))
    crib.act(QuarantineAsset(AssetCode("TW-03"), Problem.BROKEN))
    crib.act(KeepCode("5901234123457"))
    crib.world.at += timedelta(hours=1)
    crib.act(KeepCode("\x1b[2J"))
    crib.act(KeepCode("5901234123457"))
    crib.world.at += timedelta(hours=9)
    return crib


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "out",
            [
                "CODE   NAME                          HOLDER   SINCE             DUE",
                "DR-01  Cordless combi drill 18 V, …  Ben Oak  2026-11-02 08:00  2026-11-04 08:00",
                "TW-01  Torque wrench 60 Nm           Ann Ott  2026-11-02 08:00  2026-11-02 16:00",
            ],
        ),
        (
            "overdue",
            [
                "CODE   NAME                 HOLDER   SINCE             DUE",
                "TW-01  Torque wrench 60 Nm  Ann Ott  2026-11-02 08:00  2026-11-02 16:00",
            ],
        ),
        (
            "available",
            [
                "CODE    NAME                        AVAILABLE  RESERVED  OUT  QUARANTINED  TOTAL",
                "DRL-18  Cordless combi drill 18 V…          0         0    1            0      1",
                "GLV-9   Nitrile gloves size 9              20         0    0            0     20",
                "TQ-60   Torque wrench 60 Nm                 0         0    1            2      3",
            ],
        ),
        (
            "low",
            [
                "CLASS  CODE    NAME                           AVAILABLE  REORDER  SHORT  ORDERED",
                "A      DRL-18  Cordless combi drill 18 V, t…          0        0      0        0",
                "A      GLV-9   Nitrile gloves size 9                 20       20      0        0",
            ],
        ),
        (
            "calibration",
            [
                "CODE   NAME                 PRODUCT  BIN    VALID THROUGH",
                "TW-02  Torque wrench 60 Nm  TQ-60    C1-04  2026-10-01",
                "TW-03  Torque wrench 60 Nm  TQ-60    C1-04  never",
            ],
        ),
        (
            "quarantined",
            [
                "CODE   NAME                 PRODUCT  BIN    NOTE  LAST HOLDERS",
                "TW-03  Torque wrench 60 Nm  TQ-60    C1-04",
            ],
        ),
        (
            "unknown",
            [
                "CODE           TIMES  SINCE",
                "\\x1b[2J            1  2026-11-02 09:00",
                "5901234123457      2  2026-11-02 09:00",
            ],
        ),
    ],
)
def test_a_report_is_a_table_in_the_cribs_own_time(busy: BenchCrib, name: str, lines: list[str]) -> None:
    """Within 80 columns, and nothing that a scanned code could do to a terminal."""
    answer = busy.cribctl("report", name)

    assert (answer.code, answer.err) == (0, "")
    assert lines == answer.out.splitlines()


def test_json_has_every_key_and_times_in_utc(busy: BenchCrib) -> None:
    """Keys that a row has no value for are there too."""
    (late,) = json.loads(busy.cribctl("report", "overdue", "--json").out)
    assert late == {
        "code": "TW-01",
        "name": "Torque wrench 60 Nm",
        "product": "TQ-60",
        "bin": "C1-04",
        "quantity": 1,
        "holder": "Ann Ott",
        "since": "2026-11-02T07:00:00Z",
        "due": "2026-11-02T15:00:00Z",
    }

    lapsed = json.loads(busy.cribctl("report", "calibration", "--json").out)
    assert [row["through"] for row in lapsed] == ["2026-10-01", None]


@pytest.mark.parametrize("name", FIELDS)
def test_csv_and_json_agree(busy: BenchCrib, name: str) -> None:
    """Cell for cell."""
    rows = list(csv.DictReader(StringIO(busy.cribctl("report", name, "--csv").out)))
    objects = json.loads(busy.cribctl("report", name, "--json").out)

    assert rows == [
        {key: "" if value is None else str(value) for key, value in row.items()} for row in objects
    ]
    assert rows or name not in IN_USE


IN_USE = ("out", "overdue", "available", "low", "calibration", "quarantined", "unknown", "moved")
"""Reports that tell something of a busy crib."""


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_can_be_empty(empty: BenchCrib, name: str) -> None:
    """A new crib has nothing to tell."""
    assert empty.cribctl("report", name).out == f"{name}: none\n"
    assert empty.cribctl("report", name, "--json").out == "[]\n"


def test_a_report_that_does_not_exist_is_answered_with_those_that_do(empty: BenchCrib) -> None:
    """On standard error, with exit code 2."""
    answer = empty.cribctl("report", "everything")

    assert (answer.code, answer.out) == (2, "")
    assert all(name in answer.err for name in REPORTS)
