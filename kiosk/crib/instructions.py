"""Instructions: what a category's rules tell people at the step that they govern."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from msgspec import Struct

MAX_TEXT = 300
"""Characters: what is read while standing, in one go."""


class Step(StrEnum):
    """The steps that an instruction can govern."""

    TAKE = "take"
    RETURN = "return"
    RECEIVE = "receive"


class Instruction(Struct, frozen=True, omit_defaults=True):
    """A few sentences, or a picture, for one step."""

    step: Step
    text: str = ""
    picture: str = ""
    """Name of the picture; empty for none."""
    version: int = 1
    """A new version is to be read anew."""
    confirm: int = 0
    """1: everybody says once that she has read and understood it; without that nothing is taken."""


def written(
    texts: Mapping[str, str],
    pictures: Mapping[str, str],
    versions: Mapping[str, int],
    confirm: Collection[str],
) -> tuple[Instruction, ...]:
    """The instructions that are written down by step, in the order of the steps."""
    named = {*texts, *pictures, *versions, *confirm}
    return tuple(
        Instruction(
            step, texts.get(step, ""), pictures.get(step, ""), versions.get(step, 1), int(step in confirm)
        )
        for step in Step
        if step in named
    )


def instruction_for(instructions: tuple[Instruction, ...], step: Step) -> Instruction | None:
    """What is told at a step; None where nothing is."""
    return next((one for one in instructions if one.step is step), None)
