"""Answers: what the counter says and remembers once a command was judged."""

from datetime import timedelta
from typing import Any

import pytest
from counter_stage import (
    ANN,
    AT,
    BEN,
    C2_01,
    GLOVES,
    IDLE,
    LINE,
    NOW,
    ON_LINE,
    SERVING,
    WRENCH,
    after,
    judged,
    later,
)
from msgspec.structs import replace

from kiosk.counter.conclude import KIND, conclude
from kiosk.counter.session import Answer, Done, Intent, Line, Session
from kiosk.crib import commands as do
from kiosk.crib import definitions as new
from kiosk.crib import entries as was
from kiosk.crib.body import Moved
from kiosk.crib.names import NOBODY, AssetCode, CommandId, KitCode, Problem
from kiosk.crib.outcomes import Approved
from kiosk.crib.places import held_by
from kiosk.crib.refusals import InactiveWorker, NotEnough

TW, SET = AssetCode("TW-01"), KitCode("KIT-1")
DUE = round((AT + timedelta(hours=8)).timestamp() * 1_000_000)
TOOL: dict[str, Any] = {"asset": TW, "product": WRENCH.code, "quantity": 1}
PIECES: dict[str, Any] = {"product": GLOVES.code, "bin": C2_01}
BACK = replace(LINE, back=True)
OUT_WITH_BEN, HANDED_TO = str(held_by(BEN.id)), str(held_by(ANN.id))
HANDED = Approved(
    (was.AssetHandedOver(**TOOL, source=OUT_WITH_BEN, destination=HANDED_TO, due=AT + timedelta(hours=8)),)
)

SAID: dict[str, tuple[Session, Intent, Answer]] = {
    "signed in": (IDLE, Intent(do.OpenSession(ANN.id)), Answer("signed-in", by=ANN.id)),
    "taken": (
        SERVING,
        Intent(do.IssueAsset(TW, ANN.id)),
        Answer("taken", by=ANN.id, due=DUE, **TOOL),
    ),
    "returned by nobody": (IDLE, Intent(do.ReturnAsset(TW)), Answer("returned", by=NOBODY, **TOOL)),
    "taken over": (
        SERVING,
        Intent(do.HandOverAsset(TW, ANN.id)),
        Answer("handed-over", by=ANN.id, due=round(AT.timestamp() * 1_000_000), **TOOL),
    ),
    "given": (
        SERVING,
        Intent(do.GiveAsset(TW, BEN.id, ANN.id)),
        Answer("handed-over", by=ANN.id, due=round(AT.timestamp() * 1_000_000), to=BEN.id, **TOOL),
    ),
    "kept for longer": (
        SERVING,
        Intent(do.ExtendLoan(TW, 3600, ANN.id)),
        Answer("extended", by=ANN.id, asset=TW, due=DUE),
    ),
    "not there": (IDLE, Intent(do.ReportMissing(TW)), Answer("missing", by=NOBODY, asset=TW)),
    "a kit taken": (SERVING, Intent(do.IssueKit(SET, ANN.id)), Answer("taken", by=ANN.id, kit=SET)),
    "a kit brought back short": (
        IDLE,
        Intent(do.ReturnKit(SET, missing=(AssetCode("TW-02"),))),
        Answer("returned", by=NOBODY, kit=SET, lines=("TW-02",)),
    ),
    "set aside": (
        IDLE,
        Intent(do.QuarantineAsset(TW, Problem.BROKEN)),
        Answer("quarantined", by=NOBODY, **TOOL),
    ),
    "undone": (SERVING, Intent(do.UndoAct(CommandId("c"), ANN.id)), Answer("undone", by=ANN.id, **TOOL)),
    "pieces taken: the line, not the difference": (
        ON_LINE,
        Intent(do.IssueStock(GLOVES.code, C2_01, 4, ANN.id), replace(LINE, total=6)),
        Answer("issued", by=ANN.id, quantity=6, **PIECES),
    ),
    "fewer taken: still a line that takes": (
        ON_LINE,
        Intent(do.PutBackStock(GLOVES.code, C2_01, 1, ANN.id), replace(LINE, total=1)),
        Answer("issued", by=ANN.id, quantity=1, **PIECES),
    ),
    "pieces put back": (
        ON_LINE,
        Intent(do.PutBackStock(GLOVES.code, C2_01, 3, ANN.id), replace(BACK, total=3)),
        Answer("put-back", by=ANN.id, quantity=3, **PIECES),
    ),
    "fewer put back: still a line that puts back": (
        ON_LINE,
        Intent(do.IssueStock(GLOVES.code, C2_01, 1, ANN.id), replace(BACK, total=2)),
        Answer("put-back", by=ANN.id, quantity=2, **PIECES),
    ),
}


@pytest.mark.parametrize(("session", "intent", "answer"), SAID.values(), ids=SAID)
def test_an_approved_command_is_said(session: Session, intent: Intent, answer: Answer) -> None:
    """What was written is said, by whom, with the whole line of a quantity, and counted as said."""
    concluded = conclude(session, judged(intent, "yes"), NOW)

    assert answer == concluded.answer
    assert (session.answers + 1, NOW.boot) == (concluded.answers, concluded.answered)
    assert intent.line == concluded.line


def test_every_entry_of_the_counter_has_a_word() -> None:
    """Every movement that is not the keeper's is said by a word: of a kit and its assets by the same."""
    kept = {
        was.AssetReceived, was.StockReceived, was.AssetLost, was.StockMoved, was.AssetMoved,
        was.StockScrapped, was.AssetRetired,
    }  # fmt: skip
    moved = {kind for kind in vars(was).values() if isinstance(kind, type) and issubclass(kind, Moved)}

    assert moved - kept - {Moved} <= set(KIND)
    shared = {was.AssetFound, was.KitReturned, was.KitIssued}
    assert len(KIND) - len(shared) == len(set(KIND.values()))


def test_a_refusal_is_said_with_what_it_was_about_and_ends_the_chance_to_undo() -> None:
    """A refusal names the thing and the reason; the last act can no longer be undone by one tap."""
    asked = judged(Intent(do.IssueAsset(TW, ANN.id)), "no")
    concluded = conclude(after(SERVING, ANN), asked, NOW)

    assert concluded.answer == Answer("refused", by=ANN.id, asset=TW, refusal=NotEnough(GLOVES.code, 0))
    assert concluded.act is None


def test_who_may_not_sign_in_is_not_signed_in() -> None:
    """A refused sign-in leaves nobody signed in; an approved one, the worker whom the facts brought."""
    intent = Intent(do.OpenSession(BEN.id))
    refused = conclude(IDLE, judged(intent, "no"), NOW)

    assert refused.worker is None
    assert refused.answer == Answer("refused", refusal=InactiveWorker(ANN.id))
    assert conclude(IDLE, judged(intent, "yes", BEN), NOW).worker == BEN


QUIET = [
    ("nothing came of it", Intent(do.UndoAct(CommandId("c"))), "nothing"),
    ("a start", Intent(do.Start("1")), "yes"),
    ("a definition", Intent(new.Define(())), "no"),
    ("a policy", Intent(do.SetPolicy("signout", 9)), "no"),
]


@pytest.mark.parametrize(("said", "intent", "verdict"), QUIET, ids=[said for said, *_ in QUIET])
def test_nothing_is_said_at_the_counter_of(said: str, intent: Intent, verdict: str) -> None:
    """What is no act of the person at the counter changes nothing there."""
    assert conclude(ON_LINE, judged(intent, verdict), NOW) == ON_LINE


def test_an_act_can_be_undone_and_an_undo_cannot() -> None:
    """After an act the session remembers its command, its line before, and what came back by it."""
    act = conclude(IDLE, judged(Intent(do.ReturnAsset(TW)), "yes"), later(1)).act
    line = conclude(ON_LINE, judged(Intent(do.IssueAsset(TW, ANN.id)), "yes"), NOW).act
    undone = conclude(after(SERVING, ANN), judged(Intent(do.UndoAct(CommandId("c-1"), ANN.id)), "yes"), NOW)

    assert act is not None
    assert (CommandId("c-2"), NOBODY, 101.0, TW) == (act.command, act.worker, act.done, act.returned)
    assert line is not None
    assert (Line(GLOVES.code, C2_01, 2), "") == (line.line_before, line.returned)
    assert undone.act is None


def test_a_kit_is_spoken_of_as_one() -> None:
    """Taken over or undone, it is the kit, and not the last of its assets."""
    over = judged(Intent(do.IssueKit(SET, ANN.id, over=True)), "yes")
    handed = conclude(SERVING, Done(over.id, over.intent, HANDED, ANN), NOW)
    undone = conclude(handed, judged(Intent(do.UndoAct(over.id, ANN.id)), "yes"), NOW)

    assert handed.answer == Answer("handed-over", by=ANN.id, kit=SET, due=DUE)
    assert undone.answer == Answer("undone", by=ANN.id, kit=SET)


def test_what_is_known_not_to_be_here_is_shown_as_it_stands() -> None:
    """A second report is no entry, and is answered all the same."""
    again = judged(Intent(do.ReportMissing(TW, ANN.id)), "nothing")

    assert conclude(SERVING, again, NOW).answer == Answer("card", by=ANN.id, asset=TW)
