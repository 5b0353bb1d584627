"""Settings that mean something for some families of devices, and nothing for the others."""

from pathlib import Path

import pytest

from kiosk.settings_families import FAMILY, ONLY
from kiosk.settings_file import SettingsError, load
from kiosk.settings_known import sections


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[reader.main]\nmin_rssi = -60",
            '2: reader.main.min_rssi: -60 means nothing where family is "rdm6300", only with "uhf-m100" or'
            ' "chafon". Leave it out.',
        ),
        (
            "[reader.main]\nlayout = 'de'",
            '2: reader.main.layout: "de" means nothing where family is "rdm6300", only with "keywedge".'
            " Leave it out.",
        ),
        (
            "[reader.main]\nfamily = 'keywedge'\nbaud = 9600",
            '3: reader.main.baud: 9600 means nothing where family is "keywedge",'
            ' only with "rdm6300", "gwiot",'
            ' "wiegand", "pn532", "elatec", "uhf-m100", "chafon" or "osdp". Leave it out.',
        ),
        (
            "[reader.main]\nkey_file = '/etc/hunter2'",
            '2: reader.main.key_file: its value means nothing where family is "rdm6300", only with "osdp".'
            " Leave it out.",
        ),
        (
            "[scanner.main]\nbaud = 115200",
            '2: scanner.main.baud: 115200 means nothing where connection is "keyboard", only with "serial".'
            " Leave it out.",
        ),
        (
            "[board.main]\naddress = 3",
            '2: board.main.address: 3 means nothing where family is "gpio", only with "cu16", "cu48",'
            ' "board-8a" or "modbus-relay". Leave it out.',
        ),
    ],
)
def test_what_means_nothing_to_a_family_is_told_with_those_that_know_it(
    tmp_path: Path, text: str, message: str
) -> None:
    """Who sets it expects something of it; a default may stand there, as in every printed file."""
    file = tmp_path / "kiosk.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load(file)
    assert [f"{mistake.line}: {mistake.message}" for mistake in caught.value.mistakes] == [message]


def test_every_setting_that_only_some_families_know_exists_and_so_do_the_families() -> None:
    """A misspelt row would refuse nothing, or everything."""
    for kind, only in ONLY.items():
        known = sections()[kind].settings
        choices = set(known[FAMILY[kind]].kind.values)
        assert all(setting in known and set(families) < choices for setting, families in only.items())
