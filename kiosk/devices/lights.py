"""Buzzer and stack light, as the settings name them."""

from drivers.lights.signals import Indicator, IndicatorPins
from kiosk.attendant.daemon import Attendant
from kiosk.counter.views import Tone
from kiosk.devices.machine import Machine
from kiosk.settings import Settings


def start_indicator(attendant: Attendant, settings: Settings, machine: Machine) -> None:
    """Sound the buzzer and light the stack light, where the settings name pins for them."""
    light = settings.light
    pins = IndicatorPins(settings.buzzer.pin, light.green, light.yellow, light.red)
    if all(pin is None for pin in (pins.buzzer, pins.green, pins.yellow, pins.red)):
        return
    indicator = Indicator(pins, machine.pins)
    attendant.add_part(indicator.close)
    tones = {Tone.DONE: indicator.done, Tone.LOOK: indicator.look, Tone.STOP: indicator.stop}
    attendant.on_beep(lambda tone: tones[tone]())
