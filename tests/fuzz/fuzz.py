"""Fuzzes one codec: by coverage where atheris can be imported, else by replaying and mutating its corpus.

`python -m tests.fuzz.fuzz FAMILY [DIR] [libFuzzer options]`; exit code 0 where nothing was found. New streams
that reach more are kept in DIR, or without one in the corpus.
"""

import importlib.util
import random
import sys
import time
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
MAX_LEN = 1024
_SECONDS = "-max_total_time="


def by_coverage(family: str, options: list[str]) -> None:
    """Never returns: libFuzzer ends the process."""
    import atheris

    with atheris.instrument_imports(include=["drivers"]):
        from tests.fuzz.targets import TARGETS
    words = [sys.argv[0], f"-max_len={MAX_LEN}", "-timeout=60", *options, str(CORPUS / family)]
    atheris.Setup(words, TARGETS[family])
    atheris.Fuzz()


def by_mutation(family: str, options: list[str]) -> None:
    """Each stream of the corpus, then mutations of them until the time is over."""
    from tests.fuzz.targets import TARGETS

    streams = [file.read_bytes() for file in sorted((CORPUS / family).glob("*"))] or [b""]
    for stream in streams:
        TARGETS[family](stream)
    seconds = next((float(word.removeprefix(_SECONDS)) for word in options if word.startswith(_SECONDS)), 5.0)
    chance, end = random.Random(family), time.monotonic() + seconds
    while time.monotonic() < end:
        TARGETS[family](mutated(chance, chance.choice(streams), chance.choice(streams)))


def mutated(chance: random.Random, stream: bytes, other: bytes) -> bytes:
    """The stream with some bytes changed, some gone, and some of another one in it."""
    changed = bytearray(stream or b"\0")
    for _ in range(chance.randint(0, 4)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    cut = chance.randint(0, len(changed))
    return bytes(
        changed[:cut] + other[chance.randint(0, len(other)) :] + changed[cut + chance.randint(0, 3) :]
    )


def main(family: str, *options: str) -> None:
    """Fuzz until the options say that it is enough."""
    fuzz = by_coverage if importlib.util.find_spec("atheris") else by_mutation
    fuzz(family, list(options))


if __name__ == "__main__":
    main(*sys.argv[1:])
