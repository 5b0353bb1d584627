"""The sites of a rehearsal: one clock, one broker, one catalogue, and a kiosk each from its first use on."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kiosk import assembly
from kiosk.attendant.composing import Identity
from kiosk.attendant.events import Tick
from kiosk.crib.definitions import Define, Definition, NewProduct, Person
from kiosk.crib.keeper_refusals import Unfit
from kiosk.crib.names import LANGUAGES, PSEUDO
from kiosk.crib.outcomes import Decision, Refused
from kiosk.rehearse import levels, values
from kiosk.rehearse.brokers import Broker
from kiosk.rehearse.crib import Crib
from kiosk.rehearse.expect import UnmetError
from kiosk.rehearse.fleet import Fleet
from kiosk.rehearse.grammar import Statement
from kiosk.rehearse.world import ScriptWorld
from kiosk.store.lookup import product_of

_FIRST, _LAST = datetime(1970, 1, 2, tzinfo=UTC), datetime(2255, 1, 1, tzinfo=UTC)
"""Entries hold microseconds since 1970 in 53 bits: no kiosk's clock goes beyond that."""


class Sites:
    """Every site that was named, and what is known at all of them."""

    def __init__(self, disk: Path, broker: Broker) -> None:
        self.world = ScriptWorld()
        self.fleet = Fleet(broker, lambda: self.world.boot)
        self.cribs: dict[str, Crib] = {}
        self.here = ""
        """The site of statements that name none."""
        self._disk = disk
        self._declared: dict[str, tuple[str, str]] = {}
        """Name and language of each site."""
        self._catalogue: list[Definition] = []

    def close(self) -> None:
        """End every kiosk in good order."""
        for crib in self.cribs.values():
            crib.close()
        self.fleet.close()

    def crib(self, site: str) -> Crib:
        """The kiosk of a site, switched on at its first use.

        Raises:
            UnmetError: there is no such site.
        """
        site = site or self.here
        if site not in self._declared:
            known = ", ".join(self._declared) or "none"
            raise UnmetError(f'there is no site "{site}" (there are: {known}); write: site A "Main shop"')
        if site not in self.cribs:
            self._switch_on(site)
        return self.cribs[site]

    def _switch_on(self, site: str) -> None:
        zone = self.world.zone
        name, language = self._declared[site]
        me = Identity(f"kiosk-{site}", site, name, zone, assembly.program_version(), language)
        self.cribs[site] = crib = Crib(self._disk / site, me, self.world, self.fleet)
        for new in self._catalogue:
            self.define(crib, new)

    def add(self, said: Statement) -> str:
        """``site A "Main shop" language=de``."""
        code, name = said.words[0], said.words[-1]
        self._declared[code] = name, values.choice(said.fields.get("language", "en"), (*LANGUAGES, PSEUDO))
        self.here = self.here or code
        return f"site {code}"

    def set_now(self, said: Statement) -> str:
        """``now 2026-11-02T08:00``; once a kiosk runs, the time up to then passes."""
        goal = self.moment(said.words[0])
        if not _FIRST <= goal <= _LAST:
            raise UnmetError(f"the clock goes from {_FIRST:%Y-%m-%d} to {_LAST:%Y-%m-%d}")
        if self.cribs and goal > self.world.at:
            self.pass_time((goal - self.world.at).total_seconds())
        else:
            self.world.set(goal)
        return str(self.world.at)

    def set_zone(self, said: Statement) -> str:
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

    def moment(self, text: str) -> datetime:
        """A moment as people write one, of today where it names no day."""
        today = self.world.at.astimezone(self.world.zone).date()
        return values.moment(text, today, self.world.zone).start

    def define(self, crib: Crib, new: Definition) -> None:
        """Tell one site.

        Raises:
            UnmetError: it does not fit.
        """
        insist(crib.define(Define((new,))))

    def declare(self, crib: Crib, new: Definition) -> None:
        """Tell every site; a product's levels are for the one that declares them."""
        if isinstance(new, NewProduct) and not new.category:
            self.define(crib, levels.said(new, self._catalogue))
            return
        self.define(crib, new)
        self._catalogue.append(levels.without(new))
        for other in self.cribs.values():
            if other is not crib:
                known = product_of(other.db, getattr(new, "code", ""))
                self.define(other, levels.kept(new, known[0] if known else None))

    def enroll(self, new: Person) -> None:
        """Tell every site of a worker."""
        for every in self.cribs.values():
            self.define(every, new)
        self._catalogue.append(new)

    def pass_time(self, seconds: float) -> None:
        """Let time pass, and everything that falls due in it happen at its moment.

        Raises:
            UnmetError: no calendar goes so far.
        """
        if seconds > (_LAST - self.world.at).total_seconds():
            raise UnmetError(f"the clock goes to {_LAST:%Y-%m-%d}; let less time pass")
        end = self.world.boot + seconds
        while (due := min(self._deadlines(), default=end + 1)) <= end:
            self.world.pass_to(max(due, self.world.boot))
            self.tick()
        self.world.pass_to(end)
        self.tick()

    def tick(self) -> None:
        """Let every kiosk see what is over."""
        for crib in self.cribs.values():
            crib.play(Tick())

    def _deadlines(self) -> list[float]:
        return [end for crib in self.cribs.values() if (end := crib.desk.deadline()) is not None]


BEFORE: dict[str, Callable[[Sites, Statement], str]] = {
    "site": Sites.add,
    "now": Sites.set_now,
    "zone": Sites.set_zone,
}
"""What is said before a kiosk is switched on."""


def insist(decision: Decision) -> None:
    """Raise UnmetError where it was refused."""
    if isinstance(decision, Refused):
        refusal = decision.refusal
        flaws = refusal.flaws if isinstance(refusal, Unfit) else ()
        raise UnmetError("; ".join(flaw.message for flaw in flaws) or refusal.reason)
