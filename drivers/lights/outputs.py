"""Pins that switch something on, and how they are opened.

GPIO numbers are BCM's. A pin floats for a moment when it is opened and closed (gpiozero's lgpio factory
claims it as an input first): the board at its end needs a resistor that holds it off.
"""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gpiozero import DigitalOutputDevice
    from gpiozero.pins import Factory


@dataclass(frozen=True, slots=True)
class Output:
    """A pin, and which of its levels switches on."""

    pin: int
    active_low: bool = False


def opened(
    outputs: Mapping[str, Output], pin_factory: "Factory | None", parts: ExitStack
) -> "dict[str, DigitalOutputDevice]":
    """Opens every output, off; `parts` closes them.

    Raises:
        gpiozero.GPIOZeroError: a pin does not exist or is taken; those opened before are `parts`' to close.
    """
    return {name: parts.enter_context(_device(output, pin_factory)) for name, output in outputs.items()}


def _device(output: Output, pin_factory: "Factory | None") -> "DigitalOutputDevice":
    from gpiozero import DigitalOutputDevice

    return DigitalOutputDevice(output.pin, active_high=not output.active_low, pin_factory=pin_factory)
