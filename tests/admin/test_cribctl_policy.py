"""`cribctl policy`: the rulebook's settings, one by one or from a file; each change is an entry."""

import json
from pathlib import Path

import pytest
from crib_bench import BenchCrib

from kiosk.admin import rulebook
from kiosk.crib.commands import ApplyPolicy, SetPolicy
from kiosk.crib.outcomes import Refused
from kiosk.crib.policy import SETTINGS
from kiosk.store.database import rows
from kiosk.store.lookup import policy_of

SHIPPED = Path(__file__).parents[2] / "config" / "rulebook.toml"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of settings."""
    return tmp_path / "rulebook.toml"


def changes(crib: BenchCrib) -> list[dict[str, object]]:
    """Every change in the journal."""
    found = rows(crib.store.db, "SELECT body FROM journal WHERE type = 'policy.changed' ORDER BY seq")
    return [json.loads(body) for (body,) in found]


def test_every_setting_is_shown_beside_its_default(crib: BenchCrib) -> None:
    """By its unit; in JSON durations are seconds."""
    assert crib.cribctl("policy", "set", "signout", "12s").out == "signout is now 12s.\n"

    heading, *lines = [line.split() for line in crib.cribctl("policy", "show").out.splitlines()]
    assert heading == ["SETTING", "VALUE", "DEFAULT"]
    assert [line[0] for line in lines] == list(SETTINGS)
    assert {("signout", "12s", "8s"), ("loan", "8h", "8h"), ("use_days", "90", "90")} <= {*map(tuple, lines)}
    assert ["override_reason", "other", "other"] in lines
    document = json.loads(crib.cribctl("policy", "show", "--json").out)
    assert (document["signout"], document["loan"], document["override_reason"]) == (12, 28_800, "other")


@pytest.mark.parametrize(
    ("setting", "text", "value"),
    [
        ("waiting", "15m", 900),
        ("waiting", "20", 20),
        ("overdue_block", "2d", 172_800),
        ("dead_days", "400", 400),
        ("controlled_role", "keeper", "keeper"),
    ],
)
def test_a_setting_is_set_in_its_own_unit(crib: BenchCrib, setting: str, text: str, value: int | str) -> None:
    """Through the rulebook, as an entry in the journal."""
    assert crib.cribctl("policy", "set", setting, text).code == 0

    assert getattr(policy_of(crib.store.db), setting) == value
    assert changes(crib) == [{"setting": setting, "value": value}]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("signout", "8s"), 0, "signout is 8s already.\n"),
        (("signout", "9s", "--dry-run"), 0, "signout would be 9s.\n"),
        (("signout", "2d"), 1, "signout 2d is not from 1s to 1d.\n"),
        (("dead_days", "0"), 1, "dead_days 0 is not from 1 to 3650 days.\n"),
        (("controlled_role", "boss"), 1, "controlled_role boss is not one of worker, lead, keeper.\n"),
        (("signot", "9s"), 1, "'signot' is not a setting of the rulebook; there are signout, "),
        (("signout", "soon"), 2, '"soon" is not a duration.'),
        (("dead_days", "9d"), 2, '"9d" is not a whole number.'),
    ],
)
def test_what_changes_nothing_says_why(crib: BenchCrib, words: tuple[str, ...], code: int, said: str) -> None:
    """And writes nothing."""
    head = crib.head
    answer = crib.cribctl("policy", "set", *words)

    assert answer.code == code
    assert (answer.out + answer.err).startswith(said)
    assert crib.head == head


def test_the_result_is_told_as_json(crib: BenchCrib) -> None:
    """One document, the same keys always."""
    answer = crib.cribctl("policy", "set", "undo", "15s", "--json")
    assert json.loads(answer.out) == {"result": "approved", "dry_run": False, "text": "undo is now 15s."}


def test_the_shipped_file_is_the_template(empty: BenchCrib) -> None:
    """Every setting with its sentence, range and default."""
    assert SHIPPED.read_text("utf-8") == empty.cribctl("policy", "template").out, "run `make rulebook`"
    assert rulebook.load(SHIPPED) == {name: setting.default for name, setting in SETTINGS.items()}


def test_a_file_is_compared_and_applied_as_one(crib: BenchCrib, file: Path) -> None:
    """What it leaves out stays as it is; what it says already is no change."""
    crib.cribctl("policy", "set", "undo", "20s")
    file.write_text('signout = "12s"\nundo = "20s"\ndead_days = 90\ncontrolled_role = "lead"\n', "utf-8")

    assert crib.cribctl("policy", "diff", file).out.splitlines() == [
        "SETTING             NOW  FILE",
        "signout              8s   12s",
        "controlled_role  worker  lead",
        "dead_days           180    90",
    ]
    head = crib.head
    would = crib.cribctl("policy", "apply", file, "--dry-run")
    assert (would.code, would.out.splitlines()[0]) == (0, "signout would be 12s, was 8s.")
    assert crib.head == head

    done = crib.cribctl("policy", "apply", file)
    assert done.out.splitlines()[1:] == [
        "controlled_role is now lead, was worker.",
        "dead_days is now 90, was 180.",
    ]
    assert [change["setting"] for change in changes(crib)] == [
        "undo",
        "signout",
        "controlled_role",
        "dead_days",
    ]
    found = rows(crib.store.db, "SELECT DISTINCT command FROM journal WHERE type = 'policy.changed'")
    assert len(found) == 2
    assert crib.cribctl("policy", "apply", file).out == f"{file} changes nothing.\n"
    assert crib.cribctl("policy", "diff", file).out == f"{file} changes nothing.\n"


def test_every_mistake_of_a_file_is_named_with_its_line(crib: BenchCrib, file: Path) -> None:
    """And nothing of it is applied."""
    file.write_text(
        'signout = "2d"\n\nsignot = 9\nundo = true\ndead_days = "soon"\n[waiting]\nx = 1\n', "utf-8"
    )
    head = crib.head

    checked = crib.cribctl("policy", "check", file)
    assert checked.code == 1
    assert checked.out.splitlines() == [
        f"{file}:1: signout 2d is not from 1s to 1d.",
        f'{file}:3: "signot" is not a setting of the rulebook. Did you mean signout?',
        f"{file}:4: undo: true or false is no value of it. Write one that is from 0s to 1d.",
        f'{file}:5: dead_days: "soon" is not a whole number. Write digits only, such as 24.',
        f"{file}:6: waiting: a section is no value of it. Write one that is from 0s to 1d.",
    ]
    assert [
        mistake["line"]
        for mistake in json.loads(crib.cribctl("policy", "check", file, "--json").out)["mistakes"]
    ] == [1, 3, 4, 5, 6]
    for verb in ("diff", "apply"):
        answer = crib.cribctl("policy", verb, file)
        assert (answer.code, answer.err) == (2, checked.out)
    assert crib.head == head


@pytest.mark.parametrize(("content", "said"), [(b"signout 8s", "not TOML"), (b"\xff", "not UTF-8")])
def test_a_file_that_cannot_be_read_is_a_sentence(
    crib: BenchCrib, file: Path, content: bytes, said: str
) -> None:
    """So is one that is not there."""
    file.write_bytes(content)
    assert said in crib.cribctl("policy", "check", file).out
    assert "cannot be read" in crib.cribctl("policy", "check", file.with_name("none.toml")).out


def test_the_rulebook_itself_takes_all_settings_or_none(crib: BenchCrib) -> None:
    """Whoever gives the command."""
    wrong = ApplyPolicy((SetPolicy("signout", 9), SetPolicy("undo", -1), SetPolicy("none", 1)))
    decision = crib.act(wrong).decision

    assert isinstance(decision, Refused)
    assert [flaw.row for flaw in getattr(decision.refusal, "flaws", ())] == [1, 2]
    assert changes(crib) == []
