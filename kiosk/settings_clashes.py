"""Settings that are well each by itself and do not go together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

from kiosk.settings import Board, Lock, Settings
from kiosk.settings_families import (
    ADDRESSES,
    FAMILY,
    LEAST_PULSE_MS,
    MOST_CHANNELS,
    ONLY,
    baud,
    channels,
    contacts,
    has_pin_contacts,
)
from kiosk.settings_known import dotted, listed, sections, shown
from kiosk.toml_lines import Key

# Settings that must not share a value, and what the value is; * is every name.
DISTINCT = (
    ("pin", ("buzzer.pin", "light.green", "light.yellow", "light.red", "bin_light.*.pin")),
    ("device", ("scanner.*.device", "reader.*.device", "board.*.device")),
    ("directory", ("kiosk.state_dir", "relay.state_dir")),
    ("group", tuple(f"door.{role}_group" for role in ("screen", "relay", "admin", "auditor", "viewer"))),
)
# Settings that mean nothing without another.
NEEDS = (
    ("broker.password_file", "broker.username"),
    ("broker.cert_file", "broker.key_file"),
    ("broker.key_file", "broker.cert_file"),
)
_ANOTHER = "Write another one."


@dataclass(frozen=True, slots=True)
class Clash:
    """What does not go together: where to say so, what else it hangs on, and the sentence."""

    key: Key
    others: tuple[Key, ...]
    fault: str

    def follows(self, faults: Iterable[Key]) -> bool:
        """Whether one of these faults may be its cause: a fault has no second fault in its wake."""
        keys = (self.key, *self.others)
        return any(key[: len(fault)] == fault for fault in faults for key in keys)


def clashes(settings: Settings) -> Iterator[Clash]:
    """Every clash there is."""
    for noun, names in DISTINCT:
        places = [place for name in names for place in _places(settings, name)]
        if noun == "pin":
            places += _lock_pins(settings)
        if noun == "device":
            others = {("board", name, "device") for name, _ in _line_mates(settings)}
            places = [place for place in places if place[0] not in others]
        yield from _shared(noun, places)
    for name, other in NEEDS:
        (key, value, _), (needed, there, _) = *_places(settings, name), *_places(settings, other)
        if value and not there:
            yield Clash(key, (needed,), f"{name} means nothing without {other}. Write both or neither.")
    yield from _means_nothing(settings)
    for name, reader in settings.reader.items():
        yield from _address(("reader", name), reader.family, reader.address)
    for name, board in settings.board.items():
        yield from _board(("board", name), board)
    for other, before in _line_mates(settings):
        yield from islice((clash for one in before for clash in _mates(settings, one, other)), 1)
    yield from _locks(settings)


Place = tuple[Key, object, tuple[Key, ...]]
"""A setting, its value, and what decides what the value means."""


def _shared(noun: str, places: Iterable[Place]) -> Iterator[Clash]:
    users: dict[object, tuple[Key, ...]] = {}
    for key, value, on in places:
        if value in users:
            fault = f"{dotted(key)}: {noun} {value} is already used by {dotted(users[value][0])}. {_ANOTHER}"
            yield Clash(key, (*on, *users[value]), fault)
        elif value not in (None, ""):
            users[value] = (key, *on)


def _places(settings: Settings, name: str) -> Iterator[Place]:
    section, *names, key = name.split(".")
    here = getattr(settings, section)
    if not names:
        yield (section, key), getattr(here, key), ()
    else:
        yield from (((section, each, key), getattr(one, key), ()) for each, one in here.items())


def _address(key: Key, family: str, address: int) -> Iterator[Clash]:
    low, high = ADDRESSES.get(family, (0, 255))
    if not low <= address <= high:
        fault = (
            f"{dotted(key)}.address: {family} has no address {address}. Write a number from {low} to {high}."
        )
        yield Clash((*key, "address"), ((*key, "family"),), fault)


def _board(key: Key, board: Board) -> Iterator[Clash]:
    yield from _address(key, board.family, board.address)
    place, on = (*key, "device"), ((*key, "family"),)
    if board.family == "gpio" and board.device:
        fault = f"{dotted(place)}: gpio is the pins of this machine and has no device. Leave it out."
        yield Clash(place, on, fault)
    if board.family != "gpio" and not board.device:
        fault = (
            f"{dotted(place)}: {board.family} needs one. Write its serial device, such as /dev/crib/locks0."
        )
        yield Clash(place, on, fault)
    most = MOST_CHANNELS.get(board.family, 0)
    if board.channels and most and board.channels > most:
        fault = f"{dotted(key)}.channels: {board.family} boards have at most {most}, not {board.channels}."
        yield Clash((*key, "channels"), ((*key, "family"),), f"{fault} Write a number from 1 to {most}.")


def _means_nothing(settings: Settings) -> Iterator[Clash]:
    """What was set and is no affair of the device's family; a default is printed for all of them."""
    for kind, only in ONLY.items():
        known = sections()[kind]
        for name, device in getattr(settings, kind).items():
            family = getattr(device, FAMILY[kind])
            for setting, families in only.items():
                key, value = (kind, name, setting), getattr(device, setting)
                if family not in families and value != getattr(known.struct(), setting):
                    said = known.settings[setting].shown(value)
                    fault = (
                        f"{dotted(key)}: {said} means nothing where {FAMILY[kind]} is {shown(family)}, only"
                        f" with {listed(map(shown, families), 'or')}. Leave it out."
                    )
                    yield Clash(key, ((kind, name, FAMILY[kind]),), fault)


def _line_mates(settings: Settings) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Boards that name a device which others named before, and those."""
    named: dict[str, tuple[str, ...]] = {}
    for name, board in settings.board.items():
        before = named.get(board.device, ())
        if before:
            yield name, before
        if board.device:
            named[board.device] = (*before, name)


def _mates(settings: Settings, first: str, other: str) -> Iterator[Clash]:
    """Boards of one line are told apart by their addresses, and by nothing else."""
    one, two = settings.board[first], settings.board[other]
    line, own = f"{two.device} is board {first}'s line", f"give board {other} a device of its own"
    what, fault = "device", ""
    if one.family != two.family:
        fault = f"{line}, which speaks {one.family}, not {two.family}. Write one family, or {own}."
    elif one.family == "lcus":
        fault = f"{line}, and lcus boards have no addresses to share one. G{own[1:]}."
    elif baud(one) != baud(two):
        what = "baud"
        fault = f"{line}, whose speed is {baud(one)}, not {baud(two)}. Write one speed, or {own}."
    elif one.address == two.address:
        what = "address"
        fault = (
            f"address {two.address} on {two.device} is already used by {dotted(('board', first))}.address."
            f" {_ANOTHER}"
        )
    if fault:
        key = ("board", other)
        on = tuple((*where, each) for where in (key, ("board", first)) for each in ("family", "device", what))
        yield Clash((*key, what), on, f"{dotted((*key, what))}: {fault}")


def _locks(settings: Settings) -> Iterator[Clash]:
    known = {name: lock for name, lock in settings.lock.items() if lock.board in settings.board}
    for name in settings.lock.keys() - known.keys():
        yield _no_board(name, settings.lock[name], settings)
    for name, lock in known.items():
        yield from _channel(("lock", name), lock, settings.board[lock.board])
    for board, of in settings.board.items():
        here = {name: lock for name, lock in known.items() if lock.board == board}
        if not has_pin_contacts(of):
            yield from _shared(f"board {board}'s contact", _contacts(here))
        if of.family != "gpio":
            yield from _shared(f"board {board}'s channel", _channels(here))


def _no_board(name: str, lock: Lock, settings: Settings) -> Clash:
    near = get_close_matches(lock.board, settings.board, 1)
    others = f", or name {listed(settings.board, 'or')}" if settings.board else ""
    advice = f"Did you mean {near[0]}?" if near else f"Write that section{others}."
    fault = f"{dotted(('lock', name))}.board: there is no [board.{lock.board}]. {advice}"
    return Clash(("lock", name, "board"), (("board", lock.board),), fault)


def _channel(key: Key, lock: Lock, board: Board) -> Iterator[Clash]:
    on = (*((*key, what) for what in ("board", "channel")), *_meant(key[1], lock)[1:])
    family, on_pins = board.family, has_pin_contacts(board)
    contact = lock.channel if lock.contact is None and not on_pins else lock.contact
    for what, number, (low, high) in (
        ("channel", lock.channel, channels(board)),
        ("contact", contact, contacts(board)),
    ):
        if number is not None and not low <= number <= high:
            name = dotted((*key, what))
            fault = f"{name}: {family} has no {what} {number}. Write a number from {low} to {high}."
            yield Clash((*key, what), on, fault)
            return
    least = LEAST_PULSE_MS.get(family, 0)
    if lock.pulse_ms < least:
        name = dotted((*key, "pulse_ms"))
        fault = f"{name}: {family} cannot energize for only {lock.pulse_ms} ms. Write {least} or more."
        yield Clash((*key, "pulse_ms"), on, fault)
    if on_pins and lock.contact is None:
        fault = f"{dotted(key)}.contact: {family} has no inputs. Write the BCM pin of the door contact."
        yield Clash((*key, "contact"), on, fault)


def _channels(locks: dict[str, Lock]) -> Iterator[Place]:
    return ((("lock", name, "channel"), lock.channel, _meant(name, lock)) for name, lock in locks.items())


def _contacts(locks: dict[str, Lock]) -> Iterator[Place]:
    """One that is left out is the channel's own."""
    for name, lock in locks.items():
        if lock.contact is None:
            yield ("lock", name, "channel"), lock.channel, _meant(name, lock)
        else:
            yield ("lock", name, "contact"), lock.contact, _meant(name, lock)


def _lock_pins(settings: Settings) -> Iterator[Place]:
    for name, lock in settings.lock.items():
        board = settings.board.get(lock.board)
        if board and board.family == "gpio":
            yield ("lock", name, "channel"), lock.channel, _meant(name, lock)
        if board and has_pin_contacts(board):
            yield ("lock", name, "contact"), lock.contact, _meant(name, lock)


def _meant(name: str, lock: Lock) -> tuple[Key, ...]:
    return ("lock", name, "board"), *(
        ("board", lock.board, each) for each in ("family", "channels", "inputs")
    )
