"""At the counter: what bounces, what waits, how lines and undo work."""

import pytest
from counter_stage import (
    ANN,
    ANN_SEEN,
    ASKED_RETURN,
    BEN_SEEN,
    BIN_SEEN,
    C2_01,
    GLOVES,
    GLOVES_SEEN,
    IDLE,
    IN,
    LINE,
    NOW,
    ON_LINE,
    POLICY,
    SERVING,
    STRANGE_BADGE,
    STRANGE_CODE,
    TIME,
    WITH_ANN,
    WITH_BEN,
    later,
    play,
    seen,
)
from msgspec.structs import replace

from kiosk.counter.machine import step
from kiosk.counter.session import Session, State, Turn
from kiosk.counter.signals import AssetSeen, Scanned, Tapped
from kiosk.counter.taps import shown
from kiosk.crib import commands as do
from kiosk.crib.names import AssetCode
from kiosk.crib.places import QUARANTINE

TAKE = do.IssueAsset(AssetCode("TW-01"), ANN.id)
RETURN = do.ReturnAsset(AssetCode("TW-01"))
ANN_IN = do.OpenSession(ANN.id)
AGAIN = [seen(IN), seen(WITH_BEN), STRANGE_CODE, BIN_SEEN]


@pytest.mark.parametrize("session", [IDLE, SERVING], ids=["nobody", "ann"])
@pytest.mark.parametrize("signal", AGAIN, ids=lambda signal: signal.code)
def test_the_same_scan_within_three_seconds_does_nothing(session: Session, signal: Scanned) -> None:
    """A code scanned again by the same person does nothing for three seconds after its answer."""
    first = play(session, signal, NOW, ("yes",))

    assert Turn(first) == step(first, signal, later(2.9), POLICY)
    assert Turn(first) != step(first, signal, later(3), POLICY)


def test_a_consumable_bounces_for_one_second() -> None:
    """A consumable scanned again after a second means one more on the same line."""
    first = play(SERVING, GLOVES_SEEN, NOW, ("yes",))

    assert Turn(first) == step(first, GLOVES_SEEN, later(0.9), POLICY)
    (intent,) = step(first, GLOVES_SEEN, later(1), POLICY).intents
    assert intent.line == replace(LINE, total=2)


def test_a_bounce_ends_with_another_persons_badge_and_not_with_ones_own() -> None:
    """Another badge ends the bounce for both; leaving and coming back does not."""
    first = play(SERVING, seen(IN), NOW, ("yes",))
    switched = play(play(first, BEN_SEEN, later(0.1), ("yes",)), ANN_SEEN, later(0.2), ("yes",))
    left = play(first, Tapped("sign-out"), later(0.1), ())
    back = play(left, ANN_SEEN, later(0.2), ("yes",))
    nobody_yet = play(back, Tapped("sign-out"), later(0.3), ())
    strange = play(play(first, STRANGE_BADGE, later(0.1), ("no",)), ANN_SEEN, later(0.2), ("yes",))

    mine = seen(WITH_ANN, ago=1)
    assert back.state == State.SERVING
    assert Turn(back) == step(back, mine, later(1), POLICY)
    assert Turn(nobody_yet) == step(nobody_yet, mine, later(1), POLICY)
    assert [intent.command for intent in step(nobody_yet, mine, later(3), POLICY).intents] == [RETURN]
    for session in (switched, strange):
        assert step(session, mine, later(1), POLICY).session.state == State.ASKING


def test_a_tapped_answer_answers_the_code_anew() -> None:
    """A tool that still lies under the scanner when its question is answered is not scanned again by that."""
    returned = play(ASKED_RETURN, Tapped("yes"), later(5), ("yes",))

    assert Turn(returned) == step(returned, seen(IN), later(7.9), POLICY)
    assert [intent.command for intent in step(returned, seen(IN), later(8), POLICY).intents] == [TAKE]


def test_things_wait_fifteen_seconds_each_and_are_taken_by_one_badge() -> None:
    """Each scanned thing waits for itself; a badge takes those that still wait, in the order of scanning."""
    first = play(IDLE, seen(IN, "TW-01"), NOW, ())
    second = play(first, seen(IN, "TW-02"), later(10), ())
    both = step(second, ANN_SEEN, later(14.9), POLICY)
    later_on = play(second, TIME, later(15), ())

    named = [intent.command for intent in both.intents]
    assert [ANN_IN, TAKE, do.IssueAsset(AssetCode("TW-02"), ANN.id)] == named
    assert [waiting.code for waiting in later_on.waiting] == ["TW-02"]
    assert play(later_on, TIME, later(25), ()).state == State.IDLE


def test_a_refusal_closes_the_line_of_another_thing() -> None:
    """No stop, question or card has buttons of another thing's line; a refused step of the line leaves it."""
    other = AssetSeen("TW-01", seen(QUARANTINE).asset)

    for signal in (other, seen(WITH_BEN), BIN_SEEN, STRANGE_CODE):
        assert play(ON_LINE, signal, NOW, ("no",)).line is None
    assert play(ON_LINE, Tapped("quantity:99"), NOW, ("no",)).line == LINE
    assert play(ON_LINE, GLOVES_SEEN, NOW, ("no",)).line == LINE


def test_a_card_offers_nothing_of_the_act_before_it() -> None:
    """When another thing is shown, what was done before can no longer be undone by the buttons under it."""
    returned = play(IDLE, seen(WITH_BEN), NOW, ("yes",))

    assert "undo" in shown(returned, NOW, POLICY)
    for signal in (seen(IN, "TW-02"), BIN_SEEN, GLOVES_SEEN):
        after = shown(play(returned, signal, NOW, ()), NOW, POLICY)
        assert {"undo", "problem"}.isdisjoint(after)


def test_put_back_turns_the_line_round() -> None:
    """After put-back the line counts what goes back, from 0; + puts one more back, and a scan as well."""
    turned = play(ON_LINE, Tapped("put-back"), NOW, ("yes",))
    more = [step(turned, signal, later(2), POLICY).intents for signal in (Tapped("plus"), GLOVES_SEEN)]

    assert turned.line == replace(LINE, total=0, back=True)
    assert "put-back" not in shown(turned, NOW, POLICY)
    back = do.PutBackStock(GLOVES.code, C2_01, 1, ANN.id)
    assert [(back, 1)] * 2 == [(intent.command, intent.line.total) for (intent,) in more if intent.line]
    emptied = replace(ON_LINE, line=replace(LINE, total=0))
    turn = step(emptied, Tapped("put-back"), NOW, POLICY)
    assert (turn.intents, turn.session.line) == ((), replace(LINE, total=0, back=True))


@pytest.mark.parametrize("value", ["-1", "x", "", "1.5", "٣", "1000001", "9" * 5000])
def test_a_quantity_that_is_none_changes_no_line(value: str) -> None:
    """What is no quantity from 0 to a million moves nothing."""
    turn = step(ON_LINE, Tapped(f"quantity:{value}"), NOW, POLICY)

    assert (turn.session.line, turn.intents) == (LINE, ())


def test_undo_of_a_step_opens_the_line_as_it_was() -> None:
    """After an undo the line is what it was before the step, and there is nothing more to undo."""
    stepped = play(ON_LINE, Tapped("plus"), NOW, ("yes",))
    undone = play(stepped, Tapped("undo"), NOW, ("yes",))

    assert replace(LINE, total=3) == stepped.line
    assert undone.line == LINE
    assert "undo" in shown(stepped, later(9.9), POLICY)
    assert "undo" not in shown(stepped, later(10), POLICY)
    assert "undo" not in shown(undone, NOW, POLICY)
