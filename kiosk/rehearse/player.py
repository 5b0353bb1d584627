"""Plays a rehearsal: one process, one scripted clock, simulated devices that send what real ones send."""

import io
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from kiosk.admin.command_line import run as run_admin
from kiosk.attendant.events import Event
from kiosk.attendant.messages import Tap
from kiosk.crib.commands import SetPolicy
from kiosk.crib.names import CommandId
from kiosk.rehearse import doors, setup, values
from kiosk.rehearse.brokers import Broker
from kiosk.rehearse.crib import Crib, PowerCutError
from kiosk.rehearse.expect import Expectations, UnmetError, describe
from kiosk.rehearse.grammar import Statement
from kiosk.rehearse.sites import BEFORE, Sites, insist

_DIGITS = 10
"""A raw number stands for the digits printed on a card."""


class Player:
    """Plays statements one after the other. Each returns what was seen, or raises UnmetError."""

    def __init__(self, disk: Path, broker: Broker) -> None:
        self.sites = Sites(disk, broker)
        self._badges: dict[str, str] = {}
        """Badge number by worker."""

    def play(self, said: Statement) -> str:
        """Play one statement; what was seen.

        Raises:
            UnmetError: it does not hold.
        """
        if said.not_yet:
            raise UnmetError(f"not yet: {said.not_yet}")
        try:
            return self._play(said)
        except ValueError as error:
            raise UnmetError(str(error)) from error

    def _play(self, said: Statement) -> str:
        sites = self.sites
        if said.verb in BEFORE:
            return BEFORE[said.verb](sites, said)
        crib = sites.crib(said.site)
        try:
            if said.verb.startswith("expect "):
                check = Expectations(sites.world, sites.cribs, sites.fleet, crib).check
                return sites.fleet.patiently(lambda: check(said), UnmetError)
            crib.before_act()
            self._acts[said.verb](self, crib, said)
        except ValueError as error:
            raise UnmetError(str(error)) from error
        return crib.printed if said.verb == "admin" else describe(crib)

    def close(self) -> None:
        """End every kiosk in good order."""
        self.sites.close()

    def _cabinet(self, crib: Crib, said: Statement) -> None:
        for new in setup.cabinet(said):
            self.sites.define(crib, new)
        doors.install(crib, said)

    def _door(self, crib: Crib, said: Statement) -> None:
        doors.move(crib, said)

    def _local(self, crib: Crib, said: Statement) -> None:
        self.sites.define(crib, setup.PLACES_AND_STOCK[said.verb](said))

    def _everywhere(self, crib: Crib, said: Statement) -> None:
        self.sites.declare(crib, setup.CATALOGUE[said.verb](said))

    def _worker(self, _: Crib, said: Statement) -> None:
        known = self._badges.get(said.words[0])
        new = setup.worker(said, known or setup.made_up_badge(len(self._badges)))
        self._badges[said.words[0]] = new.badge
        self.sites.enroll(new)

    def _hold(self, crib: Crib, said: Statement) -> None:
        insist(crib.define(setup.hold(said, self.sites.moment)))

    def _policy(self, crib: Crib, said: Statement) -> None:
        if said.words or not said.fields:
            raise ValueError("write it as: policy signout=8s")
        for name, text in said.fields.items():
            insist(crib.define(SetPolicy(name, setup.setting(name, text))))

    def _badge(self, crib: Crib, said: Statement) -> None:
        who = said.words[0]
        number = self._badges.get(who, who.zfill(_DIGITS) if who.isdigit() else who)
        if crib.plugged["reader"]:
            self._send(crib, crib.devices.badge(number))

    def _scan(self, crib: Crib, said: Statement) -> None:
        if crib.plugged["scanner"]:
            self._send(crib, crib.devices.scan(said.words[0]))

    def _send(self, crib: Crib, events: list[Event]) -> None:
        for event in events:
            crib.play(event)

    def _tap(self, crib: Crib, said: Statement) -> None:
        self._touch(crib, said.words[0])

    def _quantity(self, crib: Crib, said: Statement) -> None:
        values.number(said.words[0])
        self._touch(crib, f"quantity:{said.words[0]}")

    def _touch(self, crib: Crib, control: str) -> None:
        reply = crib.door().tap(Tap(CommandId(self.sites.world.new_id()), control))
        if reply.result != "ok":
            shown = ", ".join(control.name for control in crib.view.controls) or "no controls"
            raise UnmetError(f"{reply.text} Shown: {shown}.")

    def _key(self, crib: Crib, said: Statement) -> None:
        """Type each character on the keys of the screen, then end it."""
        for character in said.words[0]:
            self._touch(crib, "key:space" if character == " " else f"key:{character}")
        self._touch(crib, "key:enter")

    def _wait(self, _: Crib, said: Statement) -> None:
        self.sites.pass_time(values.duration(said.words[0]))

    def _at(self, _: Crib, said: Statement) -> None:
        goal, world = self.sites.moment(said.words[0]), self.sites.world
        if goal < world.at:
            raise UnmetError(f"it is {world.at.astimezone(world.zone):%H:%M} already")
        self.sites.pass_time((goal - world.at).total_seconds())

    def _plug(self, crib: Crib, said: Statement) -> None:
        doors.plug(crib, said)

    def _broker(self, _: Crib, said: Statement) -> None:
        self.sites.fleet.broker.set_up(up=said.words[0] == "up")
        self.sites.tick()

    def _central(self, _: Crib, said: Statement) -> None:
        self.sites.fleet.set_central(up=said.words[0] == "up")
        self.sites.tick()

    def _power_cut(self, crib: Crib, said: Statement) -> None:
        if said.during is None:
            crib.cut()
            return
        crib.cut(said.words[0])
        try:
            self._acts[said.during.verb](self, crib, said.during)
        except PowerCutError:
            crib.restart()
        except (UnmetError, ValueError):
            crib.cut()
            raise
        else:
            crib.cut()

    def _admin(self, crib: Crib, said: Statement) -> None:
        out = io.StringIO()
        code = run_admin(shlex.split(said.words[0]), crib.as_admin(), out, err=out)
        crib.printed = out.getvalue().strip()
        if code:
            raise UnmetError(f"cribctl ended with {code}: {crib.printed.strip()}")

    acts_at_the_counter: ClassVar[frozenset[str]] = frozenset(
        "badge scan tap key quantity door wait at power-cut".split()
    )
    _acts: ClassVar[dict[str, Callable[["Player", Crib, Statement], None]]] = {
        "cabinet": _cabinet,
        "bin": _local,
        "asset": _local,
        "stock": _local,
        "category": _everywhere,
        "product": _everywhere,
        "worker": _worker,
        "kit": _local,
        "job": _everywhere,
        "station": _everywhere,
        "hold": _hold,
        "policy": _policy,
        "badge": _badge,
        "scan": _scan,
        "tap": _tap,
        "quantity": _quantity,
        "key": _key,
        "wait": _wait,
        "at": _at,
        "plug": _plug,
        "unplug": _plug,
        "door": _door,
        "broker": _broker,
        "central": _central,
        "power-cut": _power_cut,
        "admin": _admin,
    }
