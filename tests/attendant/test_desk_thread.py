"""The desk's thread: one inbox, one thread, and whoever watches over it sees when it ends."""

import threading
from collections.abc import Iterator
from queue import SimpleQueue

import pytest
from desk_bench import ANN, DeskBench

from kiosk.attendant.events import Asked, CodeRead
from kiosk.attendant.inbox import DeskThread
from kiosk.attendant.messages import Answer, AskStatus, Status
from kiosk.crib.names import CommandId

SOON_S = 10.0
"""Longer than anything here takes; nothing waits for it unless it fails."""


@pytest.fixture
def thread(bench: DeskBench) -> Iterator[DeskThread]:
    """A desk that is at work."""
    thread = DeskThread()
    thread.start(bench.desk)
    yield thread
    thread.stop()


def status(thread: DeskThread) -> Status:
    """What the desk says once everything before was played."""
    box: SimpleQueue[Answer] = SimpleQueue()
    thread.put(Asked(AskStatus(CommandId("?")), box.put))
    answer = box.get(timeout=SOON_S)
    assert isinstance(answer, Status)
    return answer


def break_it(thread: DeskThread) -> None:
    """An event whose reply goes wrong; and wait until the loop has ended."""

    def fail(_: Answer) -> None:
        raise ZeroDivisionError("made up")

    thread.put(Asked(AskStatus(CommandId("?")), fail))
    thread._thread.join(SOON_S)


def test_events_are_played_in_their_order(thread: DeskThread, bench: DeskBench) -> None:
    """One inbox, first in, first out."""
    for number in range(5):
        thread.put(CodeRead(f"code {number}"))
    seq = status(thread).seq
    codes = [entry.body for entry in bench.entries() if entry.type == "code.unknown"]
    assert [f'{{"code":"code {number}"}}' for number in range(5)] == codes
    assert seq == bench.entries()[-1].seq


def test_events_from_many_threads_are_all_played(thread: DeskThread, bench: DeskBench) -> None:
    """Pumps, doors and checks all put from threads of their own."""
    senders = [threading.Thread(target=thread.put, args=(CodeRead(f"code {n}"),)) for n in range(20)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    status(thread)
    assert sum(entry.type == "code.unknown" for entry in bench.entries()) == 20


def test_what_was_put_before_the_stop_is_played(bench: DeskBench) -> None:
    """A scan that was read is not dropped because somebody stops the service."""
    thread = DeskThread()
    for number in range(5):
        thread.put(CodeRead(f"code {number}"))
    thread.start(bench.desk)
    thread.stop()
    assert sum(entry.type == "code.unknown" for entry in bench.entries()) == 5
    assert thread.failed is None


def test_a_deadline_that_passed_is_met_without_any_event(bench: DeskBench) -> None:
    """The thread brings the tick by itself."""
    bench.badge(ANN)
    signed_out: SimpleQueue[str] = SimpleQueue()
    bench.on_show = lambda view: signed_out.put(view.who)
    bench.world.pass_to(bench.world.boot + 8)
    thread = DeskThread()
    thread.start(bench.desk)
    assert signed_out.get(timeout=SOON_S) == ""
    thread.stop()


def test_whoever_scans_after_the_deadline_is_not_taken_for_the_one_before(bench: DeskBench) -> None:
    """A desk that was busy finds the scan in its inbox before it looks at the clock."""
    bench.badge(ANN)
    bench.world.pass_to(bench.world.boot + 8)
    thread = DeskThread()
    thread.put(CodeRead("DRL-01"))
    thread.start(bench.desk)
    thread.stop()
    assert "asset.issued" not in {entry.type for entry in bench.entries()}
    assert bench.view.hint == "Scan your badge."


def test_a_quiet_desk_is_seen_alive(thread: DeskThread) -> None:
    """Whether or not anything happens."""
    first = thread.beat()
    status(thread)
    status(thread)
    assert thread.beat() > first
    assert thread.failed is None


def test_a_failure_in_the_desk_ends_the_loop_and_is_kept(bench: DeskBench) -> None:
    """A mistake in the program must not go on deciding."""
    thread = DeskThread()
    thread.start(bench.desk)
    break_it(thread)
    assert isinstance(thread.failed, ZeroDivisionError)


def test_after_a_failure_the_beat_stands_still_so_that_the_watchdog_bites(bench: DeskBench) -> None:
    """And nothing more is played."""
    thread = DeskThread()
    thread.start(bench.desk)
    break_it(thread)
    before = thread.beat(), bench.entries()
    thread.put(CodeRead("x"))
    thread._thread.join(SOON_S)
    assert before == (thread.beat(), bench.entries())
    thread.stop()
