"""The settings file as a whole: read, refused with every mistake, printed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.settings import Broker, Buzzer, Kiosk, Light, Scanner, Settings
from kiosk.settings_file import Mistake, SettingsError, dump, load

SHIPPED = Path(__file__).parent.parent / "config" / "kiosk.toml"
PRINTABLE = st.characters(exclude_categories=["Cs", "Cc"])


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A settings file that each test, and each example of a property, overwrites."""
    return tmp_path_factory.mktemp("etc") / "kiosk.toml"


def mistakes(file: Path, text: str) -> list[str]:
    """What is wrong with a settings file of this text: each as `line: message`."""
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load(file)
    return [f"{mistake.line}: {mistake.message}" for mistake in caught.value.mistakes]


def test_the_shipped_file_is_the_defaults_printed() -> None:
    """What people copy shows every setting as the program has it."""
    assert dump(Settings()) == SHIPPED.read_text(encoding="utf-8")
    assert load(SHIPPED) == Settings()


def test_a_setting_left_out_has_its_default(file: Path) -> None:
    """A file need only say what differs."""
    file.write_text('[kiosk]\nsite = "B"\n[light]\nred = 22\n', encoding="utf-8")

    assert load(file) == Settings(kiosk=Kiosk(site="B"), light=Light(red=22))


def test_a_file_from_a_windows_editor_reads_the_same(file: Path) -> None:
    """A byte order mark and CR LF are no mistakes."""
    file.write_bytes(b'\xef\xbb\xbf[kiosk]\r\nsite_name = "B\xc3\xbcro"\r\n')

    assert load(file).kiosk.site_name == "Büro"


def test_every_mistake_is_told_at_once_from_top_to_bottom(file: Path) -> None:
    """One round of mending is enough, whatever kinds of mistakes there are."""
    text = """\
[buzzer]
pin = 17
[scanner.main]
layot = "us"
gap_ms = 5
[light]
red = 17
green = "4"
"""
    assert mistakes(file, text) == [
        "4: scanner.main.layot is not a setting. Did you mean scanner.main.layout?",
        "5: scanner.main.gap_ms: 5 is below 10 (milliseconds). Write a number from 10 to 1000.",
        "7: light.red: pin 17 is already used by buzzer.pin. Write another one.",
        "8: light.green: expected a whole number, got text. Write a number from 0 to 27.",
    ]


def test_a_mistake_reads_as_file_line_and_sentence(file: Path) -> None:
    """An editor can jump to it, a person can act on it."""
    file.write_text("\n[reader.main]\nbaud = 9601\nholdoff_ms = 60001\n", encoding="utf-8")

    with pytest.raises(SettingsError) as caught:
        load(file)

    choice = (
        "reader.main.baud: 9601 is not a choice. Write 1200, 2400, 4800, 9600, 19200, 38400, 57600 or 115200."
    )
    above = "reader.main.holdoff_ms: 60001 is above 60000 (milliseconds). Write a number from 100 to 60000."
    assert caught.value.mistakes[0] == Mistake(str(file), 3, "reader.main.baud", choice)
    assert str(caught.value) == f"{file}:3: {choice}\n{file}:4: {above}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[scaner]\nx = 1", "1: scaner is not a section. Did you mean scanner?"),
        ("\nlayout = 'us'", "2: layout is not a section. Did you mean scanner.NAME.layout?"),
        (
            "[reader.main]\ngap_ms = 50",
            "2: reader.main.gap_ms is not a setting. Did you mean scanner.NAME.gap_ms?",
        ),
        (
            "[lock.C1]\npuls_ms = 50\ncontact = 3\n[board.main]",
            "2: lock.C1.puls_ms is not a setting. Did you mean lock.C1.pulse_ms?",
        ),
        (
            "[light]\nhorn = 4",
            "2: light.horn is not a setting. [light] has green, yellow, red and active_low.",
        ),
        (
            "[broker]\npassword = 'x'",
            "2: broker.password is not a setting. Did you mean broker.password_file?",
        ),
        ("[buzzer]\n'a\\nb' = 4", '2: buzzer."a\\\\nb" is not a setting. [buzzer] has pin and active_low.'),
        (
            "[screen.more]\nx = 1",
            "1: screen.more is not a setting. [screen] has theme, pictures and graphics.",
        ),
        ("relay = 5", "1: relay: expected a section, got a whole number. Write [relay]."),
        ("[[relay]]", "1: relay: expected a section, got a list. Write [relay]."),
        (
            "[zzz]",
            "1: zzz is not a section. The sections are"
            " kiosk, scanner, reader, board, lock, buzzer, light, bin_light, broker, relay, screen and door.",
        ),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest_known(file: Path, text: str, message: str) -> None:
    """A misspelt setting would otherwise be silently without effect."""
    assert mistakes(file, text) == [message]


def test_text_that_is_not_toml_is_told_with_its_line(file: Path) -> None:
    """The parser's own place is passed on; what is unfinished is wrong at the end."""
    assert mistakes(file, "[kiosk]\nsite = B\n")[0].startswith(
        "2: this is not TOML: Invalid value (at line 2, "
    )
    assert mistakes(file, '[kiosk]\n\nsite = """B')[0].startswith("3: this is not TOML: ")
    assert mistakes(file, "[scanner.main]\ngap_ms = 1" + "0" * 5000)[0].startswith("2: this is not TOML: ")


def test_bytes_that_are_not_text_are_told_with_their_line(file: Path) -> None:
    """Latin-1 is what an old editor leaves behind."""
    file.write_bytes(b'[kiosk]\nsite_name = "B\xfcro"\n')

    with pytest.raises(SettingsError, match=r"kiosk\.toml:2: this is not UTF-8\. Save the file as UTF-8\."):
        load(file)


def test_a_file_that_is_not_there_is_told_with_the_next_step(tmp_path: Path) -> None:
    """There is no line to name, so the file alone stands before the sentence."""
    with pytest.raises(SettingsError) as missing:
        load(tmp_path / "kiosk.toml")
    with pytest.raises(SettingsError) as folder:
        load(tmp_path)

    assert str(missing.value) == (
        f"{tmp_path}/kiosk.toml: there is no such file."
        " Copy config/kiosk.toml there, or name another with --config."
    )
    assert str(folder.value).startswith(f"{tmp_path}: cannot be read: Is a directory. ")


def test_printed_settings_say_unit_and_range_and_offer_an_example_of_what_is_unset() -> None:
    """A printed file can be edited without a manual."""
    printed = dump(Settings(scanner={"main": Scanner(gap_ms=50)}))

    assert (
        "# The longest pause within a scan (milliseconds). Write a number from 10 to 1000.\ngap_ms = 50\n"
        in printed
    )
    assert "\n# pin = 18\n" in printed


@given(
    name=st.text(PRINTABLE, min_size=1, max_size=60),
    login=st.text(PRINTABLE, min_size=1, max_size=128),
    folder=st.text(PRINTABLE).map("/".__add__),
    pins=st.lists(st.integers(0, 27), min_size=2, max_size=2, unique=True),
    gap=st.integers(10, 1000),
)
def test_printed_settings_read_back_as_they_were(
    file: Path, name: str, login: str, folder: str, pins: list[int], gap: int
) -> None:
    """Whatever printable text a setting holds survives quoting."""
    settings = Settings(
        kiosk=Kiosk(site_name=name, state_dir=folder),
        scanner={"main": Scanner(gap_ms=gap, layout="de")},
        buzzer=Buzzer(pin=pins[0]),
        light=Light(red=pins[1]),
        broker=Broker(username=login, password_file=folder),
    )
    file.write_text(dump(settings), encoding="utf-8")

    assert load(file) == settings


@given(st.text(st.sampled_from("[]{}=.\"'#\n\\ab1 ")))
def test_no_file_whatever_does_anything_but_load_or_say_why(file: Path, text: str) -> None:
    """Brackets, quotes and equal signs in any order cause no other error."""
    file.write_text(text, encoding="utf-8")

    told: tuple[Mistake, ...] = ()
    try:
        load(file)
    except SettingsError as error:
        told = error.mistakes

    assert {mistake.line for mistake in told} <= set(range(1, text.count("\n") + 2))
