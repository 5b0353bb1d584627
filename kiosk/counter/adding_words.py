"""What the screen says while something new is added, or a code that means nothing yet is linked."""

from collections.abc import Callable
from typing import Any

from kiosk.counter.adding import Choices
from kiosk.counter.language import mark
from kiosk.counter.new_thing import DIGITS
from kiosk.counter.phrases import product
from kiosk.counter.scene import Scene
from kiosk.counter.session import Answer, Session
from kiosk.counter.tasks import Adding, Linking
from kiosk.counter.views import Item, KeyKind, Keys, Sheet, Tone
from kiosk.crib.alike import Candidate

Words = tuple[str, tuple[str, ...], Tone]

LABELS = {
    "add": mark("Add something new"),
    "new": mark("A new product"),
    "as-tag": mark("It is its own tag"),
    "look-up": mark("Look it up"),
}
"""What is written on each control."""
ABOUT = {"next-tag": mark("No tag yet")}
"""What is written on a control that names a thing, which is not said."""

_ASKED = {
    "": mark("Add: what is it?"),
    "product": mark("What is it one of?"),
    "name": mark("What is it called?"),
    "code": mark("Which code does it get?"),
    "category": mark("Which kind is it?"),
    "tag": mark("Scan its tag."),
    "serial": mark("Its serial number?"),
    "barcode": mark("Its second code?"),
    "calibrated": mark("When was it calibrated?"),
    "bought": mark("When was it bought?"),
    "cost": mark("What did it cost?"),
    "bin": mark("Scan the bin it goes into."),
}
_FORMS = {
    "": mark("Scan the maker's code, or a new tag."),
    "product": mark("Touch it, or scan another one of them."),
    "name": mark("As people call it, e.g. Torque wrench 60 Nm"),
    "code": mark("1 to 24 letters and digits"),
    "serial": mark("Scan or type it."),
    "barcode": mark("Scan or type it."),
    "calibrated": mark("Year, month, day: 20261102"),
    "bought": mark("Year, month, day: 20261102"),
    "cost": mark("In cents: 18900 for 189.00"),
}
"""How each is to be told."""


def _adding(answer: Answer, scene: Scene) -> Words:
    name, makers = answer.lines
    about = " · ".join(part for part in (name, answer.asset or makers) if part)
    form = "" if answer.about in _KEYED else _form(answer.about, scene)
    return scene.say(_ASKED[answer.about]), (about, form), Tone.LOOK


def _form(field: str, scene: Scene) -> str:
    return scene.say(_FORMS[field]) if field in _FORMS else ""


def _again(answer: Answer, scene: Scene) -> Words:
    question = scene.say(_ASKED[answer.about])
    return scene.say("That cannot be. {question}", question=question), answer.lines, Tone.STOP


def _added(answer: Answer, scene: Scene) -> Words:
    label = scene.say("Label: {code}", code=answer.asset) if answer.about else ""
    into = scene.say("Into {bin}", bin=answer.bin)
    then = scene.say("One more of them: scan its tag, then the bin.")
    return scene.say("Added: {asset}", asset=answer.asset), (product(scene), into, label, then), Tone.DONE


def _left(_: Answer, scene: Scene) -> Words:
    return scene.say("Left."), (), Tone.DONE


def _not_added(answer: Answer, scene: Scene) -> Words:
    return scene.say("This cannot be added here."), tuple(map(scene.tell, answer.told)), Tone.LOOK


def _linked(answer: Answer, scene: Scene) -> Words:
    title = scene.say("Linked: {product}", product=product(scene))
    return title, (scene.say("{code} stands for it from now on.", code=answer.about[:60]),), Tone.DONE


WORDS: dict[str, Callable[[Answer, Scene], Words]] = {
    "adding": _adding,
    "adding-again": _again,
    "added": _added,
    "left": _left,
    "not-added": _not_added,
    "linked": _linked,
}
"""Of each answer."""


def _candidate(each: Candidate, verb: str) -> Item:
    return Item(each.name, each.code, control=f"{verb}:{each.code}")


def linking_sheet(_: Session, task: Linking, scene: Scene) -> Sheet:
    """What the code may be on, and keys to look for something else."""
    found: tuple[Candidate, ...] = scene.opened or ()
    return Sheet(
        scene.say("Is it one of these?"),
        tuple(_candidate(each, "link") for each in found),
        empty=scene.say("Nothing found."),
        keys=_look_up(task.typed, scene) if task.looks else None,
    )


def _look_up(typed: str, scene: Scene) -> Keys:
    return Keys(KeyKind.LETTERS, scene.say("Its name, or its code"), typed)


def adding_sheet(_: Session, task: Adding, scene: Scene) -> Sheet | None:
    """What can be chosen or typed; where something looks like it, that."""
    choices: Any = scene.opened or Choices()
    if task.asks not in _KEYED and task.asks not in ("product", "category"):
        return _alike(choices.alike, scene)
    items = tuple(_candidate(each, "of") for each in choices.products)
    if task.asks == "name" and items:
        items = tuple(Item(each.title, scene.say("Is it the same?"), control=each.control) for each in items)
    if task.asks == "category":
        kinds = choices.categories
        items = tuple(Item(each.name or each.code, control=f"category:{each.code}") for each in kinds)
    title = task.name or task.asset or task.makers or scene.say(_ASKED[task.asks])
    empty = scene.say("Nothing found.") if task.asks == "product" else ""
    return Sheet(title, items, empty=empty, keys=_keys(task, scene))


_KEYED = frozenset(_FORMS) - {"", "product"}
"""What is typed."""


def _keys(task: Adding, scene: Scene) -> Keys | None:
    if task.asks == "product" and task.looks:
        return _look_up(task.typed, scene)
    if task.asks not in _KEYED:
        return None
    kind = KeyKind.DIGITS if task.asks in DIGITS else KeyKind.LETTERS
    return Keys(kind, _form(task.asks, scene), task.typed, scene.say("Next"))


def _alike(code: str, scene: Scene) -> Sheet | None:
    """A tag that people would mix up with another's is said before it is used."""
    if not code:
        return None
    return Sheet(
        scene.say("Looks like another one"), (Item(code, scene.say("Is it the same?"), tone=Tone.LOOK),)
    )
