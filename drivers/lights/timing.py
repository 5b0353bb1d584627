"""How what goes on is made to go off: by a call that is scheduled before."""

import threading
from collections.abc import Callable

Cancel = Callable[[], None]
Scheduler = Callable[[float, Callable[[], None]], Cancel]
"""Calls a function once after so many seconds, unless cancelled first; the call may come from any thread."""


def after(seconds: float, call: Callable[[], None]) -> Cancel:
    """Schedules on a thread of its own."""
    timer = threading.Timer(seconds, call)
    timer.daemon = True
    timer.start()
    return timer.cancel


def never() -> None:
    """Cancels nothing."""
