"""Missing devices on the idle page: named whole, in every language and at every size."""

import pytest
from msgspec.structs import replace
from screen_samples import MISSING, WELCOME

from kiosk.counter.health_words import Part, worded
from kiosk.counter.language import Phrase
from kiosk.counter.views import View
from kiosk.languages.catalogues import language
from kiosk.screens.pictures import painted_all, plain
from kiosk.screens.words import REST_IS_WELL, said


def missing_in(code: str) -> View:
    """The idle page of a kiosk with eight devices of which three are missing, in a language."""
    states = {True: Phrase("{part}: well"), False: Phrase("{part}: missing")}
    whys = {"reader gate": "it does not answer", "scanner counter": "No such file or directory"}
    parts = [Part(part.name, part.ok, states[part.ok], whys.get(part.name, "")) for part in MISSING]
    spoken = language(code)
    return replace(WELCOME, health=tuple(worded(part, spoken) for part in parts), language=code)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 30)])
@pytest.mark.parametrize("code", ["en", "de", "es", "pl"])
def test_every_missing_device_is_named_whole_on_the_idle_page(code: str, size: tuple[int, int]) -> None:
    """In every language and at every size, with how it is and that the rest is well."""
    view = missing_in(code)
    (painted,) = painted_all([view], size)
    shown = " ".join(plain(painted).split())

    assert [part.text for part in view.health if not part.ok and f"✗ {part.text}" not in shown] == []
    assert said(REST_IS_WELL, code) in shown
