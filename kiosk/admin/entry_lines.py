"""Entries of the journal as lines for people: places and things, workers by code, digests shortened."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo

from kiosk.admin.table import plain
from kiosk.store.entry import Entry

_1970 = datetime(1970, 1, 1, tzinfo=UTC)
_DIGEST = 64
_SHOWN = 8
_MOVE = ("asset", "product", "quantity", "source", "destination")

HEADING = f"{'SEQ':>7}  {'TIME':<20} {'TYPE':<18}  {'WHO':<8}  WHAT"


def body_of(entry: Entry) -> dict[str, object]:
    """The body as an object; one that cannot be read, in a damaged journal, as its text."""
    try:
        body = json.loads(entry.body)
    except ValueError:
        body = None
    return body if isinstance(body, dict) else {"unreadable": entry.body}


def whole(entry: Entry) -> dict[str, object]:
    """Every field, as JSON tells it: the same as on MQTT, where the body can be read."""
    fields = {name: getattr(entry, name) for name in entry.__struct_fields__}
    return {**fields, "boottime_ns": str(entry.boottime_ns), "body": body_of(entry)}


def line(entry: Entry, zone: tzinfo, people: Mapping[str, str]) -> str:
    """One entry; ``people`` gives the code of a worker's id. ``?``: the clock was not set."""
    when = local(entry.at, zone) + ("" if entry.clock_synced else "?")
    who = people.get(entry.actor, entry.actor) or entry.via
    what = _what(body_of(entry), people)
    return plain(f"{entry.seq:>7}  {when:<20} {entry.type:<18}  {who:<8}  {what}".rstrip())


def local(at: int, zone: tzinfo) -> str:
    """Microseconds since 1970 UTC as the crib's wall time."""
    try:
        return f"{(_1970 + timedelta(microseconds=at)).astimezone(zone):%Y-%m-%d %H:%M:%S}"
    except OverflowError:
        return str(at)


def digest(text: str) -> str:
    """The beginning of a digest."""
    return f"{text[:_SHOWN]}…"


def _what(body: dict[str, object], people: Mapping[str, str]) -> str:
    rest = {name: _shown(value, people) for name, value in body.items()}
    if "source" in body and "destination" in body:
        move = {name: rest.pop(name, "") for name in _MOVE}
        thing = move["asset"] or f"{move['product']} x{move['quantity']}"
        return " ".join([f"{thing} {move['source']} → {move['destination']}", *_pairs(rest)])
    return " ".join(_pairs(rest))


def _pairs(fields: dict[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in fields.items()]


def _shown(value: object, people: Mapping[str, str]) -> str:
    """A field of a body: a worker or holder by code, a digest by its beginning."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    kind, colon, code = text.partition(":")
    if kind == "holder" and colon:
        return f"holder:{people.get(code, code)}"
    if len(text) == _DIGEST and set(text) <= set("0123456789abcdef"):
        return digest(text)
    return people.get(text, text)
