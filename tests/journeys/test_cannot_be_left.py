"""The screen in a real terminal, and all that a keyboard, a mouse or a terminal can send: it stays."""

import termios
from collections.abc import Iterator
from pathlib import Path

import pytest
from journey_parts import attendant_on, config_in, cribctl
from journey_terminal import Terminal, terminal
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

CONTROLS = [chr(number) for number in (*range(0x20), 0x7F, *range(0x80, 0xA0))]
KITTY = [f"\x1b[{key};{held}u" for key in (3, 9, 13, 27, 99, 112, 113, 122, 92) for held in range(1, 17)]
"""C, P, Q, Z, backslash and others with every modifier, as the kitty protocol sends them."""
PASTES = [
    "\x1b[200~\x03\x11\x1a\x1c\x1b[201~",
    "\x1b[200~" + "x" * 10_000 + "\x1b[201~",
    "\x1b[200~\x1b]0;owned\x07\x1b[201~",
]
MOUSE = [
    f"\x1b[<{button};{column};{row}{end}"
    for button in (0, 1, 2, 32, 35, 64, 65, 66, 67, 128, 255)
    for column, row in ((1, 1), (40, 1), (80, 1), (9999, 1), (0, 0), (-1, -1))
    for end in "Mm"
]
"""Left, middle, right, drag, move, wheels: on the top line, which nobody can touch, and outside."""
ANSWERS = [
    "\x1b[?62;4;22c",  # DA1
    "\x1b[24;80R",  # where the cursor is
    "\x1bP>|foot(1.13.1)\x1b\\",  # XTVERSION
    "\x1b]52;c;b3duZWQ=\x1b\\",  # the clipboard
    "\x1b]11;rgb:ffff/ffff/ffff\x07",  # the ground
    "\x1b[?2026;2$y",  # synchronized output
    "\x1b[?1;2;3;4;5u",
    "\x1b[I\x1b[O\x1b[I",  # focus
    "\x1b[48;24;80;480;800t",  # in-band resize
    "\x1b[",
    "\x1b]",
    "\x1bP",
    "\x1b\x1b\x1b",
]
"""What a terminal answers, asked or not; the last four never end."""


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A settings file of a kiosk without devices or broker."""
    return config_in(tmp_path_factory.mktemp("kiosk"))


@pytest.fixture(scope="module")
def screen(config: Path) -> Iterator[Terminal]:
    """One screen for all that is sent to it, showing an attendant that is there until the end."""
    with (
        attendant_on(config),
        terminal("-m", "kiosk", "screen", "--config", str(config), size=(80, 24)) as screen,
    ):
        screen.shows("broker")
        yield screen


def written(config: Path) -> list[str]:
    """The journal."""
    return cribctl(config, "journal", "show", "--json").stdout.splitlines()


def still_there(screen: Terminal) -> None:
    """It goes on painting: a new size shows the same words anew."""
    for size in ((60, 20), (80, 24)):
        screen.rests()
        screen.resize(size)
        screen.shows("broker")
    assert screen.process.poll() is None


def test_nothing_that_a_terminal_sends_ends_the_screen_or_taps(screen: Terminal, config: Path) -> None:
    """Neither quit nor palette, suspend, copy or paste: the journal does not grow, the screen goes on."""
    before = written(config)
    for sent in (list(ANSI_SEQUENCES_KEYS), CONTROLS, KITTY, PASTES, MOUSE, ANSWERS):
        for text in sent:
            screen.press(text)
        screen.press("\x1b\\")
        still_there(screen)
    assert "went wrong" not in screen.words
    assert written(config) == before


def test_no_key_is_a_signal(screen: Terminal) -> None:
    """The terminal is raw: Ctrl with C, Z, S, V or a backslash is a byte like others; nothing is echoed."""
    iflag, _, _, lflag, *_ = screen.modes()
    assert lflag & (termios.ISIG | termios.ICANON | termios.ECHO | termios.IEXTEN) == 0
    assert iflag & termios.IXON == 0


def test_bytes_that_are_no_text_at_all_do_not_end_the_process(screen: Terminal) -> None:
    """Where a terminal breaks the rules the screen may begin anew, and shows the same."""
    screen.write(bytes([0xFF, 0xC0, 0x80, 0xFE, *range(0x80, 0x100)]))
    screen.shows("broker")
    still_there(screen)


def test_a_storm_of_sizes_ends_with_the_screen_as_it_was(screen: Terminal) -> None:
    """From one cell to a wall, faster than anybody could paint them."""
    for step in range(200):
        screen.resize((1 + step * 37 % 300, 1 + step * 11 % 100))
    screen.resize((81, 24))
    screen.shows("broker")
    still_there(screen)
