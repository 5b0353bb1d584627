"""Sections with names, `[scanner.counter]`, and what does not go together across them."""

import json
import textwrap
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.crib.defining import code_flaw
from kiosk.settings import BinLight, Board, Lock, Reader, Scanner, Settings
from kiosk.settings_file import SettingsError, dump, load

NAMES = st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True)
BOARD_8A = '[board.main]\nfamily = "board-8a"\ndevice = "/dev/l"\naddress = 1\n'
MODBUS = '[board.main]\nfamily = "modbus-relay"\ndevice = "/dev/l"\naddress = 1\n'
LOCKS = '[board.main]\nfamily = "cu16"\ndevice = "/dev/l"\n'


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A settings file that each test, and each example of a property, overwrites."""
    return tmp_path_factory.mktemp("etc") / "kiosk.toml"


def read(file: Path, text: str) -> Settings:
    """The settings of a file of this text."""
    file.write_text(text, encoding="utf-8")
    return load(file)


def mistakes(file: Path, text: str) -> list[str]:
    """What is wrong with a settings file of this text: each as `line: message`."""
    with pytest.raises(SettingsError) as caught:
        read(file, text)
    return [f"{mistake.line}: {mistake.message}" for mistake in caught.value.mistakes]


@pytest.mark.parametrize("text", ["", "[scanner]\n[reader]\n", "[scanner.main]\n[reader.main]\n"])
def test_a_kiosk_that_names_no_scanner_and_no_reader_has_one_of_each(file: Path, text: str) -> None:
    """The usual kiosk needs no word about them."""
    assert read(file, text) == Settings(scanner={"main": Scanner()}, reader={"main": Reader()})


def test_a_kiosk_without_a_scanner_says_so_with_an_empty_device(file: Path) -> None:
    """Leaving the section out would be the default scanner."""
    assert read(file, '[scanner.main]\ndevice = ""').scanner == {"main": Scanner(device="")}


def test_named_sections_replace_the_default_one(file: Path) -> None:
    """Two scanners are those two, and no third called main; their order is the file's."""
    text = '[scanner.store]\ndevice = "/dev/a"\n[scanner.counter]\ndevice = "/dev/b"\n'

    assert list(read(file, text).scanner) == ["store", "counter"]


@pytest.mark.parametrize("kind", ["scanner", "reader", "board", "lock", "bin_light"])
def test_settings_right_below_a_kind_are_told_to_have_a_name(file: Path, kind: str) -> None:
    """It is how the file of an earlier version looked."""
    assert mistakes(file, f'\n[{kind}]\ndevice = "/dev/x"\nbaud = 9600\n') == [
        f"2: {kind}: each has a name of its own. Write [{kind}.main] above its settings, or another name."
    ]


def test_a_name_is_of_plain_characters(file: Path) -> None:
    """It is in a TOML heading, in a log and on the screen."""
    (message,) = mistakes(file, '[reader."A 1"]\nbaud = 300\n')

    assert message == (
        '1: reader."A 1": "A 1" does not fit. Write 1 to 64 of the characters A-Z a-z 0-9 "-" "_".'
    )


@given(st.text(max_size=70))
@example("C 1")
@example("Schrank Süd/2")
@example('say "C1"')
@example("\u2003C1")
def test_a_cabinet_has_a_lock_under_any_code_that_the_crib_takes(file: Path, code: str) -> None:
    """And under no other."""
    heading = f"[lock.{json.dumps(code, ensure_ascii=False)}]".replace("\x7f", "\\u007f")
    text = f"\n{LOCKS}{heading}\nchannel = 17\n"
    (message,) = mistakes(file, text)
    if code_flaw("code", code):
        assert message.startswith("5: ")
        assert message.endswith(" without spaces at its ends.")
    else:
        assert message.endswith("cu16 has no channel 17. Write a number from 1 to 16.")
        assert message.startswith("6: ")
        assert code in read(file, text.replace("17", "16")).lock


@pytest.mark.parametrize("value", ["5", '"x"', "[1]"])
def test_what_is_no_section_at_all_is_told_how_to_begin(file: Path, value: str) -> None:
    """The heading that is offered can be pasted."""
    (message,) = mistakes(file, f"lock = {value}")

    assert message.startswith("1: lock: expected a section, got ")
    assert message.endswith(" Write [lock.main].")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '[scanner.a]\n[scanner.b]\ndevice = "/dev/crib/scanner0"',
            "3: scanner.b.device: device /dev/crib/scanner0 is already used by scanner.a.device."
            " Write another one.",
        ),
        (
            '[board.main]\nfamily = "cu16"\ndevice = "/dev/crib/badge0"',
            "3: board.main.device: device /dev/crib/badge0 is already used by reader.main.device."
            " Write another one.",
        ),
        (
            "[bin_light.A]\npin = 4\n[buzzer]\npin = 4",
            "2: bin_light.A.pin: pin 4 is already used by buzzer.pin. Write another one.",
        ),
        (
            "[board.main]\n[lock.C1]\nchannel = 4\ncontact = 3\n[bin_light.A]\npin = 4",
            "3: lock.C1.channel: pin 4 is already used by bin_light.A.pin. Write another one.",
        ),
        (
            "[board.main]\n[lock.C1]\nchannel = 4\ncontact = 3\n[lock.C2]\nchannel = 6\ncontact = 4",
            "7: lock.C2.contact: pin 4 is already used by lock.C1.channel. Write another one.",
        ),
        (
            f"{LOCKS}[lock.C1]\n[lock.C2]",
            "5: lock.C2.channel: board main's channel 1 is already used by lock.C1.channel."
            " Write another one.",
        ),
        (
            f"{LOCKS}[lock.C1]\n[lock.C2]\nchannel = 2\ncontact = 1",
            "7: lock.C2.contact: board main's contact 1 is already used by lock.C1.channel."
            " Write another one.",
        ),
        (
            f"{LOCKS}[lock.C1]\nboard = 'mian'",
            "5: lock.C1.board: there is no [board.mian]. Did you mean main?",
        ),
        (
            f"{LOCKS}[lock.C1]\nboard = 'shed'",
            "5: lock.C1.board: there is no [board.shed]. Write that section, or name main.",
        ),
        (
            "[board.main]\n[lock.C1]",
            "2: lock.C1.contact: gpio has no inputs. Write the BCM pin of the door contact.",
        ),
        (
            "[board.main]\nfamily = 'lcus'\ndevice = '/dev/l'\n[lock.C1]\ncontact = 18\n[buzzer]\npin = 18",
            "5: lock.C1.contact: pin 18 is already used by buzzer.pin. Write another one.",
        ),
        (
            "[board.main]\nfamily = 'lcus'\ndevice = '/dev/l'\n[lock.C1]\ncontact = 28",
            "5: lock.C1.contact: lcus has no contact 28. Write a number from 0 to 27.",
        ),
        ("[lock.C1]", "1: lock.C1.board: there is no [board.main]. Write that section."),
        (
            "[board.main]\ndevice = '/dev/x'",
            "2: board.main.device: gpio is the pins of this machine and has no device. Leave it out.",
        ),
        (
            "[board.main]\nfamily = 'cu48'",
            "1: board.main.device: cu48 needs one. Write its serial device, such as /dev/crib/locks0.",
        ),
        (
            "[board.main]\nfamily = 'modbus-relay'\ndevice = '/dev/x'",
            "1: board.main.address: modbus-relay has no address 0. Write a number from 1 to 247.",
        ),
        (
            "[reader.a]\nfamily = 'osdp'\naddress = 127",
            "3: reader.a.address: osdp has no address 127. Write a number from 0 to 126.",
        ),
        (
            "[board.main]\n[lock.C1]\nchannel = 28\ncontact = 3",
            "3: lock.C1.channel: gpio has no channel 28. Write a number from 0 to 27.",
        ),
        (
            f"{LOCKS}[lock.C1]\nchannel = 0\ncontact = 2",
            "5: lock.C1.channel: cu16 has no channel 0. Write a number from 1 to 16.",
        ),
        (
            f"{LOCKS}[board.two]\nfamily = 'cu16'\ndevice = '/dev/l'",
            "4: board.two.address: address 0 on /dev/l is already used by board.main.address."
            " Write another one.",
        ),
        (
            f"{LOCKS}[board.two]\nfamily = 'cu48'\ndevice = '/dev/l'\naddress = 1",
            "6: board.two.device: /dev/l is board main's line, which speaks cu16, not cu48."
            " Write one family, or give board two a device of its own.",
        ),
        (
            f"{LOCKS}[board.two]\nfamily = 'cu16'\ndevice = '/dev/l'\naddress = 1\nbaud = 9600",
            "8: board.two.baud: /dev/l is board main's line, whose speed is 19200, not 9600."
            " Write one speed, or give board two a device of its own.",
        ),
        (
            f"{LOCKS}baud = 9600\n[board.two]\nfamily = 'cu16'\ndevice = '/dev/l'\naddress = 1",
            "5: board.two.baud: /dev/l is board main's line, whose speed is 9600, not 19200."
            " Write one speed, or give board two a device of its own.",
        ),
        (
            f"{LOCKS}[board.b]\nfamily = 'cu16'\ndevice = '/dev/l'\naddress = 1\n"
            "[board.c]\nfamily = 'cu16'\ndevice = '/dev/l'\naddress = 1",
            "11: board.c.address: address 1 on /dev/l is already used by board.b.address. Write another one.",
        ),
        (
            f"{BOARD_8A}[lock.C1]\npulse_ms = 299",
            "6: lock.C1.pulse_ms: board-8a cannot energize for only 299 ms. Write 300 or more.",
        ),
        (
            f"{MODBUS}[lock.C1]\npulse_ms = 99",
            "6: lock.C1.pulse_ms: modbus-relay cannot energize for only 99 ms. Write 100 or more.",
        ),
        (
            "[board.a]\nfamily = 'lcus'\ndevice = '/dev/l'\n[board.b]\nfamily = 'lcus'\ndevice = '/dev/l'",
            "6: board.b.device: /dev/l is board a's line, and lcus boards have no addresses to share one."
            " Give board b a device of its own.",
        ),
        (
            f"{LOCKS}inputs = 4",
            '4: board.main.inputs: 4 means nothing where family is "cu16", only with "modbus-relay".'
            " Leave it out.",
        ),
        (
            f"{LOCKS}answering = true",
            '4: board.main.answering: true means nothing where family is "cu16", only with "lcus".'
            " Leave it out.",
        ),
        (
            f"{LOCKS}low_first = false",
            '4: board.main.low_first: false means nothing where family is "cu16", only with "board-8a".'
            " Leave it out.",
        ),
        (
            f"{LOCKS}channels = 8",
            '4: board.main.channels: 8 means nothing where family is "cu16", only with "lcus", "modbus-relay"'
            ' or "board-8a". Leave it out.',
        ),
        (
            "[board.main]\nfamily = 'lcus'\ndevice = '/dev/l'\nchannels = 16",
            "4: board.main.channels: lcus boards have at most 8, not 16. Write a number from 1 to 8.",
        ),
        (
            f"{BOARD_8A}[lock.C1]\nchannel = 25",
            "6: lock.C1.channel: board-8a has no channel 25. Write a number from 1 to 24.",
        ),
        (
            f"{MODBUS}channels = 16\n[lock.C1]\nchannel = 12",
            "6: lock.C1.contact: modbus-relay has no contact 12. Write a number from 1 to 8.",
        ),
        (
            f"{MODBUS}inputs = 0\n[lock.C1]\nchannel = 1",
            "6: lock.C1.contact: modbus-relay has no inputs. Write the BCM pin of the door contact.",
        ),
    ],
)
def test_what_does_not_go_together_is_told_with_the_other_half(file: Path, text: str, message: str) -> None:
    """Two locks on one coil, or a lock on nothing, would show only when a door does not open."""
    assert mistakes(file, text) == [message]


def test_channels_of_two_boards_and_patterns_do_not_clash(file: Path) -> None:
    """A channel is used twice only on one board."""
    text = f"{LOCKS}[board.two]\nfamily = 'cu16'\ndevice = '/dev/m'\n[lock.C1]\n[lock.C2]\nboard = 'two'\n"

    assert list(read(file, text).lock) == ["C1", "C2"]


@pytest.mark.parametrize(
    "text",
    [
        f"{BOARD_8A}channels = 50\nlow_first = true\n[lock.C1]\nchannel = 50\n",
        f"{MODBUS}channels = 32\ninputs = 16\n[lock.C1]\nchannel = 32\ncontact = 16\n",
        f"{MODBUS}inputs = 0\n[lock.C1]\nchannel = 2\ncontact = 27\n",
        '[board.main]\nfamily = "lcus"\ndevice = "/dev/l"\nchannels = 4\nanswering = true\n',
        f"{BOARD_8A}[lock.C1]\npulse_ms = 300\n",
        f"{MODBUS}[lock.C1]\npulse_ms = 100\n",
        f"{LOCKS}[lock.C1]\npulse_ms = 50\n",
        f"{LOCKS}[board.two]\nfamily = 'cu16'\ndevice = '/dev/l'\naddress = 1\nbaud = 19200\n",
        f"{LOCKS}address = 0\n[board.two]\nfamily = 'cu16'\ndevice = '/dev/l'\naddress = 15\n"
        "[lock.C1]\n[lock.C2]\nboard = 'two'\n",
    ],
)
def test_boards_of_every_size_and_several_on_one_line_are_taken(file: Path, text: str) -> None:
    """Whatever their codecs can."""
    assert read(file, text).board["main"].device == "/dev/l"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[board.main]\nfamily = 'cu61'\n[lock.C1]\nchannel = 40\n[buzzer]\npin = 4", "board.main.family"),
        ("[board]\nfamily = 'gpio'\n[lock.C1]", "board"),
        ("[board.main]\n[lock.C1]\nboard = 7\nchannel = 44", "lock.C1.board"),
        (f"{LOCKS}[lock.C1]\n[lock.C2]\nchannel = 'one'", "lock.C2.channel"),
    ],
)
def test_a_mistake_has_no_second_mistake_in_another_section(file: Path, text: str, key: str) -> None:
    """What hangs on a faulty setting is judged when that is mended."""
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load(file)

    assert [mistake.key for mistake in caught.value.mistakes] == [key]


def test_of_several_sections_of_a_kind_the_first_is_printed_with_its_sentences() -> None:
    """Forty locks would otherwise be forty times the same manual."""
    locks = {"C1": Lock(), "C2": Lock(channel=2, contact=7)}
    printed = dump(Settings(board={"main": Board(family="cu16", device="/dev/l")}, lock=locks))

    assert printed.count("# How long its coil is energized") == 1
    assert (
        '\n[lock.C2]\nboard = "main"\nchannel = 2\ncontact = 7\nclosed_when = "closed"\n'
        "pulse_ms = 500\nrest_ms = 1500\n" in printed
    )


def test_a_kind_without_a_section_is_printed_as_an_example_that_is_a_comment(file: Path) -> None:
    """Who takes the mark from each line has a section that is well."""
    printed = dump(Settings())
    example = printed[printed.index("# [bin_light.NAME]") : printed.index("# The MQTT 5 broker.")]

    assert "\n# pin = 12\n# Whether" in example
    settings = read(file, example.replace("# [", "[").replace("# pin", "pin").replace("# active", "active"))
    assert settings == Settings(bin_light={"NAME": BinLight()})


def test_no_scanner_at_all_is_printed_as_one_without_a_device(file: Path) -> None:
    """An empty kind in a file means the default one."""
    assert read(file, dump(Settings(scanner={}))).scanner == {"main": Scanner(device="")}


@given(
    names=st.lists(NAMES, min_size=1, max_size=4, unique=True),
    low=st.sampled_from([None, False, True]),
    baud=st.sampled_from([None, 19200]),
    contact=st.sampled_from([None, 50]),
)
def test_printed_named_settings_read_back_as_they_were(
    file: Path,
    names: list[str],
    low: bool | None,
    baud: int | None,
    contact: int | None,
) -> None:
    """Truths, choices that are left out and every name survive printing."""
    board = Board("board-8a", "/dev/b", baud, 1, channels=50, low_first=low)  # type: ignore[arg-type]
    settings = Settings(
        scanner={name: Scanner(device=f"/dev/s{at}") for at, name in enumerate(names)},
        board={names[0]: board},
        lock={
            name: Lock(board=names[0], channel=at + 1, contact=None if at else contact)
            for at, name in enumerate(names)
        },
        bin_light={name: BinLight(pin=at) for at, name in enumerate(names)},
    )

    assert read(file, dump(settings)) == settings


def test_the_example_in_the_documentation_is_valid(file: Path) -> None:
    """It is there to be copied."""
    page = (Path(__file__).parent.parent / "docs" / "hardware.md").read_text(encoding="utf-8")
    example = textwrap.dedent(page[page.index("    [scanner.counter]") :].partition("\n\n")[0])
    settings = read(file, example)

    assert (list(settings.scanner), list(settings.lock)) == (["counter", "store"], ["C1"])
