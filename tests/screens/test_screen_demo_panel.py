"""The demo's panel: keys stand for badges and labels, and messages scroll by."""

from collections import deque
from threading import Thread

from screen_samples import WELCOME
from screen_stage import FakeDoor, numbered, play, screen, staged, until

from kiosk.screens.demo_panel import DemoApp, Prop

PEOPLE = (Prop("0319134791", "Ann Ott"), Prop("1368818896", "Ben Oak"))
THINGS = (Prop("TW-01", "Torque wrench"), Prop("DRL-01", "Drill"))
WIDE, NARROW = (120, 30), (80, 24)


class Readers:
    """What was held before the readers."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []

    def badge(self, code: str) -> None:
        self.seen.append(("badge", code))

    def scan(self, code: str) -> None:
        self.seen.append(("scan", code))


def demo(readers: Readers, *, quit_key: bool = False) -> DemoApp:
    """The demo on a welcome page."""
    return DemoApp(
        FakeDoor(WELCOME).connect,
        ids=numbered(),
        badge=readers.badge,
        scan=readers.scan,
        people=PEOPLE,
        things=THINGS,
        quit_key=quit_key,
    )


def test_digits_badge_and_letters_scan() -> None:
    """Each key sends what the panel says beside it; keys without a line send nothing."""
    readers = Readers()

    async def scene() -> None:
        async with staged(demo(readers), WELCOME, WIDE) as pilot:
            await pilot.press("2", "b", "9", "z")

    play(scene())
    assert readers.seen == [("badge", "1368818896"), ("scan", "DRL-01")]


def test_any_text_can_be_scanned() -> None:
    """The prompt takes letters that are keys elsewhere, is corrected with backspace and sent with enter."""
    readers = Readers()

    async def scene() -> None:
        app = demo(readers, quit_key=True)
        async with staged(app, WELCOME, WIDE) as pilot:
            await pilot.press("/", *"q1/x", "backspace")
            assert "Scan: q1/" in screen(app)
            await pilot.press("enter")
            assert "Scan: q1/" not in screen(app)

    play(scene())
    assert readers.seen == [("scan", "q1/")]


def test_a_prompt_can_be_left() -> None:
    """Escape scans nothing, and so does enter with nothing typed."""
    readers = Readers()

    async def scene() -> None:
        async with staged(demo(readers), WELCOME, WIDE) as pilot:
            await pilot.press("/", "a", "escape", "/", "enter", "a")

    play(scene())
    assert readers.seen == [("scan", "TW-01")]


def test_messages_from_another_thread_are_logged_newest_last() -> None:
    """Only as many as there is room for, so the newest is always seen."""

    async def scene() -> None:
        app = demo(Readers())
        async with staged(app, WELCOME, WIDE) as pilot:
            lines = [f"crib/k1/event {number:02}" for number in range(60)]
            Thread(target=deque, args=(map(app.add_message, lines), 0)).start()
            await until(pilot, lambda: lines[-1] in screen(app))
            seen = [line for line in lines if line in screen(app)]
            assert seen == lines[-len(seen) :]
            assert len(seen) > 8

    play(scene())


def test_a_narrow_terminal_has_a_legend_below_the_kiosk() -> None:
    """The kiosk keeps its width and gives one row."""

    async def scene() -> None:
        app = demo(Readers())
        async with staged(app, WELCOME, NARROW) as pilot:
            assert "1-9 badge" in screen(app).splitlines()[-1]
            assert "scanner ok" in screen(app).splitlines()[-2]
            await pilot.press("/", "a")
            assert "Scan: a" in screen(app).splitlines()[-1]

    play(scene())


def test_a_wide_terminal_has_the_panel_beside_the_kiosk() -> None:
    """People, things and messages, each with its key."""

    async def scene() -> None:
        app = demo(Readers())
        async with staged(app, WELCOME, WIDE):
            assert "1 Ann Ott" in screen(app)
            assert "a TW-01 Torque wrench" in screen(app)
            assert "Leaves on MQTT" in screen(app)

    play(scene())


def test_the_demo_can_be_quit_where_that_was_asked_for() -> None:
    """``q`` and ctrl+c end it; without the option they do nothing."""

    async def scene(key: str, *, quit_key: bool) -> None:
        app = demo(Readers(), quit_key=quit_key)
        async with staged(app, WELCOME, WIDE) as pilot:
            await pilot.press(key)
            assert app.is_running is not quit_key

    for key in ("q", "ctrl+c"):
        play(scene(key, quit_key=True))
        play(scene(key, quit_key=False))


def test_a_locked_cabinet_has_keys_that_move_its_door() -> None:
    """Three a cabinet; without one there is nothing to move."""
    moved: list[tuple[str, str]] = []

    async def scene(*doors: str) -> None:
        readers = Readers()
        app = DemoApp(
            FakeDoor(WELCOME).connect,
            ids=numbered(),
            badge=readers.badge,
            scan=readers.scan,
            people=PEOPLE,
            things=THINGS,
            doors=doors,
            door=lambda cabinet, act: moved.append((cabinet, act)),
        )
        async with staged(app, WELCOME, WIDE) as pilot:
            assert ("open" in screen(app)) is bool(doors)
            await pilot.press("r", "s", "t", "w")

    play(scene("C1", "C2"))
    play(scene())
    assert moved == [("C1", "open"), ("C1", "close"), ("C1", "force"), ("C2", "force")]
