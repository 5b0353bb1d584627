"""Plays a rehearsal: one process, one scripted clock, simulated devices that send what real ones send."""

import io
import shlex
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kiosk import assembly
from kiosk.admin.command_line import run as run_admin
from kiosk.attendant.desk import Identity
from kiosk.attendant.events import Event, Tick
from kiosk.attendant.messages import Tap
from kiosk.crib.commands import SetPolicy
from kiosk.crib.definitions import Define, Definition, NewProduct
from kiosk.crib.keeper_refusals import Unfit
from kiosk.crib.names import CommandId
from kiosk.crib.outcomes import Decision, Refused
from kiosk.rehearse import doors, levels, setup, values
from kiosk.rehearse.brokers import Broker
from kiosk.rehearse.crib import Crib, PowerCutError
from kiosk.rehearse.expect import Expectations, UnmetError, describe
from kiosk.rehearse.fleet import Fleet
from kiosk.rehearse.grammar import Statement
from kiosk.rehearse.world import ScriptWorld
from kiosk.store.lookup import product_of

_DIGITS = 10
"""A raw number stands for the digits printed on a card."""


class Player:
    """Plays statements one after the other. Each returns what was seen, or raises UnmetError."""

    def __init__(self, disk: Path, broker: Broker) -> None:
        self.world = ScriptWorld()
        self.fleet = Fleet(broker, lambda: self.world.boot)
        self._disk = disk
        self._zone = "UTC"
        self._declared: dict[str, str] = {}
        self.cribs: dict[str, Crib] = {}
        self._catalogue: list[Definition] = []
        self.badges: dict[str, str] = {}
        self.here = ""

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
        if said.verb in self._before:
            return self._before[said.verb](self, said)
        crib = self._crib(said.site)
        try:
            if said.verb.startswith("expect "):
                check = Expectations(self.world, self.cribs, self.fleet, crib).check
                return self.fleet.patiently(lambda: check(said), UnmetError)
            crib.before_act()
            self._acts[said.verb](self, crib, said)
        except ValueError as error:
            raise UnmetError(str(error)) from error
        return crib.printed if said.verb == "admin" else describe(crib)

    def close(self) -> None:
        """End every kiosk in good order."""
        for crib in self.cribs.values():
            crib.close()
        self.fleet.close()

    def _crib(self, site: str) -> Crib:
        """The kiosk of a site, switched on at its first use."""
        site = site or self.here
        if site not in self._declared:
            known = ", ".join(self._declared) or "none"
            raise UnmetError(f'there is no site "{site}" (there are: {known}); write: site A "Main shop"')
        if site not in self.cribs:
            self._switch_on(site)
        return self.cribs[site]

    def _switch_on(self, site: str) -> None:
        zone = self.world.zone
        me = Identity(f"kiosk-{site}", site, self._declared[site], zone, assembly.program_version())
        self.cribs[site] = crib = Crib(self._disk / site, me, self.world, self.fleet)
        for new in self._catalogue:
            self._define(crib, new)

    def _site(self, said: Statement) -> str:
        code, name = said.words[0], said.words[-1]
        self._declared[code] = name
        self.here = self.here or code
        return f"site {code}"

    def _now(self, said: Statement) -> str:
        self.world.set(self._moment(said.words[0]))
        return str(self.world.at)

    def _set_zone(self, said: Statement) -> str:
        """The zone of every time in the file, of a `now` before it too."""
        if self.cribs:
            raise UnmetError("the zone stands before everything that uses a kiosk")
        try:
            zone = ZoneInfo(said.words[0])
        except (ZoneInfoNotFoundError, ValueError):
            raise UnmetError(f'there is no time zone "{said.words[0]}"; write e.g. Europe/Berlin') from None
        written = self.world.at.astimezone(self.world.zone)
        self.world.set(written.replace(tzinfo=zone).astimezone(UTC))
        self.world.zone = zone
        return said.words[0]

    def _moment(self, text: str) -> datetime:
        today = self.world.at.astimezone(self.world.zone).date()
        return values.moment(text, today, self.world.zone).start

    def _cabinet(self, crib: Crib, said: Statement) -> None:
        for new in setup.cabinet(said):
            self._define(crib, new)
        doors.install(crib, said)

    def _door(self, crib: Crib, said: Statement) -> None:
        doors.move(crib, said)

    def _local(self, crib: Crib, said: Statement) -> None:
        self._define(crib, setup.PLACES_AND_STOCK[said.verb](said))

    def _everywhere(self, crib: Crib, said: Statement) -> None:
        """Tell every site; a product's levels are for the one that declares them."""
        new = setup.CATALOGUE[said.verb](said)
        if isinstance(new, NewProduct) and not new.category:
            self._define(crib, levels.said(new, self._catalogue))
            return
        self._define(crib, new)
        self._catalogue.append(levels.without(new))
        for other in self.cribs.values():
            if other is not crib:
                known = product_of(other.db, getattr(new, "code", ""))
                self._define(other, levels.kept(new, known[0] if known else None))

    def _worker(self, _: Crib, said: Statement) -> None:
        new = setup.worker(said, setup.made_up_badge(len(self.badges)))
        for every in self.cribs.values():
            self._define(every, new)
        self.badges[said.words[0]] = getattr(new, "badge", "")
        self._catalogue.append(new)

    def _define(self, crib: Crib, new: Definition) -> None:
        _insist(crib.define(Define((new,))))

    def _hold(self, crib: Crib, said: Statement) -> None:
        _insist(crib.define(setup.hold(said, self._moment)))

    def _policy(self, crib: Crib, said: Statement) -> None:
        if said.words or not said.fields:
            raise ValueError("write it as: policy signout=8s")
        for name, text in said.fields.items():
            _insist(crib.define(SetPolicy(name, setup.setting(name, text))))

    def _badge(self, crib: Crib, said: Statement) -> None:
        who = said.words[0]
        number = self.badges.get(who, who.zfill(_DIGITS) if who.isdigit() else who)
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
        reply = crib.door().tap(Tap(CommandId(self.world.new_id()), control))
        if reply.result != "ok":
            shown = ", ".join(control.name for control in crib.view.controls) or "no controls"
            raise UnmetError(f"{reply.text} Shown: {shown}.")

    def _wait(self, _: Crib, said: Statement) -> None:
        self.pass_time(values.duration(said.words[0]))

    def _at(self, _: Crib, said: Statement) -> None:
        goal = self._moment(said.words[0])
        if goal < self.world.at:
            raise UnmetError(f"it is {self.world.at.astimezone(self.world.zone):%H:%M} already")
        self.pass_time((goal - self.world.at).total_seconds())

    def pass_time(self, seconds: float) -> None:
        """Let time pass, and everything that falls due in it happen at its moment."""
        end = self.world.boot + seconds
        while (due := min(self._deadlines(), default=end + 1)) <= end:
            self.world.pass_to(max(due, self.world.boot))
            for crib in self.cribs.values():
                crib.play(Tick())
        self.world.pass_to(end)
        for crib in self.cribs.values():
            crib.play(Tick())

    def _deadlines(self) -> list[float]:
        return [end for crib in self.cribs.values() if (end := crib.desk.deadline()) is not None]

    def _plug(self, crib: Crib, said: Statement) -> None:
        doors.plug(crib, said)

    def _broker(self, _: Crib, said: Statement) -> None:
        self.fleet.broker.set_up(up=said.words[0] == "up")
        for every in self.cribs.values():
            every.play(Tick())

    def _central(self, _: Crib, said: Statement) -> None:
        self.fleet.set_central(up=said.words[0] == "up")
        for every in self.cribs.values():
            every.play(Tick())

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

    _before: ClassVar[dict[str, Callable[["Player", Statement], str]]] = {
        "site": _site,
        "now": _now,
        "zone": _set_zone,
    }
    """What is said before a kiosk is switched on."""

    acts_at_the_counter: ClassVar[frozenset[str]] = frozenset(
        "badge scan tap quantity door wait at power-cut".split()
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


def _insist(decision: Decision) -> None:
    if isinstance(decision, Refused):
        refusal = decision.refusal
        flaws = refusal.flaws if isinstance(refusal, Unfit) else ()
        raise UnmetError("; ".join(flaw.message for flaw in flaws) or refusal.reason)
