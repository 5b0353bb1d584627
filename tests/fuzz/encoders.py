"""The other half of each codec: the bytes of a message, or None where its device never sends such a one."""

from collections.abc import Callable

from drivers.badges import chafon, elatec, gwiot, m100, osdp, pn532, rdm6300, wiegand
from drivers.barcodes import lines
from drivers.locks import board_8a, cu16, cu48, lcus, modbus_relay
from drivers.messages import Badge, Frame, LockReport, Message, Scan
from tests.fuzz.trials import Encode

Makes = Callable[..., bytes]


def badge(encode: Callable[[str], bytes]) -> Encode:
    """Of a reader that tells badges."""

    def of(message: Message) -> bytes | None:
        try:
            return encode(message.number) if isinstance(message, Badge) else None
        except ValueError:
            return None  # of a technology that this reader reads and this half does not send

    return of


rdm6300_of, gwiot_of = badge(rdm6300.encode), badge(gwiot.encode)
wiegand_of = badge(lambda number: wiegand.encode(number).removesuffix(b"\n"))
elatec_of = badge(lambda number: elatec.encode(number).removesuffix(b"\n"))


def pn532_of(message: Message) -> bytes | None:
    """What the chip answers of a badge in its field."""
    return pn532.listed(message.number) if isinstance(message, Badge) else None


def scan_of(message: Message) -> bytes | None:
    """What a serial scanner sends; one that is set up for Latin-1 sends other bytes."""
    return lines.encode(message.text)[:-1] if isinstance(message, Scan) else None


def m100_of(message: Message) -> bytes | None:
    """A tag's notice is measured, and its CRC is the tag's own: only frames are made again."""
    if not isinstance(message, Frame):
        return None
    kind = m100.Kind[str(message.fields["type"]).upper()]
    return m100.encode(_hex(message, "command")[0], _hex(message, "data"), kind=kind, head=message.raw[0])


def chafon_of(message: Message) -> bytes | None:
    """A frame; of tags their order of fields is told by which reader it is, and that not in the message."""
    if not isinstance(message, Frame):
        return None
    return chafon.encode(
        _hex(message, "command")[0], _hex(message, "data"), address=int(message.fields["address"])
    )


def osdp_of(message: Message) -> bytes | None:
    """A packet, from what it holds; marks alone are none."""
    if isinstance(message, Frame) and message.name == "marks":
        return None
    return osdp.encode(osdp.parse(bytes(message.raw)))


def _hex(message: Frame, field: str) -> bytes:
    return bytes.fromhex(str(message.fields[field]))


def cu16_of(message: Message) -> bytes | None:
    """Orders and answers of a CU16."""
    if isinstance(message, LockReport):
        return cu16.status(message.board, _true(message.contacts), _true(message.present))
    makes: dict[str, Makes] = {
        "ask status": cu16.ask,
        "unlock": cu16.unlock,
        "unlock all": cu16.unlock_all,
        "ask all boards": cu16.ask_all,
        "clear busy": cu16.clear_busy,
        "ask unlock time": cu16.ask_unlock_time,
    }
    return _made(makes, message)


def cu48_of(message: Message) -> bytes | None:
    """Orders and answers of a CU48; an SCU has the same names."""
    if message.raw[0] != 0x02:
        return None
    if isinstance(message, LockReport):
        return cu48.status(message.board, _true(message.contacts)) if len(message.contacts) == 48 else None
    return _made({"ask status": cu48.ask, "unlock": cu48.unlock, "ack": cu48.ack}, message)


def board_8a_of(message: Message) -> bytes | None:
    """Orders, and an answer for one lock: one for all can begin like it (see board_8a.decoder)."""
    if isinstance(message, LockReport):
        if len(message.contacts) != 1:
            return None
        [(lock, closed)] = message.contacts.items()
        make = board_8a.moved if message.raw[0] == 0x82 else board_8a.status_one
        return _tried(lambda: make(message.board, lock, closed=closed))
    makes: dict[str, Makes] = {
        "ask status": board_8a.ask,
        "unlock all": board_8a.unlock_all,
        "unlock": board_8a.unlock,
        "hold": board_8a.hold,
        "release": board_8a.release,
    }
    return _made(makes, message)


def lcus_of(message: Message) -> bytes | None:
    """Orders, and a board's answer in frames."""
    if isinstance(message, LockReport):
        [(channel, on)] = message.coils.items()
        return _tried(lambda: lcus.status(channel, on=on))
    return _made({"ask status": lcus.ask, "the other way, and answer": lcus.toggle}, message)


def modbus_of(message: Message) -> bytes | None:
    """Orders, and a board's answer to a question."""
    if isinstance(message, LockReport):
        flags = message.coils or message.contacts
        make = modbus_relay.coils_are if message.coils else modbus_relay.inputs_are
        return _tried(lambda: make(message.board, _true(flags), len(flags)))
    makes: dict[str, Makes] = {
        "switch": _switched,
        "write register": modbus_relay.write_register,
        "flash on": modbus_relay.flash_on,
        "flash off": modbus_relay.flash_off,
    }
    return _made(makes, message)


def _switched(board: int, channel: int, to: str) -> bytes:
    if to not in ("on", "off"):
        raise ValueError(to)
    return modbus_relay.switch(board, channel, on=to == "on")


def _made(makes: dict[str, Makes], message: Message) -> bytes | None:
    make = makes.get(message.name) if isinstance(message, Frame) else None
    return _tried(lambda: make(**message.fields)) if make and isinstance(message, Frame) else None


def _tried(make: Callable[[], bytes]) -> bytes | None:
    try:
        return make()
    except ValueError:
        return None  # an address or a lock that boards of this family do not have


def _true(flags: object) -> list[int]:
    return [number for number, is_set in dict(flags).items() if is_set]  # type: ignore[call-overload]
