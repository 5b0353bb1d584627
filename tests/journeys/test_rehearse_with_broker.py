"""`kiosk rehearse` as a foreman starts it: against a real broker, on the screen, for another program."""

import json
from contextlib import closing
from pathlib import Path

import pytest
from journey_parts import ran
from journey_terminal import terminal

from kiosk.store.database import open_reader, path_in
from kiosk.store.journal import all_entries
from tests.relay.mosquitto import Mosquitto

SET_UP = """\
site A "Main shop"
now 2026-11-02T08:00
bin C3-01
category power kind=serialized loan=8h
product DRL-18V "Cordless drill 18 V" category=power
asset DRL-01 DRL-18V bin=C3-01
worker ann "Ann Ott"
"""
TAKING = "badge ann\nscan DRL-01\nexpect taken DRL-01 by=ann due=16:00\n"
ON_MQTT = "expect mqtt asset.issued asset=DRL-01 by=ann\n"
NOT_ON_MQTT = "expect mqtt asset.returned asset=DRL-01\n"
POWER_CUT = "power-cut\nexpect mqtt kiosk.started\nexpect journal ok\n"


@pytest.fixture
def day(tmp_path: Path) -> Path:
    """A small day that holds."""
    file = tmp_path / "small.crib"
    file.write_text(SET_UP + TAKING, encoding="utf-8")
    return file


def test_a_day_is_played_against_a_real_broker(broker: Mosquitto, day: Path, tmp_path: Path) -> None:
    """What it expects of MQTT was carried, and a client that is not ours got the whole journal."""
    broker.subscribe("audit")
    day.write_text(SET_UP + TAKING + ON_MQTT + POWER_CUT, encoding="utf-8")

    told = ran("kiosk", "rehearse", "--broker", broker.url, "--store", tmp_path / "kept", day)

    assert told.stdout.splitlines()[-1] == f"{day}: 14 statements, 14 ok, 0 failed"
    assert (told.returncode, told.stderr) == (0, "")
    with closing(open_reader(path_in(tmp_path / "kept" / "A" / "life-1"))) as db:
        journal = [entry.id for entry in all_entries(db)]
    seen = broker.different("audit", len(journal))  # after a power cut some are sent again
    assert list(dict.fromkeys(json.loads(each.payload)["id"] for each in seen)) == journal


def test_what_the_real_broker_did_not_carry_fails(broker: Mosquitto, day: Path) -> None:
    """Exit 1, and the statement says what was seen."""
    day.write_text(SET_UP + TAKING + NOT_ON_MQTT, encoding="utf-8")

    told = ran("kiosk", "rehearse", "--broker", broker.url, day)

    *_, failed, seen, _count = told.stdout.splitlines()
    assert failed.split() == ["FAIL", "11", *NOT_ON_MQTT.split()]
    assert seen.strip() == "seen: no mqtt asset.returned"
    assert told.returncode == 1


def test_a_broker_that_is_not_there_is_named(broker: Mosquitto, day: Path) -> None:
    """With what to do about it."""
    broker.down()

    told = ran("kiosk", "rehearse", "--broker", broker.url, day)

    assert told.stderr.startswith(f"No broker at {broker.url}: ")
    assert told.stderr.endswith("Start one there, or name another.\n")
    assert (told.returncode, told.stdout) == (2, "")


def test_with_json_each_statement_is_an_object_on_a_line(day: Path) -> None:
    """For another program: file, line, statement, ok, seen."""
    day.write_text(SET_UP + TAKING + NOT_ON_MQTT, encoding="utf-8")

    told = ran("kiosk", "rehearse", "--json", day)

    results = [json.loads(line) for line in told.stdout.splitlines()]
    assert [result["line"] for result in results] == list(range(1, 12))
    assert results[9] == {
        "file": str(day),
        "line": 10,
        "statement": "expect taken DRL-01 by=ann due=16:00",
        "ok": True,
        "seen": results[9]["seen"],
    }
    assert (results[10]["ok"], results[10]["seen"]) == (False, "no mqtt asset.returned")
    assert told.returncode == 1


def test_a_day_is_played_on_the_screen_to_its_end(day: Path) -> None:
    """At a person's pace; afterwards the terminal says whether it held."""
    with terminal("-m", "kiosk", "rehearse", "--play", str(day)) as screen:
        screen.shows("due 16:00")
        screen.shows("all held")

        assert screen.ends() == 0


def test_what_did_not_hold_on_the_screen_is_told_at_the_end(day: Path) -> None:
    """With file, line and what was seen; exit 1."""
    day.write_text(SET_UP + TAKING + NOT_ON_MQTT, encoding="utf-8")
    with terminal("-m", "kiosk", "rehearse", "--play", str(day)) as screen:
        screen.shows(f"FAIL  {day}:11: expect mqtt asset.returned asset=DRL-01: seen: no mqtt asset.returned")

        assert screen.ends() == 1


def test_q_ends_the_play(day: Path) -> None:
    """At once, whatever is still to come; what was not played did not hold."""
    day.write_text(SET_UP + TAKING + "wait 1m\n" * 100, encoding="utf-8")
    with terminal("-m", "kiosk", "rehearse", "--play", str(day)) as screen:
        screen.shows("due 16:00")
        screen.press("q")
        screen.shows("stopped before the end")

        assert screen.ends() == 1
