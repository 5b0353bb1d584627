"""Phrases that several sentences share: times, days, people, and where else something is free."""

from datetime import date, datetime, timedelta
from typing import Any

from kiosk.counter.language import mark
from kiosk.counter.scene import Scene
from kiosk.crib.names import WorkerId
from kiosk.crib.places import Place, PlaceKind

_FRESH = timedelta(minutes=10)
"""So long another site's figure counts as what it has now."""
_DAYS = (mark("Mon"), mark("Tue"), mark("Wed"), mark("Thu"), mark("Fri"), mark("Sat"), mark("Sun"))
_MONTHS = (
    mark("Jan"),
    mark("Feb"),
    mark("Mar"),
    mark("Apr"),
    mark("May"),
    mark("Jun"),
    mark("Jul"),
    mark("Aug"),
    mark("Sep"),
    mark("Oct"),
    mark("Nov"),
    mark("Dec"),
)


def when(moment: datetime, scene: Scene) -> str:
    """``16:00`` today, ``Tue 3 Nov 08:00`` on another day."""
    local, today = moment.astimezone(scene.zone), scene.at.astimezone(scene.zone).date()
    clock = f"{local:%H:%M}"
    if local.date() == today:
        return clock
    weekday, month = scene.say(_DAYS[local.weekday()]), scene.say(_MONTHS[local.month - 1])
    return scene.say(
        "{weekday} {day} {month} {time}", weekday=weekday, day=local.day, month=month, time=clock
    )


def day(value: date, scene: Scene) -> str:
    """``3 Oct 2026``."""
    month = scene.say(_MONTHS[value.month - 1])
    return scene.say("{day} {month} {year}", day=value.day, month=month, year=value.year)


def on_day(value: date, scene: Scene) -> str:
    """``Tue 3 Nov``."""
    weekday, month = scene.say(_DAYS[value.weekday()]), scene.say(_MONTHS[value.month - 1])
    return scene.say("{weekday} {day} {month}", weekday=weekday, day=value.day, month=month)


_PLACES = {
    PlaceKind.BIN: mark("In {code}"),
    PlaceKind.HOLDER: mark("With somebody"),
    PlaceKind.JOB: mark("Job {code}"),
    PlaceKind.STATION: mark("Station {code}"),
    PlaceKind.SUPPLIER: mark("Supplier"),
    PlaceKind.TRANSIT: mark("Transit {code}"),
    PlaceKind.QUARANTINE: mark("Quarantine"),
    PlaceKind.SERVICE: mark("Service"),
    PlaceKind.CONSUMED: mark("Used up"),
    PlaceKind.SCRAP: mark("Scrap"),
    PlaceKind.LOST: mark("Lost"),
    PlaceKind.VARIANCE: mark("Count difference"),
}


def at_place(place: Place, scene: Scene) -> str:
    """Where a thing is; who has it is not told."""
    return scene.say(_PLACES[place.kind], code=place.code)


def begun(text: str) -> str:
    """With a capital at its beginning; a code in it stays as it is."""
    return text[:1].upper() + text[1:]


def who(worker: WorkerId, scene: Scene) -> str:
    """The initials of somebody else."""
    return scene.names.get(worker) or scene.say("somebody")


def ended(name: str) -> str:
    """A name at the end of a sentence: initials bring their dot along."""
    return name if name.endswith(".") else f"{name}."


def product(scene: Scene) -> str:
    """The name of what is spoken of."""
    if scene.kit and not scene.asset:
        return scene.kit.kit.name
    return scene.product.name if scene.product else ""


def how_long(span: timedelta, scene: Scene) -> str:
    """``2 days``, ``5 h`` or ``20 min``, rounded down."""
    span = max(span, timedelta(0))
    days, hours = span.days, span // timedelta(hours=1)
    if days == 1:
        return scene.say("1 day")
    if days:
        return scene.say("{count} days", count=days)
    if hours:
        return scene.say("{count} h", count=hours)
    return scene.say("{count} min", count=span // timedelta(minutes=1))


def free_here(refusal: Any, scene: Scene) -> str:
    """Equivalents, by the bin they lie in."""
    by_bin: dict[str, list[str]] = {}
    for offer in refusal.equivalents:
        by_bin.setdefault(offer.bin, []).append(offer.asset)
    free = (
        scene.say("Free in {bin}: {assets}", bin=where, assets=", ".join(codes))
        for where, codes in by_bin.items()
    )
    return "; ".join(free)


def elsewhere(refusal: Any, scene: Scene) -> str:
    """What other sites have; where it was told a while ago, with its age."""
    return "; ".join(_site(there.site, there.available, there.at, scene) for there in refusal.elsewhere)


def _site(site: str, available: int, at: datetime, scene: Scene) -> str:
    age, has = scene.at - at, scene.say("Site {site} has {count}", site=site, count=available)
    if age <= _FRESH:
        return has
    hours = age // timedelta(hours=1)
    if hours:
        return scene.say("{told} ({count} h ago)", told=has, count=hours)
    return scene.say("{told} ({count} min ago)", told=has, count=age // timedelta(minutes=1))


def offers(refusal: Any, scene: Scene) -> str:
    """What can be had instead."""
    far = elsewhere(refusal, scene) if hasattr(refusal, "elsewhere") else ""
    return free_here(refusal, scene) or far or scene.say("No other one is free.")
