"""The language of rehearsals, version 1: a file of statements, one a line.

Words are split as a shell splits them; ``#`` starts a comment. A file that cannot be understood says all its
mistakes at once and is not played at all.
"""

import re
from difflib import get_close_matches
from pathlib import Path

from msgspec import Struct

from kiosk.rehearse.forms import EXPECTATIONS, FORMS, Form

_FIELD = re.compile(r"([a-z_-]+)=(.*)", re.DOTALL)
_QUANTITY = re.compile(r"x([0-9]+)")


class Mistake(Struct, frozen=True):
    """Why a line cannot be understood."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class NotUnderstoodError(Exception):
    """A file that cannot be played; ``mistakes`` says why."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


class Statement(Struct, frozen=True):
    """One statement, taken apart."""

    file: str
    line: int
    text: str
    verb: str
    """The first word; of an expectation, ``expect`` and its second, e.g. ``expect taken``."""
    words: tuple[str, ...] = ()
    fields: dict[str, str] = {}
    flags: frozenset[str] = frozenset()
    quantity: int | None = None
    site: str = ""
    """Of another site's kiosk; empty for the one where the script stands."""
    during: "Statement | None" = None
    """The act in whose middle the power is cut."""
    not_yet: str = ""
    """What of it this version does not mean yet; empty where it means all of it."""


class Word(Struct, frozen=True):
    """A word, and whether any of it was quoted."""

    text: str
    quoted: bool


def read(path: Path) -> list[Statement]:
    """The statements of a file.

    Raises:
        NotUnderstoodError: a line cannot be understood, or the file cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        said = f"cannot be read: {error}. Name a text file in UTF-8."
        raise NotUnderstoodError([Mistake(str(path), 0, said)]) from error
    return parse(str(path), text)


def parse(file: str, text: str) -> list[Statement]:
    """The statements of a text.

    Raises:
        NotUnderstoodError: with every line that cannot be understood.
    """
    statements: list[Statement] = []
    mistakes: list[Mistake] = []
    for number, line in enumerate(text.split("\n"), 1):
        try:
            words = split(line)
            if words:
                statements.append(_statement(file, number, line.strip(), words))
        except ValueError as error:
            mistakes.append(Mistake(file, number, str(error)))
    if mistakes:
        raise NotUnderstoodError(mistakes)
    return statements


_SPACES = re.compile(r"\s+")
_PIECES = re.compile(r"""[^\s"'\\]+|\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'""", re.DOTALL)


def split(line: str) -> list[Word]:
    """Words as a shell splits them: quotes, backslashes, and ``#`` at the start of a word begins a comment.

    Raises:
        ValueError: a quote is not closed.
    """
    words: list[Word] = []
    at = 0
    while at < len(line):
        space = _SPACES.match(line, at)
        if space:
            at = space.end()
        elif line[at] == "#":
            break
        else:
            word, at = _word(line, at)
            words.append(word)
    return words


def _word(line: str, at: int) -> tuple[Word, int]:
    text, quoted = "", False
    while at < len(line) and (piece := _PIECES.match(line, at)):
        raw, at = piece.group(), piece.end()
        escaped, double, single = piece.groups()
        quoted = quoted or double is not None or single is not None
        if double is not None:
            text += re.sub(r'\\(["\\$`])', r"\1", double)
        else:
            text += next(part for part in (escaped, single, raw) if part is not None)
    if at < len(line) and not line[at].isspace():
        raise ValueError(f"the quote {line[at]} is not closed")
    return Word(text, quoted), at


def _statement(file: str, number: int, text: str, words: list[Word]) -> Statement:
    site = ""
    if words[0].text.startswith("@"):
        site, words = words[0].text[1:], words[1:]
        if not site or not words:
            raise ValueError('"@" is followed by a site and a statement, e.g. "@B scan TW-01"')
    verb, words, form = _verb(words)
    if verb == "power-cut":
        return _power_cut(file, number, text, site, words)
    return _filled(Statement(file, number, text, verb, site=site), form, words)


def _verb(words: list[Word]) -> tuple[str, list[Word], Form]:
    verb, rest = words[0].text, words[1:]
    if verb not in FORMS:
        raise ValueError(f'"{verb}" is not a statement.{_meant(verb, FORMS)}')
    if verb != "expect":
        return verb, rest, FORMS[verb]
    if not rest:
        raise ValueError(f'"expect" wants what must be true: {", ".join(EXPECTATIONS)}')
    if rest[0].text not in EXPECTATIONS:
        raise ValueError(f'"{rest[0].text}" cannot be expected.{_meant(rest[0].text, EXPECTATIONS)}')
    return f"expect {rest[0].text}", rest[1:], EXPECTATIONS[rest[0].text]


def _meant(word: str, known: "dict[str, Form] | tuple[str, ...]") -> str:
    close = get_close_matches(word, known, n=1)
    return f' Did you mean "{close[0]}"?' if close else f" There are: {', '.join(known)}."


def _power_cut(file: str, number: int, text: str, site: str, words: list[Word]) -> Statement:
    if not words:
        return Statement(file, number, text, "power-cut", site=site)
    if len(words) < 3 or words[0].text != "during" or words[-1].text not in ("before-commit", "after-commit"):
        raise ValueError(
            'write "power-cut", or "power-cut during scan TW-01 before-commit" (or after-commit)'
        )
    during = _statement(file, number, text, words[1:-1])
    if during.verb not in ("badge", "scan", "tap", "quantity", "door", "admin"):
        raise ValueError(f'"{during.verb}" is no act at the counter that a power cut can hit')
    point = (words[-1].text,)
    return Statement(file, number, text, "power-cut", point, site=site, during=during, not_yet=during.not_yet)


def _filled(empty: Statement, form: Form, words: list[Word]) -> Statement:
    """Sort the words of a statement into what its form has places for."""
    plain: list[str] = []
    fields: dict[str, str] = {}
    flags: set[str] = set()
    quantity = None
    for word in words:
        named = _FIELD.fullmatch(word.text)
        if named and word.quoted and not (form.any_field or named[1] in form.fields):
            named = None
        number = _QUANTITY.fullmatch(word.text) if form.quantity and not word.quoted else None
        if named:
            fields[_known_field(named[1], form, empty.verb)] = named[2]
        elif number:
            quantity = int(number[1])
        elif word.text in form.flags and not word.quoted:
            flags.add(word.text)
        else:
            plain.append(word.text)
    _check(empty.verb, form, plain, fields, quantity)
    return Statement(
        file=empty.file,
        line=empty.line,
        text=empty.text,
        verb=empty.verb,
        words=tuple(plain),
        fields=fields,
        flags=frozenset(flags),
        quantity=quantity,
        site=empty.site,
        not_yet=form.later(plain, fields, flags),
    )


def _known_field(name: str, form: Form, verb: str) -> str:
    if name not in form.fields and not form.any_field:
        raise ValueError(f'"{verb}" has no "{name}=".{_meant(name, form.fields)}')
    return name


def _check(verb: str, form: Form, words: list[str], fields: dict[str, str], quantity: int | None) -> None:
    if not form.least <= len(words) <= form.most:
        raise ValueError(f"write it as: {form.example}")
    missing = [name for name in form.required if name not in fields]
    if missing:
        raise ValueError(f'"{verb}" needs "{missing[0]}=": {form.example}')
    if form.quantity == "needed" and quantity is None:
        raise ValueError(f'"{verb}" needs a quantity such as x3: {form.example}')
    form.check_word(words)
    for name, value in fields.items():
        form.check_field(name, value)
    if form.choices and words and words[0].partition(":")[0] not in form.choices:
        raise ValueError(f'"{words[0]}" is none that "{verb}" knows.{_meant(words[0], form.choices)}')
