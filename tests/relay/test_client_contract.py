"""What the relay may rely on in a client, whichever it is: in memory, or paho on a real Mosquitto."""

from collections.abc import Iterator

import pytest
from relay_worlds import DENIED, FAREWELL, WILL, Driven, World, news

from kiosk.relay.link import Accepted, Denied, Down, Heard, Message


@pytest.fixture
def driven(world: World) -> Iterator[Driven]:
    """A client of a broker that takes everything."""
    client = world.client()
    yield Driven(client)
    client.stop(FAREWELL)


def test_what_is_published_arrives_in_order_and_unchanged(world: World, driven: Driven) -> None:
    """Topic, payload and content type, each once."""
    world.listen()
    link = driven.link()
    for number in range(5):
        assert driven.client.publish(link, number + 1, news(number))
        assert driven.next(Accepted) == Accepted(number + 1, heard=True)

    assert world.carried(5) == [(news(n).topic, b"%d" % n, "text/plain") for n in range(5)]


def test_a_message_that_nobody_subscribes_to_is_accepted_and_unheard(driven: Driven) -> None:
    """MQTT 5.0 §3.4.2.1, reason 0x10."""
    driven.client.publish(driven.link(), 7, news(1))

    assert driven.next(Accepted) == Accepted(7, heard=False)


def test_a_message_on_a_forbidden_topic_is_denied_with_the_reason(strict_world: World) -> None:
    """A refusal is never taken for a success, and the link stays."""
    driven = Driven(strict_world.client())
    link = driven.link()
    driven.client.publish(link, 9, Message(DENIED, b"x"))

    assert driven.next(Denied) == Denied(9, "Not authorized")
    assert driven.client.publish(link, 10, news(1))
    assert driven.next(Accepted) == Accepted(10, heard=False)
    driven.client.stop(FAREWELL)


def test_a_retained_message_is_there_for_whoever_comes_later(world: World, driven: Driven) -> None:
    """And only the newest of a topic."""
    link = driven.link()
    for number in (1, 2):
        driven.client.publish(link, number, news(number, retained=True))
        driven.next(Accepted)
    driven.client.publish(link, 3, Message("crib/once", b"gone"))
    driven.next(Accepted)

    assert world.retained(news(2).topic) == [b"2"]
    assert world.retained("crib/once") == []


def test_nothing_is_sent_before_there_is_a_link(world: World) -> None:
    """A client does not queue; it says that the broker is not there."""
    world.down()
    client = world.client()
    driven = Driven(client)

    assert isinstance(down := driven.next(Down), Down)
    assert "broker" in down.reason
    assert not client.publish(1, 1, news(1))
    client.stop(FAREWELL)


def test_a_new_link_sends_nothing_of_the_old_one_by_itself(world: World, driven: Driven) -> None:
    """The relay alone decides what goes out again, and in which order."""
    world.listen()
    old = driven.link()
    driven.client.publish(old, 1, news(1))
    driven.next(Accepted)
    world.down()
    driven.next(Down)
    assert not driven.client.publish(old, 2, news(2))
    world.up()

    fresh = driven.link()
    assert fresh > old
    assert not driven.client.publish(old, 3, news(3))
    assert driven.client.publish(fresh, 4, news(4))
    assert driven.next(Accepted) == Accepted(4, heard=True)
    assert [payload for _, payload, _ in world.carried(2)] == [b"1", b"4"]


def test_a_clean_stop_leaves_the_farewell_and_no_will(world: World) -> None:
    """The kiosk's own last word stands."""
    client = world.client()
    Driven(client).link()

    client.stop(FAREWELL)

    assert world.retained(WILL.topic) == [FAREWELL.payload]
    assert client.events() == []


def test_a_client_hears_what_it_listens_to_and_what_was_retained_there(world: World) -> None:
    """By wildcards too, again on every link, and nothing else."""
    teller = Driven(world.client())
    link = teller.link()
    teller.client.publish(link, 1, Message("crib/v1/k/B/ack", b"old", retained=True))
    teller.next(Accepted)
    teller.client.publish(link, 2, Message("crib/v1/k/B/other", b"no"))
    teller.next(Accepted)

    listener = Driven(world.listener(), ("crib/v1/k/B/ack", "crib/v1/k/B/req/+", "crib/v1/figures/#"))
    assert listener.next(Heard) == Heard("crib/v1/k/B/ack", b"old")
    for number, topic in enumerate(("crib/v1/k/B/req/replay", "crib/v1/figures/A/TQ-60"), 3):
        teller.client.publish(link, number, Message(topic, b"%d" % number))
        assert teller.next(Accepted) == Accepted(number, heard=True)
        assert listener.next(Heard) == Heard(topic, b"%d" % number)
    teller.client.publish(link, 9, Message("crib/v1/k/B/req/deep/down", b"no"))
    assert teller.next(Accepted) == Accepted(9, heard=False)

    world.down()
    listener.next(Down)
    world.up()
    assert listener.next(Heard) == Heard("crib/v1/k/B/ack", b"old")
    teller.client.stop(FAREWELL)
    listener.client.stop(FAREWELL)
