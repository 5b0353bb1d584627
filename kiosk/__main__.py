"""`kiosk`: the attendant, the screen, the relay, all of them in one process, the demo, and rehearsals."""

import argparse
import logging
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from kiosk import assembly
from kiosk.attendant.daemon import Attendant
from kiosk.attendant.door import Door, DoorError
from kiosk.attendant.notify import notify, watchdog_s
from kiosk.devices.off import locks_off
from kiosk.devices.start import start_devices
from kiosk.relay.process import Doorway
from kiosk.relay.process import run as run_relay
from kiosk.settings import Settings
from kiosk.settings_file import SettingsError, load
from kiosk.store.database import StoreError, WriterPresentError

DONE, FAILED, CANNOT = 0, 1, 2
"""Exit codes; systemd starts anew after FAILED, never after CANNOT, which a human must mend."""
_HEALTHY_S = 5.0


def main(argv: list[str] | None = None) -> int:
    """Run the part that the command line names."""
    options = _parser().parse_args(argv)
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    try:
        run: Callable[[argparse.Namespace], int] = options.run
        return run(options)
    except WriterPresentError as error:  # cribctl is the writer for a moment only: worth another try
        sys.stderr.write(f"{error}\n")
        return FAILED
    except (SettingsError, StoreError, DoorError, FileExistsError, ConnectionError) as error:
        sys.stderr.write(f"{error}\n")
        return CANNOT
    except OSError as error:
        sys.stderr.write(f"{_told(error)}\n")
        return FAILED


def _told(error: OSError) -> str:
    """What went wrong, and where; an error of our own says both itself."""
    return f"{error.filename or 'the machine'}: {error.strerror}" if error.strerror else str(error)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kiosk", description=__doc__)
    parts = parser.add_subparsers(required=True, metavar="PART")
    for name, run, words in (
        ("attendant", _attendant, "the daemon that owns the database and the devices"),
        ("screen", _screen, "the touch screen, a client of the attendant"),
        ("relay", _relay, "from the journal to the broker"),
        ("run", _all, "attendant, relay and screen in one process, on the real devices"),
    ):
        part = parts.add_parser(name, help=words, description=words)
        part.add_argument("--config", type=Path, default=Path("/etc/kiosk/kiosk.toml"), metavar="FILE")
        part.set_defaults(run=run)
    off = parts.add_parser(
        "locks-off", help="switch off every coil and lamp of the settings; no attendant may run"
    )
    off.add_argument("--config", type=Path, default=Path("/etc/kiosk/kiosk.toml"), metavar="FILE")
    off.set_defaults(run=_locks_off)
    for name in ("attendant", "run"):
        parts.choices[name].add_argument(
            "--simulate", action="store_true", help="every device is simulated, and moved by `cribctl sim`"
        )
    parts.choices["screen"].add_argument(
        "--watch", action="store_true", help="a second screen: shows the same, and nothing can be touched"
    )
    demo = parts.add_parser("demo", help="an example crib with simulated devices; needs nothing")
    demo.set_defaults(run=_demo)
    _add_rehearse(parts.add_parser("rehearse", help="play a crib's day that is written down, and check it"))
    return parser


def _add_rehearse(rehearse: argparse.ArgumentParser) -> None:
    rehearse.add_argument("files", nargs="+", type=Path, metavar="FILE")
    rehearse.add_argument("--json", action="store_true", help="one JSON object a statement")
    rehearse.add_argument("--store", type=Path, metavar="DIR", help="keep the databases in this new folder")
    rehearse.add_argument(
        "--broker", metavar="URL", help="play against this MQTT broker, e.g. mqtt://127.0.0.1"
    )
    rehearse.add_argument("--play", action="store_true", help="on the screen, at the pace of a person")
    rehearse.add_argument(
        "--pace", type=float, default=1.2, metavar="SECONDS", help="between two acts of --play (1.2)"
    )
    rehearse.set_defaults(run=_rehearse)


def _rehearse(options: argparse.Namespace) -> int:
    from kiosk.rehearse.brokers import BrokerInProcess
    from kiosk.rehearse.play import play_on_screen
    from kiosk.rehearse.real_broker import RealBroker
    from kiosk.rehearse.run import rehearse

    logging.getLogger().setLevel(logging.CRITICAL)
    if options.play:
        return play_on_screen(options.files, options.pace)
    broker = partial(RealBroker, options.broker) if options.broker else BrokerInProcess
    return rehearse(options.files, as_json=options.json, store=options.store, broker=broker)


def _demo(_: argparse.Namespace) -> int:
    from kiosk.demo import demo

    logging.getLogger().setLevel(logging.CRITICAL)
    return demo()


def _attendant(options: argparse.Namespace) -> int:
    settings = load(options.config)
    attendant = assembly.build_attendant(settings)
    stop = _stop_on_signals()
    attendant.start()
    try:
        assembly.listen(attendant, settings)
        _start_devices(attendant, settings, simulated=options.simulate)
        attendant.check_in_background(lambda: assembly.check_database(settings))
        notify("READY=1")
        return _watch_over(attendant, stop)
    finally:
        notify("STOPPING=1")
        attendant.stop()


def _locks_off(options: argparse.Namespace) -> int:
    return locks_off(options.config)


def _start_devices(attendant: Attendant, settings: Settings, *, simulated: bool) -> None:
    if not simulated:
        start_devices(attendant, settings)
        return
    from kiosk.devices.simulation import Simulation

    simulation = Simulation(settings)
    attendant.add_part(simulation.close)
    simulation.begin(attendant)
    start_devices(attendant, simulation.settings, simulation.machine)


def _watch_over(attendant: Attendant, stop: threading.Event) -> int:
    """Pet the watchdog for as long as every loop is alive; the exit code once it is time to go."""
    pet = watchdog_s()
    while not stop.wait(min(pet / 3, _HEALTHY_S) if pet else _HEALTHY_S):
        if attendant.failed is not None:
            return FAILED
        dead = attendant.dead_loops()
        notify(f"STATUS=not alive: {', '.join(dead)}" if dead else "WATCHDOG=1\nSTATUS=well")
    return DONE


def _stop_on_signals() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup
            signal.signal(number, lambda _number, _frame: stop.set())
    return stop


def _screen(options: argparse.Namespace) -> int:
    settings = load(options.config)
    return _show(settings, lambda: assembly.socket_door(settings), watch=options.watch)


def _show(settings: Settings, connect: Callable[[], Door], *, watch: bool = False) -> int:
    """Run the screen until somebody asks us to end; the exit code."""
    from kiosk.screens.lasting import last, log_aside

    log_aside()
    return last(lambda: assembly.build_screen(settings, connect, watch=watch), time.monotonic)


def _relay(options: argparse.Namespace) -> int:
    settings = load(options.config)
    doorway = Doorway(lambda: assembly.socket_door(settings))
    run_relay(assembly.build_relay(settings, doorway), doorway, assembly.count_waiting(settings))
    return DONE


def _all(options: argparse.Namespace) -> int:
    settings = load(options.config)
    attendant = assembly.build_attendant(settings)
    attendant.start()
    try:
        assembly.listen(attendant, settings)
        _start_devices(attendant, settings, simulated=options.simulate)
        assembly.start_relay(attendant, settings)
        return _show(settings, attendant.door)
    finally:
        attendant.stop()


if __name__ == "__main__":
    sys.exit(main())
