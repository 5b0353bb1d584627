"""Views with sheets, keys and news, as the attendant would send them."""

from msgspec.structs import replace
from screen_samples import ANYBODY, COUNTDOWN, FIGURES, ILL, SERVING, SIGN_OUT, WELCOME

from kiosk.counter.views import Control, Figure, Item, KeyKind, Keys, Notice, Sheet, Tone

CLOSE = Control("close", "Close")
NAMES = {"available": "Available", "reserved": "Reserved", "out": "Out", "low": "Low", "where": "Find"}
QUESTIONS = tuple(Control(name, label) for name, label in NAMES.items())
NO_BADGE = Control("no-badge", "No badge")
IDLE = replace(WELCOME, hint="Scan your badge, or a tool to return it.", controls=(*QUESTIONS, NO_BADGE))
LATE = (
    Item("Overdue: 2", tone=Tone.STOP, control="out"),
    Item("Cordless drill driver 18 V", "DRL-02 · K. M.", "3 h late", "card:DRL-02", Tone.STOP),
    Item("Angle grinder 125 mm", "GRD-01 · A. O.", "1 day late", "card:GRD-01", Tone.STOP),
    Item("Low: 3", tone=Tone.LOOK, control="low"),
)
STILL_OUT = (
    Item("Still out: 6", tone=Tone.LOOK),
    *(
        Item(name, things)
        for name, things in {"A. O.": "DRL-01, TW-02", "B. O.": "2 x CLP", "K. M.": "TW-04"}.items()
    ),
)
OUT = tuple(
    Item("Torque wrench 60 Nm", f"TW-{number:02} · A. O.", "16:00", f"card:TW-{number:02}")
    for number in range(4, 18)
)
AVAILABLE = (
    Item("Torque wrench 60 Nm", "Available 2 · Reserved 0 · Total 3 · C1-04", "TQ-60", "card:TQ-60"),
    Item("Nitrile gloves size 9", "Available 12 · Reserved 0 · Total 12 · C2-01", "GLV-9", "card:GLV-9"),
    Item("Clamp", "Available 6 · Reserved 0 · Total 6 · C2-01", "CLP", "card:CLP"),
)
OPENED = replace(ANYBODY, countdown=COUNTDOWN, hint="Touch one to see more.")
FIND = replace(OPENED, hint="Type a name, a code or a place.", controls=(*QUESTIONS[:4], CLOSE))
HITS = (
    Item("Cordless drill driver 18 V", "DRL-01 · In C3-01", "Available", "card:DRL-01", Tone.DONE),
    Item("Cordless drill driver 18 V", "DRL-02 · K. M.", "Overdue", "card:DRL-02", Tone.STOP),
    Item("Drill bit set HSS 1-10 mm", "Available 4 · Reserved 0 · Total 4", "DRB-10", "card:DRB-10"),
    Item("Bin C3-01", "Power tools", "", "card:C3-01"),
)
WRONG_PIN = Notice(Tone.STOP, "Wrong number or PIN.", ("Tries left: 3",))
CARD = Notice(
    Tone.LOOK,
    "Torque wrench 60 Nm",
    (
        "TW-01 · Overdue · A. O.",
        "Due back 16:00",
        "For the job: J100",
        "Calibrated through 1 Oct 2027",
        "Note: handle is loose",
        "Belongs in C1-04",
        "Last counted 26 Oct",
        "Used 12 times, 88 h out",
    ),
    (*FIGURES, Figure("Out", 2)),
    ("torque",),
)
WHERE_IT_IS = (
    Item("Bin C1-04", aside="2", control="card:C1-04"),
    Item("Torque wrench 60 Nm", "TW-02 · In C1-04", "Available", "card:TW-02", Tone.DONE),
    Item("Torque wrench 60 Nm", "TW-01 · A. O. · 16:00", "Overdue", "card:TW-01", Tone.STOP),
    Item("Torque wrench 60 Nm", "TW-03 · At service", "At service", "card:TW-03"),
)
COUNTED = tuple(
    Item(f"TW-{number:02}", "Torque wrench 60 Nm", "missing" if number % 5 == 0 else "seen", tone=tone)
    for number, tone in zip(range(1, 30), [Tone.DONE, None, Tone.LOOK, None, Tone.STOP] * 6, strict=False)
)

SHEETS = {
    "idle": IDLE,
    "idle-late": replace(IDLE, news=LATE),
    "idle-eight": replace(IDLE, news=(*LATE, *STILL_OUT), health=ILL),
    "out": replace(
        OPENED, sheet=Sheet("Out", OUT, more=12), controls=(*QUESTIONS[:2], *QUESTIONS[3:], CLOSE)
    ),
    "available": replace(OPENED, sheet=Sheet("Available here", AVAILABLE), controls=(*QUESTIONS[1:], CLOSE)),
    "nothing-low": replace(
        OPENED,
        sheet=Sheet("Low here", empty="Nothing is low."),
        controls=(*QUESTIONS[:3], QUESTIONS[4], CLOSE),
    ),
    "mine-pages": replace(SERVING, sheet=Sheet("You have", OUT), controls=(CLOSE, SIGN_OUT)),
    "counted": replace(
        SERVING,
        notice=Notice(Tone.LOOK, "Found 23 of 29", ("Missing: 6", "Not known: 1")),
        sheet=Sheet("In this cabinet", COUNTED, more=3),
        controls=(Control("sign", "Sign", Tone.DONE), Control("pause", "Pause"), CLOSE, SIGN_OUT),
    ),
    "asset-card": replace(
        SERVING,
        notice=CARD,
        controls=(
            *(
                Control(f"extend:{time}", f"Keep {name} more")
                for time, name in {"8h": "8 hours", "1d": "1 day", "7d": "7 days"}.items()
            ),
            Control("give", "Give to a colleague"),
            Control("note", "Leave a note"),
            CLOSE,
            SIGN_OUT,
        ),
    ),
    "product-card": replace(
        OPENED,
        notice=replace(CARD, lines=("TQ-60", "Next back 16:00")),
        sheet=Sheet("Where it is", WHERE_IT_IS),
        controls=(CLOSE,),
    ),
    "find-nothing-yet": replace(FIND, sheet=Sheet("Find", keys=Keys(KeyKind.LETTERS, "Name, code or place"))),
    "find": replace(
        FIND, sheet=Sheet("Find", HITS, more=9, keys=Keys(KeyKind.LETTERS, "Name, code or place", "drill"))
    ),
    "find-none": replace(
        FIND,
        sheet=Sheet(
            "Find", empty="Nothing found.", keys=Keys(KeyKind.LETTERS, "Name, code or place", "xyz 12")
        ),
    ),
    "note": replace(
        SERVING,
        notice=Notice(Tone.LOOK, "What should people know?", ("TW-01 Torque wrench 60 Nm",)),
        sheet=Sheet(
            "Note",
            keys=Keys(KeyKind.LETTERS, "A few words", "The handle is loose, tighten it befo", "Leave it"),
        ),
        controls=(CLOSE, SIGN_OUT),
    ),
    "alike": replace(
        SERVING,
        notice=Notice(
            Tone.STOP,
            "That cannot be. What is it called?",
            ("Cordless drill", "As people call it, e.g. Torque wrench 60 Nm"),
        ),
        sheet=Sheet(
            "DRL-07",
            HITS[:2],
            keys=Keys(
                KeyKind.LETTERS, "As people call it, e.g. Torque wrench 60 Nm", "Cordless drill", "Next"
            ),
        ),
        controls=(CLOSE, SIGN_OUT),
    ),
    "number": replace(
        OPENED,
        sheet=Sheet("No badge", keys=Keys(KeyKind.DIGITS, "Your number")),
        controls=(Control("i-am-new", "I am new"), CLOSE),
    ),
    "pin-wrong": replace(
        OPENED,
        notice=WRONG_PIN,
        sheet=Sheet("No badge", keys=Keys(KeyKind.DIGITS, "Your PIN", "●●●●", "Enter")),
        controls=(CLOSE,),
    ),
    "quantity": replace(
        SERVING,
        sheet=Sheet(
            "Nitrile gloves size 9", keys=Keys(KeyKind.DIGITS, "How many in all?", "12", "Take so many")
        ),
        controls=(CLOSE, SIGN_OUT),
    ),
}
