"""Views as the attendant would send them, one for each thing that the screen has to be able to say."""

from msgspec.structs import replace

from kiosk.counter.views import Control, Countdown, Figure, Health, Holding, Notice, Page, Tone, View

WELL = tuple(Health(name, ok=True, text=f"{name} ok") for name in ("scanner", "reader", "disk", "broker"))
ILL = (
    Health("scanner", ok=False, text="scanner missing"),
    Health("reader", ok=True, text="reader ok"),
    Health("disk", ok=True, text="disk ok"),
    Health("broker", ok=False, text="broker: away, 12 waiting"),
)
MISSING = (
    Health("scanner counter", ok=False, text="scanner counter: missing"),
    Health("scanner gate", ok=True, text="scanner gate: well"),
    Health("reader counter", ok=True, text="reader counter: well"),
    Health("reader gate", ok=False, text="reader gate: missing (it does not answer)"),
    Health("board main", ok=True, text="lock board main: well"),
    Health("lights", ok=True, text="lights: well"),
    Health("C1", ok=True, text="C1: well"),
    Health("C2", ok=False, text="C2: missing (it does not answer)"),
    *WELL[2:],
)
"""Eight devices, of which three are missing."""
COUNTDOWN = Countdown(8000, 6000, "Sign-out in {count} s")
FIGURES = (Figure("Available", 3), Figure("Reserved", 0), Figure("Total", 6))
UNDO = Control("undo", "Undo")
SIGN_OUT = Control("sign-out", "Sign out")
REASONS = {
    "broken": "Broken",
    "blunt": "Blunt",
    "part-missing": "Part missing",
    "unsafe": "Unsafe",
    "contaminated": "Contaminated",
    "other": "Other problem",
}
PROBLEMS = tuple(Control(f"problem:{name}", label) for name, label in REASONS.items())
WRENCH = Holding("TW-01", "Torque wrench 60 Nm", "due 16:00")
THREE = (
    WRENCH,
    Holding("DRL-02", "Cordless drill driver 18 V", "due 16:00"),
    Holding("GRD-01", "Angle grinder 125 mm", "overdue since 07:00", overdue=True),
)
NINE = (*THREE, *(Holding(f"HEX-{n:02}", f"Hex key {n} mm", "due 15:30") for n in range(4, 10)))

HINT = "Scan your badge, or a tool to return it."
WELCOME = View(Page.WELCOME, "Main shop", "08:00", hint=HINT, health=WELL)
SERVING = View(
    Page.SERVING, "Main shop", "08:00", who="Ann Ott", countdown=COUNTDOWN, controls=(SIGN_OUT,), health=WELL
)
ANYBODY = View(Page.NOTICE, "Main shop", "08:00", health=WELL)

SAMPLES = {
    "welcome": WELCOME,
    "welcome-ill": replace(WELCOME, health=ILL),
    "welcome-three-missing": replace(WELCOME, health=MISSING),
    "taken-three-missing": replace(
        SERVING,
        notice=Notice(Tone.DONE, "Taken: Torque wrench 60 Nm", ("TW-01", "Return by 16:00"), FIGURES),
        holdings=THREE,
        controls=(UNDO, SIGN_OUT),
        health=MISSING,
    ),
    "signed-in": replace(
        SERVING,
        notice=Notice(Tone.DONE, "Hello, Ann Ott.", ("1 overdue: please return.",)),
        hint="Scan what you take or return.",
        holdings=THREE,
    ),
    "nothing-said": replace(SERVING, hint="Scan what you take or return.", holdings=THREE),
    "nothing-held": replace(SERVING, hint="Scan what you take or return."),
    "taken": replace(
        SERVING,
        notice=Notice(Tone.DONE, "Taken: Torque wrench 60 Nm", ("TW-01", "Return by 16:00"), FIGURES),
        holdings=THREE,
        controls=(UNDO, SIGN_OUT),
        hint="Scan what you take or return.",
    ),
    "taken-nine": replace(
        SERVING,
        notice=Notice(Tone.DONE, "Taken: Hex key 9 mm", ("HEX-09", "Return by 15:30"), FIGURES),
        holdings=NINE,
        controls=(UNDO, SIGN_OUT),
    ),
    "return-question": replace(
        SERVING,
        notice=Notice(Tone.LOOK, "Return it?", ("TW-01 Torque wrench 60 Nm", "You took it at 07:52.")),
        holdings=THREE,
        controls=(Control("yes", "Yes, return it", Tone.DONE), Control("no", "No")),
        hint="Touch an answer, or scan on.",
    ),
    "take-over": replace(
        SERVING,
        who="Ben Oak",
        notice=Notice(Tone.LOOK, "Out to Ann Ott. Take over?", ("Torque wrench 60 Nm", "TW-01")),
        controls=(
            Control("take-over", "Take over", Tone.DONE),
            Control("just-return", "Just return it", Tone.DONE),
            Control("no", "No"),
        ),
    ),
    "calibration": replace(
        SERVING,
        notice=Notice(
            Tone.STOP,
            "Calibration ended 1 Oct 2026",
            (
                "TW-02 Torque wrench 60 Nm",
                "Put it into the red bin.",
                "Take TW-03 instead, from C1-04. Or a lead's badge allows it once.",
            ),
            FIGURES,
        ),
        holdings=THREE,
    ),
    "consumable": replace(
        SERVING,
        notice=Notice(
            Tone.DONE,
            "Taken: 12 Nitrile gloves size 9",
            ("C2-01, each a box of 100", "Scan again for one more."),
            (Figure("Available", 108), Figure("Reserved", 0), Figure("Total", 108)),
        ),
        controls=(
            Control("plus", "+ 1"),
            Control("minus", "- 1"),
            Control("put-back", "Put back"),
            UNDO,
            SIGN_OUT,
        ),
    ),
    "returned": replace(
        ANYBODY,
        notice=Notice(
            Tone.DONE,
            "Returned: Torque wrench 60 Nm",
            ("TW-01", "Put it in C1-04"),
            FIGURES,
        ),
        controls=(UNDO, *PROBLEMS),
    ),
    "returned-signed-in": replace(
        SERVING,
        notice=Notice(
            Tone.DONE,
            "Returned: Torque wrench 60 Nm",
            ("TW-01", "Put it in C1-04"),
        ),
        controls=(UNDO, *PROBLEMS, SIGN_OUT),
        holdings=THREE[1:],
    ),
    "device-fault": replace(
        ANYBODY,
        notice=Notice(
            Tone.STOP,
            "The scanner is gone",
            ("Check its cable. It comes back by itself.", "Badges still work."),
        ),
        health=ILL,
    ),
    "awkward": replace(
        SERVING,
        who="Maximiliane-Theodora von Hohenlohe-Schillingsfürst",
        notice=Notice(
            Tone.LOOK,
            "Reserved for M. K. from 06:00. You may have [b]it[/b] until 05:30 tomorrow, łącznie 5 sztuk",
            ("[red]A name with brackets[/red] and a long tail that has to be broken into several lines",),
            (*FIGURES, Figure("Out", 2), Figure("Quarantined", 1)),
        ),
        holdings=NINE,
        controls=(UNDO, *PROBLEMS, SIGN_OUT),
        health=ILL,
    ),
}
