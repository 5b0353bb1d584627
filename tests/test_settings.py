"""Which values a setting takes, and what is said of the others."""

import json
import re
from pathlib import Path
from typing import get_args, get_type_hints

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.settings import Settings
from kiosk.settings_file import SettingsError, load

PRINTABLE = st.characters(exclude_categories=["Cs", "Cc"])


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A settings file that each test, and each example of a property, overwrites."""
    return tmp_path_factory.mktemp("etc") / "kiosk.toml"


def mistakes(file: Path, text: str) -> list[str]:
    """What is wrong with a settings file of this text, if anything: each as `line: message`."""
    file.write_text(text, encoding="utf-8")
    try:
        load(file)
    except SettingsError as error:
        return [f"{mistake.line}: {mistake.message}" for mistake in error.mistakes]
    return []


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ('"9600"', "text"),
        ("9600.0", "a number with a decimal point"),
        ("true", "true or false"),
        ("[9600]", "a list"),
        ("{ a = 1 }", "a section"),
        ("2026-01-01", "a date or a time"),
    ],
)
def test_a_value_of_another_type_is_refused_and_not_converted(file: Path, value: str, kind: str) -> None:
    """The message names both kinds in words, not in Python's types."""
    (message,) = mistakes(file, f"[reader.main]\nbaud = {value}")

    assert message.startswith(f"2: reader.main.baud: expected a whole number, got {kind}. Write 1200, ")


def test_a_number_where_a_text_belongs_is_refused(file: Path) -> None:
    """A choice among texts says that it wants text, then lists them."""
    assert mistakes(file, "[screen]\ntheme = 1") == [
        "2: screen.theme: expected text, got a whole number."
        ' Write "dark", "dark-contrast", "light" or "light-contrast".'
    ]


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/Argentina/Ushuaia"])
def test_a_zone_is_a_name_of_the_time_zone_database(file: Path, zone: str) -> None:
    """Names of one, two and three parts are zones."""
    file.write_text(f'[kiosk]\nzone = "{zone}"', encoding="utf-8")

    assert load(file).kiosk.zone == zone


@pytest.mark.parametrize("zone", ["", "Berlin", "Europe", "../UTC", "/etc/localtime", "UTC\\n", "\\u0000"])
def test_a_zone_that_nobody_knows_is_refused(file: Path, zone: str) -> None:
    """Folders, paths and control characters of the database are not zones."""
    assert mistakes(file, f'[kiosk]\nzone = "{zone}"') == [
        f'2: kiosk.zone: "{zone}" does not fit. Write a name such as "Europe/Berlin" or "UTC".'
    ]


@pytest.mark.parametrize(
    "url", ["", "mqtts://broker.example:8883", "mqtt://10.0.0.7", "mqtts://[fe80::1]:8883"]
)
def test_a_broker_is_a_scheme_a_host_and_perhaps_a_port(file: Path, url: str) -> None:
    """Names, addresses and bracketed IPv6 addresses are hosts; empty means no broker."""
    file.write_text(f'[broker]\nurl = "{url}"', encoding="utf-8")

    assert load(file).broker.url == url


@pytest.mark.parametrize(
    "url",
    [
        "broker.example",
        "http://b",
        "mqtts://",
        "mqtts://b:0",
        "mqtts://b:65536",
        "mqtts://b/x",
        "mqtts://b c",
    ],
)
def test_anything_else_is_no_broker(file: Path, url: str) -> None:
    """Other schemes, impossible ports and paths would fail only when the relay connects."""
    assert mistakes(file, f'[broker]\nurl = "{url}"') == [
        '2: broker.url: its value does not fit. Write "mqtts://host:port", or "" for none.'
    ]


def test_a_secret_in_the_wrong_place_is_not_repeated(file: Path) -> None:
    """Messages end up in logs and mails; a password there is a leak."""
    text = '[broker]\nurl = "mqtts://ann:tops3cret@b"\nusername = "ann"\npassword_file = "tops3cret"'

    assert mistakes(file, text) == [
        '2: broker.url: its value does not fit. Write "mqtts://host:port", or "" for none.',
        '4: broker.password_file: its value does not fit. Write the absolute path of a file, or "" for none.',
    ]


def test_a_socket_path_that_the_system_would_cut_is_refused(file: Path) -> None:
    """unix(7): a socket's address holds 107 bytes and a zero."""
    longest = "/" + "a" * 106
    file.write_text(f'[kiosk]\nsocket = "{longest}"', encoding="utf-8")

    assert load(file).kiosk.socket == longest
    assert "at most 107" in mistakes(file, f'[kiosk]\nsocket = "{longest}a"')[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[light]\ngreen = 4\nred = 4",
            "3: light.red: pin 4 is already used by light.green. Write another one.",
        ),
        (
            '[reader.a]\ndevice = "/dev/crib/scanner0"',
            "2: reader.a.device: device /dev/crib/scanner0 is already used by scanner.main.device."
            " Write another one.",
        ),
        (
            '[relay]\nstate_dir = "/var/lib/kiosk"',
            "2: relay.state_dir: directory /var/lib/kiosk is already used by kiosk.state_dir."
            " Write another one.",
        ),
        (
            '[door]\nscreen_group = "kiosk-admin"',
            "1: door.admin_group: group kiosk-admin is already used by door.screen_group. Write another one.",
        ),
        (
            '[broker]\ncert_file = "/c"',
            "2: broker.cert_file means nothing without broker.key_file. Write both or neither.",
        ),
        (
            '[broker]\npassword_file = "/p"',
            "2: broker.password_file means nothing without broker.username. Write both or neither.",
        ),
    ],
)
def test_settings_that_do_not_go_together_name_each_other(file: Path, text: str, message: str) -> None:
    """The one who reads the message need not search for the other half."""
    assert mistakes(file, text) == [message]


def test_two_devices_may_both_be_absent(file: Path) -> None:
    """Empty means none, and none is not shared."""
    file.write_text('[scanner.main]\ndevice = ""\n[reader.main]\ndevice = ""', encoding="utf-8")

    assert (load(file).scanner["main"].device, load(file).reader["main"].device) == ("", "")


def test_a_mistake_has_no_second_mistake_in_its_wake(file: Path) -> None:
    """A refused key file was written: the certificate does not lack it."""
    assert mistakes(file, '[broker]\ncert_file = "/c"\nkey_file = "k"') == [
        '3: broker.key_file: its value does not fit. Write the absolute path of a file, or "" for none.'
    ]


SECTIONS = {
    **{section: (section, hint) for section, hint in get_type_hints(Settings).items() if not get_args(hint)},
    **{
        section: (f"{section}.main", get_args(hint)[1])
        for section, hint in get_type_hints(Settings).items()
        if get_args(hint)
    },
}
SETTINGS = [
    (heading, key, hint)
    for heading, struct in SECTIONS.values()
    for key, hint in get_type_hints(struct, include_extras=True).items()
    if key not in ("zone", "url")  # judged by more than their annotation
]


CLASH = "is already used by|means nothing w|there is no|needs one|has no"


def fits(value: object, hint: object) -> bool:
    """Whether msgspec itself takes the value for the annotated type."""
    try:
        msgspec.convert(value, hint)
    except msgspec.ValidationError:
        return False
    return True


@given(
    setting=st.sampled_from(SETTINGS),
    value=st.one_of(
        st.integers(-1, 200_000),
        st.text(PRINTABLE, max_size=8),
        st.text("/az-A_0", max_size=40),
        st.booleans(),
    ),
)
def test_a_value_is_refused_exactly_where_its_annotation_refuses_it(
    file: Path, setting: tuple[str, str, object], value: object
) -> None:
    """A second opinion: msgspec, which knows nothing of our messages, judges alike."""
    section, key, hint = setting
    text = f"[{section}]\n{key} = {json.dumps(value, ensure_ascii=False)}\n"

    faults = [fault for fault in mistakes(file, text) if not re.search(CLASH, fault)]
    assert len(faults) == (0 if fits(value, hint) else 1)
