"""On what was measured: processor, versions, file system."""

import os
import platform
import sqlite3
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

_MEMORY = ("tmpfs", "ramfs", "devtmpfs")


class Machine(Struct, frozen=True):
    """What the figures depend on."""

    processor: str
    cores: int
    system: str
    python: str
    sqlite: str
    file_system: str

    def __str__(self) -> str:
        return (
            f"{self.processor}, {self.cores} cores, {self.system}, "
            f"Python {self.python}, SQLite {self.sqlite}, {self.file_system}"
        )


def machine(folder: Path) -> Machine:
    """This one, and the file system under ``folder``."""
    return Machine(
        processor=_processor(),
        cores=os.cpu_count() or 1,
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        sqlite=sqlite3.sqlite_version,
        file_system=file_system(folder),
    )


def _processor() -> str:
    """A Pi says so in its device tree, a PC in cpuinfo."""
    model = Path("/proc/device-tree/model")
    if model.exists():
        return model.read_text().rstrip("\0\n")
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return " ".join(line.split(":", 1)[1].split())
    return platform.machine()


def file_system(folder: Path) -> str:
    """Its type: the longest mount point that holds the folder; proc_pid_mountinfo(5)."""
    found = {}
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        before, _, after = line.partition(" - ")
        found[Path(before.split()[4])] = after.split()[0]
    return next(found[place] for place in (folder.resolve(), *folder.resolve().parents) if place in found)


def a_disk(candidates: list[Path], kind: Callable[[Path], str] = file_system) -> Path:
    """The first folder that is not kept in memory, where a commit costs nothing.

    Raises:
        FileNotFoundError: all are.
    """
    for folder in candidates:
        if kind(folder) not in _MEMORY:
            return folder
    named = ", ".join(map(str, candidates))
    raise FileNotFoundError(f"{named}: all in memory. Name a folder on a disk: --dir FOLDER")
