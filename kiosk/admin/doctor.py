"""`cribctl doctor`: what is wrong with this kiosk, and what to do next."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

from kiosk.admin.checks import Check, Grade, softened, warning, well, wrong
from kiosk.admin.command import Nouns, add_task
from kiosk.admin.crib import DEFAULT_CONFIG, Crib, reading
from kiosk.admin.crib_checks import Places, badge_check, database_check, place_checks, places_of
from kiosk.admin.device_checks import device_checks, is_simulated
from kiosk.admin.machine_checks import clock_check, disk_check, module_checks, pin_checks, uses_pins
from kiosk.admin.table import plain
from kiosk.admin.terminal import DONE, REFUSED, Terminal
from kiosk.attendant.door import DoorError
from kiosk.attendant.messages import DoorState, Status
from kiosk.attendant.socket_door import SocketDoor
from kiosk.clock import SYNCED
from kiosk.settings import Settings
from kiosk.settings_file import SettingsError
from kiosk.store.database import StoreError, path_in

_MORE = """\
A line a check: ok, -- where it may be meant so, !! where something does not work; below it, what to do next.
Nothing is opened and nothing is changed, so it runs beside the attendant, and without one. Until the crib has
products, what does not work is a warning: a fresh kiosk has no devices yet.
Exit code 1 where something does not work, else 0.
"""
_MARKS = {Grade.WELL: "ok", Grade.WARNING: "--", Grade.WRONG: "!!"}
ROOT = Path("/")


def add(nouns: Nouns) -> None:
    """Add the noun."""
    add_task(nouns, "doctor", "What is wrong with this kiosk, and what to do next.", _doctor, _MORE)


def _doctor(args: Namespace, crib: Crib, terminal: Terminal) -> int:
    checks = [*_file(args.config, ROOT), *examined(crib, ROOT)]
    failed = any(check.grade is Grade.WRONG for check in checks)
    if args.json:
        terminal.document({"ok": not failed, "checks": checks})
    else:
        for check in checks:
            terminal.say(plain(f"{_MARKS[check.grade]}  {check.name}: {check.said}"))
            if check.step:
                terminal.say(plain(f"      {check.step}"))
    return REFUSED if failed else DONE


def _file(named: str | None, root: Path) -> Iterator[Check]:
    usual = root / DEFAULT_CONFIG.lstrip("/")
    if named is None and not usual.exists():
        step = f"Copy config/kiosk.toml to {DEFAULT_CONFIG}: the attendant does not start without."
        yield warning("settings file", f"there is no {DEFAULT_CONFIG}; the defaults hold here", step)


def examined(crib: Crib, root: Path) -> list[Check]:
    """Every check, on the machine whose files lie below `root`."""
    try:
        settings = crib.settings
    except SettingsError as error:
        step = "Mend them: cribctl config check FILE finds the rest."
        return [*(wrong("settings", str(mistake), step) for mistake in error.mistakes)]
    stored, places = _database(crib, settings)
    checks = [well("settings", f"valid: kiosk {settings.kiosk.id} at site {settings.kiosk.site}"), *stored]
    checks += _devices(crib, settings, root)
    checks += place_checks(settings, places)
    checks += [disk_check(Path(settings.kiosk.state_dir)), clock_check(root / SYNCED.relative_to("/"))]
    return checks if places.products else [softened(check) for check in checks]


def _devices(crib: Crib, settings: Settings, root: Path) -> Iterator[Check]:
    from kiosk.devices.looked import pins_trouble

    status, doors, told = _attendant(crib, settings)
    yield told
    yield from device_checks(settings, status, doors)
    yield from module_checks(settings, root)
    if uses_pins(settings):
        checks = pin_checks(root, pins_trouble())
        yield from map(softened, checks) if is_simulated(status) else checks


def _attendant(crib: Crib, settings: Settings) -> tuple[Status | None, Sequence[DoorState], Check]:
    """What the running attendant says; it is never stood in for: that would make this the writer."""
    step = "systemctl start kiosk-attendant; the groups kiosk and kiosk-admin let people in."
    doors: Sequence[DoorState] = ()
    try:
        with closing(SocketDoor(Path(settings.kiosk.socket), crib.new_id)) as door:
            status = door.status()
            with suppress(DoorError):  # not for every role
                doors = door.doors()
    except DoorError as error:
        return None, (), wrong("attendant", str(error), step)
    return status, doors, well("attendant", f"runs, version {status.version}")


def _database(crib: Crib, settings: Settings) -> tuple[list[Check], Places]:
    path = path_in(Path(settings.kiosk.state_dir))
    if not path.exists():
        step = "Start the attendant once: it makes one."
        return [warning("database", f"there is none at {path}", step)], Places()
    try:
        with reading(crib) as db:
            return [database_check(db, path), badge_check(db)], places_of(db)
    except StoreError as error:
        return [
            wrong("database", str(error), "Run it as a user of group kiosk, or restore the last backup.")
        ], Places()
