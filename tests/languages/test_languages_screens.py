"""No word of a screen was left out of the catalogues: days are played in the pseudo-language."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.counter.views import View
from kiosk.rehearse.brokers import BrokerInProcess
from kiosk.rehearse.crib import Crib
from kiosk.rehearse.expect import UnmetError
from kiosk.rehearse.grammar import Statement, read
from kiosk.rehearse.player import Player

DAYS = sorted((Path(__file__).parents[1] / "rehearsals").glob("*.crib"))
_WORD = re.compile(r"[^\W\d_]{2,}")
_PLAIN = re.compile(r"[aeiou]", re.IGNORECASE)
"""A vowel as the pseudo-language never writes one."""
GIVEN = {"each", "box", "pack", "pair", "roll", "set", "kg", "can", "bottle"}
"""Units that a rehearsal leaves to their default."""


def in_pseudo(said: Statement) -> Statement:
    """The statement, with everybody spoken to in the pseudo-language."""
    return replace(said, fields=said.fields | {"language": "xx"}) if said.verb in ("site", "worker") else said


def views(day: list[Statement], disk: Path) -> Iterator[tuple[View, set[str]]]:
    """Every view of a day, and the words that it was given; what does not hold is passed over."""
    player = Player(disk, BrokerInProcess())
    try:
        for said in day:
            try:
                player.play(in_pseudo(said))
            except UnmetError:
                continue
            yield from ((crib.view, given_words(crib)) for crib in player.sites.cribs.values())
    finally:
        player.close()


def given_words(crib: Crib) -> set[str]:
    """What somebody types, or an answer names."""
    answer, sheet = crib.desk.session.answer, crib.view.sheet
    texts = [*(answer.lines if answer else ())]
    texts += [sheet.keys.typed] if sheet and sheet.keys else []
    return words(" ".join(texts))


def words(text: str) -> set[str]:
    """The words of a text, in small letters."""
    return {word.casefold() for word in _WORD.findall(text)}


def values(day: list[Statement]) -> set[str]:
    """Every word that a day brings with it: names, codes, notes."""
    return words(" ".join(said.text for said in day)) | GIVEN


@pytest.mark.parametrize("file", DAYS, ids=lambda file: file.stem)
def test_every_word_of_a_day_is_translated_or_brought_by_it(file: Path, tmp_path: Path) -> None:
    """What stands on a screen is a name, a code, a number, or was looked up in a catalogue."""
    day = [said for said in read(file) if not said.verb.startswith("expect ") and not said.not_yet]
    known = values(day)
    english = {
        line
        for view, given in views(day, tmp_path)
        for line in view.words().splitlines()
        for word in _WORD.findall(line)
        if _PLAIN.search(word) and word.casefold() not in known | given
    }
    assert sorted(english) == []
