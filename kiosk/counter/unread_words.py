"""What the screen says of a scan or a card that could not be read: why, and what to do."""

from kiosk.counter.language import mark
from kiosk.counter.scene import Scene
from kiosk.counter.session import Answer
from kiosk.counter.views import Tone

_AGAIN = mark("Please scan again.")
_TELL = mark("Tell the keeper; the label needs a look.")
_SET_UP = mark("If it happens again, the scanner is set up wrongly: tell the keeper.")

_WHY = {
    "cut-short": (mark("A part of it did not come."), _AGAIN),
    "too-long": (mark("It is longer than any label."), _AGAIN),
    "not-text": (mark("It holds a key that is no character."), _SET_UP),
    "control": (mark("It holds a character that no label has."), _SET_UP),
    "affix": (mark("It does not begin and end as this scanner's codes do."), _SET_UP),
    "check-digit": (mark("Its check digit is wrong: misread, or misprinted."), _TELL),
    "date": (mark("A date in it does not exist."), _TELL),
    "gs1": (mark("It says that it is a GS1 code, and is not a sound one."), _TELL),
}
"""Of a scan, by the flaw; what has none is garbled."""
_CARDS = {
    "several-cards": (mark("Hold one card only."), mark("Two at once are none: take it out of the wallet.")),
    "unknown-card": (
        mark("This kind of card is not known here."),
        mark("Try it once more, then ask the keeper."),
    ),
    "random-uid": (mark("This card changes its number."), mark("Use another card or a fob; ask the keeper.")),
}
"""Of a card, by the flaw: what is said of it, and what to do."""
OF_CARDS = frozenset(_CARDS)
"""What whoever holds a card can mend. Half a frame comes right by itself: the reader sends another one."""


def unread(answer: Answer, scene: Scene) -> tuple[str, tuple[str, ...], Tone]:
    """Why it could not be read, where that is known."""
    if answer.about in _CARDS:
        title, *todo = map(scene.say, _CARDS[answer.about])
        return title, tuple(todo), Tone.LOOK
    lines = _WHY.get(answer.about, (_AGAIN,))
    return scene.say("Could not read that."), tuple(map(scene.say, lines)), Tone.LOOK
