"""The programs as systemd and an administrator start them: real processes, a real socket, real signals."""

import json
from pathlib import Path

import pytest
from journey_parts import EXAMPLE, attendant_on, config_in, cribctl, ran, running
from journey_terminal import terminal

from tests.relay.mosquitto import Mosquitto


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A settings file of a kiosk without devices or broker."""
    return config_in(tmp_path)


def import_example(config: Path) -> None:
    """The example crib, by cribctl."""
    done = cribctl(config, "import", "all", EXAMPLE)
    assert done.returncode == 0, done.stdout + done.stderr


def ask_everything(config: Path) -> dict[str, object]:
    """Import, status, reports and verify, as an administrator does on the first day; the status."""
    import_example(config)
    status = cribctl(config, "status", "--json")
    out = cribctl(config, "report", "out", "--json")
    available = cribctl(config, "report", "available")
    sound = cribctl(config, "journal", "verify")
    assert [done.returncode for done in (status, out, available, sound)] == [0, 0, 0, 0]
    assert json.loads(out.stdout) == []
    assert "Torque wrench 60 Nm" in available.stdout
    assert sound.stdout.startswith("The journal is sound: ")
    return dict(json.loads(status.stdout))


def test_systemd_hears_that_the_attendant_is_ready_alive_and_stopping(config: Path) -> None:
    """Type=notify with a watchdog of 0.3 s: READY=1, a pet every third of it, STOPPING=1, exit 0."""
    with attendant_on(config, WATCHDOG_USEC="300000") as attendant:
        attendant.systemd.hears("WATCHDOG=1", times=3)

        assert attendant.stop() == 0
        attendant.systemd.hears("STOPPING=1")
        assert attendant.systemd.heard[0] == "READY=1"


def test_cribctl_finds_the_attendant_by_its_socket(config: Path) -> None:
    """Import, status, reports and verification through a living attendant, whose journal they all are."""
    with attendant_on(config):
        status = ask_everything(config)

    assert (status["kiosk"], status["site"], status["waiting"]) == ("K", "A", -1)
    assert {"name": "disk", "ok": True, "text": "disk: well"} in status["health"]  # type: ignore[operator]


def test_cribctl_works_the_same_where_no_attendant_runs(config: Path) -> None:
    """It becomes the writer for a moment; an attendant that starts afterwards is not locked out."""
    status = ask_everything(config)

    assert (status["kiosk"], status["site"], status["waiting"]) == ("K", "A", -1)
    with attendant_on(config) as attendant:
        assert attendant.stop() == 0


def test_a_second_attendant_is_told_who_the_first_is(config: Path) -> None:
    """It exits with 1, so that systemd tries again: the first may be cribctl, a writer for a moment."""
    with attendant_on(config) as first:
        second = ran("kiosk", "attendant", "--config", config)

        assert second.returncode == 1
        assert f"is being written by process {first.process.pid}. Stop it first" in second.stderr
        assert cribctl(config, "status").returncode == 0


def test_an_attendant_that_was_killed_starts_again_on_a_sound_journal(config: Path) -> None:
    """SIGKILL leaves its socket and its lock file; neither is in the way."""
    with attendant_on(config) as first:
        import_example(config)
        first.kill()
    assert (config.parent / "door.sock").exists()
    with attendant_on(config):
        sound = cribctl(config, "journal", "verify", "--json")
        starts = cribctl(config, "journal", "show", "--type", "kiosk.started", "--json")

    assert json.loads(sound.stdout)["ok"] is True
    assert len(starts.stdout.splitlines()) == 2


def test_bad_settings_are_all_told_at_once_with_their_lines(config: Path) -> None:
    """Exit 2, which a human must mend; nothing was opened."""
    config.write_text('[kiosk]\nzone = "Mars"\n[reader.main]\nbaud = 1\n[lamp]\n', encoding="utf-8")

    told = ran("kiosk", "attendant", "--config", config)

    assert told.returncode == 2
    lines = told.stderr.splitlines()
    assert [line.partition(": ")[0] for line in lines] == [f"{config}:{line}" for line in (2, 4, 5)]
    assert not (config.parent / "state").exists()


def test_the_relay_process_carries_what_the_attendant_process_wrote(
    broker: Mosquitto, tmp_path: Path
) -> None:
    """Two processes that share a journal and a socket; every entry arrives once, in order."""
    broker.subscribe("audit")
    config = config_in(tmp_path, broker.url)
    with attendant_on(config), running(tmp_path / "relay", "relay", "--config", config) as relay:
        import_example(config)
        written = [
            json.loads(line) for line in cribctl(config, "journal", "show", "--json").stdout.splitlines()
        ]
        seen = [json.loads(each.payload) for each in broker.collect("audit", len(written))]
        assert relay.stop() == 0

    assert [event["data"]["hash"] for event in seen] == [entry["hash"] for entry in written]


def test_the_screen_process_outlives_the_attendant(config: Path) -> None:
    """It says Starting… while nobody is there, and shows the crib as soon as somebody is."""
    low = (60, 12)  # too low for big letters: every word is text
    with terminal("-m", "kiosk", "screen", "--config", str(config), size=low) as screen:
        screen.shows("Starting…")
        with attendant_on(config):
            screen.shows("Available")
        screen.shows("Starting…")
        with attendant_on(config) as second:
            screen.shows("Available")
            assert second.stop() == 0
        screen.shows("Starting…")
        assert screen.process.poll() is None
