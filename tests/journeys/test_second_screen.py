"""Two screens at once, over the real socket: one is touched, the other one only looks on."""

from pathlib import Path

import pytest
from journey_parts import EXAMPLE, attendant_on, config_in, cribctl
from journey_terminal import terminal

SIZE = (80, 24)


def touch(column: int, row: int) -> str:
    """A finger, as a terminal tells of it."""
    return f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m"


TOUCH_EVERYWHERE = "".join(touch(column, row) for row in range(1, 25) for column in range(2, 80, 12))


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A settings file of a kiosk without devices or broker."""
    return config_in(tmp_path)


def test_a_second_screen_shows_what_the_first_is_touched_for_and_sends_nothing(config: Path) -> None:
    """The list opens on both when the first is touched, and on neither when the second is."""
    screen = ["-m", "kiosk", "screen", "--config", str(config)]
    with (
        attendant_on(config),
        terminal(*screen, size=SIZE) as first,
        terminal(*screen, "--watch", size=SIZE) as second,
    ):
        assert cribctl(config, "import", "all", EXAMPLE).returncode == 0
        first.shows("Available")
        second.shows("broker")
        second.rests()
        second.press(TOUCH_EVERYWHERE)
        second.rests()
        assert "AA batteries" not in first.words + second.words
        assert "Available" not in second.words
        first.press(touch(10, 15))
        first.shows("AA batteries")
        second.press(TOUCH_EVERYWHERE)
        second.shows("AA batteries")
