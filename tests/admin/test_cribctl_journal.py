"""`cribctl journal`: verify, replay, show, head."""

import json
import re
from datetime import timedelta

import pytest
from crib_bench import BenchCrib
from msgspec import convert

from kiosk.crib.commands import IssueAsset, KeepCode, OpenSession, ReturnAsset, SetPolicy, TurnAway
from kiosk.crib.names import AssetCode, BadgeDigest
from kiosk.store.canonical import canonical
from kiosk.store.canonical import digest as sha256
from kiosk.store.entry import Entry
from kiosk.store.journal import all_entries, head_of
from kiosk.store.verify import verify

TW_01 = AssetCode("TW-01")


def tamper(crib: BenchCrib, change: str) -> None:
    """What somebody with the file and a tool could do."""
    crib.store.db.execute_sql("DROP TRIGGER IF EXISTS journal_is_never_updated")
    crib.store.db.execute_sql("DROP TRIGGER IF EXISTS journal_is_never_deleted")
    crib.store.db.execute_sql(change)


def test_a_sound_journal_passes_and_names_its_head(crib: BenchCrib) -> None:
    """To compare with the head that was published."""
    head = head_of(crib.store.db)
    answer = crib.cribctl("journal", "verify")

    assert head is not None
    assert answer.code == 0
    assert answer.out == (f"The journal is sound: 22 entries, head 000001-00c0ffee/22\nhash {head.hash}\n")
    assert json.loads(crib.cribctl("journal", "verify", "--json").out) == {
        "ok": True,
        "entries": 22,
        "head": {"epoch": "000001-00c0ffee", "seq": 22},
        "hash": head.hash,
        "broken": None,
        "why": "",
    }


@pytest.mark.parametrize(
    ("change", "seq", "why"),
    [
        (
            "UPDATE journal SET body = replace(body, 'TW-01', 'TW-99') WHERE seq = 11",
            11,
            "its hash is not that of its content: it was changed after it was written",
        ),
        (
            "UPDATE journal SET body = 'not JSON' WHERE seq = 12",
            12,
            "its body is not what was written (Expecting value: line 1 column 1 (char 0))",
        ),
        ("DELETE FROM journal WHERE seq = 7", 8, "its number is 8 where 7 follows: entries are missing"),
    ],
)
def test_the_first_bad_entry_is_named_with_the_reason(
    crib: BenchCrib, change: str, seq: int, why: str
) -> None:
    """And how much before it is sound."""
    tamper(crib, change)
    answer = crib.cribctl("journal", "verify")
    document = json.loads(crib.cribctl("journal", "verify", "--json").out)
    sound = 6 if seq == 8 else seq - 1

    assert answer.code == 1
    assert answer.out == (f"entry 000001-00c0ffee/{seq}: {why}. The {sound} entries before it are sound.\n")
    assert document == {
        "ok": False,
        "entries": sound,
        "head": None,
        "hash": "",
        "broken": {"epoch": "000001-00c0ffee", "seq": seq},
        "why": why,
    }


def test_a_damaged_file_is_a_sentence_not_a_traceback(crib: BenchCrib) -> None:
    """With what to do next."""
    crib.store.db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    with crib.store.path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (crib.store.path.stat().st_size - 4096))
    answer = crib.cribctl("journal", "verify")

    assert answer.code == 2
    assert "is damaged" in answer.err
    assert "Restore the last backup." in answer.err


def test_replay_that_gives_the_same_tables_passes(crib: BenchCrib) -> None:
    """Every derived table, byte for byte."""
    crib.act(IssueAsset(TW_01, crib.worker("ann")))

    answer = crib.cribctl("journal", "replay")
    assert (answer.code, answer.out) == (0, "The journal gives every derived table as it is.\n")
    document = json.loads(crib.cribctl("journal", "replay", "--json").out)
    assert document == {"ok": True, "difference": None, "why": ""}


def test_replay_shows_the_first_difference(crib: BenchCrib) -> None:
    """A row that was set by hand."""
    crib.store.db.execute_sql("UPDATE receipt SET quantity = 25")
    answer = crib.cribctl("journal", "replay")

    assert answer.code == 1
    assert answer.out.splitlines() == [
        "Replay differs from what is in use. The first difference:",
        "  in use    receipt ('GLV-9', 'C2-01', 'opening', 25)",
        "  replayed  receipt ('GLV-9', 'C2-01', 'opening', 24)",
    ]
    assert json.loads(crib.cribctl("journal", "replay", "--json").out) == {
        "ok": False,
        "difference": {
            "live": "receipt ('GLV-9', 'C2-01', 'opening', 25)",
            "replayed": "receipt ('GLV-9', 'C2-01', 'opening', 24)",
        },
        "why": "",
    }


def test_replay_names_an_entry_that_cannot_be_replayed(crib: BenchCrib) -> None:
    """A refusal to go on is a failed verification."""
    tamper(crib, "UPDATE journal SET body = '{}' WHERE seq = 5")
    answer = crib.cribctl("journal", "replay")

    assert answer.code == 1
    assert answer.out.startswith("entry 000001-00c0ffee/5 cannot be replayed")


def test_head_is_place_time_and_hash(crib: BenchCrib) -> None:
    """On one line."""
    head = head_of(crib.store.db)
    assert head is not None

    assert crib.cribctl("journal", "head").out == f"000001-00c0ffee/22  2026-11-02 08:00:00  {head.hash}\n"
    document = json.loads(crib.cribctl("journal", "head", "--json").out)
    assert document == {"epoch": head.epoch, "seq": 22, "hash": head.hash, "at": head.at}


@pytest.fixture
def busy(crib: BenchCrib) -> BenchCrib:
    """Ann takes a wrench, Ben brings it back; a strange badge and a strange code are seen."""
    ann, ben = crib.worker("ann"), crib.worker("ben")
    crib.act(OpenSession(ann))
    crib.act(IssueAsset(TW_01, ann))
    crib.world.at += timedelta(hours=2)
    crib.act(ReturnAsset(TW_01, ben))
    crib.act(TurnAway(BadgeDigest("ab" * 32)))
    crib.act(KeepCode("\x1b[2J"))
    crib.act(SetPolicy("signout", 9))
    return crib


HEADING = [
    "epoch 000001-00c0ffee",
    "    SEQ  TIME                 TYPE                WHO       WHAT",
]


def test_the_history_of_an_asset_is_shown_with_workers_by_code(busy: BenchCrib) -> None:
    """From its arrival on."""
    answer = busy.cribctl("journal", "show", "TW-01")

    assert answer.code == 0
    since = "since=2026-11-02T07:00:00Z"
    due = "due=2026-11-02T15:00:00Z"
    assert answer.out.splitlines() == [
        *HEADING,
        "     10  2026-11-02 08:00:00  asset.changed       cribctl   "
        "asset=TW-01 bin=C1-04 calibrated=2026-01-10 product=TQ-60 serial=S1",
        "     11  2026-11-02 08:00:00  asset.received      cribctl   TW-01 supplier → bin:C1-04",
        f"     24  2026-11-02 08:00:00  asset.issued        ann       TW-01 bin:C1-04 → holder:ann {due}",
        "     25  2026-11-02 10:00:00  asset.returned      ben       "
        f"TW-01 holder:ann → bin:C1-04 {due} {since}",
    ]


def test_badges_are_shortened_and_codes_cannot_reach_the_terminal(busy: BenchCrib) -> None:
    """The newest entries, oldest first."""
    assert busy.cribctl("journal", "show", "--limit", "3").out.splitlines() == [
        *HEADING,
        "     26  2026-11-02 10:00:00  badge.unknown       unsigned  badge=abababab…",
        "     27  2026-11-02 10:00:00  code.unknown        unsigned  code=\\x1b[2J",
        "     28  2026-11-02 10:00:00  policy.changed      unsigned  setting=signout value=9",
    ]


@pytest.mark.parametrize(
    ("item", "seqs"),
    [
        ("ann", [18, 19, 23, 24, 25]),
        ("TQ-60", [7, 10, 11, 12, 13, 14, 15, 24, 25]),
        ("2000000600062", [7, 10, 11, 12, 13, 14, 15, 24, 25]),
        ("C2-01", [6, 22]),
        ("ppe", [4, 9]),
        ("\x1b[2J", [27]),
    ],
)
def test_entries_are_found_by_whatever_they_mention(busy: BenchCrib, item: str, seqs: list[int]) -> None:
    """Worker, product, maker's barcode, bin, category or code."""
    lines = busy.cribctl("journal", "show", item, "--json").out.splitlines()

    assert seqs == [json.loads(line)["seq"] for line in lines]


def test_entries_are_found_by_their_command(busy: BenchCrib) -> None:
    """As a complaint or a log names it."""
    head = head_of(busy.store.db)
    assert head is not None

    (line,) = busy.cribctl("journal", "show", head.command, "--json").out.splitlines()
    assert json.loads(line)["seq"] == head.seq


def test_since_and_limit_page_through_the_journal(busy: BenchCrib) -> None:
    """For programs that follow it."""
    words = ("journal", "show", "--json", "--limit", "2", "--since")
    seqs = [
        [json.loads(line)["seq"] for line in busy.cribctl(*words, f"000001-00c0ffee/{seq}").out.splitlines()]
        for seq in (0, 20, 27, 28)
    ]

    assert seqs == [[1, 2], [21, 22], [28], []]


def test_a_type_alone_can_be_asked_for(busy: BenchCrib) -> None:
    """Every bin that was ever changed."""
    out = busy.cribctl("journal", "show", "--type", "bin.changed").out

    assert re.findall(r"^ +(\d+) .* bin\.changed ", out, re.MULTILINE) == ["5", "6"]
    assert len(HEADING) + 2 == len(out.splitlines())


def test_json_lines_hold_whole_entries(busy: BenchCrib) -> None:
    """Enough to verify the chain elsewhere."""
    lines = busy.cribctl("journal", "show", "--json").out.splitlines()
    objects = [json.loads(line) for line in lines]
    entries = [
        convert({**o, "body": canonical(o["body"]), "boottime_ns": int(o["boottime_ns"])}, Entry)
        for o in objects
    ]

    assert list(all_entries(busy.store.db)) == entries
    assert verify(entries).broken is None
    assert objects[-1]["hash"] == sha256(canonical({k: v for k, v in objects[-1].items() if k != "hash"}))


def test_a_damaged_entry_can_still_be_shown(crib: BenchCrib) -> None:
    """It is what one looks for after verify has named it."""
    tamper(crib, "UPDATE journal SET body = 'not JSON', at = 9000000000000000000 WHERE seq = 11")

    assert "unreadable=not JSON" in crib.cribctl("journal", "show").out
    line = crib.cribctl("journal", "show", "--json").out.splitlines()[10]
    assert json.loads(line)["body"] == {"unreadable": "not JSON"}


def test_an_item_that_nothing_mentions_is_answered_with_what_may_be_written(crib: BenchCrib) -> None:
    """On standard error, with exit code 1."""
    answer = crib.cribctl("journal", "show", "TW-99", "--json")

    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith('No entry mentions "TW-99" as asked. Write an asset')


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--since", "12"), '"12" is no place in a journal. Write EPOCH/SEQ, as head prints it.'),
        (
            ("--since", "000009-aa/1"),
            "There is no epoch '000009-aa' in this journal; its newest is 000001-00c0ffee.",
        ),
        (("--limit", "0"), '"0" is no number of entries. Write one from 1.'),
    ],
)
def test_a_place_that_is_none_is_refused(crib: BenchCrib, words: tuple[str, str], said: str) -> None:
    """With how to write one."""
    answer = crib.cribctl("journal", "show", *words)

    assert answer.code == 2
    assert said in answer.err
