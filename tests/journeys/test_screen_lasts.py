"""The screen after a mistake in the program: it begins anew and shows the same; many mistakes end it."""

import signal

import pytest
from journey_terminal import terminal

WITH_MISTAKES = """
import sys, time
from kiosk.attendant.stage import Stage
from kiosk.counter.views import Page, View
from kiosk.screens.app import KioskApp
from kiosk.screens.lasting import last, log_aside

mistakes = int(sys.argv[1])

def connect():
    global mistakes
    if mistakes:
        mistakes -= 1
        raise ValueError("made up")
    return Stage("", View(page=Page.WELCOME, site="Main crib", clock="08:00", hint="All of it."))

log_aside()
sys.exit(last(lambda: KioskApp(connect, ids=lambda: "x"), time.monotonic))
"""
"""A screen whose way to the attendant has a mistake in it, so many times."""
DEAF = """
import time
from kiosk.attendant.stage import Stage
from kiosk.counter.views import Page, View
from kiosk.screens import lasting
from kiosk.screens.app import KioskApp

lasting.INSISTS = 3
door = Stage("", View(page=Page.WELCOME, site="Main crib", clock="08:00", hint="All of it."))
deaf = KioskApp(lambda: door, ids=lambda: "x")
deaf.exit = lambda: None
lasting.last(lambda: deaf, time.monotonic)
"""
"""A screen that never ends by itself."""
LOW = (60, 12)
"""Too low for big letters: every word is text."""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_after_two_mistakes_it_shows_the_attendants_view_and_ends_when_it_is_told_to(
    number: signal.Signals,
) -> None:
    """What went wrong never lands on the panel."""
    with terminal("-c", WITH_MISTAKES, "2", size=LOW) as screen:
        screen.shows("Main crib")
        screen.process.send_signal(number)
        assert screen.ends() == 0
        assert "made up" not in screen.words
        assert "Traceback" not in screen.words


def test_the_third_mistake_within_a_minute_ends_it_with_an_error() -> None:
    """So that systemd starts the terminal and the compositor anew too."""
    with terminal("-c", WITH_MISTAKES, "3", size=LOW) as screen:
        assert screen.ends() == 1
        assert "made up" not in screen.words


def test_a_screen_that_cannot_end_is_ended() -> None:
    """One whose terminal went away may wait for it for ever, and nothing would be started in its place."""
    with terminal("-c", DEAF, size=LOW) as screen:
        screen.shows("Main crib")
        screen.process.send_signal(signal.SIGHUP)
        assert screen.ends() == 0
