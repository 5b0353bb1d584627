"""Serial devices that are pulled and put back: at any byte, under another name, in each other's place."""

import errno
import os
import pty
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import serial
from hotplug_desk import Desk
from waiting import PATIENCE_S

from drivers.arrivals import Arrivals
from drivers.badges.rdm6300 import Decoder, encode
from drivers.conversation import Listening, listening
from drivers.messages import Badge, Noise
from drivers.serial_pump import SerialPump
from drivers.sim.serial_line import Mute, SimLine

ANN, BEN = "em4100:40:67003B51C6", "em4100:40:0801161DD6"
FRAME = encode(ANN)


Plug = Callable[[str], SimLine]


@pytest.fixture
def plug(tmp_path: Path) -> Iterator[Plug]:
    """Plugs a device into the port of this name."""
    with ExitStack() as plugged:

        def plug_in(name: str) -> SimLine:
            line = SimLine(tmp_path / name, Mute())
            plugged.callback(line.unplug)
            return line

        yield plug_in


@contextmanager
def reading(path: Path | str, desk: Desk) -> Iterator[None]:
    """A pump of a badge reader at this path."""
    pump = SerialPump(
        "reader",
        str(path),
        listening(Decoder, 1000.0),
        desk.deliver,
        desk.present,
        backoff_s=(0.01,),
    )
    pump.start()
    yield
    pump.stop()


def badge(number: str) -> Badge:
    """What the pump delivers of this badge's frame."""
    return Badge(number, encode(number))


@pytest.mark.parametrize("cut", range(len(FRAME) + 1))
def test_a_reader_pulled_within_a_frame_costs_that_frame_at_most(cut: int, plug: Plug) -> None:
    """Neither half is ever joined to what comes after, and the next badge is read."""
    desk, line = Desk(), plug("badge0")
    with reading(line.link, desk):
        desk.wait_until(present=True)
        line.babble(b"!" * 64 + FRAME[:cut])
        assert isinstance(desk.messages.get(timeout=PATIENCE_S), Noise)  # now the half is on its way
        line.unplug()
        desk.wait_until(present=False)
        line.plug()
        desk.wait_until(present=True)
        line.babble(FRAME[cut:] + encode(BEN))
        heard = desk.until(badge(BEN))

    whole = cut in (0, len(FRAME))
    assert [message for message in heard if isinstance(message, Badge)] in ([badge(ANN)] * whole, [])
    assert len(heard) <= 2


def test_two_alike_readers_are_told_apart_by_their_ports(plug: Plug) -> None:
    """Each badge comes from the port that it was held to, and one pulled reader leaves the other alone."""
    left, right = Desk(), Desk()
    one, two = plug("port-1"), plug("port-2")
    with reading(one.link, left), reading(two.link, right):
        left.wait_until(present=True)
        right.wait_until(present=True)
        one.unplug()
        left.wait_until(present=False)
        two.babble(encode(BEN))

        assert right.messages.get(timeout=PATIENCE_S) == badge(BEN)
        assert left.messages.empty()
        assert right.presence.empty()


def test_readers_whose_cables_are_swapped_are_read_by_their_ports(plug: Plug) -> None:
    """What is named by its port is the port, whichever reader is in it."""
    left, right = Desk(), Desk()
    one, two = plug("port-1"), plug("port-2")
    with reading(one.link, left), reading(two.link, right):
        left.wait_until(present=True)
        right.wait_until(present=True)
        for line, desk in ((one, left), (two, right)):
            line.unplug()
            desk.wait_until(present=False)
        one.link, two.link = two.link, one.link
        one.plug()
        two.plug()
        left.wait_until(present=True)
        right.wait_until(present=True)
        one.babble(encode(ANN))
        two.babble(encode(BEN))

        assert left.messages.get(timeout=PATIENCE_S) == badge(BEN)
        assert right.messages.get(timeout=PATIENCE_S) == badge(ANN)


def test_a_reader_that_comes_back_under_another_name_is_found_by_its_link(plug: Plug) -> None:
    """A USB adapter that was ttyUSB0 is ttyUSB1 where the old name is still taken."""
    desk, line = Desk(), plug("badge0")
    before = line.link.readlink()
    with reading(line.link, desk):
        desk.wait_until(present=True)
        line.unplug()
        desk.wait_until(present=False)
        taken = pty.openpty()  # the name that has just become free
        line.plug()
        desk.wait_until(present=True)
        line.babble(encode(ANN))

        assert desk.messages.get(timeout=PATIENCE_S) == badge(ANN)
    assert line.link.readlink() != before
    for end in taken:
        os.close(end)


def test_a_reader_is_found_by_a_pattern_until_it_means_two(plug: Plug, tmp_path: Path) -> None:
    """Two devices that match are a fault that names both: which was meant cannot be guessed."""
    desk, line = Desk(), plug("usb-FTDI_A1-port0")
    with reading(tmp_path / "usb-FTDI_*-port0", desk):
        desk.wait_until(present=True)
        plug("usb-FTDI_B2-port0")
        line.babble(encode(ANN))
        assert desk.messages.get(timeout=PATIENCE_S) == badge(ANN)
        line.unplug()
        desk.wait_until(present=False)
        line.plug()
        why = desk.wait_until(present=False)

    assert f"it means {tmp_path}/usb-FTDI_A1-port0 and {tmp_path}/usb-FTDI_B2-port0" in why


def test_a_port_that_another_program_holds_is_said_and_read_once_it_is_free(plug: Plug) -> None:
    """Two programs on one line would each get half of every frame."""
    desk, line = Desk(), plug("badge0")
    other = serial.Serial(str(line.link), exclusive=True)
    with reading(line.link, desk):
        why = desk.wait_until(present=False)
        other.close()
        desk.wait_until(present=True)
        line.babble(encode(ANN))

        assert desk.messages.get(timeout=PATIENCE_S) == badge(ANN)
    assert why == (
        f"reader {line.link}: another program holds it; stop that program:"
        f" fuser -v {line.link} names it; trying again"
    )


def test_a_reader_that_is_away_at_start_is_said_at_once_and_found_later(plug: Plug, tmp_path: Path) -> None:
    """Nobody waits for a device: the kiosk begins without it."""
    desk = Desk()
    with reading(tmp_path / "badge0", desk):
        assert "No such file or directory" in desk.wait_until(present=False)
        plug("badge0").babble(b"")
        desk.wait_until(present=True)


class Unsaying(Listening):
    """A conversation that fails at its first word."""

    def say(self, at: float) -> bytes:
        raise OSError(errno.EIO, f"nothing to say at {at:g}")


def test_a_device_that_only_talks_is_there_as_soon_as_its_port_is_open(plug: Plug) -> None:
    """Before the first byte is waited for: the screen must not miss it for longer than it is away."""
    desk, line = Desk(), plug("badge0")
    pump = SerialPump(
        "reader",
        str(line.link),
        lambda: Unsaying(Decoder(), Arrivals(1.0)),
        desk.deliver,
        desk.present,
        backoff_s=(3600.0,),
    )
    pump.start()

    assert desk.presence.get(timeout=PATIENCE_S) == (True, "")
    assert "nothing to say" in desk.wait_until(present=False)
    pump.stop()
