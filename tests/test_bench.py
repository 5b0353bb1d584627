"""The bench: that it measures what it says it does. How fast is for people to judge, never for a test."""

import json
from pathlib import Path

import pytest

from bench import grown, search, size
from bench.machine import a_disk, file_system
from bench.made import Size
from bench.scan import main, measure, times
from bench.stopwatch import PARTS
from kiosk.store.database import NAME, open_reader
from kiosk.store.journal import all_entries
from kiosk.store.verify import replay, verify

KINDS = ["all", "taken", "returned"]


def test_the_table_names_the_size_the_machine_and_each_figure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Six figures a row; the ratio's are the kiosk's by plain sqlite3's."""
    assert main(f"--assets 12 --entries 201 --scans 6 --dir {tmp_path}".split()) == 0
    first, _, heads, *rows, _, parts = capsys.readouterr().out.splitlines()
    assert first.startswith("12 assets, 201 entries, 6 scans; ")
    assert "SQLite" in first
    assert heads.split()[1:] == [word for kind in KINDS for word in (kind, "p50", kind, "p99")]
    named = {row[:26].strip(): [float(figure) for figure in row[26:].split()] for row in rows}
    assert list(named) == ["scan to view", "the same rows, plain", "ratio", "scan to the door's client"]
    assert {len(figures) for figures in named.values()} == {6}
    assert parts.startswith("of scan to view, median: ")
    assert not list(tmp_path.iterdir()), "nothing is left behind"


def test_programs_get_the_same_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One object with every figure."""
    assert main(f"--assets 12 --entries 1 --scans 6 --dir {tmp_path} --json".split()) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["size"] == {"assets": 12, "entries": 1, "scans": 6}
    assert list(report["kiosk"]) == KINDS
    assert report["machine"]["file_system"]


def test_the_parts_and_the_rest_make_up_each_scan_and_every_part_takes_time(tmp_path: Path) -> None:
    """A part that was renamed in the program would show as 0 here."""
    report = measure(tmp_path, Size(assets=12, entries=80, scans=6))
    assert [*PARTS, "rest"] == list(report.parts)
    assert all(spent > 0 for spent in report.parts.values())
    ratio = report.kiosk["all"].p50 / report.plain["all"].p50
    assert ratio == report.ratio["all"].p50


def test_scans_on_a_small_and_a_large_crib_are_told_side_by_side(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both cribs are made once and copied; the ratio is the large one's by the small one's."""
    cribs, runs = tmp_path / "cribs", tmp_path / "runs"
    runs.mkdir()
    given = f"--assets 120 --entries 1500 --small-entries 900 --scans 12 --cache {cribs} --dir {runs}".split()
    assert size.main(given) == 0
    first, _, heads, *rows = capsys.readouterr().out.splitlines()
    assert first.startswith("12 scans each, interleaved; ")
    assert heads.split()[1:] == [word for kind in KINDS for word in (kind, "p50", kind, "p99")]
    assert [row.split(", ")[1].split()[0] for row in rows[:2]] == ["100", "120"]
    assert [int(row.split()[0].replace(",", "")) // 100 for row in rows[:2]] == [9, 15]
    made = {folder: (folder / "crib.sqlite").read_bytes() for folder in cribs.iterdir()}
    assert len(made) == 2
    assert size.main([*given, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    small, large = (times["all"]["p50"] for times in report["times"])
    assert report["ratio"]["all"]["p50"] == large / small
    assert made == {folder: (folder / "crib.sqlite").read_bytes() for folder in cribs.iterdir()}
    assert not list(runs.iterdir()), "nothing is left behind"


def test_a_crib_that_was_made_is_one_that_could_have_been(tmp_path: Path) -> None:
    """Every entry is sealed after the one before, and its tables are what they would be."""
    folder = grown.kept(tmp_path, Size(assets=20, entries=600, scans=0))
    db = open_reader(folder / NAME)
    assert verify(all_entries(db)).broken is None
    assert replay(db) is None
    assert len(list(all_entries(db))) in (600, 601)
    db.close()


def test_a_search_is_measured_key_by_key_beside_a_plain_scan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The crib is made once; both answer every key of every search."""
    given = f"--assets 60 --people 12 --searches 10 --cache {tmp_path}".split()
    assert search.main([*given, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["assets"], report["people"], report["searches"]) == (60, 12, 10)
    assert report["keys"] > 40
    assert report["ratio"]["p95"] == report["index"]["p95"] / report["like"]["p95"]
    (kept,) = tmp_path.iterdir()
    before = (kept / "crib.sqlite").read_bytes()
    assert search.main(given) == 0
    rows = capsys.readouterr().out.splitlines()[-3:]
    assert [row.split()[0] for row in rows] == ["index", "LIKE", "ratio"]
    assert (kept / "crib.sqlite").read_bytes() == before


def test_percentiles_are_by_nearest_rank() -> None:
    """Of 1 to 200 ms: the 100th and the 198th."""
    found = times([number / 1000 for number in range(200, 0, -1)])
    assert (found.p50, found.p99) == (100.0, 198.0)


def test_a_disk_that_is_memory_is_passed_by() -> None:
    """A commit to memory costs nothing, and would be measured as nothing."""
    memory, disk = Path("/memory"), Path("/disk")
    kind = {memory: "tmpfs", disk: "ext4"}.__getitem__
    assert a_disk([memory, disk], kind) == disk
    with pytest.raises(FileNotFoundError, match=r"/memory: all in memory.*--dir FOLDER"):
        a_disk([memory], kind)


def test_the_file_system_is_that_of_the_innermost_mount() -> None:
    """/proc is one of its own on every Linux."""
    assert file_system(Path("/proc/self")) == "proc"


def test_a_size_of_nothing_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """With what is wrong."""
    with pytest.raises(SystemExit):
        main(["--scans", "0"])
    assert "0 is not 1 or more" in capsys.readouterr().err
