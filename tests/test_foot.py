"""The terminal's configuration: foot understands it, and no key or button means anything to it."""

import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest
from PIL import ImageFont
from waiting import PATIENCE_S

from kiosk.screens.palette import PALETTES

ROOT = Path(__file__).parent.parent
CONFIG = ROOT / "config"
MODIFIERS = {"Control", "Shift", "Mod1", "Mod4"}
KEYS = """scrollback-up-page scrollback-down-page clipboard-copy clipboard-paste primary-paste search-start
    font-increase font-decrease font-reset spawn-terminal show-urls-launch prompt-prev prompt-next
    unicode-input""".split()
BUTTONS = """primary-paste select-begin select-begin-block select-extend
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
        timeout=PATIENCE_S,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_no_key_and_no_button_means_anything_to_the_terminal() -> None:
    """Neither copy, paste, search, zoom, links nor another window."""
    config = read()
    assert dict(config["key-bindings"]) == dict.fromkeys(KEYS, "none")
    buttons = dict(config["mouse-bindings"])
    held = buttons.pop("selection-override-modifiers")
    assert buttons == dict.fromkeys(BUTTONS, "none")
    assert set(held.split("+")) == MODIFIERS, "none means always: no touch arrives once there is a keyboard"


def test_nothing_is_kept_that_was_shown_before() -> None:
    """What scrolled away could be scrolled back."""
    config = read()
    assert config["scrollback"]["lines"] == "0"
    assert config["main"]["initial-window-mode"] == "fullscreen"
    assert config["csd"]["preferred"] == "none"


def test_nothing_flashes_before_the_first_frame() -> None:
    """The terminal's ground is the screen's."""
    assert f"#{read()['colors']['background']}" == PALETTES["dark"]["ground"]


@pytest.mark.parametrize("file", ["DejaVuSansMono.ttf", "DejaVuSansMono-Bold.ttf"])
def test_the_font_has_every_letter_that_the_screen_shows(file: str) -> None:
    """Else it would show a box, or a letter of another font that is too wide for its cell."""
    font = ImageFont.truetype(file, 17)
    shown = [*(ROOT / "tests/screens/gallery").iterdir(), *(ROOT / "kiosk/languages").glob("*/*/*.po")]
    shown.append(ROOT / "kiosk/screens/keyboard.py")
    letters = {
        letter for text in shown for letter in text.read_text(encoding="utf-8") if letter.isprintable()
    }
    box = bytes(font.getmask("\uffff"))
    assert letters >= set("▀█●✓✗⌫⇧ąßñ")
    assert [letter for letter in sorted(letters) if bytes(font.getmask(letter)) == box] == []
