"""Tells a badge's or tag's arrival from its stay: readers repeat it for as long as it is there."""

from collections import deque
from typing import Final

MAX_KNOWN: Final = 4096
"""Numbers remembered at once; of more, the one read longest ago counts as gone."""

WITHIN_S: Final = 1.0
"""The reads that make an arrival lie no farther apart."""


class Arrivals:
    """What is in the field.

    `reads` of one number within a second count as here; then none for `holdoff_s` as gone. One read is
    enough for a badge held to a reader; a tag at the edge of a UHF field takes more. Times only go up.
    """

    def __init__(self, holdoff_s: float, reads: int = 1) -> None:
        self._holdoff_s = holdoff_s
        self._reads = reads
        # Each number's last reads, the longest ago first: what is to be forgotten stands at the front.
        self._here: dict[str, deque[float]] = {}
        self._glimpsed: dict[str, deque[float]] = {}

    def seen(self, number: str, at: float) -> bool:
        """Whether this read, at `at` seconds, makes it a new arrival."""
        stays = self._here.pop(number, deque(maxlen=1))
        _forget(self._here, at - self._holdoff_s)
        is_new = not (stays and at - stays[-1] < self._holdoff_s)
        if is_new and not self._enough(number, at):
            return False
        stays.append(at)
        self._here[number] = stays
        return is_new

    def _enough(self, number: str, at: float) -> bool:
        reads = self._glimpsed.pop(number, deque(maxlen=self._reads))
        _forget(self._glimpsed, at - WITHIN_S)
        reads.append(at)
        if len(reads) == self._reads and at - reads[0] < WITHIN_S:
            return True
        self._glimpsed[number] = reads
        return False


def _forget(known: dict[str, deque[float]], since: float) -> None:
    """Drop those last read at this time or before, and one more where there are too many."""
    while known:
        first = next(iter(known))
        if known[first][-1] > since and len(known) < MAX_KNOWN:
            return
        del known[first]
