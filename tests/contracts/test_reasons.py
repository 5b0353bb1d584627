"""What drivers say of locks has words at the counter: the two lists are held together here."""

import ast
from pathlib import Path

import pytest

from kiosk.counter import device_words
from kiosk.counter.language import ENGLISH

ROOT = Path(__file__).parents[2]
FOLDERS = ("drivers", "kiosk/devices")
SYSTEM = {"Permission denied", "Operation not permitted"}
"""What the operating system says."""


def texts(folder: str) -> list[str]:
    """Every text of a package's sources."""
    trees = (ast.parse(file.read_text(encoding="utf-8")) for file in (ROOT / folder).rglob("*.py"))
    nodes = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return [node.value for node in nodes if isinstance(node.value, str)]


TOLD = [text for folder in FOLDERS for text in texts(folder)]


@pytest.mark.parametrize("part", sorted(set(device_words.WHYS) - SYSTEM))
def test_what_has_words_is_said_by_a_driver(part: str) -> None:
    """A sentence that changed there is missed here."""
    assert [text for text in TOLD if part in text] != []


def test_every_reason_of_a_lock_has_words() -> None:
    """All that begins as reasons do, in the drivers of locks."""
    reasons = {text for text in texts("drivers/locks") if text.startswith(("it ", "its ", "too many locks"))}
    assert {text for text in reasons if not device_words.why_words(text, ENGLISH)} == set()
