"""The bench of the drivers: that it measures what it says it does. How fast is for people to judge."""

import json
from pathlib import Path

import pytest

from bench import decode, idle
from drivers.decode import FAMILIES


def test_every_serial_family_is_measured_beside_the_first(capsys: pytest.CaptureFixture[str]) -> None:
    """Programs get it as JSON; the ratio of the rdm6300 to itself is 1."""
    assert decode.main(["--seconds", "0", "--idle", "0", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert {*FAMILIES} - {"em4100"} <= {*report["speed"]}
    assert report["speed"]["rdm6300"]["ratio"] == 1
    assert all(speed["messages"] > 0 for speed in report["speed"].values())
    assert report["idle"] is None


@pytest.mark.slow
def test_an_idle_attendant_finds_every_device_and_costs_something(tmp_path: Path) -> None:
    """A figure of 0 would be one of an attendant that does not poll."""
    found = idle.idle(tmp_path, 3.0)
    assert found.away == ()
    assert found.pumps == 13
    assert 0 < found.percent < 100
    assert "idle attendant, 13 pumps" in str(found)
