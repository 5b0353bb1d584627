"""`kiosk demo`: a newcomer's first minute, in a terminal and without one."""

import signal
import socket
from pathlib import Path

from journey_parts import ran
from journey_terminal import terminal

WITHOUT_MOSQUITTO = """
import shutil, sys
shutil.which = lambda *_, **__: None
from kiosk.__main__ import main
sys.exit(main(["demo"]))
"""
"""The demo on a machine that has no broker."""


def test_without_a_terminal_the_example_day_is_told_and_every_statement_holds() -> None:
    """As `make demo` does in a pipe: a transcript that ends with its count."""
    told = ran("kiosk", "demo")

    *day, blank, count = told.stdout.splitlines()
    number = sum(line.startswith("ok  ") for line in day)
    assert number > 100
    assert (blank, count) == ("", f"{number} statements, {number} ok, 0 failed")
    assert (told.returncode, told.stderr) == (0, "")


def test_in_a_terminal_a_badge_and_a_scan_take_a_drill_and_the_message_leaves() -> None:
    """Keys 1 and e are Ann's badge and a drill's label; q quits."""
    with terminal("-m", "kiosk", "demo") as demo:
        demo.shows("Leaves on MQTT")
        demo.shows("is well")
        demo.press("1")
        demo.press("e")
        demo.shows("session.opened")
        demo.shows("asset.issued  DRL-01  #")
        demo.press("q")

        assert demo.ends() == 0
        assert "Return by" in demo.words
        assert "DRL-01 Cordless drill driver" in demo.words


def test_without_a_broker_the_demo_says_so_and_the_crib_works_all_the_same() -> None:
    """A missing broker is a word in the footer, not a reason to stop."""
    with terminal("-c", WITHOUT_MOSQUITTO) as demo:
        demo.shows("broker: none")
        demo.shows(" waiting")
        demo.press("1")
        demo.press("e")
        demo.shows("Return by")
        demo.press("q")

        assert demo.ends() == 0


def test_a_window_that_is_closed_leaves_no_broker_and_no_files_behind(tmp_path: Path) -> None:
    """SIGHUP ends the demo as q does."""
    with terminal("-m", "kiosk", "demo", TMPDIR=str(tmp_path)) as demo:
        demo.shows("Leaves on MQTT")
        (config,) = tmp_path.glob("demo-*/mosquitto.conf")
        port = int(config.read_text().split()[1])
        demo.process.send_signal(signal.SIGHUP)

        assert demo.ends() == 0
    assert list(tmp_path.iterdir()) == []
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
