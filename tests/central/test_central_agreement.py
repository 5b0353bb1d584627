"""Whatever the network does, the copies end equal, and nothing was acknowledged that central did not have."""

import tempfile
from pathlib import Path

from central_world import World
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.store import verify

FAULTS = st.sampled_from(["lose", "double", "delay", ""])
ACTS = st.one_of(
    st.tuples(
        st.sampled_from(["write", "lose power", "step", "restore"]), st.integers(0, 1), st.integers(0, 9)
    ),
    st.tuples(st.sampled_from(["broker", "central"]), st.booleans(), st.just(0)),
    st.tuples(st.just("fault"), FAULTS, st.just(0)),
    st.tuples(st.just("round"), st.integers(0, 40), st.just(0)),
)


def play(world: World, act: str, which: int | str | bool, number: int) -> None:
    """One thing happens."""
    match act:
        case "broker":
            world.broker.up() if which else world.broker.down()
        case "central":
            world.central_up() if which else world.central.stop()
        case "fault":
            world.broker.faults.append(str(which))
        case "round":
            world.now += int(which)
            world.step()
        case _:
            at_kiosk(world, act, int(which), number)


def at_kiosk(world: World, act: str, which: int, number: int) -> None:
    """One thing happens at one kiosk."""
    kiosk = world.kiosks[which]
    if act == "write":
        for _ in range(number):
            kiosk.journal.write()
    elif act == "restore":
        kiosk.journal.restore(len(kiosk.journal.entries) - number)
        kiosk.lose_power()
    elif act == "lose power":
        kiosk.lose_power()
    else:
        kiosk.relay.step(world.now)


def nothing_is_settled_that_central_has_not(world: World) -> bool:
    """Every cursor stands at an entry that central holds, in its line or beside it."""
    for kiosk in world.kiosks:
        mark, copy = kiosk.mark(), world.central.copies.get(kiosk.name)
        if mark and (copy is None or copy.at(mark.position) is None):
            return False
    return True


@settings(max_examples=30, deadline=None)
@given(acts=st.lists(ACTS, max_size=40))
def test_copies_agree_once_the_links_are_up_whatever_was_lost_doubled_or_delayed(
    acts: list[tuple[str, int | str | bool, int]],
) -> None:
    """Broker, central and relays go and come, backups are restored: in the end all is there, once."""
    with tempfile.TemporaryDirectory(prefix="central-") as folder:
        world = World(Path(folder))
        for act in acts:
            play(world, *act)
            assert nothing_is_settled_that_central_has_not(world)
        world.broker.faults.clear()
        world.central_up()
        world.broker.down()
        world.broker.up()
        world.rest(60)
        world.rest(60)

        assert world.agrees()
        for kiosk in world.kiosks:
            copy = world.central.copies[kiosk.name]
            assert copy.wrong == []
            assert verify.verify(copy.entries).broken is None
            assert list(copy.dump()) == list(verify.dump(copy.db))
            assert kiosk.told[-1].waiting == 0
        world.central.close()
