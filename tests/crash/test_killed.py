"""Killed at random moments: nothing that was beeped is lost, nothing is doubled, and it goes on."""

import re
import subprocess
import sys

import killed
import pytest
from waiting import PATIENCE_S

ANN_TOOK, BEN_TOOK = killed.Act("taken", "DRL-01", "w-ann"), killed.Act("taken", "DRL-02", "w-ben")


def test_twenty_kills_lose_nothing_and_double_nothing() -> None:
    """`python -m tests.crash.killed 1000` does the same at length; a process of its own, because it forks."""
    words = [sys.executable, killed.__file__, "20", "--seed", "4711"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=5 * PATIENCE_S, check=False)
    said = re.fullmatch(r"20 kills, (\d+) acts: 0 lost, 0 doubled\n", done.stdout)
    assert said, done.stderr
    assert int(said[1]) > 20, "the children were killed before they could do anything"


@pytest.mark.parametrize(
    ("beeped", "done"),
    [
        ([ANN_TOOK], []),
        ([ANN_TOOK, BEN_TOOK], [ANN_TOOK]),
        ([ANN_TOOK], [BEN_TOOK]),
        ([ANN_TOOK, BEN_TOOK], [BEN_TOOK, ANN_TOOK]),
        ([ANN_TOOK], [ANN_TOOK, ANN_TOOK, BEN_TOOK]),
        ([], [ANN_TOOK, BEN_TOOK]),
    ],
    ids=["lost", "last lost", "another", "swapped", "doubled", "done silently"],
)
def test_what_a_kill_must_never_leave_behind_is_recognized(
    beeped: list[killed.Act], done: list[killed.Act]
) -> None:
    """The judge of the rounds above is itself judged."""
    with pytest.raises(killed.LostError):
        killed.compare(beeped, done)


@pytest.mark.parametrize(
    "done", [[ANN_TOOK], [ANN_TOOK, BEN_TOOK]], ids=["as beeped", "one whose beep was cut off"]
)
def test_what_a_kill_may_leave_behind_is_accepted(done: list[killed.Act]) -> None:
    """A commit that returned, and no time left to beep."""
    killed.compare([ANN_TOOK], done)
