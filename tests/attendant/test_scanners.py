"""Scanners as the settings name them, from their bytes and keys to what the attendant hears."""

from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest
from waiting import PATIENCE_S

from drivers.keyboard.keywedge import Terminator, encode
from drivers.messages import Flaw, Message, Noise, Scan
from drivers.sim.serial_line import Mute, SimLine
from kiosk import assembly
from kiosk.attendant.events import CodeRead, Event, Present, Unread
from kiosk.devices.machine import Machine
from kiosk.devices.meaning import events
from kiosk.devices.scanners import line, start_scanner, wedge
from kiosk.settings import Kiosk, Scanner, Settings


def typed(text: str, end: Terminator = Terminator.ENTER, **settings: Any) -> list[Message]:
    """What a scanner that types is understood to say."""
    scanner = Scanner(**settings)
    decoder = wedge(scanner)()
    heard = [*decoder.feed(encode(text, scanner.layout, terminator=end)), *decoder.expire(1e9)]
    return list(heard)


@pytest.mark.parametrize(
    ("terminator", "end"),
    [
        ("enter", Terminator.ENTER),
        ("enter", Terminator.KEYPAD_ENTER),
        ("tab", Terminator.TAB),
        ("silence", Terminator.SILENCE),
        ("any", Terminator.TAB),
    ],
)
def test_each_terminator_that_can_be_set_ends_a_typed_scan(terminator: str, end: Terminator) -> None:
    """Each terminator that can be set ends a typed scan."""
    assert typed("TW-01", end, terminator=terminator) == [Scan("TW-01")]


@pytest.mark.parametrize("layout", ["us", "de", "fr", "es"])
def test_each_layout_that_can_be_set_reads_gs1_data(layout: str) -> None:
    """Each layout that can be set reads GS1 data: its identifier and its separator."""
    assert typed("]d210A\x1d21B", layout=layout) == [Scan("]d210A\x1d21B")]


def test_what_is_put_around_a_typed_code_is_taken_off() -> None:
    """What is put around a typed code is taken off, and the stand-in of the separator is one."""
    assert typed("B]C110A~21BC", prefix="B", suffix="C", group_separator="~") == [Scan("]C110A\x1d21B")]
    (refused,) = typed("TW-01", prefix="B")
    assert isinstance(refused, Noise)
    assert refused.flaw is Flaw.AFFIX


@pytest.mark.parametrize(
    ("terminator", "data"),
    [("enter", b"TW-01\r\n"), ("tab", b"TW-01\t"), ("any", b"TW-01\t"), ("silence", b"TW-01")],
)
def test_each_terminator_that_can_be_set_ends_a_line(terminator: str, data: bytes) -> None:
    """Each terminator that can be set ends a line."""
    decoder = line(Scanner(connection="serial", terminator=terminator))()  # type: ignore[arg-type]
    heard = [*decoder.feed(data), *decoder.flush()]

    assert [message.text for message in heard if isinstance(message, Scan)] == ["TW-01"]


def test_gs1_data_reaches_the_counter_as_plain_fields() -> None:
    """GS1 data reaches the counter as plain fields, beside the raw text."""
    text = "]d2010950600013435210L9\x1d21S1\x1d3012"
    (read,) = events(Scan(text), "scanner")

    assert read == CodeRead(
        text,
        text[3:],
        "9506000134352",
        ("010950600013435221S1", "9506000134352", "09506000134352"),
        "S1",
        "L9",
        count=12,
    )


def test_flaws_reach_the_counter_by_name() -> None:
    """Flaws reach the counter by name, of a scan as of its data."""
    (noise,) = events(Noise("no terminator", (), Flaw.CUT_SHORT), "scanner")
    (read,) = events(Scan("]d20109506000134353"), "scanner")

    assert noise == Unread("scanner", "no terminator", "cut-short")
    assert isinstance(read, CodeRead)
    assert (read.text, read.flaw) == ("]d20109506000134353", "check-digit")


def test_a_scanner_on_a_line_is_heard_once_a_label_however_long_it_is_held(tmp_path: Path) -> None:
    """A scanner on a line is heard; a label that is held under it once; a babble as one noise."""
    cable = SimLine(tmp_path / "scanner", Mute())
    attendant = assembly.build_attendant(Settings(kiosk=Kiosk(state_dir=str(tmp_path / "state"))))
    heard = SimpleQueue[Event]()
    attendant.put = heard.put  # type: ignore[method-assign]
    start_scanner(attendant, "scanner", Scanner(connection="serial", device=str(cable.link)), Machine())
    assert heard.get(timeout=PATIENCE_S) == Present("scanner", ok=True)
    cable.babble(b"TW-01\r\n" * 5 + b"\x01\r\x02\r\x03\r" + b"TW-02\r\n")

    assert heard.get(timeout=PATIENCE_S) == CodeRead("TW-01", "TW-01", "TW-01")
    noise = heard.get(timeout=PATIENCE_S)
    assert isinstance(noise, Unread)
    assert noise.flaw == "control"
    assert heard.get(timeout=PATIENCE_S) == CodeRead("TW-02", "TW-02", "TW-02")
    cable.unplug()
    gone = heard.get(timeout=PATIENCE_S)
    assert isinstance(gone, Present)
    assert not gone.ok
    attendant.stop()
