"""Wording: every answer, refusal and control has words, short enough to be read from two meters."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from counter_stage import (
    ANN,
    ASKED_OVER,
    ASKED_RETURN,
    AT,
    BEN,
    C1_04,
    GLOVES,
    LINE,
    NOW,
    ON_LINE,
    POLICY,
    SERVING,
    STOPPED,
    WITH_BEN,
    WRENCH,
    after,
    kit,
    wrench,
)
from msgspec.structs import replace

from kiosk.counter import (
    adding_words,
    count_words,
    looking_words,
    naming_words,
    receive_words,
    reserving_words,
    step_words,
)
from kiosk.counter.busy import OPENS
from kiosk.counter.conclude import KIND
from kiosk.counter.phrases import day, when
from kiosk.counter.scene import Scene, initials
from kiosk.counter.session import Answer, Intent, Session, Stop
from kiosk.counter.stop_words import _STOPS
from kiosk.counter.taps import shown
from kiosk.counter.views import Figure, Tone
from kiosk.counter.wording import _WORDS, LABELS, figures, label, notice
from kiosk.crib import refusals as no
from kiosk.crib.availability import Counts
from kiosk.crib.commands import IssueAsset
from kiosk.crib.counting import CountAgain, NeedsSecond
from kiosk.crib.keeper_refusals import Flaw, OverDelivered, Unfit, WrongBin
from kiosk.crib.looked import OfHold
from kiosk.crib.names import (
    NOBODY,
    AssetCode,
    BadgeDigest,
    BinCode,
    HoldCode,
    JobCode,
    KitCode,
    LotCode,
    Role,
)
from kiosk.crib.places import QUARANTINE, in_bin
from kiosk.crib.states import Elsewhere, Hold
from kiosk.languages.catalogues import language

LONGEST = 40
TASKS = (
    *(looking_words, count_words, receive_words, adding_words, naming_words, step_words),
    reserving_words,
)
NAMES = {BEN.id: "B. O."}
TW, OTHER = AssetCode("TW-01"), AssetCode("TW-03")
OFFERS = (no.Equivalent(OTHER, C1_04),)
HELD = (WRENCH.code, HoldCode("H1"), BEN.id, JobCode(""), AT, AT + timedelta(hours=8))
REFUSALS: dict[type[no.Refusal], tuple[no.Refusal, str]] = {
    no.UnknownCode: (no.UnknownCode("MEX-1"), "Unknown code.|MEX-1|Kept for the keeper."),
    no.UnknownBadge: (no.UnknownBadge(BadgeDigest("ab")), "Unknown badge.|Are you new here?"),
    no.InactiveWorker: (no.InactiveWorker(ANN.id), "Not active any more.|Ask the keeper."),
    no.NeedsBadge: (no.NeedsBadge(), "Scan your badge first.|Torque wrench 60 Nm|TW-01 · In C1-04"),
    no.Quarantined: (no.Quarantined(TW, OFFERS), "Quarantined: Torque wrench|red bin|Free in C1-04: TW-03"),
    no.AlreadyOut: (
        no.AlreadyOut(TW, BEN.id, AT),
        "Already out: Torque wrench 60 Nm|TW-01 · Out to B. O.|No other one is free.",
    ),
    no.NotOut: (no.NotOut(TW), "Already in: Torque wrench 60 Nm|TW-01"),
    no.CalibrationExpired: (
        no.CalibrationExpired(TW, date(2026, 10, 3), OFFERS),
        "Calibration ended 3 Oct 2026.|Torque wrench 60 Nm · TW-01|red bin|Free in C1-04: TW-03",
    ),
    no.NotEnough: (no.NotEnough(GLOVES.code, 3), "Only 3 left here: |Nothing was recorded."),
    WrongBin: (
        WrongBin(C1_04, GLOVES.code, WRENCH.code, BinCode("C2-02")),
        "Wrong bin: C1-04 is for TQ-60.|Put it in C2-02.",
    ),
    OverDelivered: (
        OverDelivered("D-1", GLOVES.code, 10, 12),
        "More than expected. Is that right?|10 were expected of D-1, this makes 12.",
    ),
    CountAgain: (CountAgain(GLOVES.code, C1_04), "Please count again.|GLV-9 in C1-04|Then sign."),
    NeedsSecond: (NeedsSecond(11, 0), "Somebody else must sign, too.|11 pieces off.|A lead or keeper"),
    no.NotAllowed: (no.NotAllowed(Role.LEAD), "Not allowed.|This takes a lead.|A lead's badge"),
    no.OverdueBlock: (no.OverdueBlock("TW-09", AT), "Return TW-09 first.|Overdue since 08:00"),
    no.Retired: (no.Retired(TW), "Retired: Torque wrench 60 Nm|TW-01|Give it to the keeper."),
    no.LotExpired: (
        no.LotExpired(GLOVES.code, LotCode("L1"), date(2026, 10, 3), BinCode("C2-02")),
        "Expired 3 Oct 2026.|L1|Good ones are in C2-02.",
    ),
    no.NotTrained: (no.NotTrained("torque", (BEN.id,)), "Needs the course: torque.|Ask: B. O."),
    no.TrainingExpired: (
        no.TrainingExpired("torque", date(2026, 10, 3)),
        "Your course torque ended 3 Oct 2026.|Ask the keeper.",
    ),
    no.OverLimit: (no.OverLimit(3, 2, 1), "Limit of 3 reached.|You have 2.|You may take 1 more."),
    no.NeedsJob: (no.NeedsJob(), "Which job is it for?|Scan the job's code."),
    no.KitIncomplete: (no.KitIncomplete(KitCode("KIT-1"), (TW,)), "Not complete: |Missing: TW-01"),
    no.NotOldestLot: (
        no.NotOldestLot(GLOVES.code, LotCode("L2"), LotCode("L1"), BinCode("C2-02")),
        "Take lot L1 first.|It is in C2-02.",
    ),
    no.HeldForAnother: (
        no.HeldForAnother(*HELD, left=2, equivalents=OFFERS),
        "Reserved for B. O.|From 08:00 until 16:00|You may have 2.|Free in C1-04: TW-03",
    ),
    no.ReservedSoon: (
        no.ReservedSoon(*HELD, latest=AT + timedelta(hours=8), elsewhere=(Elsewhere("B", 4, AT),)),
        "Reserved for B. O. 08:00|You may have it until 16:00.|Site B has 4",
    ),
    no.CabinetFault: (no.CabinetFault("C1", OFFERS), "Cabinet C1 does not open.|Free in C1-04: TW-03"),
    Unfit: (Unfit((Flaw(0, "bin", "C9", "There is no bin {value!r}."),)), "There is no bin 'C9'."),
    no.NotYours: (no.NotYours(GLOVES.code, 2), "You took 2: |at most what you took"),
    no.DeviceFault: (no.DeviceFault(no.Fault.DISK_FULL), "Not recorded.|The disk is full.|Tell the keeper"),
}  # fmt: skip


def scene(**parts: Any) -> Scene:
    """A scene at eight o'clock, of the wrench in its bin."""
    usual = {"who": "Ann Ott", "names": NAMES, "product": WRENCH, "counts": Counts(3, 0, 2, 1)}
    return Scene(site="Main shop", at=AT, zone=UTC, policy=POLICY, **{**usual, **parts})


def words(answer: Answer, look: Scene) -> str:
    """All that is said of an answer, parted by |."""
    said = notice(answer, look)
    return "|".join((said.title, *said.lines))


@pytest.mark.parametrize(("refusal", "said"), REFUSALS.values(), ids=lambda part: getattr(part, "reason", ""))
def test_a_stop_says_what_and_what_to_do(refusal: no.Refusal, said: str) -> None:
    """Every refusal has a short title that says what, lines that say what can be done, and the stop tone."""
    answer = Answer("refused", by=ANN.id, asset=TW, refusal=refusal)
    told = words(answer, scene(asset=wrench()))

    assert notice(answer, scene()).tone is Tone.STOP
    assert [part for part in said.split("|") if part not in told] == []


def test_every_refusal_has_words() -> None:
    """No refusal that the counter can answer is left without words, and each has a name of its own."""
    kinds = set(no.Refusal.__subclasses__())

    assert kinds == set(_STOPS)
    assert len(kinds) == len({kind.reason for kind in kinds})


DUE: dict[str, Any] = {"due": AT + timedelta(hours=8)}
MINE = wrench(WITH_BEN, **DUE)
ANSWERS: dict[str, tuple[Answer, Scene, Tone, str]] = {
    "signed-in": (Answer("signed-in", by=ANN.id), scene(), Tone.DONE, "Hello, Ann Ott."),
    "signed-in, late": (
        Answer("signed-in", by=ANN.id),
        scene(holdings=(wrench(WITH_BEN, due=AT - timedelta(seconds=1)), MINE)),
        Tone.DONE,
        "1 overdue: please return.",
    ),
    "signed-out": (Answer("signed-out"), scene(), Tone.DONE, "Signed out."),
    "taken": (
        Answer("taken", asset=TW),
        scene(asset=MINE),
        Tone.DONE,
        "Taken: Torque wrench 60 Nm|TW-01|Return by 16:00",
    ),
    "handed-over": (
        Answer("handed-over", asset=TW),
        scene(asset=MINE),
        Tone.DONE,
        "Taken over: Torque wrench 60 Nm|TW-01|Return by 16:00",
    ),
    "returned": (
        Answer("returned", asset=TW),
        scene(asset=wrench()),
        Tone.DONE,
        "Returned: Torque wrench 60 Nm|TW-01|Put it in C1-04",
    ),
    "issued": (
        Answer("issued", quantity=120),
        scene(product=GLOVES),
        Tone.DONE,
        "Taken: 120 x box Nitrile gloves 9|3 left",
    ),
    "issued, of no unit": (
        Answer("issued", quantity=1),
        scene(product=replace(GLOVES, unit="each"), counts=None),
        Tone.DONE,
        "Taken: 1 x Nitrile gloves 9",
    ),
    "put-back": (
        Answer("put-back", quantity=2, bin=C1_04),
        scene(product=GLOVES),
        Tone.DONE,
        "Put back: 2 x box Nitrile gloves 9|Into C1-04",
    ),
    "put-back, of how many": (
        Answer("put-back", bin=C1_04),
        scene(product=GLOVES),
        Tone.LOOK,
        "Put back: how many Nitrile gloves 9?|Into C1-04",
    ),
    "quarantined": (
        Answer("quarantined", asset=TW),
        scene(),
        Tone.DONE,
        "Quarantined: Torque wrench 60 Nm|TW-01|Put it in the red bin. The keeper is told.",
    ),
    "handed-over to another": (
        Answer("handed-over", asset=TW, to=BEN.id),
        scene(asset=MINE),
        Tone.DONE,
        "Given to B. O.: Torque wrench 60 Nm|TW-01|Return by 16:00",
    ),
    "extended": (
        Answer("extended", asset=TW),
        scene(asset=MINE),
        Tone.DONE,
        "Keep it: Torque wrench 60 Nm|TW-01|Return by 16:00",
    ),
    "missing": (
        Answer("missing", asset=TW),
        scene(asset=wrench()),
        Tone.DONE,
        "Not here: Torque wrench 60 Nm|TW-01|Thank you. The keeper will look for it.",
    ),
    "wished": (
        Answer("wished", about="job", lines=("Line 3",)),
        scene(),
        Tone.DONE,
        "For the job: Line 3|For what you scan next.",
    ),
    "signed-in, with a reservation": (
        Answer("signed-in", by=ANN.id),
        scene(holds=(OfHold(WRENCH, Hold(HoldCode("H1"), WRENCH.code, 2, AT, AT + timedelta(hours=8))),)),
        Tone.DONE,
        "Hello, Ann Ott.|Your reservation 08:00: 2 x Torque wrench 60 Nm",
    ),
    "taken, let pass by a lead": (
        Answer("taken", asset=TW),
        scene(asset=wrench(WITH_BEN, calibrated=date(2025, 1, 1), **DUE)),
        Tone.DONE,
        "Return by 16:00|NOT CALIBRATED",
    ),
    "a kit, short": (
        Answer("returned", kit=KitCode("KIT-1"), lines=("TW-02",)),
        scene(kit=kit(), product=None),
        Tone.LOOK,
        "Returned: Wrench set|KIT-1|Not in the case: TW-02",
    ),
    "nothing-taken": (
        Answer("nothing-taken", asset=TW),
        scene(asset=wrench()),
        Tone.DONE,
        "Took nothing.",
    ),
    "undone": (Answer("undone", asset=TW), scene(), Tone.DONE, "Undone: Torque wrench 60 Nm|TW-01"),
    "asked, my own": (
        Answer("asked", asset=TW, about="return"),
        scene(asset=MINE),
        Tone.LOOK,
        "Return it?|Torque wrench 60 Nm|TW-01",
    ),
    "asked, another's": (
        Answer("asked", asset=TW, about="take-over"),
        scene(asset=MINE),
        Tone.LOOK,
        "Out to B. O. Take over?|Torque wrench 60 Nm|TW-01",
    ),
    "shown, fit": (
        Answer("shown", asset=TW),
        scene(asset=wrench()),
        Tone.LOOK,
        "Torque wrench 60 Nm|TW-01 · In C1-04|Calibrated through 10 Jan 2027|Scan your badge to take it.",
    ),
    "shown, set aside": (
        Answer("shown", asset=TW),
        scene(asset=wrench(QUARANTINE, calibrated=None)),
        Tone.LOOK,
        "Torque wrench 60 Nm|TW-01|Not to be used now.",
    ),
    "shown, lapsed": (
        Answer("shown", asset=TW),
        scene(asset=wrench(in_bin(C1_04), calibrated=date(2025, 1, 1))),
        Tone.LOOK,
        "Torque wrench 60 Nm|TW-01 · In C1-04|Calibrated through 1 Jan 2026|Not to be used now.",
    ),
    "shown, a consumable": (
        Answer("shown"),
        scene(product=GLOVES),
        Tone.LOOK,
        "Nitrile gloves 9|Scan your badge to take it.",
    ),
    "shown, a bin": (
        Answer("shown", about="bin C1-04", told=("3 x Torque wrench 60 Nm",)),
        scene(product=None),
        Tone.LOOK,
        "Bin C1-04|3 x Torque wrench 60 Nm",
    ),
    "unread": (Answer("unread"), scene(), Tone.LOOK, "Could not read that.|Please scan again."),
}


@pytest.mark.parametrize(("answer", "look", "tone", "said"), ANSWERS.values(), ids=ANSWERS)
def test_an_answer_reads(answer: Answer, look: Scene, tone: Tone, said: str) -> None:
    """Every answer says first what happened, then the details, in its tone."""
    assert said in words(answer, look)
    assert tone is notice(answer, look).tone


def test_every_answer_has_words() -> None:
    """No kind of answer is left without words."""
    kinds = {*KIND.values(), "refused", "asked", "shown", "signed-out", "unread", "wished"}

    assert kinds - set(_WORDS) == set()
    assert kinds == {answer.kind for answer, *_ in ANSWERS.values()} | {"refused"}


def test_no_title_is_longer_than_can_be_read_from_afar() -> None:
    """With names as products have them, no title is over 40 characters."""
    stops = [(Answer("refused", refusal=refusal), scene(asset=wrench())) for refusal, _ in REFUSALS.values()]
    told = [notice(answer, look).title for answer, look in stops]
    told += [notice(answer, look).title for answer, look, *_ in ANSWERS.values()]

    assert [title for title in told if len(title) > LONGEST] == []


def test_every_control_that_can_be_shown_has_a_label_and_every_label_a_control() -> None:
    """What can be tapped is labeled, and nothing else is."""
    back: Session = replace(ON_LINE, line=replace(LINE, back=True))
    mine = replace(ASKED_RETURN, subject=TW)
    shorter = no.ReservedSoon(*HELD, latest=AT + timedelta(hours=1), equivalents=OFFERS)
    stopped = replace(STOPPED, stop=Stop(Intent(IssueAsset(TW, ANN.id)), shorter))
    sessions = [ON_LINE, back, ASKED_OVER, mine, stopped, after(SERVING, ANN, "TW-01")]

    drawn = {name for session in sessions for name in shown(session, NOW, POLICY)}
    assert {name for name in drawn if not label(name, scene())} == set()
    of_tasks = {name for words in TASKS for name in words.LABELS} | {*OPENS, "close", "took-nothing"}
    assert set(LABELS) - of_tasks - drawn == set()


def test_figures_are_always_in_the_same_order_and_the_rare_ones_only_where_there_are_any() -> None:
    """Available, Reserved, Total; then Out and Quarantined where they are not 0; none without a product."""
    busy, calm = figures(scene(counts=Counts(3, 1, 2, 1))), figures(scene(counts=Counts(3)))

    assert [(figure.label, figure.value) for figure in busy] == [
        ("Available", 3),
        ("Reserved", 1),
        ("Total", 7),
        ("Out", 2),
        ("Quarantined", 1),
    ]
    assert (Figure("Available", 3), Figure("Reserved", 0), Figure("Total", 3)) == calm
    assert figures(scene(counts=None)) == ()


INITIALS = {"Ann Ott": "A. O.", "cem": "C.", "Dua  von der Rahmani": "D. V. D. R.", "": ""}


@pytest.mark.parametrize(("name", "short"), INITIALS.items())
def test_others_read_initials(name: str, short: str) -> None:
    """Others are named by initials."""
    assert short == initials(name)


def test_who_nobody_can_name_is_somebody() -> None:
    """Where no name is known the words still make a sentence."""
    refused = Answer("refused", refusal=no.AlreadyOut(TW, ANN.id))
    away = Answer("refused", refusal=no.AlreadyOut(TW, NOBODY))

    assert "Out to somebody" in words(refused, scene())
    assert "It is not here." in words(away, scene())
    assert "Never calibrated." in words(
        Answer("refused", refusal=no.CalibrationExpired(TW, date.min)), scene()
    )


WHEN: list[tuple[datetime, str]] = [
    (AT.replace(hour=16), "16:00"),
    (AT.replace(hour=23, minute=59), "23:59"),
    (AT + timedelta(days=1), "Tue 3 Nov 08:00"),
    (AT - timedelta(hours=9), "Sun 1 Nov 23:00"),
]


@pytest.mark.parametrize(("moment", "said"), WHEN, ids=[said for _, said in WHEN])
def test_a_time_is_said_with_its_day_unless_it_is_today(moment: datetime, said: str) -> None:
    """Today a time is a clock time; on another day it says which."""
    assert said == when(moment, scene())
    assert day(date(2026, 10, 3), scene()) == "3 Oct 2026"


def test_a_date_is_said_as_the_language_says_it() -> None:
    """Names of days and months, and their order, are the language's."""
    german, polish = scene(language=language("de")), scene(language=language("pl"))
    assert when(AT + timedelta(days=1), german) == "Di 3. Nov 08:00"
    assert when(AT, german) == "08:00"
    assert (day(date(2026, 3, 5), german), day(date(2026, 3, 5), polish)) == ("5. Mär 2026", "5 mar 2026")
