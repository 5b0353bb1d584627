"""The table of promises in docs/promises.md, and the refusals that the rehearsals reach."""

import pytest

from docs.promises import BEGIN, ELSEWHERE, END, FILE, LATER, PROMISES, REHEARSALS, renewed, shown
from kiosk.rehearse.forms import REFUSALS
from kiosk.rehearse.grammar import read

LATER_REFUSALS: set[str] = set()
"""None is for later."""


def test_the_table_in_the_repository_is_that_of_today() -> None:
    """A rehearsal that changed is told of anew: run `make promises`."""
    text = FILE.read_text(encoding="utf-8")
    assert text == renewed(text), "run `make promises`"


@pytest.mark.parametrize("number", PROMISES)
def test_every_promise_is_shown_by_a_rehearsal_or_said_to_be_shown_elsewhere(number: int) -> None:
    """None of the 63 is forgotten."""
    assert shown()[number] or number in ELSEWHERE or number in LATER


@pytest.mark.parametrize("reason", sorted({*REFUSALS} - LATER_REFUSALS))
def test_every_refusal_is_reached_by_a_rehearsal(reason: str) -> None:
    """The rehearsals are the specification: a refusal that none of them reaches is not specified."""
    reached = [
        said
        for file in REHEARSALS.glob("*.crib")
        for said in read(file)
        if said.verb == "expect refused" and said.words[0] == reason
    ]
    assert reached


@pytest.mark.parametrize("text", ["", f"{BEGIN}\n", f"{END}\n{BEGIN}\n"])
def test_a_file_without_its_marks_is_left_alone(text: str) -> None:
    """With what to put there."""
    with pytest.raises(ValueError, match="put them where the table belongs"):
        renewed(text)
