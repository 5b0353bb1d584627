"""Faults: a part that met one says so and goes on; one that meets many must not look healthy."""

MOST = 3
WITHIN_S = 60.0


class Faults:
    """The faults of late: the third within a minute is one too many."""

    def __init__(self) -> None:
        self._moments: list[float] = []

    def too_many(self, moment: float) -> bool:
        """Note a fault at ``moment`` (seconds that only go up); whether the part must end with it."""
        self._moments = [*(each for each in self._moments if moment - each < WITHIN_S), moment]
        return len(self._moments) >= MOST
