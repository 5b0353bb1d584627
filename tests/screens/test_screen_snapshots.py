"""What each view looks like, cell by cell: one file a size, the views one below the other.

``KIOSK_SNAPSHOTS=write pytest tests/screens`` writes the files anew: read their diff before committing it.
"""

import os
import re
from functools import cache
from pathlib import Path

import pytest
from screen_samples import SAMPLES
from screen_sheets import SHEETS

from kiosk.screens.pictures import painted_all, plain

SNAPSHOTS = Path(__file__).with_name("snapshots")
SIZES = {"80x24": (80, 24), "60x20": (60, 20), "100x30": (100, 30)}
VIEWS = SAMPLES | SHEETS


@cache
def now(size: str) -> dict[str, str]:
    """Every view as one running app paints it, one after the other."""
    pages = painted_all(list(VIEWS.values()), SIZES[size])
    return {name: plain(page) for name, page in zip(VIEWS, pages, strict=True)}


@cache
def before(size: str) -> dict[str, str]:
    """The same as it was last looked at and found good."""
    file = SNAPSHOTS / f"{size}.txt"
    if os.environ.get("KIOSK_SNAPSHOTS") == "write":
        file.write_text("".join(f"== {name}\n{page}" for name, page in now(size).items()), "utf-8")
    parts = re.split(r"^== (.+)\n", file.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", VIEWS)
def test_a_view_looks_as_it_did(name: str, size: str) -> None:
    """Every page at every supported size."""
    assert before(size)[name] == now(size)[name]


@pytest.mark.parametrize("size", SIZES)
def test_no_snapshot_is_left_of_a_view_that_is_gone(size: str) -> None:
    """The files hold the views that are compared, and no others."""
    assert list(VIEWS) == list(before(size))
    assert {f"{size}.txt" for size in SIZES} == {path.name for path in SNAPSHOTS.iterdir()}
