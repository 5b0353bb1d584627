"""The rulebook's settings as a file: TOML to values, every mistake at its line, and back."""

import json
import textwrap
import tomllib
from difflib import get_close_matches
from pathlib import Path

from kiosk.admin import cells
from kiosk.admin.table import quoted
from kiosk.crib.define import setting_flaw
from kiosk.crib.policy import SETTINGS, Setting
from kiosk.settings_file import Mistake, SettingsError
from kiosk.toml_lines import line_numbers, nearest

Values = dict[str, int | str]
HEADER = """\
# The rulebook of a crib: what the foreman may change, each setting with its default.
#
# Nothing reads this file by itself. `cribctl policy diff FILE` says what would change, and
# `cribctl policy apply FILE` changes it, all at once, as entries in the journal. A setting that is
# left out stays as it is.
"""


def template() -> str:
    """The file with every default."""
    return HEADER + "".join(map(_dump, SETTINGS.values()))


def _dump(setting: Setting) -> str:
    sentence = f"{setting.why} {setting.span.capitalize()}."
    comment = textwrap.fill(sentence, width=100, initial_indent="# ", subsequent_indent="# ")
    text = isinstance(setting.default, str) or setting.unit == "s"
    value = json.dumps(setting.shown(setting.default)) if text else setting.default
    return f"\n{comment}\n{setting.name} = {value}\n"


def read_value(name: str, text: str) -> int | str:
    """A setting's value as people write it: ``8s``, ``2d`` or seconds; ``90``; ``worker``.

    What is no setting stays text: the rulebook says so.

    Raises:
        CellError: the text is no value of the setting's unit.
    """
    setting = SETTINGS.get(name)
    if setting is None or setting.is_text:
        return text
    return cells.seconds(text) if setting.unit == "s" else cells.number(text)


def load(file: Path) -> Values:
    """The settings that a file names.

    Raises:
        SettingsError: with every mistake, from top to bottom.
    """
    text = _read(file)
    try:
        table = tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError, or a number too long for int()
        fault = f"this is not TOML: {error}. Write one `setting = value` a line, with text in quotes."
        raise SettingsError(Mistake(str(file), 0, "", fault)) from error
    lines, found, wrong = line_numbers(text), Values(), list[Mistake]()
    for name, value in table.items():
        fault = _take(name, value, found)
        if fault:
            wrong.append(Mistake(str(file), nearest(lines, (name,)), name, fault))
    if wrong:
        raise SettingsError(*sorted(wrong, key=lambda mistake: mistake.line))
    return found


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")  # some editors put a byte order mark first
    except OSError as error:
        fault = f"cannot be read: {error.strerror}. `cribctl policy template` prints one to begin with."
    except UnicodeDecodeError:
        fault = "this is not UTF-8. Save the file as UTF-8."
    raise SettingsError(Mistake(str(file), 0, "", fault))


def _take(name: str, value: object, found: Values) -> str:
    """Take one setting; what is wrong with it, empty where nothing is."""
    if name not in SETTINGS:
        near = get_close_matches(name.lower(), SETTINGS, 1)
        advice = f"Did you mean {near[0]}?" if near else f"There are {', '.join(SETTINGS)}."
        return f"{quoted(name)} is not a setting of the rulebook. {advice}"
    if isinstance(value, bool) or not isinstance(value, int | str):
        return f"{name}: {_kind(value)} is no value of it. Write one that is {SETTINGS[name].span}."
    try:
        found[name] = read_value(name, str(value))
    except cells.CellError as error:
        return f"{name}: {quoted(str(value))} {error}"
    wrong = setting_flaw(name, found[name])
    return wrong.message if wrong else ""


def _kind(value: object) -> str:
    return {"dict": "a section", "list": "a list", "bool": "true or false"}.get(
        type(value).__name__, "a date, a time or a fraction"
    )
