"""Makes the corpus of each codec anew: short streams that together reach all that was reached.

`python -m tests.fuzz.merge DIR` takes what a long run left in DIR along.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from types import FrameType

from tests.fuzz.fuzz import CORPUS
from tests.fuzz.targets import TARGETS
from tests.fuzz.trials import Trial

Reached = frozenset[tuple[str, int, int, int]]
"""Steps from line to line of a file of the drivers, and how often, as a power of two."""


def merge(family: str, grown: Path) -> int:
    """Minimize one family's corpus; how many bytes it has now."""
    folder = CORPUS / family
    files = [*folder.glob("*"), *(grown.glob("*") if grown.is_dir() else ())]
    streams = sorted({file.read_bytes() for file in files}, key=lambda stream: (len(stream), stream))
    kept = list(_worth_it(TARGETS[family], streams))
    for file in folder.glob("*"):
        file.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    for stream in kept:
        (folder / sha256(stream).hexdigest()[:12]).write_bytes(stream)
    return sum(map(len, kept))


def _worth_it(trial: Trial, streams: list[bytes]) -> Iterator[bytes]:
    known: set[tuple[str, int, int, int]] = set()
    for stream in streams:
        new = reached(trial, stream) - known
        if new:
            known |= new
            yield stream


def reached(trial: Trial, stream: bytes) -> Reached:
    """What a stream reaches in the drivers."""
    steps: Counter[tuple[str, int, int]] = Counter()
    last: dict[FrameType, int] = {}

    def step(frame: FrameType, event: str, _: object) -> object:
        if "/drivers/" not in frame.f_code.co_filename:
            return None
        if event == "line":
            steps[frame.f_code.co_filename, last.get(frame, 0), frame.f_lineno] += 1
            last[frame] = frame.f_lineno
        return step

    sys.settrace(step)  # type: ignore[arg-type]
    try:
        trial(stream)
    finally:
        sys.settrace(None)
    return frozenset((*where, often.bit_length()) for where, often in steps.items())


def main(found: str) -> None:
    """Minimize every corpus."""
    for family in TARGETS:
        size = merge(family, Path(found) / "corpus" / family)
        sys.stdout.write(f"{family}: {len(list((CORPUS / family).iterdir()))} streams, {size} bytes\n")


if __name__ == "__main__":
    main(sys.argv[1])
