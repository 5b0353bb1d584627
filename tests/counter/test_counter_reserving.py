"""Reserving by touch: from a card, in two taps or a few more; a scan wins, a keeper reserves for others."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from counter_stage import ANN, AT, BEN, GLOVES, LEA, NOW, POLICY, WRENCH
from msgspec.structs import replace

from kiosk.counter import reserving_words
from kiosk.counter.conclude import conclude
from kiosk.counter.machine import step
from kiosk.counter.reserving import Span
from kiosk.counter.scene import Scene
from kiosk.counter.session import Done, Intent, Session, State
from kiosk.counter.signals import CodeSeen, Tapped, WorkerSeen
from kiosk.counter.taps import shown, takes
from kiosk.counter.tasks import Looking, Reserving, Showing
from kiosk.counter.wording import notice
from kiosk.crib.availability import Counts
from kiosk.crib.commands import PlaceHold, ReleaseHold
from kiosk.crib.entries import HoldPlaced
from kiosk.crib.names import AssetCode, CommandId, HoldCode, Role
from kiosk.crib.outcomes import Approved, Decision, Refused
from kiosk.crib.policy import Policy
from kiosk.crib.products import Worker
from kiosk.crib.refusals import NotEnough

KIM = replace(LEA, role=Role.KEEPER)
CARD = Showing("product", WRENCH.code, before=Looking("where"))
SERVING = Session(worker=ANN, task=CARD)
R1 = HoldCode("R261102-1")
SPAN = Span(AT + timedelta(hours=22), AT + timedelta(hours=30), R1)
BERLIN = ZoneInfo("Europe/Berlin")


def tap(session: Session, *controls: str, **more: Any) -> Session:
    """The session after touches that want nothing done."""
    for control in controls:
        assert takes(session, control, NOW, POLICY), control
        turn = step(session, Tapped(control, **more), NOW, POLICY)
        assert turn.intents == ()
        session = turn.session
    return session


def placed(session: Session) -> PlaceHold:
    """What a touch on a span wants done."""
    turn = step(session, Tapped("span:x", thing=SPAN), NOW, POLICY)
    (intent,) = turn.intents
    assert isinstance(intent.command, PlaceHold)
    return intent.command


def judged(session: Session, command: PlaceHold | ReleaseHold, decision: Decision) -> Session:
    """The session once the store has judged it."""
    return conclude(session, Done(CommandId("c/0"), Intent(command), decision, ANN), NOW)


def offers(task: Reserving, policy: Policy = POLICY, at: datetime = AT) -> list[str]:
    """The controls that are offered to choose from."""
    scene = Scene("Main", at, BERLIN, policy, product=WRENCH)
    sheet = reserving_words.sheet(SERVING, task, scene)
    return [item.control.partition(":")[2] for item in sheet.items]


def test_any_unit_is_reserved_from_its_products_card_by_two_touches() -> None:
    """For who is signed in, by herself."""
    assert "reserve" in shown(SERVING, NOW, POLICY)
    command = placed(tap(SERVING, "reserve"))
    wanted = PlaceHold(R1, WRENCH.code, SPAN.start, SPAN.until, 1, receiver=ANN.id, worker=ANN.id)
    assert command == wanted


def test_one_asset_is_reserved_from_its_own_card_and_is_one() -> None:
    """There is nothing to count."""
    card = Showing("asset", "TW-01", WRENCH.code)
    task = tap(replace(SERVING, task=card), "reserve")
    assert placed(task).target == "TW-01"
    assert not takes(task, "plus", NOW, POLICY)


@pytest.mark.parametrize(
    "session",
    [Session(task=CARD), replace(SERVING, worker=Worker(ANN.id, Role.AUDITOR))],
    ids=["nobody", "an auditor"],
)
def test_who_takes_nothing_reserves_nothing(session: Session) -> None:
    """Nor is it drawn."""
    assert "reserve" not in shown(session, NOW, POLICY)
    turn = step(session, Tapped("reserve"), NOW, POLICY)
    assert not isinstance(turn.session.task, Reserving)


@pytest.mark.parametrize("card", [Showing("bin", "C1-04"), Showing("asset", "TW-01", WRENCH.code, mine=True)])
def test_what_is_ones_own_and_what_is_no_thing_is_not_reserved(card: Showing) -> None:
    """One keeps it longer, or opens what lies there."""
    assert not takes(replace(SERVING, task=card), "reserve", NOW, POLICY)


def test_several_are_counted_and_never_fewer_than_one() -> None:
    """By touch, as everywhere."""
    task = tap(SERVING, "reserve", "plus", "plus", "minus")
    assert placed(task).quantity == 2
    assert not takes(tap(task, "minus"), "minus", NOW, POLICY)


def test_the_way_back_is_step_by_step() -> None:
    """To the shifts, to the card, to the list."""
    session = tap(SERVING, "reserve", "days", "day:2026-11-05", "hours", "start:2026-11-05T09:00")
    assert isinstance(session.task, Reserving)
    back = tap(session, "close")
    assert isinstance(back.task, Reserving)
    assert back.task.step == ""
    assert tap(back, "close").task == CARD
    assert tap(back, "close", "close").task == Looking("where")


def test_a_scan_and_anothers_badge_win() -> None:
    """They mean what they always mean."""
    session = tap(SERVING, "reserve")
    assert step(session, CodeSeen("x"), NOW, POLICY).session.task != session.task
    for who in (session, replace(session, worker=KIM)):
        assert step(who, WorkerSeen(BEN), NOW, POLICY).session.state is not State.TASK


def test_a_keeper_reserves_for_whoevers_badge_is_shown_or_name_is_touched() -> None:
    """And stays signed in."""
    session = tap(replace(SERVING, worker=KIM), "reserve")
    by_badge = step(tap(session, "whom"), WorkerSeen(BEN), NOW, POLICY)
    assert by_badge.intents == ()
    assert (by_badge.session.who, placed(by_badge.session).receiver) == (KIM.id, BEN.id)
    typed = tap(session, "whom", "key:b", "key:e")
    by_name = tap(typed, "whom:ben", to=BEN)
    assert (placed(by_name).receiver, placed(by_name).worker) == (BEN.id, KIM.id)
    assert not takes(tap(SERVING, "reserve"), "whom", NOW, POLICY)
    assert not takes(tap(SERVING, "reserve"), "whom:ben", NOW, POLICY)


def test_what_was_reserved_is_said_and_closes_the_task() -> None:
    """With the time, in the site's zone."""
    session = tap(SERVING, "reserve")
    command = placed(session)
    fields = {"hold": R1, "product": WRENCH.code, "quantity": 1, "start": SPAN.start, "until": SPAN.until}
    done = judged(session, command, Approved((HoldPlaced(**fields, worker=ANN.id),)))  # type: ignore[arg-type]
    assert (done.task, done.worker) == (None, ANN)
    assert done.answer
    said = notice(done.answer, Scene("Main", AT, BERLIN, POLICY, product=WRENCH, counts=Counts(3)))
    assert said.title == f"Reserved: 1 x {WRENCH.name}"
    assert said.lines[0] == "Tue 3 Nov 07:00 to 15:00"
    assert said.figures == ()  # "Reserved 0" would be of now


def test_what_is_not_free_then_is_said_and_another_time_can_be_chosen() -> None:
    """The task stays as it was."""
    session = tap(SERVING, "reserve", "plus")
    refused = judged(session, placed(session), Refused(NotEnough(WRENCH.code, 1)))
    assert refused.task == session.task
    assert refused.answer
    said = notice(refused.answer, Scene("Main", AT, BERLIN, POLICY, product=WRENCH))
    assert (said.title, said.lines) == (f"Not free then: {WRENCH.name}", ("Free then: 1",))


def test_ones_own_reservation_is_canceled_from_mine() -> None:
    """And nowhere else is such an item taken."""
    session = tap(replace(SERVING, task=Looking("mine")), f"hold:{R1}")
    assert shown(session, NOW, POLICY)[0] == "cancel-hold"
    turn = step(session, Tapped("cancel-hold"), NOW, POLICY)
    assert [each.command for each in turn.intents] == [ReleaseHold(R1, worker=ANN.id)]
    assert tap(session, "close").task == Looking("mine")
    assert not takes(replace(SERVING, task=Looking("out")), f"hold:{R1}", NOW, POLICY)


def test_tomorrows_shift_at_this_time_of_day_comes_first_and_this_one_begins_now() -> None:
    """Local times; nothing that is over is offered."""
    shifts = Policy(shifts="06:00,14:00,22:00")
    at = datetime(2026, 11, 2, 14, 20, 30, tzinfo=UTC)  # 15:20 in Berlin
    assert offers(Reserving(WRENCH.code), shifts, at) == [
        "2026-11-03T14:00/2026-11-03T22:00",
        "2026-11-02T15:20/2026-11-02T22:00",
        "2026-11-02T22:00/2026-11-03T06:00",
        "2026-11-03T06:00/2026-11-03T14:00",
        "2026-11-03T22:00/2026-11-04T06:00",
        "2026-11-04T06:00/2026-11-04T14:00",
    ]


@pytest.mark.parametrize(
    ("at", "first"),
    [
        (datetime(2026, 11, 2, 3, tzinfo=UTC), "2026-11-03T07:00/2026-11-03T15:00"),
        (datetime(2026, 11, 2, 20, tzinfo=UTC), "2026-11-03T07:00/2026-11-03T15:00"),
    ],
)
def test_a_crib_without_shifts_offers_days(at: datetime, first: str) -> None:
    """Each as long as a loan."""
    found = offers(Reserving(WRENCH.code), POLICY, at)
    assert found[0] == first
    assert len(found) == len(set(found))


@pytest.mark.parametrize("shifts", ["", "06:00", "06:00,18:00", "06:00,14:00,22:00", "00:00,23:59"])
@pytest.mark.parametrize("hour", range(24))
def test_whatever_the_hour_there_is_something_to_choose(shifts: str, hour: int) -> None:
    """Every span is ahead, and ends after it begins; across the change of the clocks, too."""
    at = datetime(2026, 10, 24, hour, 59, tzinfo=UTC)
    found = offers(Reserving(WRENCH.code), Policy(shifts=shifts), at)
    assert found
    for start, until in (each.split("/") for each in found):
        assert at.astimezone(BERLIN).strftime("%Y-%m-%dT%H:%M") <= start < until


def test_a_day_and_its_hours_are_chosen_without_a_letter() -> None:
    """Fourteen days, the hours of one, and what may be the end."""
    task = Reserving(WRENCH.code)
    assert len(offers(replace(task, step="days"))) == 14
    day = replace(task, step="day", day="2026-11-05")
    assert offers(day, Policy(shifts="06:00,14:00"))[0] == "2026-11-05T06:00/2026-11-05T14:00"
    hours = offers(replace(day, step="hours"))
    assert (hours[0], len(hours)) == ("2026-11-05T06:00", 24)
    ends = offers(replace(day, step="until", start="2026-11-05T09:00"))
    assert ends[0] == "2026-11-05T09:00/2026-11-05T10:00"
    assert ends[-1] == "2026-11-05T09:00/2026-11-12T09:00"


def test_who_is_offered_by_name_is_a_touch_away() -> None:
    """Code and name, as the store found them."""
    task = Reserving(GLOVES.code, AssetCode(""), step="whom", text="be")
    scene = Scene("Main", AT, BERLIN, POLICY, opened=(("ben", "Ben Oak"),))
    sheet = reserving_words.sheet(SERVING, task, scene)
    assert [(item.title, item.control) for item in sheet.items] == [("Ben Oak", "whom:ben")]
