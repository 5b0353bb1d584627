"""What people have at hand of badges whose readers send text: a line that was typed, or a recording in hex.

Hex whose bytes are printable text and an end of line is a recording of it; any other line is the text itself.
"""

import re
from collections.abc import Iterator
from typing import Final

from drivers.badges import elatec as twn
from drivers.badges import em4100_raw, forms
from drivers.badges import wiegand as wie
from drivers.badges.lines import LINE_END
from drivers.framing import Decoder
from drivers.messages import Badge, Frame, Message

_RAW64: Final = re.compile(r"[0-9A-Fa-f]{16}")


def em4100(line: str) -> Iterator[Message]:
    """16 hex digits are the 64 bits that the card sends; anything else a number as people type it.

    Raises:
        ValueError: it is no badge number, or could be several.
    """
    joined = "".join(line.split())
    if _RAW64.fullmatch(joined):
        yield em4100_raw.decode(bytes.fromhex(joined))
    else:
        yield Badge(forms.parse(line.strip()), line.encode())


def wiegand(line: str) -> Iterator[Message]:
    """A recording of a bridge; else bits, hex, or one line of a bridge.

    Raises:
        ValueError: it is none, or its parity is wrong.
    """
    recorded = _recorded(line)
    if recorded:
        yield from _whole(wie.decoder(), recorded)
    else:
        yield Badge(wie.from_recording(line), line.encode())


def elatec(line: str) -> Iterator[Message]:
    """A recording of a reader, or one line of it."""
    text = line.encode("ascii", "replace")
    ended = text if text.endswith((b"\r", b"\n")) else text + b"\r"
    yield from _whole(twn.decoder(), _recorded(line) or ended)


def _recorded(line: str) -> bytes:
    """The bytes of a line of hex that is a recording of text; none where it is not, or of line ends alone."""
    try:
        data = bytes.fromhex(line)
    except ValueError:
        return b""
    text = data.translate(None, b"\r\n")
    is_text = text and data[-1:] in (b"\r", b"\n") and all(0x20 <= byte < 0x7F for byte in text)
    return data if is_text else b""


def _whole(decoder: Decoder, data: bytes) -> Iterator[Message]:
    """What the lines say; the LF after a CR says nothing."""
    for message in (*decoder.feed(data), *decoder.flush()):
        if not (isinstance(message, Frame) and message.name == LINE_END):
            yield message
