"""What the relay's tests begin with."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from mosquitto import Mosquitto
from relay_kiosk import Kiosk
from relay_worlds import World, worlds


@pytest.fixture
def kiosk(tmp_path: Path) -> Kiosk:
    """Five movements, and a broker that is up."""
    kiosk = Kiosk(tmp_path)
    kiosk.journal.issue(5)
    return kiosk


@pytest.fixture
def mosquitto(tmp_path: Path) -> Iterator[Mosquitto]:
    """A real broker that is up."""
    with Mosquitto(tmp_path) as broker:
        yield broker


@pytest.fixture(params=["memory", "mosquitto"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """A broker that takes everything."""
    yield from worlds(request.param, tmp_path)


@pytest.fixture(params=["memory", "mosquitto"])
def strict_world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """A broker that denies DENIED.

    Not the same as the other: Mosquitto 2.0.11 with an ACL file and persistence forgets, after a restart,
    what the sessions that have not come back yet may read, and acknowledges what it then drops.
    """
    rules = tmp_path / "acl"
    rules.write_text("topic readwrite crib/#\n")
    yield from worlds(request.param, tmp_path, "allow_anonymous true", f"acl_file {rules}")
