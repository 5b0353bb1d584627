"""What a recorded stream says: one line in, one answer out, for `cribctl decode` and for complaints.

A line is a whole stream. Serial families take hex (spaces allowed); `em4100`, `wiegand` and `elatec` take
text as well (drivers.badges.recordings); `keywedge` takes a JSON list of evdev
events `[type, code, value, dt]`, type and code as names or integers, dt in milliseconds since the one before
(null or absent: unknown, taken as no pause).
"""

import json
from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import Final, TypedDict

from drivers import particulars
from drivers.badges import chafon, forms, gwiot, m100, osdp, pn532, rdm6300, recordings
from drivers.barcodes import scanned
from drivers.framing import Decoder
from drivers.keyboard import keywedge
from drivers.keyboard.keys import CODES, EV_KEY, EV_SYN, SYN_DROPPED, SYN_REPORT
from drivers.locks import board_8a, cu16, cu48, lcus, modbus_relay
from drivers.messages import Badge, Frame, LockReport, Message, Noise, Scan, Tag, Tags

KEYWEDGE_TIMEOUT_S: Final = 1.0
"""Ten times what the kiosk allows: a recording may be typed by hand, or slowed by what recorded it."""

_TYPES: Final = MappingProxyType(
    {"EV_SYN": EV_SYN, "EV_KEY": EV_KEY, "EV_REL": 2, "EV_ABS": 3, "EV_MSC": 4, "EV_SW": 5}
    | {"EV_LED": 0x11, "EV_SND": 0x12, "EV_REP": 0x14, "EV_FF": 0x15, "EV_PWR": 0x16, "EV_FF_STATUS": 0x17}
)
_SYNS: Final = MappingProxyType(
    {"SYN_REPORT": SYN_REPORT, "SYN_CONFIG": 1, "SYN_MT_REPORT": 2, "SYN_DROPPED": SYN_DROPPED}
)
_NO_CODES: Final = MappingProxyType[str, int]({})
_MAX_DT_MS: Final = 86_400_000.0

Family = Callable[[str, str], Iterator[Message]]
"""One device family: line and keyboard layout in, messages out; ValueError says why a line is unreadable."""


Described = dict[str, object]
"""One message: what it says, by name."""


class Decoded(TypedDict):
    """The answer: messages in order, how many stretches of noise, and why nothing could be read, if so."""

    messages: list[Described]
    noise: int
    error: str | None


def decode_line(family: str, line: str, *, layout: str = "us") -> Decoded:
    """What a whole stream says, as one device family reads it; never raises.

    A badge message holds `badge` (canonical) and `forms`; a scan holds `text` and, of GS1 data, `gs1`, value
    by AI, or `flaw`: why it says so and is not. What else a frame tells stands beside that
    (drivers.particulars). `error` says why the line is unreadable or, where nothing but noise came out, why
    the first stretch was refused. A `keywedge` scan that the stream's end leaves without
    a terminator counts, for silence follows; before that, a pause of over 1 s discards a half scan, as 0.1 s
    does in the kiosk.
    """
    try:
        found = list(_family(family)(line, layout))
    except ValueError as why:
        return {"messages": [], "noise": 0, "error": str(why)}
    heard = [message for message in found if not isinstance(message, Noise)]
    noise = [message for message in found if isinstance(message, Noise)]
    error = noise[0].reason if noise and not heard else None
    told = [_describe(message) | particulars.of(family, message) for message in heard]
    return {"messages": told, "noise": len(noise), "error": error}


def _describe(message: Message) -> Described:
    match message:
        case Badge(number=number):
            return {"badge": number, "forms": forms.forms(number)}
        case Scan(text=text):
            return _scan(text)
        case Tags(tags=tags):
            return {"tags": [_tag(tag) for tag in tags]}
        case LockReport():
            return _locks(message)
        case Frame(name=name, fields=fields):
            return {"frame": name, **fields}
        case Noise(reason=reason):
            return {"noise": reason}


def _scan(text: str) -> Described:
    """The text; what it says as GS1 data, value by AI, or why it does not."""
    code = scanned.read(text)
    said = {"gs1": dict(code.elements)} if code.elements else {}
    return {"text": text, **said, **({"flaw": code.why} if code.flaw else {})}


def _tag(tag: Tag) -> Described:
    measured = {"rssi": tag.rssi, "antenna": tag.antenna}
    return {"epc": tag.epc, **{name: value for name, value in measured.items() if value is not None}}


def _locks(report: LockReport) -> Described:
    """The channels by how they stand; "on" are those that are energized."""
    closed = [channel for channel, is_closed in sorted(report.contacts.items()) if is_closed]
    opened = [channel for channel, is_closed in sorted(report.contacts.items()) if not is_closed]
    on = [channel for channel, is_on in sorted(report.coils.items()) if is_on]
    told = {"closed": closed, "open": opened} if report.contacts else {}
    seen = [channel for channel, is_seen in sorted(report.present.items()) if is_seen]
    told |= {"on": on} if report.coils else {}
    told |= {"present": seen} if report.present else {}
    return {"board": report.board, "locks": told}


def _family(name: str) -> Family:
    if name not in FAMILIES:
        raise ValueError(f"{name!r} is not a device family: choose one of {', '.join(FAMILIES)}")
    return FAMILIES[name]


def _serial(decoder: Callable[[], Decoder]) -> Family:
    """A family on a serial line: the line of text is its bytes in hex."""

    def decode(line: str, _layout: str) -> Iterator[Message]:
        codec = decoder()
        yield from codec.feed(_bytes(line))
        yield from codec.flush()

    return decode


def _text(read: Callable[[str], Iterator[Message]]) -> Family:
    """A family that sends text, or is typed: the line is read as it stands."""
    return lambda line, _layout: read(line)


def _bytes(line: str) -> bytes:
    try:
        return bytes.fromhex(line)
    except ValueError as why:
        raise ValueError(
            f"The line is not hex ({why}): write two hex digits a byte, as in 02 30 31 03"
        ) from None


def _keywedge(line: str, layout: str) -> Iterator[Message]:
    terminators = frozenset(keywedge.Terminator) - {keywedge.Terminator.SILENCE}
    decoder = keywedge.Decoder(layout, terminators, KEYWEDGE_TIMEOUT_S)
    yield from decoder.feed(_events(line))
    yield from decoder.finish()


def _events(line: str) -> Iterator[keywedge.KeyEvent]:
    try:
        listed = json.loads(line)
    except (ValueError, RecursionError) as why:
        raise ValueError(f"The line is not JSON ({why}): write a list of [type, code, value, dt]") from None
    if not isinstance(listed, list):
        raise ValueError(  # noqa: TRY004 - the text is wrong, not the program's types
            f"The line is a JSON {type(listed).__name__}: write a list of [type, code, value, dt]"
        )
    at = 0.0
    for place, item in enumerate(listed, 1):
        event_type, code, value, dt_ms = _fields(place, item)
        at += dt_ms / 1000
        yield keywedge.KeyEvent(event_type, code, value, at)


def _fields(place: int, item: object) -> tuple[int, int, int, float]:
    match item:
        case [event_type, code, int(value)]:
            dt_ms: object = None
        case [event_type, code, int(value), dt_ms]:
            pass
        case _:
            raise ValueError(f"Event {place} is {item!r}: write [type, code, value, dt]")
    number = _number(place, "type", event_type, _TYPES)
    return number, _code(place, number, code), value, _pause(place, dt_ms)


def _code(place: int, event_type: int, code: object) -> int:
    if event_type == EV_KEY:
        return _number(place, "key", code, CODES)
    if event_type == EV_SYN:
        return _number(place, "SYN code", code, _SYNS)
    # The codes of every other type mean nothing here; EV_MSC's MSC_SCAN comes with each key.
    return _number(place, "code", 0 if isinstance(code, str) else code, _NO_CODES)


def _number(place: int, what: str, given: object, names: MappingProxyType[str, int]) -> int:
    if isinstance(given, str) and given in names:
        return names[given]
    if isinstance(given, int):
        return given
    raise ValueError(
        f"Event {place} has {what} {given!r}, which is no evdev name known here: write its number"
    )


def _pause(place: int, dt_ms: object) -> float:
    if dt_ms is None:
        return 0.0
    if isinstance(dt_ms, int | float) and 0 <= dt_ms <= _MAX_DT_MS:
        return float(dt_ms)
    raise ValueError(f"Event {place} has dt {dt_ms!r}: write milliseconds since the event before, or null")


FAMILIES: Final[MappingProxyType[str, Family]] = MappingProxyType(
    {
        "rdm6300": _serial(rdm6300.Decoder),
        "em4100": _text(recordings.em4100),
        "wiegand": _text(recordings.wiegand),
        "gwiot": _serial(gwiot.decoder),
        "pn532": _serial(pn532.decoder),
        "elatec": _text(recordings.elatec),
        "uhf-m100": _serial(m100.Decoder),
        "chafon": _serial(chafon.Decoder),
        "osdp": _serial(osdp.Decoder),
        "keywedge": _keywedge,
        "cu16": _serial(cu16.decoder),
        "cu48": _serial(cu48.decoder),
        "board-8a": _serial(board_8a.decoder),
        "lcus": _serial(lcus.decoder),
        "modbus-relay": _serial(modbus_relay.decoder),
    }
)
