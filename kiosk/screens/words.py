"""The few words that are the screen's own: all others come with the view."""

from kiosk.counter.views import Notice, Page, Tone, View

TONE_WORDS = {Tone.DONE: "Done", Tone.LOOK: "Look", Tone.STOP: "Stop"}
OVERDUE = "overdue"
HOLDINGS = "You hold"
ALL_IS_WELL = "all is well"
REST_IS_WELL = "the rest is well"
SIGN_OUT_IN = "Sign-out in"

STARTING = View(page=Page.WELCOME, site="", clock="", hint="Starting… The kiosk will be back in a moment.")
"""While the attendant cannot be reached."""

NOT_PAINTED = View(
    page=Page.NOTICE,
    site="",
    clock="",
    notice=Notice(
        Tone.LOOK,
        "Cannot show this",
        ("What beeped is recorded.", "Badge again. If this comes back, tell the keeper."),
    ),
)
"""Where a view could not be painted."""
