"""`kiosk rehearse --play`: a day on the Textual screen, at the pace of a person."""

import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from kiosk.attendant.stage import Stage
from kiosk.rehearse.brokers import BrokerInProcess
from kiosk.rehearse.expect import UnmetError
from kiosk.rehearse.grammar import NotUnderstoodError, Statement, read
from kiosk.rehearse.player import Player
from kiosk.screens.played import PlayedApp

PACE_S = 1.2
"""Seconds between two acts: a person's."""
_FINGER = 0.3
"""Of these, the part for which a finger is on what it taps."""
_PLAYING = "A rehearsal is being played; it taps by itself."


class Audience(Protocol):
    """Who looks on; each is called from the play's thread."""

    def say(self, text: str) -> None:
        """A statement begins."""

    def mark(self, control: str) -> None:
        """A control is about to be tapped."""

    def exit(self) -> None:
        """It is over."""


class Playing:
    """Days that are played on a thread of their own, for as long as somebody looks on."""

    def __init__(self, days: Sequence[Sequence[Statement]], pace_s: float) -> None:
        self.stage = Stage(_PLAYING)
        self.failures: list[str] = []
        self.error: BaseException | None = None
        """What ended the play, where it was neither its end nor leave()."""
        self._days = days
        self._pace_s = pace_s
        self._left = threading.Event()
        self._goes = threading.Event()
        self._goes.set()
        self._unplayed = sum(map(len, days))

    def run(self, audience: Audience) -> None:
        """Play to the end or until leave(), then end: a thread must not die unseen."""
        try:
            for day in self._days:
                self._play(day, audience)
        except BaseException as error:  # noqa: BLE001 - raised again once the screen is gone
            self.error = error
        if not self._left.is_set():
            audience.exit()

    def pause(self) -> bool:
        """Stop before the next act, or go on; whether it is paused now."""
        if self._goes.is_set():
            self._goes.clear()
        else:
            self._goes.set()
        return not self._goes.is_set()

    def leave(self) -> None:
        """Nobody looks on any more."""
        self._left.set()
        self._goes.set()

    def told(self) -> str:
        """What did not hold, and whether all of it was played."""
        if self.error is not None:
            raise self.error
        failures = "".join(f"FAIL  {failure}\n" for failure in self.failures)
        return f"{failures}stopped before the end\n" if self._unplayed else failures or "all held\n"

    def _play(self, day: Sequence[Statement], audience: Audience) -> None:
        with tempfile.TemporaryDirectory(prefix="rehearsal-") as folder:
            player = Player(Path(folder), BrokerInProcess())
            try:
                for said in day:
                    self._goes.wait()
                    if self._left.is_set():
                        return
                    self._announce(said, audience)
                    self._statement(player, said)
            finally:
                player.close()

    def _announce(self, said: Statement, audience: Audience) -> None:
        """Say what is about to be done at the counter; a finger is on its control before it leaves it."""
        if said.verb not in Player.acts_at_the_counter:
            return
        audience.say(f"{Path(said.file).name}:{said.line}  {said.text}")
        if said.verb == "tap":
            audience.mark(said.words[0])
            self._left.wait(self._pace_s * _FINGER)

    def _statement(self, player: Player, said: Statement) -> None:
        try:
            player.play(said)
        except UnmetError as error:
            self.failures.append(f"{said.file}:{said.line}: {said.text}: seen: {error}")
        self._unplayed -= 1
        self._show(player, said)

    def _show(self, player: Player, said: Statement) -> None:
        """Show the kiosk that the statement was about, for as long as a person would look at it."""
        crib = player.sites.cribs.get(said.site or player.sites.here)
        if crib and said.verb in player.acts_at_the_counter:
            self.stage.show(crib.view)
            self._left.wait(self._pace_s)


def play_on_screen(files: Sequence[Path], pace_s: float = PACE_S) -> int:
    """Play the files on the screen, one after the other, until q is pressed; the exit code as without it."""
    if not sys.stdout.isatty():
        sys.stderr.write("--play needs a terminal. Leave it out to have the result printed.\n")
        return 2
    try:
        days = [read(file) for file in files]
    except NotUnderstoodError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    playing = Playing(days, pace_s)
    app = PlayedApp(lambda: playing.stage, playing.pause)
    thread = threading.Thread(target=lambda: playing.run(app), name="rehearsal")
    app.call_later(thread.start)
    app.run()
    playing.leave()
    if thread.is_alive():
        thread.join()
    told = playing.told()
    sys.stdout.write(told)
    return 0 if told == "all held\n" else 1
