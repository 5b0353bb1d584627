"""Notes: left by anybody, taken away by who wrote them or a keeper; all right; why it was let pass."""

import pytest
from crib_facts import ANN, AT, BEN, IN, TORQUE, TW_01, WITH_ANN, facts, wrench
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.crib import commands as do
from kiosk.crib.decide import decide
from kiosk.crib.handing import DenyHandover, TakenOver
from kiosk.crib.keeper_refusals import Unfit
from kiosk.crib.names import NOBODY, CommandId, OverrideReason, Role, WorkerId
from kiosk.crib.noting import MAX_NOTE, CheckAsset, ExplainOverride, NoteAsset, NotYourNote
from kiosk.crib.outcomes import NOTHING, Approved, Asks, Refused
from kiosk.crib.places import QUARANTINE, SCRAP, Place
from kiosk.crib.products import Worker
from kiosk.crib.refusals import Retired
from kiosk.crib.states import Note
from kiosk.crib.step_entries import AssetChecked, AssetNoted, HandoverDenied, OverrideExplained

KIM = Worker(WorkerId("w-kim"), Role.KEEPER)
NOTED = wrench(noted=Note("It slips", ANN.id, AT))


@pytest.mark.parametrize("place", [IN, WITH_ANN, QUARANTINE])
def test_anybody_leaves_a_note_wherever_the_thing_is(place: Place) -> None:
    """Signed in or not; spaces around it are nobody's words."""
    body = AssetNoted(asset=TW_01, note="Handle is loose")

    for worker in (ANN, None):
        command = NoteAsset(TW_01, "  Handle is loose ", worker.id if worker else NOBODY)
        assert Approved((body,)) == decide(facts(worker, asset=wrench(place)), command)


@pytest.mark.parametrize(("worker", "may"), [(ANN, True), (BEN, False), (KIM, True), (None, True)], ids=str)
def test_a_note_is_taken_away_by_who_wrote_it_or_a_keeper(worker: Worker | None, may: bool) -> None:
    """Whoever comes by cribctl was asked for a role at the door; another note replaces it in any case."""
    who = worker.id if worker else NOBODY
    cleared = decide(facts(worker, asset=NOTED), NoteAsset(TW_01, "", who))
    expected = Approved((AssetNoted(asset=TW_01, note=""),)) if may else Refused(NotYourNote(TW_01))

    assert expected == cleared
    assert isinstance(decide(facts(worker, asset=NOTED), NoteAsset(TW_01, "Fixed", who)), Approved)


def test_the_same_note_again_or_none_where_none_is_changes_nothing() -> None:
    """Twice is once."""
    assert decide(facts(asset=NOTED), NoteAsset(TW_01, "It slips", ANN.id)) == NOTHING
    assert decide(facts(asset=wrench()), NoteAsset(TW_01, " ", ANN.id)) == NOTHING


@given(st.text(max_size=MAX_NOTE + 20))
def test_what_is_kept_of_a_note_is_short_and_printable(text: str) -> None:
    """Anything else is refused and nowhere stored: no control character reaches the journal."""
    decision = decide(facts(asset=wrench()), NoteAsset(TW_01, text, ANN.id))

    if isinstance(decision, Refused):
        assert isinstance(decision.refusal, Unfit)
        assert decision.refusal.flaws[0].message.isprintable()
        assert decision.entries == ()
    elif isinstance(decision, Approved):
        (body,) = decision.entries
        assert isinstance(body, AssetNoted)
        assert body.note.isprintable()
        assert 0 < len(body.note) <= MAX_NOTE


def test_nothing_is_noted_of_what_is_not_there() -> None:
    """A retired thing, or a code that is none."""
    say = NoteAsset(TW_01, "Handle", ANN.id)

    assert Refused(Retired(TW_01)) == decide(facts(asset=wrench(SCRAP)), say)
    unknown = decide(facts(), say)
    assert isinstance(unknown, Refused)
    assert isinstance(unknown.refusal, Unfit)


def test_the_notes_of_a_thing_are_the_keepers_and_the_one_that_was_left() -> None:
    """In this order."""
    kept = replace(NOTED, asset=replace(NOTED.asset, note="Two speeds"))

    assert kept.notes == ("Two speeds", "It slips")
    assert wrench().notes == ()


def test_whether_it_is_all_right_is_asked_where_the_category_says_so() -> None:
    """The answer is recorded only where it was given, of a thing that is in its bin."""
    for category, condition in ((TORQUE, False), (replace(TORQUE, condition=1), True)):
        decision = decide(facts(None, asset=wrench(WITH_ANN, category=category)), do.ReturnAsset(TW_01))
        assert isinstance(decision, Approved)
        assert Asks(condition=condition) == decision.asks
    assert Approved((AssetChecked(asset=TW_01),)) == decide(facts(asset=wrench()), CheckAsset(TW_01))
    assert decide(facts(asset=wrench(WITH_ANN)), CheckAsset(TW_01)) == NOTHING


def test_a_hand_over_is_denied_by_who_was_told_of_it_and_by_nobody_else() -> None:
    """The entry names who took it, and when; whoever has nothing to deny writes nothing."""
    deny = DenyHandover(TW_01, BEN.id)
    told = (TakenOver(TW_01, "Wrench", ANN.id, AT),)

    body = HandoverDenied(asset=TW_01, worker=ANN.id, since=AT)
    assert Approved((body,)) == decide(facts(BEN, taken_over=told), deny)
    assert decide(facts(BEN), deny) == NOTHING


def test_an_override_is_explained_and_nothing_else_is() -> None:
    """The act and the lead are named."""
    say = ExplainOverride(CommandId("c/0"), OverrideReason.URGENT, ANN.id)
    body = OverrideExplained(act="c/0", lead=KIM.id, reason=OverrideReason.URGENT)

    assert Approved((body,)) == decide(facts(overridden_by=KIM.id), say)
    assert decide(facts(), say) == NOTHING
