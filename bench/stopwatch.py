"""Where an act's time goes: wraps the program's parts from outside, and changes nothing in them."""

from collections.abc import Callable
from contextlib import ExitStack
from time import perf_counter
from typing import Any

from kiosk.attendant import composing, resolve
from kiosk.store import store as stores

PARTS = "resolve facts decide write commit scene compose".split()


class Stopwatch:
    """Seconds spent in each part since the last look; no part lies within another."""

    def __init__(self, store: stores.Store) -> None:
        self._spent = dict.fromkeys(PARTS, 0.0)
        self._wrapped = ExitStack()
        self._wrap(resolve, "scan", "resolve")
        self._wrap(store, "_facts", "facts")
        self._wrap(stores, "decide", "decide")
        self._wrap(store, "_write", "write")
        self._wrap(store.db, "commit", "commit")
        self._wrap(composing, "scene", "scene")
        self._wrap(composing, "compose", "compose")

    def _wrap(self, owner: object, name: str, part: str) -> None:
        whole: Callable[..., Any] = getattr(owner, name)

        def timed(*args: Any, **named: Any) -> Any:
            began = perf_counter()
            result = whole(*args, **named)
            self._spent[part] += perf_counter() - began
            return result

        setattr(owner, name, timed)
        self._wrapped.callback(setattr, owner, name, whole)

    def look(self) -> dict[str, float]:
        """Seconds a part; counting begins anew."""
        spent, self._spent = self._spent, dict.fromkeys(PARTS, 0.0)
        return spent

    def close(self) -> None:
        """Take the wrapping off."""
        self._wrapped.close()
