"""Waiting for what another thread or process does: bounded, and leaving it the processor."""

import time
from collections.abc import Callable

PATIENCE_S = 60
"""No machine is so slow; who waits so long waits for what will never come."""


def until(condition: Callable[[], object], what: str, seconds: int = PATIENCE_S) -> None:
    """Wait until it holds; `what` is named where it never does."""
    give_up = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < give_up, f"not in {seconds} s: {what}"
        time.sleep(0.005)
