"""`cribctl decode`: what a recorded stream of a device says, for complaints and for comparing readers."""

from argparse import Namespace

from kiosk.admin.command import Nouns, add_task
from kiosk.admin.crib import Crib
from kiosk.admin.table import quoted
from kiosk.admin.terminal import DONE, CannotError, Terminal

_MORE = """\
Each line of standard input is one whole stream; each is answered by one line of JSON, at once:
  em4100     16 hex digits as the card sends them, or a number as people type it
  wiegand    bits, hex, or a line of a serial bridge
  elatec     a line as text, or its bytes in hex
  keywedge   a JSON list of evdev events [type, code, value, milliseconds since the event before]
  others     the bytes in hex: 02 30 31 ...

The answer holds messages, noise (how many stretches were no message) and error (why nothing was read).
A scan that says it is GS1 data shows what that says under gs1, value by element; flaw says why it does not.
Badge numbers are printed whole: they are credentials.
"""


def add(nouns: Nouns) -> None:
    """Add the noun."""
    parser = add_task(nouns, "decode", "What a recorded stream of a device says.", _decode, _MORE)
    parser.add_argument("family", metavar="FAMILY")
    parser.add_argument("--layout", default="us", help="the keyboard layout of a keywedge (default: us)")


def _decode(args: Namespace, _: Crib, terminal: Terminal) -> int:
    from kiosk.devices import decoding

    if args.family not in decoding.DECODE_FAMILIES:
        known = ", ".join(decoding.DECODE_FAMILIES)
        raise CannotError(f"{quoted(args.family)} is not a family of devices. Write one of {known}.")
    for line in terminal.given:
        terminal.record(decoding.decode_line(args.family, line, layout=args.layout))
    return DONE
