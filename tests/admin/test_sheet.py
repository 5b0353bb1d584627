"""Sheets: CSV files as spreadsheets really write them."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from crib_bench import FILES, BenchCrib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.admin.rows import read_rows
from kiosk.admin.sheet import MAX_BYTES
from kiosk.admin.templates import TEMPLATES
from kiosk.admin.terminal import CannotError
from kiosk.crib.definitions import Definition, NewBin
from kiosk.crib.names import BinCode, CabinetCode

BINS = TEMPLATES["bins"]


def read(tmp_path: Path, data: bytes, kind: str = "bins") -> tuple[list[Definition], list[str]]:
    """What a file of these bytes defines, and its faults without the file's name."""
    path = tmp_path / "sheet.csv"
    path.write_bytes(data)
    reading = read_rows(path, TEMPLATES[kind])
    return [each.thing for each in reading.things], [str(f).removeprefix(f"{path}:") for f in reading.faults]


@pytest.mark.parametrize(
    "data",
    [
        b"code,name\nC1,Saws\nC2,\n",
        b"\xef\xbb\xbfcode,name\r\nC1,Saws\r\nC2,\r\n",
        b"code;name\rC1;Saws\rC2;\r",
        b"code\tname\nC1\tSaws\nC2",
        b'"CODE", " Name "\n\n" C1 ", "Saws"\n , \n\nC2\n\n',
        b"name,Bin\n\xc2\xa0Saws ,C1\n,C2\n",
        b"code,,name,,\nC1,,Saws,,\nC2,,,,\n",
    ],
)
def test_one_sheet_can_be_written_in_many_ways(tmp_path: Path, data: bytes) -> None:
    """Byte order mark, line ends, delimiter, case, spaces, order and blank lines make no difference."""
    expected = [NewBin(BinCode("C1"), "Saws"), NewBin(BinCode("C2"))]

    assert (expected, []) == read(tmp_path, data)


@pytest.mark.parametrize(
    ("data", "faults"),
    [
        (b"", ["1: The file is empty. Put the names of the columns on its first line."]),
        (b"code,nmae\n", ['1: "nmae" is not a column. Did you mean name?']),
        (b"code,zzz\n", ['1: "zzz" is not a column. The columns are code, name, cabinet, shelf.']),
        (b"\nname\n", ["2: column code: It is missing. Add it."]),
        (b"code,Bin\n", ["1: column code: It stands 2 times. Keep one."]),
        (b"code,,\nC1,,x\n", ['2: "x" stands under no heading. Name its column.']),
        (b"code\nC1,x\n", ["2: The row has more cells than the 1 headings. Quote its texts."]),
        (
            b'code\nC1\n"C2\nC3\n',
            ["3: The row cannot be read (unexpected end of data). Is a quotation mark missing or too many?"],
        ),
        (
            "code\nC1\n".encode("utf-16"),
            ["1: This is not text, but a spreadsheet or UTF-16. Export it as CSV in UTF-8."],
        ),
        (
            b"code,name\nC1,Tu\x8a\x8depi\n",
            ["2: The byte 8D is neither UTF-8 nor Windows-1252. Export the file as UTF-8."],
        ),
        (
            b"code\nC\x1b[2J\n",
            [
                '2: column code: "C\\x1b[2J" holds a line end or another control character. Remove it.',
            ],
        ),
    ],
)
def test_what_makes_no_sense_is_said_with_its_line(tmp_path: Path, data: bytes, faults: list[str]) -> None:
    """And nothing of the sheet counts."""
    things, found = read(tmp_path, data)

    assert faults == found
    assert [thing for thing in things if not faults] == []


def test_a_spreadsheet_for_mac_is_refused_where_it_lost_digits() -> None:
    """CR-only lines, a heading twice."""
    reading = read_rows(FILES / "damaged" / "mac-excel.csv", TEMPLATES["assets"])

    assert [fault.message for fault in reading.faults] == ["It stands 2 times. Keep one."]


def test_shortened_numbers_are_found_in_every_code_column(tmp_path: Path) -> None:
    """6.37702E+15 was a serial number once; 1E5 may well be a bin."""
    data = b'code,product,bin,serial\nTW-1,TQ,1E5,6.37702E+15\n6E+12,"1,2e+10",C1,12.0\n'
    _, faults = read(tmp_path, data, "assets")

    assert [fault.split(": ")[0] + ": " + fault.split(": ")[1] for fault in faults] == [
        "2: column serial",
        "3: column code",
        "3: column product",
        "3: column serial",
    ]


def test_a_file_of_another_order_of_size_is_not_read(tmp_path: Path) -> None:
    """The wrong file by mistake must not fill the memory of a small machine."""
    path = tmp_path / "image.csv"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)

    with pytest.raises(CannotError, match="is larger than 32 MB"):
        read_rows(path, BINS)


WORDS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)


@given(
    rows=st.lists(st.tuples(WORDS, WORDS | st.just('a, b; c\td "e"'), WORDS | st.just("")), max_size=8),
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_a_spreadsheet_writes_is_read_as_it_was(
    tmp_path: Path,
    rows: list[tuple[str, str, str]],
    delimiter: str,
    end: str,
    encoding: str,
    quoting: int,
) -> None:
    """In every dialect, line for line."""
    text = StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow(("Code", "Name", "Cabinet"))
    writer.writerows(rows)
    path = tmp_path / "bins.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    reading = read_rows(path, BINS)

    if not reading.faults:
        expected = [NewBin(BinCode(a), " ".join(b.split()), CabinetCode(c)) for a, b, c in rows]
        assert expected == [each.thing for each in reading.things]
        assert list(range(2, len(rows) + 2)) == [each.line for each in reading.things]
    damaged = "is a number that a spreadsheet shortened", "is a code that a spreadsheet took"
    assert all(any(said in fault.message for said in damaged) for fault in reading.faults)


@pytest.mark.slow
def test_fifty_thousand_assets_are_one_import(crib: BenchCrib, tmp_path: Path) -> None:
    """The size that a kiosk is built for."""
    sheet = tmp_path / "assets.csv"
    sheet.write_text("code,product,bin\n" + "".join(f"A-{n:05},TQ-60,C1-04\n" for n in range(50_000)))
    answer = crib.cribctl("import", "assets", sheet, "--dry-run")

    assert answer.out == "would add 50000, change 0, leave 0 unchanged; nothing was written\n"
