"""An entry as it comes in: the CloudEvent of kiosk.relay.envelope, read back."""

import msgspec
from msgspec import Struct

from kiosk.crib.names import CommandId, Via, WorkerId
from kiosk.store.canonical import canonical
from kiosk.store.entry import Entry


class _Data(Struct, frozen=True, forbid_unknown_fields=True):
    epoch: str
    seq: int
    id: str
    at: int
    clock_synced: int
    boot_id: str
    boottime_ns: str
    kiosk: str
    site: str
    actor: WorkerId
    via: Via
    command: CommandId
    line: int
    type: str
    body: dict[str, object]
    prev: str
    hash: str


class _Event(Struct, frozen=True):
    data: _Data


def entry_of(payload: bytes) -> Entry:
    """The entry of an event, as its kiosk sealed it.

    Raises:
        ValueError: it is no such event, or its hash is not that of its content.
    """
    try:
        data = msgspec.json.decode(payload, type=_Event).data
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"it is no event of a crib: {error}") from error
    fields = msgspec.structs.asdict(data)
    text = {"boottime_ns": int(data.boottime_ns), "body": canonical(data.body)}
    entry = Entry(**{**fields, **text})
    if entry.digest() != entry.hash:
        raise ValueError(f"entry {entry.epoch}/{entry.seq} has a hash that is not that of its content")
    return entry
