"""An entry as it goes out: one CloudEvents 1.0 event in structured JSON (CloudEvents MQTT binding §3.2)."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from kiosk.crib.places import Place
from kiosk.crib.status import status_at
from kiosk.relay.link import Message
from kiosk.store.canonical import canonical
from kiosk.store.entry import Entry

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
SUBJECTS = ("asset", "product", "worker", "code", "bin", "category")
"""Fields of a body that can be its subject; the first that is there is."""
_1970 = datetime(1970, 1, 1, tzinfo=UTC)


def root(kiosk: str) -> str:
    """What every topic of ``kiosk`` begins with.

    Percent-encoded, so that no id can hold a level or a wildcard of MQTT 5.0 §4.7; ids of letters,
    digits, ``-``, ``_``, ``.`` and ``~`` stay as they are.
    """
    return f"crib/v1/k/{quote(kiosk, safe='')}"


def topic(entry: Entry) -> str:
    """Where the entry is published, e.g. ``crib/v1/k/A/evt/asset.issued``."""
    return f"{root(entry.kiosk)}/evt/{entry.type}"


def envelope(entry: Entry) -> bytes:
    """The event, the same bytes for the same entry always.

    ``data`` is the entry as it was sealed, and its hash: the message alone is enough to check it.
    """
    unsealed = entry.unsealed()
    body = unsealed["body"]
    event = {
        "specversion": "1.0",
        "id": entry.id,
        "source": f"/crib/k/{quote(entry.kiosk, safe='')}",
        "type": f"crib.{entry.type}.v1",
        "time": _rfc3339(entry.at),
        "datacontenttype": "application/json",
        "data": {**unsealed, "hash": entry.hash},
    }
    subject = next((body[name] for name in SUBJECTS if body.get(name)), None)
    if subject is not None:
        event["subject"] = subject
    if body.get("asset") and body.get("destination"):
        crossing = Place.parse(body["destination"]), Place.parse(body["source"])
        event["assetstatus"] = status_at(*crossing).value
    return canonical(event).encode()


def message(entry: Entry) -> Message:
    """The entry as a message that is not retained."""
    return Message(topic(entry), envelope(entry), content_type=CONTENT_TYPE)


def _rfc3339(at: int) -> str:
    moment = _1970 + timedelta(microseconds=at)
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")
