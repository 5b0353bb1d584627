"""A tag in the field: it arrives, stays and goes."""

from drivers.arrivals import MAX_KNOWN, Arrivals


def test_a_tag_arrives_once_while_it_stays_in_the_field() -> None:
    """A tag arrives once while it stays in the field."""
    tags = Arrivals(0.5)

    assert [True, *[False] * 99] == [tags.seen("em4100:40:67003B51C6", step * 0.065) for step in range(100)]


def test_a_tag_arrives_again_after_the_hold_off() -> None:
    """A tag arrives again after the hold off."""
    tags = Arrivals(0.5)

    arrivals = [tags.seen("em4100:40:67003B51C6", at) for at in (0.0, 0.4, 0.9)]

    assert arrivals == [True, False, True]


def test_two_tags_taking_turns_arrive_once_each() -> None:
    """Two tags taking turns arrive once each."""
    tags = Arrivals(0.5)

    arrivals = [tags.seen(number, at / 10) for at, number in enumerate("ABAB")]

    assert arrivals == [True, True, False, False]


def test_tags_that_have_gone_are_forgotten() -> None:
    """Tags that have gone are forgotten."""
    tags = Arrivals(0.5)
    for step in range(1000):
        tags.seen(str(step), step)

    assert list(tags._here) == ["999"]


def test_a_tag_at_the_edge_of_the_field_arrives_with_its_third_read_within_a_second() -> None:
    """Reads that are further apart begin anew."""
    tags = Arrivals(10.0, reads=3)

    arrivals = [tags.seen("E2801160", at) for at in (0.0, 0.9, 1.5, 1.8, 1.9)]

    assert arrivals == [False, False, False, True, False]


def test_glimpses_that_lead_to_nothing_are_forgotten() -> None:
    """A thousand tags that pass by once leave one behind."""
    tags = Arrivals(10.0, reads=2)
    for step in range(1000):
        tags.seen(str(step), step)

    assert list(tags._glimpsed) == ["999"]


def test_a_crowd_of_strays_is_not_remembered_without_end() -> None:
    """Ten thousand tags at once: the memory is bounded, and a tag that is read on stays known."""
    tags = Arrivals(10.0, reads=2)
    for step in range(10_000):
        tags.seen(f"stray {step}", 0.0)
        tags.seen("tool", 0.0)

    assert len(tags._glimpsed) == MAX_KNOWN
    assert not tags.seen("tool", 0.0)


def test_a_crowd_that_stays_is_not_remembered_without_end() -> None:
    """Of more than can be known, the one read longest ago has gone."""
    tags = Arrivals(10.0)
    arrivals = [tags.seen(str(step), 0.0) for step in range(MAX_KNOWN + 1)]

    assert all(arrivals)
    assert len(tags._here) == MAX_KNOWN
    assert tags.seen("0", 0.0)
    assert not tags.seen(str(MAX_KNOWN), 0.0)
