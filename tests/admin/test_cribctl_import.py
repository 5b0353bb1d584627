"""`cribctl import`: sheets into the crib, all of a command or nothing."""

import json
from datetime import date
from pathlib import Path

import pytest
from crib_bench import FILES, BenchCrib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.admin.templates import TEMPLATES
from kiosk.attendant.door import Door, DoorError
from kiosk.store.database import one, rows
from kiosk.store.lookup import bin_of, product_of
from kiosk.store.states import asset_of

WORLD = FILES / "world"
DAMAGED = FILES / "damaged"
EXAMPLE = Path(__file__).parents[2] / "config" / "example"


def written(directory: Path, text: str) -> Path:
    """A sheet with this text."""
    path = directory / "sheet.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_directory_of_sheets_is_imported_as_one(empty: BenchCrib) -> None:
    """Categories come before products, products before assets, whatever the directory's order."""
    answer = empty.cribctl("import", "all", WORLD)

    assert (answer.code, answer.out, answer.err) == (0, "added 15, changed 0, unchanged 0\n", "")
    commands = rows(empty.store.db, "SELECT DISTINCT command FROM journal WHERE type <> 'epoch.opened'")
    assert len(commands) == 1


def test_values_arrive_exactly(crib: BenchCrib) -> None:
    """Money is whole cents with point or comma, durations whole seconds, an empty reorder is never low."""
    found = [product_of(crib.store.db, code) for code in ("DRL-18", "GLV-9", "TQ-60")]
    products = [known[0] for known in found if known]
    assert [(p.code, p.pack, p.barcode, p.cost_cents, p.reorder) for p in products] == [
        ("DRL-18", 1, "", 21450, 0),
        ("GLV-9", 100, "", 1190, 20),
        ("TQ-60", 1, "2000000600062", 18900, -1),
    ]
    wrench = asset_of(crib.store.db, "TW-01")
    assert wrench is not None
    assert (wrench.category.loan_s, wrench.category.calibration_days) == (28800, 365)
    assert (wrench.asset.serial, wrench.asset.calibrated) == ("S1", date(2026, 1, 10))
    assert one(crib.store.db, "SELECT role FROM worker WHERE id = ?", crib.worker("ben")) == ("lead",)


def test_the_same_sheets_twice_change_nothing(crib: BenchCrib) -> None:
    """An import may be repeated without thought."""
    head = crib.head
    answer = crib.cribctl("import", "all", WORLD)

    assert (answer.code, answer.out) == (0, "added 0, changed 0, unchanged 15\n")
    assert crib.head == head


def test_the_example_site_can_be_imported(empty: BenchCrib) -> None:
    """config/example is what a new site starts from."""
    answer = empty.cribctl("import", "all", EXAMPLE, "--json")

    assert answer.code == 0, answer.out
    sizes = [len(path.read_text().splitlines()) - 1 for path in EXAMPLE.glob("*.csv")]
    assert json.loads(answer.out)["added"] == sum(sizes)


def test_what_differs_is_changed_and_what_is_new_is_added(crib: BenchCrib, tmp_path: Path) -> None:
    """The report tells the three apart."""
    sheet = written(
        tmp_path, "code,name,cabinet\nC1-04,Wrenches,C1\nC2-01,Nitrile gloves,C2\nC3-01,Saws,C3\n"
    )

    assert crib.cribctl("import", "bins", sheet).out == "added 1, changed 1, unchanged 1\n"


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(empty: BenchCrib) -> None:
    """It is judged by the same rules."""
    head = empty.head
    answer = empty.cribctl("import", "all", WORLD, "--dry-run")

    assert answer.code == 0
    assert answer.out == "would add 15, change 0, leave 0 unchanged; nothing was written\n"
    assert empty.head == head


def test_every_wrong_cell_is_named_with_its_line_and_nothing_is_imported(crib: BenchCrib) -> None:
    """Each message says what to write instead."""
    head = crib.head
    sheet = DAMAGED / "dates.csv"
    answer = crib.cribctl("import", "assets", sheet)

    assert answer.code == 1
    assert answer.out.replace(str(sheet), "tools.csv").splitlines() == [
        'tools.csv:2: column calibrated: "3.10.26" is not a day. Write it as 2026-10-03.',
        'tools.csv:3: column calibrated: "3/10/2026" is not a day. '
        "Write year, month, day, such as 2026-10-03.",
        'tools.csv:4: column serial: "0012.0" is a code that a spreadsheet took for a number. Make the '
        "column text, write the code without the part after the point, and export again.",
        'tools.csv:4: column calibrated: "31.2.2026" is not a day. '
        "Write year, month, day, such as 2026-10-03.",
        "tools.csv:5: The row has more cells than the 5 headings. Quote its texts.",
        'tools.csv:5: column calibrated: "1026-10-03" is not from 1970 to 2099. Check the year.',
        "6 flaws; nothing was imported.",
    ]
    assert crib.head == head


def test_what_the_rulebook_finds_is_named_with_the_line_where_its_row_begins(crib: BenchCrib) -> None:
    """Cells of several lines do not shift the numbers."""
    sheet = DAMAGED / "two-lines.csv"
    answer = crib.cribctl("import", "bins", sheet)

    assert answer.code == 1
    assert answer.out.splitlines() == [
        f"{sheet}:6: column code: 'C9-01' stands twice; keep one row.",
        "1 flaw; nothing was imported.",
    ]


def test_flaws_of_several_sheets_are_told_together(crib: BenchCrib, tmp_path: Path) -> None:
    """Each under its own file."""
    tmp_path.joinpath("bins.csv").write_text("code\nC8-01\n")
    tmp_path.joinpath("assets.csv").write_text("code,product,bin\nTW-31,TQ-60,C8-01\nTW-32,TQ-61,C8-02\n")
    answer = crib.cribctl("import", "all", tmp_path)

    assets = tmp_path / "assets.csv"
    assert answer.out.splitlines() == [
        f"{assets}:3: column product: There is no product 'TQ-61' for asset TW-32; define it first.",
        f"{assets}:3: column bin: There is no bin 'C8-02' for asset TW-32; define it first.",
        "2 flaws; nothing was imported.",
    ]
    assert one(crib.store.db, "SELECT count(*) FROM bin WHERE code = 'C8-01'") == (0,)


def test_a_badge_number_never_comes_back(crib: BenchCrib, tmp_path: Path) -> None:
    """Not from a cell that is wrong, not from a row that is shifted, not from the rulebook."""
    shifted = crib.cribctl("import", "people", DAMAGED / "people.csv")
    judged = crib.cribctl(
        "import",
        "people",
        written(
            tmp_path,
            "code,name,badge\ncem,Cem,0319134791\ndua,Dua,38044 68916 1\n"
            "eli,Eli,063-25002\nfay,Fay,AB:12:34:56\n",
        ),
    )
    headless = crib.cribctl("import", "people", written(tmp_path, "cem,Cem,worker,0319134791\n"), "--json")

    assert (shifted.code, judged.code, headless.code) == (1, 1, 1)
    assert shifted.out.splitlines()[-1] == "2 flaws; nothing was imported."
    assert len(judged.out.splitlines()) == 5
    for part in ("0319134791", "2.7605", "38044", "68916", "25002", "12:34"):
        assert part not in shifted.out + judged.out + headless.out


def test_json_tells_the_same_with_stable_keys(crib: BenchCrib) -> None:
    """Flaws carry file, line and column apart."""
    sheet = DAMAGED / "two-lines.csv"
    answer = crib.cribctl("import", "bins", sheet, "--json", "--dry-run")

    assert answer.code == 1
    assert json.loads(answer.out) == {
        "result": "refused",
        "dry_run": True,
        "added": 0,
        "changed": 0,
        "unchanged": 0,
        "entries": 0,
        "text": "unfit",
        "flaws": [
            {
                "file": str(sheet),
                "line": 6,
                "column": "code",
                "message": "'C9-01' stands twice; keep one row.",
            }
        ],
        "warnings": [],
    }


def test_a_sheet_in_windows_letters_is_read_with_a_warning(crib: BenchCrib) -> None:
    """Tabs and CRLF are fine too."""
    sheet = DAMAGED / "windows.csv"
    answer = crib.cribctl("import", "bins", sheet)

    assert (answer.code, answer.out) == (0, "added 2, changed 0, unchanged 0\n")
    said = f"{sheet}:2: not UTF-8, so read as Windows-1252. Look at letters with accents.\n"
    assert answer.err == said
    saws = bin_of(crib.store.db, "C9-03")
    assert saws is not None
    assert saws.name == "Säge"


def test_a_sheet_of_a_european_spreadsheet_is_read(crib: BenchCrib) -> None:
    """Semicolons, a byte order mark, other headings, blank lines and empty columns at the end."""
    assert (
        crib.cribctl("import", "assets", DAMAGED / "european.csv").out == "added 2, changed 0, unchanged 0\n"
    )
    wrench = asset_of(crib.store.db, "TW-11")
    assert wrench is not None
    assert (wrench.asset.product, wrench.asset.bin, wrench.asset.serial) == ("TQ-60", "C1-04", "Säge 1")
    assert date(2026, 1, 10) == wrench.asset.calibrated


def test_a_heading_alone_imports_nothing(crib: BenchCrib, tmp_path: Path) -> None:
    """An export of nothing is no mistake."""
    answer = crib.cribctl("import", "bins", written(tmp_path, "code,name\n"))

    assert (answer.code, answer.out) == (0, "added 0, changed 0, unchanged 0\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("bins", "missing.csv"),
            "missing.csv: No such file or directory. Name a CSV file that you may read.",
        ),
        (("bins", "."), ".: Is a directory. Name a CSV file that you may read."),
        (
            ("all", "missing"),
            "missing holds no sheet to import. Name a directory with some of categories.csv",
        ),
    ],
)
def test_a_file_that_cannot_be_read_stops_the_command(
    crib: BenchCrib, words: tuple[str, str], said: str
) -> None:
    """The message names it, and the exit code is not that of a refusal."""
    answer = crib.cribctl("import", *words)

    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(said)


def test_a_closed_door_stops_the_command(crib: BenchCrib, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the door says is the message."""

    def shut() -> Door:
        raise DoorError("The attendant's door is shut to you. Join the group kiosk-admin.")

    monkeypatch.setattr(crib, "door", shut)
    answer = crib.cribctl("import", "all", WORLD)

    assert answer.code == 2
    assert answer.err == "The attendant's door is shut to you. Join the group kiosk-admin.\n"


@pytest.mark.parametrize("kind", TEMPLATES)
def test_the_help_of_each_kind_names_its_columns(crib: BenchCrib, kind: str) -> None:
    """Required and optional, on the spot."""
    answer = crib.cribctl("import", kind, "--help")

    assert answer.code == 0
    for column in TEMPLATES[kind].columns:
        need = "required" if column.required else "optional"
        assert f"  {column.name:<12}{need}" in answer.out


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(sorted(TEMPLATES)),
    heading=st.sampled_from([b"", b"code,name\n", b"product,bin,quantity\n", b"code;name;kind;badge\r\n"]),
    body=st.binary(max_size=200) | st.text("Ca0,;\"\n\r\t.eE+-' ", max_size=80).map(str.encode),
)
def test_no_bytes_at_all_crash_an_import(
    crib: BenchCrib, tmp_path: Path, kind: str, heading: bytes, body: bytes
) -> None:
    """Every file is imported or refused with a reason."""
    path = tmp_path / "any.csv"
    path.write_bytes(heading + body)
    answer = crib.cribctl("import", kind, path, "--dry-run", "--json")

    result = json.loads(answer.out)
    assert (answer.code == 0) == (result["flaws"] == [])
    assert answer.code in (0, 1)
