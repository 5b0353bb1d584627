"""The settings file: TOML to `Settings`, every mistake at its line, and back, every sentence as a comment."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import cast

import msgspec

from kiosk.settings import Settings
from kiosk.settings_clashes import clashes
from kiosk.settings_known import KnownSection, dotted, kind_of, listed, sections
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
    faults |= {clash.key: clash.fault for clash in clashes(settings) if not clash.follows(faults)}
    if not faults:
        return settings
    lines = line_numbers(text)
    mistakes = [Mistake(str(path), nearest(lines, key), dotted(key), fault) for key, fault in faults.items()]
    raise SettingsError(*sorted(mistakes, key=lambda mistake: mistake.line))


def dump(settings: Settings) -> str:
    """The file that `load` reads as these settings, each with its sentence as a comment.

    Of several sections of one kind the first has the sentences; of a kind that has none, an example stands as
    a comment.
    """
    return HEADER + "".join(
        "".join(_dump_section(known, name, getattr(settings, name))) for name, known in sections().items()
    )


def _dump_section(known: KnownSection, section: str, values: object) -> Iterator[str]:
    yield f"\n# {known.struct.__doc__}\n"
    if not known.names:
        yield _dump_table(known, (section,), cast("msgspec.Struct", values))
        return
    tables = cast("dict[str, msgspec.Struct]", values)
    if tables:
        first, *others = tables
        yield _dump_table(known, (section, first), tables[first])
        yield from (_dump_table(known, (section, name), tables[name], bare=True) for name in others)
    elif getattr(Settings(), section):  # none is not the default here, so it must be said
        yield f'[{section}.main]\ndevice = ""\n'
    else:
        example = _dump_table(known, (section, "NAME"), known.struct())
        yield "".join(
            line if line.startswith("#") else f"# {line}" for line in example.splitlines(keepends=True)
        )


def _dump_table(known: KnownSection, heading: Key, values: msgspec.Struct, *, bare: bool = False) -> str:
    entries = "".join(
        ("" if bare else setting.comment()) + setting.entry(key, getattr(values, key))
        for key, setting in known.settings.items()
        if not (bare and getattr(values, key) is None)
    )
    return f"[{dotted(heading)}]\n{entries}"


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
        known = sections().get(section)
        if not known:
            yield (section,), _unknown_section(section)
        elif not isinstance(entries, dict):
            yield (section,), _no_section((section, "main") if known.names else (section,), entries)
        elif known.names:
            yield from _named_faults(known, section, entries)
        else:
            yield from _section_faults(known, (section,), entries)


def _named_faults(known: KnownSection, section: str, tables: Table) -> Iterator[tuple[Key, str]]:
    if any(not isinstance(entries, dict) for entries in tables.values()):
        write = f"Write [{section}.main] above its settings, or another name"
        yield (section,), f"{section}: each has a name of its own. {write}."
    for name, entries in tables.items():
        if not isinstance(entries, dict):
            continue
        misnamed = known.names and known.names.fault(dotted((section, name)), name)
        if misnamed:
            yield (section, name), misnamed
        else:
            yield from _section_faults(known, (section, name), entries)


def _section_faults(known: KnownSection, heading: Key, entries: Table) -> Iterator[tuple[Key, str]]:
    for key, value in entries.items():
        setting = known.settings.get(key)
        full = (*heading, key)
        fault = setting.fault(dotted(full), value) if setting else _unknown_setting(known, full)
        if fault:
            yield full, fault


def _no_section(heading: Key, value: object) -> str:
    return f"{heading[0]}: expected a section, got {kind_of(value)}. Write [{dotted(heading)}]."


def _unknown_section(section: str) -> str:
    near = get_close_matches(section.lower(), sections(), 1) or _homes(section)
    advice = f"Did you mean {near[0]}?" if near else f"The sections are {listed(sections(), 'and')}."
    return f"{dotted((section,))} is not a section. {advice}"


def _unknown_setting(known: KnownSection, key: Key) -> str:
    *heading, last = key
    close = get_close_matches(last.lower(), known.settings, 1)
    near = [dotted((*heading, each)) for each in close] or _homes(last)
    here = f"[{dotted(tuple(heading))}] has {listed(known.settings, 'and')}."
    return f"{dotted(key)} is not a setting. {f'Did you mean {near[0]}?' if near else here}"


def _homes(key: str) -> list[str]:
    return [known.called(section, key) for section, known in sections().items() if key in known.settings]


def _without(faults: dict[Key, str], table: Table) -> Table:
    """The table less what is faulty, and less the sections that name nothing: they have their defaults."""
    return {
        section: kept
        for section, entries in table.items()
        if (section,) not in faults and (kept := _sound(faults, (section,), cast("Table", entries)))
    }


def _sound(faults: dict[Key, str], heading: Key, entries: Table) -> Table:
    return {
        key: _sound(faults, (*heading, key), value) if isinstance(value, dict) else value
        for key, value in entries.items()
        if (*heading, key) not in faults
    }
