"""What central and a relay say to each other beside the entries: topics and payloads (docs/mqtt.md)."""

from typing import TypeVar
from urllib.parse import quote

import msgspec
from msgspec import Struct, field

from kiosk.crib.transferring import FromCentral
from kiosk.relay.envelope import root
from kiosk.relay.link import Message
from kiosk.store.elsewhere import SiteFigures

STATE = "crib/v1/ingest/state"
FIGURES = "crib/v1/figures"
T = TypeVar("T", bound=Struct)


class IngestState(Struct, frozen=True):
    """Whether central is there; retained, and central's last will."""

    state: str
    """``online`` or ``offline``."""


class Ack(Struct, frozen=True):
    """Central holds a kiosk's every entry up to here, for good; retained."""

    epoch: str
    upto: int


class Replay(Struct, frozen=True):
    """Central lacks these entries of an epoch: publish them again, unchanged."""

    epoch: str
    first: int = field(name="from")
    last: int = field(name="to")


class Request(Struct, frozen=True):
    """Central wants something done; the same transaction twice is once."""

    transaction: str
    command: FromCentral


class Response(Struct, frozen=True, omit_defaults=True):
    """What became of a request."""

    transaction: str
    status: str
    """``ok``: it was judged, and need not be asked again; ``error``: it was not."""
    result: str = ""
    """``approved``, ``nothing`` or ``refused``."""
    text: str = ""


def subscriptions(kiosk: str) -> tuple[str, ...]:
    """What a kiosk's relay listens to."""
    return (f"{root(kiosk)}/ack", f"{root(kiosk)}/req/+", STATE, f"{FIGURES}/+/+")


def state(word: str) -> Message:
    """Central comes or goes."""
    return _message(STATE, IngestState(word), retained=True)


def ack(kiosk: str, value: Ack) -> Message:
    """An acknowledgement."""
    return _message(f"{root(kiosk)}/ack", value, retained=True)


def replay(kiosk: str, value: Replay) -> Message:
    """A gap that is asked for."""
    return _message(f"{root(kiosk)}/req/replay", value)


def request(kiosk: str, value: Request) -> Message:
    """A request to a kiosk."""
    return _message(f"{root(kiosk)}/req/transfer", value)


def response(kiosk: str, value: Response) -> Message:
    """A kiosk's answer."""
    return _message(f"{root(kiosk)}/res/transfer", value)


def figures(value: SiteFigures) -> Message:
    """What a site has of a product."""
    return _message(
        f"{FIGURES}/{quote(value.site, safe='')}/{quote(value.product, safe='')}", value, retained=True
    )


def _message(topic: str, value: Struct, *, retained: bool = False) -> Message:
    return Message(topic, msgspec.json.encode(value, order="deterministic"), retained)


def read(payload: bytes, kind: type[T]) -> T | None:
    """A payload of central's, or to central; None where it is none."""
    try:
        return msgspec.json.decode(payload, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
