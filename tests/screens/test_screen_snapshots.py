"""What each view looks like, cell by cell.

``KIOSK_SNAPSHOTS=write pytest tests/screens`` writes the files anew: read their diff before committing it.
"""

import os
from functools import cache
from pathlib import Path

import pytest
from screen_samples import SAMPLES, WELCOME
from screen_stage import FakeDoor, numbered, play, screen, staged

from kiosk.screens.app import KioskApp

SNAPSHOTS = Path(__file__).with_name("snapshots")
SIZES = {"80x24": (80, 24), "60x20": (60, 20), "100x30": (100, 30)}


@cache
def painted(size: str) -> dict[str, str]:
    """Every sample as one running app paints it, one after the other."""
    seen: dict[str, str] = {}

    async def scene() -> None:
        app = KioskApp(FakeDoor(WELCOME).connect, ids=numbered(), now=lambda: 0.0)
        async with staged(app, WELCOME, SIZES[size]) as pilot:
            for name, view in SAMPLES.items():
                app.show(view)
                await pilot.pause()
                seen[name] = screen(app)

    play(scene())
    return seen


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_view_looks_as_it_did(name: str, size: str) -> None:
    """Every page at every supported size is what was last looked at and found good."""
    snapshot = SNAPSHOTS / f"{name}-{size}.txt"
    if os.environ.get("KIOSK_SNAPSHOTS") == "write":
        snapshot.write_text(painted(size)[name], "utf-8")
    assert snapshot.read_text("utf-8") == painted(size)[name]


def test_no_snapshot_is_left_of_a_view_that_is_gone() -> None:
    """The folder holds the files that are compared, and no others."""
    expected = {f"{name}-{size}.txt" for name in SAMPLES for size in SIZES}
    assert expected == {path.name for path in SNAPSHOTS.iterdir()}
