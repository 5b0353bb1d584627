"""Instructions of a category's row: at most one a step, short enough to be read while standing."""

import re
from collections.abc import Iterator

from kiosk.crib.instructions import MAX_TEXT, Instruction, Step
from kiosk.crib.keeper_refusals import Flaw, flaw

_PICTURE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_VERSIONS = 9999


def instruction_flaws(instructions: tuple[Instruction, ...]) -> Iterator[Flaw]:
    """Everything that is wrong."""
    steps = [one.step for one in instructions]
    for step in Step:
        if steps.count(step) > 1:
            yield flaw(
                step.value, "", "There are several instructions for {step!r}; keep one.", step=step.value
            )
    for one in instructions:
        yield from _flaws(one)


def _flaws(one: Instruction) -> Iterator[Flaw]:
    step = one.step.value
    if len(one.text) > MAX_TEXT or not one.text.isprintable():
        yield flaw(
            step,
            one.text[:20],
            "{count} characters; write at most {most}, on one line, of what can be printed.",
            count=len(one.text),
            most=MAX_TEXT,
        )
    if not one.text.strip() and not one.picture:
        yield flaw(
            step, "", "The instruction for {step!r} has neither text nor picture; write one.", step=step
        )
    if one.picture and not _PICTURE.fullmatch(one.picture):
        yield flaw(
            "picture",
            one.picture,
            "{value!r} is no picture's name; write letters, digits, - and _, without an ending.",
        )
    if not 0 < one.version <= _VERSIONS:
        yield flaw(
            "version", one.version, "{column} {value} is not from {least} to {most}.", least=1, most=_VERSIONS
        )
