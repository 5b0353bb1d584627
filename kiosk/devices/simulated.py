"""Simulated devices at the far end of the kiosk's own."""

from pathlib import Path

from drivers.sim.reader import SimReader
from drivers.sim.scanner import SimScanner, UinputScanner, plug_in


def plug_in_simulated(folder: Path) -> tuple[SimReader, SimScanner | UinputScanner]:
    """A reader on a pseudo-terminal at ``folder``/badge0, and a scanner: a real input device where it may."""
    return SimReader(folder / "badge0"), plug_in(folder / "scanner0")
