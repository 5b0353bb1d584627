"""The bench of painting: that it measures frames. How fast they are is for people to judge."""

import json
from pathlib import Path

import pytest

from bench.paint import main


def test_scans_and_lines_are_painted_on_two_terminals_and_told_side_by_side(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A frame comes after its view; the ratio is the screen's by the floor's; nothing is left behind."""
    assert main(f"--assets 12 --scans 6 --dir {tmp_path} --json".split()) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["scans"] == 6
    assert report["painted"]["p50"] > report["told"]["p50"] > 0
    assert report["floor"]["p50"] > 0
    assert report["painted"]["p50"] / report["floor"]["p50"] == report["ratio"]["p50"]
    assert not list(tmp_path.iterdir())


def test_the_table_names_each_figure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two figures a row."""
    assert main(f"--assets 12 --scans 6 --dir {tmp_path}".split()) == 0
    first, _, heads, *rows = capsys.readouterr().out.splitlines()
    assert first.startswith("6 scans; ")
    assert heads.split() == ["milliseconds", "p50", "p99"]
    assert [row[:34].strip() for row in rows] == [
        "scan to the door's client",
        "scan to painted frame",
        "a line in a minimal app",
        "ratio",
    ]
    assert all(len(row[34:].split()) == 2 for row in rows)
