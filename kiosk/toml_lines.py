"""Which line of a TOML text each key stands on: tomllib does not say.

Headings, dotted keys and quoted keys are read as TOML 1.0 has them; quoted text of several lines is stepped
over. Keys inside an inline table are not told apart: their table's line stands for them.
"""

import re
import tomllib

Key = tuple[str, ...]

_PART = r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*'"""
_DOTTED = rf"(?:{_PART})(?:[ \t]*\.[ \t]*(?:{_PART}))*"
_HEADING = re.compile(rf"[ \t]*\[\[?[ \t]*({_DOTTED})[ \t]*\]")
_ENTRY = re.compile(rf"[ \t]*({_DOTTED})[ \t]*=")
_QUOTED = re.compile(
    r"""(\"{3}(?:\\.|[^\\])*?\"{3}|'{3}.*?'{3})|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|\#[^\n]*""", re.DOTALL
)


def line_numbers(text: str) -> dict[Key, int]:
    """The line, from 1, on which each section and key of a TOML text first stands."""
    flat = _QUOTED.sub(lambda found: "\n" * found[0].count("\n") if found[1] else found[0], text)
    lines: dict[Key, int] = {}
    heading: Key = ()
    for number, line in enumerate(flat.split("\n"), 1):
        if found := _HEADING.match(line):
            key = heading = _parts(found[1])
        elif found := _ENTRY.match(line):
            key = heading + _parts(found[1])
        else:
            continue
        for end in range(1, len(key) + 1):
            lines.setdefault(key[:end], number)
    return lines


def _parts(dotted: str) -> Key:
    parts: list[str] = re.findall(_PART, dotted)
    return tuple(tomllib.loads(f"part = {part}")["part"] if part[0] in "\"'" else part for part in parts)


def nearest(lines: dict[Key, int], key: Key) -> int:
    """The line of a key, or of the nearest table that holds it; 0 where there is none."""
    return next((lines[key[:end]] for end in range(len(key), 0, -1) if key[:end] in lines), 0)
