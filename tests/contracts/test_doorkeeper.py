"""The socket's own troubles: garbage, floods, the deaf, and the end."""

import socket
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from door_bench import ANN, GROUPS, Counter, RawClient

from kiosk.attendant.door import DoorError
from kiosk.attendant.doorkeeper import MAX_BACKLOG, Doorkeeper
from kiosk.attendant.events import Asked
from kiosk.attendant.messages import ENCODER, AskStatus, Reply, Show, Status, Submit, Watch
from kiosk.attendant.monitor import Monitor
from kiosk.attendant.socket_door import SocketDoor
from kiosk.counter.views import Notice, Page, Tone, View
from kiosk.crib.definitions import Define, NewBin
from kiosk.crib.names import BinCode, CommandId

MONITOR = Monitor(lambda: datetime(2026, 11, 2, tzinfo=UTC))
STATUS = ENCODER.encode(AskStatus(CommandId("s"))) + b"\n"


@pytest.fixture
def counter() -> Iterator[Counter]:
    """A counter that serves."""
    counter = Counter()
    yield counter
    counter.close()


@pytest.fixture
def client(counter: Counter) -> Iterator[RawClient]:
    """A client of its socket."""
    client = RawClient(counter.path)
    yield client
    client.close()


def serves(counter: Counter) -> bool:
    """Whether a further client is served."""
    door = counter.socket()
    try:
        return door.status().kiosk == "kiosk-1"
    finally:
        door.close()


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"garbage",
        b"\xff\xfe\x00",
        b"{}",
        b"[1, 2]",
        b"null",
        b'{"type":"Nope","id":"x"}',
        b'{"type":"Tap"}',
        b'{"type":"Tap","id":1,"control":"undo"}',
        b'{"type":"BadgeRead","number":"em4100:40:0013058A07"}',
        b'{"type":"CodeRead","text":"DRL-01"}',
        b'{"type":"Submit","id":"x","command":{"type":"Nope"}}',
        b"[" * 5000,
    ],
    ids=lambda line: line[:24].decode("latin-1"),
)
def test_a_line_that_is_no_request_is_answered_and_the_next_one_is_served(
    client: RawClient, line: bytes
) -> None:
    """Among them: whoever would forge a badge or a scan."""
    client.send(line + b"\n")
    answer = client.answer()
    assert isinstance(answer, Reply)
    assert (answer.result, answer.text.startswith("not a request:")) == ("error", True)
    client.send(STATUS)
    assert isinstance(client.answer(), Status)


def test_a_request_may_come_in_any_pieces_and_several_in_one(client: RawClient) -> None:
    """A stream has no messages but its lines."""
    for byte in STATUS:
        client.send(bytes([byte]))
    client.send(STATUS + STATUS)
    assert all(isinstance(client.answer(), Status) for _ in range(3))


def test_half_a_request_of_a_client_that_went_changes_nothing(counter: Counter, client: RawClient) -> None:
    """Its last byte and its newline never came."""
    before = counter.entries()
    request = Submit(CommandId("x"), Define((NewBin(BinCode("X-1")),)))
    client.send(ENCODER.encode(request)[:-1])
    client.close()
    assert serves(counter)
    assert before == counter.entries()


def test_clients_that_come_and_go_by_the_hundred_leave_the_door_open(counter: Counter) -> None:
    """Each leaves nothing behind."""
    for _ in range(100):
        RawClient(counter.path).close()
    assert serves(counter)


def test_an_import_line_of_ten_megabytes_goes_through_and_comes_back_with_its_flaws(counter: Counter) -> None:
    """As long as an import of a whole crib."""
    names = ["n" * 1_000_000 for _ in range(10)]
    door = counter.socket()
    things = Define(tuple(NewBin(BinCode(f"X-{n}"), name) for n, name in enumerate(names)))
    assert _result(door, things, "fit") == ("approved", 10)
    assert _result(door, Define(tuple(NewBin(BinCode(name)) for name in names)), "unfit") == ("refused", 0)
    door.close()


def _result(door: SocketDoor, command: Define, name: str) -> tuple[str, int]:
    reply = door.submit(Submit(CommandId(name), command))
    return reply.result, reply.entries


class Crowd:
    """A doorkeeper without a desk behind it."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[Asked] = []
        self.path = folder / "d.sock"
        self.keeper = Doorkeeper(self.path, GROUPS, self._put, MONITOR)
        self.keeper.start()

    def _put(self, asked: Asked) -> None:
        self.asked.append(asked)
        asked.reply(Reply(asked.request.id, "ok"))

    def watcher(self) -> RawClient:
        client = RawClient(self.path)
        client.send(ENCODER.encode(Watch(CommandId("w"))) + b"\n")
        assert Reply(CommandId("w"), "ok") == client.answer()
        return client


@pytest.fixture
def crowd(counter: Counter) -> Iterator[Crowd]:
    """A door for many."""
    crowd = Crowd(counter.folder)
    yield crowd
    crowd.keeper.stop()


def big_news(number: int) -> Show:
    """A view of a quarter of a megabyte."""
    return Show(View(Page.NOTICE, "A", "08:00", notice=Notice(Tone.DONE, str(number), ("x" * 250_000,))))


ENOUGH = 4 * MAX_BACKLOG // 250_000


def test_a_watcher_that_never_reads_is_let_go_and_delays_nobody(crowd: Crowd) -> None:
    """News are told without waiting; the one who reads gets them all, in order."""
    deaf, awake = crowd.watcher(), crowd.watcher()
    for number in range(ENOUGH):
        crowd.keeper.news(big_news(number))
        shown = awake.answer()
        assert isinstance(shown, Show)
        assert str(number) == (shown.view.notice.title if shown.view.notice else "")
    try:
        held = len(deaf.rest())
    except ConnectionResetError:
        held = 0
    assert held < 2 * MAX_BACKLOG < ENOUGH * 250_000
    assert len(crowd.keeper._watching) == 1
    awake.close()
    deaf.close()


def test_a_client_that_asks_and_never_reads_is_let_go(crowd: Crowd) -> None:
    """It floods the door with lines that are answered at once."""
    deaf = RawClient(crowd.path)
    flood = (b'{"x":"' + b"y" * 200 + b'"}\n') * 500_000
    with pytest.raises(OSError, match=r"Broken pipe|reset"):
        deaf.send(flood)
    deaf.close()
    crowd.watcher().close()


def test_a_deaf_watcher_does_not_delay_a_scan(counter: Counter, client: RawClient) -> None:
    """The desk does not wait for screens."""
    client.send(ENCODER.encode(Watch(CommandId("w"))) + b"\n")
    counter.badge(ANN)
    for _ in range(200):
        counter.keeper.news(big_news(0))
    counter.scan("DRL-01")
    assert counter.entries()[-1].type == "asset.issued"


def test_the_socket_is_for_user_and_group_and_gone_after_the_end(counter: Counter) -> None:
    """Nobody else may even connect."""
    assert stat.S_IMODE(counter.path.stat().st_mode) == 0o660
    counter.stop()
    assert not counter.path.exists()


def test_a_socket_that_a_killed_attendant_left_behind_is_replaced(counter: Counter) -> None:
    """Otherwise it could not be started again."""
    path = counter.folder / "left.sock"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    keeper = Doorkeeper(path, GROUPS, counter.attendant.put, MONITOR)
    keeper.start()
    client = RawClient(path)
    client.send(STATUS)
    assert isinstance(client.answer(), Status)
    client.close()
    keeper.stop()


def test_a_place_where_no_socket_can_be_made_is_said_at_the_start(counter: Counter) -> None:
    """By whoever starts it, not in a thread's log."""
    keeper = Doorkeeper(counter.folder / "nowhere" / "d.sock", GROUPS, counter.attendant.put, MONITOR)
    with pytest.raises(OSError, match="No such file or directory"):
        keeper.start()


def test_clients_see_the_end_at_once(counter: Counter) -> None:
    """Watching, asking nothing, and with an answer that never comes: all are let go."""
    keeper = Doorkeeper(counter.folder / "mute.sock", GROUPS, lambda _: None, MONITOR)
    keeper.start()
    clients = [RawClient(counter.folder / "mute.sock") for _ in range(3)]
    clients[1].send(STATUS)
    clients[2].send(ENCODER.encode(Watch(CommandId("w"))) + b"\n")
    keeper.stop()
    assert [client.rest() for client in clients] == [b"", b"", b""]
    for client in clients:
        client.close()


def test_an_answer_or_news_after_the_end_is_told_to_nobody(counter: Counter) -> None:
    """The desk plays what is left in its inbox when the door is shut already."""
    crowd = Crowd(counter.folder)
    client = crowd.watcher()
    crowd.keeper.stop()
    crowd.keeper.news(big_news(1))
    crowd.asked[0].reply(Reply(CommandId("w"), "ok"))
    client.close()


def test_the_keepers_loop_is_seen_alive(crowd: Crowd) -> None:
    """Its beat goes on from the start."""
    assert crowd.keeper.beat() > 0


def test_without_an_attendant_the_door_says_what_to_look_at(tmp_path: Path) -> None:
    """For whoever runs cribctl."""
    with pytest.raises(DoorError, match=r"No such file or directory\. Is the attendant running"):
        SocketDoor(tmp_path / "none.sock", lambda: "id")
