"""The relay's process: what wakes it, what it tells, how it ends."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

import pytest
from mosquitto import Mosquitto
from relay_door import Attendant
from relay_journal import ListJournal
from relay_worlds import paho
from waiting import PATIENCE_S, until

from kiosk.attendant.messages import BrokerState, Elsewhere, Head, Reply
from kiosk.crib.names import CommandId
from kiosk.relay.cursor import Cursor, Mark
from kiosk.relay.envelope import message
from kiosk.relay.link import Client, Message
from kiosk.relay.memory import MemoryBroker, MemoryClient
from kiosk.relay.process import KNOCK_S, TICK_S, Bell, Doorway, Ring, idle, loop
from kiosk.relay.relay import Relay
from kiosk.relay.report import REPEAT_S

NEVER_S = 10.0 * PATIENCE_S
OFFLINE = '{"kiosk":"A","state":"offline"}'


@contextmanager
def running(
    journal: ListJournal,
    client: Client,
    attendant: Attendant,
    folder: Path,
    *,
    clock: Callable[[], float] = time.monotonic,
    tick_s: float = TICK_S,
) -> Iterator[None]:
    """The process's loop on a thread, stopped at the end."""
    doorway, bell = Doorway(attendant.open_door), Bell()
    cursor = Cursor(folder / "cursor.json")
    relay = Relay(journal, client, cursor, doorway.tell, kiosk="A", version="1", tell_every=0)
    with in_thread(bell, lambda: loop(relay, doorway, bell, clock=clock, tick_s=tick_s)):
        yield


@contextmanager
def in_thread(bell: Bell, work: Callable[[], None]) -> Iterator[None]:
    """Work that ends when the bell rings for the stop."""
    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        bell.put(Ring.STOP)
        thread.join(PATIENCE_S)
        assert not thread.is_alive()


def told(attendant: Attendant, state: str, waiting: int) -> BrokerState:
    """Wait until the attendant is told this."""
    while True:
        said = attendant.told.get(timeout=PATIENCE_S)
        if (said.state, said.waiting) == (state, waiting):
            return said


def test_news_of_the_journal_are_relayed_at_once(tmp_path: Path) -> None:
    """Nothing else wakes the relay here."""
    journal, broker, attendant = ListJournal(), MemoryBroker(), Attendant()
    carried: SimpleQueue[Message] = SimpleQueue()
    with running(journal, MemoryClient(broker), attendant, tmp_path, tick_s=NEVER_S):
        told(attendant, "up", 0)
        broker.listen(carried.put)
        journal.issue(1)
        attendant.say(Head(journal.epoch, 1))
        while "/evt/" not in carried.get(timeout=PATIENCE_S).topic:
            pass


def test_the_attendant_hears_of_the_broker_coming_and_going(tmp_path: Path) -> None:
    """With how much waits."""
    journal, broker, attendant = ListJournal(), MemoryBroker(), Attendant()
    journal.issue(3)
    broker.down()
    with running(journal, MemoryClient(broker), attendant, tmp_path):
        assert told(attendant, "away", 3).detail == "The broker is down."
        broker.up()
        told(attendant, "up", 0)


def test_an_attendant_that_started_anew_is_told_how_it_stands(tmp_path: Path) -> None:
    """The relay outlives it, and goes through its new door."""
    journal, broker, attendant = ListJournal(), MemoryBroker(), Attendant()
    journal.issue(3)
    now = [0.0]
    with running(journal, MemoryClient(broker), attendant, tmp_path, clock=lambda: now[0], tick_s=0.01):
        told(attendant, "up", 0)
        attendant.start_anew()
        now[0] += REPEAT_S

        told(attendant, "up", 0)
        until(lambda: attendant.watchers, "the relay watches the new attendant")


def test_without_a_broker_the_attendant_is_told_that_there_is_none_and_how_many_entries_wait() -> None:
    """So that the screen does not show one as away, and nobody thinks that nothing waits."""
    attendant, bell = Attendant(), Bell()
    doorway = Doorway(attendant.open_door)
    with in_thread(bell, lambda: idle(doorway, bell, lambda: 12)):
        assert told(attendant, "none", 12).detail == ""


def test_what_central_says_waits_for_an_attendant_that_is_away() -> None:
    """And the door is opened again for it."""
    attendant, bell = Attendant(), Bell()
    doorway, told = Doorway(attendant.open_door), Elsewhere(CommandId("1"), ())
    assert doorway.bring(told) is None

    doorway.look(0.0, bell)
    assert doorway.bring(told) == Reply(CommandId("1"), "ok")
    attendant.start_anew()
    assert doorway.bring(told) is None
    doorway.look(KNOCK_S, bell)
    assert doorway.bring(told) == Reply(CommandId("1"), "ok")


@contextmanager
def victim(broker: Mosquitto, cursor: Path, count: int) -> Iterator["subprocess.Popen[bytes]"]:
    """A relay in a process of its own, gone in the end whatever the test did with it."""
    script = Path(__file__).parent / "relay_victim.py"
    command = [sys.executable, str(script), broker.url, str(cursor), str(count)]
    process = subprocess.Popen(command, env={"PYTHONPATH": ":".join(sys.path)})
    try:
        yield process
    finally:
        process.kill()
        process.wait(PATIENCE_S)


def entries(count: int) -> list[str]:
    """The payloads of the victim's entries."""
    journal = ListJournal()
    journal.issue(count)
    return [message(entry).payload.decode() for entry in journal.entries]


def test_sigterm_says_offline_and_keeps_the_cursor(mosquitto: Mosquitto, tmp_path: Path) -> None:
    """As systemd stops it; nothing is sent twice afterwards."""
    mosquitto.subscribe("audit")
    with victim(mosquitto, tmp_path / "cursor.json", 50) as process:
        assert [seen.payload for seen in mosquitto.collect("audit", 50)] == entries(50)
        process.send_signal(signal.SIGTERM)

        assert process.wait(PATIENCE_S) == 0
    (state,) = mosquitto.retained("crib/v1/k/A/state")
    assert '"seq":50,"state":"offline"' in state.payload
    mark = Cursor(tmp_path / "cursor.json").load()
    assert mark is not None
    assert mark.seq == 50


@pytest.mark.slow
def test_a_relay_that_is_killed_loses_nothing_and_repeats_only_the_same_bytes(
    mosquitto: Mosquitto, tmp_path: Path
) -> None:
    """SIGKILL while it sends, and another one that goes on; the will says offline between them."""
    count, path = 5000, tmp_path / "cursor.json"
    mosquitto.subscribe("audit")
    with victim(mosquitto, path, count):
        seen = mosquitto.collect("audit", 500)
    state = "crib/v1/k/A/state"
    until(lambda: OFFLINE in [each.payload for each in mosquitto.retained(state)], "the will is published")
    with victim(mosquitto, path, count):
        until(lambda: (mark := Cursor(path).load()) and mark.seq == count, "the cursor is at the end")
    seen = mosquitto.different("audit", count, *seen)

    assert list(dict.fromkeys(each.payload for each in seen)) == entries(count)


def test_a_broker_that_was_down_for_500_movements_gets_them_all_in_order(
    mosquitto: Mosquitto, tmp_path: Path
) -> None:
    """At a subscriber whose session outlived the broker's stop; each once, and none missing."""
    journal, attendant = ListJournal(), Attendant()
    mosquitto.subscribe("audit")
    journal.issue(1)
    with running(journal, paho(mosquitto), attendant, tmp_path):
        told(attendant, "up", 0)
        mosquitto.down()
        told(attendant, "away", 0)
        journal.issue(500)
        told(attendant, "away", 500)
        mosquitto.up()
        told(attendant, "up", 0)
    seen = mosquitto.collect("audit", 501)

    assert [each.payload for each in seen] == [message(entry).payload.decode() for entry in journal.entries]


def test_an_entry_that_an_acl_denies_arrives_once_it_is_allowed(tmp_path: Path) -> None:
    """Under MQTT 3.1.1 the broker would have acknowledged and dropped it."""
    rules = tmp_path / "acl"
    rules.write_text("topic read crib/#\ntopic write crib/v1/k/A/state\ntopic write crib/v1/k/A/info\n")
    with Mosquitto(tmp_path, "allow_anonymous true", f"acl_file {rules}") as broker:
        broker.subscribe("audit")
        journal, attendant = ListJournal(), Attendant()
        journal.issue(1)
        with running(journal, paho(broker), attendant, tmp_path):
            assert "refuses crib/v1/k/A/evt/asset.issued: Not authorized" in denied(attendant)
            rules.write_text("topic readwrite crib/#\n")
            broker.reload()
            told(attendant, "up", 0)
        seen = broker.collect("audit", 1)

    assert [each.payload for each in seen] == entries(1)
    assert Mark.of(journal.entries[0]) == Cursor(tmp_path / "cursor.json").load()


def denied(attendant: Attendant) -> str:
    """Wait for the first complaint of the broker's."""
    while True:
        said = attendant.told.get(timeout=PATIENCE_S)
        if "refuses" in said.detail:
            return said.detail
