"""`make diagrams`: puts the pictures of the program's tables, made from them, into docs/architecture.md."""

from collections.abc import Callable
from pathlib import Path

from kiosk.counter import locks, machine

FILE = Path(__file__).parent / "architecture.md"
PICTURES: dict[str, Callable[[], str]] = {
    "<!-- session machine: made by `make diagrams` -->": machine.diagram,
    "<!-- cabinet lock: made by `make diagrams` -->": locks.diagram,
}
"""What draws each picture, by the line above it."""
END = "<!-- end -->"


def renewed(text: str) -> str:
    """``text`` with every diagram of today between its two marks.

    Raises:
        ValueError: it lacks such marks.
    """
    for begin, diagram in PICTURES.items():
        text = _with(text, begin, diagram())
    return text


def _with(text: str, begin: str, diagram: str) -> str:
    before, begun, rest = text.partition(f"{begin}\n")
    _, ended, after = rest.partition(END)
    if not begun or not ended:
        raise ValueError(
            f"{FILE.name} has no lines {begin!r} and then {END!r}; put them where the picture belongs"
        )
    return f"{before}{begin}\n```mermaid\n{diagram}\n```\n{END}{after}"


def main() -> None:
    """Renew the file."""
    FILE.write_text(renewed(FILE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
