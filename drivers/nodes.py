"""Device nodes: which one a path or pattern means, and why one cannot be opened."""

import errno
import glob
import grp
import os
import stat
from typing import Final

HELD: Final = frozenset({errno.EBUSY, errno.EAGAIN})
"""TIOCEXCL and EVIOCGRAB answer EBUSY, flock EAGAIN."""


def matching(path: str) -> list[str]:
    """The nodes that a path, or a glob pattern, means, in the order of their names."""
    if not glob.has_magic(path):
        return [path]
    return sorted(glob.glob(path))  # noqa: PTH207 - the pattern may be absolute, which Path.glob refuses


def the_one(path: str) -> str:
    """The one device that a path or a glob pattern means; two links to one device are one.

    Raises:
        OSError: a pattern matches none, or several.
    """
    found = {os.path.realpath(each): each for each in reversed(matching(path))}
    if not found:
        raise OSError(errno.ENOENT, "nothing has such a name; check that the device is plugged in")
    if len(found) > 1:
        raise OSError(
            errno.ENOTUNIQ, f"it means {' and '.join(sorted(found.values()))}; write a path that means one"
        )
    return next(iter(found.values()))


def explained(error: OSError, path: str) -> OSError:
    """The same error of opening a node, with what to do next."""
    number = error.errno or errno.EIO
    if number in HELD:
        said = f"another program holds it; stop that program: fuser -v {path} names it"
    elif number == errno.EACCES:
        said = f"{os.strerror(number)}; {_who_may(path)}"
    elif number == errno.EPERM:
        said = f"{os.strerror(number)}; the unit's DeviceAllow= does not name such devices"
    else:
        said = os.strerror(number) if error.errno else str(error)
    return OSError(number, said)


def _who_may(path: str) -> str:
    try:
        node = os.stat(path)  # noqa: PTH116 - a path as the settings have it, followed to its node
        group = grp.getgrgid(node.st_gid).gr_name
    except (OSError, KeyError):
        return "its folder is closed to this program's user"
    if node.st_mode & stat.S_IRGRP and group != "root":
        return f"add this program's user to group {group}"
    return "its udev rule gives it to no group; 60-kiosk.rules shows one that does"
