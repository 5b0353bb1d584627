"""Long walks through a crib's life: every invariant of the histories after every step."""

import random
from collections.abc import Callable

import pytest
from test_histories import History

STEPS: list[Callable[[History, random.Random], object]] = [
    *[History.somebody_acts] * 4,
    *[History.much_is_taken_and_brought_back] * 3,
    *[History.the_keeper_acts] * 4,
    *[History.somebody_acts_and_undoes_it] * 3,
    History.a_command_id_comes_again,
    *[lambda walk, chance: walk.time_passes(chance.choice([1, 2, 5, 9, 26]))] * 2,
    lambda walk, chance: walk.the_foreman_changes_a_policy(chance.choice(CALM)),
    lambda walk, chance: walk.the_kiosk_starts_again(power_cut=chance.random() < 0.5),
    lambda walk, chance: walk.acts and walk.an_act_is_undone_late_or_by_another(chance),
]
CALM = [("loan", 3600), ("hold_margin", 7200), ("no_show", 0), ("no_show", 3600), ("overdue_block", 0)]


@pytest.mark.parametrize("seed", range(10))
def test_a_long_walk_keeps_every_promise(seed: int) -> None:
    """Sixty even-handed steps come further than hypothesis' cautious ones, and are the same each time."""
    chance, walk = random.Random(seed), History()
    walk.open_the_crib()
    try:
        for _ in range(60):
            chance.choice(STEPS)(walk, chance)
            walk.replay_equals_live()
            walk.nothing_appears_or_vanishes()
            walk.the_figures_add_up_now_and_at_any_later_moment()
            walk.the_journal_has_every_entry_once()
        walk.teardown()
    except BaseException as error:
        error.add_note("\n".join(walk.told[-8:]))
        walk.store.abandon()
        raise
