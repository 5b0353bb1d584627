"""`kiosk rehearse`: plays files and prints one line a statement, then a closing count."""

import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from msgspec import Struct
from msgspec.structs import asdict

from kiosk.rehearse.brokers import Broker, BrokerInProcess
from kiosk.rehearse.expect import UnmetError
from kiosk.rehearse.grammar import NotUnderstoodError, Statement, read
from kiosk.rehearse.player import Player

HOLDS, DOES_NOT_HOLD, NOT_UNDERSTOOD = 0, 1, 2
"""Exit codes."""


class Result(Struct, frozen=True):
    """One statement, played."""

    file: str
    line: int
    statement: str
    ok: bool
    seen: str


def rehearse(
    files: Sequence[Path],
    out: TextIO = sys.stdout,
    *,
    as_json: bool = False,
    store: Path | None = None,
    broker: Callable[[], Broker] = BrokerInProcess,
) -> int:
    """Play each file in a crib of its own; the exit code."""
    try:
        days = [read(file) for file in files]
    except NotUnderstoodError as error:
        sys.stderr.write(f"{error}\n")
        return NOT_UNDERSTOOD
    failed = 0
    for number, statements in enumerate(days):
        with _disk(store, number) as disk:
            results = list(_shown(play(statements, disk, broker()), out, as_json=as_json))
        bad = sum(not result.ok for result in results)
        failed += bad
        if not as_json:
            out.write(f"{files[number]}: {len(results)} statements, {len(results) - bad} ok, {bad} failed\n")
    return DOES_NOT_HOLD if failed else HOLDS


@contextmanager
def _disk(store: Path | None, number: int) -> Iterator[Path]:
    """A folder for the databases: the one that is to be kept, or one that goes afterwards."""
    if store is not None:
        kept = store / f"day-{number + 1}" if number else store
        if kept.exists() and any(kept.iterdir()):
            raise FileExistsError(
                f"{kept} is not empty. A rehearsal begins with a new crib: name a new folder."
            )
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as folder:
        yield Path(folder)


def play(statements: Sequence[Statement], disk: Path, broker: Broker) -> Iterator[Result]:
    """Play statements in one crib, to the end, whatever fails on the way."""
    player = Player(disk, broker)
    try:
        for said in statements:
            yield _played(player, said)
    finally:
        player.close()
        broker.close()


def _played(player: Player, said: Statement) -> Result:
    try:
        seen, ok = player.play(said), True
    except UnmetError as error:
        seen, ok = str(error), False
    return Result(said.file, said.line, said.text, ok, seen)


def _shown(results: Iterator[Result], out: TextIO, *, as_json: bool) -> Iterator[Result]:
    for result in results:
        if as_json:
            out.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")
        elif result.ok:
            out.write(f"ok    {result.line:>4}  {result.statement}\n")
        else:
            out.write(f"FAIL  {result.line:>4}  {result.statement}\n            seen: {result.seen}\n")
        yield result
