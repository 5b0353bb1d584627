"""Definitions: adding and changing what the crib knows, all rows of a command or none.

Every mistake of every row is found and named; an unchanged row writes nothing: the same file twice is once.
"""

from collections.abc import Callable
from typing import Any

from kiosk.crib import changes
from kiosk.crib import commands as do
from kiosk.crib import define_people as people
from kiosk.crib import define_places as places
from kiosk.crib import define_things as things
from kiosk.crib import definitions as new
from kiosk.crib.body import Body
from kiosk.crib.defining import Desk
from kiosk.crib.facts import Facts
from kiosk.crib.keeper_refusals import Flaw, Unfit
from kiosk.crib.outcomes import Approved, Decision, Nothing, Refused, Tally
from kiosk.crib.policy import SETTINGS


def set_policy(facts: Facts, command: do.SetPolicy) -> Decision:
    """Change one setting, if it is one and in range."""
    wrong = setting_flaw(command.setting, command.value)
    if wrong:
        column = "value" if command.setting in SETTINGS else "setting"
        return Refused(Unfit((Flaw(0, column, str(command.value), wrong),)))
    if getattr(facts.policy, command.setting) == command.value:
        return Nothing()
    return Approved((changes.PolicyChanged(setting=command.setting, value=command.value),))


def setting_flaw(name: str, value: int | str) -> str:
    """What is wrong with a setting, in a sentence; empty where nothing is."""
    setting = SETTINGS.get(name)
    if setting is None:
        return f"{name!r} is not a setting of the rulebook; there are {', '.join(SETTINGS)}."
    return "" if setting.fits(value) else f"{name} {setting.shown(value)} is not {setting.span}."


def apply_policy(facts: Facts, command: do.ApplyPolicy) -> Decision:
    """Change several settings, all or none."""
    flaws = [
        Flaw(row, "value", str(each.value), wrong)
        for row, each in enumerate(command.settings)
        if (wrong := setting_flaw(each.setting, each.value))
    ]
    if flaws:
        return Refused(Unfit(tuple(flaws)))
    changed = [each for each in command.settings if getattr(facts.policy, each.setting) != each.value]
    entries = tuple(changes.PolicyChanged(setting=each.setting, value=each.value) for each in changed)
    return Approved(entries) if entries else Nothing()


def define(facts: Facts, command: new.Define) -> Decision:
    """Judge each row against the catalogue and the rows before it."""
    assert facts.catalogue is not None, "the loader brings the catalogue"  # noqa: S101
    desk = Desk(facts.catalogue)
    entries: list[Body] = []
    seen: set[tuple[type, str]] = set()
    added = changed = 0
    for row, thing in enumerate(command.things):
        desk.row, before = row, len(desk.flaws)
        _check_once(desk, seen, thing)
        bodies, is_new = _RULES[type(thing)](desk, thing)
        if len(desk.flaws) == before and bodies:
            entries += bodies
            added += is_new
            changed += not is_new
    if desk.flaws:
        return Refused(Unfit(tuple(desk.flaws)))
    tally = Tally(added, changed, len(command.things) - added - changed)
    return Approved(tuple(entries), tally) if entries else Nothing(tally=tally)


def _check_once(desk: Desk, seen: set[tuple[type, str]], thing: new.Definition) -> None:
    if isinstance(thing, new.Delivery):
        return
    if (type(thing), thing.code) in seen:
        desk.flaw("code", thing.code, f"{thing.code!r} stands twice; keep one row.")
    seen.add((type(thing), thing.code))


_RULES: dict[type, Callable[[Desk, Any], tuple[list[Body], bool]]] = {
    new.NewCategory: things.category,
    new.NewProduct: things.product,
    new.NewAsset: things.asset,
    new.NewKit: things.kit,
    new.Delivery: things.delivery,
    new.NewArea: places.area,
    new.NewBin: places.bin_,
    new.NewJob: places.job,
    new.NewStation: places.station,
    new.Person: people.person,
}
