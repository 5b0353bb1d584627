"""One writer: a second one is told who has the place, and gets it as soon as it is free."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from store_bench import Bench
from waiting import PATIENCE_S

from kiosk.crib.commands import KeepCode
from kiosk.store.database import StoreError, WriterLock, WriterPresentError, open_reader

HOLD = """
import sys, time
from pathlib import Path
from kiosk.store.database import WriterLock
lock = WriterLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_writer_is_told_which_process_is_the_first(bench: Bench) -> None:
    """And what to do about it."""
    with pytest.raises(
        WriterPresentError, match=f"crib.sqlite is being written by process {os.getpid()}. Stop it"
    ):
        Bench(bench.state)


def test_the_first_writer_goes_on_as_if_nobody_had_tried(bench: Bench) -> None:
    """Its lock is not shaken."""
    with pytest.raises(WriterPresentError):
        Bench(bench.state)
    assert bench.do(KeepCode("x")).entries


def test_the_place_is_free_once_the_writer_closed(bench: Bench) -> None:
    """At once."""
    bench.store.close()
    other = Bench(bench.state)
    assert other.do(KeepCode("x")).entries
    other.store.close()


def test_a_reader_needs_no_place(bench: Bench) -> None:
    """There may be any number beside the writer."""
    open_reader(bench.path).close()


def test_the_place_is_free_once_the_writing_process_was_killed(tmp_path: Path) -> None:
    """The kernel lets go; nobody need remove a file."""
    path = tmp_path / "crib.sqlite"
    words = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(WriterPresentError, match=f"by process {other.pid}"):
            WriterLock(path)
        other.send_signal(signal.SIGKILL)
        other.wait(PATIENCE_S)
        WriterLock(path).release()


def test_a_directory_that_is_not_there_is_said_with_its_name(tmp_path: Path) -> None:
    """And what to do about it."""
    with pytest.raises(
        StoreError, match=r"nowhere/crib\.lock: No such file or directory\. Create the directory"
    ):
        WriterLock(tmp_path / "nowhere" / "crib.sqlite")
