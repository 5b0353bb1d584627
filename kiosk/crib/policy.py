"""Policy: what the foreman may change. Each setting has a default, a unit, a range and a sentence."""

import re
from typing import Annotated, Any, get_args, get_type_hints

from msgspec import Meta, Struct

from kiosk.crib.names import OverrideReason, Role

_DAY = 86400
_YEAR = 366 * _DAY


def _s(most: int, why: str, least: int = 0) -> Meta:
    return Meta(ge=least, le=most, description=why, extra={"unit": "s"})


def _n(most: int, unit: str, why: str, least: int = 0) -> Meta:
    return Meta(ge=least, le=most, description=why, extra={"unit": unit})


def _one_of(words: Any, why: str) -> Meta:
    return Meta(description=why, extra={"unit": "word", "choices": tuple(str(word) for word in words)})


def _like(pattern: str, span: str, why: str) -> Meta:
    return Meta(description=why, extra={"unit": "text", "pattern": pattern, "span": span})


_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]"
_TIMES = f"({_TIME}(,{_TIME})*)?"
_BADGES = "((dec|hex|(pair|joined)[0-9]{2}|card[0-9]{2}@[0-9]{1,10})(/[a-z0-9-]{1,20}:[a-z0-9-]{1,24})+)?"


class Policy(Struct, frozen=True, repr_omit_defaults=True):
    """Every setting of the rulebook with its default. Durations are whole seconds."""

    signout: Annotated[int, _s(_DAY, "After the last act a worker is signed out.", 1)] = 8
    task_signout: Annotated[int, _s(_DAY, "The same while counting or receiving.", 1)] = 120
    look: Annotated[int, _s(3600, "A list, or keys, that nobody touches are closed after so long.", 5)] = 30
    waiting: Annotated[int, _s(_DAY, "A scanned thing waits so long for a badge.")] = 15
    bounce: Annotated[int, _s(3600, "The same code, scanned again by the same person, does nothing.")] = 3
    bounce_stock: Annotated[int, _s(3600, "The same for pools and consumables; later means one more.")] = 1
    undo: Annotated[int, _s(_DAY, "The last act can be undone by one tap.")] = 10
    ask_return: Annotated[int, _s(_DAY, "One's own thing, taken so lately, is asked about first.")] = 600
    loan: Annotated[int, _s(3650 * _DAY, "A loan lasts so long where its category does not say.", 1)] = (
        8 * 3600
    )
    overdue_block: Annotated[
        int, _s(_YEAR, "So late a loan blocks its holder from taking more; before, and at 0, it only warns.")
    ] = 7 * _DAY
    hold_margin: Annotated[int, _s(_YEAR, "A loan ends so long before a hold of somebody else begins.")] = 0
    no_show: Annotated[int, _s(_YEAR, "What was not picked up so long after a hold began is free.")] = 3600
    held_open: Annotated[
        int, _s(3600, "A door open for so long is an alarm; half of it warns, twice of it is told.", 10)
    ] = 60
    unlock: Annotated[
        int, _s(3600, "A door that nobody opens is locked again after so long; 0: at sign-out.")
    ] = 0
    override_reason: Annotated[
        str, _one_of(OverrideReason, "The reason that is noted when a lead's badge overrides a stop.")
    ] = "other"
    controlled_role: Annotated[
        str, _one_of((Role.WORKER, Role.LEAD, Role.KEEPER), "The least role that takes controlled things.")
    ] = "worker"
    pin_role: Annotated[
        str,
        _one_of(
            ("none", Role.WORKER, Role.LEAD, Role.KEEPER, Role.ADMIN),
            "From this role on a badge alone does not do: its PIN is asked for.",
        ),
    ] = "none"
    pin_tries: Annotated[int, _n(20, "tries", "So many wrong PINs in a row lock out.", 1)] = 5
    pin_lockout: Annotated[int, _s(_DAY, "So long after the last wrong one, or until a new PIN.", 60)] = 900
    no_badge_times: Annotated[
        int, _n(1000, "sessions", "Whoever comes so often without a badge is told to the keeper.", 1)
    ] = 3
    no_badge_days: Annotated[int, _n(3650, "days", "They are counted over so long.", 1)] = 30
    names: Annotated[
        str,
        _one_of(
            ("initials", "full", "code", "hidden"),
            "How people are named to others on the screen; leads and keepers read full names.",
        ),
    ] = "initials"
    use_days: Annotated[int, _n(3650, "days", "Use a day is taken over so long.", 1)] = 90
    dead_days: Annotated[int, _n(3650, "days", "What has not moved for so long is dead stock.", 1)] = 180
    expiring_days: Annotated[int, _n(3650, "days", "Lots that expire within so long are listed.")] = 30
    abc_a: Annotated[int, _n(100, "percent", "The dearest products of so much of all use are class A.")] = 80
    abc_b: Annotated[int, _n(100, "percent", "Up to so much of all use they are class B, beyond it C.")] = 95
    variance_pieces: Annotated[
        int, _n(1_000_000, "pieces", "A count that is off by more takes a second person's signature.")
    ] = 10
    variance_value: Annotated[
        int, _n(100_000_000, "cents", "A count that is off by a greater cost takes one too.")
    ] = 10_000
    count_a: Annotated[int, _n(3650, "days", "A bin with class A products is to be counted so often.", 1)] = (
        30
    )
    count_b: Annotated[int, _n(3650, "days", "The same for class B.", 1)] = 90
    count_c: Annotated[int, _n(3650, "days", "The same for class C.", 1)] = 365
    shifts: Annotated[
        str, _like(_TIMES, "times such as 06:00,14:00,22:00, or empty", "When a day's shifts end.")
    ] = ""
    badge_list: Annotated[
        str,
        _like(_BADGES, "a rule that cribctl badge learn makes, or empty", "How lists write badge numbers."),
    ] = ""
    shift_shown: Annotated[
        int, _s(_DAY, "So long after a shift's end the idle screen leads with who still has something.")
    ] = 1800


class Setting(Struct, frozen=True):
    """What there is to know of one setting."""

    name: str
    default: int | str
    unit: str
    """``s`` for seconds, ``days``, ``pieces``, ``percent``, ``word``, ``text``."""
    why: str
    least: int = 0
    most: int = 0
    choices: tuple[str, ...] = ()
    pattern: str = ""
    """A regular expression that a text matches as a whole."""
    says: str = ""
    """What such a text is, to be read after ``is``."""

    @property
    def is_text(self) -> bool:
        """Whether its value is a text rather than a number."""
        return isinstance(self.default, str)

    def fits(self, value: int | str) -> bool:
        """Whether it can have this value."""
        if self.choices:
            return value in self.choices
        if self.pattern:
            return isinstance(value, str) and re.fullmatch(self.pattern, value) is not None
        return isinstance(value, int) and self.least <= value <= self.most

    def shown(self, value: int | str) -> str:
        """A value as people write it: ``8s``, ``2d``, ``90``, ``worker``."""
        if self.unit != "s" or isinstance(value, str):
            return str(value)
        unit, size = next((unit, size) for unit, size in _SIZES if value % size == 0 and (value or size == 1))
        return f"{value // size}{unit}"

    @property
    def span(self) -> str:
        """What a value can be, to be read after ``is``."""
        if self.choices or self.pattern:
            return self.says or f"one of {', '.join(self.choices)}"
        unit = "" if self.unit == "s" else f" {self.unit}"
        return f"from {self.shown(self.least)} to {self.shown(self.most)}{unit}"


_SIZES = (("d", _DAY), ("h", 3600), ("m", 60), ("s", 1))


def _settings() -> dict[str, Setting]:
    hints = get_type_hints(Policy, include_extras=True)
    defaults = Policy()
    found = {}
    for name in Policy.__struct_fields__:
        meta = get_args(hints[name])[1]
        extra = meta.extra
        span = (int(meta.ge or 0), int(meta.le or 0))
        value = getattr(defaults, name)
        words = extra.get("choices", ()), extra.get("pattern", ""), extra.get("span", "")
        found[name] = Setting(name, value, extra["unit"], meta.description, *span, *words)
    return found


SETTINGS: dict[str, Setting] = _settings()
"""Every setting by its name, in the order in which people read them."""
