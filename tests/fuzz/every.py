"""Fuzzes every codec, as many at a time as there are cores: `make fuzz`, and the short form in `make test`.

What fails is kept: the stream in DIR/FAMILY-crash-*, the output in DIR/FAMILY.log. Streams that reach more
than the corpus does are in DIR/corpus/FAMILY; `python -m tests.fuzz.merge DIR` takes them into the corpus.
"""

import argparse
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.fuzz.targets import TARGETS

FOUND = Path("build") / "fuzz"


def fuzz(family: str, seconds: int, found: Path) -> str:
    """Fuzz one codec in a process of its own; what it printed, where something was found, else nothing."""
    grown = found / "corpus" / family
    grown.mkdir(parents=True, exist_ok=True)
    words = ["-m", "tests.fuzz.fuzz", family, str(grown)]
    words += [f"-max_total_time={seconds}", f"-artifact_prefix={found}/{family}-"]
    done = subprocess.run(
        [sys.executable, *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        timeout=seconds + 60,
        check=False,
    )
    if done.returncode:
        (found / f"{family}.log").write_text(done.stdout, encoding="utf-8")
    return done.stdout if done.returncode else ""


def every(seconds: int, found: Path) -> dict[str, str]:
    """Fuzz each codec for so many seconds; the output of those in which something was found."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        said = pool.map(lambda family: fuzz(family, seconds, found), TARGETS)
        return {family: output for family, output in zip(TARGETS, said, strict=True) if output}


def main() -> int:
    """Fuzz, say what was found, and where it is kept."""
    words = argparse.ArgumentParser(prog="python -m tests.fuzz.every", description=__doc__)
    words.add_argument(
        "--seconds", type=int, default=7200, help="of processor, shared among the codecs (7200)"
    )
    words.add_argument("--found", type=Path, default=FOUND, metavar="DIR")
    options = words.parse_args()
    wrong = every(max(1, options.seconds // len(TARGETS)), options.found)
    for family, output in wrong.items():
        sys.stdout.write(f"--- {family}\n{output[-2000:]}\n")
    sys.stdout.write(f"{len(TARGETS)} codecs, {len(wrong)} with findings; they are in {options.found}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
