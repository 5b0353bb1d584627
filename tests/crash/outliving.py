"""Pins that outlive the process which drives them, and the unit's own line that is run after it."""

import os
import re
import subprocess
import sys
from pathlib import Path

from waiting import PATIENCE_S

from drivers.sim.gpio_lines import Lines

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "systemd" / "kiosk-attendant.service"


def outliving(folder: Path) -> tuple[Lines, dict[str, str]]:
    """Lines in a file, and an environment that tells gpiozero by its own means to use them."""
    plugin = folder / "lines-1.dist-info"
    plugin.mkdir()
    (plugin / "METADATA").write_text("Metadata-Version: 2.1\nName: lines\nVersion: 1\n")
    (plugin / "entry_points.txt").write_text("[gpiozero_pin_factories]\nlines = outliving_pins:factory\n")
    (folder / "outliving_pins.py").write_text(
        "from pathlib import Path\nfrom drivers.sim.gpio_lines import LineFactory\n"
        f"def factory():\n    return LineFactory(Path({str(folder / 'lines')!r}))\n"
    )
    paths = f"{folder}{os.pathsep}{ROOT}"
    return Lines(folder / "lines"), {**os.environ, "GPIOZERO_PIN_FACTORY": "lines", "PYTHONPATH": paths}


def clean_up(config: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the unit's own line on this machine's program and this test's settings."""
    (line,) = re.findall(r"(?m)^ExecStopPost=(.+)$", UNIT.read_text(encoding="utf-8"))
    program, *words = line.split()
    assert program == "/opt/kiosk/current/bin/python"
    words = [str(config) if word == "/etc/kiosk/kiosk.toml" else word for word in words]
    command = [sys.executable, *words]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=PATIENCE_S, check=False, cwd=ROOT, env=environment
    )
