"""`make promises`: which rehearsal shows which promise, from the comments in the rehearsals themselves.

A comment ``# promise 25: …`` or ``# promises 25, 26: …`` stands just above the statements that show it.
"""

import re
from pathlib import Path

FILE = Path(__file__).parent / "promises.md"
REHEARSALS = Path(__file__).parents[1] / "tests" / "rehearsals"
BEGIN = "<!-- promises: made by `make promises` -->"
END = "<!-- end -->"
_SAID = re.compile(r"#.*?\bpromises? ([0-9][0-9, -]*)")

PROMISES = {
    1: "Scan a thing with nobody signed in: what it is, where, in what condition",
    2: "Every thing has a life: draft, active, set aside, at service, lost, retired; each change an entry",
    3: "Receiving, storage, assignment, issue, reservation, counting, restocking, retirement",
    4: "Five answers: available, reserved, out, low, where",
    5: "Every number opens to the entries that add up to it",
    6: "The commonest act is a badge and a scan",
    7: "Bringing back is one scan by anyone",
    8: "Flows have budgets",
    9: "One journal, one transaction for check, reserve and issue",
    10: "A note or a fault stays with the thing and shows at its next scan",
    11: "Several codes a thing, unique across the crib",
    12: "Four kinds that behave differently",
    13: "Nothing is active without a place, a category and what identifies it",
    14: "The category asks for fields; gaps are named",
    15: "Names follow a pattern; near duplicates and late entries show",
    16: "One tap undoes one's own last act, by another entry",
    17: "What is not set up well is listed",
    18: "Tools, gauges, protective equipment, supplies",
    19: "Site, room, cabinet, shelf, bin, each with a code",
    20: "Quantities a place; low is judged a site",
    21: "Each site works alone; others' figures carry their age; transfers have two sides",
    22: "One function says what is available, at a site, at a moment",
    23: "Kiosk and site on every event",
    24: "Available, reserved, total, out, quarantined: always add up",
    25: "Available now and available for a period are two answers",
    26: "The scan asks the reservations, in the transaction that issues",
    27: "Reserve a product or an asset, to the minute; pick up by badge; no-show release",
    28: "One status word a thing",
    29: "What will fail of the reservations is told beforehand",
    30: "Search as you type",
    31: "Any scan on any screen",
    32: "History of thing, person, place and job",
    33: "Every issue names a person; a job where one is asked for",
    34: "Who took, who returned, who counted, who overrode",
    35: "Uses, hours out, condition",
    36: "Overdue and lost; a door opened for nothing is reviewed",
    37: "Movements on MQTT, in order, without gaps",
    38: "An append-only journal, and roles that read it",
    39: "The journal proves itself",
    40: "A delivery is checked off against what was expected",
    41: "What to order, once",
    42: "Safety stock and reorder point; told once, cleared on the way back",
    43: "The alert names the place at risk; what is reserved counts as gone",
    44: "The oldest good lot first; what is over its date is blocked",
    45: "LIFO is a way to reckon cost, not to pick",
    46: "Just in time: ordered against what is reserved and used",
    47: "Classes A, B, C by use and cost, raised by risk",
    48: "The method is the category's, and a product may have its own",
    49: "Too much, too long, too late: maximum, dead stock, expiry losses",
    50: "A count finds what is found, missing, misplaced, unknown, and fixes it",
    51: 'Before "not found": the other sites',
    52: "Retired with reason, value left and who agreed; a code is never used again",
    53: "Value on hand, turns, days of cover",
    54: "Cost, life, depreciation, as of any date, by one function",
    55: "Reports of a past date come from the journal",
    56: "Several due rules a thing; a gate at issue",
    57: "A small set of reports that answer questions",
    58: "Versioned messages, import and export with a cursor",
    59: "Roles see what they need",
    60: "Rules shown at the step they govern",
    61: "A spreadsheet comes in with a dry run, row by row",
    62: "How well places are counted, on the reports",
    63: "Adding a thing takes seconds",
}
"""The promises that the product makes, each in a line of ours."""
ELSEWHERE = {
    4: "tests/journeys/flows",
    5: "tests/admin (`cribctl why`), tests/properties",
    6: "tests/journeys/flows, where steps are counted",
    7: "the lamp of an open shelf is lit with its bins: docs/hardware/lights.md",
    8: "tests/journeys/flows: the steps of every flow; bench/scan.py and bench/paint.py: its machine time",
    9: "tests/store/test_twice_is_once.py, tests/crash",
    11: "UHF tags: tests/attendant/test_passing.py",
    15: "tests/admin (`cribctl import`)",
    17: "`cribctl doctor`: tests/admin/test_cribctl_doctor.py",
    18: "the example crib, config/example",
    22: "kiosk/crib/availability.py, tests/properties",
    28: "kiosk/crib/status.py, on messages as `assetstatus`",
    30: "bench/search.py",
    31: "the counter's table, tests/counter, tests/journeys/test_random_walk.py",
    32: "`cribctl journal show`, tests/admin",
    38: "tests/store/test_journal.py, tests/contracts/test_door_roles.py",
    39: "tests/store/test_verify.py",
    57: "`cribctl report`, tests/admin",
    58: "docs/mqtt.md, tests/relay; export comes with a later version",
    61: "tests/admin/test_cribctl_import.py",
}
"""Where else than in a rehearsal a promise is shown."""
LATER = {
    63: "labels are told, not printed yet",
}
"""What a later version adds."""


def shown() -> dict[int, list[str]]:
    """By promise, the rehearsals that show it, as ``file:line``."""
    found: dict[int, list[str]] = {number: [] for number in PROMISES}
    for file in sorted(REHEARSALS.glob("*.crib")):
        for line, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            said = _SAID.match(text)
            for number in _numbers(said[1]) if said else ():
                found[number].append(f"[{file.stem}:{line}](../tests/rehearsals/{file.name}#L{line})")
    return found


def _numbers(text: str) -> list[int]:
    numbers = []
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        if first:
            numbers += range(int(first), int(last or first) + 1)
    return numbers


def table() -> str:
    """The table of all promises."""
    rows = ["| # | promise | rehearsals | elsewhere, or later |", "|--:|---|---|---|"]
    lines = shown()
    for number, promise in PROMISES.items():
        more = "; ".join(part for part in (ELSEWHERE.get(number, ""), LATER.get(number, "")) if part)
        rows.append(f"| {number} | {promise} | {' '.join(lines[number][:6])} | {more} |")
    return "\n".join(rows)


def renewed(text: str) -> str:
    """``text`` with the table of today between the two marks.

    Raises:
        ValueError: it has no such marks.
    """
    before, begun, rest = text.partition(f"{BEGIN}\n")
    _, ended, after = rest.partition(END)
    if not begun or not ended:
        raise ValueError(
            f"{FILE.name} has no lines {BEGIN!r} and then {END!r}; put them where the table belongs"
        )
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def main() -> None:
    """Renew the file."""
    FILE.write_text(renewed(FILE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
