"""Adding at the counter: what a scan, a tap and a key mean while something new is in the keeper's hands."""

from datetime import date
from typing import Any

import pytest
from counter_stage import C1_04, GLOVES_SEEN, NOW, POLICY, SUPPLY, TORQUE, WRENCH, kit_seen, seen, wrench
from msgspec.structs import replace

from kiosk.counter import adding
from kiosk.counter.conclude import conclude
from kiosk.counter.language import Phrase
from kiosk.counter.new_thing import is_sound
from kiosk.counter.session import Answer, Done, Intent, Session
from kiosk.counter.signals import AssetSeen, CodeSeen, Marking, PlaceSeen, Scanned, Tapped
from kiosk.counter.tasks import Adding, Receiving
from kiosk.crib.adding import AddThing
from kiosk.crib.commands import KeepCode, UndoAct
from kiosk.crib.definitions import NewAsset, NewProduct
from kiosk.crib.keeper_refusals import Flaw, Unfit
from kiosk.crib.names import AssetCode, CommandId, ProductCode, Role, WorkerId
from kiosk.crib.outcomes import Approved, Decision, Refused
from kiosk.crib.places import SUPPLIER
from kiosk.crib.products import Worker
from kiosk.crib.refusals import UnknownCode

KIM = Worker(WorkerId("w-kim"), Role.KEEPER)
GTIN = "4006381333931"
PLAIN = replace(TORQUE, calibration_days=0)
GAUGE = replace(PLAIN, require=("serial", "calibrated", "cost", "job"))
WRENCHES = PlaceSeen("TQ-60", "product", (), product=WRENCH.code, name=WRENCH.name, category=PLAIN)
GAUGES = replace(WRENCHES, category=GAUGE)
TAG, MAKERS = CodeSeen("TW-09"), CodeSeen(GTIN, is_gtin=True, linkable=True)
BOX = replace(GLOVES_SEEN, code="GLV-9")
BIN = PlaceSeen("C1-04", "bin", (), C1_04)
BUSY = adding.begin(Session(worker=KIM), Tapped("add"), NOW)
NEW = NewAsset(AssetCode("TW-09"), WRENCH.code, C1_04)


def task(session: Session) -> Adding:
    """What is known of the new thing."""
    assert isinstance(session.task, Adding)
    return session.task


def after(*signals: Scanned | Tapped | str, session: Session = BUSY) -> tuple[Session, tuple[Any, ...]]:
    """The session after these scans, taps and typed texts, and what the last of them wants done."""
    intents: tuple[Intent, ...] = ()
    for signal in signals:
        if isinstance(signal, str):
            session, _ = after(*(Tapped(f"key:{key}") for key in [*signal, "enter"]), session=session)
            continue
        if isinstance(signal, Tapped):
            assert adding.takes(session, task(session), signal.control), signal
            turn = adding.tap(session, task(session), signal, NOW, POLICY)
        else:
            turn = adding.scan(session, task(session), signal, NOW)
        session, intents = turn.session, turn.intents
    return session, tuple(intent.command for intent in intents)


def said(session: Session) -> Answer:
    """What was said last."""
    assert session.answer is not None
    return session.answer


def concluded(session: Session, command: AddThing, decision: Decision) -> Session:
    """The session once the command was judged."""
    return conclude(session, Done(CommandId("c-1"), Intent(command), decision, KIM), NOW)


def test_one_more_of_a_product_is_its_code_a_tag_and_a_bin() -> None:
    """In whichever order code and tag come; also by the tag of another one."""
    wanted = (AddThing(KIM.id, NEW),)

    assert after(WRENCHES, TAG, BIN)[1] == wanted
    assert after(TAG, Tapped("of:TQ-60", thing=WRENCHES), BIN)[1] == wanted
    another = AssetSeen("TW-01", replace(wrench(), category=PLAIN))
    assert after(another, TAG, BIN)[1] == wanted


def test_what_means_nothing_is_kept_whatever_becomes_of_it() -> None:
    """A power cut loses no scan; nothing is said of its being unknown."""
    session, commands = after(WRENCHES, TAG)
    assert commands == (KeepCode("TW-09", KIM.id),)

    kept = Done(CommandId("c-1"), Intent(commands[0]), Refused(UnknownCode("TW-09")), KIM)
    assert conclude(session, kept, NOW) == session


def test_only_the_fields_that_the_template_asks_for_are_typed() -> None:
    """Each once; a serial number may be scanned; the job is asked at issue."""
    session, _ = after(GAUGES, TAG)
    assert task(session).asks == "serial"
    session, commands = after(CodeSeen("SN-1"), "20260915", "24900", BIN, session=session)

    assert commands == (
        AddThing(KIM.id, replace(NEW, serial="SN-1", calibrated=date(2026, 9, 15), cost_cents=24900)),
    )
    assert not adding.takes(session, task(session), "key:1")


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("calibrated", "20260915", "20261399"),
        ("bought", "20240229", "20230229"),
        ("cost", "0", "12.5"),
        ("name", "Öl", ""),
        ("code", "TQ-80", "\x1d"),
        ("serial", "SN 1", "x" * 65),
    ],
)
def test_a_value_that_cannot_be_is_not_told(field: str, good: str, bad: str) -> None:
    """Days of the calendar, cents, codes that a label holds."""
    assert is_sound(field, good)
    assert not is_sound(field, bad)


def test_a_wrong_value_is_asked_for_again() -> None:
    """What was typed is gone, all else stays."""
    session, _ = after(GAUGES, TAG, "SN-1", "20261399")

    assert (task(session).asks, task(session).typed) == ("calibrated", "")
    assert (said(session).kind, said(session).about) == ("adding-again", "calibrated")
    assert task(session).fields == {"serial": "SN-1"}


def test_a_new_product_gets_a_name_a_code_and_a_template() -> None:
    """The code is proposed from the name; the maker's code that was scanned is its own."""
    session, _ = after(MAKERS, Tapped("new"), "Bore gauge")
    assert (task(session).asks, task(session).typed) == ("code", "BORE-GAUGE")
    session, _ = after(Tapped("key:enter"), Tapped("category:torque", thing=PLAIN), TAG, session=session)
    _, (command,) = after(BIN, session=session)

    code = ProductCode("BORE-GAUGE")
    assert command == AddThing(
        KIM.id, replace(NEW, product=code), NewProduct(code, "Bore gauge", PLAIN.code, barcode=GTIN)
    )


def test_a_makers_code_of_a_known_product_is_linked_to_it() -> None:
    """With the new thing; a number that is its own tag is said to be that."""
    _, (command,) = after(MAKERS, Tapped("of:TQ-60", thing=WRENCHES), TAG, BIN)
    assert command == AddThing(KIM.id, NEW, link=GTIN)

    session, _ = after(MAKERS, Tapped("as-tag"))
    assert (task(session).asset, task(session).makers) == (GTIN, "")


def test_where_a_tag_is_asked_for_a_short_number_is_one() -> None:
    """One eight-digit number in ten is a GTIN by chance; once there is a tag, it is the maker's."""
    for makers in (GTIN, "40170725"):
        known = task(after(WRENCHES, TAG, CodeSeen(makers, is_gtin=True))[0])
        assert (known.asset, known.makers) == (TAG.code, makers)
    session, _ = after(WRENCHES, CodeSeen("40170725", is_gtin=True))
    assert (task(session).asset, task(session).makers) == ("40170725", "")


def test_a_tag_that_is_not_named_as_its_template_says_is_stopped_at_once() -> None:
    """And kept all the same; the right one is scanned next."""
    named = replace(WRENCHES, category=replace(PLAIN, name_pattern="TW-[0-9]+"))
    session, commands = after(named, CodeSeen("DRILL-7"))

    assert (said(session).kind, commands) == ("refused", (KeepCode("DRILL-7", KIM.id),))
    assert task(session).asset == ""
    assert task(after(TAG, session=session)[0]).asks == "bin"


def test_where_there_is_no_tag_the_next_code_is_given() -> None:
    """It is to be written on a label."""
    session, _ = after(WRENCHES, Tapped("next-tag:TQ-60", codes=("TW-09",)))
    _, (command,) = after(BIN, session=session)
    assert command == AddThing(KIM.id, NEW)

    done = concluded(session, command, Approved(()))
    assert (said(done).kind, said(done).asset, said(done).about) == ("added", "TW-09", "label")


def test_of_the_next_one_only_tag_and_bin_are_scanned() -> None:
    """What a delivery has in common is told once, what is its own each time; the last can be undone."""
    session, _ = after(GAUGES, TAG, "SN-1", "20260915", "24900")
    _, (command,) = after(BIN, session=session)
    done = concluded(session, command, Approved(()))

    assert (task(done).asks, task(done).fields) == ("tag", {"cost": "24900"})
    assert after(Tapped("undo"), session=done)[1] == (UndoAct(CommandId("c-1"), KIM.id),)
    assert task(after(CodeSeen("TW-10"), session=done)[0]).asks == "serial"


def test_what_does_not_fit_is_asked_for_again_and_all_else_stays() -> None:
    """A code that is taken; a bin that is for something else is scanned anew."""
    session, _ = after(GAUGES, TAG, "SN-1", "20260915", "24900")
    _, (command,) = after(BIN, session=session)
    taken = Refused(Unfit((Flaw(0, "code", "TW-09", "{value!r} is taken."),)))
    told = concluded(session, command, taken)

    assert (task(told).asset, task(told).asks, said(told).kind) == ("", "tag", "refused")
    assert task(told).fields == task(session).fields


def test_what_is_kept_in_pieces_is_received() -> None:
    """So is a draft; a new product in pieces is defined first."""
    in_pieces, _ = after(replace(GLOVES_SEEN, code="GLV-9"))
    assert isinstance(in_pieces.task, Receiving)
    draft, _ = after(seen(SUPPLIER))
    assert isinstance(draft.task, Receiving)

    session, _ = after(MAKERS, Tapped("new"), "Gloves 10", Tapped("key:enter"))
    session, (command,) = after(Tapped("category:supply", thing=SUPPLY), session=session)
    assert command == AddThing(
        KIM.id, None, NewProduct(ProductCode("GLOVES-10"), "Gloves 10", SUPPLY.code, barcode=GTIN)
    )
    told = concluded(session, command, Approved(()))
    assert told.task == Receiving(product=ProductCode("GLOVES-10"), name="Gloves 10", quantity=1)


def test_a_bin_too_early_or_something_else_only_asks_again() -> None:
    """Nothing that was told is lost."""
    session, _ = after(WRENCHES)
    for signal, kind in ((BIN, "adding"), (kit_seen(), "not-added")):
        again, commands = after(signal, session=session)
        assert (task(again), commands, said(again).kind) == (task(session), (), kind)
    assert adding.hint(task(session)) == "Scan its tag."


@pytest.mark.parametrize("known", [WRENCHES, AssetSeen("TW-01", wrench()), seen(SUPPLIER), BOX])
def test_a_known_thing_does_not_throw_away_what_is_being_told(known: Scanned) -> None:
    """A name, half typed; a new product that only lacks its tag; a day of calibration; a bin."""
    named, _ = after(MAKERS, Tapped("new"), Tapped("key:B"))
    untagged, _ = after("olt", Tapped("key:enter"), Tapped("category:torque", thing=PLAIN), session=named)
    dated, _ = after(GAUGES, TAG, "SN-1", Tapped("key:2"))
    for session, asks in ((named, "name"), (untagged, "tag"), (dated, "calibrated")):
        again, commands = after(known, session=session)
        assert task(session).asks == asks
        assert (task(again), commands, said(again).kind) == (task(session), (), "adding")


def test_what_is_scanned_for_a_serial_number_is_taken_as_it_is() -> None:
    """Also where another thing answers to it; a bin's label is scanned too early."""
    session, _ = after(GAUGES, TAG)
    for known in (WRENCHES, AssetSeen("TW-01", wrench()), BOX):
        told = task(after(known, session=session)[0])
        assert (told.fields, told.asks) == ({"serial": known.code}, "calibrated")
    assert task(after(BIN, session=session)[0]) == task(session)


def test_the_tag_of_what_turns_out_to_be_pieces_is_kept() -> None:
    """And that is said."""
    session, _ = after(TAG, Tapped("new"), "Gloves 10", Tapped("key:enter"))
    session, (command,) = after(Tapped("category:supply", thing=SUPPLY), session=session)

    told = concluded(session, command, Approved(()))
    assert said(told).told == (Phrase("{code} is kept for the keeper.", {"code": "TW-09"}),)


def test_a_product_is_looked_for_by_its_name() -> None:
    """On keys that are opened by a touch; enter is not needed, a touch on what is found is."""
    session, _ = after(TAG)
    assert not adding.takes(session, task(session), "key:w")
    session, _ = after(Tapped("look-up"), "wr", session=session)
    assert (task(session).typed, task(session).asks) == ("wr", "product")
    assert "look-up" not in adding.controls(session, task(session))
    chosen, _ = after(Tapped("of:TQ-60", thing=WRENCHES), session=session)
    assert (task(chosen).product, task(chosen).looks) == (WRENCH.code, False)


def test_leaving_ends_the_task() -> None:
    """What was scanned stays kept."""
    left, _ = after(WRENCHES, Tapped("done"))
    assert (left.task, said(left).kind) == (None, "left")


MARKED = Marking(serial="77-A", own=f"010{GTIN}2177-A")


@pytest.mark.parametrize("seen", [replace(MAKERS, says=MARKED), replace(GAUGES, says=MARKED)])
def test_a_makers_label_tells_the_serial_number(seen: CodeSeen | PlaceSeen) -> None:
    """Of a product that is known or not: it is not asked for any more."""
    assert task(after(seen)[0]).fields == {"serial": "77-A"}


@pytest.mark.parametrize(("asked", "told"), [("serial", "77-A"), ("barcode", f"010{GTIN}2177-A")])
def test_a_makers_label_is_scanned_for_what_is_asked(asked: str, told: str) -> None:
    """Its serial number, or the code that this thing alone has."""
    needs = replace(WRENCHES, category=replace(PLAIN, require=(asked,)))
    session, _ = after(needs, TAG, replace(MAKERS, says=MARKED))

    assert task(session).fields[asked] == told
