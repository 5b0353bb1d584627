"""The specification in the crib's own words: every rehearsal holds, and what cannot be played says why."""

import io
from pathlib import Path

import pytest

from kiosk.rehearse.run import rehearse

FILES = sorted((Path(__file__).parent / "rehearsals").glob("*.crib"))
LATER = {"expect list moonstones contains TW-01": "moonstones"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_statement_of_a_rehearsal_holds(file: Path) -> None:
    """Every statement of a rehearsal holds."""
    told = io.StringIO()

    code = rehearse([file], told)

    failures = [line for line in told.getvalue().splitlines() if not line.startswith("ok ")]
    assert (code, len(failures)) == (0, 1), "\n".join(failures)


@pytest.mark.parametrize(("statement", "named"), LATER.items(), ids=LATER)
def test_what_comes_later_is_said_to_come_and_does_not_pass(
    statement: str, named: str, tmp_path: Path
) -> None:
    """A statement of the language that is not built yet fails with "not yet", and the file exits 1."""
    file = tmp_path / "later.crib"
    file.write_text(f'site A "Main shop"\n{statement}\n', encoding="utf-8")
    told = io.StringIO()

    code = rehearse([file], told)

    _, failed, seen, _ = told.getvalue().splitlines()
    assert f"FAIL     2  {statement}" == failed
    assert seen.strip().startswith("seen: not yet: ")
    assert named in seen
    assert code == 1


def test_a_file_that_cannot_be_understood_names_every_line_and_plays_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that cannot be understood exits 2, names each bad line and what was meant, and plays nothing."""
    file = tmp_path / "day.crib"
    file.write_text('site A "Main shop"\nexpct nothing\nscan TW-01\nexpect refused not-enuff\n', "utf-8")
    told = io.StringIO()

    code = rehearse([file], told)

    said = capsys.readouterr().err.splitlines()
    assert code == 2
    assert told.getvalue() == ""
    assert f'{file}:2: "expct" is not a statement. Did you mean "expect"?' == said[0]
    assert f'{file}:4: "not-enuff" is none that "expect refused" knows. Did you mean "not-enough"?' == said[1]
    assert len(said) == 2


def test_a_rehearsal_fails_where_the_program_does_something_else(tmp_path: Path) -> None:
    """Each kind of expectation fails when it does not hold, and says what was seen instead."""
    file = tmp_path / "wrong.crib"
    file.write_text((Path(__file__).parent / "rehearsals" / "example.crib").read_text("utf-8"), "utf-8")
    wrong = {
        "expect taken TW-01": "returned x1",
        "expect returned TW-02": "asset=TW-01",
        "expect returned TW-01 by=ann": "returned x1",
        "expect returned TW-01 x2": "returned x1",
        "expect refused already-out": "returned x1",
        "expect nothing": "entries were written",
        'expect screen "Nothing of the kind"': "Returned: Torque wrench 60 Nm",
        "expect beep stop": "beep done",
        "expect place TW-01 holder:ben": "place TW-01 bin:C1-04",
        "expect place TW-99 quarantine": "there is no asset TW-99",
        "expect place TW-01 nowhere:1": "nowhere",
        "expect counts TQ-60 available=2": "available=1",
        "expect counts TQ-99 total=0": "there is no product TQ-99",
        "expect counts TQ-60 total=2 site=Z": 'there is no site "Z"',
        "expect on-hand TQ-60 x1": "on-hand TQ-60 x2",
        "expect list out contains TW-01": "out: empty",
        "expect list calibration lacks TW-02": "calibration: TW-02",
        "expect list out has TW-01": "contains",
        "expect entry asset.issued asset=TW-02": "asset=TW-01",
        "expect entry asset.returned since=yesterday": '"yesterday" is not a time',
        "expect entry asset.issued due=2026-11-02T16:01": "due=2026-11-02",
        "expect entry asset.quarantined": "no entry asset.quarantined",
        "expect mqtt asset.returned asset=TW-02": "asset=TW-01",
        "tap undo:all": "not on the screen",
    }
    with file.open("a", encoding="utf-8") as more:
        more.writelines(f"{statement}\n" for statement in wrong)
    told = io.StringIO()

    assert rehearse([file], told) == 1

    lines = [line for line in told.getvalue().splitlines() if not line.startswith("ok ")][:-1]
    assert list(wrong) == [line.split(maxsplit=2)[2] for line in lines[::2]]
    assert [seen for part, seen in zip(wrong.values(), lines[1::2], strict=True) if part not in seen] == []
