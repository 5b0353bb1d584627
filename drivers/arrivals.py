"""Tells a badge's or tag's arrival from its stay: readers repeat it for as long as it is there."""

from collections import deque


class Arrivals:
    """What is in the field.

    `reads` of one number within `within_s` count as here; then none for `holdoff_s` as gone. One read is
    enough for a badge held to a reader; a tag at the edge of a UHF field takes more.
    """

    def __init__(self, holdoff_s: float, reads: int = 1, within_s: float = 1.0) -> None:
        self._holdoff_s = holdoff_s
        self._reads = reads
        self._within_s = within_s
        self._here: dict[str, float] = {}
        self._glimpsed: dict[str, deque[float]] = {}

    def seen(self, number: str, at: float) -> bool:
        """Whether this read, at `at` seconds, makes it a new arrival."""
        self._here = {known: last for known, last in self._here.items() if at - last < self._holdoff_s}
        if number in self._here:
            self._here[number] = at
            return False
        if not self._enough(number, at):
            return False
        self._here[number] = at
        return True

    def _enough(self, number: str, at: float) -> bool:
        self._glimpsed = {one: when for one, when in self._glimpsed.items() if at - when[-1] < self._within_s}
        reads = self._glimpsed.setdefault(number, deque(maxlen=self._reads))
        reads.append(at)
        if len(reads) < self._reads or at - reads[0] >= self._within_s:
            return False
        del self._glimpsed[number]
        return True
