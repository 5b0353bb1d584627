"""The relay's own small file."""

from pathlib import Path

import pytest
from relay_journal import ListJournal

from kiosk.relay.cursor import Cursor, CursorDamagedError, Mark

MARK = Mark("000001-00c0ffee", 42, "ab" * 32)


def test_what_was_saved_last_is_loaded(tmp_path: Path) -> None:
    """By another process, too."""
    Cursor(tmp_path / "cursor.json").save(Mark("000001-00c0ffee", 41, "cd" * 32))
    Cursor(tmp_path / "cursor.json").save(MARK)

    assert Cursor(tmp_path / "cursor.json").load() == MARK


def test_where_nothing_was_saved_there_is_no_mark(tmp_path: Path) -> None:
    """A new kiosk begins at the beginning."""
    assert Cursor(tmp_path / "cursor.json").load() is None


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 60, b'{"epoch":"1"', b'{"epoch":"1","seq":"x","hash":""}', b"[]", b"\xff\xfe"]
)
def test_a_damaged_file_is_named_and_no_guess_is_made(tmp_path: Path, content: bytes) -> None:
    """Half a file, zeros after a power cut, another program's file."""
    path = tmp_path / "cursor.json"
    path.write_bytes(content)

    with pytest.raises(CursorDamagedError, match=r"cursor\.json is damaged"):
        Cursor(path).load()


def test_a_save_that_fails_leaves_the_mark_before(tmp_path: Path) -> None:
    """As on a full disk; here the place of the new file is taken by a directory."""
    cursor = Cursor(tmp_path / "cursor.json")
    cursor.save(MARK)
    (tmp_path / "cursor.json.new").mkdir()

    with pytest.raises(OSError, match=r"cursor\.json\.new"):
        cursor.save(Mark("000001-00c0ffee", 43, "ef" * 32))
    assert cursor.load() == MARK


def test_a_mark_settles_its_entry() -> None:
    """Where it is and what it is."""
    entry = ListJournal().open_epoch("000002-00000001")

    assert Mark.of(entry) == Mark("000002-00000001", 1, entry.hash)
