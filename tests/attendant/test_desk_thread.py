"""The desk's thread: one inbox, one thread, and whoever watches over it sees when it ends."""

import threading
from collections.abc import Iterator
from queue import SimpleQueue

import pytest
from desk_bench import ANN, DeskBench
from waiting import PATIENCE_S

from kiosk.attendant.events import Asked, CodeRead
from kiosk.attendant.inbox import DeskThread
from kiosk.attendant.messages import Answer, AskStatus, Reply, Status, Submit
from kiosk.counter.views import Tone, View
from kiosk.crib.definitions import Define, NewBin
from kiosk.crib.names import BinCode, CommandId


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
    answer = box.get(timeout=PATIENCE_S)
    assert isinstance(answer, Status)
    return answer


class Broken:
    """A mistake in the program: raises at a point of the writing transaction, so many times."""

    def __init__(self, point: str, times: int) -> None:
        self._point = point
        self._times = times

    def __call__(self, point: str) -> None:
        if point == self._point and self._times:
            self._times -= 1
            raise ZeroDivisionError("made up")


def codes(bench: DeskBench) -> list[str]:
    """The unknown codes that were kept."""
    return [entry.body for entry in bench.entries() if entry.type == "code.unknown"]


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
    assert signed_out.get(timeout=PATIENCE_S) == ""
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


@pytest.mark.parametrize("point", ["before-commit", "after-commit"])
def test_after_a_mistake_the_counter_begins_anew_and_says_so(
    bench: DeskBench, thread: DeskThread, caplog: pytest.LogCaptureFixture, point: str
) -> None:
    """Nobody is signed in, the stop sounds, the log has the traceback; the same scan again is played."""
    bench.badge(ANN)
    bench.on_point = Broken(point, times=1)
    thread.put(CodeRead("X"))
    status(thread)
    assert (bench.notice.title, bench.notice.tone) == ("Something went wrong.", Tone.STOP)
    assert bench.notice.lines[0] == "Nothing more was recorded than what beeped."
    assert bench.view.who == ""
    assert "beep stop" in bench.told
    assert "ZeroDivisionError: made up" in caplog.text
    thread.put(CodeRead("X"))
    status(thread)
    assert set(codes(bench)) == {'{"code":"X"}'}
    assert bench.view.words().count("Something went wrong.") == 0
    assert thread.failed is None


def test_a_notice_that_cannot_be_told_does_not_end_the_desk(bench: DeskBench, thread: DeskThread) -> None:
    """The mistake may lie behind the commit, where the world is told."""

    def once(_: View) -> None:
        bench.on_show = lambda _: None
        raise ZeroDivisionError("made up")

    bench.on_show = once
    thread.put(CodeRead("X"))
    status(thread)
    assert bench.notice.title == "Something went wrong."


def test_whoever_asked_for_what_went_wrong_is_told(bench: DeskBench, thread: DeskThread) -> None:
    """A client of the door does not wait for its patience to end."""
    bench.on_point = Broken("before-commit", times=1)
    box: SimpleQueue[Answer] = SimpleQueue()
    new = Define((NewBin(BinCode("C9-01")),))
    thread.put(Asked(Submit(CommandId("1"), new), box.put))
    answer = box.get(timeout=PATIENCE_S)
    assert isinstance(answer, Reply)
    assert (answer.id, answer.result) == ("1", "error")
    assert "see the log" in answer.text


def test_a_client_that_cannot_be_answered_does_not_end_the_desk(thread: DeskThread) -> None:
    """Its reply goes wrong, and telling it so goes wrong again."""

    def fail(_: Answer) -> None:
        raise ZeroDivisionError("made up")

    thread.put(Asked(AskStatus(CommandId("?")), fail))
    status(thread)
    assert thread.failed is None


def test_the_third_mistake_within_a_minute_ends_the_loop(bench: DeskBench) -> None:
    """The error is kept, the beat stands still so that the watchdog bites, and nothing more is played."""
    bench.on_point = Broken("before-commit", times=3)
    thread = DeskThread()
    for code in "XYZ":
        thread.put(CodeRead(code))
    thread.start(bench.desk)
    thread._thread.join(PATIENCE_S)
    assert isinstance(thread.failed, ZeroDivisionError)
    before = thread.beat(), bench.entries()
    thread.put(CodeRead("W"))
    thread.stop()
    assert before == (thread.beat(), bench.entries())
    assert codes(bench) == []


def test_a_power_cut_is_no_mistake_to_go_on_from(bench: DeskBench) -> None:
    """What is not an Exception ends the loop at once."""

    def cut(_: str) -> None:
        raise KeyboardInterrupt

    bench.on_point = cut
    thread = DeskThread()
    thread.put(CodeRead("X"))
    thread.start(bench.desk)
    thread._thread.join(PATIENCE_S)
    assert isinstance(thread.failed, KeyboardInterrupt)
