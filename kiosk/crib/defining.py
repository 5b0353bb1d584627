"""The desk on which a definition's rows are judged: every mistake of every row is found and named."""

from typing import Any

import msgspec

from kiosk.crib.body import Body
from kiosk.crib.changes import change_of
from kiosk.crib.facts import Catalogue
from kiosk.crib.keeper_refusals import Flaw

MAX_CODE = 64
"""Characters of a code; what a Code 128 label of 100 mm still holds."""
YEARS_S = 100 * 366 * 86400
"""A hundred years in seconds: longer than anything is lent, or stays calibrated."""


def code_flaw(code: str) -> str:
    """Why a text is no code, which a label holds and a scanner sends; empty where it is one."""
    if code and code == code.strip() and len(code) <= MAX_CODE and code.isprintable():
        return ""
    return f"is not a code: 1 to {MAX_CODE} printable characters without spaces at its ends"


class Desk:
    """Works through the rows of one command, with a catalogue of its own that grows as they are taken."""

    def __init__(self, known: Catalogue) -> None:
        self.known = msgspec.structs.replace(
            known, **{field: type(value)(value) for field, value in msgspec.structs.asdict(known).items()}
        )
        self.flaws: list[Flaw] = []
        self.badges: dict[str, str] = {}
        self.numbers: dict[str, str] = {}
        """Whose the badges and staff numbers are that this command speaks of."""
        self.row = 0

    def flaw(self, column: str, value: object, message: str) -> None:
        """One thing is wrong with this row."""
        self.flaws.append(Flaw(self.row, column, str(value), message))

    def check_code(self, column: str, code: str) -> None:
        """A code is one."""
        wrong = code_flaw(code)
        if wrong:
            self.flaw(column, code, f"{code!r} {wrong}.")

    def check_range(self, column: str, value: int, least: int, most: int = 10**9) -> None:
        """A number lies between two others."""
        if not least <= value <= most:
            self.flaw(column, value, f"{column} {value} is not from {least} to {most}.")

    def check_choice(self, column: str, value: str, known: tuple[str, ...]) -> None:
        """A word is one of a few."""
        if value not in known:
            words = ", ".join(word or '""' for word in known)
            self.flaw(column, value, f"{column} {value!r} is none of {words}.")

    def check_known(self, kind: str, code: str, known: dict[str, Any], what: str) -> bool:
        """Something that a row names has been defined."""
        if code in known:
            return True
        self.flaw(kind, code, f"There is no {kind} {code!r} for {what}; define it first.")
        return False

    def claim(self, column: str, code: str, owner: str) -> None:
        """Codes are unique across the crib, whatever they stand for."""
        taken = self.known.codes.setdefault(code, owner)
        if taken != owner:
            self.flaw(column, code, f"The code {code!r} is {taken}'s already; codes are unique in the crib.")

    def claim_all(self, new: Any, owner: str) -> None:
        """Everything that something answers to."""
        self.check_code("code", new.code)
        self.claim("code", new.code, owner)
        if new.barcode:
            self.claim("barcode", new.barcode, owner)
        for alias in (*new.aliases, *new.linked):
            self.check_code("aliases", alias)
            self.claim("aliases", alias, owner)


def bodies(old: Any, new: Any, body: type[Body], noun: str) -> tuple[list[Body], bool]:
    """The entry that takes the old value to the new one, if they differ, and whether there was no old one."""
    if old == new:
        return [], False
    return [change_of(new, body, noun)], old is None


def plain(new: msgspec.Struct, value: type[Any]) -> Any:
    """A definition as the value that it defines."""
    fields = msgspec.structs.asdict(new)
    return value(**{name: fields[name] for name in value.__struct_fields__})
