"""The language: how a line is taken apart, and what is said of one that cannot be."""

import re
import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.rehearse.forms import EXPECTATIONS, FORMS, REFUSALS
from kiosk.rehearse.grammar import NotUnderstoodError, Statement, parse, read, split


def one(line: str) -> Statement:
    """The one statement of a line."""
    (statement,) = parse("day.crib", line)
    return statement


def mistakes(text: str) -> list[str]:
    """What is said of a text that cannot be understood."""
    with pytest.raises(NotUnderstoodError) as told:
        parse("day.crib", text)
    assert "\n".join(map(str, told.value.mistakes)) == str(told.value)
    return [str(mistake) for mistake in told.value.mistakes]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), min_size=1, max_size=5))
def test_words_are_split_as_a_shell_splits_them(words: list[str]) -> None:
    """Any words, quoted as a shell quotes them, are read as those words."""
    assert words == [word.text for word in split(shlex.join(words))]


SPLIT = {
    "": [],
    "   # only a comment": [],
    "scan TW-01 # the long one": ["scan", "TW-01"],
    "scan A#1 #2": ["scan", "A#1"],
    "scan '#1' \\#2": ["scan", "#1", "#2"],
    """scan "it's" 'say "aah"' """: ["scan", "it's", 'say "aah"'],
    r'scan a\ b "c\"d" "e\f"': ["scan", "a b", 'c"d', r"e\f"],
    'scan ""': ["scan", ""],
    "\tscan\u00a0TW-01\r": ["scan", "TW-01"],
    'worker ann name="Ann Ott"': ["worker", "ann", "name=Ann Ott"],
}


@pytest.mark.parametrize(("line", "words"), SPLIT.items())
def test_a_line_is_split_into(line: str, words: list[str]) -> None:
    """Quotes, backslashes and comments are a shell's; a # inside a word is part of it."""
    assert words == [word.text for word in split(line)]


def example(text: str) -> str:
    """A form's example with its optional parts, the first of its choices, and a time for every blank."""
    plain = re.sub(r"[\[\]]", "", text)
    return re.sub(r"\|\S+", "", plain).replace("…", "2026-11-02T08:00")


EXAMPLES = {name: form.example for name, form in (FORMS | EXPECTATIONS).items() if name != "expect"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_that_a_mistake_is_answered_with_is_understood(name: str) -> None:
    """The example of each form, which is printed when it is used wrongly, is itself understood."""
    statement = one(example(EXAMPLES[name]))

    assert name == statement.verb.removeprefix("expect ")


VOCABULARY = """
cabinet C1 locked
bin C1-04 cabinet=C1 "shelf 4"
category torque kind=pool loan=8h calibration=365d training=torque
category torque kind=shared require=serial,calibrated limit=3 controlled method=fifo
product TQ-60 "Torque wrench" category=torque code=4006885 cost=189.00 unit=each pack=100
product TQ-60 safety=1 reorder=3 max=10 lead=5d
asset TW-01 TQ-60 bin=C1-04 serial=S1 calibrated=2026-01-10 code=X
stock GLV-9 x120 bin=C2-01 lot=L1 received=2026-10-01 expires=2027-01-01 cost=0.12
kit KIT-1 "Bearing puller set" of=PULL-A,PULL-B,CASE-1
worker ann "Ann Ott" role=lead badge=0412345678 number=1042 pin=4711 training=torque:2027-01-01
hold H1 ann TQ-60 x2 from=2026-11-03T06:00 until=2026-11-03T14:00
hold H2 ann TW-01 from=06:00 until=14:00
policy overdue_block=1d signout=8s held_open=60s
tap extend:8h
tap due:2026-11-03T08:00
door C1 forced
unplug C1
power-cut during badge ann after-commit
@B expect counts TQ-60 total=4
expect counts TQ-60 available=0 reserved=4 out=2 quarantined=0 total=6 site=all at=2026-11-03T06:00
expect on-hand GLV-9 x118 bin=C2-01 lot=L1
expect lock C1 alarm
expect list misplaced lacks TQ-60
expect transferred TQ-60 x4 to=B
expect entry asset.issued asset=TW-01 by=ann anything=goes
expect mqtt asset.issued asset=TW-01
expect agree
""".strip().splitlines()  # fmt: skip


@pytest.mark.parametrize("line", [*VOCABULARY, *(f"expect refused {reason}" for reason in REFUSALS)])
def test_all_of_version_1_is_understood_built_or_not(line: str) -> None:
    """Every statement of the language is understood, whether or not it can be played yet."""
    assert line == one(line).text


def test_a_statement_is_taken_apart() -> None:
    """Words, fields, flags, quantity, site and line number each have their place."""
    text = (
        '# set-up\n\n@B stock GLV-9 x120 bin=C2-01 "cost=0.12"\ncabinet C1 locked\nscan "locked x3 bin=C"\n'
    )
    stock, cabinet, scan = parse("day.crib", text)

    assert (
        stock.verb, stock.words, stock.quantity, stock.site, stock.line
    ) == ("stock", ("GLV-9",), 120, "B", 3)  # fmt: skip
    assert stock.fields == {"bin": "C2-01", "cost": "0.12"}
    assert (frozenset({"locked"}), ("C1",)) == (cabinet.flags, cabinet.words)
    assert (scan.words, scan.fields, scan.line) == (("locked x3 bin=C",), {}, 5)


def test_a_power_cut_in_an_act_holds_the_act() -> None:
    """The act that a power cut hits is a statement of its own, with the point of the cut."""
    cut = one("@B power-cut during scan TW-01 before-commit")

    assert (cut.verb, cut.words, cut.site) == ("power-cut", ("before-commit",), "B")
    assert cut.during is not None
    assert (cut.during.verb, cut.during.words) == ("scan", ("TW-01",))


WRONG = {
    "expct nothing": '"expct" is not a statement. Did you mean "expect"?',
    "zzz": '"zzz" is not a statement. There are: site, now,',
    "expect": '"expect" wants what must be true: ',
    "expect takn TW-01": '"takn" cannot be expected. Did you mean "taken"?',
    "expect refused too-late": '"too-late" is none that "expect refused" knows.',
    "expect counts TQ-60 availible=1": '"expect counts" has no "availible=". Did you mean "available"?',
    "expect counts TQ-60 out=two": '"two" is not a whole number.',
    "expect on-hand GLV-9": '"expect on-hand" needs a quantity such as x3: expect on-hand',
    "expect beep loud": '"loud" is none that "expect beep" knows.',
    "expect journal well": '"well" is none that "expect journal" knows.',
    "expect taken TW-01 due=tomorrow": '"tomorrow" is not a time. Write 2026-11-02T08:00',
    "scan": "write it as: scan TW-01",
    "scan TW-01 TW-02": "write it as: scan TW-01",
    "scan TW-01 bin=C1": '"scan" has no "bin=".',
    "category torque": '"category" needs "kind=": category torque',
    "category torque kind=edible": '"edible" is none of serialized, pool, shared, consumable.',
    "category torque kind=pool loan=8x": '"8x" is not a duration. Write 90s, 15m, 8h or 2d.',
    "asset TW-01 TQ-60": '"asset" needs "bin="',
    "asset TW-01 TQ-60 bin=C1 calibrated=10.01.2026": '"10.01.2026" is not a day. Write 2026-01-10.',
    "product A cost=1.234": '"1.234" is not money. Write 189.00.',
    "stock GLV-9 bin=C2-01": '"stock" needs a quantity such as x3',
    "tap undu": '"undu" is none that "tap" knows. Did you mean "undo"?',
    "broker sideways": '"sideways" is none that "broker" knows.',
    "quantity many": '"many" is not a whole number.',
    "power-cut later": 'write "power-cut", or "power-cut during scan TW-01 before-commit"',
    "power-cut during scan TW-01 sometime": 'write "power-cut", or',
    "power-cut during wait 3s before-commit": '"wait" is no act at the counter that a power cut can hit',
    'scan "TW-01': 'the quote " is not closed',
    "scan 'TW-01": "the quote ' is not closed",
    "@B": '"@" is followed by a site and a statement',
    "@ scan TW-01": '"@" is followed by a site and a statement',
}


@pytest.mark.parametrize(("line", "said"), WRONG.items(), ids=WRONG)
def test_a_mistake_is_named_by_line_and_told_what_was_meant(line: str, said: str) -> None:
    """What cannot be understood is said with file and line, and what could be written instead."""
    (mistake,) = mistakes(f"# a day\n{line}\n")

    assert mistake.startswith("day.crib:2: ")
    assert said in mistake


def test_every_mistake_of_a_file_is_said_at_once() -> None:
    """All the lines that cannot be understood are named together."""
    lines = list(WRONG)

    assert len(lines) == len(mistakes("\n".join(lines)))


def test_a_file_of_any_common_editor_is_read(tmp_path: Path) -> None:
    """A byte order mark and Windows line ends are no part of what is written."""
    file = tmp_path / "day.crib"
    file.write_bytes('site A "Main\u2028shop"\r\nscan TW-01\r\n'.encode("utf-8-sig"))
    site, scan = read(file)

    assert (site.verb, site.words) == ("site", ("A", "Main\u2028shop"))
    assert (scan.line, scan.words) == (2, ("TW-01",))


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    """A missing file, and one that is no text, are mistakes like any other."""
    binary = tmp_path / "photo.crib"
    binary.write_bytes(b"\xff\xfe\x00")

    for file in (tmp_path / "missing.crib", binary):
        with pytest.raises(NotUnderstoodError, match=r"cannot be read: .* Name a text file in UTF-8\."):
            read(file)
