"""Policy: what the foreman may change. Each setting has a default, a unit, a range and a sentence."""

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


class Policy(Struct, frozen=True):
    """Every setting of the rulebook with its default. Durations are whole seconds."""

    signout: Annotated[int, _s(3600, "After the last act a worker is signed out.", 1)] = 8
    waiting: Annotated[int, _s(3600, "A scanned thing waits so long for a badge.")] = 15
    bounce: Annotated[int, _s(60, "The same code, scanned again by the same person, does nothing.")] = 3
    bounce_stock: Annotated[int, _s(60, "The same for pools and consumables; later means one more.")] = 1
    undo: Annotated[int, _s(3600, "The last act can be undone by one tap.")] = 10
    ask_return: Annotated[int, _s(_DAY, "One's own thing, taken so lately, is asked about first.")] = 600
    loan: Annotated[int, _s(100 * _YEAR, "A loan lasts so long where its category does not say.", 1)] = (
        8 * 3600
    )
    overdue_block: Annotated[
        int, _s(_YEAR, "So late a loan blocks its holder from taking more; before, and at 0, it only warns.")
    ] = 7 * _DAY
    hold_margin: Annotated[int, _s(_YEAR, "A loan ends so long before a hold of somebody else begins.")] = 0
    no_show: Annotated[int, _s(_YEAR, "What was not picked up so long after a hold began is free.")] = 3600
    override_reason: Annotated[
        str, _one_of(OverrideReason, "The reason that is noted when a lead's badge overrides a stop.")
    ] = "other"
    controlled_role: Annotated[
        str, _one_of((Role.WORKER, Role.LEAD, Role.KEEPER), "The least role that takes controlled things.")
    ] = "worker"


class Setting(Struct, frozen=True):
    """What there is to know of one setting."""

    name: str
    default: int | str
    unit: str
    """``s`` for seconds, ``days``, ``pieces``, ``percent``, ``word``."""
    why: str
    least: int = 0
    most: int = 0
    choices: tuple[str, ...] = ()


def _settings() -> dict[str, Setting]:
    hints = get_type_hints(Policy, include_extras=True)
    defaults = Policy()
    found = {}
    for name in Policy.__struct_fields__:
        meta = get_args(hints[name])[1]
        extra = meta.extra
        span = (int(meta.ge or 0), int(meta.le or 0))
        value = getattr(defaults, name)
        choices = extra.get("choices", ())
        found[name] = Setting(name, value, extra["unit"], meta.description, *span, choices)
    return found


SETTINGS: dict[str, Setting] = _settings()
"""Every setting by its name, in the order in which people read them."""
