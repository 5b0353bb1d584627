"""The settings file: TOML to `Settings`, every mistake at its line, and back, every sentence as a comment."""

import json
import re
import textwrap
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, cast

import msgspec
from msgspec import inspect

from kiosk.settings import DISTINCT, NEEDS, Settings
from kiosk.toml_lines import Key, line_numbers, nearest

Table = dict[str, object]

HEADER = """\
# The settings of this kiosk. The attendant, the relay and the screen read them when they start.
# A setting that is left out has its default. Passwords and keys are files of their own.
"""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong in a settings file; line 0 and no key mean the file as a whole."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


class SettingsError(Exception):
    """A settings file that cannot be used; `mistakes` is all that is wrong with it, from top to bottom."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__(*mistakes)
        self.mistakes = mistakes

    def __str__(self) -> str:
        return "\n".join(str(mistake) for mistake in self.mistakes)


def load(path: Path) -> Settings:
    """The settings in a file, with defaults for what it leaves out; else SettingsError with every mistake."""
    text = _read(path)
    table = _parse(path, text)
    faults = dict(_faults(table))
    settings = msgspec.convert(_without(faults, table), Settings)
    faults |= {key: fault for key, other, fault in _clashes(settings) if not faults.keys() & {key, other}}
    if not faults:
        return settings
    lines = line_numbers(text)
    mistakes = [Mistake(str(path), nearest(lines, key), _dotted(key), fault) for key, fault in faults.items()]
    raise SettingsError(*sorted(mistakes, key=lambda mistake: mistake.line))


def dump(settings: Settings) -> str:
    """The file that `load` reads as these settings, each with its sentence as a comment."""
    return HEADER + "".join(_dump_section(settings, name) for name in _sections())


def _dump_section(settings: Settings, section: str) -> str:
    values = getattr(settings, section)
    entries = (known.dump(key, getattr(values, key)) for key, known in _sections()[section].items())
    return f"\n# {type(values).__doc__}\n[{section}]\n" + "".join(entries)


def _shown(value: object) -> str:
    """A value as TOML and people write it: JSON's texts and numbers are TOML's too."""
    return json.dumps(value, ensure_ascii=False)


def _listed(words: Iterable[str], last: str) -> str:
    *most, end = words
    return f"{', '.join(most)} {last} {end}" if most else end


# What the annotations say

_KINDS = {
    str: "text",
    int: "a whole number",
    float: "a number with a decimal point",
    bool: "true or false",
    list: "a list",
    dict: "a section",
}


def _kind(value: object) -> str:
    return _KINDS.get(type(value), "a date or a time")


@dataclass(frozen=True, slots=True)
class _Known:
    """One setting: its full name, its bare type, and the sentence, unit and so on noted beside it."""

    name: str
    kind: inspect.Type
    notes: dict[str, Any]

    def fault(self, value: object) -> str | None:
        """What is wrong with this value of the setting, and what to write instead."""
        wanted = self._wanted()
        if type(value) is wanted:
            fault = self._misfit(value)
        else:
            fault = f"expected {_KINDS[wanted]}, got {_kind(value)}"
        return fault and f"{self.name}: {fault}. {self._step()}"

    def dump(self, key: str, value: object) -> str:
        """The setting's sentence as a comment, and its value; without one, an example as a comment."""
        unit = f" ({self.notes['unit']})" if "unit" in self.notes else ""
        sentence = f"{self.notes['description']}{unit}. {self._step()}"
        comment = textwrap.fill(sentence, width=100, initial_indent="# ", subsequent_indent="# ")
        entry = f"# {key} = {self.notes['example']}" if value is None else f"{key} = {_shown(value)}"
        return f"{comment}\n{entry}\n"

    def _wanted(self) -> type:
        match self.kind:
            case inspect.LiteralType(values=choices):
                return type(choices[0])
            case inspect.IntType():
                return int
        return str

    def _misfit(self, value: Any) -> str | None:
        match self.kind:
            case inspect.LiteralType(values=choices) if value not in choices:
                return f"{_shown(value)} is not a choice"
            case inspect.IntType(ge=int(low)) if value < low:
                return f"{value} is below {low} ({self.notes['unit']})"
            case inspect.IntType(le=int(high)) if value > high:
                return f"{value} is above {high} ({self.notes['unit']})"
            case inspect.StrType(pattern=str(shape)) if not (re.search(shape, value) and self._checks(value)):
                return f"{'its value' if 'hide' in self.notes else _shown(value)} does not fit"
        return None

    def _checks(self, value: str) -> bool:
        return "check" not in self.notes or self.notes["check"](value)

    def _step(self) -> str:
        match self.kind:
            case inspect.LiteralType(values=choices):
                return f"Write {_listed(map(_shown, choices), 'or')}."
            case inspect.IntType(ge=low, le=high):
                return f"Write a number from {low} to {high}."
        return str(self.notes["write"])


@cache
def _sections() -> dict[str, dict[str, _Known]]:
    """Every setting there is, by section and key."""
    settings = inspect.type_info(Settings)
    return {section.name: _settings_of(section) for section in _fields(settings)}


def _settings_of(section: inspect.Field) -> dict[str, _Known]:
    return {key.name: _known(f"{section.name}.{key.name}", key.type) for key in _fields(section.type)}


def _fields(kind: inspect.Type) -> tuple[inspect.Field, ...]:
    return cast("inspect.StructType", kind).fields


def _known(name: str, kind: inspect.Type) -> _Known:
    notes: dict[str, Any] = {}
    while isinstance(kind, inspect.Metadata | inspect.UnionType):
        if isinstance(kind, inspect.UnionType):  # X | None: TOML has no None, leaving out says it
            kind = kind.types[0]
        else:
            notes = {**(kind.extra_json_schema or {}), **(kind.extra or {}), **notes}
            kind = kind.type
    return _Known(name, kind, notes)


# Reading


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")  # some editors put a byte order mark first
    except FileNotFoundError:
        line, fault = 0, "there is no such file. Copy config/kiosk.toml there, or name another with --config."
    except OSError as error:
        line, fault = (
            0,
            f"cannot be read: {error.strerror}. It must be a file that every kiosk user may read.",
        )
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        fault = "this is not UTF-8. Save the file as UTF-8."
    raise SettingsError(Mistake(str(path), line, "", fault))


def _parse(path: Path, text: str) -> Table:
    try:
        return tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError, or a number too long for int()
        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        fault = f"this is not TOML: {error}. Write one `key = value` a line, with text in quotes."
        raise SettingsError(Mistake(str(path), line, "", fault)) from error


def _faults(table: Table) -> Iterator[tuple[Key, str]]:
    for section, entries in table.items():
        if section not in _sections():
            yield (section,), _unknown_section(section)
        elif isinstance(entries, dict):
            yield from _section_faults(section, entries)
        else:
            yield (section,), f"{section}: expected a section, got {_kind(entries)}. Write [{section}]."


def _section_faults(section: str, entries: Table) -> Iterator[tuple[Key, str]]:
    for key, value in entries.items():
        known = _sections()[section].get(key)
        fault = known.fault(value) if known else _unknown_setting(section, key)
        if fault:
            yield (section, key), fault


def _unknown_section(section: str) -> str:
    near = get_close_matches(section.lower(), _sections(), 1) or _homes(section)
    advice = f"Did you mean {near[0]}?" if near else f"The sections are {_listed(_sections(), 'and')}."
    return f"{_dotted((section,))} is not a section. {advice}"


def _unknown_setting(section: str, key: str) -> str:
    here = _sections()[section]
    near = [here[close].name for close in get_close_matches(key.lower(), here, 1)] or _homes(key)
    advice = f"Did you mean {near[0]}?" if near else f"[{section}] has {_listed(here, 'and')}."
    return f"{_dotted((section, key))} is not a setting. {advice}"


def _homes(key: str) -> list[str]:
    return [settings[key].name for settings in _sections().values() if key in settings]


def _without(faults: dict[Key, str], table: Table) -> dict[str, Table]:
    return {
        section: {key: value for key, value in entries.items() if (section, key) not in faults}
        for section, entries in table.items()
        if (section,) not in faults and isinstance(entries, dict)
    }


def _clashes(settings: Settings) -> Iterator[tuple[Key, Key, str]]:
    """Settings that do not go together: where to say so, the other one, and the fault."""
    for noun, names in DISTINCT:
        users: dict[object, str] = {}
        for name in names:
            value = _value(settings, name)
            if value in users:
                yield (
                    _key(name),
                    _key(users[value]),
                    f"{name}: {noun} {value} is already used by {users[value]}.",
                )
            elif value not in (None, ""):
                users[value] = name
    for name, other in NEEDS:
        if _value(settings, name) and not _value(settings, other):
            yield _key(name), _key(other), f"{name} means nothing without {other}. Write both or neither."


def _dotted(key: Key) -> str:
    return ".".join(part if re.fullmatch(r"[A-Za-z0-9_-]+", part) else _shown(part) for part in key)


def _key(name: str) -> Key:
    return tuple(name.split("."))


def _value(settings: Settings, name: str) -> object:
    section, key = _key(name)
    return getattr(getattr(settings, section), key)
