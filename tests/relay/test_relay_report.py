"""What the relay says of itself: retained on the broker, and to the attendant."""

from pathlib import Path

from relay_kiosk import Kiosk

from kiosk.attendant.messages import BrokerState
from kiosk.relay.cursor import Mark
from kiosk.relay.relay import HEAD_S, SAVE_S, SILENT_S

STATE, INFO = "crib/v1/k/A/state", "crib/v1/k/A/info"


def test_an_entry_that_nobody_subscribes_to_is_settled_and_counted(kiosk: Kiosk) -> None:
    """The broker has taken it; whether anybody will ever hear of it, somebody must see to."""
    kiosk.rest()

    assert kiosk.relay.unheard == 5
    assert kiosk.told[-1].detail == "5 entries found no subscriber."
    assert kiosk.told[-1].waiting == 0


def test_an_entry_that_somebody_subscribes_to_is_not_counted(kiosk: Kiosk) -> None:
    """All is well, and there is nothing to say."""
    kiosk.broker.listen(lambda _sent: None)
    kiosk.rest()

    assert kiosk.told[-1] == BrokerState(kiosk.told[-1].id, "up", 0, "")


def test_the_kiosk_is_online_with_its_head_while_there_is_a_link(kiosk: Kiosk) -> None:
    """Retained, for whoever comes later."""
    kiosk.rest()
    head = kiosk.journal.entries[-1]

    assert kiosk.retained(STATE) == {"state": "online", "kiosk": "A", "epoch": head.epoch, "seq": 5}
    about = {"kiosk": "A", "version": "1.2.3", "schema": 1, "epoch": head.epoch, "seq": 5, "hash": head.hash}
    assert kiosk.retained(INFO) == about


def test_the_head_of_a_growing_journal_is_published_every_minute(kiosk: Kiosk) -> None:
    """A tail cut off later shows against it."""
    kiosk.rest()
    kiosk.journal.issue(1)
    kiosk.rest(HEAD_S - 1)
    assert kiosk.retained(INFO)["seq"] == 5
    kiosk.rest(1)

    assert kiosk.retained(INFO)["seq"] == 6


def test_state_and_head_are_published_anew_on_every_link(kiosk: Kiosk) -> None:
    """The broker that is back may have forgotten them."""
    kiosk.rest()
    kiosk.broker.retained.clear()
    kiosk.broker.down()
    kiosk.broker.up()
    kiosk.rest()

    assert kiosk.retained(STATE)["state"] == "online"
    assert kiosk.retained(INFO)["seq"] == 5


def test_a_clean_stop_says_offline_and_how_far_the_journal_goes(kiosk: Kiosk) -> None:
    """And the attendant is told."""
    kiosk.rest()
    kiosk.journal.issue(1)
    kiosk.relay.stop(kiosk.now)

    assert kiosk.retained(STATE)["state"] == "offline"
    assert kiosk.retained(STATE)["seq"] == kiosk.retained(INFO)["seq"] == 6
    assert (kiosk.told[-1].state, kiosk.told[-1].waiting) == ("away", 1)


def test_a_kiosk_that_vanishes_is_offline_by_its_will_which_knows_no_head(kiosk: Kiosk) -> None:
    """The broker publishes it; how far the journal went by then, it cannot know."""
    kiosk.rest()
    kiosk.client.vanish()

    assert kiosk.retained(STATE) == {"state": "offline", "kiosk": "A"}


def test_the_attendant_is_told_of_every_change(kiosk: Kiosk) -> None:
    """Up, away and how much waits."""
    kiosk.rest()
    kiosk.broker.down()
    kiosk.journal.issue(3)
    kiosk.rest()

    assert (kiosk.told[-1].state, kiosk.told[-1].waiting) == ("away", 3)
    assert kiosk.told[-1].detail.startswith("The broker went down.")
    assert len({state.id for state in kiosk.told}) == len(kiosk.told)


def test_an_attendant_that_did_not_hear_is_told_again(kiosk: Kiosk) -> None:
    """And one that may have started anew, every ten seconds."""
    kiosk.attendant_hears = False
    kiosk.rest()
    kiosk.attendant_hears = True
    kiosk.rest()
    assert [state.state for state in kiosk.told] == ["up"]
    kiosk.rest(10)

    assert [state.state for state in kiosk.told] == ["up", "up"]


def test_while_the_journal_cannot_be_read_the_relay_waits_and_says_why(kiosk: Kiosk) -> None:
    """As while the attendant is away: the link stands, and what was read is sent."""
    kiosk.journal.away = "crib.sqlite is not there."
    kiosk.rest()
    assert (kiosk.told[-1].state, kiosk.told[-1].detail) == ("up", "crib.sqlite is not there.")
    kiosk.journal.away = ""
    kiosk.rest()

    assert kiosk.written() == kiosk.carried()
    assert kiosk.retained(INFO)["seq"] == 5


def test_a_cursor_that_cannot_be_written_stops_nothing(kiosk: Kiosk) -> None:
    """A full disk is told; later the cursor is written after all."""
    blocker = kiosk.path.with_name("cursor.json.new")
    blocker.mkdir()
    kiosk.rest()
    assert kiosk.written() == kiosk.carried()
    assert "cursor cannot be kept" in kiosk.told[-1].detail
    blocker.rmdir()
    kiosk.rest(SAVE_S)

    assert Mark.of(kiosk.journal.entries[-1]) == kiosk.cursor()
    assert "cursor" not in kiosk.told[-1].detail


def test_a_broker_that_refuses_the_announcements_is_told_and_gets_the_entries(kiosk: Kiosk) -> None:
    """What happened matters more than who is there."""
    kiosk.broker.denied = (STATE, INFO)
    kiosk.broker.listen(lambda _sent: None)
    kiosk.rest()

    assert kiosk.written() == kiosk.carried()
    assert "refuses the kiosk's state or info: Not authorized" in kiosk.told[-1].detail


def test_a_broker_that_acknowledges_nothing_is_told(kiosk: Kiosk) -> None:
    """The link stands, so nothing else would say why entries wait."""
    kiosk.broker.answering = False
    kiosk.rest()
    kiosk.rest(SILENT_S)
    assert "acknowledged nothing for 30 s" in kiosk.told[-1].detail
    kiosk.broker.answering = True
    kiosk.broker.down()
    kiosk.broker.up()
    kiosk.rest()

    assert "acknowledged nothing" not in kiosk.told[-1].detail


def test_counts_are_told_no_more_often_than_the_attendant_wants(tmp_path: Path) -> None:
    """A long drain would keep it busy with nothing else; what begins or ends is told at once."""
    kiosk = Kiosk(tmp_path, tell_every=1)
    kiosk.journal.issue(200)
    kiosk.rest()
    assert [state.waiting for state in kiosk.told] == [200, 180]
    kiosk.rest(0.9)
    assert len(kiosk.told) == 2
    kiosk.rest(0.1)
    assert kiosk.told[-1].waiting == 0
    kiosk.broker.down()
    kiosk.rest()

    assert kiosk.told[-1].state == "away"
