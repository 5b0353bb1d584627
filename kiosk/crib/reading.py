"""Reading: an instruction that is to be confirmed is read by everybody once, and anew when it changes."""

from typing import ClassVar, Protocol

from msgspec import Struct

from kiosk.crib.facts import Facts
from kiosk.crib.instructions import Instruction, Step
from kiosk.crib.names import CategoryCode, WorkerId
from kiosk.crib.outcomes import NOTHING, Approved, Decision, Refused, ToRead
from kiosk.crib.products import Category, Worker
from kiosk.crib.refusals import NeedsBadge, Refusal
from kiosk.crib.step_entries import InstructionRead


class ReadInstruction(Struct, frozen=True, tag=True):
    """Say that one has read and understood what a category tells at a step."""

    category: CategoryCode
    step: Step
    worker: WorkerId
    version: int = 0
    """That was on the screen; 0 for the one that is told now."""


class NeedsReading(Refusal, frozen=True):
    """It is taken only by who has read its instruction."""

    reason: ClassVar[str] = "needs-reading"
    category: CategoryCode
    worker: WorkerId
    """Who has to read it."""
    text: str = ""
    picture: str = ""
    version: int = 0


class Taking(Protocol):
    """What the gate looks at."""

    @property
    def facts(self) -> Facts:
        """What is true."""

    @property
    def category(self) -> Category:
        """Of what is taken."""

    @property
    def taker(self) -> Worker:
        """Who will have it."""


def unread(case: Taking) -> Refusal | None:
    """The gate: an instruction to be confirmed is read before the thing is taken."""
    told = case.category.instruction(Step.TAKE)
    if told is None or not is_due(case.facts, case.category, told):
        return None
    return NeedsReading(case.category.code, case.taker.id, told.text, told.picture, told.version)


def is_due(facts: Facts, category: Category, told: Instruction) -> bool:
    """Whether who acts has still to read this version."""
    return bool(told.confirm) and facts.read.get(category.code) != told.version


def to_read(facts: Facts, category: Category, step: Step) -> ToRead | None:
    """What who acts has still to read at a step; None where that is nothing, or nobody is known."""
    told = category.instruction(step)
    due = told is not None and facts.worker is not None and is_due(facts, category, told)
    return ToRead(category.code, step) if due else None


def read(facts: Facts, command: ReadInstruction) -> Decision:
    """Note that it was read; once a worker and version, and never of one that was not shown."""
    if facts.worker is None:
        return Refused(NeedsBadge())
    category = facts.category
    told = category.instruction(command.step) if category else None
    if category is None or told is None or not is_due(facts, category, told):
        return NOTHING
    if command.version not in (0, told.version):
        return NOTHING
    body = InstructionRead(
        worker=command.worker, category=command.category, step=command.step, version=told.version
    )
    return Approved((body,))
