"""Views: what the screen shows of a session and a scene."""

from datetime import UTC, timedelta
from typing import Any

import pytest
from counter_stage import (
    ANN,
    ASKED_OVER,
    AT,
    IDLE,
    NOW,
    ON_LINE,
    POLICY,
    SERVING,
    WAITING,
    WITH_ANN,
    WITH_BEN,
    WRENCH,
    after,
    kit,
    later,
    wrench,
)
from msgspec.structs import replace

from kiosk.counter.compose import compose
from kiosk.counter.health_words import Part
from kiosk.counter.language import Phrase
from kiosk.counter.scene import Scene
from kiosk.counter.session import Act, Answer, Session
from kiosk.counter.signals import Now
from kiosk.counter.taps import takes
from kiosk.counter.views import Control, Countdown, Page, Tone, View
from kiosk.crib.availability import Counts
from kiosk.crib.names import AssetCode, CommandId, WorkerId
from kiosk.crib.refusals import Fault

SAID = Answer("returned", asset=AssetCode("TW-01"))


def view(session: Session, now: Now = NOW, **parts: Any) -> View:
    """What is shown of a session in the main shop."""
    usual = {"product": WRENCH, "asset": wrench(WITH_BEN)}
    return compose(session, Scene("Main shop", AT, UTC, POLICY, **{**usual, **parts}), now)


PAGES = [
    (IDLE, Page.WELCOME, "Scan your badge, or a tool to return it."),
    (IDLE.say(SAID, NOW), Page.NOTICE, "Scan your badge, or a tool to return it."),
    (IDLE.say(Answer("signed-out"), NOW), Page.WELCOME, "Scan your badge, or a tool to return it."),
    (WAITING.say(SAID, NOW), Page.NOTICE, "Scan your badge."),
    (SERVING, Page.SERVING, "Scan what you take or return."),
    (ASKED_OVER, Page.SERVING, "Touch an answer, or scan on."),
]


@pytest.mark.parametrize(("session", "page", "hint"), PAGES)
def test_the_page_and_the_hint_follow_the_session(session: Session, page: Page, hint: str) -> None:
    """Each state has its page, and one sentence that says what to do next."""
    shown = view(session)

    assert (page, hint) == (shown.page, shown.hint)
    assert (shown.notice is not None) == (page is Page.NOTICE)


CONTROLS = [
    (IDLE, "available reserved out low where no-badge"),
    (SERVING, "mine where sign-out"),
    (ON_LINE, "plus minus quantity put-back mine where sign-out"),
    (after(ON_LINE, ANN), "plus minus quantity put-back undo mine where sign-out"),
    (ASKED_OVER, "take-over just-return no"),
    (after(IDLE, returned="TW-01"), "undo problem available reserved out low where no-badge"),
    (after(SERVING), "mine where sign-out"),
]


@pytest.mark.parametrize(("session", "names"), CONTROLS)
def test_the_controls_are_those_that_do_something(session: Session, names: str) -> None:
    """Only what can be done now is offered, in a fixed order; nobody undoes what another did."""
    assert names.split() == [control.name for control in view(session).controls]


def test_answers_to_a_question_that_change_who_has_it_look_done() -> None:
    """Of a question's answers those that do something stand out."""
    no = Control("no", "No")
    over, back = (
        Control("take-over", "Take over", Tone.DONE),
        Control("just-return", "Just return it", Tone.DONE),
    )

    assert (over, back, no) == view(ASKED_OVER).controls


COUNTDOWNS = [
    (IDLE, 3, None),
    (SERVING, 3, Countdown(8000, 5000, "Sign-out in {count} s")),
    (SERVING, 30, Countdown(8000, 0, "Sign-out in {count} s")),
    (WAITING, 5, Countdown(15000, 10000, "Waits for a badge: {count} s")),
]


@pytest.mark.parametrize(("session", "seconds", "countdown"), COUNTDOWNS)
def test_the_bar_counts_down_to_what_is_over_next(
    session: Session, seconds: float, countdown: Countdown | None
) -> None:
    """The bar runs to sign-out, or to the first waiting thing's end, and never below nothing."""
    assert countdown == view(session, later(seconds)).countdown


def test_what_the_worker_holds_is_listed_with_its_due_time() -> None:
    """Each held thing says when it is due, or since when it is overdue."""
    held = [
        wrench(WITH_ANN, due=AT + timedelta(hours=8)),
        wrench(WITH_ANN, "TW-02", due=AT - timedelta(days=1)),
        wrench(WITH_ANN, "TW-03", due=AT),
        wrench(WITH_ANN, "TW-04"),
    ]
    holdings = view(SERVING, holdings=tuple(held)).holdings

    assert [holding.due for holding in holdings] == [
        "due 16:00",
        "overdue since Sun 1 Nov 08:00",
        "due 08:00",
        "",
    ]
    assert [holding.overdue for holding in holdings] == [False, True, False, False]


def test_a_kiosk_in_trouble_says_so_and_offers_nothing() -> None:
    """A database that cannot be trusted puts the counter out of order, and says what to do."""
    shown = view(after(SERVING, ANN).say(SAID, NOW), trouble=Fault.DATABASE)

    assert shown.notice is not None
    assert (shown.notice.title, shown.notice.tone) == ("Out of order", Tone.STOP)
    assert shown.notice.lines == ("The database is damaged.", "Tell the keeper: the last backup is needed.")
    assert shown.controls == ()


def test_every_word_of_a_view_can_be_expected() -> None:
    """Site, clock, person, notice, figures, hint, holdings, controls and health are all among the words."""
    session = replace(ON_LINE.say(SAID, NOW), act=None)
    held = (wrench(WITH_ANN, due=AT + timedelta(hours=8)),)
    health = (Part("scanner", ok=False, state=Phrase("{part}: missing")),)
    shown = view(session, who="Ann Ott", counts=Counts(3, 0, 2), holdings=held, health=health)

    lines = """Main shop|08:00|Ann Ott|Returned: Torque wrench 60 Nm|TW-01|Put it in C1-04
        |Available 3 · Reserved 0 · Total 5 · Out 2|Scan what you take or return.
        |TW-01 Torque wrench 60 Nm due 16:00|+ 1|- 1|Number|Put back|Mine|Find|Sign out|scanner: missing"""
    assert [line.strip() for line in lines.split("|")] == shown.words().splitlines()


CODES = tuple(AssetCode(f"TW-0{number}") for number in range(1, 7))
KIT_BACK = replace(after(IDLE), act=Act(CommandId("c-1"), WorkerId(""), NOW.boot, kit=CODES[:5]))
MANY = [
    (KIT_BACK, "missing", "In the case: touch what is missing", CODES[:5]),
    (replace(IDLE, listed=CODES), "not-here", "Here: touch what is not here", CODES),
]


@pytest.mark.parametrize(("session", "verb", "title", "codes"), MANY)
def test_more_pieces_than_there_are_buttons_for_are_touched_in_a_list(
    session: Session, verb: str, title: str, codes: tuple[AssetCode, ...]
) -> None:
    """Each by its name where that is known; none has a button, and a touch on each means something."""
    shown = view(session, listed={CODES[0]: WRENCH.name}, kit=kit())

    assert shown.sheet is not None
    assert title == shown.sheet.title
    assert [f"{verb}:{code}" for code in codes] == [item.control for item in shown.sheet.items]
    first, last = shown.sheet.items[0], shown.sheet.items[-1]
    assert (first.title, first.detail, last.title) == (WRENCH.name, CODES[0], codes[-1])
    assert not any(control.name.startswith(verb) for control in shown.controls)
    assert all(takes(session, f"{verb}:{code}", NOW, POLICY) for code in codes)


def test_a_few_pieces_have_buttons_and_no_list() -> None:
    """Nor is there a list of what another brought back."""
    assert KIT_BACK.act is not None
    few = replace(KIT_BACK, act=replace(KIT_BACK.act, kit=CODES[:3]))
    assert view(few).sheet is None
    assert [f"missing:{code}" for code in CODES[:3]] == [c.name for c in view(few).controls[1:4]]
    assert view(replace(KIT_BACK, worker=ANN)).sheet is None
