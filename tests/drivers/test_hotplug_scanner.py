"""Scanners that are pulled and put back: within a scan, under another name, in each other's place."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hotplug_desk import Desk
from waiting import PATIENCE_S

from drivers.keyboard import keywedge
from drivers.keyboard.evdev_pump import EvdevPump, InputNode
from drivers.messages import Scan
from drivers.sim.scanner import SimScanner

KEYS = keywedge.encode("tW-1")


class InputFolder:
    """A folder of links like /dev/input/by-id; what they lead to are simulated scanners."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._nodes: dict[str, SimScanner] = {}

    def plug(self, link: str, event: str) -> SimScanner:
        """A new kernel device of this name, and udev's link to it."""
        node = self.folder / event
        node.touch()
        (self.folder / link).unlink(missing_ok=True)
        (self.folder / link).symlink_to(event)
        self._nodes[str(node)] = SimScanner(str(node))
        return self._nodes[str(node)]

    def pull(self, link: str) -> None:
        """The device, its node and its link go."""
        node = str((self.folder / link).resolve())
        (self.folder / link).unlink()
        Path(node).unlink()
        self._nodes.pop(node).unplug()

    def open(self, path: str) -> InputNode:
        """As drivers.keyboard.evdev_pump.open_node."""
        node = os.path.realpath(path)
        if node not in self._nodes:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        return self._nodes[node].opener(node)


@pytest.fixture
def inputs(tmp_path: Path) -> InputFolder:
    """A folder of input devices, empty."""
    return InputFolder(tmp_path)


@contextmanager
def scanning(inputs: InputFolder, link: str, desk: Desk) -> Iterator[None]:
    """A pump of the scanner at this link."""
    pump = EvdevPump(
        "scanner",
        str(inputs.folder / link),
        keywedge.Decoder,
        desk.deliver,
        desk.present,
        opener=inputs.open,
        backoff_s=(0.01,),
    )
    pump.start()
    yield
    pump.stop()


@pytest.mark.parametrize("cut", range(len(KEYS) + 1))
def test_a_scanner_pulled_within_a_scan_costs_that_scan_at_most(cut: int, inputs: InputFolder) -> None:
    """Neither half is joined to what comes after, and a Shift that was down is up."""
    desk = Desk()
    scanner = inputs.plug("by-id", "event5")
    with scanning(inputs, "by-id", desk):
        desk.wait_until(present=True)
        scanner.press(KEYS[:cut])
        inputs.pull("by-id")
        desk.wait_until(present=False)
        again = inputs.plug("by-id", "event6")
        desk.wait_until(present=True)
        again.scan("next-1")
        heard = desk.until(Scan("next-1"))

    assert [message for message in heard if isinstance(message, Scan)] in ([], [Scan("tW-1")])
    assert len(heard) <= 1


def test_two_alike_scanners_are_told_apart_by_their_links(inputs: InputFolder) -> None:
    """After both were pulled and came back with each other's kernel names, each is still itself."""
    counter, store = Desk(), Desk()
    inputs.plug("usb-1", "event5")
    inputs.plug("usb-2", "event6")
    with scanning(inputs, "usb-1", counter), scanning(inputs, "usb-2", store):
        for link, desk in (("usb-1", counter), ("usb-2", store)):
            desk.wait_until(present=True)
            inputs.pull(link)
            desk.wait_until(present=False)
        inputs.plug("usb-1", "event6").scan("too early, nobody has opened it")
        inputs.plug("usb-2", "event5")
        counter.wait_until(present=True)
        store.wait_until(present=True)
        inputs.open(str(inputs.folder / "usb-1")).close()
        inputs._nodes[str(inputs.folder / "event6")].scan("COUNTER")
        inputs._nodes[str(inputs.folder / "event5")].scan("STORE")

        assert counter.messages.get(timeout=PATIENCE_S) == Scan("COUNTER")
        assert store.messages.get(timeout=PATIENCE_S) == Scan("STORE")


def test_a_scanner_without_permission_names_the_group(inputs: InputFolder) -> None:
    """The kernel's word alone does not say what to do."""
    desk = Desk()
    inputs.plug("by-id", "event5")
    (inputs.folder / "event5").chmod(0o600)

    def closed(path: str) -> InputNode:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)

    inputs.open = closed  # type: ignore[method-assign]
    with scanning(inputs, "by-id", desk):
        why = desk.wait_until(present=False)

    assert "Permission denied; its udev rule gives it to no group" in why
