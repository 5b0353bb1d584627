"""Which node a path means, and what is said of one that cannot be opened."""

import errno
import grp
import os
from pathlib import Path

import pytest

from drivers.nodes import explained, matching, the_one


@pytest.fixture
def ports(tmp_path: Path) -> Path:
    """Two devices, each with a link by its maker's name, one with a link by its port too."""
    for name in ("ttyUSB0", "ttyUSB1"):
        (tmp_path / name).touch()
    (tmp_path / "usb-FTDI_A1-port0").symlink_to("ttyUSB0")
    (tmp_path / "usb-FTDI_B2-port0").symlink_to("ttyUSB1")
    (tmp_path / "pci-0:1.2-port0").symlink_to("ttyUSB0")
    return tmp_path


def test_a_plain_path_means_itself_whether_or_not_it_is_there() -> None:
    """What is missing is said when it is opened."""
    assert the_one("/dev/nowhere") == "/dev/nowhere"
    assert matching("/dev/nowhere") == ["/dev/nowhere"]


@pytest.mark.parametrize(("pattern", "found"), [("usb-*_A1-*", "usb-FTDI_A1-port0"), ("*[1]", "ttyUSB1")])
def test_a_pattern_means_the_one_device_that_it_matches(ports: Path, pattern: str, found: str) -> None:
    """A part of a by-id name is enough, whatever the maker put around it."""
    assert the_one(f"{ports}/{pattern}") == f"{ports}/{found}"


def test_two_links_to_one_device_are_one_device(ports: Path) -> None:
    """By its name and by its port it is the same."""
    assert os.path.realpath(the_one(f"{ports}/*[!2]-port0")) == f"{ports}/ttyUSB0"


def test_a_pattern_that_means_two_devices_is_refused_with_both(ports: Path) -> None:
    """Reading the first of them would sometimes be the other one, after a restart."""
    with pytest.raises(OSError, match="write a path that means one") as refused:
        the_one(f"{ports}/usb-*")

    assert refused.value.strerror == (
        f"it means {ports}/usb-FTDI_A1-port0 and {ports}/usb-FTDI_B2-port0; write a path that means one"
    )


def test_a_pattern_that_means_nothing_says_what_to_check(ports: Path) -> None:
    """A pattern is not a path: `No such file` would be about the wrong thing."""
    with pytest.raises(OSError, match="check that the device is plugged in"):
        the_one(f"{ports}/usb-Prolific*")


@pytest.mark.parametrize("number", [errno.EBUSY, errno.EAGAIN])
def test_a_device_that_another_program_holds_names_the_command_that_finds_it(number: int) -> None:
    """TIOCEXCL and flock say the same with two numbers."""
    said = explained(OSError(number, "busy"), "/dev/ttyUSB0").strerror

    assert said == "another program holds it; stop that program: fuser -v /dev/ttyUSB0 names it"


def test_a_device_without_permission_names_the_group_that_has_it(tmp_path: Path) -> None:
    """It is what has to be written into the unit, or given to the user."""
    node = tmp_path / "ttyUSB0"
    node.touch(mode=0o660)
    tty = grp.getgrnam("tty").gr_gid
    said = explained(PermissionError(errno.EACCES, "no"), str(node)).strerror
    own = grp.getgrgid(node.stat().st_gid).gr_name
    assert said is not None
    assert own == "root" or said == f"Permission denied; add this program's user to group {own}"

    if os.geteuid() == 0:
        os.chown(node, 0, tty)
        named = explained(PermissionError(errno.EACCES, "no"), str(node)).strerror
        assert named == "Permission denied; add this program's user to group tty"


def test_a_device_that_no_group_has_points_to_the_udev_rules(tmp_path: Path) -> None:
    """Joining a group would not help."""
    node = tmp_path / "hidraw0"
    node.touch(mode=0o600)
    node.chmod(0o600)

    said = explained(PermissionError(errno.EACCES, "no"), str(node)).strerror

    assert said is not None
    assert "60-kiosk.rules" in said


def test_a_folder_that_is_closed_is_said() -> None:
    """There the node itself cannot be looked at."""
    assert "its folder is closed" in str(explained(PermissionError(errno.EACCES, "no"), "/nowhere/x"))


def test_a_device_that_the_unit_may_not_open_points_to_the_unit() -> None:
    """A device cgroup refuses with EPERM, whatever the node's mode."""
    assert "DeviceAllow=" in str(explained(PermissionError(errno.EPERM, "no"), "/dev/ttyS0"))


def test_any_other_error_is_said_in_the_systems_words() -> None:
    """Pyserial wraps its own words around them."""
    wrapped = explained(OSError(errno.ENOENT, "could not open port /x: [Errno 2] No such file"), "/x")

    assert wrapped.strerror == "No such file or directory"
    assert str(explained(OSError("odd"), "/x")).endswith("odd")
