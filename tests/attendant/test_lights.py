"""Lights at the attendant: what the desk points at, and the lamps on mock pins that show it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_bench import ANN, CRIB, DeskBench
from gpiozero.pins.mock import MockFactory

from drivers.lights.bins import PickLights
from drivers.lights.outputs import Output
from kiosk import assembly
from kiosk.attendant.events import CodeRead
from kiosk.attendant.messages import Submit
from kiosk.crib.names import CommandId
from kiosk.devices.machine import Machine
from kiosk.devices.start import start_devices
from kiosk.devices.wiring import off_levels
from kiosk.settings import BinLight, Buzzer, Kiosk, Light, Reader, Scanner, Settings

BUZZER, GREEN, RED, BIN, OTHER = 18, 17, 22, 5, 6


class Lamps:
    """An attendant with a buzzer, a stack light and two bins' lights on mock pins."""

    def __init__(self, state: Path, **changed: Any) -> None:
        fitted: dict[str, Any] = {
            "kiosk": Kiosk(state_dir=str(state)),
            "scanner": {"main": Scanner(device="")},
            "reader": {"main": Reader(device="")},
            "buzzer": Buzzer(pin=BUZZER),
            "light": Light(green=GREEN, red=RED, active_low=True),
            "bin_light": {"C1-01": BinLight(BIN), "C2-01": BinLight(OTHER, active_low=True)},
        }
        self.settings = Settings(**(fitted | changed))
        self.pins = MockFactory()
        self.attendant = assembly.build_attendant(self.settings)
        self.attendant.start()
        start_devices(self.attendant, self.settings, Machine(pins=self.pins))
        self.attendant.door().submit(Submit(CommandId("crib"), CRIB))

    def scan(self, text: str) -> list[int]:
        """Scan; the levels of the two bins' pins once it was played."""
        self.attendant.put(CodeRead(text))
        return self.levels(BIN, OTHER)

    def levels(self, *pins: int) -> list[int]:
        """What these pins are at, once everything that was put is played."""
        self.attendant.door().status()
        return [int(self.pins.pin(pin).state) for pin in pins]

    def health(self, part: str) -> str:
        """What cribctl says of a part; empty where it is not listed."""
        parts = {each.name: each.text for each in self.attendant.door().status().health}
        return parts.get(part, "")


@pytest.fixture
def lamps(tmp_path: Path) -> Iterator[Lamps]:
    """On the crib of the desk's tests; nothing is lit."""
    lamps = Lamps(tmp_path)
    yield lamps
    lamps.attendant.stop()


def test_what_is_scanned_lights_its_bin_and_darkens_the_one_before(lamps: Lamps) -> None:
    """One board switches on with a high level, the other with a low one."""
    assert (lamps.levels(BIN, OTHER), lamps.scan("DRL-01"), lamps.scan("GLV-9")) == ([0, 1], [1, 1], [0, 0])


def test_a_stop_switches_on_the_buzzer_and_the_red_light_in_the_sense_of_their_boards(lamps: Lamps) -> None:
    """The buzzer by a high level, the stack light by a low one."""
    at_rest = lamps.levels(BUZZER, GREEN, RED)
    lamps.scan("NOBODY-KNOWS")

    assert (at_rest, lamps.levels(BUZZER, GREEN, RED)) == ([0, 1, 1], [1, 1, 0])


def test_an_attendant_that_stops_leaves_everything_off(lamps: Lamps) -> None:
    """And its pins free for the next one."""
    lamps.scan("DRL-01")
    lamps.attendant.stop()

    assert [int(lamps.pins.pin(pin).state) for pin in (BIN, OTHER, BUZZER, GREEN, RED)] == [0, 1, 0, 1, 1]
    PickLights({"C1-01": Output(BIN)}, lamps.pins).close()


def test_what_a_dead_attendant_left_on_is_driven_off_by_the_settings_alone(lamps: Lamps) -> None:
    """Every lamp and the buzzer, in the sense of its board; those that are not fitted are left alone."""
    expected = {BIN: False, OTHER: True, BUZZER: False, GREEN: True, RED: True}

    assert off_levels(lamps.settings) == expected
    assert off_levels(Settings()) == {}


def test_lamps_that_work_are_well_and_those_that_are_not_fitted_are_not_listed(tmp_path: Path) -> None:
    """A kiosk without bins' lights does not speak of them."""
    lamps = Lamps(tmp_path, bin_light={})
    try:
        assert (lamps.health("lights"), lamps.health("bin lights")) == ("lights: well", "")
    finally:
        lamps.attendant.stop()


def test_a_lamp_whose_pin_cannot_be_had_is_said_and_the_counter_goes_on(tmp_path: Path) -> None:
    """Two parts on one pin: the second is missing, everything else works."""
    lamps = Lamps(tmp_path, bin_light={"C1-01": BinLight(BUZZER), "C2-01": BinLight(OTHER)})
    try:
        lamps.scan("NOBODY-KNOWS")
        assert lamps.levels(BUZZER) == [1]
        assert lamps.health("lights") == "lights: well"
        assert lamps.health("bin lights").startswith("bin lights: missing (")
        assert f"GPIO{BUZZER}" in lamps.health("bin lights")
    finally:
        lamps.attendant.stop()


def test_a_lamp_that_fails_as_it_is_switched_is_said_until_it_works_again(
    lamps: Lamps, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scan is answered all the same."""

    def broken(*_: object) -> None:
        raise OSError("the line is gone")

    with monkeypatch.context() as during:
        during.setattr(type(lamps.pins.pin(BIN)), "_set_state", broken)
        lamps.scan("DRL-01")
        lamps.levels()
        assert lamps.health("bin lights") == "bin lights: missing (OSError: the line is gone)"

    assert lamps.scan("GLV-9") == [0, 0]
    lamps.levels()
    assert lamps.health("bin lights") == "bin lights: well"


def test_a_bin_is_lit_after_the_commit_and_before_the_screen_says_so(bench: DeskBench) -> None:
    """Lit means durable, as a beep does."""
    bench.badge(ANN)
    bench.scan("DRL-01")
    bench.wait(20)

    acts = bench.scan("DRL-01")

    assert [act for act in acts if act != "head"] == [
        "before-commit",
        "after-commit",
        "beep done",
        "point C1-01",
        "show",
    ]


def test_a_light_is_told_once_for_each_answer(bench: DeskBench) -> None:
    """Ticks and other views do not tell it again; the next answer does, so that it is to be seen as long."""
    shown = [act for act in bench.scan("DRL-01") if act.startswith("point")]
    idle = [act for act in bench.wait(1) if act.startswith("point")]
    again = [act for act in bench.scan("DRL-02") if act.startswith("point")]
    over = [act for act in bench.wait(60) if act.startswith("point")]

    assert (shown, idle, again, over) == (["point C1-01"], [], ["point C1-01"], ["point"])


def test_a_full_disk_points_nowhere(bench: DeskBench) -> None:
    """What was not recorded is not shown home."""
    bench.badge(ANN)
    bench.scan("DRL-01")
    bench.wait(20)
    bench.fill_disk()

    assert [act for act in bench.scan("DRL-01") if act.startswith("point")] == []
