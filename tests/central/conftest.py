"""What central's tests begin with."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from central_world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Two kiosks with two entries each that central has."""
    world = World(tmp_path)
    for kiosk in world.kiosks:
        kiosk.journal.write()
    world.rest()
    yield world
    world.central.close()
