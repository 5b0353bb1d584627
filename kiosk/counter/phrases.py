"""Phrases that several sentences share: times, days, people, and where else something is free."""

from datetime import date, datetime, timedelta
from typing import Any

from kiosk.counter.scene import Scene
from kiosk.crib.names import WorkerId

_FRESH = timedelta(minutes=10)
"""So long another site's figure counts as what it has now."""


def when(moment: datetime, scene: Scene) -> str:
    """``16:00`` today, ``Tue 3 Nov 08:00`` on another day."""
    local, today = moment.astimezone(scene.zone), scene.at.astimezone(scene.zone).date()
    clock = f"{local:%H:%M}"
    return clock if local.date() == today else f"{local:%a} {local.day} {local:%b} {clock}"


def day(value: date) -> str:
    """``3 Oct 2026``."""
    return f"{value.day} {value:%b %Y}"


def who(worker: WorkerId, scene: Scene) -> str:
    """The initials of somebody else."""
    return scene.names.get(worker, "somebody")


def product(scene: Scene) -> str:
    """The name of what is spoken of."""
    if scene.kit and not scene.asset:
        return scene.kit.kit.name
    return scene.product.name if scene.product else ""


def free_here(refusal: Any) -> str:
    """Equivalents, by the bin they lie in."""
    by_bin: dict[str, list[str]] = {}
    for offer in refusal.equivalents:
        by_bin.setdefault(offer.bin, []).append(offer.asset)
    return "; ".join(f"Free in {where}: {', '.join(codes)}" for where, codes in by_bin.items())


def elsewhere(refusal: Any, scene: Scene) -> str:
    """What other sites have; where it was told a while ago, with its age."""
    return "; ".join(_site(there.site, there.available, there.at, scene) for there in refusal.elsewhere)


def _site(site: str, available: int, at: datetime, scene: Scene) -> str:
    age, has = scene.at - at, f"Site {site} has {available}"
    if age <= _FRESH:
        return has
    hours = age // timedelta(hours=1)
    return f"{has} ({f'{hours} h' if hours else f'{age // timedelta(minutes=1)} min'} ago)"


def offers(refusal: Any, scene: Scene) -> str:
    """What can be had instead."""
    free, far = free_here(refusal), elsewhere(refusal, scene) if hasattr(refusal, "elsewhere") else ""
    return free or far or "No other one is free."
