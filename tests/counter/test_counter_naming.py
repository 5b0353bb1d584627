"""Keys at the counter: who somebody is without a badge, and what a badge means that needs its PIN."""

import pytest
from counter_stage import (
    ANN,
    ANN_SEEN,
    BEN,
    BEN_SEEN,
    IDLE,
    LEA,
    NOW,
    SERVING,
    STOPPED,
    TIME,
    WAITING,
    later,
    seen,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.counter import naming, taps
from kiosk.counter.conclude import conclude
from kiosk.counter.machine import step
from kiosk.counter.naming_words import sheet
from kiosk.counter.scene import Scene
from kiosk.counter.session import Answer, Done, Intent, Session, State, Stop, Turn
from kiosk.counter.signals import Claim, StrangerSeen, Tapped, WorkerSeen
from kiosk.counter.tasks import Counting, Naming
from kiosk.counter.wording import notice
from kiosk.crib.commands import IssueAsset, OpenSession, TurnAway
from kiosk.crib.identity import LinkBadge, ProvePin
from kiosk.crib.identity_refusals import LockedOut, NeedsPin, WrongPin
from kiosk.crib.names import NOBODY, AssetCode, BadgeDigest, CommandId, NumberDigest, Via
from kiosk.crib.outcomes import Decision, Refused
from kiosk.crib.policy import Policy
from kiosk.crib.refusals import Refusal, UnknownBadge

POLICY, LEADS_NEED_PINS = Policy(), Policy(pin_role="lead")
NUMBER, BADGE = NumberDigest("ab" * 32), BadgeDigest("cd" * 32)
AT_PIN = replace(IDLE, task=Naming(worker=ANN, number=NUMBER))
NOBODYS_PIN = replace(IDLE, task=Naming(number=NUMBER))
STRANGER = replace(
    IDLE.say(Answer("refused", refusal=UnknownBadge(BADGE)), NOW),
    stop=Stop(Intent(TurnAway(BADGE)), UnknownBadge(BADGE)),
)
LEAS_BADGE = WorkerSeen(LEA, has_pin=True)


def tapped(session: Session, *controls: str, claim: Claim | None = None, policy: Policy = POLICY) -> Turn:
    """What taps, one after the other, lead to; the last one with what the store made of it."""
    turn = Turn(session)
    for control in controls:
        turn = step(turn.session, Tapped(control, claim=claim), NOW, policy)
    return turn


def keys(text: str) -> list[str]:
    """The touches that type a text."""
    return [f"key:{digit}" for digit in text]


def naming_of(turn: Turn) -> Naming:
    """The keys that are open."""
    assert isinstance(turn.session.task, Naming)
    return turn.session.task


def commands(turn: Turn) -> list[object]:
    """What the counter wants done."""
    return [intent.command for intent in turn.intents]


def refused(session: Session, refusal: Refusal) -> Session:
    """The session after its proof was refused."""
    proof, no = Intent(ProvePin(ANN.id, right=False)), Refused(refusal)
    decision: Decision = no
    return conclude(session, Done(CommandId("c"), proof, decision, ANN), NOW)


def painted(session: Session) -> str:
    """The words of the keys."""
    assert isinstance(session.task, Naming)
    scene = Scene("Main shop", NOW.at, NOW.at.tzinfo or TIME, POLICY)  # type: ignore[arg-type]
    shown = sheet(session, session.task, scene)
    assert shown.keys is not None
    return f"{shown.title}|{shown.keys.prompt}|{shown.keys.typed}|{shown.keys.enter}"


def test_one_touch_opens_the_keys_where_nobody_is_signed_in() -> None:
    """And whoever is, is not offered them."""
    assert "no-badge" in taps.shown(IDLE, NOW, POLICY)
    assert "no-badge" not in taps.shown(SERVING, NOW, POLICY)
    turn = tapped(IDLE, "no-badge")
    assert (turn.session.state, naming_of(turn)) == (State.TASK, Naming())


def test_what_is_typed_can_be_taken_back_and_is_only_dots() -> None:
    """A number is a credential, too."""
    turn = tapped(IDLE, "no-badge", *keys("1049"), "key:back", *keys("2"))
    assert naming_of(turn).typed == "1042"
    assert painted(turn.session) == "No badge|Your number|●●●●|Enter"
    assert "1042" not in repr(turn)


@settings(deadline=None)
@given(st.text("0123456789", max_size=40))
def test_typing_is_bounded_and_ends_only_what_was_begun(text: str) -> None:
    """Twelve digits of a number, eight of a PIN; no enter without any."""
    number, pin = (
        naming_of(tapped(session, *keys(text))) for session in (replace(IDLE, task=Naming()), AT_PIN)
    )
    assert (number.typed, pin.typed) == (text[:12], text[:8])
    assert naming.takes(IDLE, number, "key:enter") == bool(text)


@pytest.mark.parametrize(
    "control", ["key:", "key:a", "key:12", "key:²", "key:space", "digit:1", "quantity:4"]
)
def test_the_keys_take_digits_only(control: str) -> None:
    """Whatever a client sends."""
    assert not naming.takes(IDLE, Naming(), control)
    assert tapped(AT_PIN, control).session.task == AT_PIN.task


@pytest.mark.parametrize("worker", [ANN, None])
def test_every_number_leads_to_its_pin_and_is_not_kept(worker: object) -> None:
    """Known or not: nothing on the screen differs."""
    claim = Claim(worker, NUMBER)  # type: ignore[arg-type]
    turn = tapped(replace(IDLE, task=Naming(typed="1042")), "key:enter", claim=claim)
    assert (naming_of(turn).typed, naming_of(turn).number, commands(turn)) == ("", NUMBER, [])
    assert painted(turn.session) == "No badge|Your PIN||"
    assert naming.hint(naming_of(turn)) == "Type your PIN, then Enter. Or a lead shows a badge."


def test_back_from_an_empty_pin_asks_for_the_number_again() -> None:
    """Who mistyped it need not begin anew."""
    turn = tapped(replace(AT_PIN, task=Naming(worker=ANN, number=NUMBER, badge=BADGE)), "key:back")
    assert naming_of(turn) == Naming(badge=BADGE)


def test_the_right_pin_signs_in_and_what_waits_is_taken() -> None:
    """One proof, then all that a badge would have done."""
    session = replace(WAITING, task=Naming(typed="4711", worker=ANN, number=NUMBER))
    turn = tapped(session, "key:enter", claim=Claim(right=True))
    proof = ProvePin(ANN.id, right=True, number=NUMBER)
    opened = OpenSession(ANN.id, via=Via.PIN)
    assert commands(turn) == [proof, opened, IssueAsset(AssetCode("TW-01"), ANN.id)]
    assert turn.session.task is None


@pytest.mark.parametrize(("session", "who"), [(AT_PIN, ANN.id), (NOBODYS_PIN, NOBODY)])
def test_a_wrong_pin_is_only_a_proof_that_fails_and_is_forgotten(session: Session, who: str) -> None:
    """The keys stay open for the next try."""
    turn = tapped(session, *keys("4712"), "key:enter", claim=Claim(right=False))
    assert commands(turn) == [ProvePin(who, right=False, number=NUMBER)]  # type: ignore[arg-type]
    assert naming_of(turn).typed == ""
    said = refused(turn.session, WrongPin(4, numbered=True))
    assert isinstance(said.task, Naming)
    assert "no-badge" not in taps.shown(said, NOW, POLICY)


def test_a_right_pin_of_nobody_signs_nobody_in() -> None:
    """However it came to be called right."""
    turn = tapped(NOBODYS_PIN, *keys("4711"), "key:enter", claim=Claim(right=True))
    assert commands(turn) == [ProvePin(NOBODY, right=True, number=NUMBER)]


def test_whoever_is_locked_out_is_told_until_when_and_the_keys_close() -> None:
    """There is nothing more to type."""
    said = refused(AT_PIN, LockedOut(later(900).at))
    assert said.task is None
    assert said.answer is not None
    scene = Scene("Main shop", NOW.at, NOW.at.tzinfo or TIME, POLICY)  # type: ignore[arg-type]
    shown = notice(said.answer, scene)
    assert (shown.title, shown.lines[0]) == ("Too many wrong PINs.", "Try again after 08:15.")


def test_a_lead_vouches_for_the_number_that_was_typed() -> None:
    """Who she is comes from the number, that she is it from the lead."""
    turn = step(AT_PIN, WorkerSeen(LEA), NOW, POLICY)
    assert commands(turn) == [OpenSession(ANN.id, via=Via.VOUCHED, vouched_by=LEA.id)]


def test_a_lead_cannot_vouch_for_a_number_that_nobody_has() -> None:
    """It counts as a wrong PIN, and is answered as one."""
    turn = step(NOBODYS_PIN, WorkerSeen(LEA), NOW, POLICY)
    assert commands(turn) == [ProvePin(NOBODY, right=False, number=NUMBER)]


@pytest.mark.parametrize(
    ("session", "badge", "who"),
    [
        (AT_PIN, BEN_SEEN, BEN),
        (AT_PIN, ANN_SEEN, ANN),
        (replace(IDLE, task=Naming()), WorkerSeen(LEA), LEA),
        (replace(IDLE, task=Naming(worker=LEA, number=NUMBER)), WorkerSeen(LEA), LEA),
    ],
)
def test_any_other_badge_signs_in_who_shows_it(session: Session, badge: WorkerSeen, who: object) -> None:
    """A worker's cannot vouch, nor can one for oneself, nor before a number was typed."""
    turn = step(session, badge, NOW, POLICY)
    assert commands(turn) == [OpenSession(who.id)]  # type: ignore[attr-defined]


def test_a_scan_closes_the_keys_and_means_what_it_always_means() -> None:
    """The tool waits for a badge, as it would have."""
    turn = step(AT_PIN, seen(), NOW, POLICY)
    assert (turn.session.task, turn.session.state) == (None, State.WAITING)


def test_keys_that_nobody_touches_close_and_leave_nothing() -> None:
    """What was typed is gone."""
    session = tapped(IDLE, "no-badge", *keys("1042")).session
    assert step(session, TIME, later(29), POLICY).session.task == session.task
    assert step(session, TIME, later(30), POLICY).session.task is None


def test_a_thing_that_waits_for_a_badge_waits_for_the_keys() -> None:
    """Each touch gives it the time anew."""
    touched = step(replace(WAITING, task=Naming()), Tapped("key:1"), later(10), POLICY).session
    assert [each.until for each in touched.waiting] == [NOW.boot + 25]


def test_a_badge_that_nobody_has_asks_whether_one_is_new() -> None:
    """As long as that stop is on the screen, and no longer."""
    assert taps.shown(STRANGER, NOW, POLICY)[0] == "i-am-new"
    assert "i-am-new" not in taps.shown(replace(STRANGER, answer=None), NOW, POLICY)
    turn = tapped(STRANGER, "i-am-new")
    assert naming_of(turn) == Naming(badge=BADGE)
    assert painted(turn.session) == "New badge|Your number||"
    assert tapped(IDLE, "i-am-new").session.task is None


@pytest.mark.parametrize("by_pin", [True, False])
def test_the_new_badge_is_linked_once_she_is_signed_in(*, by_pin: bool) -> None:
    """By her PIN or by a lead: both speak for the link, too."""
    session = replace(IDLE, task=Naming(typed="4711", worker=ANN, number=NUMBER, badge=BADGE))
    if by_pin:
        turn = tapped(session, "key:enter", claim=Claim(right=True))
    else:
        turn = step(session, WorkerSeen(LEA), NOW, POLICY)
    via = Via.PIN if by_pin else Via.VOUCHED
    assert commands(turn)[-1] == LinkBadge(BADGE, ANN.id, via)
    opened = commands(turn)[-2]
    assert isinstance(opened, OpenSession)
    assert opened.via is via


def test_a_stranger_at_the_keys_begins_anew() -> None:
    """Another unknown badge is another question."""
    turn = step(AT_PIN, StrangerSeen(BADGE), NOW, POLICY)
    assert (turn.session.task, commands(turn)) == (None, [TurnAway(BADGE)])


def test_a_badge_that_needs_its_pin_opens_the_keys_and_signs_nobody_in() -> None:
    """Whoever was signed in is out: what is scanned meanwhile is not hers."""
    turn = step(SERVING, LEAS_BADGE, NOW, LEADS_NEED_PINS)
    assert (turn.session.worker, commands(turn)) == (None, [])
    scanned = step(turn.session, seen(), NOW, LEADS_NEED_PINS)
    assert (scanned.session.state, commands(scanned)) == (State.WAITING, [])
    assert turn.session.answer is not None
    assert turn.session.answer.refusal == NeedsPin(LEA.id)
    assert painted(turn.session) == "Your badge|Your PIN||"
    assert "vouch" not in naming.hint(naming_of(turn))


def test_a_badge_without_a_pin_is_told_where_to_get_one() -> None:
    """There is nothing to type."""
    turn = step(IDLE, WorkerSeen(LEA), NOW, LEADS_NEED_PINS)
    assert turn.session.task is None
    assert turn.session.answer is not None
    assert turn.session.answer.refusal == NeedsPin(LEA.id, known=False)


def test_the_right_pin_then_lets_the_stop_pass_that_was_on_the_screen() -> None:
    """The proof comes first; the worker's session goes on."""
    asked = step(STOPPED, LEAS_BADGE, NOW, LEADS_NEED_PINS).session
    assert asked.stop == STOPPED.stop
    wrong = refused(
        tapped(asked, *keys("1"), "key:enter", claim=Claim()).session, WrongPin(4, numbered=False)
    )
    turn = tapped(wrong, *keys("951753"), "key:enter", claim=Claim(right=True), policy=LEADS_NEED_PINS)
    proof, issue = commands(turn)
    assert proof == ProvePin(LEA.id, right=True)
    assert isinstance(issue, IssueAsset)
    assert issue.override is not None
    assert (issue.override.lead, turn.session.worker) == (LEA.id, ANN)


def test_the_right_pin_then_vouches_where_a_number_waits_for_it() -> None:
    """The keys were opened over the keys."""
    asked = step(AT_PIN, LEAS_BADGE, NOW, LEADS_NEED_PINS).session
    turn = tapped(asked, *keys("951753"), "key:enter", claim=Claim(right=True), policy=LEADS_NEED_PINS)
    vouched = OpenSession(ANN.id, via=Via.VOUCHED, vouched_by=LEA.id)
    assert commands(turn) == [ProvePin(LEA.id, right=True), vouched]


def test_the_right_pin_then_signs_in_by_badge() -> None:
    """It is still the badge that says who she is."""
    asked = step(SERVING, LEAS_BADGE, NOW, LEADS_NEED_PINS).session
    turn = tapped(asked, *keys("951753"), "key:enter", claim=Claim(right=True), policy=LEADS_NEED_PINS)
    assert commands(turn) == [ProvePin(LEA.id, right=True), OpenSession(LEA.id, proven=True)]


def test_what_was_open_goes_on_where_the_keys_are_closed_over_it() -> None:
    """A count waits for a lead, who leaves without typing: the keeper scans on."""
    count = replace(SERVING, task=Counting(count="C1/1", place="C1", waits=True))
    asked = step(count, LEAS_BADGE, NOW, LEADS_NEED_PINS).session
    assert naming_of(Turn(asked)).during == count.task
    assert isinstance(step(asked, seen(), NOW, LEADS_NEED_PINS).session.task, Counting)
    again = step(asked, LEAS_BADGE, NOW, LEADS_NEED_PINS)
    assert naming_of(again).during == count.task
    assert refused(asked, LockedOut(later(900).at)).task == count.task


def test_ones_own_badge_is_not_asked_again() -> None:
    """It only says that one is still there."""
    signed = replace(SERVING, worker=LEA)
    assert step(signed, LEAS_BADGE, NOW, LEADS_NEED_PINS).session == signed
