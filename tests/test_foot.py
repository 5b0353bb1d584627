"""The terminal's configuration: foot understands it, and no key or button means anything to it."""

import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

CONFIG = Path(__file__).parent.parent / "config"
KEYS = """scrollback-up-page scrollback-down-page clipboard-copy clipboard-paste primary-paste search-start
    font-increase font-decrease font-reset spawn-terminal show-urls-launch prompt-prev prompt-next
    unicode-input""".split()
BUTTONS = """selection-override-modifiers primary-paste select-begin select-begin-block select-extend
    select-extend-character-wise select-word select-word-whitespace select-row""".split()
"""All that foot.ini(5) binds where nobody says otherwise."""


def read() -> ConfigParser:
    """The file."""
    config = ConfigParser(interpolation=None)
    config.read(CONFIG / "foot.ini", encoding="utf-8")
    return config


@pytest.mark.parametrize("name", ["foot.ini", "foot-large.ini"])
def test_foot_understands_the_file(name: str, tmp_path: Path) -> None:
    """By its own check; what it does not understand it would write over the kiosk's first frame."""
    text = (CONFIG / name).read_text(encoding="utf-8")
    file = tmp_path / name
    file.write_text(text.replace("/etc/kiosk", str(CONFIG)), encoding="utf-8")
    done = subprocess.run(
        ["foot", "--check-config", f"--config={file}", "--log-level=warning"],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_no_key_and_no_button_means_anything_to_the_terminal() -> None:
    """Neither copy, paste, search, zoom, links nor another window."""
    config = read()
    assert dict(config["key-bindings"]) == dict.fromkeys(KEYS, "none")
    assert dict(config["mouse-bindings"]) == dict.fromkeys(BUTTONS, "none")


def test_nothing_is_kept_that_was_shown_before() -> None:
    """What scrolled away could be scrolled back."""
    config = read()
    assert config["scrollback"]["lines"] == "0"
    assert config["main"]["initial-window-mode"] == "fullscreen"
    assert config["csd"]["preferred"] == "none"
