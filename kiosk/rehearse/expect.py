"""Expectations: what must be true, each compared with what is seen."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from msgspec.structs import asdict

from kiosk.counter.session import Answer
from kiosk.crib.places import Place
from kiosk.rehearse import doors, values, worth
from kiosk.rehearse.agreement import disagreement
from kiosk.rehearse.crib import Crib
from kiosk.rehearse.fleet import Fleet
from kiosk.rehearse.grammar import Statement
from kiosk.rehearse.world import ScriptWorld
from kiosk.store import reports, verify
from kiosk.store.journal import all_entries, newest_of
from kiosk.store.states import asset_of
from kiosk.store.values import moment

TRANSFERRED = ("transfer.sent", "transfer.received")


class UnmetError(Exception):
    """An expectation does not hold; the message is what was seen."""


class Expectations:
    """Checks what is expected of one kiosk."""

    def __init__(self, world: ScriptWorld, cribs: Mapping[str, Crib], fleet: Fleet, crib: Crib) -> None:
        self._world = world
        self._cribs = cribs
        self._fleet = fleet
        self._crib = crib
        self._codes: dict[str, str] = dict(crib.db.execute_sql("SELECT worker, code FROM person").fetchall())
        """The script's own codes of the workers, by their opaque ids."""

    def check(self, said: Statement) -> str:
        """What was seen.

        Raises:
            UnmetError: it is not what is expected.
        """
        name = said.verb.removeprefix("expect ")
        rule = self._rules.get(name)
        return rule(self, said) if rule else self._answer(name, said)

    def _answer(self, name: str, said: Statement) -> str:
        answer = self._crib.answer
        seen = self._seen(answer)
        fits = answer is not None and answer.kind == name and self._fits_answer(answer, said)
        return _insist(fits, seen)

    def _fits_answer(self, answer: Answer, said: Statement) -> bool:
        named = {answer.asset, answer.product, answer.kit, answer.bin, self._codes.get(answer.by)} - {""}
        if said.words and said.verb != "expect refused" and said.words[0] not in named:
            return False
        if said.quantity is not None and said.quantity != answer.quantity:
            return False
        return self._fits(said.fields, self._fields(answer))

    def _fields(self, answer: Answer) -> dict[str, Any]:
        """An answer's fields by their names in the language, the refusal's among them."""
        refusal = asdict(answer.refusal) if answer.refusal else {}
        names = ("by", "asset", "product", "kit", "bin", "to")
        mine = {name: getattr(answer, name) for name in names}
        due = moment(answer.due)
        return {**refusal, **{key: value for key, value in mine.items() if value}, "due": due}

    def _fits(self, wanted: dict[str, str], seen: dict[str, Any]) -> bool:
        return all(self._same(text, seen.get(name)) for name, text in wanted.items())

    def _same(self, wanted: str, seen: Any) -> bool:
        """A written value stands for every moment that it holds; ids are read as the script's own codes."""
        if seen is None:
            return wanted in ("", "none", "nobody")
        at = _moment_of(seen)
        if at is not None:
            zone = self._world.zone
            today = self._world.at.astimezone(zone).date()
            return values.moment(wanted, today, zone).holds(at)
        return wanted == self._translated(seen)

    def _translated(self, seen: Any) -> str:
        text = str(seen)
        kind, colon, code = text.rpartition(":")
        return f"{kind}{colon}{self._codes.get(code, code)}"

    def _seen(self, answer: Answer | None) -> str:
        if answer is None:
            return "no answer yet"
        fields = {
            name: value
            for name, value in self._fields(answer).items()
            if value and not isinstance(value, tuple)
        }
        reason = f" {answer.refusal.reason}" if answer.refusal else ""
        quantity = f" x{answer.quantity}" if answer.quantity else ""
        told = " ".join(f"{name}={self._translated(value)}" for name, value in fields.items())
        return f"{answer.kind}{reason}{quantity} {told}".strip()

    def _refused(self, said: Statement) -> str:
        answer = self._crib.answer
        refusal = answer.refusal if answer else None
        reason = refusal.reason if refusal else ""
        fits = answer is not None and reason == said.words[0] and self._fits_answer(answer, said)
        return _insist(fits, self._seen(answer))

    def _nothing(self, _: Statement) -> str:
        changed = self._crib.changed_since_act()
        return _insist(not changed, f"{changed}: {self._seen(self._crib.answer)}" if changed else "nothing")

    def _screen(self, said: Statement) -> str:
        words = self._crib.view.words()
        seen = " ".join(words.split())
        return _insist(" ".join(said.words[0].split()).casefold() in seen.casefold(), f'screen "{seen}"')

    def _printed(self, said: Statement) -> str:
        """What the last `admin` statement printed contains this, whatever the spaces between words."""
        seen = " ".join(self._crib.printed.split())
        return _insist(" ".join(said.words[0].split()) in seen, f'printed "{seen}"')

    def _beep(self, said: Statement) -> str:
        tone = self._crib.beeped
        seen = tone.value if tone else "none"
        return _insist(seen == said.words[0], f"beep {seen}")

    def _place(self, said: Statement) -> str:
        code, wanted = said.words
        state = asset_of(self._crib.db, code)
        if state is None:
            return _unmet(f"there is no asset {code}")
        seen = self._translated(state.place)
        place = Place.parse(wanted)
        fits = seen == str(place) or (not place.code and state.place.kind is place.kind)
        return _insist(fits, f"place {code} {seen}")

    def _counts(self, said: Statement) -> str:
        wanted = {name: text for name, text in said.fields.items() if name not in ("site", "at")}
        at = said.fields.get("at")
        world = self._world
        today = world.at.astimezone(world.zone).date()
        when = values.moment(at, today, world.zone).start if at else None
        ask = reports.Moment(world.at, world.zone, when)
        sites = self._sites(said.fields.get("site", ""))
        found = [reports.counts(crib.db, said.words[0], ask) for crib in sites]
        figures = [counts for counts in found if counts]
        if not figures:
            return _unmet(f"there is no product {said.words[0]}")
        total = sum(figures[1:], figures[0])
        seen = {**asdict(total), "total": total.total}
        told = " ".join(f"{name}={value}" for name, value in seen.items())
        return _insist(all(str(seen[name]) == str(int(text)) for name, text in wanted.items()), told)

    def _sites(self, site: str) -> list[Crib]:
        if site == "all":
            return list(self._cribs.values())
        if site and site not in self._cribs:
            raise UnmetError(f'there is no site "{site}"')
        return [self._cribs[site]] if site else [self._crib]

    def _on_hand(self, said: Statement) -> str:
        seen = self._in_bins(said)
        return _insist(seen == said.quantity, f"on-hand {said.words[0]} x{seen}")

    def _value(self, said: Statement) -> str:
        zone = self._world.zone
        seen = worth.seen(self._crib.db, said, self._world.at, zone)
        told = " ".join(f"{name}={text}" for name, text in seen.items())
        return _insist(worth.wanted(said).items() <= seen.items(), f"{said.words[0]} {told}")

    def _in_bins(self, said: Statement) -> int:
        fields = said.fields
        return reports.on_hand(self._crib.db, said.words[0], fields.get("bin", ""), fields.get("lot", ""))

    def _lock(self, said: Statement) -> str:
        code, wanted = said.words
        seen = doors.state(self._crib, code)
        return _insist(seen == wanted, f"lock {code} {seen}")

    def _light(self, said: Statement) -> str:
        code, wanted = said.words
        seen = "on" if code in self._crib.lit else "off"
        return _insist(seen == wanted, f"lit: {', '.join(self._crib.lit) or 'nothing'}")

    def _list(self, said: Statement) -> str:
        name, verb, code = said.words
        if verb not in ("contains", "lacks"):
            raise UnmetError('write it as: expect list low contains TQ-60 (or "lacks")')
        world = self._world
        rows = reports.REPORTS[name](self._crib.db, reports.Moment(world.at, world.zone))
        codes = [row.code for row in rows]
        products = [row.product for row in rows]
        there = code in codes + products
        return _insist(there == (verb == "contains"), f"{name}: {', '.join(codes) or 'empty'}")

    def _entry(self, said: Statement) -> str:
        entry = newest_of(self._crib.db, said.words[0])
        if entry is None:
            return _unmet(f"no entry {said.words[0]}")
        seen = {**json.loads(entry.body), "by": entry.actor, "via": entry.via.value, "site": entry.site}
        return self._told(said, said.words[0], [seen])

    def _mqtt(self, said: Statement) -> str:
        kind = f"crib.{said.words[0]}.v1"
        carried = [event["data"] for event in self._fleet.broker.events() if event["type"] == kind]
        here = [data for data in carried if data["site"] == self._crib.me.site]
        seen = [{**data["body"], "by": data["actor"], "via": data["via"]} for data in here]
        return self._told(said, f"mqtt {said.words[0]}", seen)

    def _told(self, said: Statement, what: str, seen: list[dict[str, Any]]) -> str:
        fits = any(self._fits(said.fields, fields) for fields in seen)
        newest = seen[-1] if seen else {}
        told = " ".join(f"{name}={self._translated(value)}" for name, value in newest.items() if value != "")
        return _insist(fits, f"{what} {told}" if seen else f"no {what}")

    def _agree(self, _: Statement) -> str:
        said = disagreement(self._fleet.central, self._cribs.values())
        kept = sum(len(copy.entries) for copy in self._fleet.central.copies.values())
        return _insist(not said, said or f"{kept} entries of {len(self._cribs)} kiosks, the same at central")

    def _transferred(self, said: Statement) -> str:
        """What the last act sent or received: a transfer has no screen of its own."""
        moved = [entry for entry in self._crib.entries_since_act() if entry.type in TRANSFERRED]
        bodies = [json.loads(entry.body) for entry in moved]
        named = [body for body in bodies if not said.words or said.words[0] in _names(body)]
        told = "; ".join(" ".join(f"{k}={v}" for k, v in body.items() if k != "what") for body in bodies)
        quantity = sum(body["quantity"] for body in named)
        fits = bool(named) and said.quantity in (None, quantity)
        return _insist(fits and all(self._fits(said.fields, body) for body in named), told or "no transfer")

    def _journal(self, _: Statement) -> str:
        checked = verify.verify(all_entries(self._crib.db))
        if checked.broken:
            return _unmet(str(checked.broken))
        difference = verify.replay(self._crib.db)
        told = f"{checked.entries} entries, chained, replay equals live"
        return _insist(difference is None, str(difference) if difference else told)

    _rules: ClassVar[dict[str, Callable[["Expectations", Statement], str]]] = {
        "refused": _refused,
        "nothing": _nothing,
        "screen": _screen,
        "printed": _printed,
        "beep": _beep,
        "place": _place,
        "counts": _counts,
        "on-hand": _on_hand,
        "value": _value,
        "list": _list,
        "lock": _lock,
        "light": _light,
        "entry": _entry,
        "mqtt": _mqtt,
        "journal": _journal,
        "agree": _agree,
        "transferred": _transferred,
    }


def _names(body: dict[str, Any]) -> set[str]:
    return {str(body.get(field, "")) for field in ("asset", "product", "transfer")} - {""}


def _moment_of(seen: Any) -> datetime | None:
    if isinstance(seen, datetime):
        return seen
    try:
        return datetime.fromisoformat(seen) if isinstance(seen, str) and "T" in seen else None
    except ValueError:
        return None


def _unmet(seen: str) -> str:
    raise UnmetError(seen)


def _insist(holds: bool, seen: str) -> str:  # noqa: FBT001
    if not holds:
        raise UnmetError(seen)
    return seen


def describe(crib: Crib) -> str:
    """What the last act led to, in a few words."""
    notice = crib.view.notice
    return " · ".join((notice.title, *notice.lines)) if notice else crib.view.hint
