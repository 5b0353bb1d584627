"""What the terminal shows pictures with."""

import fcntl
import os
import pty
import struct
import termios
from collections.abc import Iterator

import pytest

from kiosk.screens.graphics import Graphics, cell_of, cell_on


@pytest.fixture
def terminal() -> Iterator[int]:
    """A pseudo-terminal's far end."""
    near, far = pty.openpty()
    yield far
    os.close(near)
    os.close(far)


@pytest.mark.parametrize(
    ("told", "cell"),
    [
        ((24, 80, 800, 480), (10, 20)),
        ((20, 61, 799, 479), (13, 23)),
        ((24, 80, 0, 0), None),
        ((24, 80, 79, 23), None),
        ((0, 0, 800, 480), None),
    ],
)
def test_a_cell_is_its_share_of_the_pixels_that_the_terminal_tells(
    terminal: int, told: tuple[int, int, int, int], cell: tuple[int, int] | None
) -> None:
    """Rounded down, so that no picture is larger than its cells; none where it tells of none."""
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("4H", *told))
    assert cell_on(terminal) == cell


def test_what_is_no_terminal_has_no_cells() -> None:
    """A pipe, as under systemd or a test."""
    read, write = os.pipe()
    assert cell_on(read) is None
    os.close(read)
    os.close(write)


@pytest.mark.parametrize(
    ("graphics", "term", "sixel"),
    [
        ("auto", "foot", True),
        ("auto", "foot-extra", True),
        ("auto", "xterm-256color", False),
        ("auto", "tmux-256color", False),
        ("sixel", "xterm-256color", True),
        ("blocks", "foot", False),
    ],
)
def test_sixel_is_for_foot_and_for_who_says_so(
    monkeypatch: pytest.MonkeyPatch, terminal: int, graphics: Graphics, term: str, *, sixel: bool
) -> None:
    """Every other terminal has half blocks."""
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("4H", 24, 80, 800, 480))
    monkeypatch.setenv("TERM", term)
    assert cell_of(graphics, terminal)() == ((10, 20) if sixel else None)
