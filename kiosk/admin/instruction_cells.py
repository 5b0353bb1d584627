"""Columns of a category's instructions: a text a step, and what goes with it."""

from typing import Any

from kiosk.admin import cells
from kiosk.admin import list_cells as lists
from kiosk.admin.columns import Column
from kiosk.crib.definitions import NewCategory
from kiosk.crib.instructions import Step, written

_STEPS = ", ".join(Step)


def _step(text: str) -> str:
    if text not in tuple(Step):
        raise cells.CellError(f"is not a step. Write one of {_STEPS}.")
    return text


def confirmed(text: str) -> tuple[str, ...]:
    """``take, return``: steps."""
    return tuple(_step(part) for part in lists.codes(text))


def pictures(text: str) -> dict[str, str]:
    """``take:gloves``: the picture of a step."""
    return dict(_of_step(part) for part in lists.codes(text))


def versions(text: str) -> dict[str, int]:
    """``take:2``: the version of a step's instruction."""
    return {step: cells.number(number) for step, number in map(_of_step, lists.codes(text))}


def _of_step(text: str) -> tuple[str, str]:
    step, divided, value = text.partition(":")
    if not divided or not value:
        raise cells.CellError("does not say which step. Write such as take:gloves.")
    return _step(step), value


INSTRUCTION_COLUMNS = (
    Column("take", cells.words, "what people are told when they take it", field="take_text"),
    Column("return", cells.words, "what they are told when they bring it back", field="return_text"),
    Column("receive", cells.words, "what the keeper is told when it comes", field="receive_text"),
    Column("confirm", confirmed, f"steps at which everybody says once that she has read it: {_STEPS}"),
    Column("picture", pictures, "what is shown with it: take:gloves", field="pictures"),
    Column("version", versions, "a new one is read anew: take:2 (default: 1)", field="versions"),
)
"""Each instruction's parts, by step."""


def new_category(**fields: Any) -> NewCategory:
    """A category of a row's fields, its instructions among them."""
    texts = {step.value: text for step in Step if (text := fields.pop(f"{step.value}_text", ""))}
    parts = fields.pop("pictures", {}), fields.pop("versions", {}), fields.pop("confirm", ())
    return NewCategory(**fields, instructions=written(texts, *parts))
