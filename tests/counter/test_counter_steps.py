"""What is told and asked at a step: reading, notes, faults, why it passed, the end of a shift."""

from typing import Any

import pytest
from counter_stage import ANN, ANN_SEEN, AT, LEA, NOW, POLICY, TORQUE, WITH_ANN, after, later, seen, wrench
from msgspec.structs import replace

from kiosk.counter import sheets, step_words, taps
from kiosk.counter.conclude import conclude
from kiosk.counter.machine import step
from kiosk.counter.scene import Scene
from kiosk.counter.session import Answer, Done, Intent, Session, State, Stop
from kiosk.counter.signals import Tapped
from kiosk.counter.step_words import still_out
from kiosk.counter.tasks import Choosing, Noting
from kiosk.counter.wording import label, notice
from kiosk.crib import commands as do
from kiosk.crib import entries as was
from kiosk.crib.changes import SessionOpened
from kiosk.crib.instructions import Instruction, Step
from kiosk.crib.names import NOBODY, AssetCode, CategoryCode, CommandId, OverrideReason, Problem, WorkerId
from kiosk.crib.noting import MAX_NOTE, CheckAsset, ExplainOverride, NoteAsset, NotYourNote
from kiosk.crib.outcomes import NOTHING, Approved, Asks, Decision, Refused, ToRead
from kiosk.crib.policy import Policy
from kiosk.crib.products import Worker
from kiosk.crib.reading import NeedsReading, ReadInstruction
from kiosk.crib.shifts import CloseShift, Person, StillOut
from kiosk.crib.states import AssetState, Note

TW_01, TORQUE_CODE = AssetCode("TW-01"), CategoryCode("torque")
TAKE = Intent(do.IssueAsset(TW_01, ANN.id))
STOP = NeedsReading(TORQUE_CODE, ANN.id, "Wear glasses.", "glasses", version=2)
STOPPED = Session(worker=ANN, last_act=NOW.boot, stop=Stop(TAKE, STOP))
READ = ReadInstruction(TORQUE_CODE, Step.TAKE, ANN.id, version=2)


def back(worker: Worker | None = ANN, **act: Any) -> Session:
    """A wrench was just brought back."""
    session = replace(after(Session(), worker, returned="TW-01"), worker=worker, last_act=NOW.boot)
    assert session.act is not None
    return replace(session, act=replace(session.act, **{"about": TW_01, **act}))


def tapped(session: Session, *controls: str) -> tuple[Session, tuple[Intent, ...]]:
    """What the last of these touches leads to."""
    intents: tuple[Intent, ...] = ()
    for control in controls:
        assert taps.takes(session, control, NOW, POLICY), control
        turn = step(session, Tapped(control), NOW, POLICY)
        session, intents = turn.session, turn.intents
    return session, intents


def done(command: do.Command, decision: Decision = NOTHING) -> Done:
    """A judged command."""
    return Done(CommandId("c-9"), Intent(command), decision, ANN)


def scene(asset: AssetState | None = None, **parts: Any) -> Scene:
    """A scene that speaks of a wrench."""
    asset = asset or wrench()
    named = {"asset": asset, "product": asset.product, "categories": (asset.category,)}
    return Scene("Main shop", AT, AT.tzinfo, POLICY, **{**named, **parts})  # type: ignore[arg-type]


def shown(session: Session) -> tuple[str, ...]:
    """The controls on the screen."""
    return taps.shown(session, NOW, POLICY)


def test_one_touch_reads_and_takes() -> None:
    """Both are written, in this order; what is read counts even where another stop follows."""
    assert shown(STOPPED)[0] == "understood"
    _, intents = tapped(STOPPED, "understood")

    assert (Intent(READ), TAKE) == intents
    assert conclude(replace(STOPPED, stop=None), done(READ), NOW).answers == STOPPED.answers


def test_nobody_reads_for_somebody_else() -> None:
    """What a colleague has to read is shown, and no touch records it."""
    other = replace(STOPPED, stop=Stop(TAKE, replace(STOP, worker=LEA.id)))

    assert "understood" not in shown(other)
    assert not taps.takes(other, "understood", NOW, POLICY)
    assert not taps.takes(replace(STOPPED, worker=None), "understood", NOW, POLICY)


def test_what_is_to_be_read_at_a_return_is_asked_beside_the_answer() -> None:
    """And once it is read, no more; the return can still be undone."""
    session = back(asks=Asks(ToRead(TORQUE_CODE, Step.RETURN), condition=True))
    assert shown(session)[:5] == ("undo", "understood", "all-right", "problem", "note")
    _, (intent,) = tapped(session, "understood")
    assert ReadInstruction(TORQUE_CODE, Step.RETURN, ANN.id) == intent.command

    following = conclude(session, done(intent.command), NOW)
    assert (following.answer or Answer("")).kind == "read"
    assert shown(following)[:4] == ("undo", "all-right", "problem", "note")


def test_that_it_is_all_right_is_recorded_where_it_was_asked() -> None:
    """And not where it was not."""
    session, (intent,) = tapped(back(asks=Asks(condition=True)), "all-right")

    assert CheckAsset(TW_01, ANN.id) == intent.command
    assert "all-right" not in shown(conclude(session, done(intent.command), NOW))
    assert not taps.takes(back(), "all-right", NOW, POLICY)


@pytest.mark.parametrize("worker", [ANN, None])
def test_a_fault_is_two_touches_by_anybody(worker: Worker | None) -> None:
    """The first opens the reasons, the second names one; it can be named at once, too."""
    session, _ = tapped(back(worker), "problem")
    assert (session.state, session.task) == (State.TASK, Choosing(TW_01))
    who = worker.id if worker else NOBODY
    aside = Intent(do.QuarantineAsset(TW_01, Problem.UNSAFE, who))

    assert tapped(session, "problem:unsafe") == (replace(session, task=None), (aside,))
    assert tapped(back(worker), "problem:unsafe")[1] == (aside,)
    assert not taps.takes(back(worker), "problem:bent", NOW, POLICY)


def test_the_reasons_stay_as_long_as_somebody_looks_at_them() -> None:
    """Though the return can no longer be undone."""
    session, _ = tapped(back(), "problem")
    much_later = later(20)

    assert taps.takes(replace(session, act=None), "problem:broken", much_later, POLICY)
    assert shown(session) == (*(f"problem:{reason.value}" for reason in Problem), "close", "sign-out")


def test_what_was_opened_over_an_answer_leads_back_to_it() -> None:
    """Closed without a choice, it leaves the answer and what can still be done about it."""
    said = back().say(Answer("returned", by=ANN.id, asset=TW_01), NOW)
    for control in ("problem", "note"):
        opened, _ = tapped(said, control)
        assert opened.answer == said.answer
        assert replace(tapped(opened, "close")[0], last_act=0) == replace(said, last_act=0)


def test_nobody_reads_what_was_not_on_the_screen() -> None:
    """A touch confirms the version that the stop told."""
    older = replace(STOPPED, stop=Stop(TAKE, replace(STOP, version=1)))
    assert tapped(older, "understood")[1][0] == Intent(replace(READ, version=1))


def test_a_note_is_typed_and_left() -> None:
    """By a touch on each letter; its end leaves it."""
    session, intents = tapped(back(), "note", "key:A", "key:space", "key:b", "key:x", "key:back", "key:enter")

    assert (Intent(NoteAsset(TW_01, "A b", ANN.id)),) == intents
    assert session.task is None


def test_a_note_about_what_was_set_aside_or_what_one_has() -> None:
    """The last thing that was spoken of; of nothing, there is no note."""
    aside = was.AssetQuarantined(
        product=TORQUE_CODE, asset=TW_01, quantity=1, source="bin:C1-04", destination="quarantine",
        reason=Problem.BLUNT,
    )  # type: ignore[arg-type] # fmt: skip
    session = conclude(Session(), done(do.QuarantineAsset(TW_01, Problem.BLUNT), Approved((aside,))), NOW)

    assert tapped(session, "note")[0].task == Noting(TW_01)
    mine = Session(worker=ANN, last_act=NOW.boot, subject=AssetCode("TW-02"))
    assert tapped(mine, "note")[0].task == Noting(AssetCode("TW-02"))
    assert not taps.takes(Session(worker=ANN), "note", NOW, POLICY)


def test_an_empty_note_takes_the_old_one_away_for_who_is_known() -> None:
    """With nobody signed in it is only closed."""
    assert tapped(back(), "note", "key:enter")[1] == (Intent(NoteAsset(TW_01, "", ANN.id)),)
    assert tapped(back(None), "note", "key:enter")[1] == ()


@pytest.mark.parametrize("control", ["key:", "key:\x07", "key:\n", "key:ab", "key:tab", "quantity:1", "x"])
def test_what_is_no_key_is_no_letter(control: str) -> None:
    """No control character comes into a note."""
    session, _ = tapped(back(), "note", "key:a")

    assert not taps.takes(session, control, NOW, POLICY)
    assert step(session, Tapped(control), NOW, POLICY).session == session


def test_a_note_is_no_longer_than_is_read_at_a_glance() -> None:
    """Further letters do nothing."""
    session, _ = tapped(back(), "note", *["key:a"] * (MAX_NOTE + 1))

    assert isinstance(session.task, Noting)
    assert len(session.task.typed) == MAX_NOTE


@pytest.mark.parametrize("signal", [seen(), seen(WITH_ANN), ANN_SEEN], ids=repr)
def test_a_scan_or_badge_closes_what_is_open_and_means_what_it_always_means(signal: Any) -> None:
    """Nothing of what was typed is left."""
    for opened in (Choosing(TW_01), Noting(TW_01, "half a no")):
        turn = step(replace(back(None), task=opened, act=None), signal, NOW, POLICY)
        assert turn.session.task is None
        assert turn == step(replace(back(None), act=None), signal, NOW, POLICY)


def test_a_lead_says_why_with_one_touch() -> None:
    """For as long as the act can be undone, and once."""
    given = was.OverrideGiven(lead=LEA.id, worker=ANN.id, lifts="not-trained", reason=OverrideReason.OTHER)
    ends = {"source": "bin:C1-04", "destination": "holder:w-ann"}
    taken = was.AssetIssued(product=TORQUE_CODE, asset=TW_01, quantity=1, **ends)  # type: ignore[arg-type]
    session = conclude(Session(worker=ANN), Done(CommandId("c-9"), TAKE, Approved((given, taken)), ANN), NOW)
    assert shown(session)[:5] == ("undo", *(f"reason:{reason.value}" for reason in OverrideReason))
    _, (intent,) = tapped(session, "reason:urgent")
    assert ExplainOverride(CommandId("c-9"), OverrideReason.URGENT, ANN.id) == intent.command

    assert not any(name.startswith("reason") for name in shown(conclude(session, done(intent.command), NOW)))
    assert "reason:urgent" not in taps.shown(session, later(POLICY.undo), POLICY)


def test_a_lead_is_asked_to_close_a_shift_that_is_held_open() -> None:
    """At sign-in; once it is closed, no more."""
    opened = Approved((SessionOpened(worker=LEA.id),), asks=Asks(shift=True))
    session = conclude(Session(), Done(CommandId("c"), Intent(do.OpenSession(LEA.id)), opened, LEA), NOW)
    assert shown(session)[0] == "close-shift"
    _, (intent,) = tapped(session, "close-shift")

    assert CloseShift(LEA.id) == intent.command
    assert "close-shift" not in shown(conclude(session, done(intent.command), NOW))


def test_what_is_refused_is_said() -> None:
    """A note that is somebody else's stays."""
    refused = Refused(NotYourNote(TW_01))
    session = conclude(back(), done(NoteAsset(TW_01, "", ANN.id), refused), NOW)
    assert session.answer is not None

    said = notice(session.answer, scene())
    assert said.title == "Not your note."
    assert said.lines[-1] == "Only who wrote it, or a keeper, may remove it."


TOLD = replace(
    TORQUE,
    instructions=(Instruction(Step.TAKE, "Wear glasses.", "glasses"), Instruction(Step.RETURN, "Shut it.")),
    condition=1,
)


@pytest.mark.parametrize(
    ("kind", "lines", "picture"),
    [
        ("taken", ("Wear glasses.",), ("glasses",)),
        ("returned", ("Shut it.", "Is it all right?"), ()),
        ("quarantined", (), ()),
    ],
)
def test_an_answer_tells_what_its_step_asks(
    kind: str, lines: tuple[str, ...], picture: tuple[str, ...]
) -> None:
    """The text, the question, and the picture before the product's own."""
    said = notice(Answer(kind, asset=TW_01), scene(replace(wrench(), category=TOLD)))

    assert said.lines[len(said.lines) - len(lines) :] == lines
    assert said.pictures[: len(picture)] == picture


def test_a_note_shows_wherever_its_thing_is_spoken_of() -> None:
    """The keeper's, and the one that was left."""
    noted = wrench(noted=Note("Slips", ANN.id, AT))
    kept = replace(noted, asset=replace(noted.asset, note="Two speeds"))

    for kind in ("taken", "returned", "handed-over"):
        assert "Note: Two speeds / Slips" in notice(Answer(kind, asset=TW_01), scene(kept)).lines
    assert step_words.note(scene()) == ""


def test_the_keys_say_what_their_end_does() -> None:
    """Leave it, take the old one away, or nothing."""
    noted = wrench(noted=Note("Slips", ANN.id, AT))
    for task, opened, enter in (
        (Noting(TW_01, "Mended"), noted, "Leave it"),
        (Noting(TW_01), noted, "Remove it"),
        (Noting(TW_01), wrench(), ""),
    ):
        shown_sheet = sheets.sheet(replace(back(), task=task), scene(opened=opened))
        assert shown_sheet is not None
        assert shown_sheet.keys is not None
        assert (shown_sheet.title, shown_sheet.keys.enter) == ("Note on Torque wrench 60 Nm", enter)


def test_the_idle_screen_leads_with_who_still_has_something() -> None:
    """So many pieces, then a line a person."""
    people = (
        Person(ANN.id, (StillOut("TW-01", AT), StillOut("CBL-3", AT, 3))),
        Person(LEA.id, (StillOut("DRL-01", AT),)),
    )
    lead, ann, lea = still_out(people, lambda worker: f"<{worker}>", scene())

    assert lead.title == "Still out: 5"
    assert (ann.title, ann.detail) == ("<w-ann>", "TW-01, 3 x CBL-3")
    assert lea.detail == "DRL-01"
    assert still_out((), str, scene()) == ()


def test_the_idle_screen_names_six_people_and_four_codes_of_each_and_counts_the_rest() -> None:
    """Everything that is out is in the first line's sum."""
    things = tuple(StillOut(f"TW-{number}", AT) for number in range(6))
    people = tuple(Person(WorkerId(f"w{number}"), things) for number in range(8))
    lead, *named, more = still_out(people, str, scene())

    assert lead.title == "Still out: 48"
    assert [item.title for item in named] == [f"w{number}" for number in range(6)]
    assert {item.detail for item in named} == {"TW-0, TW-1, TW-2, TW-3, and 2 more"}
    assert more.title == "and 2 more"
    assert len(still_out(people[:6], str, scene())) == 7


@pytest.mark.parametrize("control", step_words.LABELS)
def test_every_control_has_a_short_label(control: str) -> None:
    """It has to fit on a button."""
    assert 0 < len(label(control, scene())) <= 16


def test_policy_says_for_how_long_it_leads() -> None:
    """Half an hour."""
    assert Policy().shift_shown == 1800
