"""What a driver says of its device, as far as it helps at the counter; `cribctl status` has all of it."""

from kiosk.counter.language import Language, mark

_DENIED = mark("the kiosk may not open it")
_RESTING = mark("wait a minute")
_CROWDED = mark("too many at once")
_MISFIT = mark("its settings do not fit")
_OVERRAN = mark("its coil was on for too long")
WHYS = {
    "does not answer": mark("it does not answer"),
    "its bolt did not move": mark("its bolt did not move"),
    "did not take the pulse": mark("its board does not obey"),
    "its relay does not let go": mark("its relay sticks"),
    "its contact cannot be read": mark("its door contact is silent"),
    "its coil must cool down": _RESTING,
    "its coil must rest": _RESTING,
    "its supply was busy": _CROWDED,
    "too many locks wait": _CROWDED,
    "energized for too long": _OVERRAN,
    "its pins cannot be opened": mark("its pins cannot be used"),
    "another program": mark("another program holds it"),
    "Permission denied": _DENIED,
    "Operation not permitted": _DENIED,
    "write a path that means one": mark("its path means several"),
    "no [board.": _MISFIT,
    "channel": _MISFIT,
    "set contact": _MISFIT,
    "has no device": _MISFIT,
    "holds no key": mark("its key is missing"),
    "holds SCBK-D": mark("its key is not secret"),
}
"""By a part of the sentence, the driver's or the operating system's."""


def why_words(why: str, language: Language) -> str:
    """The reason in the screen's language; empty where nobody at the counter can use it."""
    return language.say(next((words for part, words in WHYS.items() if part in why), ""))
