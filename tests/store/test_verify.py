"""Verifying: whoever changes the journal behind the program's back is found, and the first bad entry named."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from store_bench import Bench, overwrite, tamper

from kiosk.crib.commands import Define, KeepCode, NewBin
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
    assert VICTIM + 5 < len(entries)
    return entries


def broken_seq(checked: Checked) -> int:
    assert checked.broken is not None
    return checked.broken.position.seq


def test_an_untouched_journal_is_whole_up_to_its_head(bench: Bench, history: list[Entry]) -> None:
    head = history[-1]
    assert Checked(len(history), head.position, head.hash) == verify(bench.entries())


def test_an_empty_journal_is_whole() -> None:
    assert Checked(0, None, "") == verify([])


@pytest.mark.parametrize("column", COLUMNS)
def test_an_entry_with_any_one_column_changed_is_named(bench: Bench, column: str) -> None:
    tamper(bench.path, f"UPDATE journal SET {column} = {COLUMNS[column]} WHERE seq = {VICTIM}")
    checked = verify(bench.entries())
    assert VICTIM == broken_seq(checked)
    assert VICTIM - 1 == checked.entries
    assert f"/{VICTIM}: " in str(checked.broken)


@pytest.mark.parametrize(
    "body",
    ["not json", "[]", '{"worker":null}', '{"worker":1.5}', '{"worker": "x"}', '{"n":9007199254740992}'],
)
def test_a_body_that_is_not_canonical_json_is_named_and_not_tripped_over(bench: Bench, body: str) -> None:
    tamper(bench.path, f"UPDATE journal SET body = '{body}' WHERE seq = {VICTIM}")
    assert VICTIM == broken_seq(verify(bench.entries()))


def test_a_body_that_was_only_written_differently_is_named_too(bench: Bench) -> None:
    """Its value is the same, and so is its hash; but a search of the text would be led astray."""
    tamper(bench.path, f"UPDATE journal SET body = replace(body, ':', ' : ') WHERE seq = {VICTIM}")
    assert VICTIM == broken_seq(verify(bench.entries()))


def test_a_via_that_does_not_exist_is_named_and_not_tripped_over(bench: Bench) -> None:
    tamper(bench.path, f"UPDATE journal SET via = 'telepathy' WHERE seq = {VICTIM}")
    assert VICTIM == broken_seq(verify(bench.entries()))


def test_of_a_removed_entry_the_gap_is_named(bench: Bench) -> None:
    tamper(bench.path, f"DELETE FROM journal WHERE seq = {VICTIM}")
    checked = verify(bench.entries())
    assert VICTIM + 1 == broken_seq(checked)
    assert "entries are missing" in str(checked.broken)


def test_a_removed_entry_whose_followers_were_renumbered_is_named_by_the_chain(bench: Bench) -> None:
    moved = "UPDATE journal SET seq = seq - 1 WHERE seq = "
    later = [moved + str(seq) for seq in range(VICTIM + 1, len(bench.entries()) + 1)]
    tamper(bench.path, f"DELETE FROM journal WHERE seq = {VICTIM}", *later)
    assert VICTIM == broken_seq(verify(bench.entries()))


def test_a_removed_beginning_is_named(bench: Bench) -> None:
    tamper(bench.path, "DELETE FROM journal WHERE seq < 4")
    assert 4 == broken_seq(verify(bench.entries()))


def test_two_entries_that_changed_places_are_named_by_the_first(bench: Bench) -> None:
    swap = "UPDATE journal SET seq = {} WHERE seq = {}"
    places = [(999, VICTIM), (VICTIM, VICTIM + 1), (VICTIM + 1, 999)]
    tamper(bench.path, *(swap.format(*pair) for pair in places))
    assert VICTIM == broken_seq(verify(bench.entries()))


def forged(entry: Entry) -> Entry:
    return replace(entry, body=canonical({"worker": "w-else"}))


def test_an_entry_that_was_changed_and_sealed_again_is_betrayed_by_the_next_one(bench: Bench, history: list[Entry]) -> None:
    overwrite(bench.path, forged(history[VICTIM - 1]).sealed())
    checked = verify(bench.entries())
    assert VICTIM + 1 == broken_seq(checked)
    assert "one of the two was changed" in str(checked.broken)


def test_an_entry_put_in_at_the_end_with_a_made_up_predecessor_is_named(bench: Bench, history: list[Entry]) -> None:
    head = history[-1]
    stranger = replace(head, seq=head.seq + 1, prev=NO_HASH).sealed()
    assert head.seq + 1 == broken_seq(verify([*history, stranger]))


def test_an_epoch_that_does_not_begin_with_its_opening_is_named(history: list[Entry]) -> None:
    head = history[-1]
    stranger = replace(head, epoch="000002-00000000", seq=1, prev=head.hash).sealed()
    checked = verify([*history, stranger])
    assert "not with epoch.opened" in str(checked.broken)


def test_a_whole_epoch_that_is_missing_is_named(bench: Bench) -> None:
    bench.store.close()
    (bench.state / "epoch.json").unlink()
    bench.open()
    bench.do(KeepCode("later"))
    whole = bench.entries()
    last_epoch = [entry for entry in whole if entry.epoch.startswith("000002")]
    assert verify(whole).broken is None
    assert 1 == broken_seq(verify(last_epoch))


def cut_tail(bench: Bench, history: list[Entry]) -> None:
    tamper(bench.path, f"DELETE FROM journal WHERE seq > {history[-3].seq}")


def reseal_last(bench: Bench, history: list[Entry]) -> None:
    overwrite(bench.path, replace(history[-1], actor="w-else").sealed())


def reseal_all_from_the_victim_on(bench: Bench, history: list[Entry]) -> None:
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
    bench.store.close()
    tamper(bench.path, f"UPDATE journal SET at = at + 1 WHERE seq = {seq}")
    with pytest.raises(StoreDamagedError, match=rf"entry 000001-\w+/{seq}: .*Restore the last backup"):
        bench.open()


def test_a_start_that_was_stopped_leaves_the_place_to_the_next_writer(bench: Bench) -> None:
    bench.store.close()
    tamper(bench.path, f"UPDATE journal SET at = at + 1 WHERE seq = {VICTIM}")
    for _ in "twice":
        with pytest.raises(StoreDamagedError, match="damaged at entry"):
            bench.open()


def test_a_start_looks_at_the_last_entries_only_and_verify_at_all(bench: Bench) -> None:
    """Five million entries cannot be walked at each start."""
    bench.do(Define(tuple(NewBin(BinCode(f"P-{n}")) for n in range(150))))
    bench.store.close()
    tamper(bench.path, f"UPDATE journal SET at = at + 1 WHERE seq = {VICTIM}")
    bench.open()
    assert VICTIM == broken_seq(verify(bench.entries()))
