"""Keys on the screen: what each touch makes of what was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.counter.typed import after, is_key

keys = st.lists(st.sampled_from(["a", ":", "ß", "7", "space", "back"]), max_size=12)


@pytest.mark.parametrize(
    ("control", "typed", "digits", "letters"),
    [
        ("key:7", "", True, True),
        ("key:a", "", False, True),
        ("key::", "", False, True),
        ("key:space", "", False, True),
        ("key:back", "", True, True),
        ("key:enter", "", False, False),
        ("key:enter", "7", True, True),
        ("key:", "7", False, False),
        ("key:ab", "", False, False),
        ("key:\x1d", "", False, False),
        ("key:²", "", False, True),
        ("undo", "7", False, False),
    ],
)
def test_which_touches_are_keys(control: str, typed: str, digits: bool, letters: bool) -> None:
    """Enter only after something was typed; signs that a label cannot hold never."""
    assert (is_key(control, typed, digits=True), is_key(control, typed, digits=False)) == (digits, letters)


@given(keys, st.integers(0, 6))
def test_what_is_typed_never_grows_too_long(pressed: list[str], most: int) -> None:
    """A key more than fits changes nothing."""
    typed = ""
    for key in pressed:
        longer = after(typed, f"key:{key}", most)
        assert len(longer) <= most
        assert longer == typed[:-1] if key == "back" else longer.startswith(typed)
        typed = longer
