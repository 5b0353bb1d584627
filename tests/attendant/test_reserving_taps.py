"""Touches of reserving that a client makes up: what no sheet offers is refused, and breaks nothing."""

import pytest
from desk_bench import ANN, DeskBench

from kiosk.attendant.messages import Tap
from kiosk.crib.names import CommandId


def tap(bench: DeskBench, *controls: str) -> list[str]:
    """Touch these; how each was answered."""
    taps = (Tap(CommandId(bench.world.new_id()), control) for control in controls)
    return [bench.door().tap(each).result for each in taps]


@pytest.mark.parametrize(
    "control",
    [
        "day:2026-11-03T10:00",
        "day:2026-W45-1",
        "day:9999-12-31",
        "day:0001-01-01",
        "start:9999-12-31T23:00",
        "start:2026-11-03",
        "start:2026-11-03T10:00+02:00",
        "span:2026-11-03T10:00",
        "span:2026-11-03T10:00/never",
        "span:2026-11-03T10:00/2026-11-03T11:00/2026-11-03T12:00",
        "span:2026-11-03T10:00/9999-12-31T23:00",
    ],
)
def test_a_time_that_no_sheet_offers_is_refused(bench: DeskBench, control: str) -> None:
    """And the sheet stays as it is."""
    bench.badge(ANN)
    assert tap(bench, "where", "card:DRL", "reserve") == ["ok"] * 3
    before = bench.view.words()
    assert tap(bench, control) == ["refused"]
    assert before == bench.view.words()
    assert tap(bench, "days", "day:2026-11-03", "hours", "start:2026-11-03T10:00") == ["ok"] * 4
    assert tap(bench, "span:2026-11-03T10:00/2026-11-03T11:00") == ["ok"]
    assert bench.entries()[-1].type == "hold.placed"
