"""Every flow of the counter on the real screen, by touches and simulated scans, within its budget of steps.

A flow is a file in the language of rehearsals; its first line says how many scans and taps it may take
between ``# begin`` (else its first act) and ``# after``. A tap has to be a touch on a target that is painted,
and every sentence that is expected has to be readable on the screen.
"""

import asyncio
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from journey_screen import AtScreen, at_screen

from kiosk.rehearse.grammar import Statement, parse

FOLDER = Path(__file__).parent / "flows"
SETUP = parse("crib.setup", (FOLDER / "crib.setup").read_text("utf-8"))
FLOWS = sorted(FOLDER.glob("*.crib"))
SIZES = ((80, 24), (60, 20), (100, 30))
_BUDGET = re.compile(r"# (.+): ([0-9]+) scans?, ([0-9]+) taps?")
_SCANS, _TAPS = ("badge", "scan"), ("tap", "key")


class Flow(NamedTuple):
    """A flow, and what it may take."""

    title: str
    scans: int
    taps: int
    begin: int
    """Line on which it begins."""
    after: int
    """Line on which it has ended."""
    statements: list[Statement]


def read(file: Path) -> Flow:
    """A flow's file."""
    lines = file.read_text("utf-8").splitlines()
    found = _BUDGET.fullmatch(lines[0])
    assert found, f"{file.name} does not begin with its title and budget"
    begin = lines.index("# begin") if "# begin" in lines else 0
    statements = parse(file.name, "\n".join(lines))
    return Flow(found[1], int(found[2]), int(found[3]), begin, lines.index("# after"), statements)


def steps(flow: Flow, verbs: tuple[str, ...]) -> int:
    """How many scans or touches the flow takes: each key is one, and so is the key that ends it."""
    between = (said for said in flow.statements if flow.begin < said.line <= flow.after)
    counted = (said for said in between if said.verb in verbs)
    return sum(len(said.words[0]) + 1 if said.verb == "key" else 1 for said in counted)


async def done(there: AtScreen, said: Statement) -> None:
    """One statement, as a person does it."""
    if said.verb == "tap":
        await there.touch(said.words[0])
    elif said.verb == "key":
        for control in (*(f"key:{character}" for character in said.words[0]), "key:enter"):
            await there.touch(control)
    else:
        await there.play(said)
    if said.verb == "expect screen":
        missing = there.unreadable(said.words[0])
        assert not missing, f"{said.file}:{said.line}: {missing} cannot be read in\n{there.reads()}"


async def walk(flow: Flow, folder: Path, size: tuple[int, int]) -> None:
    """The whole flow."""
    async with at_screen(folder, SETUP, size) as there:
        for said in flow.statements:
            await done(there, said)


@pytest.mark.parametrize("file", FLOWS, ids=lambda file: file.stem)
def test_a_flow_is_walked_at_the_screen(file: Path, tmp_path: Path) -> None:
    """Flows take turns in the sizes of a screen."""
    size = SIZES[FLOWS.index(file) % len(SIZES)]

    asyncio.run(walk(read(file), tmp_path, size))


@pytest.mark.parametrize("file", FLOWS, ids=lambda file: file.stem)
def test_a_flow_takes_no_more_steps_than_it_may(file: Path) -> None:
    """Counted from its statements: the budget of product and file is the same number."""
    flow = read(file)

    assert (flow.scans, flow.taps) == (steps(flow, _SCANS), steps(flow, _TAPS))
