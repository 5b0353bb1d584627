"""`make diagrams`: puts the pictures of the program's tables, made from them, into the pages of docs."""

from collections.abc import Callable
from pathlib import Path

from drivers.locks import lock
from kiosk.counter import locks, machine

FOLDER = Path(__file__).parent
PICTURES: dict[str, dict[str, Callable[[], str]]] = {
    "architecture.md": {
        "<!-- session machine: made by `make diagrams` -->": machine.diagram,
        "<!-- cabinet lock: made by `make diagrams` -->": locks.diagram,
    },
    "hardware/locks.md": {"<!-- one lock: made by `make diagrams` -->": lock.diagram},
}
"""What draws each picture, by its page and the line above it."""
END = "<!-- end -->"


def renewed(page: str, text: str) -> str:
    """The ``text`` of a page with every diagram of today between its two marks.

    Raises:
        ValueError: it lacks such marks.
    """
    for begin, diagram in PICTURES[page].items():
        text = _with(text, begin, diagram(), page)
    return text


def _with(text: str, begin: str, diagram: str, page: str) -> str:
    before, begun, rest = text.partition(f"{begin}\n")
    _, ended, after = rest.partition(END)
    if not begun or not ended:
        raise ValueError(
            f"{page} has no lines {begin!r} and then {END!r}; put them where the picture belongs"
        )
    return f"{before}{begin}\n```mermaid\n{diagram}\n```\n{END}{after}"


def main() -> None:
    """Renew the pages."""
    for page in PICTURES:
        file = FOLDER / page
        file.write_text(renewed(page, file.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
