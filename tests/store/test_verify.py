"""Verifying: what was changed behind the program's back is found, and the first bad entry named."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from store_bench import Bench, alter, overwrite, tamper

from kiosk.crib.commands import KeepCode
from kiosk.crib.definitions import Define, NewBin
from kiosk.crib.names import BinCode
from kiosk.store.canonical import canonical
from kiosk.store.database import StoreDamagedError
from kiosk.store.entry import NO_HASH, Entry
from kiosk.store.verify import Checked, verify

VICTIM = 14
"""A sign-in, in the middle of what every test here begins with."""
COLUMNS = {
    "id": "'made-up'",
    "at": "at + 1",
    "clock_synced": "1 - clock_synced",
    "boot_id": "'another'",
    "boottime_ns": "boottime_ns + 1",
    "kiosk": "'kiosk-9'",
    "site": "'Z'",
    "actor": "'w-else'",
    "via": "'pin'",
    "command": "'another'",
    "line": "line + 1",
    "type": "'asset.lent'",
    "body": "replace(body, 'w-', 'v-')",
    "hash": f"'{'f' * 64}'",
}


@pytest.fixture(autouse=True)
def history(bench: Bench) -> list[Entry]:
    """Some twenty entries of one epoch."""
    bench.act_a_little()
    entries = bench.entries()
    assert len(entries) > VICTIM + 5
    return entries


def broken_seq(checked: Checked) -> int:
    """The number of the first bad entry."""
    assert checked.broken is not None
    return checked.broken.position.seq


def test_an_untouched_journal_is_whole_up_to_its_head(bench: Bench, history: list[Entry]) -> None:
    """And the head is what the broker retains."""
    head = history[-1]
    assert Checked(len(history), head.position, head.hash) == verify(bench.entries())


def test_an_empty_journal_is_whole() -> None:
    """There is nothing wrong with nothing."""
    assert Checked(0, None, "") == verify([])


@pytest.mark.parametrize("column", COLUMNS)
def test_an_entry_with_any_one_column_changed_is_named(bench: Bench, column: str) -> None:
    """Its predecessors are not."""
    alter(bench.path, VICTIM, column, COLUMNS[column])
    checked = verify(bench.entries())
    assert broken_seq(checked) == VICTIM
    assert checked.entries == VICTIM - 1
    assert f"/{VICTIM}: " in str(checked.broken)


@pytest.mark.parametrize(
    "body",
    ["not json", "[]", '{"worker":null}', '{"worker":1.5}', '{"worker": "x"}', '{"n":9007199254740992}'],
)
def test_a_body_that_is_not_canonical_json_is_named_and_not_tripped_over(bench: Bench, body: str) -> None:
    """Whatever stands in the column."""
    alter(bench.path, VICTIM, "body", f"'{body}'")
    assert broken_seq(verify(bench.entries())) == VICTIM


def test_a_body_that_was_only_written_differently_is_named_too(bench: Bench) -> None:
    """Its value is the same, and so is its hash; but a search of the text would be led astray."""
    alter(bench.path, VICTIM, "body", "replace(body, ':', ' : ')")
    assert broken_seq(verify(bench.entries())) == VICTIM


def test_a_via_that_does_not_exist_is_named_and_not_tripped_over(bench: Bench) -> None:
    """No value in the file can crash the search for it."""
    alter(bench.path, VICTIM, "via", "'telepathy'")
    assert broken_seq(verify(bench.entries())) == VICTIM


def test_of_a_removed_entry_the_gap_is_named(bench: Bench) -> None:
    """By the entry after it."""
    tamper(bench.path, "DELETE FROM journal WHERE seq = ?", VICTIM)
    checked = verify(bench.entries())
    assert broken_seq(checked) == VICTIM + 1
    assert "entries are missing" in str(checked.broken)


def test_a_removed_entry_whose_followers_were_renumbered_is_named_by_the_chain(bench: Bench) -> None:
    """The number is part of what is hashed."""
    tamper(bench.path, "DELETE FROM journal WHERE seq = ?", VICTIM)
    for seq in range(VICTIM + 1, bench.entries()[-1].seq + 1):
        alter(bench.path, seq, "seq", "seq - 1")
    assert broken_seq(verify(bench.entries())) == VICTIM


def test_a_removed_beginning_is_named(bench: Bench) -> None:
    """A journal begins with number 1."""
    tamper(bench.path, "DELETE FROM journal WHERE seq < 4")
    assert broken_seq(verify(bench.entries())) == 4


def test_two_entries_that_changed_places_are_named_by_the_first(bench: Bench) -> None:
    """Each by itself is as it was written."""
    for old, new in [(VICTIM, 999), (VICTIM + 1, VICTIM), (999, VICTIM + 1)]:
        alter(bench.path, old, "seq", str(new))
    assert broken_seq(verify(bench.entries())) == VICTIM


def forged(entry: Entry) -> Entry:
    """The entry with another worker in it."""
    return replace(entry, body=canonical({"worker": "w-else"}))


def test_an_entry_that_was_changed_and_sealed_again_is_betrayed_by_the_next_one(
    bench: Bench, history: list[Entry]
) -> None:
    """Which knows the old hash."""
    overwrite(bench.path, forged(history[VICTIM - 1]).sealed())
    checked = verify(bench.entries())
    assert broken_seq(checked) == VICTIM + 1
    assert "one of the two was changed" in str(checked.broken)


def test_an_entry_put_in_at_the_end_with_a_made_up_predecessor_is_named(
    bench: Bench, history: list[Entry]
) -> None:
    """It must follow the head."""
    head = history[-1]
    stranger = replace(head, seq=head.seq + 1, prev=NO_HASH).sealed()
    assert head.seq + 1 == broken_seq(verify([*history, stranger]))


def test_an_epoch_that_does_not_begin_with_its_opening_is_named(history: list[Entry]) -> None:
    """Nobody may begin to count anew unsaid."""
    head = history[-1]
    stranger = replace(head, epoch="000002-00000000", seq=1, prev=head.hash).sealed()
    checked = verify([*history, stranger])
    assert "not with epoch.opened" in str(checked.broken)


def test_a_whole_epoch_that_is_missing_is_named(bench: Bench) -> None:
    """The next one names the hash of its last entry."""
    bench.store.close()
    (bench.state / "epoch.json").unlink()
    bench.open()
    bench.do(KeepCode("later"))
    whole = bench.entries()
    last_epoch = [entry for entry in whole if entry.epoch.startswith("000002")]
    assert verify(whole).broken is None
    assert broken_seq(verify(last_epoch)) == 1


def cut_tail(bench: Bench, history: list[Entry]) -> None:
    """Remove the last two entries."""
    tamper(bench.path, "DELETE FROM journal WHERE seq > ?", history[-3].seq)


def reseal_last(bench: Bench, history: list[Entry]) -> None:
    """Change the last entry and seal it again."""
    overwrite(bench.path, replace(history[-1], actor="w-else").sealed())


def reseal_all_from_the_victim_on(bench: Bench, history: list[Entry]) -> None:
    """Change an entry, and seal it and all after it again."""
    before = history[VICTIM - 2]
    for entry in [forged(history[VICTIM - 1]), *history[VICTIM:]]:
        before = replace(entry, prev=before.hash).sealed()
        overwrite(bench.path, before)


@pytest.mark.parametrize("deed", [cut_tail, reseal_last, reseal_all_from_the_victim_on])
def test_a_new_end_is_whole_from_inside_and_betrayed_by_the_published_head_alone(
    bench: Bench, history: list[Entry], deed: Callable[[Bench, list[Entry]], None]
) -> None:
    """No journal can know of its own end: that is why its head is retained at the broker."""
    published = verify(history)
    deed(bench, history)
    found = verify(bench.entries())
    assert found.broken is None
    assert (published.head, published.hash) != (found.head, found.hash)


@pytest.mark.parametrize("seq", [1, VICTIM], ids=["the first of all", "a later one"])
def test_a_changed_entry_among_the_last_ones_stops_the_start_with_its_number(bench: Bench, seq: int) -> None:
    """Before anything is appended to it."""
    bench.store.close()
    alter(bench.path, seq, "at", "at + 1")
    with pytest.raises(StoreDamagedError, match=rf"entry 000001-\w+/{seq}: .*Restore the last backup"):
        bench.open()


def test_a_start_that_was_stopped_leaves_the_place_to_the_next_writer(bench: Bench) -> None:
    """It lets go of lock and file."""
    bench.store.close()
    alter(bench.path, VICTIM, "at", "at + 1")
    for _ in range(2):
        with pytest.raises(StoreDamagedError, match="damaged at entry"):
            bench.open()


def test_a_start_looks_at_the_last_entries_only_and_verify_at_all(bench: Bench) -> None:
    """Five million entries cannot be walked at each start."""
    bench.do(Define(tuple(NewBin(BinCode(f"P-{n}")) for n in range(150))))
    bench.store.close()
    alter(bench.path, VICTIM, "at", "at + 1")
    bench.open()
    assert broken_seq(verify(bench.entries())) == VICTIM
