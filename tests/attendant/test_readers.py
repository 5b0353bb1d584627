"""Readers as the settings name them: every family has what it takes to be read."""

from typing import get_args, get_type_hints

import msgspec
import pytest

from drivers.badges.elatec import Twn4
from drivers.badges.gwiot import READ_UID, encode
from drivers.badges.pn532 import Pn532
from drivers.badges.uhf import Inventory
from drivers.conversation import Listening
from drivers.hush import Hush
from drivers.messages import Badge, Flaw, Message, Noise, Scan
from kiosk.devices.readers import BAUDS, _Typed, conversation
from kiosk.settings import Reader

FAMILIES = get_args(get_args(get_type_hints(Reader, include_extras=True)["family"])[0])


def reader(family: str, baud: int | None = None) -> Reader:
    """A reader of a family."""
    return msgspec.convert({"family": family, **({"baud": baud} if baud else {})}, Reader)


def test_every_family_that_can_be_set_has_a_speed_of_its_own() -> None:
    """Every family that can be set has a speed of its own; a keywedge has none."""
    assert {*FAMILIES} == {*BAUDS, "keywedge"}


@pytest.mark.parametrize("family", sorted({*BAUDS} - {"osdp"}))
def test_every_serial_family_is_talked_with_in_its_own_way(family: str) -> None:
    """Every serial family is talked with in its own way."""
    ways = {"pn532": Pn532, "elatec": Twn4, "uhf-m100": Inventory, "chafon": Inventory}

    assert isinstance(conversation(reader(family))(), ways.get(family, Listening))


def test_a_gwiot_at_115200_is_the_one_that_is_asked() -> None:
    """A GWIOT at 115200 bit/s is the one that is asked; at 9600 it is listened to."""
    assert conversation(reader("gwiot", 115200))().say(0.0) == READ_UID
    assert conversation(reader("gwiot"))().say(0.0) == b""


def test_a_random_uid_is_refused_at_a_reader_that_only_talks() -> None:
    """A random UID is refused at a reader that only talks, too."""
    (message,) = conversation(reader("gwiot"))().hear(encode("iso14443a:32:08192DA2"), 0.0)

    assert isinstance(message, Noise)
    assert "begins with 08" in message.reason


UNKNOWN = [
    ("wiegand", b"26,2F623AF\r\n"),  # the parity of 26 bits is wrong: a site's own layout
    ("wiegand", b"42,123456789A\r\n"),
    ("elatec", b"00014919042F623AE0\r"),  # 25 bits of Wiegand
    ("elatec", b"E007000012345678\r"),  # a TWN3 tells of ISO 15693, which its line does not name
]
GARBLED = [("wiegand", b"04,5\r\n"), ("wiegand", b"26,xyz\r\n"), ("elatec", b"3C00\r"), ("gwiot", b"\x02")]


@pytest.mark.parametrize(("family", "line"), UNKNOWN + GARBLED)
def test_a_card_that_no_format_fits_is_told_from_half_a_one(family: str, line: bytes) -> None:
    """Whoever holds it would wait for ever; noise, and a key of a keypad, are no card."""
    talk = conversation(reader(family))()
    (message,) = (*talk.hear(line, 0.0), *talk.quiet(1.0))

    assert isinstance(message, Noise)
    assert message.flaw is (Flaw.UNKNOWN_CARD if (family, line) in UNKNOWN else Flaw.GARBLED)


def test_who_was_in_the_field_is_not_new_after_the_line_was_opened_again() -> None:
    """Who was in the field is not new after the line was opened again."""
    begin, frame = conversation(reader("gwiot")), encode("em4100:40:2E00B6D7B5")

    assert len(list(begin().hear(frame, 0.0))) == 1
    assert list(begin().hear(frame, 0.2)) == []


def test_what_a_wedge_types_is_a_badge_once() -> None:
    """What a wedge types is a badge, once for as long as it stays; a command is none."""
    heard: list[Message] = []
    tell = _Typed(Hush(lambda message, _at: heard.append(message)), 0.5)

    for text, at in (("0006547886", 0.0), ("0006547886", 0.25), ("rm -rf /", 0.5), ("0006547886", 1.0)):
        tell(Scan(text), at)

    assert [type(message) for message in heard] == [Badge, Noise, Badge]
    assert heard[0] == Badge("keywedge:40:0006547886", b"0006547886")
