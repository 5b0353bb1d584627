"""What all tests run on: memory instead of this machine's disk, and examples that are the same every time."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from waiting import PATIENCE_S

MEMORY = Path("/dev/shm")  # noqa: S108 - its point is that it is not a disk
ROOM = 1 << 30
"""More than they ever need at a time, in bytes."""

STEADY = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
"""No verdict by speed or by chance; `pytest --hypothesis-profile=random` tries other examples."""
settings.register_profile("steady", STEADY)
settings.register_profile("random", STEADY, derandomize=False, print_blob=True)
settings.load_profile("steady")


def pytest_configure(config: pytest.Config) -> None:
    """Where the files of tests lie, and of the programs that they start, unless TMPDIR says so."""
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["PYTEST_DEBUG_TEMPROOT"] = str(MEMORY)  # what failed is kept there
        os.environ["TMPDIR"] = tempfile.tempdir = _until_the_end(config, MEMORY)
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        # A hundred programs are started: each would compile all of itself.
        os.environ["PYTHONPYCACHEPREFIX"] = _until_the_end(config, None)


def _until_the_end(config: pytest.Config, where: Path | None) -> str:
    """A folder into which every user may go, removed when all tests are done."""
    folder = tempfile.TemporaryDirectory(prefix="crib-", dir=where, ignore_cleanup_errors=True)
    Path(folder.name).chmod(0o755)
    config.add_cleanup(folder.cleanup)
    return folder.name


@pytest.fixture
def patient_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request to unlock waits for this machine, however slow it is: nobody stands at the door."""
    monkeypatch.setattr("drivers.locks.supply.MAX_AGE_S", PATIENCE_S)
