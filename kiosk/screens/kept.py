"""What takes time to make: made in the background, and a bounded number of it kept."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock, Thread
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Values by key. ``made`` is called from another thread when there is one more.

    Args:
        make: the value of a key; takes its time, and never fails.
        most: how many are kept; what was not asked for lately goes first.
        made: told of each value.
        name: of the threads.
    """

    def __init__(self, make: Callable[[K], V], most: int, made: Callable[[], object], name: str) -> None:
        self._make = make
        self._most = most
        self._made = made
        self._name = name
        self._lock = Lock()
        self._values: OrderedDict[K, V] = OrderedDict()
        self._making: set[K] = set()

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._values)

    @property
    def makes(self) -> bool:
        """Whether one is being made, or nobody was told of it yet."""
        return bool(self._making)

    def has(self, key: K) -> bool:
        """Whether the value is there; where it is not, it is being made from now on."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return True
            if key not in self._making:
                self._making.add(key)
                Thread(target=self._add, args=(key,), name=self._name, daemon=True).start()
        return False

    def get(self, key: K) -> V | None:
        """The value; None where it is not there, which also begins to make it."""
        return self._values.get(key) if self.has(key) else None

    def _add(self, key: K) -> None:
        value = self._make(key)
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        self._made()
        self._making.discard(key)
