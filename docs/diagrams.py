"""`make diagrams`: puts the session machine's picture, made from its table, into docs/architecture.md."""

from pathlib import Path

from kiosk.counter.machine import diagram

FILE = Path(__file__).parent / "architecture.md"
BEGIN = "<!-- session machine: made by `make diagrams` -->"
END = "<!-- end -->"


def renewed(text: str) -> str:
    """``text`` with the diagram of today between the two marks.

    Raises:
        ValueError: it has no such marks.
    """
    before, begun, rest = text.partition(f"{BEGIN}\n")
    _, ended, after = rest.partition(END)
    if not begun or not ended:
        raise ValueError(
            f"{FILE.name} has no lines {BEGIN!r} and then {END!r}; put them where the picture belongs"
        )
    return f"{before}{BEGIN}\n```mermaid\n{diagram()}\n```\n{END}{after}"


def main() -> None:
    """Renew the file."""
    FILE.write_text(renewed(FILE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
