"""The runner: what it prints, how it ends, and what it leaves behind."""

import io
import json
from pathlib import Path

import pytest

from kiosk.rehearse.brokers import BrokerInProcess
from kiosk.rehearse.grammar import parse
from kiosk.rehearse.player import Player
from kiosk.rehearse.run import play, rehearse
from kiosk.store.database import open_reader, path_in, rows
from kiosk.store.journal import all_entries

SETUP = """site A "Main shop"
now 2026-11-02T08:00
bin C2-01
category supply kind=consumable
product GLV-9 "Gloves" category=supply
stock GLV-9 x40 bin=C2-01
worker ann "Ann Ott"
"""
GOOD = SETUP + "badge ann   # she is early\nscan GLV-9\nexpect issued GLV-9 x1\n"
BAD = SETUP + "badge ann\nexpect issued GLV-9\nscan GLV-9\nexpect issued GLV-9 x1\n"


def written(folder: Path, text: str, name: str = "day.crib") -> Path:
    """A file with this text."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def seen(text: str, folder: Path) -> list[tuple[str, bool, str]]:
    """Each statement of a text, whether it holds, and what was seen."""
    results = play(parse("day.crib", text), folder, BrokerInProcess())
    return [(result.statement, result.ok, result.seen) for result in results]


def test_each_statement_is_a_line_and_a_count_closes(tmp_path: Path) -> None:
    """What holds is told in a line with its number and its own text; at the end stands the count."""
    file, out = written(tmp_path, GOOD), io.StringIO()

    assert rehearse([file], out) == 0
    *lines, last = out.getvalue().splitlines()
    assert lines[7] == "ok       8  badge ann   # she is early"
    assert lines[9] == "ok      10  expect issued GLV-9 x1"
    assert last == f"{file}: 10 statements, 10 ok, 0 failed"


def test_what_does_not_hold_is_told_with_what_was_seen_and_the_day_goes_on(tmp_path: Path) -> None:
    """A failure says what was seen instead; the rest is played all the same; the exit code is 1."""
    file, out = written(tmp_path, BAD), io.StringIO()

    assert rehearse([file], out) == 1
    told = out.getvalue().splitlines()
    assert told[8] == "FAIL     9  expect issued GLV-9"
    assert told[9] == "            seen: signed-in by=ann"
    assert told[11] == "ok      11  expect issued GLV-9 x1"
    assert told[-1] == f"{file}: 11 statements, 10 ok, 1 failed"


def test_json_is_a_line_a_statement_and_nothing_else(tmp_path: Path) -> None:
    """With JSON each line is an object of file, line, statement, ok and seen."""
    file, out = written(tmp_path, BAD), io.StringIO()

    assert rehearse([file], out, as_json=True) == 1
    told = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(told) == 11
    assert told[8] == {
        "file": str(file),
        "line": 9,
        "statement": "expect issued GLV-9",
        "ok": False,
        "seen": "signed-in by=ann",
    }


def test_several_files_are_days_of_their_own(tmp_path: Path) -> None:
    """Each file has a crib of its own; one that fails makes the whole fail; each has its count."""
    files = [written(tmp_path, text, f"{n}.crib") for n, text in enumerate((GOOD, BAD, GOOD))]
    out = io.StringIO()

    assert rehearse(files, out) == 1
    counts = [line for line in out.getvalue().splitlines() if "statements" in line]
    assert [line.split(": ")[1] for line in counts] == [
        "10 statements, 10 ok, 0 failed",
        "11 statements, 10 ok, 1 failed",
        "10 statements, 10 ok, 0 failed",
    ]


def test_one_file_that_cannot_be_understood_stops_all(tmp_path: Path) -> None:
    """No day is played while one of the files cannot be understood."""
    out = io.StringIO()

    assert rehearse([written(tmp_path, GOOD), written(tmp_path, "scna X\n", "b.crib")], out) == 2
    assert out.getvalue() == ""


def test_a_store_is_kept_where_it_is_named_and_never_overwritten(tmp_path: Path) -> None:
    """With a folder for the store the databases stay there; one that is not empty is refused."""
    days = [written(tmp_path, GOOD, "a.crib"), written(tmp_path, GOOD, "b.crib")]
    kept = tmp_path / "kept"

    assert rehearse(days, io.StringIO(), store=kept) == 0
    for folder in (kept, kept / "day-2"):
        db = open_reader(path_in(folder / "A" / "life-0"))
        assert rows(db, "SELECT quantity FROM balance WHERE place = 'C2-01'") == [(39,)]
        db.close()
    with pytest.raises(FileExistsError, match=r"kept is not empty.*name a new folder"):
        rehearse(days, io.StringIO(), store=kept)


def test_a_day_is_the_same_at_every_playing(tmp_path: Path) -> None:
    """Ids and times are the script's: played twice, every entry has the same id, time and movement."""
    told = []
    for name in ("first", "second"):
        player = Player(tmp_path / name, BrokerInProcess())
        for said in parse("day.crib", GOOD + '@B badge ann\nsite B "Hall"\n@B badge ann\nwait 9s\n'):
            if said.line != 11:
                player.play(said)
        cribs = [crib.db for crib in player.sites.cribs.values()]
        told.append([(e.id, e.at, e.type, e.actor) for db in cribs for e in all_entries(db)])
        player.close()

    assert len(told[0]) == 17
    assert told[0] == told[1]


ODD = {
    "scan GLV-9": 'there is no site "" (there are: none); write: site A "Main shop"',
    f"{SETUP}@B scan GLV-9": 'there is no site "B" (there are: A)',
    f"{SETUP}zone Europe/Berlin": "the zone stands before everything that uses a kiosk",
    "zone Europe/Berlni": 'there is no time zone "Europe/Berlni"; write e.g. Europe/Berlin',
    f"{SETUP}at 07:59": "it is 08:00 already",
    "now 9999-12-31T08:00": "the clock goes from 1970-01-02 to 2255-01-01",
    f"{SETUP}wait 9999999d": "the clock goes to 2255-01-01; let less time pass",
    f"{SETUP}badge ann\ntap plus": "Shown: mine, where, sign-out.",
    f"{SETUP}badge ann\ntap due:9999-12-31T23:59": "names nothing that exists",
    f"{SETUP}hold H1 ann GLV-9 x0 from=08:00 until=09:00": "quantity",
    f"{SETUP}badge zoe": "zoe",
    f"{SETUP}policy": "write it as: policy signout=8s",
    f"{SETUP}policy signout=soon": '"soon" is not a duration',
    f"{SETUP}policy mood=1s": "'mood' is not a setting of the rulebook; there are signout,",
    f"{SETUP}policy signout=367d": "is not from",
    f"{SETUP}bin GLV-9": "The code 'GLV-9' is product GLV-9's already",
    f"{SETUP}product NEW reorder=2": '"NEW" is no product yet; give it a category',
    f"{SETUP}worker ben role=boss": '"boss" is none of worker, lead, keeper, auditor, admin.',
    f"{SETUP}worker ben badge=12": "badge",
    f"{SETUP}category torque kind=serialized calibration=9999999d": "calibration 9999999 is not from 0",
    f"{SETUP}scan ☃": "☃",
    f"{SETUP}expect issued GLV-9": "no answer yet",
    f"{SETUP}admin 'report lwo'": "cribctl ended with 2",
    f"{SETUP}cabinet C9\ndoor C9 opens": "C9 has no lock; write: cabinet C9 locked",
    f"{SETUP}cabinet C9 locked\ndoor C9 slams": '"slams" is none of opens, closes, forced, sticks, eased.',
    f"{SETUP}cabinet C9 locked role=boss": '"boss" is none of worker, lead, keeper, auditor, admin.',
    f"{SETUP}expect lock C9 locked": "C9 has no lock",
    f"{SETUP}cabinet C9 locked\nexpect lock C9 open": "lock C9 locked",
    f"{SETUP}unplug C9": '"C9" is none of scanner, reader, disk.',
}


@pytest.mark.parametrize(("text", "said"), ODD.items(), ids=[text.splitlines()[-1] for text in ODD])
def test_what_cannot_be_done_fails_with_a_sentence(text: str, said: str, tmp_path: Path) -> None:
    """A statement that makes no sense where it stands fails, says why, and breaks nothing."""
    *_, (_, ok, told) = seen(text, tmp_path)

    assert not ok
    assert said in told


def test_the_zone_is_that_of_every_time_in_the_file(tmp_path: Path) -> None:
    """A zone after `now` changes what the clock's moment is, not what it shows."""
    text = 'now 2026-11-02T08:00\nzone Europe/Berlin\nsite A\nexpect screen "08:00"\n'

    assert [ok for _, ok, _ in seen(text, tmp_path)] == [True] * 4


def test_the_admins_word_is_what_cribctl_prints(tmp_path: Path) -> None:
    """An admin statement is a cribctl command line on this very crib; what it prints is what was seen."""
    *_, (_, ok, told) = seen(f"{SETUP}admin 'report available --json'", tmp_path)

    assert ok
    (row,) = json.loads(told)
    assert (row["code"], row["available"]) == ("GLV-9", 40)


def test_the_broker_hears_every_entry_once_and_in_order_whatever_fails(tmp_path: Path) -> None:
    """Over outages and power cuts the broker carries every entry; twice only the same, in order at first."""
    broker = BrokerInProcess()
    steps = "broker down,badge ann,scan GLV-9,quantity 9,power-cut,broker up,badge ann"
    cut = ",power-cut during scan GLV-9 after-commit,power-cut,wait 1m,badge ann,scan GLV-9"
    player = Player(tmp_path, broker)
    for said in parse("day.crib", SETUP + (steps + cut).replace(",", "\n")):
        player.play(said)
    entries = [(entry.seq, entry.id) for entry in all_entries(player.sites.cribs["A"].db)]
    player.close()

    carried = [(event["data"]["seq"], event["id"]) for event in broker.events()]
    assert entries == list(dict.fromkeys(carried))
