"""A lock never does what nobody asked: random histories of real banks at boards that ail, judged by physics."""

import os
from itertools import combinations

from hypothesis import given, note, settings
from hypothesis import strategies as st
from lock_history import Act, Move, Seen, World, stretches

from drivers.locks.bank import IDLE_POLL_S, LONGEST_ANSWER_S
from drivers.locks.board import BAUDS
from drivers.locks.lock import DEBOUNCE_S, GRACE_S, UNLOCK_S
from drivers.locks.supply import MAX_AGE_S, MAX_DUTY, MAX_PULSE_S, WINDOW_S
from drivers.messages import DoorSign

TIMES = int(os.environ.get("LOCK_HISTORIES", "1"))
FAMILIES = (*sorted(BAUDS), "lcus-answering", "gpio")
SLACK_S = 0.06
"""The longest turnaround of a board that is let go."""
GONE_S = 2.0
"""A board that does not answer is said within this."""
UNANSWERED_S = 3 * LONGEST_ANSWER_S
"""So much later where a pulse and the words that end it were left unanswered, too."""
SEES_S = DEBOUNCE_S + 2 * IDLE_POLL_S + LONGEST_ANSWER_S
"""Debounce and two polls, the first of which may have been under way and lost."""

waits = st.sampled_from([0.1, 0.0, 0.02, 0.25, 0.5, 1.0, 2.0])
acts = st.sampled_from([Act.UNLOCK, *Act, *[Act.UNLOCK, Act.PUSH, Act.PULL, Act.FORCE] * 2])
moves = st.builds(Move, acts, st.integers(0, 3), st.integers(1, 4), waits)
histories = st.sampled_from([0, 15, 30]).flatmap(lambda least: st.lists(moves, min_size=least, max_size=40))
worlds = st.tuples(
    st.lists(st.sampled_from(FAMILIES), min_size=1, max_size=2), st.sampled_from([0.5, 0.3, 2.0, 3.0]), st.booleans()
)


def overlap(spans: list[tuple[float, float]], since: float, until: float) -> float:
    """How much of a time some spans cover."""
    covered, end = 0.0, since
    for one, other in sorted(spans):
        begins, ends = max(one, end), min(other, until)
        if ends > begins:
            covered, end = covered + ends - begins, ends
    return covered


def coils_are_kept(world: World) -> None:
    """No coil is energized for longer than was asked for, and the cap."""
    for name, since, until in stretches(world):
        free = overlap(world.excused[name[0]], since, until) if not world.seen[name].unit.stops_itself else 0
        assert until - since - free <= min(world.pulse_s, MAX_PULSE_S) + SLACK_S, (name, since, until, free)


def coils_take_turns(world: World) -> None:
    """Never two of the supply."""
    for one, other in combinations(stretches(world), 2):
        (_, _, until), (_, since, _) = sorted([one, other], key=lambda stretch: stretch[1])
        first = min(one, other, key=lambda stretch: stretch[1])
        end = min(one[2], other[2])
        if since < until and first[0] != "":
            assert overlap(world.excused[first[0][0]], since, end) >= end - since - 1e-9, (one, other)


def coils_rest(world: World) -> None:
    """A quarter of any minute at most."""
    for name in world.seen:
        mine = [(since, until) for of, since, until in stretches(world) if of == name]
        for _, end in mine:
            used = overlap(mine, end - WINDOW_S, end)
            if not world.seen[name].unit.stops_itself:
                used -= overlap(world.excused[name[0]], end - WINDOW_S, end)
            assert used <= MAX_DUTY * WINDOW_S + SLACK_S * len(mine), (name, used)


def every_pulse_was_asked_for(world: World) -> None:
    """By one request each, in this life of the process, not older than two seconds."""
    for name, seen in world.seen.items():
        asked = list(seen.asked)
        for channel, at in seen.unit.orders:
            if channel != seen.channel:
                continue
            life = max(begun for begun in world.lives if begun <= at)
            why = [when for when in asked if max(life, at - MAX_AGE_S) <= when + 1e-9 and when <= at]
            assert why, f"{name} energized at {at}; asked {seen.asked}, lives {world.lives}"
            asked.remove(why[0])


def all_is_off(world: World) -> None:
    """And stays so."""
    world.run(MAX_PULSE_S)
    orders = sum(len(u.orders) for u in world.units)
    for name, seen in world.seen.items():
        assert not seen.unit.latch(seen.channel, world.at).on, name
    world.run(30)
    assert orders == sum(len(u.orders) for u in world.units)


def sees_s(seen: Seen, pulse_s: float) -> float:
    """A board that cannot be stopped is not asked anything before the pulse is over that it left unanswered."""
    return SEES_S + (0 if seen.unit.stoppable else pulse_s)


class Watched(World):
    """Looks at every moment whether a lock that is told shut is open, or cannot be known to be shut."""

    def _look(self) -> None:
        super()._look()
        for name, seen in self.seen.items():
            if not seen.claims_shut:
                continue
            sees = sees_s(seen, self.pulse_s)
            opened = seen.openings[-1].at if seen.is_open else self.at
            open_for = self.at - max(opened, seen.well_since)
            assert open_for <= sees, f"{name} is told shut at {self.at} and open since {opened}"
            longest = GONE_S + sees - SEES_S + (UNANSWERED_S if self.was_asked(seen) else 0)
            silent_for = self.at - max(seen.reached, self.lives[-1])
            assert silent_for <= longest, f"{name} is told shut at {self.at}, silent since {seen.reached}"

    def was_asked(self, seen: Seen) -> bool:
        """Whether its board had something to energize when it fell silent."""
        mine = [each for each in self.seen.values() if each.unit is seen.unit]
        return any(at > seen.reached - MAX_AGE_S - self.pulse_s for each in mine for at in each.asked)


def forced_is_told_truly(world: World) -> None:
    """FORCED only of a door that nobody unlocked; OPENED only near a pulse."""
    for told in world.told:
        seen = world.seen[told.name]
        if told.sign is DoorSign.FORCED:
            before = [opening for opening in seen.openings if opening.at <= told.at]
            assert before, told
            stood_still = overlap(world.stalls, before[-1].at - 1, told.at) > 0
            assert stood_still or not before[-1].by_coil, told
        if told.sign is DoorSign.OPENED:
            asked = [at for at in seen.asked if at <= told.at]
            grace = MAX_AGE_S + world.pulse_s + UNLOCK_S + GRACE_S + sees_s(seen, world.pulse_s)
            assert asked, told
            assert told.at - asked[-1] - overlap(world.stalls, asked[-1], told.at) <= grace, told


@settings(max_examples=150 * TIMES, deadline=None)
@given(worlds, histories)
def test_never(world, history):  # type: ignore[no-untyped-def]
    families, pulse_s, backwards = world
    played = Watched(families, pulse_s, backwards=backwards)
    played.run(1.5)
    played.play(history)
    played.finish()
    all_is_off(played)
    note(f"told {played.told}")
    note(f"coils {list(stretches(played))}")
    note(f"orders {[u.orders for u in played.units]}")
    coils_are_kept(played)
    coils_take_turns(played)
    coils_rest(played)
    every_pulse_was_asked_for(played)
    forced_is_told_truly(played)
