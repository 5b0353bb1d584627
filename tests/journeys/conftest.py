"""What the journeys begin with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.relay.mosquitto import Mosquitto


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    """A real Mosquitto that is up."""
    folder = tmp_path / "broker"
    folder.mkdir()
    with Mosquitto(folder) as broker:
        yield broker
