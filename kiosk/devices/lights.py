"""Buzzer, stack light and bins' lights, as the settings name them. None of them may stop the counter."""

from collections.abc import Callable

from drivers.lights.bins import PickLights
from drivers.lights.outputs import Output
from drivers.lights.signals import PARTS, Indicator
from kiosk.attendant.daemon import Attendant
from kiosk.counter.views import Tone
from kiosk.devices.machine import Machine, presence
from kiosk.settings import Settings

Say = Callable[[bool, str], None]


def start_lights(attendant: Attendant, settings: Settings, machine: Machine) -> None:
    """Sound the buzzer, light the stack light, point at bins: where the settings name pins for them."""
    signals, bins = _signals(settings), _bins(settings)
    if signals:
        say = _said(attendant, "lights")
        _tried(say, lambda: _start_signals(attendant, signals, machine, say))
    if bins:
        tell = _said(attendant, "bin lights")
        _tried(tell, lambda: _start_bins(attendant, bins, machine, tell))


def _signals(settings: Settings) -> dict[str, Output]:
    buzzer, light = settings.buzzer, settings.light
    pins = dict(zip(PARTS, (buzzer.pin, light.green, light.yellow, light.red), strict=True))
    low = dict.fromkeys(PARTS, light.active_low) | {"buzzer": buzzer.active_low}
    return {part: Output(pin, low[part]) for part, pin in pins.items() if pin is not None}


def _bins(settings: Settings) -> dict[str, Output]:
    return {code: Output(light.pin, light.active_low) for code, light in settings.bin_light.items()}


def _start_signals(attendant: Attendant, outputs: dict[str, Output], machine: Machine, say: Say) -> None:
    indicator = Indicator(outputs, machine.pins)
    attendant.add_part(indicator.close)
    tones = {Tone.DONE: indicator.done, Tone.LOOK: indicator.look, Tone.STOP: indicator.stop}
    attendant.on_beep(lambda tone: _tried(say, tones[tone]))


def _start_bins(attendant: Attendant, outputs: dict[str, Output], machine: Machine, say: Say) -> None:
    lights = PickLights(outputs, machine.pins)
    attendant.add_part(lights.close)
    attendant.on_point(lambda codes: _tried(say, lambda: lights.point(codes)))


def _tried(say: Say, do: Callable[[], object]) -> None:
    try:
        do()
    except Exception as error:  # noqa: BLE001 - lgpio raises classes of its own; said, and the counter goes on
        say(False, f"{type(error).__name__}: {error}")  # noqa: FBT003
    else:
        say(True, "")  # noqa: FBT003


def _said(attendant: Attendant, device: str) -> Say:
    """What tells the attendant whether they work, on changes only."""
    tell, last = presence(attendant, device), list[tuple[bool, str]]()

    def say(ok: bool, why: str) -> None:  # noqa: FBT001
        if last != [(ok, why)]:
            last[:] = [(ok, why)]
            tell(ok, why)

    return say
