"""The next badge at the reader goes to who asked for it, for a while, and signs nobody in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_bench import ANN, DeskBench

from kiosk.attendant.events import Asked, Present
from kiosk.attendant.messages import Answer, AskBadge, Presented, Reply
from kiosk.crib.names import CommandId


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[DeskBench]:
    """A counter with a reader."""
    desk = DeskBench(tmp_path / "state")
    desk.play(Present("reader", ok=True))
    yield desk
    desk.store.close()


def asked(bench: DeskBench, name: str = "1", seconds: int = 30) -> list[Answer]:
    """Somebody waits for a badge; what she is told."""
    told: list[Answer] = []
    bench.play(Asked(AskBadge(CommandId(name), seconds), told.append))
    return told


def test_a_badge_goes_to_who_asked_and_signs_nobody_in(bench: DeskBench) -> None:
    """A badge goes to who asked, and signs nobody in; the next one does."""
    told = asked(bench)
    heard = bench.badge(ANN)

    assert heard == ["beep look"]
    assert told == [Presented(CommandId("1"), "em4100, 40 bits, …9C47", "ann")]
    assert bench.desk.session.who == ""
    bench.badge(ANN)
    assert bench.desk.session.who


def test_a_badge_that_became_somebodys_is_heard_as_done(bench: DeskBench) -> None:
    """A badge that became somebody's is heard as done, and one that did not as look."""
    told: list[Answer] = []
    for name, person in (("1", "ann"), ("2", "nobody-here")):
        bench.play(Asked(AskBadge(CommandId(name), 30, enroll=person), told.append))
        heard = [said for said in bench.badge("0000012345") if said.startswith("beep")]
        assert heard == ["beep done" if person == "ann" else "beep look"]

    assert [reply.result for reply in told if isinstance(reply, Reply)] == ["approved", "refused"]


def test_a_badge_after_the_time_is_up_is_a_sign_in(bench: DeskBench) -> None:
    """A badge after the time is up is a sign-in; who asked is told that none came."""
    told = asked(bench, seconds=5)

    assert bench.desk.wake_in() <= 5
    bench.world.pass_to(bench.world.boot + 5)
    bench.badge(ANN)

    (reply,) = told
    assert isinstance(reply, Reply)
    assert (reply.result, reply.text) == (
        "refused",
        "No badge came within 5 s. Ask again, and hold it to the reader.",
    )
    assert bench.desk.session.who


def test_time_alone_ends_the_wait(bench: DeskBench) -> None:
    """Time alone ends the wait."""
    told = asked(bench, seconds=5)
    bench.wait(4)
    assert told == []

    bench.wait(1)

    assert len(told) == 1


def test_one_at_a_time_may_wait(bench: DeskBench) -> None:
    """One at a time may wait; another is told at once."""
    first, second = asked(bench, "1"), asked(bench, "2")
    bench.badge(ANN)

    assert isinstance(first[0], Presented)
    assert [reply.text for reply in second if isinstance(reply, Reply)] == [
        "Somebody else waits for a badge just now. Try again soon."
    ]


@pytest.mark.parametrize("seconds", [0, -1, 121])
def test_nobody_waits_for_ever(bench: DeskBench, seconds: int) -> None:
    """Nobody waits for ever: meanwhile nobody could sign in."""
    (reply,) = asked(bench, seconds=seconds)

    assert isinstance(reply, Reply)
    assert reply.text == "Wait from 1 to 120 seconds."


def test_a_reader_that_has_gone_is_no_reader(bench: DeskBench) -> None:
    """A reader that has gone is no reader."""
    bench.play(Present("reader", ok=False))

    (reply,) = asked(bench)

    assert isinstance(reply, Reply)
    assert reply.text.startswith("No badge reader is there")


def test_what_was_typed_is_not_logged() -> None:
    """What was typed is not logged."""
    assert "0123456789" not in repr(AskBadge(CommandId("1"), printed="0123456789"))
