"""`cribctl badge`: a badge at the reader, for whoever asked for it; how a site's list writes numbers."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from crib_bench import BenchCrib

from drivers.badges.list_views import views
from kiosk.attendant.door import Door
from kiosk.attendant.events import Asked, BadgeRead, Present
from kiosk.attendant.local_door import LocalDoor
from kiosk.attendant.messages import AskBadge
from kiosk.crib.names import WorkerId
from kiosk.crib.policy import SETTINGS
from kiosk.store.lookup import policy_of

RFID, OTHER = "iso14443a:32:51E69621", "iso14443a:32:6B3D12D6"
LISTED = "0563537489"
"""How one reader's list has what another reads as 51E69621 (OCA/hr #619)."""


class Hand:
    """Holds cards to the reader, one for each time that somebody waits for one."""

    def __init__(self, crib: BenchCrib, monkeypatch: pytest.MonkeyPatch) -> None:
        self.cards: list[str] = []
        self._crib = crib
        crib.desk.handle(Present("reader", ok=True))
        monkeypatch.setattr(crib, "door", self._door)

    def _door(self) -> Door:
        return LocalDoor(self._put, self._crib.world.new_id)

    def _put(self, event: Asked) -> None:
        self._crib.desk.handle(event)
        if isinstance(event.request, AskBadge) and self.cards:
            self._crib.desk.handle(BadgeRead(self.cards.pop(0)))


@pytest.fixture
def hand(crib: BenchCrib, monkeypatch: pytest.MonkeyPatch) -> Hand:
    """A hand at the reader of the crib."""
    return Hand(crib, monkeypatch)


@pytest.fixture
def owner(crib: BenchCrib) -> Callable[[str], str]:
    """Whose a badge is, as it is read at the counter."""

    def of(number: str) -> str:
        crib.desk.handle(BadgeRead(number))
        who: WorkerId = crib.desk.session.who
        return next((code for code in ("ann", "ben") if who and crib.worker(code) == who), "")

    return of


def rule(crib: BenchCrib) -> str:
    """What the policy says of badge numbers."""
    return policy_of(crib.store.db).badge_list


def people(path: Path, *rows: str) -> Path:
    """A sheet of people and their badges."""
    sheet = path / "people.csv"
    sheet.write_text("\n".join(("code,name,badge", *rows)), encoding="utf-8")
    return sheet


def test_one_known_card_makes_list_and_reader_match(
    crib: BenchCrib, hand: Hand, owner: Callable[[str], str], tmp_path: Path
) -> None:
    """One known card makes list and reader match, also for what was imported before."""
    assert crib.cribctl("import", "people", people(tmp_path, f"ann,Ann Ott,{LISTED}")).code == 0
    assert owner(RFID) == ""
    hand.cards = [RFID]

    answer = crib.cribctl("badge", "learn", given=f"{LISTED}\n")

    assert (answer.code, rule(crib)) == (0, "dec/iso14443a:all-reversed")
    assert "decimal numbers: iso14443a, all bits, bytes in reverse order" in answer.out
    assert owner(RFID) == "ann"
    sheet = people(tmp_path, f"ben,Ben Oak,{int.from_bytes(bytes.fromhex('6B3D12D6'), 'little')}")
    assert crib.cribctl("import", "people", sheet).code == 0
    assert owner(OTHER) == "ben"


def test_neither_number_is_told(crib: BenchCrib, hand: Hand) -> None:
    """Neither the number that was typed nor the one that was read is told."""
    hand.cards = [RFID, RFID]

    told = [crib.cribctl("badge", "learn", given=f"{LISTED}\n"), crib.cribctl("badge", "who")]

    for answer in told:
        assert LISTED not in answer.out + answer.err
        assert "51E69621" not in answer.out + answer.err
        assert "…9621" in answer.out + answer.err


def test_an_ambiguous_card_asks_for_another(crib: BenchCrib, hand: Hand) -> None:
    """An ambiguous card asks for another."""
    hand.cards = ["em4100:40:3C00CE754C", "em4100:40:3C01CE754C"]

    answer = crib.cribctl("badge", "learn", given="13530444\n30307660\n")

    assert (answer.code, rule(crib)) == (0, "dec/em4100:low32")
    assert "2 ways fit" in answer.err
    assert "Take another card" in answer.err


def test_cards_that_cannot_be_told_apart_change_nothing(crib: BenchCrib, hand: Hand) -> None:
    """Cards that cannot be told apart change nothing; the rules that are left are named."""
    hand.cards = ["em4100:40:3C00CE754C"] * 5

    answer = crib.cribctl("badge", "learn", given="13530444\n" * 5)

    assert (answer.code, rule(crib)) == (1, "")
    assert [line.split()[0] for line in answer.out.splitlines()] == ["dec/em4100:low24", "dec/em4100:low32"]
    assert "cribctl policy set badge_list RULE" in answer.err


def test_a_number_of_another_card_is_refused(crib: BenchCrib, hand: Hand) -> None:
    """A number of another card is refused, and says what to compare."""
    hand.cards = [RFID]

    answer = crib.cribctl("badge", "learn", given="0563537490\n")

    assert (answer.code, rule(crib)) == (2, "")
    assert "Compare what you typed with the list" in answer.err


def test_a_dry_run_learns_nothing(crib: BenchCrib, hand: Hand) -> None:
    """A dry run learns nothing, and says what it would; as JSON too."""
    hand.cards = [RFID]

    answer = crib.cribctl("badge", "learn", "--dry-run", "--json", given=f"{LISTED}\n")

    assert json.loads(answer.out)["rule"] == "dec/iso14443a:all-reversed"
    assert rule(crib) == ""


def test_a_second_technology_is_learned_beside_the_first(crib: BenchCrib, hand: Hand) -> None:
    """A second technology is learned beside the first."""
    hand.cards = [RFID, "em4100:40:3C01CE754C"]
    crib.cribctl("badge", "learn", given=f"{LISTED}\n")

    crib.cribctl("badge", "learn", given="0030307660\n")

    assert rule(crib) == "dec/em4100:low32/iso14443a:all-reversed"


def test_a_badge_is_enrolled_at_the_reader(crib: BenchCrib, hand: Hand, owner: Callable[[str], str]) -> None:
    """A badge is enrolled at the reader, signs nobody in then, and takes the place of those she had."""
    hand.cards = [RFID, OTHER]

    assert crib.cribctl("badge", "enroll", "ann").out == "The badge is ann's.\n"
    assert crib.desk.session.who == ""
    assert owner(RFID) == "ann"
    crib.cribctl("badge", "enroll", "ann")
    crib.desk.session = type(crib.desk.session)()
    assert (owner(RFID), owner(OTHER)) == ("", "ann")


def test_a_second_badge_can_be_kept_beside_the_first(crib: BenchCrib, hand: Hand) -> None:
    """A second badge can be kept beside the first; the same one again changes nothing."""
    hand.cards = [RFID, OTHER, OTHER, RFID]

    codes = [crib.cribctl("badge", "enroll", "ann", "--keep").code for _ in range(3)]

    assert codes == [0, 0, 0]
    assert crib.cribctl("badge", "who").out == "iso14443a, 32 bits, …9621: ann\n"


def test_another_workers_badge_is_not_given_away(crib: BenchCrib, hand: Hand) -> None:
    """Another worker's badge is not given away, until it is revoked."""
    hand.cards = [RFID, RFID, RFID, RFID]
    crib.cribctl("badge", "enroll", "ann")

    refused = crib.cribctl("badge", "enroll", "ben")

    assert refused.code == 1
    assert "another worker's" in refused.out
    assert crib.cribctl("badge", "revoke", "ann").code == 0
    assert crib.cribctl("badge", "who").out.endswith(": nobody\n")
    assert crib.cribctl("badge", "enroll", "ben").code == 0


def test_nobody_can_enroll_for_a_worker_who_is_not_there(crib: BenchCrib, hand: Hand) -> None:
    """That is said before anybody is asked for a badge."""
    hand.cards = [RFID]

    answer = crib.cribctl("badge", "enroll", "zoe")

    assert answer.code == 1
    assert "There is no worker 'zoe'" in answer.out
    assert (hand.cards, answer.err) == ([RFID], "")


@pytest.mark.parametrize("seconds", ["0", "121", "-1", "soon"])
def test_nobody_is_asked_for_a_badge_where_the_time_cannot_be(crib: BenchCrib, seconds: str) -> None:
    """What is wrong is said first."""
    answer = crib.cribctl("badge", "who", f"--wait={seconds}")

    assert answer.code == 2
    assert f'"{seconds}" is no' in answer.err
    assert "Hold the badge" not in answer.err


def test_without_a_reader_it_is_said_at_once(crib: BenchCrib) -> None:
    """Without a reader it is said at once."""
    answer = crib.cribctl("badge", "who")

    assert answer.code == 2
    assert "No badge reader is there" in answer.err


@pytest.mark.parametrize(
    "card", [RFID, "em4100:40:3C00CE754C", "wiegand:35:69A5154A4", "keywedge:40:0006547886"]
)
def test_every_rule_that_can_be_learned_can_be_set(card: str) -> None:
    """Every rule that can be learned can be set; what is none cannot."""
    technology = card.partition(":")[0]

    for notation in ("dec", "hex", "pair16", "joined16", "card16@206"):
        for view in views(card):
            assert SETTINGS["badge_list"].fits(f"{notation}/{technology}:{view}")
    assert SETTINGS["badge_list"].fits("")
    for none in ("dec", "oct/em4100:all", "dec/em4100", "card16/", "dec/em4100:all/"):
        assert not SETTINGS["badge_list"].fits(none)
