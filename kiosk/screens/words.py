"""The few words that are the screen's own, in the language of its view: all others come with the view."""

from kiosk.counter.language import mark
from kiosk.counter.views import Notice, Page, Tone, View
from kiosk.languages.catalogues import language

TONE_WORDS = {Tone.DONE: mark("Done"), Tone.LOOK: mark("Look"), Tone.STOP: mark("Stop")}
OVERDUE = mark("overdue")
HOLDINGS = mark("You hold {count}")
MORE = mark("… and {count} more")
ALL_IS_WELL = mark("all is well")
REST_IS_WELL = mark("the rest is well")
PAGE = mark("{page} of {pages}")
OTHERS = mark("More")
WORKING = mark("Working…")


def said(sentence: str, code: str, /, **values: object) -> str:
    """A sentence of the above in the language of this code."""
    return language(code).say(sentence, **values)


def starting(code: str) -> View:
    """While the attendant cannot be reached."""
    hint = said(mark("Starting… The kiosk will be back in a moment."), code)
    return View(page=Page.WELCOME, site="", clock="", hint=hint, language=code)


def not_painted(code: str) -> View:
    """Where a view could not be painted."""
    lines = (
        said(mark("What beeped is recorded."), code),
        said(mark("Badge again. If this comes back, tell the keeper."), code),
    )
    notice = Notice(Tone.LOOK, said(mark("Cannot show this"), code), lines)
    return View(page=Page.NOTICE, site="", clock="", notice=notice, language=code)
