"""The conversation with UHF readers, on a clock of its own and with simulated readers at the far end."""

from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue

import pytest
from waiting import PATIENCE_S

from drivers.badges import chafon, m100
from drivers.badges.uhf import (
    GATHER_S,
    MIN_HOLDOFF_S,
    SILENT_S,
    Inventory,
    Questions,
    TagField,
    inventory,
)
from drivers.conversation import TICK_S, SilentError
from drivers.messages import Message, Noise, Tags
from drivers.serial_pump import SerialPump
from drivers.sim.field import Field
from drivers.sim.radio import SimChafon, SimM100
from drivers.sim.reader import SimReader
from drivers.sim.serial_line import FarEnd

TOTE = [f"3474257BF4{number:014X}" for number in range(50)]
STEP_S = 0.01
Pair = tuple[Callable[[], Questions], Callable[[Field], FarEnd]]

PAIRS: dict[str, Pair] = {
    "M100": (m100.Questions, SimM100),
    "M100 with AA": (m100.Questions, lambda field: SimM100(field, head=0xAA)),
    "UHFReader18": (chafon.Questions, SimChafon),
    "UHFReader18 at 7": (lambda: chafon.Questions(7), lambda field: SimChafon(field, address=7)),
    "UHFReader288": (chafon.Questions, lambda field: SimChafon(field, antenna=1)),
}


class Wire:
    """A conversation and a reader, a hundredth of a second at a time, as the pump brings them together."""

    def __init__(self, talk: Inventory, reader: FarEnd) -> None:
        self.talk = talk
        self.reader = reader
        self.now = 0.0
        self.asked = 0
        self.plugged = True
        self.quiet = 0.0
        self._waits = b""

    def run(self, seconds: float) -> list[Message]:
        """What is delivered meanwhile."""
        heard: list[Message] = []
        for _ in range(round(seconds / STEP_S)):
            heard += self._step()
        return heard

    def _step(self) -> list[Message]:
        self.now += STEP_S
        sent = self.talk.say(self.now)
        self.asked += bool(sent)
        came = self.reader.hear(sent, self.now) if sent else b""
        came += self.reader.say(self.now)
        if self.plugged:
            self._waits += came
        if self._waits and self.now >= self.talk.deaf_until:
            came, self._waits, self.quiet = self._waits, b"", 0.0
            return list(self.talk.hear(came, self.now))
        self.quiet += STEP_S
        if self.quiet < 0.2:
            return []
        self.quiet = 0.0
        return list(self.talk.quiet(self.now))


@pytest.fixture(params=PAIRS)
def pair(request: pytest.FixtureRequest) -> Pair:
    """One family's asking, and a reader of it."""
    return PAIRS[request.param]


def wire(pair: Pair, field: Field, tags: TagField | None = None) -> Wire:
    """A reader that is asked."""
    return Wire(inventory(pair[0], tags or TagField(0.5))(), pair[1](field))


def epcs(messages: list[Message]) -> list[str]:
    """The tags among the messages."""
    return [tag.epc for message in messages if isinstance(message, Tags) for tag in message.tags]


def test_a_tote_of_fifty_tools_in_one_pass_arrives_as_each_tag_once(pair: Pair) -> None:
    """Within two seconds of being in the field, in a handful of messages."""
    field = Field()
    line = wire(pair, field)
    assert epcs(line.run(3.0)) == []
    for epc in TOTE:
        field.hold(epc, line.now + 2.0)

    passed = line.run(4.0)

    assert sorted(TOTE) == sorted(epcs(passed))
    assert len(passed) <= 2.0 / GATHER_S + 1


def test_a_tool_that_lies_in_the_field_for_ten_minutes_arrives_once(pair: Pair) -> None:
    """And another that is brought beside it is read all the same."""
    field = Field()
    line = wire(pair, field)
    field.hold(TOTE[0])
    assert epcs(line.run(600.0)) == TOTE[:1]
    field.hold(TOTE[1])

    assert epcs(line.run(2.0)) == TOTE[1:2]


def test_a_tool_that_comes_back_after_the_hold_off_arrives_again(pair: Pair) -> None:
    """Before that it only flickered."""
    field = Field()
    line = wire(pair, field)
    field.hold(TOTE[0], 2.0)
    assert epcs(line.run(4.0)) == TOTE[:1]
    field.hold(TOTE[0], line.now + 1.0)
    assert epcs(line.run(1.0 + MIN_HOLDOFF_S + 1.0)) == []
    field.hold(TOTE[0], line.now + 1.0)

    assert epcs(line.run(2.0)) == TOTE[:1]


def test_an_empty_field_is_asked_a_few_times_a_second_and_is_present(pair: Pair) -> None:
    """The line rests; the reader is known to be there, and is never given up."""
    line = wire(pair, Field())
    line.run(10.0)
    assert line.talk.here
    before = line.asked

    assert line.run(20.0) == []
    assert line.asked - before <= 20 * 5


def test_a_reader_that_says_nothing_more_is_silent_within_two_seconds(pair: Pair) -> None:
    """Also one that never said anything."""
    line = wire(pair, Field())
    line.run(5.0)
    line.plugged = False
    with pytest.raises(SilentError):
        line.run(2.0)
    never = wire(pair, Field())
    never.plugged = False
    with pytest.raises(SilentError):
        never.run(SILENT_S + 2 * STEP_S)
    assert not never.talk.here


def test_tags_that_stay_while_the_line_is_opened_anew_are_no_arrivals(pair: Pair) -> None:
    """A cable that is out for a moment moves nothing."""
    field, tags = Field(), TagField(0.5)
    field.hold(TOTE[0])
    line = wire(pair, field, tags)
    assert epcs(line.run(3.0)) == TOTE[:1]
    again = wire(pair, field, tags)
    again.now = line.now

    assert epcs(again.run(3.0)) == []


def test_a_tote_is_read_over_a_real_line(pair: Pair, tmp_path: Path) -> None:
    """By the pump that every serial device has."""
    heard: SimpleQueue[Message] = SimpleQueue()
    present: SimpleQueue[bool] = SimpleQueue()
    reader = SimReader(tmp_path / "uhf0", pair[1])
    pump = SerialPump(
        "reader",
        str(reader.link),
        inventory(pair[0], TagField(1000.0)),
        lambda message, _at: heard.put(message),
        lambda ok, _why: present.put(ok),
        baud=115200,
    )
    pump.start()
    while not present.get(timeout=PATIENCE_S):
        pass

    reader.hold(*TOTE)
    found: list[str] = []
    while len(found) < len(TOTE):
        found += epcs([heard.get(timeout=PATIENCE_S)])

    assert sorted(TOTE) == sorted(found)
    pump.stop()
    reader.unplug()


def test_a_reader_that_sends_nothing_for_an_empty_round_is_greeted_and_stays() -> None:
    """Some firmware only speaks of tags."""

    class Taciturn(SimM100):
        """Says no errors."""

        def _found(self, at: float) -> bytes:
            return super()._found(at) if self._field.here(at) else b""

    field = Field()
    line = wire((m100.Questions, Taciturn), field)
    assert line.run(10.0) == []
    field.hold(TOTE[0])

    assert epcs(line.run(2.0)) == TOTE[:1]


def test_a_slow_chafon_is_made_quick_once() -> None:
    """Rounds of a second would make a tote wait."""
    reader = SimChafon(Field())
    Wire(inventory(chafon.Questions, TagField(0.5))(), reader).run(5.0)

    assert reader.scan_time == chafon.SCAN_TIME


def test_babble_is_noise_and_no_sign_of_life() -> None:
    """Whoever babbles does not answer."""
    talk = inventory(m100.Questions, TagField(0.5))()
    talk.say(0.0)
    heard = [message for step in range(1, 18) for message in talk.hear(b"x" * 64, step / 10)]

    assert all(isinstance(message, Noise) for message in heard)
    assert not talk.here
    with pytest.raises(SilentError):
        talk.say(SILENT_S)


def test_it_is_due_when_it_has_something_to_say_or_to_give_up() -> None:
    """At once at first; later at its next round, a question again, or the end."""
    talk = inventory(m100.Questions, TagField(0.5))()
    assert talk.due() == float("-inf")
    talk.say(10.0)
    assert talk.due() == 10.0 + m100.RETRY_S
    list(talk.hear(m100.encode(0x03, b"\0x", kind=m100.Kind.ANSWER), 10.1))

    assert talk.due() == 10.1
    assert talk.say(10.1) != b""
    assert talk.due() == 10.1 + m100.RETRY_S


def test_a_reader_that_chatters_wakes_this_program_once_a_tick_while_its_field_is_empty() -> None:
    """It searches most of the time all the same; while tags are about it is heard at once."""
    field = Field()
    line = wire((m100.Questions, SimM100), field)
    line.run(5.0)
    before = line.asked
    assert line.run(10.0) == []
    assert 30 <= line.asked - before <= 40
    field.hold(TOTE[0])
    began = line.now
    while not line.run(STEP_S):
        assert line.now < began + TICK_S + 0.25 + GATHER_S
    assert line.talk.deaf_until < line.now


def test_an_order_that_takes_longer_than_a_tick_is_waited_for() -> None:
    """A second one on top of it would end it."""
    talk = inventory(m100.Questions, TagField(0.5))()
    talk.say(0.0)
    list(talk.hear(m100.encode(0x03, b"\0x", kind=m100.Kind.ANSWER), 0.01))
    assert talk.say(0.02) != b""
    empty = m100.encode(m100.Command.ERROR, b"\x15", kind=m100.Kind.ANSWER)
    list(talk.hear(empty * (m100.IDLE_ROUNDS - 1), 0.25))
    assert (talk.say(0.25), talk.deaf_until) == (b"", 0.5)
    list(talk.hear(empty, 0.5))
    assert talk.say(0.5) != b""
