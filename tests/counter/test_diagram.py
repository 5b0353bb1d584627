"""The diagram in the documentation is the table's."""

from pathlib import Path

from kiosk.counter.machine import diagram

DOC = Path(__file__).parents[2] / "docs" / "architecture.md"
BEGIN, END = "<!-- session machine: made by `make diagrams` -->", "<!-- end -->"


def test_the_documented_diagram_is_made_from_the_table() -> None:
    """docs/architecture.md shows the session machine as it is; `make diagrams` brings it up to date."""
    _, _, rest = DOC.read_text("utf-8").partition(BEGIN)
    block, end, _ = rest.partition(END)

    assert end == END, f"{DOC} has no {BEGIN} ... {END}"
    assert f"```mermaid\n{diagram()}\n```" == block.strip()
