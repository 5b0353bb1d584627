"""Every codec is fuzzed for five seconds; `make fuzz` does so for two hours."""

from pathlib import Path

import pytest

from drivers.decode import FAMILIES
from tests.fuzz import every, fuzz
from tests.fuzz.targets import TARGETS

SECONDS = 5


def test_every_family_of_devices_is_fuzzed() -> None:
    """None is left out."""
    assert {*FAMILIES} <= {*TARGETS}


@pytest.mark.slow
def test_no_stream_breaks_a_codec(tmp_path: Path) -> None:
    """None raises, loses a byte, depends on how it is cut, holds much back, or is not what its half sends."""
    assert every.every(SECONDS, tmp_path) == {}


@pytest.mark.parametrize("family", TARGETS)
def test_where_there_is_no_atheris_the_corpus_is_replayed_and_mutated(family: str) -> None:
    """All that the long run found worth keeping holds today as well."""
    assert list((fuzz.CORPUS / family).iterdir())
    fuzz.by_mutation(family, ["-max_total_time=0"])
