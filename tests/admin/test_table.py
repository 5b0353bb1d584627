"""Tables for people."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.admin.table import Column, plain, quoted, table

COLUMNS = (Column("CODE"), Column("NAME", shrinks=True), Column("LEFT", right=True))


def test_a_table_is_aligned_and_cut_where_it_is_too_wide() -> None:
    """Names give way, figures never."""
    rows = [("TW-01", "n" * 90, "7"), ("B", "Saw", "1200")]

    assert list(table(COLUMNS, rows)) == [
        "CODE   NAME                                                                 LEFT",
        "TW-01  nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn…     7",
        "B      Saw                                                                  1200",
    ]


@given(st.lists(st.tuples(st.text(max_size=20), st.text(), st.text(max_size=6)), max_size=6))
def test_no_text_breaks_a_table(rows: list[tuple[str, str, str]]) -> None:
    """A line a row, nothing that a terminal obeys."""
    lines = list(table(COLUMNS, rows))

    assert len(rows) + 1 == len(lines)
    assert all(line.isprintable() for line in lines)


def test_control_characters_are_spelled_out() -> None:
    """A scanned code may hold anything."""
    assert plain("\x1b[2JTW\x1d\u202e") == "\\x1b[2JTW\\x1d\\u202e"
    assert f'"{"a" * 39}…"' == quoted("a" * 50)
