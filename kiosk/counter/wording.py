"""Wording: every sentence the screen says. Plain words for a reading age of 12: Take and Return."""

from collections.abc import Callable
from datetime import UTC, datetime

from kiosk.counter import (
    adding_words,
    amiss,
    card_words,
    count_words,
    greeting_words,
    hands,
    looking_words,
    naming_words,
    passing_words,
    receive_words,
    reserving_words,
    step_words,
    unread_words,
)
from kiosk.counter.language import mark
from kiosk.counter.phrases import at_place, begun, ended, product, when, who
from kiosk.counter.scene import Scene
from kiosk.counter.session import Answer
from kiosk.counter.stop_words import stop_words
from kiosk.counter.views import Figure, Notice, Tone
from kiosk.crib.gates import is_fit
from kiosk.crib.terms import kept_until

LABELS = {
    "undo": mark("Undo"),
    "yes": mark("Yes, return it"),
    "no": mark("No"),
    "take-over": mark("Take over"),
    "just-return": mark("Just return it"),
    "accept": mark("Take it so"),
    "other": mark("Take the other"),
    "plus": "+ 1",
    "minus": "- 1",
    "put-back": mark("Put back"),
    "sign-out": mark("Sign out"),
    "close": mark("Back"),
    "took-nothing": mark("Took nothing"),
    **looking_words.LABELS,
    **count_words.LABELS,
    **receive_words.LABELS,
    **adding_words.LABELS,
    **naming_words.LABELS,
    **step_words.LABELS,
    **reserving_words.LABELS,
}
"""What is written on each control."""
_NAMED = {
    "missing": mark("Not in the case: {code}"),
    "not-here": mark("Not here: {code}"),
    "deny": mark("I did not give it: {code}"),
    "card": mark("All of {code}"),
    "delivery": mark("Delivery {code}"),
    "transfer": mark("From {code}"),
    **adding_words.ABOUT,
}
"""What is written on a control that names a thing."""
_PLACES = {
    "bin": mark("Bin {code}"),
    "product": mark("Product {code}"),
    **amiss.PLACES,
}
"""What is said of a code that only tells where things are."""


def label(control: str, scene: Scene) -> str:
    """What is written on a control."""
    verb, _, value = control.partition(":")
    if verb == "extend":
        until = kept_until(scene.lent_until, scene.at, hands.seconds(value))
        return scene.say("Keep until {time}", time=when(until, scene))
    known = LABELS.get(control)
    return scene.say(known) if known else scene.say(_NAMED[verb], code=value)


def notice(answer: Answer, scene: Scene) -> Notice:
    """What the screen says of an answer."""
    title, lines, tone = _WORDS[answer.kind](answer, scene)
    told = tuple(line for line in (*lines, *step_words.told(answer, scene)) if line)
    shown = (*step_words.pictures(answer, scene), *_pictures(scene))
    now = () if answer.kind == "reserved" else figures(scene)  # they say nothing of then
    return Notice(tone, title, told, now, shown)


def _pictures(scene: Scene) -> tuple[str, ...]:
    """Of the product that is spoken of, else of its category."""
    return (scene.product.code, scene.product.category) if scene.product else ()


def figures(scene: Scene) -> tuple[Figure, ...]:
    """The figures of the thing spoken of: Available, Reserved, Total first, always."""
    counts = scene.counts
    if counts is None:
        return ()
    first = (
        Figure(scene.say("Available"), counts.available),
        Figure(scene.say("Reserved"), counts.reserved),
        Figure(scene.say("Total"), counts.total),
    )
    more = (Figure(scene.say("Out"), counts.out), Figure(scene.say("Quarantined"), counts.quarantined))
    return first + tuple(figure for figure in more if figure.value)


Words = tuple[str, tuple[str, ...], Tone]


def _signed_out(_: Answer, scene: Scene) -> Words:
    return scene.say("Signed out."), (), Tone.DONE


def _taken(answer: Answer, scene: Scene) -> Words:
    short = scene.say("Without: {assets}", assets=", ".join(answer.lines)) if answer.lines else ""
    what = answer.asset or answer.kit
    lines = (what, short, _used_at(scene), _bring_back(answer, scene), _unfit(scene), step_words.note(scene))
    return scene.say("Taken: {product}", product=product(scene)), lines, Tone.DONE


def _used_at(scene: Scene) -> str:
    """Of what is in nobody's hands: the job or station that it is recorded at."""
    asset = scene.asset
    return at_place(asset.place, scene) if asset and asset.is_in_use and not asset.holder else ""


def _unfit(scene: Scene) -> str:
    """What a lead let pass stays said for as long as the thing is out."""
    ends = scene.asset.day_ends if scene.asset else None
    late = ends and ends < scene.at.astimezone(scene.zone).date()
    return scene.say("NOT CALIBRATED") if late else ""


def _handed_over(answer: Answer, scene: Scene) -> Words:
    name, lines = product(scene), (answer.asset or answer.kit, _bring_back(answer, scene))
    if answer.to:
        to = who(answer.to, scene)
        return scene.say("Given to {name}: {product}", name=to, product=name), lines, Tone.DONE
    return scene.say("Taken over: {product}", product=name), (*lines, step_words.note(scene)), Tone.DONE


def _extended(answer: Answer, scene: Scene) -> Words:
    title = scene.say("Keep it: {product}", product=product(scene))
    return title, (answer.asset, _bring_back(answer, scene)), Tone.DONE


def _bring_back(answer: Answer, scene: Scene) -> str:
    """By when; of a kit, by when the first of it."""
    return _back_by(scene.asset.due if scene.asset else _due(answer), scene)


def _due(answer: Answer) -> datetime | None:
    return datetime.fromtimestamp(answer.due / 1_000_000, UTC) if answer.due else None


def _back_by(due: datetime | None, scene: Scene) -> str:
    return scene.say("Return by {time}", time=when(due, scene)) if due else ""


def _returned(answer: Answer, scene: Scene) -> Words:
    if answer.kit and not answer.asset:
        return _kit_returned(answer, scene)
    where = scene.say("Put it in {bin}", bin=scene.asset.asset.bin) if scene.asset else ""
    seen = scene.say("The keeper will check it.") if scene.asset and scene.asset.unconfirmed else ""
    title = scene.say("Returned: {product}", product=product(scene))
    return title, (answer.asset, where, seen, step_words.note(scene)), Tone.DONE


def _kit_returned(answer: Answer, scene: Scene) -> Words:
    short = scene.say("All of it is here.")
    if answer.lines:
        short = scene.say("Not in the case: {code}", code=", ".join(answer.lines))
    title = scene.say("Returned: {product}", product=product(scene))
    return title, (answer.kit, short), Tone.LOOK if answer.lines else Tone.DONE


def _pieces(answer: Answer, scene: Scene) -> str:
    """How much of what; the unit is left out where the name says it, e.g. ``gloves, box of 100``."""
    unit = scene.product.unit if scene.product else "each"
    said = unit == "each" or unit in product(scene).split()
    return f"{answer.quantity} x {'' if said else unit + ' '}{product(scene)}"


def _issued(answer: Answer, scene: Scene) -> Words:
    shelf = scene.counts.available + scene.counts.reserved if scene.counts else 0
    left = scene.say("{count} left", count=shelf) if scene.counts else ""
    due = max((loan.due for of, loan in scene.loans if of.code == answer.product), default=None)
    title = scene.say("Taken: {product}", product=_pieces(answer, scene))
    return title, (left, _back_by(due, scene)), Tone.DONE


def _put_back(answer: Answer, scene: Scene) -> Words:
    where = scene.say("Into {bin}", bin=answer.bin) if answer.bin else ""
    if not answer.quantity:
        title = scene.say("Put back: how many {product}?", product=product(scene))
        return title, (where,), Tone.LOOK
    return scene.say("Put back: {product}", product=_pieces(answer, scene)), (where,), Tone.DONE


def _quarantined(answer: Answer, scene: Scene) -> Words:
    told = scene.say("Put it in the red bin. The keeper is told.")
    return scene.say("Quarantined: {product}", product=product(scene)), (answer.asset, told), Tone.DONE


def _missing(answer: Answer, scene: Scene) -> Words:
    told = scene.say("Thank you. The keeper will look for it.")
    return scene.say("Not here: {code}", code=product(scene)), (answer.asset, told), Tone.DONE


def _nothing_taken(_: Answer, scene: Scene) -> Words:
    return scene.say("Took nothing."), (scene.say("Thank you."),), Tone.DONE


def _undone(answer: Answer, scene: Scene) -> Words:
    lies = scene.asset.place.code if scene.asset and scene.asset.is_in else ""
    where = scene.say("Put it in {bin}", bin=lies) if lies else ""
    title = scene.say("Undone: {product}", product=product(scene))
    return title, (answer.asset or answer.kit, where), Tone.DONE


_WISHES = {
    "job": mark("For the job: {name}"),
    "station": mark("For the station: {name}"),
    "due": mark("Until: {name}"),
}


def _wished(answer: Answer, scene: Scene) -> Words:
    due = _due(answer)
    name = when(due, scene) if due else "".join(answer.lines)
    title = scene.say(_WISHES[answer.about], name=name)
    return title, (scene.say("For what you scan next."),), Tone.DONE


def _asked(answer: Answer, scene: Scene) -> Words:
    what = (product(scene), answer.asset or answer.kit)
    if answer.about == "return":
        return scene.say("Return it?"), what, Tone.LOOK
    return scene.say("Out to {name} Take over?", name=ended(_holder(scene))), what, Tone.LOOK


def _holder(scene: Scene) -> str:
    holders = [scene.asset] if scene.asset else list(scene.kit.assets) if scene.kit else []
    held = (who(asset.holder, scene) for asset in holders if asset.holder)
    return next(held, scene.say("somebody"))


def _shown(answer: Answer, scene: Scene) -> Words:
    if answer.about:
        what, _, code = answer.about.partition(" ")
        title = scene.say(_PLACES[what], code=code) if code and what in _PLACES else begun(answer.about)
        counted = card_words.counted(scene.card, scene) if scene.card else ""
        return title, (*answer.lines, *map(scene.tell, answer.told), counted), Tone.LOOK
    if scene.asset is None:
        return product(scene), (scene.say("Scan your badge to take it."),), Tone.LOOK
    take = scene.say("Scan your badge to take it.") if is_fit(scene.asset, scene.at, scene.zone) else ""
    lines = card_words.asset_lines(scene.asset, answer.by, scene)
    return product(scene), (*lines, take if scene.asset.is_in else ""), Tone.LOOK


def _went_wrong(_: Answer, scene: Scene) -> Words:
    lines = (scene.say("Nothing more was recorded than what beeped."), scene.say("Please scan again."))
    return scene.say("Something went wrong."), lines, Tone.STOP


def _refused(answer: Answer, scene: Scene) -> Words:
    assert answer.refusal is not None, "a refusal is said with its reason"  # noqa: S101
    title, lines = stop_words(answer.refusal, scene)
    return title, lines, Tone.STOP


_WORDS: dict[str, Callable[[Answer, Scene], Words]] = {
    "signed-in": greeting_words.signed_in,
    "signed-out": _signed_out,
    "taken": _taken,
    "handed-over": _handed_over,
    "extended": _extended,
    "returned": _returned,
    "issued": _issued,
    "put-back": _put_back,
    "quarantined": _quarantined,
    "missing": _missing,
    "undone": _undone,
    "nothing-taken": _nothing_taken,
    "wished": _wished,
    "asked": _asked,
    "shown": _shown,
    "card": card_words.said,
    "passed": passing_words.passed,
    "unread": unread_words.unread,
    "went-wrong": _went_wrong,
    "refused": _refused,
    **count_words.WORDS,
    **receive_words.WORDS,
    **adding_words.WORDS,
    **step_words.WORDS,
    **reserving_words.WORDS,
}
