"""Looking, at the counter: the five questions, cards, giving away, typing how many."""

import pytest
from counter_stage import (
    ANN,
    ANN_SEEN,
    ASKED_RETURN,
    BEN,
    BEN_SEEN,
    BIN_SEEN,
    GLOVES_SEEN,
    IDLE,
    LEA,
    NOW,
    ON_LINE,
    POLICY,
    SERVING,
    STOCK,
    WITH_ANN,
    WITH_BEN,
    Happening,
    after,
    happenings,
    kit_seen,
    later,
    seen,
    walk,
)
from hypothesis import given
from msgspec.structs import replace

from kiosk.counter.looking import QUESTIONS
from kiosk.counter.machine import step
from kiosk.counter.session import Answer, Session
from kiosk.counter.signals import PlaceSeen, Tapped
from kiosk.counter.taps import shown, takes
from kiosk.counter.tasks import Giving, Looking, Showing, TypingNumber
from kiosk.crib import commands as do
from kiosk.crib.commands import Wish
from kiosk.crib.names import AssetCode, JobCode, ProductCode, Role
from kiosk.crib.products import Worker


def tap(session: Session, *controls: str, **parts: object) -> Session:
    """The session after these taps; none of them wants anything done."""
    for control in controls:
        turn = step(session, Tapped(control, **parts), NOW, POLICY)  # type: ignore[arg-type]
        assert turn.intents == ()
        session = turn.session
    return session


def commands(session: Session, control: str, **parts: object) -> list[do.Command]:
    """What a tap wants done."""
    turn = step(session, Tapped(control, **parts), NOW, POLICY)  # type: ignore[arg-type]
    return [intent.command for intent in turn.intents]


CARD = tap(SERVING, "card:TW-01", thing=seen(WITH_ANN))


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_question_is_one_touch_from_the_idle_screen_and_from_each_other(question: str) -> None:
    """Nobody has to be signed in, and no list is a dead end; beside keys is the way back only."""
    for session in (IDLE, tap(IDLE, "out"), tap(IDLE, "where")):
        asked = tap(session, question)
        assert asked.task == Looking(question)
        others = set() if question == "where" else {*QUESTIONS} - {question}
        assert others | {"close"} == {*shown(asked, NOW, POLICY)}


def test_who_is_signed_in_is_drawn_what_is_hers_alone() -> None:
    """Find and Mine; a keeper's work is not a worker's to see."""
    assert shown(SERVING, NOW, POLICY) == ("mine", "where", "sign-out")
    assert "mine" not in shown(IDLE, NOW, POLICY)
    assert not takes(IDLE, "mine", NOW, POLICY)


def test_what_was_chosen_for_the_next_scans_is_not_forgotten_by_looking() -> None:
    """A job is named once a session."""
    wished = replace(SERVING, wish=Wish(job=JobCode("J100")))
    assert tap(wished, "where", "close").wish == wished.wish


@pytest.mark.parametrize("start", [after(ON_LINE, ANN), after(ASKED_RETURN, ANN)])
def test_what_was_done_and_said_shows_again_after_looking(start: Session) -> None:
    """The line, the chance to undo and the question; neither another list nor a card forgets them."""
    said = start.say(Answer("issued", product=STOCK.product.code), NOW)
    looks = tap(said, "where", "mine"), tap(tap(said, "card:TW-01", thing=seen(WITH_ANN)), "give")
    for opened in looks:
        assert (opened.act, opened.line, opened.question) == (None, None, None)
        assert tap(opened, "close") == said


def test_what_is_over_or_was_scanned_past_does_not_show_again() -> None:
    """Undo ends in its time, a notice where nobody is signed in likewise; a scan begins anew."""
    end = later(POLICY.undo)
    closed = step(tap(after(ON_LINE, ANN), "where"), Tapped("close"), end, POLICY).session
    assert (closed.act, closed.line) == (None, ON_LINE.line)
    said = IDLE.say(Answer("returned", asset=AssetCode("TW-01")), NOW)
    assert step(tap(said, "out"), Tapped("close"), end, POLICY).session.answer is None
    scanned = step(tap(after(ON_LINE, ANN), "where"), GLOVES_SEEN, NOW, POLICY).session
    assert (scanned.under, scanned.line) == (None, None)


@given(happenings)
def test_nothing_stays_under_what_is_closed(many: list[Happening]) -> None:
    """What was said before somebody looked is kept as long as she looks, and only once."""
    for _, _, _, end in walk(many):
        assert end.under is None or (end.task is not None and end.under.under is None)


def test_letters_are_searched_as_they_are_typed_and_no_more_than_forty() -> None:
    """Back takes one away; enter changes nothing, since all was answered."""
    typed = tap(tap(IDLE, "where"), "key:t", "key:space", "key:1", "key:x", "key:back", "key:enter")
    assert typed.task == Looking("where", "t 1")
    long = tap(typed, *["key:a"] * 60)
    assert isinstance(long.task, Looking)
    assert len(long.task.text) == 40


def test_keys_mean_nothing_where_nothing_is_typed() -> None:
    """A list has none."""
    assert not takes(tap(IDLE, "out"), "key:a", NOW, POLICY)
    assert tap(tap(IDLE, "out"), "key:a") == tap(IDLE, "out")


@pytest.mark.parametrize("opened", [tap(IDLE, "where"), tap(IDLE, "card:TW-01", thing=seen()), CARD])
def test_a_scan_or_a_badge_wins_over_whatever_is_open(opened: Session) -> None:
    """What it means elsewhere, it means here."""
    bare = replace(opened, task=None)
    for signal in (BEN_SEEN, seen(WITH_BEN, "TW-09"), GLOVES_SEEN, BIN_SEEN):
        assert step(bare, signal, NOW, POLICY) == step(opened, signal, NOW, POLICY)


def test_ones_own_badge_keeps_what_is_open() -> None:
    """It says that one is still there."""
    assert step(CARD, ANN_SEEN, later(3), POLICY).session == replace(CARD, last_act=later(3).boot)


def test_what_nobody_touches_is_closed_after_a_while() -> None:
    """Idle again after policy look."""
    end = later(POLICY.look)
    opened = tap(IDLE, "out")
    assert step(opened, BEN_SEEN, end, POLICY).session.task is None
    assert step(opened, Tapped("close"), NOW, POLICY).session.task is None


THINGS = [
    (seen(), Showing("asset", "TW-01", ProductCode("TQ-60"), here=True)),
    (GLOVES_SEEN, Showing("product", "GLV-9")),
    (kit_seen(), Showing("kit", "KIT-1")),
    (BIN_SEEN, Showing("bin", "C1-04")),
    (PlaceSeen("400638", "product", (), product=STOCK.product.code), Showing("product", "GLV-9")),
]


@pytest.mark.parametrize(("thing", "card"), THINGS)
def test_a_touch_opens_the_card_of_any_thing(thing: object, card: Showing) -> None:
    """Quietly: nothing beeps at somebody who looks at the screen."""
    opened = tap(IDLE, "card:x", thing=thing)
    assert opened.task == card
    assert opened.answer is not None
    assert opened.answer.kind == "card"
    assert opened.answers == IDLE.answers


def test_a_card_of_nothing_does_not_open() -> None:
    """A thing may be gone by the time it is touched, and a room has no card."""
    for thing in (None, PlaceSeen("R1", "room", ())):
        assert tap(IDLE, "card:x", thing=thing) == IDLE


def test_back_leads_to_what_a_card_was_opened_from() -> None:
    """From card to card to list, and out."""
    listed = tap(IDLE, "out")
    asset = tap(listed, "card:TW-01", thing=seen(WITH_BEN))
    kind = tap(asset, "card:GLV-9", thing=GLOVES_SEEN)
    back = tap(kind, "close")
    assert isinstance(back.task, Showing)
    assert (back.task.code, back.answer) == ("TW-01", asset.answer)
    assert tap(back, "close").task == listed.task
    assert tap(back, "close", "close").task is None


def test_cards_opened_from_cards_do_not_pile_up() -> None:
    """However long somebody wanders about, the way back is short."""
    session = tap(IDLE, "out")
    for _ in range(50):
        session = tap(session, "card:x", thing=GLOVES_SEEN)
        assert tap(session, "card:x", thing=replace(GLOVES_SEEN, code="L1")) == session
        session = tap(session, "card:y", thing=seen(WITH_ANN))
    assert tap(session, "card:y", thing=seen(WITH_ANN)) == session
    steps = 0
    while session.task:
        session, steps = tap(session, "close"), steps + 1
    assert steps == 3


def test_ones_own_thing_can_be_kept_given_and_noted_and_anothers_only_looked_at() -> None:
    """Nothing is drawn that is not hers to do."""
    mine = "extend:8h extend:1d extend:7d give note card:TQ-60 close sign-out".split()
    assert list(shown(CARD, NOW, POLICY)) == mine
    others = tap(SERVING, "card:TW-01", thing=seen(WITH_BEN))
    assert shown(others, NOW, POLICY) == ("reserve", "card:TQ-60", "close", "sign-out")
    nobodys = tap(IDLE, "card:TW-01", thing=seen(WITH_ANN))
    assert shown(nobodys, NOW, POLICY) == ("card:TQ-60", "close")


def test_a_thing_is_kept_longer_from_its_card() -> None:
    """One touch, and the card is closed."""
    turn = step(CARD, Tapped("extend:1d"), NOW, POLICY)
    assert [each.command for each in turn.intents] == [do.ExtendLoan(AssetCode("TW-01"), 86400, ANN.id)]
    assert turn.session.task is None


def test_a_thing_that_is_not_in_its_bin_is_reported_from_its_card() -> None:
    """By anybody, signed in or not."""
    for session, who in ((IDLE, ""), (SERVING, ANN.id)):
        opened = tap(session, "card:TW-01", thing=seen())
        assert commands(opened, "not-here:TW-01") == [do.ReportMissing(AssetCode("TW-01"), who)]
        assert not takes(opened, "not-here:TW-02", NOW, POLICY)


def test_only_a_keeper_opens_a_figure_to_what_is_behind_it() -> None:
    """And comes back to the card from it."""
    kim = replace(SERVING, worker=Worker(ANN.id, Role.KEEPER))
    card = tap(kim, "card:GLV-9", thing=GLOVES_SEEN)
    opened = tap(card, "why:out")
    assert opened.task == Showing("product", "GLV-9", figure="out")
    assert tap(opened, "close").task == card.task
    assert not takes(card, "why:nonsense", NOW, POLICY)
    for session in (IDLE, SERVING, replace(SERVING, worker=LEA)):
        assert not takes(tap(session, "card:GLV-9", thing=GLOVES_SEEN), "why:out", NOW, POLICY)


def test_from_a_products_card_the_bin_that_holds_nothing_else_is_a_bin() -> None:
    """Elsewhere its label stands for the product; there that would lead nowhere."""
    card = tap(IDLE, "card:GLV-9", thing=GLOVES_SEEN)
    at_bin = tap(card, "card:C2-01", thing=GLOVES_SEEN)
    assert at_bin.task == Showing("bin", "C2-01", before=card.task)
    assert tap(at_bin, "close").task == card.task


@pytest.mark.parametrize("start", [CARD, ASKED_RETURN, replace(SERVING, subject=AssetCode("TW-01"))])
def test_a_thing_is_given_by_one_touch_and_the_colleagues_badge(start: Session) -> None:
    """From its card, from the question that its scan asks, or just after it was taken."""
    start = replace(start, subject=AssetCode("TW-01"))
    giving = tap(start, "give")
    assert giving.task == Giving(AssetCode("TW-01"))
    turn = step(giving, BEN_SEEN, NOW, POLICY)
    given = do.GiveAsset(AssetCode("TW-01"), BEN.id, ANN.id, Wish())
    assert [each.command for each in turn.intents] == [given]
    assert (turn.session.worker, turn.session.task) == (ANN, None)


def test_nothing_is_given_where_nothing_was_spoken_of() -> None:
    """There is no button, and a tap without one means nothing."""
    assert not takes(SERVING, "give", NOW, POLICY)
    assert tap(SERVING, "give") == SERVING


def test_how_many_is_typed_on_keys_and_made_so() -> None:
    """As many more as there are missing to it; the line stays open while it is typed."""
    typing = tap(ON_LINE, "quantity", "key:4", "key:0")
    assert (typing.task, typing.line) == (TypingNumber("40"), ON_LINE.line)
    turn = step(typing, Tapped("key:enter"), NOW, POLICY)
    (intent,) = turn.intents
    assert isinstance(intent.command, do.IssueStock)
    assert intent.command.quantity == 38
    assert turn.session.task is None


def test_a_number_is_digits_and_ends_somewhere() -> None:
    """Letters are no keys here, enter needs a digit, and back leads out with nothing done."""
    typing = tap(ON_LINE, "quantity")
    assert not takes(typing, "key:a", NOW, POLICY)
    assert not takes(typing, "key:enter", NOW, POLICY)
    assert tap(typing, "key:7", "close").line == ON_LINE.line
    long = tap(typing, *["key:9"] * 30).task
    assert isinstance(long, TypingNumber)
    assert len(long.text) < 12
    assert not takes(SERVING, "quantity", NOW, POLICY)
