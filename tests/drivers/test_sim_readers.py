"""Simulated readers on a clock that is turned by hand: what they say, when, and to whom."""

from itertools import pairwise
from pathlib import Path

import pytest

from drivers.badges import elatec, gwiot, pn532, rdm6300, wiegand
from drivers.messages import Badge
from drivers.sim.field import Field, OnArrival, Repeating
from drivers.sim.polled import SimPn532, sim_7941w, sim_twn4
from drivers.sim.reader import REPEAT_S, SimReader, repeating_rdm6300
from drivers.sim.readers import check_reads, simulated
from drivers.sim.serial_line import FarEnd

ANN, BEN = "em4100:40:67003B51C6", "em4100:40:0801161DD6"
ISO, LONG_ISO = "iso14443a:32:6B3D12D6", "iso14443a:56:04A1B2C3D4E5F6"


def said(device: FarEnd, until: float) -> list[tuple[float, bytes]]:
    """What a device says by itself, and when."""
    at, heard = 0.0, []
    while at < until:
        if words := device.say(at):
            heard.append((round(at, 6), words))
        due = device.due()
        at = until if due is None else max(due, at + 0.001)
    return heard


def test_a_card_is_said_every_65_ms_until_it_is_taken_away() -> None:
    """An hour long, if it lies there for so long."""
    field = Field()
    reader = repeating_rdm6300(field)
    field.hold(ANN, until=3600.0)
    frames = said(reader, 4000.0)

    assert len(frames) == pytest.approx(3600 / REPEAT_S, abs=2)
    assert {words for _, words in frames} == {rdm6300.encode(ANN)}
    assert all(later - at == pytest.approx(REPEAT_S) for (at, _), (later, _) in pairwise(frames))
    assert reader.due() is None


def test_of_two_cards_now_the_one_and_now_the_other_is_said() -> None:
    """A new one first."""
    field = Field()
    reader = Repeating(field, str.encode, 1.0)
    field.hold("a")
    assert [reader.say(at) for at in (0.0, 0.5, 1.0)] == [b"a", b"", b"a"]
    field.hold("b")
    assert [reader.say(at) for at in (2.0, 3.0, 4.0)] == [b"b", b"a", b"b"]
    field.take("a")
    field.take("nobody")
    assert reader.say(5.0) == b"b"


def test_a_bridge_says_a_card_once_each_time_it_comes() -> None:
    """And again after it was away."""
    field = Field()
    bridge = OnArrival(field, str.encode)
    field.hold("a", until=1.0)
    heard = said(bridge, 2.0)
    field.hold("a", until=3.0)

    assert [words for _, words in heard] == [b"a"]
    assert bridge.say(2.5) == b"a"


def test_polled_readers_answer_what_they_are_asked_and_say_nothing_else() -> None:
    """Each by its codec: the card, or that there is none."""
    for make, question, nothing, card, told in (
        (sim_twn4, elatec.SEARCH, elatec.NO_TAG, ANN, elatec.encode(ANN)),
        (sim_7941w, gwiot.READ_ID, gwiot.answer(None), ANN, gwiot.answer(ANN)),
        (sim_7941w, gwiot.READ_UID, gwiot.answer(None), ISO, gwiot.answer(ISO)),
    ):
        field = Field()
        reader = make(field)
        assert reader.hear(question, 0.0) == nothing
        field.hold(card)
        assert reader.hear(question[:3], 0.1) == b""
        assert reader.hear(question[3:], 0.2) == told
        assert reader.say(0.3) == b""
        assert reader.due() is None


def test_a_pn532_lists_two_cards_and_acknowledges_every_other_command() -> None:
    """Type A only: a 125 kHz card is none to it."""
    field = Field()
    reader = SimPn532(field)
    field.hold(ISO)
    field.hold(ANN)
    field.hold(LONG_ISO)

    assert reader.hear(pn532.SEARCH, 0.0) == pn532.ACK + pn532.listed(ISO, LONG_ISO)
    assert reader.hear(pn532.WAKE + pn532.SAM, 0.1) == pn532.answer(pn532.SAM)
    assert reader.hear(pn532.ACK, 0.2) == b""


def test_a_pn532_searches_until_a_card_comes_unless_it_is_set_to_give_up() -> None:
    """A command or an ACK ends the search, and then no card is told of."""
    field = Field()
    reader = SimPn532(field)
    assert reader.hear(pn532.SEARCH, 0.0) == pn532.ACK
    assert reader.say(9.0) == b""
    field.hold(ISO)
    assert reader.say(9.1) == pn532.listed(ISO)
    assert reader.say(9.2) == b""

    field.take(ISO)
    for ends in (pn532.ACK, pn532.RELEASE):
        reader.hear(pn532.SEARCH, 10.0)
        reader.hear(ends, 10.1)
        field.hold(ISO)
        assert reader.say(10.2) == b""
        field.take(ISO)

    reader.hear(pn532.encode(b"\xd4\x32\x05\xff\x01\x10"), 11.0)
    assert reader.hear(pn532.SEARCH, 11.1) == pn532.ACK + pn532.listed()


def test_what_a_family_cannot_read_is_told_without_the_number() -> None:
    """The sentence is logged; the number is a credential."""
    with pytest.raises(ValueError, match="rdm6300 reads em4100, not iso14443a") as told:
        check_reads("rdm6300", ISO)
    assert "6B3D" not in str(told.value)
    with pytest.raises(ValueError, match="chafon reads epc, not wiegand"):
        check_reads("chafon", "wiegand:26:2F623AE")
    check_reads("uhf-m100", "E2003411B802011383258566")
    for none in ("XYZ", "303", "", "AA" * 64):
        with pytest.raises(ValueError, match="1 to 31 words"):
            check_reads("uhf-m100", none)


def test_a_gwiot_at_the_speed_of_a_7941w_is_one() -> None:
    """At 9600 it is a 7941E, and talks."""
    field = Field()
    field.hold(ANN)
    asked, talks = simulated("gwiot", baud=115200)(field), simulated("gwiot")(field)

    assert (asked.say(0.0), asked.hear(gwiot.READ_ID, 0.0)) == (b"", gwiot.answer(ANN))
    assert (talks.say(0.0), talks.hear(gwiot.READ_ID, 0.0)) == (gwiot.encode(ANN), b"")


def test_a_bridge_speaks_lines() -> None:
    """As the codec reads them."""
    field = Field()
    field.hold("wiegand:26:2F623AE")
    (badge, _) = wiegand.decoder().feed(simulated("wiegand")(field).say(0.0))
    assert isinstance(badge, Badge)
    assert badge.number == "wiegand:26:2F623AE"


def test_a_card_that_a_reader_cannot_encode_is_refused_and_not_left_in_its_field(tmp_path: Path) -> None:
    """The line goes on."""
    reader = SimReader(tmp_path / "badge0")
    with pytest.raises(ValueError, match="badge"):
        reader.hold(ISO)
    reader.tap(ANN)
    reader.unplug()
    assert not reader.plugged
