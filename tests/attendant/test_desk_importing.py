"""Large definitions at the desk: a little at a time, with the counter's events between."""

from collections.abc import Iterator

import pytest
from desk_bench import ANN, ME, DeskBench
from waiting import until

from kiosk.attendant import requests
from kiosk.attendant.desk import Desk
from kiosk.attendant.events import Asked, Checked, Idle, Tick
from kiosk.attendant.inbox import DeskThread
from kiosk.attendant.messages import Answer, Reply, Submit
from kiosk.attendant.telling import Outputs
from kiosk.crib.commands import Command, SetPolicy
from kiosk.crib.definitions import Define, NewAsset, NewBin
from kiosk.crib.door_acts import OpenCabinet
from kiosk.crib.names import AssetCode, BinCode, CabinetCode, CommandId, ProductCode
from kiosk.crib.outcomes import Tally
from kiosk.devices import badges
from kiosk.store import importing
from kiosk.store.database import StoreError

BIG = Define(
    (
        NewBin(BinCode("B-1")),
        *(NewAsset(AssetCode(f"NEW-{n}"), ProductCode("DRL"), BinCode("B-1")) for n in range(60)),
    )
)

STEPS = 200
"""More than it takes."""


@pytest.fixture
def said() -> list[Answer]:
    """What clients were told."""
    return []


@pytest.fixture
def pieces(bench: DeskBench) -> Iterator[DeskBench]:
    """A desk whose thread goes on with what is large."""
    bench.desk.goes_on = True
    yield bench
    bench.store.abandon()


def ask(bench: DeskBench, said: list[Answer], command: Command, name: str, *, dry_run: bool = False) -> None:
    """A client wants something done."""
    bench.play(Asked(Submit(CommandId(name), command, dry_run), said.append))


def go_on(bench: DeskBench) -> None:
    """Nothing else is to be done until it is over."""
    for _ in range(STEPS):
        if not bench.desk.is_importing:
            return
        bench.play(Idle())
    pytest.fail("it is never over")


def go_on_until_some_is_written(bench: DeskBench) -> None:
    """It was decided, and is half there."""
    while not any(entry.command == "big" for entry in bench.entries()):
        assert bench.desk.is_importing
        bench.play(Idle())


def test_a_large_definition_is_answered_when_all_of_it_is_done(pieces: DeskBench, said: list[Answer]) -> None:
    """With what it came to."""
    ask(pieces, said, BIG, "big")
    assert said == []
    go_on(pieces)
    assert said == [Reply(CommandId("big"), "approved", entries=121, tally=Tally(61, 0, 0))]
    ask(pieces, said, BIG, "big")
    go_on(pieces)
    assert said[1:] == [Reply(CommandId("big"), "nothing", "This was done before.", 121)]


def test_somebody_takes_a_tool_in_the_middle_of_it(pieces: DeskBench, said: list[Answer]) -> None:
    """Whatever is scanned is done before the next page."""
    ask(pieces, said, BIG, "big")
    pieces.badge(ANN)
    for _ in range(6):
        pieces.play(Idle())
    assert "beep done" in pieces.scan("DRL-01")
    assert said == []
    types = [entry.type for entry in pieces.entries()]
    go_on(pieces)
    assert types[-1] == "asset.issued"
    assert types.count("asset.changed") < [entry.type for entry in pieces.entries()].count("asset.changed")
    assert len(said) == 1


def test_what_defines_waits_for_its_turn_and_what_opens_a_door_does_not(
    pieces: DeskBench, said: list[Answer]
) -> None:
    """Two imports at a time would be judged by each other's halves."""
    ask(pieces, said, BIG, "big")
    ask(pieces, said, Define((NewBin(BinCode("B-2")),)), "small")
    ask(pieces, said, OpenCabinet(CabinetCode("none"), "look"), "door")
    assert [answer.id for answer in said] == ["door"]
    go_on(pieces)
    assert [answer.id for answer in said if isinstance(answer, Reply)] == ["door", "big", "small"]


def test_a_dry_run_is_answered_with_what_it_would_come_to(pieces: DeskBench, said: list[Answer]) -> None:
    """And changes nothing."""
    before = pieces.entries()
    ask(pieces, said, BIG, "big", dry_run=True)
    go_on(pieces)
    assert said == [Reply(CommandId("big"), "approved", tally=Tally(61, 0, 0))]
    assert before == pieces.entries()


def test_without_a_thread_that_goes_on_it_is_done_at_once(bench: DeskBench, said: list[Answer]) -> None:
    """As with cribctl where no attendant runs."""
    ask(bench, said, BIG, "big")
    assert [answer.result for answer in said if isinstance(answer, Reply)] == ["approved"]


def test_on_a_full_disk_the_client_is_told_and_the_rest_is_written_once_there_is_space(
    pieces: DeskBench, said: list[Answer]
) -> None:
    """It was decided: nobody has to ask again."""
    ask(pieces, said, BIG, "big")
    go_on_until_some_is_written(pieces)
    pages = pieces.db.execute_sql("PRAGMA page_count").fetchone()[0]
    pieces.db.execute_sql(f"PRAGMA max_page_count = {pages}")
    go_on(pieces)
    (answer,) = said
    assert isinstance(answer, Reply)
    assert (answer.result, "the disk is full" in answer.text) == ("error", True)
    assert "is written as soon as it can be" in answer.text

    pieces.db.execute_sql(f"PRAGMA max_page_count = {pages + 1000}")
    pieces.play(Tick())
    go_on(pieces)
    assert sum(entry.command == "big" for entry in pieces.entries()) == 121
    assert len(said) == 1


@pytest.mark.parametrize("steps", [1, 3])
def test_who_asked_for_it_is_told_also_where_somebody_else_could_not_wait(
    pieces: DeskBench, said: list[Answer], steps: int
) -> None:
    """All of it is done for a rule that changes, at once; judged already, or not yet."""
    ask(pieces, said, BIG, "big")
    for _ in range(steps):
        pieces.play(Idle())
    ask(pieces, said, SetPolicy("signout", 9), "rule")
    go_on(pieces)
    big = Reply(CommandId("big"), "approved", entries=121, tally=Tally(61, 0, 0))
    assert said == [Reply(CommandId("rule"), "approved", entries=1), big]


def test_who_asked_for_what_failed_while_somebody_else_waited_is_told(
    pieces: DeskBench, said: list[Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was not decided yet, so nothing of it is left."""

    def unreadable(*_: object) -> None:
        raise StoreError("the card is gone")

    ask(pieces, said, BIG, "big")
    pieces.play(Idle())
    with monkeypatch.context() as broken:
        broken.setattr(importing.Imports, "_judge", unreadable)
        ask(pieces, said, SetPolicy("signout", 9), "rule")
    go_on(pieces)
    assert [(answer.id, answer.result) for answer in said if isinstance(answer, Reply)] == [
        ("rule", "error"),
        ("big", "error"),
    ]


def test_nothing_more_of_it_is_written_to_a_damaged_database(pieces: DeskBench, said: list[Answer]) -> None:
    """Nor is it tried without end."""
    ask(pieces, said, BIG, "big")
    go_on_until_some_is_written(pieces)
    before = pieces.entries()
    pieces.play(Checked("a page is missing"))
    go_on(pieces)
    pieces.play(Tick())
    go_on(pieces)
    assert before == pieces.entries()
    assert [answer.result for answer in said if isinstance(answer, Reply)] == ["error"]


def test_who_waits_behind_it_is_told_that_the_disk_is_full(pieces: DeskBench, said: list[Answer]) -> None:
    """Whoever was there before, and whoever comes later."""
    ask(pieces, said, BIG, "big")
    go_on_until_some_is_written(pieces)
    ask(pieces, said, Define((NewBin(BinCode("B-2")),)), "small")
    pages = pieces.db.execute_sql("PRAGMA page_count").fetchone()[0]
    pieces.db.execute_sql(f"PRAGMA max_page_count = {pages}")
    go_on(pieces)
    assert [(answer.id, answer.result) for answer in said if isinstance(answer, Reply)] == [
        ("big", "error"),
        ("small", "error"),
    ]
    ask(pieces, said, Define((NewBin(BinCode("B-3")),)), "later")
    go_on(pieces)
    assert [answer.id for answer in said if isinstance(answer, Reply)] == ["big", "small", "later"]


def test_a_mistake_in_the_program_is_told_to_who_waits_behind_it(
    pieces: DeskBench, said: list[Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As to anybody who asks."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    ask(pieces, said, BIG, "big")
    ask(pieces, said, Define((NewBin(BinCode("B-2")),)), "small")
    monkeypatch.setattr(requests, "answer", broken)
    with pytest.raises(ZeroDivisionError):
        go_on(pieces)
    assert [(answer.id, answer.result) for answer in said if isinstance(answer, Reply)] == [
        ("big", "approved"),
        ("small", "error"),
    ]


def test_a_mistake_in_the_program_is_told_and_does_not_come_again_at_once(
    pieces: DeskBench, said: list[Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the loop of it would end the attendant."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    ask(pieces, said, BIG, "big")
    pieces.play(Idle())
    monkeypatch.setattr(importing.Imports, "_judge", broken)
    with pytest.raises(ZeroDivisionError):
        pieces.play(Idle())
    assert [answer.result for answer in said if isinstance(answer, Reply)] == ["error"]
    assert not pieces.desk.is_importing


def test_the_desks_thread_goes_on_by_itself_also_with_what_a_power_cut_left(
    pieces: DeskBench, said: list[Answer]
) -> None:
    """Nobody asks for it after a start."""
    ask(pieces, said, BIG, "big")
    go_on_until_some_is_written(pieces)
    pieces.store.imports.resume()  # as at a start
    thread, quiet = DeskThread(), Outputs(beep=lambda _: None, news=lambda _: None)
    desk = Desk(pieces.store, pieces.world, ME, quiet, badges)
    thread.start(desk)
    until(lambda: not pieces.store.imports.running, "the import is done")
    thread.stop()
    assert thread.failed is None
    assert sum(entry.command == "big" for entry in pieces.entries()) == 121
