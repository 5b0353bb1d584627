"""cribctl's other nouns, and its command line."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from crib_bench import BenchCrib

from kiosk.admin.command_line import run
from kiosk.attendant.events import CodeRead, Present, TagsRead
from kiosk.settings import Settings
from kiosk.settings_file import load

ROOT = Path(__file__).parents[2]
FRAME = "02 30 31 30 30 36 33 45 39 41 45 32 35 03"
"""An RDM6300 frame of badge 01 0063E9AE, made up: STX, ten hex digits, their XOR in hex, ETX."""
BADGE = "em4100:40:010063E9AE"


def test_status_tells_each_part_in_words(crib: BenchCrib) -> None:
    """What is missing stands out."""
    crib.desk.handle(Present("scanner", ok=False, why="unplugged"))
    answer = crib.cribctl("status")

    assert answer.code == 0
    assert answer.out.splitlines() == [
        "kiosk-1 at site A, version 1.2.3",
        "journal 000001-00c0ffee/22",
        "!!  scanner: missing (unplugged)",
        "ok  disk: well",
        "!!  broker: no relay",
        "ok  clock: set",
    ]


def test_status_as_json_has_stable_keys(crib: BenchCrib) -> None:
    """For monitoring."""
    status = json.loads(crib.cribctl("status", "--json").out)

    health = status.pop("health")
    assert health[0] == {"name": "disk", "ok": True, "text": "disk: well"}
    assert status == {
        "kiosk": "kiosk-1",
        "site": "A",
        "epoch": "000001-00c0ffee",
        "seq": 22,
        "version": "1.2.3",
        "waiting": -1,
        "strange_tags": 0,
    }


def test_status_counts_the_tags_that_are_nothing_of_the_cribs(crib: BenchCrib) -> None:
    """Nothing is said of them at the counter; who sets an antenna up wants to know."""
    assert "tags" not in crib.cribctl("status").out
    crib.desk.handle(TagsRead((CodeRead("E2801160600002054D5A1B2C"),)))

    assert "UHF tags passed that are nothing of the crib's: 1\n" in crib.cribctl("status").out


def test_config_check_finds_every_mistake(crib: BenchCrib, tmp_path: Path) -> None:
    """Each with its line, and the settings in use need not be right."""
    file = tmp_path / "kiosk.toml"
    file.write_text('[kiosk]\nid = "a b"\n\n[scaner]\n')
    answer = crib.cribctl("config", "check", file)
    document = json.loads(crib.cribctl("config", "check", file, "--json").out)

    assert answer.code == 1
    assert [line.split(": ")[0] for line in answer.out.splitlines()] == [f"{file}:2", f"{file}:4"]
    assert document["ok"] is False
    assert [(m["line"], m["key"]) for m in document["mistakes"]] == [(2, "kiosk.id"), (4, "scaner")]


def test_config_check_passes_the_file_that_ships(crib: BenchCrib) -> None:
    """Every default is right."""
    file = ROOT / "config" / "kiosk.toml"

    assert crib.cribctl("config", "check", file).out == f"{file}: well.\n"
    assert json.loads(crib.cribctl("config", "check", file, "--json").out) == {"ok": True, "mistakes": []}


def test_config_show_prints_a_file_that_can_be_used(crib: BenchCrib, tmp_path: Path) -> None:
    """The settings in effect, not those of some file."""
    file = tmp_path / "kiosk.toml"
    file.write_text(crib.cribctl("config", "show").out)

    assert load(file) == crib.settings
    shown = json.loads(crib.cribctl("config", "show", "--json").out)
    assert shown["kiosk"]["zone"] == "Europe/Berlin"


def test_each_line_is_decoded_to_one_line(crib: BenchCrib) -> None:
    """A line that means nothing is answered too."""
    answer = crib.cribctl("decode", "rdm6300", "--json", given=f"{FRAME}\n\nxx\n")
    first, second, third = map(json.loads, answer.out.splitlines())

    assert answer.code == 0
    assert first["messages"][0]["badge"] == BADGE
    assert second == {"messages": [], "noise": 0, "error": None}
    assert third["messages"] == []
    assert "is not hex" in third["error"]


def test_a_keyboard_is_decoded_in_its_layout(crib: BenchCrib) -> None:
    """A German Z is a US Y."""
    keys = '[["EV_KEY","KEY_Y",1],["EV_KEY","KEY_Y",0],["EV_KEY","KEY_ENTER",1]]\n'
    texts = [
        json.loads(crib.cribctl("decode", "keywedge", "--layout", layout, given=keys).out)["messages"]
        for layout in ("us", "de")
    ]

    assert texts == [[{"text": "y"}], [{"text": "z"}]]


def test_an_unknown_family_is_answered_with_those_that_are_known(crib: BenchCrib) -> None:
    """With exit code 2, before anything is read."""
    answer = crib.cribctl("decode", "rdm6301", given=FRAME)

    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(
        '"rdm6301" is not a family of devices. Write one of rdm6300, em4100, wiegand,'
    )


def test_help_names_every_noun_and_exit_code(crib: BenchCrib) -> None:
    """On standard output."""
    answer = crib.cribctl("--help")

    assert (answer.code, answer.err) == (0, "")
    for word in ("status", "report", "import", "journal", "policy", "config", "decode", "exit codes"):
        assert word in answer.out


@pytest.mark.parametrize(
    "words", [(), ("journal",), ("statsu",), ("report",), ("import", "bins"), ("\udcff",)]
)
def test_words_that_make_no_sense_are_exit_code_2(crib: BenchCrib, words: tuple[str, ...]) -> None:
    """With the usage on standard error."""
    answer = crib.cribctl(*words)

    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("usage: cribctl")


def test_a_crib_that_is_open_cannot_be_named_again(crib: BenchCrib) -> None:
    """Within a rehearsal there is but one."""
    out, err = StringIO(), StringIO()

    assert run(["--state-dir", "/elsewhere", "status"], crib, out, err) == 2
    assert "open already" in err.getvalue()


def cribctl(*words: str | Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The program itself."""
    command = [sys.executable, "-m", "kiosk.admin", *map(str, words)]
    return subprocess.run(command, input=given, capture_output=True, cwd=ROOT, check=False)


def test_the_program_decodes_its_standard_input() -> None:
    """Bytes that are no text are answered like any other line."""
    done = cribctl("decode", "rdm6300", "--json", given=f"{FRAME}\n".encode() + b"\xff\xfe\n")
    first, second = map(json.loads, done.stdout.splitlines())

    assert done.returncode == 0
    assert first["messages"][0]["badge"] == BADGE
    assert "is not hex" in second["error"]


def test_the_program_opens_a_crib_by_hand(tmp_path: Path) -> None:
    """Where no attendant runs, it is the writer for a moment."""
    config = tmp_path / "kiosk.toml"
    config.write_text(f'[kiosk]\nsocket = "{tmp_path}/none.sock"\n')
    here = ("--config", config, "--state-dir", tmp_path)

    assert cribctl(*here, "report", "low").returncode == 2
    assert cribctl(*here, "policy", "set", "undo", "12s").stdout == b"undo is now 12s.\n"
    shown = json.loads(cribctl(*here, "policy", "show", "--json").stdout)
    assert shown["undo"] == 12
    assert b"!!  attendant: does not run, so no device is read\n" in cribctl(*here, "status").stdout


def test_the_program_says_what_is_wrong_with_its_settings(tmp_path: Path) -> None:
    """But checks another file all the same."""
    broken = tmp_path / "kiosk.toml"
    broken.write_text("[kiosk]\nzone = 1\n")
    done = cribctl("--config", broken, "status")

    assert done.returncode == 2
    assert done.stderr.startswith(f"{broken}:2: kiosk.zone".encode())
    assert cribctl("--config", broken, "config", "check", ROOT / "config" / "kiosk.toml").returncode == 0


def test_the_program_stops_quietly_when_nobody_reads_on(tmp_path: Path) -> None:
    """As in a pipe to head."""
    command = [sys.executable, "-m", "kiosk.admin", "decode", "rdm6300"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stdin.write(f"{FRAME}\n".encode())
        process.stdin.close()
        said = process.stderr.read()

    assert (process.returncode, said) == (0, b"")


def test_the_settings_that_ship_are_those_of_no_file() -> None:
    """So a machine without a settings file behaves as documented."""
    assert load(ROOT / "config" / "kiosk.toml") == Settings()
