"""Several simulated boards at the far end of one line."""

from collections.abc import Iterable

from drivers.sim.boards import SimBoard


class SimBoards:
    """All of them hear whatever is said; each answers what is for its address, or should."""

    def __init__(self, boards: Iterable[SimBoard]) -> None:
        self.boards = tuple(boards)

    def hear(self, data: bytes, at: float) -> bytes:
        """What they answer at once."""
        return b"".join(board.hear(data, at) for board in self.boards)

    def say(self, at: float) -> bytes:
        """What they send now."""
        return b"".join(board.say(at) for board in self.boards)

    def due(self) -> float | None:
        """When something happens by itself next."""
        return min((due for board in self.boards if (due := board.due()) is not None), default=None)
