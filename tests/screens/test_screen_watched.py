"""A second screen, that is only looked at."""

from screen_samples import SAMPLES
from screen_stage import FakeDoor, numbered, play, screen, staged

from kiosk.counter.views import Item, KeyKind, Keys, Page, Sheet, View
from kiosk.counter.watched import watched
from kiosk.screens.app import KioskApp

KEYS = Keys(KeyKind.DIGITS, "Your number", typed="••••", enter="Sign in")
OPENED = View(
    page=Page.NOTICE,
    site="Main crib",
    clock="08:00",
    sheet=Sheet("Out", (Item("Drill", control="show:DRL-01"),), keys=KEYS),
    news=(Item("Overdue: 2", control="overdue"),),
)


def test_who_looks_on_sees_the_words_and_nothing_to_touch() -> None:
    """No control, no key, no item that means something; what is being typed is not theirs to read."""
    view = watched(OPENED)
    assert "Drill" in view.words()
    assert "Overdue: 2" in view.words()
    assert "Your number" not in view.words()
    assert "•" not in view.words()
    assert view.sheet is not None
    assert {item.control for item in (*view.sheet.items, *view.news)} == {""}
    assert watched(SAMPLES["taken"]).controls == ()
    assert watched(SAMPLES["taken"]).notice == SAMPLES["taken"].notice


def test_nothing_is_sent_wherever_it_is_touched() -> None:
    """Every cell of the screen, and no tap at the door."""
    door = FakeDoor(SAMPLES["taken"])

    async def scene() -> None:
        app = KioskApp(door.connect, ids=numbered(), now=lambda: 0.0, watch=True)
        async with staged(app, SAMPLES["taken"]) as pilot:
            assert app.spots == ()
            assert "TW-01" in screen(app)
            for row in range(0, 24, 2):
                await pilot.click(offset=(40, row))

    play(scene())
    assert door.taps == []
