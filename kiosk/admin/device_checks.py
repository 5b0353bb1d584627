"""What `cribctl doctor` looks at of the devices: their paths, and what the running attendant says of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kiosk.admin.checks import Check, Grade, warning, well, wrong
from kiosk.attendant.messages import DoorState, Status
from kiosk.counter.health_words import named
from kiosk.counter.views import Health
from kiosk.settings import Board, Reader, Scanner, Settings
from kiosk.settings_known import dotted

if TYPE_CHECKING:
    from kiosk.devices.looked import Seen

OF_THE_MACHINE = frozenset({"disk", "clock"})
"""Parts of the status that the doctor looks at itself."""
_LOG = "journalctl -u kiosk-attendant says more."
_WIRING = "cribctl io monitor shows its board live; see docs/hardware/locks.md."


def paths_of(settings: Settings) -> dict[str, str]:
    """The device paths of the settings, by what the status calls the devices."""
    from kiosk.devices.machine import label

    kinds: Mapping[str, Mapping[str, Scanner | Reader | Board]] = {
        "scanner": settings.scanner,
        "reader": settings.reader,
        "board": settings.board,
    }
    return {
        label(kind, name, named): device.device
        for kind, named in kinds.items()
        for name, device in named.items()
        if device.device
    }


def device_checks(
    settings: Settings, status: Status | None, doors: Sequence[DoorState] = ()
) -> Iterator[Check]:
    """Each device of the settings, then each part that the attendant alone knows of."""
    from kiosk.devices.looked import Seen, look_at
    from kiosk.devices.wiring import lock_flaws, slow_supplies

    told = {health.name: health for health in status.health} if status else {}
    paths, flaws = paths_of(settings), dict(lock_flaws(settings))
    look = Seen if is_simulated(status) else look_at
    looked = {name: look(path) for name, path in paths.items()}
    lockless = _lockless(settings, flaws)
    for name, seen in looked.items():
        yield _device(name, paths[name], seen, told.get(name), lockless=name in lockless)
    yield from _shared(paths, looked)
    for code, flaw in flaws.items():
        yield wrong(f"lock {code}", flaw, f"Mend [{dotted(('lock', code))}] in the settings.")
    for supply, flaw in slow_supplies(settings):
        yield warning(f"supply {supply}", flaw, "See docs/hardware.md.")
    for door in doors:
        yield _lock(door)
    known = {*paths, *OF_THE_MACHINE, *(door.cabinet for door in doors)}
    yield from _others({name: health for name, health in told.items() if name not in known}, settings)


def is_simulated(status: Status | None) -> bool:
    """Whether the running attendant has simulated devices, and none of this machine's."""
    return any(health.name == "devices" and not health.ok for health in status.health) if status else False


def _lockless(settings: Settings, flaws: Mapping[str, str]) -> set[str]:
    """The boards that the attendant does not open, as the status calls devices."""
    from kiosk.devices.machine import label

    locked = {lock.board for code, lock in settings.lock.items() if code not in flaws}
    return {label("board", name, settings.board) for name in settings.board.keys() - locked}


def _shared(paths: Mapping[str, str], looked: Mapping[str, "Seen"]) -> Iterator[Check]:
    """Boards of one line have one path; two paths are opened twice, and only one of them can be."""
    users: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for name, seen in looked.items():
        if seen.node:
            users[seen.node].setdefault(paths[name], name)
    for node, names in users.items():
        if len(names) > 1:
            said = " and ".join(names)
            step = "Write a device of its own for each; boards of one line have the same path."
            yield wrong(", ".join(names.values()), f"{said} are one device, {node}", step)


def _device(name: str, path: str, seen: "Seen", told: Health | None, *, lockless: bool) -> Check:
    where = f"{path} → {seen.node}" if seen.node and seen.node != path else path
    if seen.trouble and told and told.ok:
        return warning(name, f"{path}: {seen.trouble}, though the attendant has it open", seen.step)
    if seen.trouble:
        return wrong(name, f"{path}: {seen.trouble}", seen.step)
    if told and not told.ok:
        return wrong(name, f"{where}; the attendant says: {_said(told)}", _LOG)
    if lockless:
        return warning(name, f"{where}; has no lock that works: not opened", "Write a [lock.CABINET] for it.")
    return well(name, where if told else f"{where}; whether it answers, a running attendant would say")


def _lock(door: DoorState) -> Check:
    name = f"lock {door.cabinet}"
    said = f"{door.state}; {door.why}" if door.why else door.state
    if not door.here:
        return wrong(name, f"does not answer; {door.why}".removesuffix("; "), _WIRING)
    if door.state in ("alarm", "fault"):
        return wrong(name, said, _WIRING)
    return well(name, said)


def _others(told: Mapping[str, Health], settings: Settings) -> Iterator[Check]:
    for name, health in told.items():
        shown = f"lock {name}" if name in settings.lock else name
        if health.ok:
            yield well(shown, _said(health))
        else:
            grade = Grade.WARNING if name in ("broker", "devices") else Grade.WRONG
            yield Check(shown, grade, _said(health), _STEPS.get(name, _LOG))


def _said(health: Health) -> str:
    """What is said of a part, without its name before it."""
    return health.text.removeprefix(f"{named(health.name)}: ")


_STEPS = {
    "broker": "systemctl status kiosk-relay; without a broker the crib works, and entries wait.",
    "devices": "Start the attendant without --simulate.",
}
