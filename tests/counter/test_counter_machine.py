"""The session machine: what each signal leads to in each state, and that the table tells the whole truth."""

import random
from collections import defaultdict
from itertools import product
from typing import get_args

import pytest
from counter_stage import (
    ANN,
    ANN_SEEN,
    ASKED_OVER,
    ASKED_RETURN,
    BEN,
    BEN_SEEN,
    BIN_SEEN,
    C2_01,
    GLOVES,
    GLOVES_SEEN,
    IDLE,
    IN,
    JOB_SEEN,
    LEA,
    LEA_SEEN,
    NOW,
    ON_LINE,
    POLICY,
    SERVING,
    SIGNALS,
    STOCK,
    STOPPED,
    STRANGE_BADGE,
    STRANGE_CODE,
    TIME,
    VERDICTS,
    WAITING,
    WITH_ANN,
    WITH_BEN,
    Happening,
    after,
    happenings,
    kit,
    kit_seen,
    later,
    seen,
    walk,
    wrench,
)
from hypothesis import given
from msgspec.structs import replace

from kiosk.counter import machine
from kiosk.counter.machine import TABLE, step
from kiosk.counter.session import Act, Session, State, Turn, deadline, shows
from kiosk.counter.signals import AssetSeen, KitSeen, Signal, StockSeen, Tapped
from kiosk.counter.taps import shown
from kiosk.counter.tasks import Looking
from kiosk.crib import commands as do
from kiosk.crib.names import NOBODY, AssetCode, CommandId, JobCode, KitCode, OverrideReason, Problem
from kiosk.crib.places import QUARANTINE
from kiosk.crib.policy import Policy

I, W, S, A, T = State  # noqa: E741
TW = AssetCode("TW-01")
TAKE, BRING = do.IssueAsset(TW, ANN.id), do.ReturnAsset(TW)
RETURN, TAKE_OVER = do.ReturnAsset(TW, ANN.id), do.HandOverAsset(TW, ANN.id)
ONE = do.IssueStock(GLOVES.code, C2_01, 1, ANN.id)
TURN_AWAY, KEEP = do.TurnAway(STRANGE_BADGE.badge), do.KeepCode("MEX-1", NOBODY)
ANN_IN, BEN_IN = do.OpenSession(ANN.id), do.OpenSession(BEN.id)
SET, FOR_J100 = KitCode("KIT-1"), do.Wish(job=JobCode("J100"))
TAKE_SET, BRING_SET = do.IssueKit(SET, ANN.id), do.ReturnKit(SET)
LIFTED = do.Override(LEA.id, ("calibration-expired",), OverrideReason.OTHER)
MINE = replace(SERVING, subject=TW)
LISTED = replace(IDLE, listed=(TW,))
KIT_BACK = replace(IDLE, act=Act(CommandId("c-1"), NOBODY, NOW.boot, kit=(TW,)))
OFFERED = after(IDLE, returned="TW-01")
WAITING_OFFERED = after(WAITING, returned="TW-01")
LOCKED_SEEN = AssetSeen("TW-01", wrench(locked=True))
LOCKED_KIT_SEEN = KitSeen("KIT-1", replace(kit(), assets=(wrench(locked=True),)))

LEADS: list[tuple[Session, Signal, list[do.Command], State]] = [
    (IDLE, ANN_SEEN, [ANN_IN], I),
    (WAITING, ANN_SEEN, [ANN_IN, TAKE], I),
    (SERVING, ANN_SEEN, [], S),
    (SERVING, BEN_SEEN, [BEN_IN], I),
    (ASKED_OVER, ANN_SEEN, [], A),
    (ASKED_OVER, BEN_SEEN, [BEN_IN], I),
    (IDLE, STRANGE_BADGE, [TURN_AWAY], I),
    (WAITING, STRANGE_BADGE, [TURN_AWAY], W),
    (SERVING, STRANGE_BADGE, [TURN_AWAY], I),
    (ASKED_OVER, STRANGE_BADGE, [TURN_AWAY], I),
    (IDLE, seen(IN), [], W),
    (IDLE, seen(WITH_BEN), [BRING], I),
    (IDLE, seen(QUARANTINE), [], I),
    (IDLE, LOCKED_SEEN, [replace(TAKE, worker=NOBODY)], I),
    (IDLE, StockSeen("C2-01", replace(STOCK, locked=True)), [replace(ONE, worker=NOBODY)], I),
    (IDLE, LOCKED_KIT_SEEN, [replace(TAKE_SET, worker=NOBODY)], I),
    (WAITING, LOCKED_SEEN, [replace(TAKE, worker=NOBODY)], W),
    (WAITING, seen(IN, "TW-02"), [], W),
    (WAITING, seen(WITH_BEN), [BRING], W),
    (SERVING, seen(IN), [TAKE], S),
    (SERVING, seen(QUARANTINE), [TAKE], S),
    (SERVING, seen(WITH_ANN, ago=600), [RETURN], S),
    (SERVING, seen(WITH_ANN, ago=599), [], A),
    (SERVING, seen(WITH_BEN), [], A),
    (ASKED_OVER, seen(IN), [TAKE], S),
    (ASKED_OVER, seen(WITH_BEN, "TW-02"), [], A),
    (STOPPED, LEA_SEEN, [replace(TAKE, override=LIFTED)], S),
    (STOPPED, BEN_SEEN, [BEN_IN], I),
    (IDLE, kit_seen(IN), [], W),
    (IDLE, kit_seen(WITH_BEN), [BRING_SET], I),
    (WAITING, kit_seen(IN), [], W),
    (WAITING, kit_seen(WITH_ANN), [BRING_SET], W),
    (SERVING, kit_seen(IN), [TAKE_SET], S),
    (SERVING, kit_seen(WITH_ANN), [do.ReturnKit(SET, ANN.id)], S),
    (ASKED_OVER, kit_seen(IN), [TAKE_SET], S),
    (IDLE, JOB_SEEN, [], I),
    (WAITING, JOB_SEEN, [], W),
    (SERVING, JOB_SEEN, [], S),
    (ASKED_OVER, JOB_SEEN, [], S),
    (replace(SERVING, wish=FOR_J100), seen(IN), [replace(TAKE, wish=FOR_J100)], S),
    (IDLE, GLOVES_SEEN, [], W),
    (WAITING, GLOVES_SEEN, [], W),
    (SERVING, GLOVES_SEEN, [ONE], S),
    (ON_LINE, GLOVES_SEEN, [ONE], S),
    (ASKED_RETURN, GLOVES_SEEN, [ONE], S),
    (IDLE, BIN_SEEN, [], I),
    (WAITING, BIN_SEEN, [], W),
    (SERVING, BIN_SEEN, [], S),
    (ASKED_RETURN, BIN_SEEN, [], S),
    (IDLE, STRANGE_CODE, [KEEP], I),
    (WAITING, STRANGE_CODE, [KEEP], W),
    (SERVING, STRANGE_CODE, [do.KeepCode("MEX-1", ANN.id)], S),
    (ASKED_RETURN, STRANGE_CODE, [do.KeepCode("MEX-1", ANN.id)], S),
    (OFFERED, Tapped("undo"), [do.UndoAct(CommandId("c-1"))], I),
    (OFFERED, Tapped("problem:broken"), [do.QuarantineAsset(TW, Problem.BROKEN)], I),
    (WAITING_OFFERED, Tapped("problem:blunt"), [do.QuarantineAsset(TW, Problem.BLUNT)], W),
    (KIT_BACK, Tapped("missing:TW-01"), [do.UndoAct(CommandId("c-1"), NOBODY, TW)], I),
    (LISTED, Tapped("not-here:TW-01"), [do.ReportMissing(TW)], I),
    (MINE, Tapped("give:ben", BEN), [do.GiveAsset(TW, BEN.id, ANN.id)], S),
    (MINE, Tapped("extend:2h"), [do.ExtendLoan(TW, 7200, ANN.id)], S),
    (MINE, Tapped("extend:0h"), [], S),
    (MINE, Tapped("extend:soon"), [], S),
    (STOPPED, Tapped("other"), [do.IssueAsset(AssetCode("TW-03"), ANN.id)], S),
    (SERVING, Tapped("sign-out"), [], I),
    (after(SERVING, ANN), Tapped("undo"), [do.UndoAct(CommandId("c-1"), ANN.id)], S),
    (ON_LINE, Tapped("plus"), [ONE], S),
    (ON_LINE, Tapped("minus"), [do.PutBackStock(GLOVES.code, C2_01, 1, ANN.id)], S),
    (ON_LINE, Tapped("put-back"), [do.PutBackStock(GLOVES.code, C2_01, 1, ANN.id)], S),
    (ON_LINE, Tapped("quantity:9"), [do.IssueStock(GLOVES.code, C2_01, 7, ANN.id)], S),
    (ON_LINE, Tapped("quantity:0"), [do.PutBackStock(GLOVES.code, C2_01, 2, ANN.id)], S),
    (ASKED_RETURN, Tapped("yes"), [RETURN], S),
    (ASKED_RETURN, Tapped("no"), [], S),
    (ASKED_OVER, Tapped("take-over"), [TAKE_OVER], S),
    (ASKED_OVER, Tapped("just-return"), [RETURN], S),
    (ASKED_OVER, Tapped("yes"), [], A),
    (IDLE, TIME, [], I),
    (WAITING, TIME, [], W),
    (SERVING, TIME, [], S),
    (ASKED_OVER, TIME, [], A),
]  # fmt: skip
NAMES = [f"{trial[0].state} {type(trial[1]).__name__} {n}" for n, trial in enumerate(LEADS)]


@pytest.mark.parametrize(("session", "signal", "commands", "end"), LEADS, ids=NAMES)
def test_a_signal_leads_to(session: Session, signal: Signal, commands: list[do.Command], end: State) -> None:
    """In a state a signal leads to these commands, in order, and, before they are done, to this state."""
    turn = step(session, signal, NOW, POLICY)

    assert commands == [intent.command for intent in turn.intents]
    assert end == turn.session.state


def test_every_pair_of_state_and_signal_is_tried_above() -> None:
    """The trials above leave out no row of the table but a task's, which is tried by what it leads to."""
    pairs = set(product(State, get_args(Signal)))

    assert pairs == set(TABLE)
    assert {(session.state, type(signal)) for session, signal, _, _ in LEADS} == {
        (state, signal) for state, signal in pairs if state is not T
    }


def test_a_pair_that_is_not_in_the_table_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a row out of the table, and its signal changes nothing in its state."""
    for session, signal, _, _ in LEADS:
        with monkeypatch.context() as patch:
            pair = (session.state, type(signal))
            without = {other: row for other, row in TABLE.items() if other != pair}
            patch.setattr("kiosk.counter.machine.TABLE", without)
            assert Turn(session) == step(session, signal, NOW, POLICY)


@given(happenings)
def test_no_walk_ends_where_its_row_does_not_say(many: list[Happening]) -> None:
    """Whatever happens, and whatever is decided of it, each step ends as its row says, or changes nothing."""
    for before, signal, _, end in walk(many):
        _, ends = TABLE[before.state, type(signal)]
        assert end.state in ends or end == before


def test_what_waits_for_a_badge_waits_on_when_a_list_is_closed_by_a_strange_one() -> None:
    """The table says so, too."""
    turn = step(replace(WAITING, task=Looking("out")), STRANGE_BADGE, NOW, POLICY)

    assert turn.session.state is W
    assert W in TABLE[T, type(STRANGE_BADGE)][1]


def test_every_arrow_of_the_diagram_is_walked() -> None:
    """No row says more than can happen: every end, but of a keeper's tasks, is reached by a walk."""
    chance, reached = random.Random(4711), defaultdict(set)
    for policy in [POLICY, Policy(pin_role="worker")] * 250:
        moments = [(chance.choice(SIGNALS), chance.choice([0.0, 0.5, 3.0, 8.0])) for _ in range(150)]
        many = [(*moment, tuple(chance.choices(VERDICTS, k=3))) for moment in moments]
        for before, signal, _, end in walk(many, policy):
            reached[before.state, type(signal)].add(end.state)

    assert {pair: set(ends) - {T} for pair, (_, ends) in TABLE.items() if pair[0] is not T} == {
        pair: ends & set(TABLE[pair][1]) - {T} for pair, ends in reached.items() if pair[0] is not T
    }


@given(happenings)
def test_a_tap_on_what_is_not_shown_changes_nothing(many: list[Happening]) -> None:
    """A control that is not on the screen does nothing, whatever the session."""
    for session, _, now, _ in walk(many):
        on_screen = set(shown(session, now, POLICY))
        names = "undo plus yes take-over sign-out all-right reason:urgent give: not-here:X".split()
        for control in (*names, ""):
            if control not in on_screen:
                assert Turn(session) == step(session, Tapped(control), now, POLICY)


@given(happenings)
def test_time_changes_something_at_the_deadline_and_not_before(many: list[Happening]) -> None:
    """Until a session's deadline time changes nothing; then something is over, and the deadline moves on."""
    for *_, now, session in walk(many):
        end = deadline(session, POLICY)
        if end is None:
            for_ever = step(session, TIME, later(1e6), POLICY).session
            assert (session.state, shows(session)) == (for_ever.state, shows(for_ever))
            continue
        over = step(session, TIME, later(end - NOW.boot), POLICY).session
        following = deadline(over, POLICY)
        assert following is None or following > end
        assert end <= now.boot or session == step(session, TIME, now, POLICY).session


@given(happenings)
def test_a_question_stands_only_while_its_asker_is_signed_in(many: list[Happening]) -> None:
    """Questions and lines are of who is signed in; things wait only while nobody is."""
    for *_, session in walk(many):
        assert session.worker or (session.question is None and session.line is None)
        assert not (session.worker and session.waiting)


def test_the_diagram_has_an_arrow_for_every_end() -> None:
    """The diagram is made from the table: an arrow for every state and end, with every signal on it."""
    lines = machine.diagram().splitlines()

    assert lines[:2] == ["stateDiagram-v2", "    [*] --> idle"]
    arrows = {(state, end) for (state, _), (_, ends) in TABLE.items() for end in ends}
    drawn = {line.split(":")[0].strip() for line in lines[2:]}
    assert {f"{state} --> {end}" for state, end in arrows} == drawn
    assert sum(len(ends) for _, ends in TABLE.values()) == sum(line.count(",") + 1 for line in lines[2:])
