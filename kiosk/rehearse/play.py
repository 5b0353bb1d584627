"""`kiosk rehearse --play`: a day on the Textual screen, at the pace of a person."""

import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from kiosk.attendant.door import DoorError
from kiosk.attendant.messages import BrokerState, News, Reply, Show, Status, Submit, Tap
from kiosk.crib.names import CommandId
from kiosk.rehearse.expect import UnmetError
from kiosk.rehearse.grammar import NotUnderstoodError, Statement, read
from kiosk.rehearse.link import BrokerInProcess
from kiosk.rehearse.player import Player
from kiosk.screens.app import KioskApp

PACE_S = 1.2
"""Seconds between two acts: a person's."""
_PLAYING = "A rehearsal is being played; it taps by itself."


class Stage:
    """A door that only shows: what the rehearsal does appears, and nobody can step in."""

    def __init__(self) -> None:
        self._watchers: list[Callable[[News], None]] = []
        self._shown: Show | None = None

    def show(self, news: Show) -> None:
        """Show a view."""
        self._shown = news
        for watcher in self._watchers:
            watcher(news)

    def tap(self, tap: Tap) -> Reply:
        """Not now."""
        return Reply(tap.id, "refused", _PLAYING)

    def submit(self, submit: Submit) -> Reply:
        """Not now."""
        return Reply(submit.id, "refused", _PLAYING)

    def tell_broker(self, state: BrokerState) -> Reply:
        """Nobody tells."""
        return Reply(state.id, "refused", _PLAYING)

    def status(self) -> Status:
        """Playing."""
        if self._shown is None:
            raise DoorError("the rehearsal has not begun")
        return Status(CommandId(""), "rehearsal", "", "", 0, "", (), 0)

    def watch(self, watcher: Callable[[News], None]) -> None:
        """Show what there is, and all that comes."""
        self._watchers.append(watcher)
        if self._shown:
            watcher(self._shown)

    def close(self) -> None:
        """Leave."""
        self._watchers.clear()


def play_on_screen(files: Sequence[Path], pace_s: float = PACE_S) -> int:
    """Play the files one after the other on the screen; the exit code as without a screen."""
    if not sys.stdout.isatty():
        sys.stderr.write("--play needs a terminal. Leave it out to have the result printed.\n")
        return 2
    try:
        days = [read(file) for file in files]
    except NotUnderstoodError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    stage = Stage()
    app = KioskApp(lambda: stage, ids=lambda: CommandId("play"))
    failures: list[str] = []

    def run() -> None:
        for day in days:
            failures.extend(_play(day, stage, pace_s))
        app.call_from_thread(app.exit)

    thread = threading.Thread(target=run, name="rehearsal")
    app.call_later(thread.start)
    app.run()
    thread.join()
    sys.stdout.write("".join(f"FAIL  {failure}\n" for failure in failures) or "all held\n")
    return 1 if failures else 0


def _play(day: Sequence[Statement], stage: Stage, pace_s: float) -> list[str]:
    failures = []
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as folder:
        player = Player(Path(folder), BrokerInProcess())
        try:
            for said in day:
                try:
                    player.play(said)
                except UnmetError as error:
                    failures.append(f"{said.file}:{said.line}: {said.text}: seen: {error}")
                _show(player, said, stage, pace_s)
        finally:
            player.close()
    return failures


def _show(player: Player, said: Statement, stage: Stage, pace_s: float) -> None:
    """Show the kiosk that the statement was about, for as long as a person would look at it."""
    crib = player.cribs.get(said.site or player.here)
    if crib and said.verb in player.acts_at_the_counter:
        stage.show(Show(crib.view))
        time.sleep(pace_s)
