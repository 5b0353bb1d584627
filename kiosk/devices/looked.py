"""What can be seen of a device without opening it: beside a running attendant nobody else may."""

import grp
import os
import stat
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from drivers import nodes

GROUPS: Final = frozenset({"kiosk", "input", "gpio", "dialout"})
"""The groups of kiosk-attendant.service."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a path of the settings means on this machine."""

    node: str
    """Where it leads; empty where it leads nowhere."""
    trouble: str = ""
    """Why the attendant cannot open it."""
    step: str = ""
    """What to do then."""


def look_at(path: str) -> Seen:
    """The node that a device's path leads to, and whether the attendant's groups may open it."""
    try:
        found = next(iter(nodes.matching(path)), path) if Path(path).is_dir() else nodes.the_one(path)
        node = os.path.realpath(found)
        status = os.stat(node)  # noqa: PTH116 - the path is text, as the settings and the kernel have it
    except FileNotFoundError:
        return Seen("", "nothing is there", "Plug it in; ls -l /dev/crib /dev/serial/by-id /dev/input/by-id")
    except OSError as error:
        return Seen("", error.strerror or str(error), "Write the path of one device.")
    return Seen(node, *_closed(node, status))


def _closed(node: str, status: os.stat_result) -> tuple[str, str]:
    group = _group(status.st_gid)
    if status.st_mode & stat.S_IROTH or (status.st_mode & stat.S_IRGRP and group in GROUPS):
        return "", ""
    said = f"{node} is for group {group} with mode {stat.filemode(status.st_mode)}: not for the attendant"
    return said, "See 60-kiosk.rules: udevadm control --reload; udevadm trigger; or plug it in again."


def _group(number: int) -> str:
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)


def pins_trouble() -> str:
    """Why no pin can be driven here; empty where the library is there."""
    if find_spec("gpiozero") is None:
        return "gpiozero is not installed"
    return "" if find_spec("lgpio") else "lgpio is not installed"
