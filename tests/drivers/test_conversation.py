"""The moments that all conversations have in common."""

from hypothesis import given
from hypothesis import strategies as st

from drivers.conversation import TICK_S, tick


@given(st.floats(0, 1e7), st.sampled_from([TICK_S, 2 * TICK_S, 3 * TICK_S, 1.0]))
def test_the_next_tick_is_everybodys_and_one_interval_ahead_at_most(at: float, every_s: float) -> None:
    """Whenever they were asked for."""
    moment = tick(at, every_s)
    assert at < moment <= at + every_s
    assert moment % TICK_S == 0
    assert tick(moment, every_s) == moment + every_s
