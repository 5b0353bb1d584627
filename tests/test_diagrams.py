"""The pictures of the program's tables in docs."""

import pytest

from docs.diagrams import END, FOLDER, PICTURES, renewed

PAGE = "architecture.md"
FIRST, SECOND = PICTURES[PAGE]


@pytest.mark.parametrize("name", PICTURES)
def test_the_pictures_in_the_repository_are_the_tables_of_today(name: str) -> None:
    """A table that changed is drawn anew: run `make diagrams`."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert text == renewed(name, text), "run `make diagrams`"


def page(first: str, second: str) -> str:
    """A page with two pictures, and an end mark that belongs to none."""
    return f"before\n{FIRST}\n{first}{END}\nbetween\n{SECOND}\n{second}{END}\nafter\n{END}\n"


def test_only_what_lies_between_the_marks_is_written() -> None:
    """Whatever stood there goes, once; what is around it stays."""
    drawn = (f"```mermaid\n{diagram()}\n```\n" for diagram in PICTURES[PAGE].values())
    expected = page(*drawn)
    assert renewed(PAGE, page("old\n", "")) == expected
    assert renewed(PAGE, expected) == expected


@pytest.mark.parametrize("text", ["", f"{FIRST}\n", f"{END}\n{FIRST}\n", f"{FIRST}\n{END}\n"])
def test_a_file_without_its_marks_is_left_alone(text: str) -> None:
    """With what to put there."""
    with pytest.raises(ValueError, match="put them where the picture belongs"):
        renewed(PAGE, text)
