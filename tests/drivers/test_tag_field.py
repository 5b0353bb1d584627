"""Which reads of tags are arrivals, and what of them is told together."""

from drivers.badges.uhf import GATHER_S, MAX_GATHERED, TagField
from drivers.messages import Message, Tag, Tags


def epcs(messages: list[Message]) -> list[str]:
    """The tags among the messages."""
    return [tag.epc for message in messages if isinstance(message, Tags) for tag in message.tags]


def test_a_weak_tag_is_not_there_and_one_without_strength_is() -> None:
    """A tag beyond the wall is read, too."""
    field = TagField(0.5, min_rssi=-70)
    message = Tags((Tag("AA", -71), Tag("BB", -70), Tag("CC"), Tag("DD", 90)), b"")
    list(field.saw(message, 0.0))

    assert epcs(list(field.rest())) == ["BB", "CC", "DD"]


def test_reads_are_gathered_for_a_moment() -> None:
    """From the first on; then nothing is left."""
    field = TagField(0.5)
    list(field.saw(Tags((Tag("AA"),), b"a"), 1.0))
    assert list(field.ready(1.0 + GATHER_S / 2)) == []
    list(field.saw(Tags((Tag("BB"), Tag("AA")), b"b"), 1.0 + GATHER_S / 2))

    assert list(field.ready(1.0 + GATHER_S)) == [Tags((Tag("AA"), Tag("BB")), b"ab")]
    assert list(field.rest()) == []


def test_a_tag_is_there_after_so_many_reads_within_a_second() -> None:
    """A tote on its way past the door is read once."""
    field = TagField(0.5, reads=3)
    for at in (0.0, 0.1):
        list(field.saw(Tags((Tag("AA"),), b""), at))
    assert list(field.rest()) == []
    list(field.saw(Tags((Tag("AA"),), b""), 0.2))

    assert epcs(list(field.rest())) == ["AA"]


def test_thousands_of_strays_are_told_in_parts_and_forgotten() -> None:
    """A pallet of clothes: what waits is bounded."""
    field = TagField(0.5)
    told = [
        message
        for number in range(10_000)
        for message in field.saw(Tags((Tag(f"{number:024X}"),), b"raw"), number / 10_000)
    ]

    assert len(told) == 10_000 // MAX_GATHERED
    assert all(len(message.tags) == MAX_GATHERED for message in told)
    assert list(field.rest()) == []
