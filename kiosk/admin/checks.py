"""What `cribctl doctor` finds: one check, how it stands, and what to do next."""

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace


class Grade(StrEnum):
    """How a check stands, the worst last."""

    WELL = "well"
    WARNING = "warning"
    """It may be meant so, or will be trouble later."""
    WRONG = "wrong"
    """Something does not work."""


class Check(Struct, frozen=True):
    """One thing that was looked at."""

    name: str
    grade: Grade
    said: str
    step: str = ""
    """What to do next, where it is not well."""


def well(name: str, said: str) -> Check:
    """Nothing to do."""
    return Check(name, Grade.WELL, said)


def warning(name: str, said: str, step: str) -> Check:
    """Something to know."""
    return Check(name, Grade.WARNING, said, step)


def wrong(name: str, said: str, step: str) -> Check:
    """Something to mend."""
    return Check(name, Grade.WRONG, said, step)


def softened(check: Check) -> Check:
    """The same as a warning, where nothing can be expected to work yet."""
    return replace(check, grade=Grade.WARNING) if check.grade is Grade.WRONG else check
