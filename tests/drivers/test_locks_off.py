"""Everything off, by a process that did not switch it on."""

import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from gpiozero import DigitalOutputDevice
from gpiozero.pins.mock import MockFactory
from lock_bench import PlainBoard, PlainBox
from waiting import until

from drivers.locks.off import Done, Line, line_off, lines_off, pins_off
from drivers.sim.gpio_lines import LineFactory, Lines


def patient() -> float:
    """A clock by which 0.3 s are a minute: an answer comes in time, however slow this machine is."""
    return time.monotonic() / 200


class Box:
    """A plain box at the far end of a pseudo-terminal."""

    def __init__(self, link: Path) -> None:
        self.box = PlainBox()
        self.box.coils = [True] * 4
        self.near, far = os.openpty()
        link.symlink_to(os.ttyname(far))
        self._far = far
        self.line = Line(link.name, str(link), 9600, PlainBoard())
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        held = b""
        try:
            while True:
                *words, held = (held + os.read(self.near, 100)).split(b";")
                for word in words:
                    os.write(self.near, self.box.hear(word + b";", 0.0))
        except OSError:
            return  # pulled

    def pull(self) -> None:
        os.close(self._far)
        self._thread.join(0.1)


@pytest.fixture
def plug(tmp_path: Path) -> Iterator[Callable[[str], Box]]:
    """Puts a board on a line; all its coils are energized."""
    boxes: list[Box] = []

    def plug(name: str = "board") -> Box:
        boxes.append(Box(tmp_path / name))
        return boxes[-1]

    yield plug
    for box in boxes:
        box.pull()


def test_a_board_is_told_twice_and_asked_whether_it_is_off(plug: Callable[[str], Box]) -> None:
    """One word may be lost."""
    box = plug("board")
    assert line_off([box.line], patient) == [Done("board", ok=True, said="everything is off")]
    assert box.box.coils == [False] * 4
    assert [word for _, word in box.box.heard] == [b"O;", b"O;", b"A;"]


def test_a_coil_that_stays_on_is_named(plug: Callable[[str], Box]) -> None:
    """With what to do."""
    box = plug("board")
    box.box.lazy = {b"O"}
    assert line_off([box.line], patient) == [
        Done("board", ok=False, said="channel 1 stays on; cut its supply")
    ]


def test_a_board_that_is_away_or_deaf_is_said_and_the_others_are_switched_off(
    plug: Callable[[str], Box], tmp_path: Path
) -> None:
    """Best effort."""
    good, deaf = plug("good"), plug("deaf")
    deaf.box.deaf = True
    away = Line("away", str(tmp_path / "away"), 9600, PlainBoard())
    done: list[Done] = []

    def best() -> bool:
        done[:] = lines_off([away, deaf.line, good.line])
        return [each.ok for each in done] == [False, False, True] and "not answer" in done[1].said

    until(best, "the good one answers in time")
    assert "No such file" in done[0].said
    assert good.box.coils == [False] * 4


def test_a_port_that_the_dead_attendant_held_is_waited_for(plug: Callable[[str], Box]) -> None:
    """Its lock goes with it; while somebody alive holds it, that is said."""
    box = plug("board")
    with Path(box.line.port).open("rb+", buffering=0) as holder:
        fcntl.flock(holder, fcntl.LOCK_EX)
        assert not line_off([box.line])[0].ok
    assert line_off([box.line], patient)[0].ok


def test_pins_that_a_killed_process_left_high_are_off_and_let_go(tmp_path: Path) -> None:
    """As persist_gpio_outputs leaves them."""
    lines = Lines(tmp_path / "lines")
    lines.drive(17, high=True)
    lines.drive(22, high=True)
    done = pins_off({17: False, 22: False}, LineFactory(tmp_path / "lines"))
    assert done == Done("pins", ok=True, said="2 off")
    assert lines.high() == set()
    assert not lines.is_output(17)


def test_a_pin_whose_off_is_high_is_driven_high(tmp_path: Path) -> None:
    """Before it is let go."""
    pins = MockFactory()
    pins_off({17: True}, pins)
    assert True in [state.state for state in pins.pin(17).states]


def test_a_pin_that_cannot_be_opened_is_said_and_the_others_are_off(tmp_path: Path) -> None:
    """By its number."""
    lines = Lines(tmp_path / "lines")
    lines.drive(17, high=True)
    done = pins_off({99: False, 17: False}, LineFactory(tmp_path / "lines"))
    assert not done.ok
    assert "GPIO 99" in done.said
    assert lines.high() == set()


def test_a_pin_whose_library_raises_what_it_likes_is_said_and_the_others_are_off(tmp_path: Path) -> None:
    """lgpio.error is a plain Exception."""

    class Broken(LineFactory):
        def pin(self, name: object) -> object:
            if "17" in str(name):
                raise Exception("GPIO not allocated")  # noqa: TRY002
            return super().pin(name)

    lines = Lines(tmp_path / "lines")
    lines.drive(22, high=True)
    done = pins_off({17: False, 22: False}, Broken(tmp_path / "lines"))
    assert done == Done("pins", ok=False, said="GPIO 17: GPIO not allocated")
    assert lines.high() == set()


def test_a_line_outlives_the_factory_that_drove_it(tmp_path: Path) -> None:
    """Closed in good order, it does not."""
    path = tmp_path / "lines"
    device = DigitalOutputDevice(5, initial_value=True, pin_factory=LineFactory(path))
    assert Lines(path).high() == {5}
    assert LineFactory(path).pin(5).state
    device.close()
    assert Lines(path).high() == set()
