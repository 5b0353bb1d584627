"""Every entry reaches the broker, in order, whatever fails."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from relay_kiosk import Kiosk

from kiosk.relay.cursor import Mark
from kiosk.relay.relay import SAVE_S


def test_every_entry_is_carried_in_order_once(kiosk: Kiosk) -> None:
    """Those that are there at the start, and those written later."""
    kiosk.rest()
    kiosk.journal.issue(40)
    kiosk.rest()

    assert kiosk.written() == kiosk.carried()


def test_what_is_written_while_the_broker_is_away_is_carried_when_it_is_back(kiosk: Kiosk) -> None:
    """In order and without a gap."""
    kiosk.rest()
    kiosk.broker.down()
    kiosk.journal.issue(500)
    kiosk.rest()
    assert len(kiosk.carried()) == 5
    kiosk.broker.up()
    kiosk.rest()

    assert kiosk.written() == kiosk.carried()


def test_a_second_epoch_follows_the_first(kiosk: Kiosk) -> None:
    """Order is epoch, then number."""
    kiosk.journal.open_epoch("000002-00000001")
    kiosk.journal.issue(3)
    kiosk.rest()

    assert kiosk.written() == kiosk.carried()


def test_a_relay_that_is_started_again_goes_on_where_it_was(kiosk: Kiosk) -> None:
    """After a clean stop nothing is sent twice."""
    kiosk.rest()
    kiosk.relay.stop(kiosk.now)
    kiosk.start()
    kiosk.journal.issue(1)
    kiosk.rest()

    assert kiosk.written() == kiosk.carried()


def test_power_lost_before_the_cursor_is_written_sends_the_same_bytes_again(kiosk: Kiosk) -> None:
    """Twice is allowed, with the same id; never is not."""
    kiosk.rest()
    kiosk.journal.issue(3)
    kiosk.rest()
    assert kiosk.cursor() == Mark.of(kiosk.journal.entries[4])
    kiosk.lose_power()
    kiosk.rest()

    assert [*kiosk.written(), *kiosk.written()[5:]] == kiosk.carried()


def test_a_damaged_cursor_sends_everything_again(kiosk: Kiosk, caplog: pytest.LogCaptureFixture) -> None:
    """A sentence says so; nothing is left out."""
    kiosk.rest()
    kiosk.path.write_bytes(b"\0" * 50)
    kiosk.lose_power()
    kiosk.rest()

    assert kiosk.written() * 2 == kiosk.carried()
    assert "is damaged" in caplog.text


def test_the_cursor_is_written_at_most_every_half_second(kiosk: Kiosk) -> None:
    """An SD card is not worn out by a busy hour."""
    kiosk.rest()
    first = kiosk.cursor()
    kiosk.journal.issue(10)
    kiosk.rest(SAVE_S - 0.1)
    assert first == kiosk.cursor()
    kiosk.rest(0.1)

    assert Mark.of(kiosk.journal.entries[-1]) == kiosk.cursor()


def test_at_most_a_window_of_entries_is_unanswered(kiosk: Kiosk) -> None:
    """The journal is the only queue."""
    kiosk.journal.issue(100)
    kiosk.broker.answering = False
    kiosk.rest()

    assert len(kiosk.carried()) == 20
    assert kiosk.told[-1].waiting == 105


def test_what_was_not_answered_is_sent_again_on_the_next_link(kiosk: Kiosk) -> None:
    """In the same order, with the same bytes."""
    kiosk.broker.answering = False
    kiosk.rest()
    kiosk.broker.down()
    kiosk.broker.answering = True
    kiosk.broker.up()
    kiosk.rest()

    assert kiosk.written() * 2 == kiosk.carried()
    assert kiosk.told[-1].waiting == 0


def test_a_denied_entry_is_kept_and_nothing_after_it_settles(kiosk: Kiosk) -> None:
    """It is tried again, ever more rarely; the detail says what to do."""
    kiosk.broker.denied = ("crib/v1/k/A/evt/epoch.opened",)
    kiosk.journal.open_epoch("000002-00000001")
    kiosk.journal.issue(100)
    kiosk.rest()
    assert len(kiosk.carried()) == 5 + 14
    assert kiosk.cursor() == Mark.of(kiosk.journal.entries[4])
    assert kiosk.told[-1].detail.startswith(
        "The broker refuses crib/v1/k/A/evt/epoch.opened: Not authorized. Allow the kiosk to write there."
    )
    kiosk.broker.denied = ()
    kiosk.rest(0.9)
    assert len(kiosk.carried()) == 5 + 14
    kiosk.rest(0.1)

    assert sorted(kiosk.written()) == sorted(kiosk.carried())
    assert "refuses" not in kiosk.told[-1].detail


def test_a_denied_entry_is_tried_again_ever_more_rarely(kiosk: Kiosk) -> None:
    """After 1, 2, 4, ... seconds, at last every minute."""
    kiosk.broker.denied = ("crib/v1/k/A/evt/",)
    kiosk.journal.entries = kiosk.journal.entries[:1]
    kiosk.rest()
    tried_at = []
    for second in range(1, 200):
        kiosk.rest(1)
        if len(kiosk.broker.turned_away) > len(tried_at) + 1:
            tried_at.append(second)

    assert tried_at == [1, 3, 7, 15, 31, 63, 123, 183]


def test_a_denial_after_an_acceptance_is_tried_again_soon(kiosk: Kiosk) -> None:
    """The longer waits were for the trouble before."""
    kiosk.broker.denied = ("crib/v1/k/A/evt/",)
    kiosk.rest()
    for _ in range(20):
        kiosk.rest(1)
    kiosk.broker.denied = ()
    kiosk.rest(60)
    kiosk.broker.denied = ("crib/v1/k/A/evt/",)
    kiosk.journal.issue(1)
    kiosk.rest()
    kiosk.broker.denied = ()
    kiosk.rest(1)

    assert kiosk.written() == kiosk.carried()


def without_repeats(payloads: list[bytes]) -> list[bytes]:
    """What a consumer keeps that goes by the id."""
    return list({json.loads(payload)["id"]: payload for payload in payloads}.values())


acts = st.one_of(
    st.tuples(st.just("issue"), st.integers(1, 30)),
    st.tuples(st.just("rest"), st.sampled_from([0.0, 0.3, 1.0, 70.0])),
    st.tuples(st.sampled_from(["down", "up", "mute", "unmute", "power", "stop", "epoch"]), st.just(0)),
)


@settings(deadline=None)
@given(st.lists(acts, max_size=25), st.integers(1, 20))
def test_whatever_fails_every_entry_arrives_first_in_order(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[str, float]], window: int
) -> None:
    """Links, answers or power lost: who drops repeats by the id has the journal, gapless and in order."""
    kiosk = Kiosk(tmp_path_factory.mktemp("cursor"), window=window)
    for act, amount in history:
        play(kiosk, act, amount)
    kiosk.broker.answering = True
    kiosk.broker.down()
    kiosk.broker.up()
    kiosk.rest(1)

    assert kiosk.written() == without_repeats(kiosk.carried())
    assert kiosk.told[-1].waiting == 0


def play(kiosk: Kiosk, act: str, amount: float) -> None:
    """One act of a history."""
    match act:
        case "issue":
            kiosk.journal.issue(int(amount))
        case "rest":
            kiosk.rest(amount)
        case "down" | "up":
            getattr(kiosk.broker, act)()
        case "mute" | "unmute":
            kiosk.broker.answering = act == "unmute"
        case "power":
            kiosk.lose_power()
        case "stop":
            kiosk.relay.stop(kiosk.now)
            kiosk.start()
        case "epoch":
            kiosk.journal.open_epoch(f"{int(kiosk.journal.epoch[:6]) + 1:06d}-00000000")
