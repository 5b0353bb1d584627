"""Lists and keys under a finger, on the running screen; and what takes its time."""

from dataclasses import dataclass, field
from threading import Event

from screen_sheets import SHEETS
from screen_stage import FakeDoor, numbered, play, screen, staged, until
from textual.pilot import Pilot
from waiting import PATIENCE_S

from kiosk.attendant.messages import Reply, Tap
from kiosk.counter.views import View
from kiosk.screens.app import KioskApp
from kiosk.screens.drawing import OWN
from kiosk.screens.face import Face
from kiosk.screens.paging import BACK, ON
from kiosk.screens.palette import DARK
from kiosk.screens.pictures import cells


def app_on(door: FakeDoor) -> KioskApp:
    """The app, with a clock that stands still."""
    return KioskApp(door.connect, ids=numbered(), now=lambda: 0.0)


def center(app: KioskApp, control: str) -> tuple[int, int]:
    """Where to touch a control."""
    return next(spot.center for spot in app.spots if spot.control == control)


async def touch(app: KioskApp, pilot: Pilot[None], control: str) -> None:
    """Touch it."""
    await pilot.click(offset=center(app, control))
    await pilot.pause()


def test_every_spot_of_every_page_sends_its_own_name() -> None:
    """Items, keys and controls reach the attendant; what is the screen's own does not."""
    expected: list[str] = []
    door = FakeDoor(SHEETS["idle"])

    async def scene() -> None:
        app = app_on(door)
        async with staged(app, SHEETS["idle"]) as pilot:
            for name in ("idle", "number", "product-card"):
                app.show(SHEETS[name])
                await pilot.pause()
                for spot in app.spots:
                    app.show(SHEETS[name])
                    await pilot.click(offset=spot.center)
                    expected.extend([] if spot.control.startswith(OWN) else [spot.control])
            await until(pilot, lambda: len(door.taps) == len(expected))

    play(scene())
    assert [tap.control for tap in door.taps] == expected
    assert {"card:TW-01", "key:7", "where"} <= set(expected)


def test_pages_are_turned_by_the_screen_alone() -> None:
    """On, and back again; nothing is sent, and the same view a moment later stays on its page."""
    view = SHEETS["out"]
    door = FakeDoor(view)

    async def scene() -> None:
        app = app_on(door)
        async with staged(app, view) as pilot:
            await touch(app, pilot, ON)
            assert "2 of 3" in screen(app)
            app.show(view)
            await pilot.pause()
            assert "2 of 3" in screen(app)
            await touch(app, pilot, BACK)
            await touch(app, pilot, BACK)
            assert "3 of 3" in screen(app)
            app.show(SHEETS["available"])
            app.show(view)
            await pilot.pause()
            assert "1 of 3" in screen(app)

    play(scene())
    assert door.taps == []


def test_capitals_and_signs_are_on_layers_of_the_screen() -> None:
    """Shift is for one letter; signs stay until letters are asked for again."""
    view = SHEETS["find"]
    door = FakeDoor(view)

    async def scene() -> None:
        app = app_on(door)
        async with staged(app, view) as pilot:
            for control in (f"{OWN}shift", "key:D", "key:r", f"{OWN}symbols", "key:1", "key:/", "key:space"):
                await touch(app, pilot, control)
            await until(pilot, lambda: len(door.taps) == 5)

    play(scene())
    assert [tap.control for tap in door.taps] == ["key:D", "key:r", "key:1", "key:/", "key:space"]


def grounds(app: KioskApp, at: tuple[int, int]) -> str:
    """The color behind a cell."""
    left = 0
    for segment in cells(app)[at[1]]:
        left += segment.cell_length
        if at[0] < left:
            assert segment.style
            assert segment.style.bgcolor
            return segment.style.bgcolor.get_truecolor().hex
    raise AssertionError(at)


def test_what_is_under_a_finger_shows_it_at_once() -> None:
    """A key lights up before anybody has answered, and no longer once the finger has left."""
    view = SHEETS["quantity"]

    async def scene() -> None:
        app = app_on(FakeDoor(view))
        async with staged(app, view) as pilot:
            spot = next(spot for spot in app.spots if spot.control == "key:7")
            corner = (spot.x + 2, spot.y + 2)
            before = grounds(app, corner)
            await pilot.mouse_down(offset=spot.center)
            await pilot.pause()
            assert grounds(app, corner) == DARK["touched"]
            await pilot.mouse_up(offset=spot.center)
            await pilot.pause()
            assert grounds(app, corner) == before == DARK["key"]

    play(scene())


def test_somebody_elses_tap_can_be_shown() -> None:
    """A rehearsal that is played marks what it taps, until the next view."""
    view = SHEETS["out"]

    async def scene() -> None:
        app = app_on(FakeDoor(view))
        async with staged(app, view) as pilot:
            x, y = center(app, "card:TW-05")
            app.query_one(Face).mark("card:TW-05")
            await pilot.pause()
            assert grounds(app, (x, y)) == DARK["touched"]
            app.show(view)
            await pilot.pause()
            assert grounds(app, (x, y)) == DARK["bar"]

    play(scene())


def test_other_buttons_of_a_mouse_mean_nothing() -> None:
    """Neither the right one nor the middle one."""
    view = SHEETS["out"]
    door = FakeDoor(view)

    async def scene() -> None:
        app = app_on(door)
        async with staged(app, view) as pilot:
            for button in (2, 3):
                await pilot.click(offset=center(app, "close"), button=button)
            await touch(app, pilot, "close")
            await until(pilot, lambda: bool(door.taps))

    play(scene())
    assert [tap.control for tap in door.taps] == ["close"]


@dataclass
class SlowDoor(FakeDoor):
    """An attendant that answers a tap only when the test lets it."""

    answer: Event = field(default_factory=Event)

    def tap(self, tap: Tap) -> Reply:
        self.answer.wait(PATIENCE_S)
        return super().tap(tap)


def test_what_takes_its_time_is_said_until_it_is_answered() -> None:
    """After half a second the screen says that it works on it; the answer takes that away."""
    view: View = SHEETS["idle"]
    door = SlowDoor(view)

    async def scene() -> None:
        app = app_on(door)
        async with staged(app, view) as pilot:
            await touch(app, pilot, "out")
            assert "Working…" not in screen(app)
            await until(pilot, lambda: "Working…" in screen(app))
            assert app.query_one(Face).ticking
            door.answer.set()
            await until(pilot, lambda: "Working…" not in screen(app))
            assert not app.query_one(Face).ticking

    play(scene())
    assert [tap.control for tap in door.taps] == ["out"]


def test_a_bar_moves_while_the_attendant_is_away() -> None:
    """Starting… is not a picture: something moves."""
    door = FakeDoor(SHEETS["idle"], away=True)
    seconds = [0.0]

    async def scene() -> None:
        app = KioskApp(door.connect, ids=numbered(), now=lambda: seconds[0], beat_s=0.01)
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: "Working…" in screen(app))
            before = screen(app)
            seconds[0] = 1.0
            app.query_one(Face).tick()
            await pilot.pause()
            assert before != screen(app)
            door.away = False
            await until(pilot, lambda: "Working…" not in screen(app))

    play(scene())
