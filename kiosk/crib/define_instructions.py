"""Instructions of a category's row: at most one a step, short enough to be read while standing."""

import re
from collections.abc import Iterator

from kiosk.crib.instructions import MAX_TEXT, Instruction, Step

_PICTURE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_VERSIONS = 9999


def instruction_flaws(instructions: tuple[Instruction, ...]) -> Iterator[tuple[str, object, str]]:
    """Column, value and sentence of everything that is wrong."""
    steps = [one.step for one in instructions]
    for step in Step:
        if steps.count(step) > 1:
            yield step.value, "", f"There are several instructions for {step.value!r}; keep one."
    for one in instructions:
        yield from _flaws(one)


def _flaws(one: Instruction) -> Iterator[tuple[str, object, str]]:
    step = one.step.value
    if len(one.text) > MAX_TEXT or not one.text.isprintable():
        said = f"{len(one.text)} characters; write at most {MAX_TEXT}, on one line, of what can be printed."
        yield step, one.text[:20], said
    if not one.text.strip() and not one.picture:
        yield step, "", f"The instruction for {step!r} has neither text nor picture; write one."
    if one.picture and not _PICTURE.fullmatch(one.picture):
        said = f"{one.picture!r} is no picture's name; write letters, digits, - and _, without an ending."
        yield "picture", one.picture, said
    if not 0 < one.version <= _VERSIONS:
        yield "version", one.version, f"version {one.version} is not from 1 to {_VERSIONS}."
