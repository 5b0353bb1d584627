"""The words of whoever says who she is. A number and a PIN are dots: both are credentials."""

from collections.abc import Callable
from typing import Any

from kiosk.counter.language import mark
from kiosk.counter.phrases import when
from kiosk.counter.scene import Scene
from kiosk.counter.session import Session
from kiosk.counter.tasks import Naming
from kiosk.counter.views import KeyKind, Keys, Sheet
from kiosk.crib import identity_refusals as no

LABELS = {"no-badge": mark("No badge"), "i-am-new": mark("I am new")}
"""What is written on each control."""
_DOT = "●"


def sheet(_: Session, task: Naming, scene: Scene) -> Sheet:
    """The keys, and what is asked for."""
    title = scene.say("New badge") if task.badge else scene.say("No badge")
    prompt = scene.say("Your PIN") if task.asks_pin else scene.say("Your number")
    enter = scene.say("Enter") if task.typed else ""
    keys = Keys(KeyKind.DIGITS, prompt, _DOT * len(task.typed), enter)
    return Sheet(scene.say("Your badge") if task.shown else title, keys=keys)


def _needs_pin(refusal: no.NeedsPin, scene: Scene) -> tuple[str, tuple[str, ...]]:
    if refusal.known:
        return scene.say("Your PIN, please."), (scene.say("This badge needs its PIN."),)
    return scene.say("This badge needs a PIN."), (scene.say("Ask the keeper to give you one."),)


def _wrong_pin(refusal: no.WrongPin, scene: Scene) -> tuple[str, tuple[str, ...]]:
    title = scene.say("Wrong number or PIN.") if refusal.numbered else scene.say("Wrong PIN.")
    return title, (scene.say("Tries left: {count}", count=refusal.left),)


def _locked_out(refusal: no.LockedOut, scene: Scene) -> tuple[str, tuple[str, ...]]:
    later = scene.say("Try again after {time}.", time=when(refusal.until, scene))
    return scene.say("Too many wrong PINs."), (later, scene.say("Or ask the keeper for a new PIN."))


STOPS: dict[type, Callable[[Any, Scene], tuple[str, tuple[str, ...]]]] = {
    no.NeedsPin: _needs_pin,
    no.WrongPin: _wrong_pin,
    no.LockedOut: _locked_out,
}
"""Of each refusal."""
