"""Who says who she is: wrong PINs are counted and lock out, badges change hands, the keeper is told."""

from datetime import timedelta
from typing import Any

import pytest
from crib_facts import ANN, AT, BEN, GONE, facts
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.crib import identity as do
from kiosk.crib import identity_entries as was
from kiosk.crib.changes import BadgeLinked, SessionOpened
from kiosk.crib.commands import OpenSession
from kiosk.crib.decide import decide
from kiosk.crib.identify import locked_until, needs_pin
from kiosk.crib.identity import Standing, Tries, canonical_number, is_number, is_pin, is_simple
from kiosk.crib.identity_refusals import LockedOut, NeedsPin, WrongPin
from kiosk.crib.keeper_refusals import Unfit
from kiosk.crib.names import NOBODY, BadgeDigest, NumberDigest, Role, Via
from kiosk.crib.outcomes import NOTHING, Approved, Decision, Refused
from kiosk.crib.policy import Policy
from kiosk.crib.products import Worker
from kiosk.crib.refusals import InactiveWorker, NeedsBadge, NotAllowed, UnknownBadge

POLICY = Policy()
NUMBER = NumberDigest("ab" * 32)
OLD, NEW = BadgeDigest("01" * 32), BadgeDigest("02" * 32)
LEA = replace(BEN, role=Role.LEAD)
RIGHT = do.ProvePin(ANN.id, right=True, number=NUMBER)
WRONG = do.ProvePin(ANN.id, right=False, number=NUMBER)
NOBODYS = do.ProvePin(NOBODY, right=False, number=NUMBER)


def judged(
    command: Any, *, worker: Worker | None = ANN, policy: Policy = POLICY, **standing: Any
) -> Decision:
    """What becomes of a command, given what is known of who says who she is."""
    return decide(facts(worker, policy=policy, standing=Standing(**standing)), command)


def after(count: int, ago: int = 60) -> Tries:
    """So many wrong PINs, the last one ``ago`` seconds before eight."""
    return Tries(count, AT - timedelta(seconds=ago))


def test_the_right_pin_is_noted_as_the_workers_own_act() -> None:
    """And how she is known is the PIN."""
    assert Approved((was.PinProven(worker=ANN.id),)) == judged(RIGHT)
    assert (RIGHT.via, WRONG.via) == (Via.PIN, Via.UNSIGNED)


def test_a_wrong_pin_is_counted_for_the_worker_and_says_what_is_left() -> None:
    """The entry is nobody's act: a number is not who somebody is."""
    failed = was.PinFailed(worker=ANN.id, tries=1)
    assert Refused(WrongPin(4, numbered=True), (failed,)) == judged(WRONG)
    assert failed.actor == NOBODY


def test_a_number_that_nobody_has_is_answered_as_one_that_somebody_has() -> None:
    """Only the entry tells, under the number's keyed hash."""
    for tries in (None, after(1), after(4), after(5)):
        known, unknown = judged(WRONG, tries=tries), judged(NOBODYS, worker=None, tries=tries)
        assert isinstance(known, Refused)
        assert isinstance(unknown, Refused)
        assert known.refusal == unknown.refusal
    assert Refused(WrongPin(4, numbered=True), (was.PinFailed(number=NUMBER, tries=1),)) == judged(
        NOBODYS, worker=None
    )


def test_a_right_pin_without_anybody_it_belongs_to_proves_nothing() -> None:
    """However it came to be called right."""
    decision = judged(do.ProvePin(NOBODY, right=True, number=NUMBER), worker=None)
    assert isinstance(decision, Refused)
    assert isinstance(decision.refusal, WrongPin)


def test_the_fifth_wrong_pin_locks_out_for_a_quarter_of_an_hour() -> None:
    """It is counted, and says until when."""
    locked = LockedOut(AT + timedelta(minutes=15))
    assert Refused(locked, (was.PinFailed(worker=ANN.id, tries=5),)) == judged(WRONG, tries=after(4))


@pytest.mark.parametrize("command", [RIGHT, WRONG])
def test_whoever_is_locked_out_is_not_even_asked_whether_it_is_right(command: do.ProvePin) -> None:
    """Nothing is counted meanwhile, and the time does not grow."""
    assert Refused(LockedOut(AT + timedelta(minutes=14))) == judged(command, tries=after(5))


@pytest.mark.parametrize(
    ("ago", "locked"), [(0, True), (899, True), (900, False), (-899, True), (-900, False)]
)
def test_the_lock_ends_by_the_clock_whichever_way_that_was_set(ago: int, *, locked: bool) -> None:
    """A clock that stood a year ahead does not lock somebody out for a year."""
    assert locked == (locked_until(after(5, ago), AT, Policy()) is not None)


def test_wrong_pins_of_yesterday_do_not_count_today() -> None:
    """A lock-out's length after the last one, the count begins anew."""
    assert Refused(WrongPin(4, numbered=True), (was.PinFailed(worker=ANN.id, tries=1),)) == judged(
        WRONG, tries=after(4, ago=900)
    )


def test_how_often_and_how_long_is_the_foremans_to_say() -> None:
    """Also for whoever has failed before."""
    strict = Policy(pin_tries=2, pin_lockout=3600)
    assert Refused(LockedOut(AT + timedelta(minutes=59))) == judged(RIGHT, tries=after(2), policy=strict)


@given(st.lists(st.booleans(), max_size=40), st.integers(1, 20))
def test_nobody_is_ever_let_in_after_as_many_wrong_pins_as_the_policy_allows(
    typed: list[bool], most: int
) -> None:
    """Whatever is typed within a quarter of an hour: a right PIN counts for nothing once locked out."""
    tries, row, policy = None, 0, Policy(pin_tries=most)
    for right in typed:
        decision = judged(replace(WRONG, right=right), tries=tries, policy=policy)
        assert isinstance(decision, Approved) == (right and row < most)
        row = 0 if isinstance(decision, Approved) else row + (not right)
        counted = [body.tries for body in decision.entries if isinstance(body, was.PinFailed)]
        tries = Tries(counted[0], AT) if counted else None if isinstance(decision, Approved) else tries


def test_a_session_says_who_vouched() -> None:
    """The worker acts, the lead answers for her."""
    command = OpenSession(ANN.id, via=Via.VOUCHED, vouched_by=LEA.id)
    known = facts(ANN, policy=POLICY, approver=LEA)
    assert Approved((SessionOpened(worker=ANN.id, vouched_by=LEA.id),)) == decide(known, command)


@pytest.mark.parametrize("lead", [None, BEN, replace(LEA, active=False)])
def test_nobody_but_a_lead_who_works_here_vouches(lead: Worker | None) -> None:
    """The rulebook asks again, whatever the counter has seen."""
    command = OpenSession(ANN.id, via=Via.VOUCHED, vouched_by=LEA.id)
    known = facts(ANN, policy=POLICY, approver=lead)
    assert Refused(NotAllowed(Role.LEAD)) == decide(known, command)


def test_no_lead_vouches_for_herself() -> None:
    """Her number alone is not who she is."""
    command = OpenSession(LEA.id, via=Via.VOUCHED, vouched_by=LEA.id)
    assert Refused(NotAllowed(Role.LEAD)) == decide(facts(LEA, policy=POLICY, approver=LEA), command)


@pytest.mark.parametrize(
    ("via", "times", "told"),
    [(Via.PIN, 2, 1), (Via.VOUCHED, 2, 1), (Via.PIN, 1, 0), (Via.PIN, 3, 0), (Via.BADGE, 2, 0)],
)
def test_the_third_session_without_a_badge_tells_the_keeper_once(via: Via, times: int, told: int) -> None:
    """And not each one after it."""
    known = facts(ANN, policy=POLICY, standing=Standing(times=times), approver=LEA)
    decision = decide(known, OpenSession(ANN.id, via=via))
    missed = [body for body in decision.entries if isinstance(body, was.BadgeMissed)]
    assert [was.BadgeMissed(worker=ANN.id, times=3, days=30)] * told == missed


@pytest.mark.parametrize(
    ("least", "asked"),
    [("none", ""), ("worker", "worker lead keeper"), ("lead", "lead keeper"), ("keeper", "keeper")],
)
def test_a_badge_of_the_policys_role_or_higher_needs_its_pin(least: str, asked: str) -> None:
    """An auditor only looks, and needs none."""
    roles = [role for role in Role if needs_pin(replace(ANN, role=role), Policy(pin_role=least))]
    assert asked.split() == [str(role) for role in roles if role is not Role.ADMIN]
    assert (least != "none") == (Role.ADMIN in roles)


def test_the_rule_itself_lets_no_badge_pass_that_needs_a_pin() -> None:
    """Whatever the counter forgot to ask."""
    policy = Policy(pin_role="lead")
    assert Refused(NeedsPin(LEA.id)) == judged(OpenSession(LEA.id), worker=LEA, policy=policy)
    for proven in (OpenSession(LEA.id, proven=True), OpenSession(LEA.id, via=Via.PIN)):
        assert isinstance(judged(proven, worker=LEA, policy=policy), Approved)
    assert isinstance(judged(OpenSession(ANN.id), policy=policy), Approved)


def test_a_badge_becomes_hers_and_the_one_she_had_nobodys() -> None:
    """In the same act, the old one first."""
    entries = (was.BadgeRevoked(badge=OLD, worker=ANN.id), BadgeLinked(badge=NEW, worker=ANN.id))
    assert Approved(entries) == judged(do.LinkBadge(NEW, ANN.id, Via.PIN), badges=(OLD,))


def test_a_badge_that_is_hers_already_stays_and_anothers_is_not_taken_from_her() -> None:
    """It may have been linked by somebody else meanwhile."""
    link = do.LinkBadge(NEW, ANN.id, Via.PIN)
    assert judged(link, badges=(NEW,), badge_of=ANN.id) == NOTHING
    assert Refused(UnknownBadge(NEW)) == judged(link, badge_of=BEN.id)


@pytest.mark.parametrize(("worker", "reason"), [(GONE, InactiveWorker), (None, NeedsBadge)])
def test_nobody_who_may_not_sign_in_gets_a_badge(worker: Worker | None, reason: type) -> None:
    """Nor loses one by trying."""
    decision = judged(do.LinkBadge(NEW, ANN.id, Via.PIN), worker=worker, badges=(OLD,))
    assert isinstance(decision, Refused)
    assert (reason, ()) == (type(decision.refusal), decision.entries)


def test_the_keeper_sets_a_pin_unlocks_and_revokes() -> None:
    """Each is one entry, without what was typed; what changes nothing writes none."""
    of_ben = {"receiver": BEN, "standing": Standing(tries=after(5), badges=(OLD, NEW))}
    assert Approved((was.PinChanged(worker=BEN.id),)) == decide(
        facts(None, **of_ben), do.SetPin("ben", "28064")
    )
    assert Approved((was.PinUnlocked(worker=BEN.id),)) == decide(facts(None, **of_ben), do.UnlockPin("ben"))
    revoked = tuple(was.BadgeRevoked(badge=badge, worker=BEN.id) for badge in (OLD, NEW))
    assert Approved(revoked) == decide(facts(None, **of_ben), do.RevokeBadges("ben"))
    for nothing in (do.UnlockPin("ben"), do.RevokeBadges("ben")):
        assert decide(facts(None, receiver=BEN), nothing) == NOTHING


def test_the_keeper_enrolls_a_badge_instead_of_the_others_or_beside_them() -> None:
    """One that is hers already stays; another's is not given away."""
    linked = BadgeLinked(badge=NEW, worker=BEN.id)
    of_ben = {"receiver": BEN, "standing": Standing(badges=(OLD,))}
    instead = (was.BadgeRevoked(badge=OLD, worker=BEN.id), linked)
    assert Approved(instead) == decide(facts(None, **of_ben), do.EnrollBadge("ben", NEW))
    assert Approved((linked,)) == decide(facts(None, **of_ben), do.EnrollBadge("ben", NEW, keep=True))
    hers = {"receiver": BEN, "standing": Standing(badge_of=BEN.id)}
    assert decide(facts(None, **hers), do.EnrollBadge("ben", NEW)) == NOTHING
    anns = {"receiver": BEN, "standing": Standing(badge_of=ANN.id)}
    refused = decide(facts(None, **anns), do.EnrollBadge("ben", NEW))
    assert isinstance(refused, Refused)
    assert isinstance(refused.refusal, Unfit)


@pytest.mark.parametrize(
    "command",
    [do.SetPin("bob", "28064"), do.UnlockPin("bob"), do.RevokeBadges("bob"), do.EnrollBadge("bob", NEW)],
)
def test_whoever_is_not_known_is_named(command: Any) -> None:
    """With what to do about it."""
    decision = decide(facts(None), command)
    assert isinstance(decision, Refused)
    assert isinstance(decision.refusal, Unfit)
    assert decision.refusal.flaws[0].message == "There is no worker 'bob'; import people first."


@pytest.mark.parametrize("pin", ["", "123", "123456789", "12a4", "\u0661\u0662\u0663\u0664", "1234 "])
def test_a_pin_that_is_none_is_a_flaw_which_does_not_repeat_it(pin: str) -> None:
    """Four to eight digits of a keypad."""
    decision = decide(facts(None, receiver=BEN), do.SetPin("ben", pin))
    assert isinstance(decision, Refused)
    assert isinstance(decision.refusal, Unfit)
    (flaw,) = decision.refusal.flaws
    assert (flaw.value, flaw.message) == ("...", "The PIN is not 4 to 8 digits.")


@settings(deadline=None)
@given(st.from_regex(r"[0-9]{4,8}", fullmatch=True))
def test_every_pin_that_a_keypad_can_type_is_one(pin: str) -> None:
    """And no command shows it."""
    assert is_pin(pin)
    assert "pin" not in repr(do.SetPin("ben", pin)).replace("SetPin", "")


@pytest.mark.parametrize("number", ["", "1042a", "1234567890123", "\u0661", "-4"])
def test_a_number_that_no_keypad_types_is_a_flaw(number: str) -> None:
    """One to twelve digits."""
    assert not is_number(number)


@given(st.from_regex(r"[0-9]{1,12}", fullmatch=True), st.integers(0, 5))
def test_zeros_at_the_beginning_of_a_number_do_not_matter(number: str, more: int) -> None:
    """Spreadsheets drop them."""
    assert is_number(number)
    assert canonical_number(number) == canonical_number("0" * more + number)
    assert int(canonical_number(number)) == int(number)


@pytest.mark.parametrize("pin", ["0000", "77777777", "1234", "3456", "9876", "1212", "45674567", "1042"])
def test_a_pin_that_somebody_would_try_first_is_simple(pin: str) -> None:
    """A warning, not a flaw."""
    assert is_simple(pin, "1042")


@pytest.mark.parametrize("pin", ["4711", "28064", "951753"])
def test_others_are_not(pin: str) -> None:
    """Most are fine."""
    assert not is_simple(pin, "1042")
