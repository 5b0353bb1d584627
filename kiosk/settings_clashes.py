"""Settings that are well each by itself and do not go together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from kiosk.settings import ADDRESSES, CHANNELS, DISTINCT, NEEDS, PIN_CONTACTS, Board, Lock, Settings
from kiosk.settings_known import dotted, listed
from kiosk.toml_lines import Key


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
        yield from _shared(noun, [*places, *_lock_pins(settings)] if noun == "pin" else places)
    for name, other in NEEDS:
        (key, value, _), (needed, there, _) = *_places(settings, name), *_places(settings, other)
        if value and not there:
            yield Clash(key, (needed,), f"{name} means nothing without {other}. Write both or neither.")
    for name, reader in settings.reader.items():
        yield from _address(("reader", name), reader.family, reader.address)
    for name, board in settings.board.items():
        yield from _board(("board", name), board)
    yield from _locks(settings)


Place = tuple[Key, object, tuple[Key, ...]]
"""A setting, its value, and what decides what the value means."""


def _shared(noun: str, places: Iterable[Place]) -> Iterator[Clash]:
    users: dict[object, tuple[Key, ...]] = {}
    for key, value, on in places:
        if value in users:
            fault = f"{dotted(key)}: {noun} {value} is already used by {dotted(users[value][0])}."
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


def _locks(settings: Settings) -> Iterator[Clash]:
    known = {name: lock for name, lock in settings.lock.items() if lock.board in settings.board}
    for name in settings.lock.keys() - known.keys():
        yield _no_board(name, settings.lock[name], settings)
    for name, lock in known.items():
        yield from _channel(("lock", name), lock, settings.board[lock.board].family)
    for board, of in settings.board.items():
        here = {name: lock for name, lock in known.items() if lock.board == board}
        if of.family not in PIN_CONTACTS:
            yield from _shared(f"board {board}'s contact", _contacts(here))
        if of.family != "gpio":
            yield from _shared(f"board {board}'s channel", _channels(here))


def _no_board(name: str, lock: Lock, settings: Settings) -> Clash:
    near = get_close_matches(lock.board, settings.board, 1)
    others = f", or name {listed(settings.board, 'or')}" if settings.board else ""
    advice = f"Did you mean {near[0]}?" if near else f"Write that section{others}."
    fault = f"lock.{name}.board: there is no [board.{lock.board}]. {advice}"
    return Clash(("lock", name, "board"), (("board", lock.board),), fault)


def _channel(key: Key, lock: Lock, family: str) -> Iterator[Clash]:
    on = ((*key, "board"), ("board", lock.board, "family"))
    spans = {"channel": CHANNELS[family], "contact": CHANNELS["gpio" if family in PIN_CONTACTS else family]}
    for what, number in (("channel", lock.channel), ("contact", lock.contact)):
        low, high = spans[what]
        if number is not None and not low <= number <= high:
            fault = (
                f"{dotted(key)}.{what}: {family} has no {what} {number}. Write a number from {low} to {high}."
            )
            yield Clash((*key, what), on, fault)
    if family in PIN_CONTACTS and lock.contact is None:
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
        if board and board.family in PIN_CONTACTS:
            yield ("lock", name, "contact"), lock.contact, _meant(name, lock)


def _meant(name: str, lock: Lock) -> tuple[Key, ...]:
    return ("lock", name, "board"), ("board", lock.board, "family")
