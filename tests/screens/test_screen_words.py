"""What the screen says by itself is said in the language of its view."""

import re

import pytest
from msgspec.structs import replace
from screen_samples import SAMPLES
from screen_sheets import SHEETS

from kiosk.counter.views import View
from kiosk.screens.local import Local
from kiosk.screens.page import page
from kiosk.screens.words import not_painted, starting

VIEWS = SAMPLES | SHEETS | {"starting": starting("xx"), "not painted": not_painted("xx")}
SIZES = ((80, 24), (60, 20))
_WORD = re.compile(r"[^\W\d_]{3,}")
_PLAIN = re.compile(r"[aeiou]", re.IGNORECASE)
"""A vowel as the pseudo-language never writes one."""


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_no_english_is_painted_that_a_view_did_not_bring(view: View, size: tuple[int, int]) -> None:
    """A word that is folded or cut off is still a part of what the view says."""
    drawing = page(replace(view, language="xx"), size, Local(), None, None)
    painted = " ".join(line.plain for line in drawing.lines)
    brought = view.words().casefold()
    own = {word for word in _WORD.findall(painted) if word.casefold() not in brought}
    assert {word for word in own if _PLAIN.search(word)} == set()
