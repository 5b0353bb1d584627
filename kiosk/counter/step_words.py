"""Words of what is told and asked at a step: instructions, notes, what is wrong, why it passed, shifts."""

from collections.abc import Callable
from typing import Any

from kiosk.counter.language import mark
from kiosk.counter.phrases import product
from kiosk.counter.scene import Scene
from kiosk.counter.session import Answer, Session
from kiosk.counter.tasks import Noting
from kiosk.counter.views import Item, KeyKind, Keys, Sheet, Tone
from kiosk.crib.instructions import Instruction, Step
from kiosk.crib.names import OverrideReason, WorkerId
from kiosk.crib.noting import NotYourNote
from kiosk.crib.reading import NeedsReading
from kiosk.crib.shifts import Person
from kiosk.crib.states import AssetState

Words = tuple[str, tuple[str, ...], Tone]
PEOPLE = 6
"""So many people are named who have something after a shift's end."""
_CODES = 4
"""So many codes are told of each."""

_PROBLEMS = {
    "problem:broken": mark("Broken"),
    "problem:blunt": mark("Blunt"),
    "problem:part-missing": mark("Part missing"),
    "problem:unsafe": mark("Unsafe"),
    "problem:contaminated": mark("Dirty"),
    "problem:other": mark("Other problem"),
}
_REASONS = {
    OverrideReason.URGENT: mark("Urgent"),
    OverrideReason.SUPERVISED: mark("I watch over it"),
    OverrideReason.CHECKED: mark("I checked it"),
    OverrideReason.OTHER: mark("Other reason"),
}
LABELS = {
    **_PROBLEMS,
    **{f"reason:{reason.value}": said for reason, said in _REASONS.items()},
    "problem": mark("Problem"),
    "note": mark("Leave a note"),
    "understood": mark("I have read it"),
    "all-right": mark("It is all right"),
    "close-shift": mark("Close the shift"),
}
"""What is written on each control."""
_STEPS = {
    "taken": Step.TAKE,
    "issued": Step.TAKE,
    "handed-over": Step.TAKE,
    "returned": Step.RETURN,
    "put-back": Step.RETURN,
    "in-hand": Step.RECEIVE,
    "received": Step.RECEIVE,
    "added": Step.RECEIVE,
}
"""The step that each answer is about."""


def instructions(answer: Answer, scene: Scene) -> tuple[Instruction, ...]:
    """What people are told of what is spoken of, at the step that it is about."""
    step = _STEPS.get(answer.kind)
    if step is None or (answer.kind == "put-back" and not answer.quantity):
        return ()
    told = (category.instruction(step) for category in scene.categories)
    return tuple(one for one in told if one)


def told(answer: Answer, scene: Scene) -> tuple[str, ...]:
    """The lines that a step adds to its answer."""
    texts = tuple(one.text for one in instructions(answer, scene) if one.text)
    came = answer.kind == "returned" and scene.asset is not None and scene.asset.category.condition
    return (*texts, scene.say("Is it all right?")) if came else texts


def pictures(answer: Answer, scene: Scene) -> tuple[str, ...]:
    """The pictures that go with it."""
    if isinstance(answer.refusal, NeedsReading):
        return (answer.refusal.picture,) if answer.refusal.picture else ()
    return tuple(one.picture for one in instructions(answer, scene) if one.picture)


def note(scene: Scene) -> str:
    """What is left to be read on the asset that is spoken of."""
    notes = scene.asset.notes if scene.asset else ()
    return scene.say("Note: {note}", note=" / ".join(notes)) if notes else ""


def noting(_: Session, task: Noting, scene: Scene) -> Sheet:
    """The keys, and the note that is there."""
    asset = scene.opened if isinstance(scene.opened, AssetState) else None
    name = asset.product.name if asset else task.asset
    there = asset.noted.text if asset and asset.noted else ""
    enter = scene.say("Leave it") if task.typed.strip() else scene.say("Remove it") if there else ""
    items = (Item(there),) if there and not task.typed else ()
    keys = Keys(KeyKind.LETTERS, scene.say("Note"), task.typed, enter)
    return Sheet(scene.say("Note on {product}", product=name), items, keys=keys)


def still_out(people: tuple[Person, ...], name: Callable[[WorkerId], str], scene: Scene) -> tuple[Item, ...]:
    """What the idle screen leads with after a shift's end: how much is out, and who has what."""
    if not people:
        return ()
    count = sum(thing.quantity for one in people for thing in one.things)
    return (
        Item(scene.say("Still out: {count}", count=count), tone=Tone.LOOK),
        *(Item(name(one.worker), _things(one, scene)) for one in people[:PEOPLE]),
        *((Item(_more(len(people) - PEOPLE, scene)),) if len(people) > PEOPLE else ()),
    )


def _things(one: Person, scene: Scene) -> str:
    more = len(one.things) - _CODES
    told = [_thing(thing) for thing in one.things[:_CODES]]
    return ", ".join([*told, _more(more, scene)] if more > 0 else told)


def _more(count: int, scene: Scene) -> str:
    return scene.say("and {count} more", count=count)


def _thing(thing: Any) -> str:
    return f"{thing.quantity} x {thing.code}" if thing.quantity > 1 else str(thing.code)


def _read(_: Answer, scene: Scene) -> Words:
    return scene.say("Noted: you have read it."), (scene.say("Thank you."),), Tone.DONE


def _note_left(answer: Answer, scene: Scene) -> Words:
    name = product(scene)
    if not answer.about.strip():
        return scene.say("Note removed: {product}", product=name), (answer.asset,), Tone.DONE
    return scene.say("Note left: {product}", product=name), (answer.asset, note(scene)), Tone.DONE


def _all_right(answer: Answer, scene: Scene) -> Words:
    title = scene.say("All right: {product}", product=product(scene))
    return title, (answer.asset, scene.say("Thank you.")), Tone.DONE


def _explained(_: Answer, scene: Scene) -> Words:
    return scene.say("The reason is noted."), (scene.say("Thank you."),), Tone.DONE


def _shift_closed(_: Answer, scene: Scene) -> Words:
    return scene.say("The shift is closed."), (scene.say("You have signed for what is out."),), Tone.DONE


def _denied(answer: Answer, scene: Scene) -> Words:
    what = f"{product(scene)} · {answer.asset}"
    return scene.say("Noted: you did not give it."), (what, scene.say("The keeper is told.")), Tone.DONE


WORDS: dict[str, Callable[[Answer, Scene], Words]] = {
    "read": _read,
    "note-left": _note_left,
    "all-right": _all_right,
    "explained": _explained,
    "shift-closed": _shift_closed,
    "denied": _denied,
}
"""Of each answer."""


def _needs_reading(refusal: NeedsReading, scene: Scene) -> tuple[str, tuple[str, ...]]:
    why = scene.say("Only who has read this may have it.")
    return scene.say("Read this first."), (product(scene), refusal.text, why)


def _not_your_note(refusal: NotYourNote, scene: Scene) -> tuple[str, tuple[str, ...]]:
    why = scene.say("Only who wrote it, or a keeper, may remove it.")
    return scene.say("Not your note."), (f"{product(scene)} · {refusal.asset}", why)


STOPS: dict[type, Callable[[Any, Scene], tuple[str, tuple[str, ...]]]] = {
    NeedsReading: _needs_reading,
    NotYourNote: _not_your_note,
}
"""Of each refusal."""
