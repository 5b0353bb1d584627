"""A counter without a store: things to scan, signals, and decisions that a test makes up."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from kiosk.counter.conclude import conclude
from kiosk.counter.machine import step
from kiosk.counter.session import Act, Done, Intent, Line, Question, Session, Stop, Waiting
from kiosk.counter.signals import (
    AssetSeen,
    CodeSeen,
    KitSeen,
    Now,
    PlaceSeen,
    Signal,
    StockSeen,
    StrangerSeen,
    Tapped,
    TimePassed,
    WishSeen,
    WorkerSeen,
)
from kiosk.counter.wording import LABELS
from kiosk.crib import changes
from kiosk.crib import commands as do
from kiosk.crib import entries as was
from kiosk.crib.body import Body
from kiosk.crib.names import (
    AssetCode,
    BadgeDigest,
    BinCode,
    CategoryCode,
    CommandId,
    JobCode,
    Kind,
    KitCode,
    ProductCode,
    Role,
    WorkerId,
)
from kiosk.crib.outcomes import NOTHING, Approved, Decision, Refused
from kiosk.crib.places import CONSUMED, QUARANTINE, Place, held_by, in_bin
from kiosk.crib.policy import Policy
from kiosk.crib.products import Asset, Category, Job, Kit, Product, Worker
from kiosk.crib.refusals import CalibrationExpired, Equivalent, InactiveWorker, NotEnough
from kiosk.crib.states import AssetState, KitState, StockState

POLICY = Policy()
AT = datetime(2026, 11, 2, 8, tzinfo=UTC)
NOW = Now(AT, 100.0)
ANN, BEN = Worker(WorkerId("w-ann")), Worker(WorkerId("w-ben"))
LEA = Worker(WorkerId("w-lea"), Role.LEAD)
PEOPLE = {each.id: each for each in (ANN, BEN, LEA)}
C1_04, C2_01 = BinCode("C1-04"), BinCode("C2-01")
TORQUE = Category(CategoryCode("torque"), Kind.SERIALIZED, calibration_days=365)
WRENCH = Product(ProductCode("TQ-60"), "Torque wrench 60 Nm", TORQUE.code)
SUPPLY = Category(CategoryCode("supply"), Kind.CONSUMABLE)
GLOVES = Product(ProductCode("GLV-9"), "Nitrile gloves 9", SUPPLY.code, unit="box")
STOCK = StockState(GLOVES, SUPPLY, C2_01, 12)
IN, WITH_ANN, WITH_BEN = in_bin(C1_04), held_by(ANN.id), held_by(BEN.id)


def wrench(place: Place = IN, code: str = "TW-01", ago: int = 3600, **parts: Any) -> AssetState:
    """A wrench that came to its place ``ago`` seconds before eight."""
    asset = Asset(AssetCode(code), WRENCH.code, C1_04, calibrated=parts.pop("calibrated", date(2026, 1, 10)))
    since = AT - timedelta(seconds=ago) if place.code != C1_04 else None
    return AssetState(asset, WRENCH, TORQUE, place, **{"since": since, **parts})


def seen(place: Place = IN, code: str = "TW-01", ago: int = 3600) -> AssetSeen:
    """A wrench is scanned."""
    return AssetSeen(code, wrench(place, code, ago))


def kit(place: Place = IN, ago: int = 3600) -> KitState:
    """A kit of two wrenches, both at the place."""
    made = Kit(KitCode("KIT-1"), "Wrench set", (AssetCode("TW-01"), AssetCode("TW-02")))
    return KitState(made, (wrench(place, "TW-01", ago), wrench(place, "TW-02", ago)))


def kit_seen(place: Place = IN, ago: int = 3600) -> KitSeen:
    """The kit is scanned."""
    return KitSeen("KIT-1", kit(place, ago))


GLOVES_SEEN = StockSeen("C2-01", STOCK)
BIN_SEEN = PlaceSeen("C1-04", "bin", ("3 x Torque wrench 60 Nm",))
JOB_SEEN = WishSeen("J100", job=Job(JobCode("J100"), "Line 3"))
STRANGE_CODE, STRANGE_BADGE = CodeSeen("MEX-1"), StrangerSeen(BadgeDigest("ab"))
ANN_SEEN, BEN_SEEN, LEA_SEEN, TIME = WorkerSeen(ANN), WorkerSeen(BEN), WorkerSeen(LEA), TimePassed()

LINE = Line(GLOVES.code, C2_01, 2)
IDLE = Session(last_act=NOW.boot)
WAITING = Session(last_act=NOW.boot, waiting=(Waiting("TW-01", wrench(), NOW.boot + 15),))
SERVING = Session(worker=ANN, last_act=NOW.boot)
ON_LINE = Session(worker=ANN, last_act=NOW.boot, line=LINE)
ASKED_OVER = Session(worker=ANN, last_act=NOW.boot, question=Question("take-over", wrench(WITH_BEN), "TW-01"))
LAPSED = CalibrationExpired(AssetCode("TW-01"), date(2026, 10, 3), (Equivalent(AssetCode("TW-03"), C1_04),))
STOPPED = Session(
    worker=ANN, last_act=NOW.boot, stop=Stop(Intent(do.IssueAsset(AssetCode("TW-01"), ANN.id)), LAPSED)
)
ASKED_RETURN = Session(worker=ANN, last_act=NOW.boot, question=Question("return", wrench(WITH_ANN), "TW-01"))


def after(session: Session, worker: Worker | None = None, returned: str = "") -> Session:
    """A session in which something was just done."""
    act = Act(CommandId("c-1"), worker.id if worker else WorkerId(""), NOW.boot, AssetCode(returned))
    return type(session)(**{**{f: getattr(session, f) for f in session.__struct_fields__}, "act": act})


def later(seconds: float) -> Now:
    """So many seconds after NOW."""
    return Now(AT + timedelta(seconds=seconds), NOW.boot + seconds)


def approved(command: do.Command) -> Body:
    """The entry that an approved command writes."""
    one: dict[str, Any] = {
        "product": WRENCH.code,
        "asset": getattr(command, "asset", AssetCode("TW-01")),
        "quantity": 1,
    }
    pieces: dict[str, Any] = {"product": GLOVES.code, "quantity": getattr(command, "quantity", 1)}
    match command:
        case do.OpenSession(worker=worker):
            return changes.SessionOpened(worker=worker)
        case do.IssueAsset(worker=worker):
            return was.AssetIssued(**one, **_ends(IN, held_by(worker)), due=AT + timedelta(hours=8))
        case do.ReturnAsset():
            return was.AssetReturned(**one, **_ends(WITH_BEN, IN))
        case do.HandOverAsset(worker=worker):
            return was.AssetHandedOver(**one, **_ends(WITH_BEN, held_by(worker)), due=AT)
        case do.GiveAsset(to=to):
            return was.AssetHandedOver(**one, **_ends(WITH_ANN, held_by(to)), due=AT)
        case do.ExtendLoan(asset=asset):
            return was.LoanExtended(asset=asset, due=AT + timedelta(hours=8))
        case do.ReportMissing(asset=asset):
            return was.AssetReportedMissing(asset=asset)
        case do.ConfirmAsset() | do.ConfirmBin():
            return was.AssetConfirmed(asset=one["asset"])
        case do.IssueKit(kit=code):
            return was.KitIssued(kit=code, assets=(AssetCode("TW-01"), AssetCode("TW-02")))
        case do.ReturnKit(kit=code, missing=missing):
            return was.KitReturned(kit=code, assets=(AssetCode("TW-01"),), missing=missing)
        case do.QuarantineAsset(reason=reason):
            return was.AssetQuarantined(**one, **_ends(IN, QUARANTINE), reason=reason)
        case do.IssueStock():
            return was.StockIssued(**pieces, **_ends(in_bin(C2_01), CONSUMED))
        case do.PutBackStock():
            return was.StockPutBack(**pieces, **_ends(CONSUMED, in_bin(C2_01)))
        case do.UndoAct():
            return was.ActUndone(**one, **_ends(IN, WITH_BEN), undoes="asset.returned", undoes_seq=1)
        case _:
            return changes.KioskStarted(version="1")


def _ends(source: Place, destination: Place) -> dict[str, Any]:
    return {"source": str(source), "destination": str(destination)}


def judged(intent: Intent, verdict: str, worker: Worker = ANN) -> Done:
    """An intent, and what became of it: ``yes``, ``no`` or ``nothing``; a sign-in is never nothing."""
    decision: Decision = NOTHING
    opens = isinstance(intent.command, do.OpenSession)
    if verdict == "yes":
        decision = Approved((approved(intent.command),))
    elif verdict == "no" or opens:
        decision = Refused(InactiveWorker(ANN.id) if opens else NotEnough(GLOVES.code, 0))
    return Done(CommandId("c-2"), intent, decision, worker)


def play(
    session: Session, signal: Signal, now: Now, verdicts: tuple[str, ...], policy: Policy = POLICY
) -> Session:
    """What the desk does: step, and judge the intents in order; a stop is concluded last."""
    turn = step(session, signal, now, policy)
    session = turn.session
    stopped: Done | None = None
    for intent, verdict in zip(turn.intents, verdicts * len(turn.intents), strict=False):
        worker = PEOPLE.get(getattr(intent.command, "worker", WorkerId("")), ANN)
        done = judged(intent, verdict, worker)
        if not isinstance(done.decision, Refused):
            session = conclude(session, done, now)
            continue
        stopped = done
        if isinstance(intent.command, do.OpenSession):
            break
    if stopped:
        session = conclude(session, stopped, now)
    return session


PLACES = (IN, WITH_ANN, WITH_BEN, QUARANTINE)
CONTROLS = (
    *LABELS,
    "not-here:TW-01",
    "missing:TW-01",
    "quantity:0",
    "quantity:1",
    "quantity:7",
    "quantity:-1",
    "quantity:x",
    "nonsense",
)
SIGNALS: list[Signal] = [
    ANN_SEEN,
    BEN_SEEN,
    STRANGE_BADGE,
    *(seen(place, "TW-01", 60) for place in PLACES),
    *(seen(place, "TW-02", 3600) for place in PLACES),
    LEA_SEEN,
    *(kit_seen(place, 60) for place in PLACES),
    JOB_SEEN,
    GLOVES_SEEN,
    StockSeen("GLV-9", STOCK),
    StockSeen("C2-02", StockState(GLOVES, SUPPLY, BinCode("C2-02"), 0)),
    BIN_SEEN,
    STRANGE_CODE,
    *map(Tapped, CONTROLS),
    Tapped("give:ben", BEN),
    TIME,
    TIME,
]
"""Everything that can reach the counter, in a few shapes of each."""
VERDICTS = ("yes", "no", "nothing")
Happening = tuple[Signal, float, tuple[str, ...]]
happenings: st.SearchStrategy[list[Happening]] = st.lists(
    st.tuples(
        st.sampled_from(SIGNALS),
        st.sampled_from([0.0, 0.5, 1.0, 3.0, 7.0, 8.0, 15.0]),
        st.tuples(*[st.sampled_from(VERDICTS)] * 3),
    ),
    max_size=30,
)


def walk(many: list[Happening], policy: Policy = POLICY) -> list[tuple[Session, Signal, Now, Session]]:
    """Every step of a walk from an empty counter: the session before, signal, moment, the session after."""
    session, seconds, steps = IDLE, 0.0, []
    for signal, pause, verdicts in many:
        seconds += pause
        following = play(session, signal, later(seconds), verdicts, policy)
        steps.append((session, signal, later(seconds), following))
        session = following
    return steps
