"""Which line of a TOML text each key stands on."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.toml_lines import line_numbers, nearest


def test_lines_are_found_through_every_way_to_write_a_key() -> None:
    """Look-alikes inside comments, texts and lists are not keys."""
    text = '''\
# """ not the start of anything, nor is this: '
"kiosk".site = "A" # a = 1
reader = { baud = 9600 }
note = """
[light]
red = 1
"""
[ 'scanner' ]
"gap_ms"=5
more . deep = [
  "x = 1",
]
[[door]]
'''
    lines = line_numbers(text)

    assert lines == {
        ("kiosk",): 2,
        ("kiosk", "site"): 2,
        ("reader",): 3,
        ("note",): 4,
        ("scanner",): 8,
        ("scanner", "gap_ms"): 9,
        ("scanner", "more"): 10,
        ("scanner", "more", "deep"): 10,
        ("door",): 13,
    }
    assert nearest(lines, ("reader", "baud")) == 3
    assert nearest(lines, ("light", "red")) == 0


@given(st.dictionaries(st.text("abAB_-1 .=#['", min_size=1, max_size=6), st.integers(0, 3), min_size=1))
def test_every_key_is_found_on_its_line_however_odd(keys: dict[str, int]) -> None:
    """A quoted key may hold dots, brackets and signs."""
    text, expected = "", {}
    for key, gap in keys.items():
        text += "# = \n" * gap
        expected[(key,)] = text.count("\n") + 1
        text += f'"{key}" = 1\n'

    assert line_numbers(text) == expected
