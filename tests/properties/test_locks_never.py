"""A lock never does what nobody asked: random histories of real banks, judged by the physics."""

import os
from itertools import combinations

import pytest
from hypothesis import currently_in_test_context, given, note, settings
from hypothesis import strategies as st
from lock_history import Act, Move, Seen, World, stretches
from lock_wire import SerialUnit

from drivers.locks.bank import IDLE_POLL_S, LONGEST_ANSWER_S
from drivers.locks.board import BAUDS
from drivers.locks.lock import DEBOUNCE_S, GRACE_S, UNLOCK_S
from drivers.locks.supply import MAX_AGE_S, MAX_DUTY, MAX_PULSE_S, WINDOW_S
from drivers.messages import DoorSign

TIMES = int(os.environ.get("LOCK_HISTORIES", "1"))
"""For a long run by hand: so many times as many histories."""
FAMILIES = (*sorted(BAUDS), "lcus-answering", "gpio")
SLACK_S = 0.06
"""The longest turnaround of a board that is let go."""
GONE_S = 2.0
"""A board that does not answer is said within this."""
UNANSWERED_S = 3 * LONGEST_ANSWER_S
"""So much later where a pulse and the words that end it were left unanswered, too."""
STARTS_S = 3.0
"""Every board has switched everything off by then, one relay after the other, and has told of its doors."""
SEES_S = DEBOUNCE_S + 2 * IDLE_POLL_S + LONGEST_ANSWER_S
"""Debounce and two polls, the first of which may have been under way and lost."""

waits = st.sampled_from([0.1, 0.0, 0.02, 0.25, 0.5, 1.0, 2.0])
acts = st.sampled_from([Act.UNLOCK, *Act, *[Act.UNLOCK, Act.PUSH, Act.PULL, Act.FORCE] * 2])
moves = st.builds(Move, acts, st.integers(0, 3), st.integers(1, 4), waits)
histories = st.sampled_from([0, 15, 30]).flatmap(lambda least: st.lists(moves, min_size=least, max_size=40))
supplies = st.tuples(
    st.lists(st.sampled_from(FAMILIES), min_size=1, max_size=2),
    st.sampled_from([0.5, 0.3, 2.0, 3.0]),
    st.booleans(),
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
    """Never two of the supply, unless nobody could switch the first one off."""
    in_order = sorted(stretches(world), key=lambda stretch: stretch[1])
    for (first, began, until), (other, since, ends) in combinations(in_order, 2):
        both = max(0.0, min(until, ends) - since)
        excused = overlap(world.excused[first[0]], since, since + both)
        assert both <= excused + 1e-9, f"{first} since {began}, and {other} since {since}"


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
    """A board that cannot be stopped is asked nothing until a pulse that it left unanswered is over."""
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


def doors_are_told_truly(world: World) -> None:
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


def judge(world: World) -> None:
    """All that is never to happen."""
    if currently_in_test_context():
        note(f"told {world.told}")
        note(f"coils {list(stretches(world))}")
    for law in (
        coils_are_kept,
        coils_take_turns,
        coils_rest,
        every_pulse_was_asked_for,
        doors_are_told_truly,
    ):
        law(world)


def played(families: list[str], pulse_s: float, moves: list[Move], *, backwards: bool = False) -> World:
    """A history from beginning to end."""
    world = Watched(families, pulse_s, backwards=backwards)
    world.run(STARTS_S)
    world.play(moves)
    world.finish()
    all_is_off(world)
    return world


@settings(max_examples=120 * TIMES, deadline=None)
@given(supplies, histories)
def test_whatever_happens_no_lock_does_what_nobody_asked(
    supply: tuple[list[str], float, bool], history: list[Move]
) -> None:
    """Boards of every family, one or two on a supply; judged by coils, doors, and what was said aloud."""
    families, pulse_s, backwards = supply
    judge(played(families, pulse_s, history, backwards=backwards))


UNLOCK_BOTH = [Move(Act.UNLOCK, 0), Move(Act.UNLOCK, 1)]
FOUND = {
    "locked again while a board that cannot be stopped pulses": (
        ["board-8a"],
        2.0,
        [*UNLOCK_BOTH, Move(Act.LOCK, 0)],
    ),
    "its door read late after that": (["board-8a"], 0.5, [Move(Act.UNLOCK), Move(Act.LOCK)]),
    "answers lost while a relay is on": (
        ["lcus-answering"],
        3.0,
        [Move(Act.UNLOCK, 1), Move(Act.LOSE, 0, 4, 1.9), Move(Act.WAIT, after_s=3.0)],
    ),
    "answers lost until the door had popped": (
        ["board-8a"],
        0.3,
        [Move(Act.UNLOCK), Move(Act.LOSE, 0, 3, 0.0), Move(Act.WAIT, after_s=3.0)],
    ),
    "asked for again and again while its board is deaf": (
        ["board-8a"],
        2.0,
        [Move(Act.DEAF), Move(Act.UNLOCK, 1), *[Move(Act.UNLOCK)] * 60],
    ),
    "killed while a board that cannot be stopped pulses": (
        ["cu48", "gpio"],
        3.0,
        [Move(Act.UNLOCK, 1), Move(Act.RESTART, 0, 2, 0.02), Move(Act.UNLOCK, 3, 1, 1.2)],
    ),
}


@pytest.mark.parametrize("found", FOUND.values(), ids=FOUND)
def test_what_was_found_once_stays_away(found: tuple[list[str], float, list[Move]]) -> None:
    """The shortest history of each defect that the property above showed; something is energized in it."""
    world = played(*found)
    judge(world)
    assert list(stretches(world)) or Move(Act.DEAF) in found[2]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_lock_that_is_asked_for_is_energized_and_its_door_opens(family: str) -> None:
    """Or nothing above would show anything."""
    world = played([family], 0.5, [Move(Act.UNLOCK), Move(Act.PULL)])
    assert [told.sign for told in world.told if told.name == "A1"] == [DoorSign.SHUT, DoorSign.OPENED]
    assert [name for name, _, _ in stretches(world)] == ["A1"]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_door_that_is_broken_open_is_told_so(family: str) -> None:
    """Nobody asked for it."""
    world = played([family], 0.5, [Move(Act.FORCE)])
    assert [told.sign for told in world.told if told.name == "A1"] == [DoorSign.SHUT, DoorSign.FORCED]


@pytest.mark.parametrize("family", FAMILIES)
def test_asked_again_and_again_a_coil_rests(family: str) -> None:
    """A request a second for two minutes: it is energized a quarter of them, and not more."""
    world = played([family], 2.0, [Move(Act.UNLOCK, after_s=1.0), Move(Act.PUSH, after_s=0.0)] * 120)
    judge(world)
    assert 10 < sum(until - since for _, since, until in stretches(world)) <= 30 + SLACK_S * 30


@pytest.mark.parametrize("family", ["lcus", "lcus-answering"])
def test_a_relay_that_nobody_could_switch_off_goes_off_once_somebody_can(family: str) -> None:
    """Its board was deaf when the process was killed, and when the next one began by switching all off."""
    deaf = [Move(Act.UNLOCK), Move(Act.DEAF), Move(Act.RESTART), Move(Act.DEAF, after_s=1.0)]
    world = Watched([family], 0.5)
    world.run(STARTS_S)
    world.play(deaf)
    assert world.is_any_on()
    world.run(1.5)
    assert not world.is_any_on()
    assert len(list(stretches(world))) == 1


def test_the_judge_sees_a_coil_that_nobody_asked_for() -> None:
    """A board that energizes by itself, for too long, beside another."""
    world = Watched(["cu16", "cu16"], 0.5)
    world.run(1.5)
    for each in world.units:
        assert isinstance(each, SerialUnit)
        each.sim.energize(1, world.at, 20.0)
    world.run(21)
    for law in (coils_are_kept, coils_take_turns, coils_rest, every_pulse_was_asked_for):
        with pytest.raises(AssertionError):
            law(world)
