"""`cribctl io`: what the devices say, live."""

from argparse import Namespace
from contextlib import closing
from queue import SimpleQueue

from kiosk.admin.command import Nouns, add_noun, add_task
from kiosk.admin.crib import Crib
from kiosk.admin.device_checks import paths_of
from kiosk.admin.table import plain
from kiosk.admin.terminal import CannotError, Terminal
from kiosk.attendant.door import Door, DoorError
from kiosk.attendant.messages import Heard
from kiosk.settings_known import listed

_SILENT = frozenset({"disk", "broker", "clock", "devices"})
"""Parts of the status that are no devices."""
_MORE = """\
One line an event, until Ctrl-C: the time, the device, and what it said. It begins with how each device,
contact and coil is, and goes on with what changes:
  device     whether it is there, and why not
  badge      technology and bits, and the last 4 characters of the number
  code, tag  what was scanned, or a UHF tag's EPC
  noise      why something was no message
  contact 3  closed or open, coil 3 on or off: a lock board's channels, as it reports them
  door       what the lock of a cabinet made of it
The devices stay with the attendant, and nothing is kept from the counter: a badge signs in, a code is looked
up. A reader of this too slow for the devices loses lines; how many is said.
"""


def add(nouns: Nouns) -> None:
    """Add the noun."""
    verbs = add_noun(nouns, "io", "The devices' inputs and outputs.")
    monitor = add_task(
        verbs, "monitor", "What each device says, live: for wiring a cabinet.", _monitor, _MORE
    )
    only = "only devices whose name holds this text, such as scanner or C1"
    monitor.add_argument("device", metavar="DEVICE", nargs="?", default="", help=only)


def _monitor(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    said: SimpleQueue[Heard | None] = SimpleQueue()
    with closing(crib.door()) as door:
        _check(args.device, {*paths_of(crib.settings), *crib.settings.lock, *_told(door)})
        door.listen(said.put)
        if not args.json:
            terminal.complain("Listening to the devices. Ctrl-C ends it.")
        while heard := said.get():
            if args.device in heard.device:
                _say(heard, crib, terminal, as_json=args.json)
    raise DoorError("The attendant has ended, and this with it. Start it, and ask again.")


def _told(door: Door) -> set[str]:
    return {health.name for health in door.status().health} - _SILENT


def _check(device: str, names: set[str]) -> None:
    """A name with a slip of the pen would be waited for without end."""
    if device and not any(device in name for name in names):
        known = f"there are {listed(sorted(names), 'and')}" if names else "the settings name none"
        raise CannotError(f"No device or cabinet is called {device!r}; {known}.")


def _say(heard: Heard, crib: Crib, terminal: Terminal, *, as_json: bool) -> None:
    if as_json:
        terminal.record({name: getattr(heard, name) for name in heard.__struct_fields__})
        return
    if heard.missed:
        terminal.say(f"{'':12}  {heard.missed} lines lost: this is read too slowly")
    at = f"{heard.at.astimezone(crib.zone):%H:%M:%S.%f}"[:-3]
    terminal.say(plain(f"{at}  {heard.device:<14}  {heard.what:<10}  {heard.text}"))
    terminal.out.flush()
