"""The running screen: touched, keyed, fed from other threads, cut off."""

from dataclasses import dataclass, field
from threading import Event, Thread

import pytest
from msgspec.structs import replace
from screen_samples import SAMPLES, THREE, WELCOME
from screen_stage import FakeDoor, numbered, play, screen, staged, until
from textual.geometry import Region
from waiting import PATIENCE_S

from kiosk.attendant.messages import Reply, Tap
from kiosk.counter.views import Control, Countdown
from kiosk.screens.app import KioskApp
from kiosk.screens.drawing import Spot
from kiosk.screens.face import Face
from kiosk.screens.link import Link
from kiosk.screens.words import starting

TAKEN = SAMPLES["taken"]
KEYS = [
    *("ctrl+q", "ctrl+c", "ctrl+p", "ctrl+z", "ctrl+d", "ctrl+backslash", "escape", "enter", "space", "tab"),
    *("shift+tab", "q", "/", "1", "a", "up", "pagedown", *(f"f{number}" for number in range(1, 13))),
]


def app_on(door: FakeDoor) -> KioskApp:
    """The app, with a clock that stands still."""
    return KioskApp(door.connect, ids=numbered(), now=lambda: 0.0)


def shown(app: KioskApp) -> list[Spot]:
    """The targets on the screen."""
    return list(app.spots)


@pytest.mark.parametrize(
    "name", ["taken", "return-question", "take-over", "consumable", "returned-signed-in"]
)
def test_touching_a_control_sends_exactly_its_name(name: str) -> None:
    """Each control on the screen, touched in turn, reaches the attendant under its own name and a new id."""
    view = SAMPLES[name]
    door = FakeDoor(view)

    async def scene() -> None:
        app = app_on(door)
        async with staged(app, view) as pilot:
            for target in shown(app):
                await pilot.click(offset=target.center)
            await until(pilot, lambda: len(door.taps) == len(view.controls))

    play(scene())
    assert [control.name for control in view.controls] == [tap.control for tap in door.taps]
    assert len(door.taps) == len({tap.id for tap in door.taps})


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (100, 30), (160, 50)], ids=str)
def test_every_control_is_big_enough_for_a_glove(size: tuple[int, int]) -> None:
    """All targets are there, 27 x 17 mm or more on a 7-inch panel, on the screen, and none covers another."""
    across, down = 154 / size[0], 86 / size[1]

    async def scene() -> None:
        app = app_on(FakeDoor(WELCOME))
        async with staged(app, WELCOME, size) as pilot:
            for name, view in SAMPLES.items():
                app.show(view)
                await pilot.pause()
                spots = shown(app)
                assert [control.name for control in view.controls] == [spot.control for spot in spots], name
                regions = [Region(*spot[1:]) for spot in spots]
                assert all(one.height >= 5 and one.width >= (14 if size[0] >= 80 else 12) for one in regions)
                if size[0] <= 80:
                    assert all(one.width * across >= 26.9 and one.height * down >= 17 for one in regions)
                assert all(app.screen.region.contains_region(region) for region in regions), name
                assert not any(a.overlaps(b) for at, a in enumerate(regions) for b in regions[:at]), name

    play(scene())


def test_no_key_does_anything() -> None:
    """Neither quit nor palette, focus, copy or suspend: a keyboard at the kiosk changes no cell."""
    door = FakeDoor(TAKEN)

    async def scene() -> None:
        app = app_on(door)
        async with staged(app, TAKEN) as pilot:
            before = screen(app)
            for key in KEYS:
                await pilot.press(key)
                assert app.is_running
                assert before == screen(app), key
                assert app.focused is None
            assert len(app.screen_stack) == 1

    play(scene())
    assert door.taps == []


def test_a_touch_beside_the_controls_changes_nothing() -> None:
    """Neither a tap, nor a drag that would select text, nor a wheel does anything."""
    door = FakeDoor(TAKEN)

    async def scene() -> None:
        app = app_on(door)
        async with staged(app, TAKEN) as pilot:
            before = screen(app)
            await pilot.click(offset=(10, 3))
            await pilot.mouse_down(offset=(2, 3))
            await pilot.hover(offset=(40, 9))
            await pilot.mouse_up(offset=(40, 9))
            assert before == screen(app)
            assert app.screen.get_selected_text() is None

    play(scene())
    assert door.taps == []


def test_a_control_that_came_under_the_finger_is_not_meant() -> None:
    """The finger came down on Undo; by the time it left, another control was there."""
    door = FakeDoor(TAKEN)
    other = replace(TAKEN, controls=(Control("problem:broken", "Broken"), *TAKEN.controls[1:]))

    async def scene() -> None:
        app = app_on(door)
        async with staged(app, TAKEN) as pilot:
            await pilot.mouse_down(offset=shown(app)[0].center)
            door.show(other)
            await until(pilot, lambda: app.view is other)
            await pilot.mouse_up(offset=shown(app)[0].center)
            await pilot.click(offset=shown(app)[1].center)
            await until(pilot, lambda: bool(door.taps))

    play(scene())
    assert [tap.control for tap in door.taps] == ["sign-out"]


def test_a_finger_that_slides_off_a_control_does_not_tap_it() -> None:
    """Neither the control it came down on nor the one it leaves from is meant."""
    door = FakeDoor(TAKEN)

    async def scene() -> None:
        app = app_on(door)
        async with staged(app, TAKEN) as pilot:
            undo, sign_out = shown(app)
            await pilot.mouse_down(offset=undo.center)
            await pilot.hover(offset=sign_out.center)
            await pilot.mouse_up(offset=sign_out.center)
            await pilot.click(offset=sign_out.center)
            await until(pilot, lambda: bool(door.taps))

    play(scene())
    assert [tap.control for tap in door.taps] == ["sign-out"]


def test_a_view_from_another_thread_is_painted() -> None:
    """The attendant's watcher calls from a thread of its own."""
    door = FakeDoor(WELCOME)

    async def scene() -> None:
        app = app_on(door)
        async with staged(app, WELCOME) as pilot:
            Thread(target=door.show, args=(TAKEN,)).start()
            await until(pilot, lambda: app.view is TAKEN)
            await pilot.pause()
            assert "Return by 16:00" in screen(app)

    play(scene())


@dataclass
class SlowDoor(FakeDoor):
    """An attendant that answers a tap only when the test lets it."""

    answer: Event = field(default_factory=Event)

    def tap(self, tap: Tap) -> Reply:
        self.answer.wait(PATIENCE_S)
        return super().tap(tap)


def test_an_attendant_that_takes_its_time_does_not_freeze_the_screen() -> None:
    """While a tap waits for its answer, views are painted and further taps are kept in order."""
    door = SlowDoor(TAKEN)

    async def scene() -> None:
        app = app_on(door)
        async with staged(app, TAKEN) as pilot:
            undo, sign_out = shown(app)
            await pilot.click(offset=undo.center)
            await pilot.click(offset=sign_out.center)
            nine = SAMPLES["taken-nine"]
            door.show(nine)
            await until(pilot, lambda: app.view is nine)
            assert door.taps == []
            door.answer.set()
            await until(pilot, lambda: len(door.taps) == 2)

    play(scene())
    assert [tap.control for tap in door.taps] == ["undo", "sign-out"]


def test_no_widget_is_made_anew() -> None:
    """Views only update what is there: making widgets anew costs five times as much, and leaks."""
    door = FakeDoor(WELCOME)

    async def scene() -> None:
        app = app_on(door)
        async with staged(app, WELCOME) as pilot:
            before = list(app.query("*"))
            for view in SAMPLES.values():
                app.show(view)
                await pilot.pause()
            assert before == list(app.query("*"))

    play(scene())


def test_an_attendant_that_is_away_gives_a_calm_notice_until_it_is_back() -> None:
    """Lost, the screen says so and offers nothing to touch; the link comes back by itself."""
    door = FakeDoor(TAKEN)

    async def scene() -> None:
        app = KioskApp(door.connect, ids=numbered(), beat_s=0.01)
        async with staged(app, TAKEN) as pilot:
            door.away = True
            await until(pilot, lambda: app.view == starting("en"))
            await pilot.pause()
            assert shown(app) == []
            assert "Ann Ott" not in screen(app)
            door.away = False
            await until(pilot, lambda: app.view is TAKEN)
            await pilot.pause()
            assert "Ann Ott" in screen(app)

    play(scene())


def test_a_view_that_cannot_be_painted_gives_a_notice_and_the_app_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """One bad view costs one notice, with its reason in the log; the next one is painted."""
    bad = replace(TAKEN, holdings=(*THREE, None))  # msgspec's replace does not check
    door = FakeDoor(TAKEN)

    async def scene() -> None:
        app = app_on(door)
        async with staged(app, TAKEN) as pilot:
            door.show(bad)
            await until(pilot, lambda: app.view is bad)
            await pilot.pause()
            assert "What beeped is recorded." in screen(app)
            door.show(TAKEN)
            await until(pilot, lambda: app.view is TAKEN)
            await pilot.pause()
            assert "Return by 16:00" in screen(app)

    play(scene())
    assert "could not be painted" in caplog.text


def test_an_error_in_the_link_ends_the_app_with_an_error() -> None:
    """What nobody foresaw must reach the service manager, which starts the screen again."""

    def broken() -> FakeDoor:
        raise RuntimeError("a bug")

    async def scene() -> None:
        app = KioskApp(broken, ids=numbered())
        with pytest.raises(RuntimeError, match="a bug"):
            async with app.run_test() as pilot:
                await until(pilot, lambda: not app.is_running)

    play(scene())


class Clock:
    """Seconds, set by the test."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_the_countdown_shrinks_between_views() -> None:
    """The bar goes by the screen's own clock from the view's figure on, and never below zero."""
    clock = Clock()
    door = FakeDoor(TAKEN)

    async def scene() -> None:
        app = KioskApp(door.connect, ids=numbered(), now=clock)
        async with staged(app, TAKEN) as pilot:
            bar = app.query_one(Face)
            seen = []
            for clock.seconds in (100.0, 103.0, 105.5, 999.0):
                bar.tick()
                await pilot.pause()
                line = next(line for line in screen(app).splitlines() if "Sign-out in" in line)
                seen.append((line.split("in ")[1].split(" s")[0], line.count("━")))
            assert seen == [("6", 45), ("3", 22), ("1", 3), ("0", 0)]

    play(scene())


def test_the_countdown_ticks_only_while_there_is_one() -> None:
    """An idle screen does not wake the processor."""
    door = FakeDoor(TAKEN)

    async def scene() -> None:
        app = app_on(door)
        async with staged(app, TAKEN) as pilot:
            bar = app.query_one(Face)
            assert bar.ticking
            app.show(WELCOME)
            await pilot.pause()
            assert not bar.ticking
            assert "Sign-out" not in screen(app)

    play(scene())


def test_a_screen_that_changes_its_size_shows_the_same_view() -> None:
    """The view is laid out anew, and its countdown is not begun again."""
    clock = Clock()
    view = replace(TAKEN, countdown=Countdown(8000, 8000, "Sign-out in {count} s"))
    door = FakeDoor(view)

    async def scene() -> None:
        app = KioskApp(door.connect, ids=numbered(), now=clock)
        async with staged(app, view) as pilot:
            clock.seconds += 5
            await pilot.resize_terminal(100, 30)
            await pilot.pause()
            assert "Sign-out in 3 s" in screen(app)
            assert "Return by 16:00" in screen(app)
            assert len(screen(app).splitlines()) == 30

    play(scene())


def test_the_link_leaves_the_door_when_the_app_ends() -> None:
    """The attendant keeps no watcher of a screen that is gone."""
    door = FakeDoor(WELCOME)
    link = Link(door.connect, numbered(), lambda _: None)
    thread = link.open()
    link.close()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()
    assert door.visits == door.closed
