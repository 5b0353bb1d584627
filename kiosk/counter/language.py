"""Languages: every sentence is written in plain English where it is said, and looked up in a catalogue.

Sentences are written so that none needs a plural: ``Overdue: 2``, never ``2 tools are overdue``.
"""

from collections.abc import Callable

from msgspec import Struct


class Phrase(Struct, frozen=True):
    """A sentence, marked, that is said later in whichever language is spoken then."""

    sentence: str
    values: dict[str, str | int] = {}


Told = str | Phrase
"""A detail: a name, a code or a note is told as it is, a phrase in the screen's language."""


class Language(Struct, frozen=True):
    """The words of one language."""

    code: str = "en"
    """ISO 639-1; ``xx`` is the pseudo-language that finds what overflows."""
    translate: Callable[[str], str] = str
    """From an English sentence to its own, which keeps the same ``{fields}``."""

    def say(self, sentence: str, /, **values: object) -> str:
        """The sentence in this language, with its fields filled in."""
        return self.translate(sentence).format_map(values)

    def tell(self, told: Told) -> str:
        """A detail in this language."""
        return self.say(told.sentence, **told.values) if isinstance(told, Phrase) else told


ENGLISH = Language()


def mark(sentence: str) -> str:
    """Mark a sentence for the catalogues where it stands in a table and is said elsewhere."""
    return sentence
