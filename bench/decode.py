"""`python -m bench.decode`: how fast each codec is, beside the rdm6300's; what an attendant costs that idles.

A codec gets its own frames over and over, in pieces of 64 bytes, as a pump reads them. The attendant is a
process of its own with every pump open; the simulated devices at the far ends are in this one.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter

import msgspec
from msgspec import Struct

from bench.idle import Idle, idle
from bench.machine import Machine, machine
from drivers.badges import chafon, elatec, gwiot, m100, osdp, pn532, rdm6300, wiegand
from drivers.barcodes import lines
from drivers.framing import Decoder
from drivers.keyboard import keywedge
from drivers.locks import board_8a, cu16, cu48, lcus, modbus_relay
from drivers.messages import Noise, Tag

PIECE = 64
FRAMES = 200
_EM, _ISO, _WIEGAND = "em4100:40:3C00CE754C", "iso14443a:32:6B3D12D6", "wiegand:26:2F623AE"
_EPC = "30340242201D8840009EFDF7"
_CARD = osdp.Packet(0x50, bytes.fromhex("00011A00BD88EB80"), reply=True)

SENT: Mapping[str, tuple[Callable[[], Decoder], bytes]] = {
    "rdm6300": (rdm6300.Decoder, rdm6300.encode(_EM)),
    "gwiot": (gwiot.decoder, gwiot.encode(_EM)),
    "wiegand": (wiegand.decoder, wiegand.encode(_WIEGAND)),
    "pn532": (pn532.decoder, pn532.listed(_ISO)),
    "elatec": (elatec.decoder, elatec.encode(_EM)),
    "uhf-m100": (m100.Decoder, m100.encode_tag(Tag(_EPC, -60))),
    "chafon": (chafon.Decoder, chafon.encode_tags((Tag(_EPC),) * 8)),
    "osdp": (osdp.Decoder, osdp.encode(_CARD)),
    "cu16": (cu16.decoder, cu16.status(0, range(1, 17))),
    "cu48": (cu48.decoder, cu48.status(0, range(1, 49))),
    "board-8a": (board_8a.decoder, board_8a.status_one(1, 1, closed=True)),
    "lcus": (lcus.decoder, lcus.status(1, on=True)),
    "modbus-relay": (modbus_relay.decoder, modbus_relay.inputs_are(1, range(1, 9), 8)),
    "serial scanner": (lines.Decoder, lines.encode("https://example.com/01/09506000134352")),
}
"""A codec, and the frame that its device sends most."""


class Speed(Struct, frozen=True):
    """What a codec does in a second."""

    messages: float
    bytes: float
    ratio: float
    """Seconds a message takes, as a multiple of the rdm6300's."""


class Report(Struct, frozen=True):
    """What was measured."""

    machine: Machine
    speed: dict[str, Speed]
    idle: Idle | None


def measure(seconds: float, idle_s: float, folder: Path) -> Report:
    """All codecs for so many seconds each, and the idle attendant; 0 leaves that out."""
    taken = {name: decoded(*sent, seconds) for name, sent in SENT.items()}
    taken["keywedge"] = typed(seconds)
    base = taken["rdm6300"][1]
    speed = {name: Speed(1 / each, size / each, each / base) for name, (size, each) in taken.items()}
    return Report(machine(folder), speed, idle(folder, idle_s) if idle_s else None)


def decoded(make: Callable[[], Decoder], frame: bytes, seconds: float) -> tuple[int, float]:
    """Bytes of a frame, and seconds that it takes: the best of all rounds."""
    stream = frame * FRAMES
    pieces = [stream[start : start + PIECE] for start in range(0, len(stream), PIECE)]

    def once() -> int:
        codec = make()
        return sum(not isinstance(message, Noise) for piece in pieces for message in codec.feed(piece))

    return len(frame), _best(once, seconds)


def typed(seconds: float) -> tuple[int, float]:
    """Key events of a scan of 13 characters (each 24 bytes of the kernel's), and seconds that it takes."""
    events = keywedge.encode("4006381333931") * FRAMES
    return len(events) // FRAMES * 24, _best(lambda: len(list(keywedge.Decoder().feed(events))), seconds)


def _best(once: Callable[[], int], seconds: float) -> float:
    best, end = float("inf"), perf_counter() + seconds
    while perf_counter() < end or best == float("inf"):
        began = perf_counter()
        heard = once()
        best = min(best, (perf_counter() - began) / FRAMES)
        if heard < FRAMES:
            raise AssertionError(f"{heard} messages of {FRAMES} frames were heard")
    return best


def table(report: Report) -> str:
    """For people."""
    rows = [f"{report.machine}", "", f"{'':16}{'messages/s':>12}{'kB/s':>10}{'ratio':>8}"]
    rows += [
        f"{name:16}{speed.messages:12,.0f}{speed.bytes / 1000:10,.0f}{speed.ratio:8.2f}"
        for name, speed in report.speed.items()
    ]
    return "\n".join([*rows, *(["", str(report.idle)] if report.idle else [])])


def main(argv: list[str] | None = None) -> int:
    """Measure, and say it."""
    words = argparse.ArgumentParser(prog="python -m bench.decode", description=__doc__)
    words.add_argument("--seconds", type=float, default=0.5, help="a codec (0.5)")
    words.add_argument("--idle", type=float, default=20.0, help="seconds of the idle attendant; 0: none (20)")
    words.add_argument("--json", action="store_true")
    options = words.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        report = measure(options.seconds, options.idle, Path(folder))
    sys.stdout.write(f"{msgspec.json.encode(report).decode() if options.json else table(report)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
