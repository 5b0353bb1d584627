"""The session machine's picture in docs/architecture.md."""

import pytest

from docs.diagrams import BEGIN, END, FILE, renewed
from kiosk.counter.machine import diagram


def test_the_picture_in_the_repository_is_the_machine_of_today() -> None:
    """A table that changed is drawn anew: run `make diagrams`."""
    text = FILE.read_text(encoding="utf-8")
    assert text == renewed(text), "run `make diagrams`"


def test_only_what_lies_between_the_marks_is_written() -> None:
    """Whatever stood there goes, once; what is around it stays."""
    expected = f"before\n{BEGIN}\n```mermaid\n{diagram()}\n```\n{END}\nafter\n{END}\n"
    assert renewed(f"before\n{BEGIN}\nold\n{END}\nafter\n{END}\n") == expected
    assert renewed(expected) == expected


@pytest.mark.parametrize("text", ["", f"{BEGIN}\n", f"{END}\n{BEGIN}\n"])
def test_a_file_without_its_marks_is_left_alone(text: str) -> None:
    """With what to put there."""
    with pytest.raises(ValueError, match="put them where the picture belongs"):
        renewed(text)
