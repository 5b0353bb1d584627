"""The door: one suite for the door in process and the one over the socket."""

import threading
from collections.abc import Callable, Iterator
from queue import SimpleQueue

import pytest
from door_bench import ANN, Counter
from waiting import PATIENCE_S

from kiosk.attendant import door as door_module
from kiosk.attendant.door import Door, DoorError
from kiosk.attendant.messages import BrokerState, Head, News, Show, Submit, Tap
from kiosk.counter.views import Page, View
from kiosk.crib.commands import Command, IssueAsset, KeepCode, SetPolicy
from kiosk.crib.definitions import Define, Delivery, NewBin
from kiosk.crib.names import AssetCode, BinCode, CommandId, ProductCode, WorkerId
from kiosk.crib.outcomes import Tally

AWAY = BrokerState(CommandId("b"), "away", 12)
NEW_BINS = Define((NewBin(BinCode("X-1")), NewBin(BinCode("X-2"))))


@pytest.fixture
def counter() -> Iterator[Counter]:
    """A counter that serves."""
    counter = Counter()
    yield counter
    counter.close()


@pytest.fixture(params=["local", "socket"])
def opener(request: pytest.FixtureRequest, counter: Counter) -> Callable[[], Door]:
    """What opens a further door of the kind."""
    opener: Callable[[], Door] = getattr(counter, request.param)
    return opener


@pytest.fixture
def door(opener: Callable[[], Door]) -> Iterator[Door]:
    """One door of the kind."""
    door = opener()
    yield door
    door.close()


def tap(control: str, id: str = "t") -> Tap:  # noqa: A002
    """A tap."""
    return Tap(CommandId(id), control)


def submit(command: Command, id: str = "s", *, dry_run: bool = False) -> Submit:  # noqa: A002
    """A submitted command."""
    return Submit(CommandId(id), command, dry_run)


class Watcher:
    """Keeps the news, and waits for some."""

    def __init__(self, door: Door) -> None:
        self._box: SimpleQueue[News] = SimpleQueue()
        self.heard: list[News] = []
        door.watch(self._box.put)

    def next(self) -> News:
        self.heard.append(self._box.get(timeout=PATIENCE_S))
        return self.heard[-1]

    def until(self, wanted: Callable[[News], bool]) -> News:
        while not wanted(news := self.next()):
            pass
        return news

    def view(self, wanted: Callable[[View], bool]) -> View:
        news = self.until(lambda news: isinstance(news, Show) and wanted(news.view))
        assert isinstance(news, Show)
        return news.view

    @property
    def quiet(self) -> bool:
        return self._box.empty()


def test_a_tap_on_a_control_that_is_shown_is_done(door: Door, counter: Counter) -> None:
    """Under the id of the tap."""
    counter.badge(ANN)
    counter.scan("DRL-01")
    reply = door.tap(tap("undo", "my tap"))
    assert (reply.id, reply.result, reply.text) == ("my tap", "ok", "")
    assert (counter.entries()[-1].type, counter.entries()[-1].command) == ("act.undone", "my tap/0")


@pytest.mark.parametrize(
    "control", ["undo", "sign-out", "quantity:5", "", "no such control", "problem:broken"]
)
def test_a_tap_on_a_control_that_is_not_shown_is_refused_and_changes_nothing(
    door: Door, counter: Counter, control: str
) -> None:
    """A screen may lag behind by one view."""
    before = counter.entries()
    reply = door.tap(tap(control))
    assert ("refused", f"The control {control!r} is not on the screen now.") == (reply.result, reply.text)
    assert before == counter.entries()


def test_the_same_tap_twice_is_once(door: Door, counter: Counter) -> None:
    """The answer may have been lost."""
    counter.badge(ANN)
    counter.scan("GLV-9")
    door.tap(tap("plus", "one"))
    door.tap(tap("plus", "one"))
    assert sum(entry.type == "stock.issued" for entry in counter.entries()) == 2


def test_a_command_that_is_approved_is_written_and_counted(door: Door, counter: Counter) -> None:
    """With how many rows were new."""
    reply = door.submit(submit(NEW_BINS))
    assert ("s", "approved", 2, Tally(added=2)) == (reply.id, reply.result, reply.entries, reply.tally)
    assert [entry.type for entry in counter.entries()[-2:]] == ["bin.changed", "bin.changed"]
    assert counter.entries()[-1].via == "cribctl"


def test_a_command_that_is_refused_names_every_flaw_and_writes_nothing(door: Door, counter: Counter) -> None:
    """By row and column of what was sent, all at once."""
    before = counter.entries()
    wrong = [Delivery(ProductCode(product), BinCode("C2-01"), 1) for product in ("GLV-9", "GLV-8", "GLV-7")]
    reply = door.submit(submit(Define(tuple(wrong))))
    assert (reply.result, reply.text) == ("refused", "unfit")
    flaws = [(flaw.row, flaw.column, flaw.value) for flaw in reply.flaws]
    assert {(1, "product", "GLV-8"), (2, "product", "GLV-7")} <= {*flaws}
    assert before == counter.entries()


def test_a_dry_run_says_what_would_be_and_writes_nothing(door: Door, counter: Counter) -> None:
    """And does not use up its id."""
    before = counter.entries()
    reply = door.submit(submit(NEW_BINS, dry_run=True))
    assert ("approved", 0, Tally(added=2)) == (reply.result, reply.entries, reply.tally)
    assert before == counter.entries()
    assert door.submit(submit(NEW_BINS)).result == "approved"


def test_a_command_twice_by_one_id_is_once(door: Door, counter: Counter) -> None:
    """Even where it says something else the second time."""
    door.submit(submit(SetPolicy("signout", 9), "one"))
    before = counter.entries()
    again = door.submit(submit(SetPolicy("signout", 10), "one"))
    assert (again.result, again.text, again.entries) == ("nothing", "This was done before.", 1)
    assert before == counter.entries()


def test_a_command_that_changes_nothing_says_so(door: Door) -> None:
    """The same rows under another id."""
    door.submit(submit(NEW_BINS, "one"))
    again = door.submit(submit(NEW_BINS, "two"))
    assert ("nothing", 0, Tally(unchanged=2)) == (again.result, again.entries, again.tally)


@pytest.mark.parametrize(
    "command", [IssueAsset(AssetCode("DRL-01"), WorkerId("w-ann")), KeepCode("x")], ids=["issue", "keep"]
)
def test_what_is_done_at_the_counter_cannot_be_submitted(
    door: Door, counter: Counter, command: Command
) -> None:
    """Not even by an administrator."""
    before = counter.entries()
    reply = door.submit(submit(command))
    said = f"{type(command).__name__} is done at the counter, not by command."
    assert ("forbidden", said) == (reply.result, reply.text)
    assert before == counter.entries()


def test_the_status_tells_who_and_where_and_how_all_parts_are(door: Door, counter: Counter) -> None:
    """For cribctl status, and for whoever monitors."""
    status, head = door.status(), counter.entries()[-1]
    assert (status.kiosk, status.site, status.version) == ("kiosk-1", "A", "1.2.3")
    assert head.position.seq == status.seq
    assert head.position.epoch == status.epoch
    assert {"disk", "broker", "clock"} <= {part.name for part in status.health}


def test_a_watcher_hears_the_present_view_and_head_first(door: Door, counter: Counter) -> None:
    """In either order."""
    watcher = Watcher(door)
    first = {type(news): news for news in (watcher.next(), watcher.next())}
    head = counter.entries()[-1]
    assert Head(head.epoch, head.seq) == first[Head]
    shown = first[Show]
    assert isinstance(shown, Show)
    assert (shown.view.page, shown.view.site, shown.view.clock) == (Page.WELCOME, "Main crib", "08:00")


def test_a_watcher_hears_every_new_view_and_head_in_order(door: Door, counter: Counter) -> None:
    """A reader that keeps up misses none."""
    watcher = Watcher(door)
    counter.badge(ANN)
    for number in range(1, 6):
        counter.scan(f"DRL-0{number}")
    last = counter.entries()[-1]
    watcher.until(lambda news: news == Head(last.epoch, last.seq))
    heads = [news.seq for news in watcher.heard if isinstance(news, Head)]
    assert [*range(heads[0], last.seq + 1)] == heads
    notices = [news.view.notice for news in watcher.heard if isinstance(news, Show)]
    taken = [notice.lines[0] for notice in notices if notice and notice.title.startswith("Taken")]
    assert [f"DRL-0{number}" for number in range(1, 6)] == taken


def test_a_watcher_may_ask_between_the_news(door: Door, counter: Counter) -> None:
    """On the same door."""
    watcher = Watcher(door)
    counter.badge(ANN)
    watcher.view(lambda view: view.who == "Ann Ottoline")
    assert door.tap(tap("sign-out")).result == "ok"
    watcher.view(lambda view: view.who == "")


def test_a_second_client_hears_the_same_news(
    door: Door, opener: Callable[[], Door], counter: Counter
) -> None:
    """Screen and relay watch side by side."""
    other = opener()
    watchers = [Watcher(door), Watcher(other)]
    counter.badge(ANN)
    for watcher in watchers:
        watcher.view(lambda view: view.who == "Ann Ottoline")
    other.close()


def test_what_the_relay_tells_of_the_broker_shows_on_the_screen(door: Door) -> None:
    """And in the status."""
    watcher = Watcher(door)
    assert door.tell_broker(AWAY).result == "ok"
    watcher.view(lambda view: "broker: away, 12 waiting" in view.words())
    assert door.status().waiting == 12


def test_many_may_ask_at_once_and_each_gets_its_own_answer(door: Door) -> None:
    """Answers find their requests by id."""
    answers: SimpleQueue[tuple[str, str]] = SimpleQueue()

    def ask(name: str) -> None:
        answers.put((name, door.tap(tap(f"no {name}", name)).text))

    askers = [threading.Thread(target=ask, args=(f"asker-{n}",)) for n in range(12)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join(PATIENCE_S)
    got = dict(answers.get(timeout=PATIENCE_S) for _ in askers)
    assert {f"asker-{n}": f"The control 'no asker-{n}' is not on the screen now." for n in range(12)} == got


def test_a_door_that_was_closed_raises_at_every_request(opener: Callable[[], Door]) -> None:
    """It does not hang."""
    door = opener()
    door.close()
    requests: list[Callable[[], object]] = [
        door.status,
        lambda: door.tap(tap("undo")),
        lambda: door.submit(submit(NEW_BINS)),
        lambda: door.tell_broker(AWAY),
        lambda: door.watch(lambda _: None),
    ]
    for request in requests:
        with pytest.raises(DoorError, match="closed"):
            request()


def test_closing_twice_is_once(opener: Callable[[], Door]) -> None:
    """Whoever cleans up need not know."""
    door = opener()
    door.close()
    door.close()


def test_a_watcher_of_a_closed_door_hears_nothing_more(opener: Callable[[], Door], counter: Counter) -> None:
    """While the others do."""
    door, other = opener(), opener()
    closed, open_one = Watcher(door), Watcher(other)
    for watcher in (closed, open_one):
        watcher.next()
        watcher.next()
    door.close()
    counter.badge(ANN)
    open_one.view(lambda view: view.who == "Ann Ottoline")
    assert closed.quiet
    other.close()


def test_when_the_attendant_is_gone_a_request_raises(
    opener: Callable[[], Door], counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In process nobody closes the door: it is the patience that ends."""
    monkeypatch.setattr(door_module, "PATIENCE_S", 0.1)
    door = opener()
    counter.stop()
    with pytest.raises(DoorError, match="attendant"):
        door.status()
    door.close()
