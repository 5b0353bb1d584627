"""Definitions: adding and changing what the crib knows, all rows of a command or none.

Every mistake of every row is found and named; an unchanged row writes nothing: the same file twice is once.
"""

from collections.abc import Callable, Sequence
from typing import Any

from kiosk.crib import changes
from kiosk.crib import commands as do
from kiosk.crib import define_people as people
from kiosk.crib import define_places as places
from kiosk.crib import define_things as things
from kiosk.crib import definitions as new
from kiosk.crib.body import Body
from kiosk.crib.defining import Desk
from kiosk.crib.facts import Catalogue, Facts
from kiosk.crib.keeper_refusals import Flaw, Unfit, flaw
from kiosk.crib.outcomes import Approved, Decision, Nothing, Refused, Tally
from kiosk.crib.policy import SETTINGS


def set_policy(facts: Facts, command: do.SetPolicy) -> Decision:
    """Change one setting, if it is one and in range."""
    wrong = setting_flaw(command.setting, command.value)
    if wrong:
        return Refused(Unfit((wrong,)))
    if getattr(facts.policy, command.setting) == command.value:
        return Nothing()
    return Approved((changes.PolicyChanged(setting=command.setting, value=command.value),))


def setting_flaw(name: str, value: int | str, row: int = 0) -> Flaw | None:
    """What is wrong with a setting; None where nothing is."""
    setting = SETTINGS.get(name)
    if setting is None:
        return flaw(
            "setting",
            value,
            "{name!r} is not a setting of the rulebook; there are {known}.",
            row=row,
            name=name,
            known=", ".join(SETTINGS),
        )
    if setting.fits(value):
        return None
    return flaw(
        "value",
        value,
        "{name} {shown} is not {span}.",
        row=row,
        name=name,
        shown=setting.shown(value),
        span=setting.span,
    )


def apply_policy(facts: Facts, command: do.ApplyPolicy) -> Decision:
    """Change several settings, all or none."""
    flaws = [
        wrong
        for row, each in enumerate(command.settings)
        if (wrong := setting_flaw(each.setting, each.value, row))
    ]
    if flaws:
        return Refused(Unfit(tuple(flaws)))
    changed = [each for each in command.settings if getattr(facts.policy, each.setting) != each.value]
    entries = tuple(changes.PolicyChanged(setting=each.setting, value=each.value) for each in changed)
    return Approved(entries) if entries else Nothing()


def define(facts: Facts, command: new.Define) -> Decision:
    """Judge each row against the catalogue and the rows before it."""
    assert facts.catalogue is not None, "the loader brings the catalogue"  # noqa: S101
    judging = Judging()
    return judging.decision(tuple(judging.rows(facts.catalogue, command.things)))


class Judging:
    """Rows of one definition, judged some at a time, each with what exists of all that these name."""

    def __init__(self) -> None:
        self._desk = Desk()
        self._seen: set[tuple[type, str]] = set()
        self._rows = self._added = self._changed = 0

    def rows(self, known: Catalogue, things: Sequence[new.Definition]) -> list[Body]:
        """The entries of further rows; those with a flaw have none."""
        desk, entries = self._desk, list[Body]()
        desk.learn(known)
        for desk.row, thing in enumerate(things, self._rows):
            before = len(desk.flaws)
            _check_once(desk, self._seen, thing)
            bodies, is_new = _RULES[type(thing)](desk, thing)
            if len(desk.flaws) == before and bodies:
                entries += bodies
                self._added += is_new
                self._changed += not is_new
        self._rows += len(things)
        return entries

    def decision(self, entries: tuple[Body, ...]) -> Decision:
        """What becomes of all rows, with the entries of those that were judged."""
        if self._desk.flaws:
            return Refused(Unfit(tuple(self._desk.flaws)))
        tally = Tally(self._added, self._changed, self._rows - self._added - self._changed)
        return Approved(entries, tally) if self._added or self._changed else Nothing(tally=tally)


def _check_once(desk: Desk, seen: set[tuple[type, str]], thing: new.Definition) -> None:
    if isinstance(thing, new.Delivery):
        return
    if (type(thing), thing.code) in seen:
        desk.flaw("code", thing.code, "{value!r} stands twice; keep one row.")
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
