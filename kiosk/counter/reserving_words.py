"""Words of reserving: shifts and hours to choose from, and one's own reservations."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from kiosk.counter.language import mark
from kiosk.counter.phrases import elsewhere, on_day, product, when, who
from kiosk.counter.scene import Scene
from kiosk.counter.session import Answer, Session
from kiosk.counter.tasks import Reserving
from kiosk.counter.views import Item, KeyKind, Keys, Sheet, Tone
from kiosk.crib.looked import OfHold
from kiosk.crib.shifts import times

Words = tuple[str, tuple[str, ...], Tone]
LABELS = {
    "reserve": mark("Reserve"),
    "days": mark("Another day"),
    "hours": mark("Other hours"),
    "whom": mark("For somebody else"),
    "cancel-hold": mark("Cancel it"),
}
"""What is written on each control."""
_BEGINS = time(7)
"""When a day begins where the crib has no shifts."""
_SHIFTS, _DAYS, _HOURS = 6, 14, 24
"""How many are offered."""
_EARLY = 6
"""The hour from which on most people begin."""


def sheet(session: Session, task: Reserving, scene: Scene) -> Sheet:
    """What to choose from, by how far one has come."""
    if task.held:
        mine = tuple(own(row, scene) for row in scene.holds if row.hold.code == task.held)
        return Sheet(scene.say("Your reservation"), tuple(_plain(item) for item in mine))
    if task.step == "whom":
        people = tuple(Item(name, code, control=f"whom:{code}") for code, name in scene.opened or ())
        keys = Keys(KeyKind.LETTERS, scene.say("Type a name, or scan a badge."), task.text)
        empty = scene.say("Nothing found.") if task.text else ""
        return Sheet(scene.say("For whom?"), people, keys=keys, empty=empty)
    return Sheet(_title(session, task, scene), _CHOICES[task.step](task, scene))


def _plain(item: Item) -> Item:
    return Item(item.title, item.detail, item.aside, tone=item.tone)


def _title(session: Session, task: Reserving, scene: Scene) -> str:
    what = task.asset or (f"{task.quantity} x {product(scene)}" if product(scene) else task.product)
    if task.whom and task.whom.id != session.who:
        return scene.say("Reserve {what} for {name}", what=what, name=who(task.whom.id, scene))
    return scene.say("Reserve {what}", what=what)


def _next_shifts(_: Reserving, scene: Scene) -> tuple[Item, ...]:
    """The same shift tomorrow first, then what is left of this one, then those that follow."""
    now = scene.at.astimezone(scene.zone)
    days = (now.date() + timedelta(days=day) for day in range(-1, 4))
    coming = [span for day in days for span in _shifts(day, scene) if span[1] > now]
    tomorrow = [span for span in coming if span[0].date() == now.date() + timedelta(days=1)]
    first = next((span for span in tomorrow if span[0].timetz() == coming[0][0].timetz()), None)
    first = first or next(iter(tomorrow), coming[0])
    rest = [span for span in coming if span != first][: _SHIFTS - 1]
    return tuple(_span(_to_come(start, scene), until, scene) for start, until in (first, *rest))


def _to_come(start: datetime, scene: Scene) -> datetime:
    """What has begun begins now: a hold that began long ago counts as not picked up, and binds nothing."""
    return max(start, scene.at.astimezone(scene.zone).replace(second=0, microsecond=0))


def _shifts(day: date, scene: Scene) -> Iterator[tuple[datetime, datetime]]:
    """The shifts that begin on a day; where the crib has none, a loan's length from seven."""
    ends = times(scene.policy.shifts)
    if not ends:
        begin = datetime.combine(day, _BEGINS, scene.zone)
        yield begin, begin + timedelta(seconds=min(scene.policy.loan, 86400))
    for number, end in enumerate(ends):
        last = number + 1 == len(ends)
        next_ = ends[0] if last else ends[number + 1]
        until = datetime.combine(day + timedelta(days=last), next_, scene.zone)
        yield datetime.combine(day, end, scene.zone), until


def _span(start: datetime, until: datetime, scene: Scene) -> Item:
    control = f"span:{start:%Y-%m-%dT%H:%M}/{until:%Y-%m-%dT%H:%M}"
    return Item(span(start, until, scene), control=control)


def span(start: datetime, until: datetime, scene: Scene) -> str:
    """``Tue 3 Nov 06:00 to 14:00``."""
    begin, end = start.astimezone(scene.zone), until.astimezone(scene.zone)
    last = f"{end:%H:%M}" if begin.date() == end.date() else when(until, scene)
    return scene.say("{start} to {end}", start=when(start, scene), end=last)


def _days(_: Reserving, scene: Scene) -> tuple[Item, ...]:
    today = scene.at.astimezone(scene.zone).date()
    days = (today + timedelta(days=number) for number in range(_DAYS))
    return tuple(Item(on_day(day, scene), control=f"day:{day.isoformat()}") for day in days)


def _of_day(task: Reserving, scene: Scene) -> tuple[Item, ...]:
    spans = _shifts(date.fromisoformat(task.day), scene)
    return tuple(_span(_to_come(start, scene), until, scene) for start, until in spans if until > scene.at)


def _starts(task: Reserving, scene: Scene) -> tuple[Item, ...]:
    """Each full hour of the day that is not over; those that few people want come last."""
    midnight = datetime.combine(date.fromisoformat(task.day), time(), scene.zone)
    hours = (midnight + timedelta(hours=hour) for hour in (*range(_EARLY, _HOURS), *range(_EARLY)))
    starts = (_to_come(hour, scene) for hour in hours if hour + timedelta(hours=1) > scene.at)
    return tuple(
        Item(scene.say("From {time}", time=when(start, scene)), control=f"start:{start:%Y-%m-%dT%H:%M}")
        for start in starts
    )


def _untils(task: Reserving, scene: Scene) -> tuple[Item, ...]:
    """Each full hour of a day after it began, then the same hour of the days after."""
    start = datetime.fromisoformat(task.start).replace(tzinfo=scene.zone)
    later = [timedelta(hours=hour) for hour in range(1, _HOURS)]
    later += [timedelta(days=day) for day in range(1, 8)]
    return tuple(_span(start, start.replace(minute=0) + more, scene) for more in later)


_CHOICES: dict[str, Callable[[Reserving, Scene], tuple[Item, ...]]] = {
    "": _next_shifts,
    "days": _days,
    "day": _of_day,
    "hours": _starts,
    "until": _untils,
}
"""What is offered at each step."""


def own(row: OfHold, scene: Scene) -> Item:
    """A reservation of one's own; a touch looks at it, and there it can be canceled."""
    hold = row.hold
    short = scene.say("{count} will be missing", count=row.short) if row.short else ""
    what = f"{hold.open} x {hold.asset or row.product.name}"
    detail = " · ".join(text for text in (span(hold.start, hold.until, scene), short) if text)
    return Item(what, detail, scene.say("Reserved"), f"hold:{hold.code}", Tone.STOP if row.short else None)


def _reserved(answer: Answer, scene: Scene) -> Words:
    what = answer.asset or f"{answer.quantity} x {product(scene)}"
    start, until = (datetime.fromisoformat(line) for line in answer.lines)
    whom = "" if answer.to == answer.by else scene.say("For {name}", name=who(answer.to, scene))
    then = whom or scene.say("It is under Mine; you can cancel it there.")
    return scene.say("Reserved: {what}", what=what), (span(start, until, scene), then), Tone.DONE


def _not_free(answer: Answer, scene: Scene) -> Words:
    left = getattr(answer.refusal, "left", 0)
    what = answer.asset or product(scene)
    lines = (scene.say("Free then: {count}", count=left), elsewhere(answer.refusal, scene))
    return scene.say("Not free then: {what}", what=what), lines, Tone.STOP


def _canceled(_: Answer, scene: Scene) -> Words:
    return scene.say("The reservation is canceled."), (scene.say("Thank you."),), Tone.DONE


WORDS: dict[str, Callable[[Answer, Scene], Words]] = {
    "reserved": _reserved,
    "not-free": _not_free,
    "hold-canceled": _canceled,
}
"""Of each answer."""
