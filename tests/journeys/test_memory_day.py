"""A day of 2 000 badge-ins: attendant and screen keep no more in the evening than in the morning."""

import subprocess
import sys
import tempfile
from pathlib import Path

from waiting import PATIENCE_S

BADGE_INS = 2000
MEMORY = Path("/dev/shm")  # noqa: S108 - its point is that it is not a disk


def test_in_the_evening_it_keeps_a_tenth_more_memory_at_most(tmp_path: Path) -> None:
    """Resident memory as the kernel counts it, SQLite's cache and all."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else tmp_path) as folder:
        done = subprocess.run(
            [sys.executable, Path(__file__).with_name("memory_day.py"), folder, str(BADGE_INS)],
            capture_output=True,
            text=True,
            timeout=8 * PATIENCE_S,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    first, last = map(int, done.stdout.split())
    assert last <= 1.1 * first
