"""What `cribctl sim` asks of a kiosk whose devices are simulated, and by which socket. No device is here."""

import socket
from enum import StrEnum
from pathlib import Path

from msgspec import DecodeError, Struct
from msgspec.json import Decoder, Encoder

from kiosk.settings import Settings

MAX_LINE = 1 << 16
PATIENCE_S = 15.0
"""Seconds for an answer: a million bytes of babble take a while to be read."""


class ToldError(Exception):
    """What was asked of the simulation cannot be done; the sentence says why."""


class TapBadge(Struct, frozen=True, tag="tap", forbid_unknown_fields=True):
    """Hold a badge to a reader, for so many seconds."""

    badge: str
    seconds: float = 0.33
    reader: str = ""
    """As the screen calls it; empty for the first that reads such badges."""


class ScanCode(Struct, frozen=True, tag="scan", forbid_unknown_fields=True):
    """Scan a code."""

    code: str
    scanner: str = ""


class ShowTags(Struct, frozen=True, tag="tags", forbid_unknown_fields=True):
    """Hold UHF tags into the field, all at once, for so many seconds."""

    epcs: tuple[str, ...]
    seconds: float = 1.0
    reader: str = ""


class DoorAct(StrEnum):
    """What a hand does at a door."""

    OPEN = "open"
    CLOSE = "close"
    FORCE = "force"


class MoveDoor(Struct, frozen=True, tag="door", forbid_unknown_fields=True):
    """Pull at a cabinet's door, shut it, or break it open."""

    cabinet: str
    act: DoorAct


class PullCable(Struct, frozen=True, tag="unplug", forbid_unknown_fields=True):
    """Pull a device's cable."""

    device: str


class PutCable(Struct, frozen=True, tag="plug", forbid_unknown_fields=True):
    """Put a device's cable back."""

    device: str


class Babble(Struct, frozen=True, tag="babble", forbid_unknown_fields=True):
    """Have a device send random bytes, or press random keys."""

    device: str
    bytes: int = 1000


class AskSimulated(Struct, frozen=True, tag="status", forbid_unknown_fields=True):
    """How the simulated devices are."""


SimRequest = TapBadge | ScanCode | ShowTags | MoveDoor | PullCable | PutCable | Babble | AskSimulated


class SimulatedDevice(Struct, frozen=True):
    """A simulated device: what the screen calls it, what it is, and how it is."""

    name: str
    what: str
    state: str


class Told(Struct, frozen=True):
    """The answer: whether it was done, and why not."""

    ok: bool
    text: str = ""
    devices: tuple[SimulatedDevice, ...] = ()


ENCODER = Encoder()
ASKED = Decoder(SimRequest)
_TOLD = Decoder(Told)


def socket_of(settings: Settings) -> Path:
    """The simulation's socket: beside the attendant's door, never the door itself."""
    return Path(settings.kiosk.socket).with_suffix(".sim")


def ask(path: Path, request: SimRequest) -> Told:
    """One request, one answer.

    Raises:
        ToldError: nobody listens there, or what was asked cannot be done.
    """
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(PATIENCE_S)
            line.connect(str(path))
            line.sendall(ENCODER.encode(request) + b"\n")
            with line.makefile("rb") as lines:
                told = _TOLD.decode(lines.readline())
    except TimeoutError:
        raise ToldError(
            f"{path}: no answer within {PATIENCE_S:.0f} s. Look at the attendant's log."
        ) from None
    except OSError as error:
        raise ToldError(
            f"{path}: {error.strerror}. This kiosk's devices are not simulated, or it is not running: "
            "start one by `kiosk attendant --simulate`. A real one's devices cannot be moved from here."
        ) from None
    except DecodeError as error:
        raise ToldError(f"{path}: what listens there is no simulation ({error}).") from None
    if not told.ok:
        raise ToldError(told.text)
    return told
