"""`make words`: gathers every sentence that the counter says into the catalogues, and compiles these.

A sentence is the first argument of ``say``, ``mark`` or ``Phrase``, the third of ``flaw`` or ``unfit``.
What a catalogue lacks is listed.
"""

import ast
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from kiosk.crib.names import LANGUAGES

ROOT = Path(__file__).parents[1]
SOURCES = ("kiosk/crib", "kiosk/counter", "kiosk/attendant", "kiosk/screens")
CODES = tuple(code for code in LANGUAGES if code != "en")
"""Of the languages that have a catalogue."""
CALLS = {"say": 0, "mark": 0, "Phrase": 0, "flaw": 2, "unfit": 2}
"""Which argument is a sentence."""
_NEVER = datetime(2026, 1, 1, tzinfo=UTC)
"""So that a catalogue changes only where a sentence does."""


def file(code: str) -> Path:
    """A language's catalogue."""
    return ROOT / "kiosk" / "languages" / code / "LC_MESSAGES" / "kiosk.po"


def sentences() -> dict[str, list[str]]:
    """Every sentence, and the files that say it."""
    found: dict[str, list[str]] = {}
    for source in (path for folder in SOURCES for path in sorted((ROOT / folder).rglob("*.py"))):
        for sentence in _said(ast.parse(source.read_text(encoding="utf-8"))):
            where = found.setdefault(sentence, [])
            name = source.relative_to(ROOT).as_posix()
            where += [] if name in where else [name]
    return found


def _said(tree: ast.AST) -> Iterator[str]:
    for argument in arguments(tree):
        match argument:
            case ast.Constant(value=str(sentence)) if sentence:
                yield sentence


def arguments(tree: ast.AST) -> Iterator[ast.expr]:
    """Whatever is given where a sentence belongs."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        which = CALLS.get(getattr(call.func, "attr", getattr(call.func, "id", "")), len(call.args))
        yield from call.args[which : which + 1]


def renewed(code: str) -> Catalog:
    """A language's catalogue with the sentences of today: new ones are empty, old ones gone."""
    with file(code).open("rb") as old:
        catalog = read_po(old, locale=code)
    template = Catalog(project="tool-crib-kiosk", creation_date=_NEVER)
    for sentence, names in sentences().items():
        template.add(sentence, locations=[(name, 0) for name in names])
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.revision_date = _NEVER
    catalog.msgid_bugs_address = catalog.last_translator = "tool-crib-kiosk"
    return catalog


def text(catalog: Catalog) -> bytes:
    """A catalogue as it lies in the repository."""
    out = BytesIO()
    write_po(out, catalog, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return out.getvalue()


def compiled(catalog: Catalog) -> bytes:
    """A catalogue as gettext reads it."""
    out = BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def flaws(catalog: Catalog) -> list[str]:
    """What is missing, doubtful, or has other fields than the English."""
    return [f"{wrong}: {message.id!r}" for message in catalog if message.id and (wrong := _wrong(message))]


def _wrong(message: Message) -> str:
    if not message.string:
        return "missing"
    if message.fuzzy:
        return "doubtful"
    same = fields(str(message.id)) == fields(str(message.string))
    return "" if same else "not the same fields"


def fields(sentence: str) -> list[str]:
    """What is filled in, and how, sorted."""
    parsed = Formatter().parse(sentence)
    return sorted(f"{name}!{how}" if how else name for _, name, _, how in parsed if name is not None)


def main() -> None:
    """Renew every catalogue, compile it, and list what is left to translate."""
    for code in CODES:
        catalog = renewed(code)
        file(code).write_bytes(text(catalog))
        file(code).with_suffix(".mo").write_bytes(compiled(catalog))
        for flaw in flaws(catalog):
            sys.stdout.write(f"{code}: {flaw}\n")


if __name__ == "__main__":
    main()
