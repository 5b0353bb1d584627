"""The desk on which a definition's rows are judged: every mistake of every row is found and named."""

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec.structs import asdict, replace

from kiosk.crib.body import Body
from kiosk.crib.changes import change_of
from kiosk.crib.facts import Catalogue
from kiosk.crib.keeper_refusals import Flaw, flaw

MAX_CODE = 64
"""Characters of a code; what a Code 128 label of 100 mm still holds."""
YEARS_S = 100 * 366 * 86400
"""A hundred years in seconds: longer than anything is lent, or stays calibrated."""


def code_flaw(column: str, code: str, row: int = 0) -> Flaw | None:
    """Why a text is no code, which a label holds and a scanner sends; None where it is one."""
    if code and code == code.strip() and len(code) <= MAX_CODE and code.isprintable():
        return None
    return flaw(
        column,
        code,
        "{value!r} is not a code: 1 to {most} printable characters without spaces at its ends.",
        row=row,
        most=MAX_CODE,
    )


class Desk:
    """Works through the rows of one command, with a catalogue of its own that grows as they are taken."""

    def __init__(self) -> None:
        self.known = Catalogue({}, {}, {}, {}, {}, set(), {}, {}, {}, {}, {}, {})
        self.flaws: list[Flaw] = []
        self.badges: dict[str, str] = {}
        self.numbers: dict[str, str] = {}
        """Whose the badges and staff numbers are that this command speaks of."""
        self.row = 0

    def learn(self, known: Catalogue) -> None:
        """These exist; of what the rows before have defined, the desk knows better."""
        for field, found in asdict(known).items():
            mine = getattr(self.known, field)
            if isinstance(mine, set):
                mine |= found
            else:
                mine.update({key: value for key, value in found.items() if key not in mine})

    def flaw(self, column: str, value: object, sentence: str, **values: str | int) -> None:
        """One thing is wrong with this row."""
        self.flaws.append(flaw(column, value, sentence, self.row, **values))

    def found(self, flaws: Iterable[Flaw]) -> None:
        """These are wrong with this row."""
        self.flaws += (replace(each, row=self.row) for each in flaws)

    def check_code(self, column: str, code: str) -> None:
        """A code is one."""
        wrong = code_flaw(column, code)
        if wrong:
            self.found((wrong,))

    def check_range(self, column: str, value: int, least: int, most: int = 10**9) -> None:
        """A number lies between two others."""
        if not least <= value <= most:
            self.flaw(
                column,
                value,
                "{column} {value} is not from {least} to {most}.",
                least=least,
                most=most,
            )

    def check_choice(self, column: str, value: str, known: tuple[str, ...]) -> None:
        """A word is one of a few."""
        if value not in known:
            words = ", ".join(word or '""' for word in known)
            self.flaw(column, value, "{column} {value!r} is none of {words}.", words=words)

    def check_known(self, kind: str, code: str, known: dict[str, Any], owner: str) -> bool:
        """Something that a row names has been defined."""
        if code in known:
            return True
        self.flaw(
            kind, code, "There is no {field} {value!r} for {owner}; define it first.", field=kind, owner=owner
        )
        return False

    def claim(self, column: str, code: str, owner: str) -> None:
        """Codes are unique across the crib, whatever they stand for."""
        taken = self.known.codes.setdefault(code, owner)
        if taken != owner:
            self.flaw(
                column,
                code,
                "The code {value!r} is {owner}'s already; codes are unique in the crib.",
                owner=taken,
            )

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
    fields = asdict(new)
    return value(**{name: fields[name] for name in value.__struct_fields__})
