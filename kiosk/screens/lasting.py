"""A screen that lasts: after a mistake it begins anew, unless there were too many of them."""

import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from logging.handlers import SysLogHandler
from pathlib import Path
from threading import Thread

from kiosk.faults import Faults
from kiosk.screens.app import KioskApp

DONE, FAILED = 0, 1
"""Exit codes."""
_JOURNAL = Path("/dev/log")
_INSIST_S = 0.2
INSISTS = 50
"""How often it is said; systemd waits for 15 s."""


def last(build: Callable[[], KioskApp], now: Callable[[], float]) -> int:
    """Show ``build()`` until SIGTERM or SIGHUP; after a mistake a new one, which shows the same.

    FAILED at the third mistake within a minute of ``now``, so that systemd starts everything anew.
    """
    faults, told = Faults(), _Told()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, told.to_end)
    while True:
        told.app = build()
        told.app.run()
        if told.ended:
            return DONE
        if faults.too_many(now()):
            return FAILED


class _Told:
    """Whether somebody asked us to end."""

    def __init__(self) -> None:
        self.app: KioskApp | None = None
        self.ended = False

    def to_end(self, *_: object) -> None:
        """From a thread: a loop that waits is not woken by what its own signal handler says."""
        self.ended = True
        Thread(target=self._insist, daemon=True).start()

    def _insist(self) -> None:
        """Say it again to an app that has not begun to run yet, and end without one that never hears it.

        Textual waits for ever for a terminal that went away while much was to be written.
        """
        for _ in range(INSISTS):
            if self.app:
                self.app.exit()
            time.sleep(_INSIST_S)
        os._exit(DONE)


def log_aside() -> None:
    """Where the log would land on the panel, send it to the system's: ``journalctl -t kiosk-screen``."""
    if not sys.stderr.isatty():
        return
    logging.raiseExceptions = False
    aside: logging.Handler = logging.NullHandler()
    with suppress(OSError):
        aside = SysLogHandler(str(_JOURNAL))
        aside.ident = "kiosk-screen: "
    aside.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    logging.getLogger().handlers[:] = [aside]
