"""Linking at the counter: who is asked what an unknown code is, and what goes on once it is known."""

from typing import Any

import pytest
from counter_stage import (
    ANN,
    BIN_SEEN,
    GLOVES,
    GLOVES_SEEN,
    IDLE,
    LEA,
    NOW,
    POLICY,
    WITH_BEN,
    WRENCH,
    kit_seen,
    seen,
)
from msgspec.structs import replace

from kiosk.counter import linking
from kiosk.counter.conclude import conclude
from kiosk.counter.machine import step
from kiosk.counter.session import Done, Intent, Session, Stop, Turn
from kiosk.counter.signals import CodeSeen, PlaceSeen, Tapped, WorkerSeen
from kiosk.counter.tasks import Linking
from kiosk.crib.commands import IssueAsset, IssueStock, KeepCode
from kiosk.crib.keeper_refusals import Unfit
from kiosk.crib.linking import LinkCode
from kiosk.crib.names import CommandId
from kiosk.crib.outcomes import Approved, Refused
from kiosk.crib.products import Worker
from kiosk.crib.refusals import UnknownCode

GTIN = "4006381333931"
MAKERS, STRANGE = CodeSeen(GTIN, is_gtin=True, linkable=True), CodeSeen("what-is-this")
WRENCHES = PlaceSeen("TQ-60", "product", (), product=WRENCH.code, name=WRENCH.name)
LED = Session(worker=LEA, last_act=NOW.boot)
ASKED = replace(LED, task=Linking(GTIN))


def kept(session: Session, signal: CodeSeen) -> Session:
    """The session after an unknown code was scanned and kept."""
    turn = step(session, signal, NOW, POLICY)
    (intent,) = turn.intents
    assert intent.command == KeepCode(signal.code, session.who)
    return conclude(
        turn.session, Done(CommandId("c-1"), intent, Refused(UnknownCode(signal.code)), None), NOW
    )


def linked(thing: Any, session: Session = ASKED) -> Turn:
    """What a touch on what is offered leads to."""
    return step(session, Tapped("link:X", thing=thing), NOW, POLICY)


def test_a_lead_is_asked_at_once_what_a_makers_code_is() -> None:
    """Of any other code she is only told that it is kept."""
    assert kept(LED, MAKERS).task == Linking(GTIN)
    assert kept(LED, STRANGE).task is None


@pytest.mark.parametrize(("worker", "task"), [(LEA, Linking(GTIN)), (ANN, None)])
def test_a_code_that_nobody_signed_for_waits_for_a_leads_badge(worker: Worker, task: Linking | None) -> None:
    """A worker is not asked."""
    waiting = kept(IDLE, MAKERS)
    assert waiting.task is None
    assert step(waiting, WorkerSeen(worker), NOW, POLICY).session.task == task


def test_what_is_no_longer_on_the_screen_is_not_asked_about() -> None:
    """Something else was said since, or the code is none that can be linked."""
    waiting = kept(IDLE, MAKERS)
    assert linking.waiting(replace(waiting, answer=None), LEA) is None
    assert linking.waiting(replace(waiting, stop=None), LEA) is None
    assert linking.waiting(kept(IDLE, STRANGE), LEA) is None
    other = Stop(Intent(KeepCode("x")), UnknownCode("x"))
    assert linking.waiting(replace(waiting, stop=other), LEA) is None


def test_one_touch_links_and_what_was_scanned_for_goes_on() -> None:
    """The link first, then the act; another's thing is asked about as always."""
    turn = linked(seen())
    assert [type(intent.command) for intent in turn.intents] == [LinkCode, IssueAsset]
    assert turn.intents[0].command == LinkCode(GTIN, "TW-01", LEA.id)
    assert turn.session.task is None

    pieces = linked(GLOVES_SEEN)
    assert [type(intent.command) for intent in pieces.intents] == [LinkCode, IssueStock]
    assert pieces.intents[0].command == LinkCode(GTIN, GLOVES.code, LEA.id)
    assert linked(seen(WITH_BEN)).session.question is not None


def test_a_product_with_tags_is_only_linked() -> None:
    """There is nothing to take by its code."""
    turn = linked(WRENCHES)
    assert [intent.command for intent in turn.intents] == [LinkCode(GTIN, WRENCH.code, LEA.id)]
    assert turn.session.answer is not None
    assert turn.session.answer.kind == "linked"


def test_nothing_else_can_be_linked_to() -> None:
    """Nor by a worker, nor by nobody."""
    assert linked(BIN_SEEN).intents == ()
    assert linked(kit_seen()).intents == ()
    for worker in (ANN, None):
        assert not linking.takes(replace(ASKED, worker=worker), Linking(GTIN), "link:TW-01")


def test_a_link_that_is_refused_is_said() -> None:
    """One that is done is told by what goes on."""
    intent, refused = Intent(LinkCode(GTIN, "TW-01", LEA.id)), Refused(Unfit(()))
    said = conclude(LED, Done(CommandId("c-1"), intent, refused, LEA), NOW)
    assert said.answer is not None
    assert (said.answer.kind, said.answer.asset) == ("refused", "TW-01")
    assert conclude(LED, Done(CommandId("c-1"), intent, Approved(()), LEA), NOW) == LED


def test_what_is_typed_looks_for_something_else() -> None:
    """Enter is not needed; a scan or another's badge closes the question."""
    session = step(ASKED, Tapped("look-up"), NOW, POLICY).session
    assert linking.controls(session, Linking(GTIN, looks=True)) == ()
    for key in ("g", "l", "x", "back", "space", "9", "enter"):
        session = step(session, Tapped(f"key:{key}"), NOW, POLICY).session
    assert session.task == Linking(GTIN, looks=True, typed="gl 9")
    assert step(session, seen(), NOW, POLICY).session.task is None
    assert step(session, WorkerSeen(ANN), NOW, POLICY).session.task is None


def test_a_code_of_a_list_is_looked_at_by_leads() -> None:
    """One that was kept long ago."""
    assert step(LED, Tapped("unknown:INV-7"), NOW, POLICY).session.task == Linking("INV-7")
    assert step(replace(LED, worker=ANN), Tapped("unknown:INV-7"), NOW, POLICY).session.task is None
