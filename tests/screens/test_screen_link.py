"""The link to the attendant: comes in, passes on, sends, and comes back."""

from screen_samples import SAMPLES, WELCOME
from screen_stage import FakeDoor, numbered
from textual.message import Message

from kiosk.attendant.messages import Head, Tap
from kiosk.crib.names import CommandId
from kiosk.screens.link import Link
from kiosk.screens.messages import Lost, NewView

TAP = Tap(CommandId("9"), "undo")


class Posted(list[Message]):
    """What the screen was told."""

    def kinds(self) -> list[type[Message]]:
        return [type(message) for message in self]


def link_to(door: FakeDoor) -> tuple[Link, Posted]:
    """A link that is turned by hand, and what it tells."""
    posted = Posted()
    return Link(door.connect, numbered(), posted.append), posted


def test_coming_in_brings_the_present_view() -> None:
    """The first turn watches, and the attendant shows what there is."""
    link, posted = link_to(FakeDoor(WELCOME))
    link.step(None)
    assert [message.view for message in posted if isinstance(message, NewView)] == [WELCOME]


def test_only_views_concern_the_screen() -> None:
    """The journal's head is for the relay."""
    door = FakeDoor(WELCOME)
    link, posted = link_to(door)
    link.step(None)
    door.watchers[0](Head("e1", 7))
    assert [NewView] == posted.kinds()


def test_a_tap_is_sent_once() -> None:
    """A turn with a tap sends it; the next turn does not send it again."""
    door = FakeDoor(WELCOME)
    link, _ = link_to(door)
    for tap in (None, TAP, None):
        link.step(tap)
    assert door.taps == [TAP]


def test_an_attendant_that_goes_away_is_noticed_without_a_tap() -> None:
    """Each idle turn asks for a sign of life."""
    door = FakeDoor(WELCOME)
    link, posted = link_to(door)
    link.step(None)
    door.away = True
    link.step(None)
    assert [NewView, Lost] == posted.kinds()
    assert door.closed == 1


def test_the_link_comes_back_with_the_attendant() -> None:
    """Every turn tries the door anew, and the new view is shown."""
    door = FakeDoor(WELCOME, away=True)
    link, posted = link_to(door)
    link.step(None)
    link.step(None)
    door.away = False
    link.step(None)
    assert [Lost, Lost, NewView] == posted.kinds()
    assert door.visits == 3


def test_a_tap_on_a_screen_that_is_gone_is_dropped() -> None:
    """A tap made before the attendant went away does not act on what it shows when it is back."""
    door = FakeDoor(SAMPLES["taken"])
    link, posted = link_to(door)
    link.step(None)
    door.away = True
    link.step(TAP)
    door.away = False
    link.step(TAP)
    link.step(None)
    assert door.taps == []
    assert [NewView, Lost, NewView] == posted.kinds()
