"""What the annotations of kiosk.settings say: which sections and settings there are, and what fits each."""

import json
import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from msgspec import Struct, inspect

from kiosk.settings import Settings

_KINDS = {
    str: "text",
    int: "a whole number",
    float: "a number with a decimal point",
    bool: "true or false",
    list: "a list",
    dict: "a section",
}


@dataclass(frozen=True, slots=True)
class Known:
    """One setting, or the names of a kind of section: bare type; sentence, unit and so on beside it."""

    kind: inspect.Type
    notes: dict[str, Any]

    def fault(self, name: str, value: object) -> str | None:
        """What is wrong with this value of the setting `name`, and what to write instead."""
        wanted = self._wanted()
        if type(value) is wanted:
            fault = self._misfit(value)
        else:
            fault = f"expected {_KINDS[wanted]}, got {kind_of(value)}"
        return fault and f"{name}: {fault}. {self._step()}"

    def comment(self) -> str:
        """The setting's sentence, and what may be written, as comment lines."""
        unit = f" ({self.notes['unit']})" if "unit" in self.notes else ""
        sentence = f"{self.notes['description']}{unit}. {self._step()}"
        return textwrap.fill(sentence, width=100, initial_indent="# ", subsequent_indent="# ") + "\n"

    def entry(self, key: str, value: object) -> str:
        """The line that sets it; where it has no value, an example as a comment."""
        return f"# {key} = {shown(self.notes['example'])}\n" if value is None else f"{key} = {shown(value)}\n"

    def _wanted(self) -> type:
        match self.kind:
            case inspect.LiteralType(values=choices):
                return type(choices[0])
            case inspect.IntType():
                return int
            case inspect.BoolType():
                return bool
        return str

    def _misfit(self, value: Any) -> str | None:
        match self.kind:
            case inspect.LiteralType(values=choices) if value not in choices:
                return f"{shown(value)} is not a choice"
            case inspect.IntType(ge=int(low)) if value < low:
                return f"{value} is below {low} ({self.notes['unit']})"
            case inspect.IntType(le=int(high)) if value > high:
                return f"{value} is above {high} ({self.notes['unit']})"
            case inspect.StrType(pattern=str(shape)) if not (re.search(shape, value) and self._checks(value)):
                return f"{self.shown(value)} does not fit"
        return None

    def shown(self, value: object) -> str:
        """A value of it as a message may have it."""
        return "its value" if "hide" in self.notes else shown(value)

    def _checks(self, value: str) -> bool:
        return "check" not in self.notes or self.notes["check"](value)

    def _step(self) -> str:
        match self.kind:
            case inspect.LiteralType(values=choices):
                return f"Write {listed(map(shown, choices), 'or')}."
            case inspect.IntType(ge=low, le=high):
                return f"Write a number from {low} to {high}."
            case inspect.BoolType():
                return "Write true or false."
        return str(self.notes["write"])


@dataclass(frozen=True, slots=True)
class KnownSection:
    """One kind of section: its settings by key."""

    struct: type[Struct]
    settings: dict[str, Known]
    names: Known | None
    """What the names of its sections may be, `[scanner.main]`; None where there is one without, `[kiosk]`."""

    def called(self, section: str, key: str) -> str:
        """The full name of a setting, as advice has it."""
        return f"{section}.NAME.{key}" if self.names else f"{section}.{key}"


@cache
def sections() -> dict[str, KnownSection]:
    """Every section there may be, by the first word of its heading."""
    fields = cast("inspect.StructType", inspect.type_info(Settings)).fields
    return {section.name: _section(section.type) for section in fields}


def _section(kind: inspect.Type) -> KnownSection:
    names = None
    if isinstance(kind, inspect.DictType):
        names, kind = _known(kind.key_type), kind.value_type
    struct = cast("inspect.StructType", kind)
    return KnownSection(struct.cls, {key.name: _known(key.type) for key in struct.fields}, names)


def _known(kind: inspect.Type) -> Known:
    notes: dict[str, Any] = {}
    while isinstance(kind, inspect.Metadata | inspect.UnionType):
        if isinstance(kind, inspect.UnionType):  # X | None: TOML has no None, leaving out says it
            kind = kind.types[0]
        else:
            notes = {**(kind.extra_json_schema or {}), **(kind.extra or {}), **notes}
            kind = kind.type
    return Known(kind, notes)


def kind_of(value: object) -> str:
    """What a value of a TOML file is, in words."""
    return _KINDS.get(type(value), "a date or a time")


def shown(value: object) -> str:
    """A value as TOML and people write it: JSON's texts, numbers and truths are TOML's too."""
    return json.dumps(value, ensure_ascii=False)


def listed(words: Iterable[str], last: str) -> str:
    """Words in a sentence: `a, b or c`."""
    *most, end = words
    return f"{', '.join(most)} {last} {end}" if most else end


def dotted(key: tuple[str, ...]) -> str:
    """A key as TOML writes it, quoted where it must be."""
    return ".".join(part if re.fullmatch(r"[A-Za-z0-9_-]+", part) else shown(part) for part in key)
