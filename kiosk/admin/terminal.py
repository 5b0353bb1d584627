"""What every command of cribctl shares: its streams and its exit codes."""

from dataclasses import dataclass
from typing import Final, TextIO

import msgspec

DONE: Final = 0
REFUSED: Final = 1
"""The rulebook said no, the input has flaws, or a verification failed."""
CANNOT: Final = 2
"""The command line makes no sense, or the command cannot run here."""


class CannotError(Exception):
    """A command cannot run; the message says what is missing and what to do."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where a command reads and writes."""

    out: TextIO
    err: TextIO
    given: TextIO

    def say(self, text: str) -> None:
        """One line of the answer."""
        self.out.write(f"{text}\n")

    def complain(self, text: str) -> None:
        """One line beside the answer."""
        self.err.write(f"{text}\n")

    def document(self, value: object) -> None:
        """The whole answer as one JSON document; times as RFC 3339, UTC."""
        self.say(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())

    def record(self, value: object) -> None:
        """One of many answers as one line of JSON, sent at once."""
        self.say(msgspec.json.encode(value).decode())
        self.out.flush()
