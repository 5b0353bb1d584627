"""Epochs: a number of the journal means one entry for ever, whatever was restored from where."""

import shutil

import pytest
from store_bench import Bench

from kiosk.crib.changes import EpochOpened
from kiosk.crib.commands import KeepCode
from kiosk.store.entry import Entry, Position
from kiosk.store.epoch import EpochFile, Mark, replace_durably
from kiosk.store.verify import replay, verify


def epochs(bench: Bench) -> list[str]:
    """The epochs of the journal, in order."""
    return list(dict.fromkeys(entry.epoch for entry in bench.entries()))


def last_opening(bench: Bench) -> tuple[Entry, EpochOpened]:
    """The newest epoch's first entry."""
    entry = next(entry for entry in reversed(bench.entries()) if entry.type == "epoch.opened")
    body = entry.parsed()
    assert isinstance(body, EpochOpened)
    return entry, body


def whole(bench: Bench) -> bool:
    """Whether chain and derived tables are sound."""
    return verify(bench.entries()).broken is None and replay(bench.store.db) is None


def test_a_new_database_opens_the_first_epoch_without_a_parent(bench: Bench) -> None:
    """There is nothing before it."""
    entry, body = last_opening(bench)
    assert (entry.epoch.split("-")[0], entry.seq) == ("000001", 1)
    assert EpochOpened() == body


def test_a_database_that_was_closed_and_opened_goes_on_in_its_epoch(bench: Bench) -> None:
    """A restart is no event of the numbering."""
    before = len(bench.entries())
    bench.store.close()
    bench.open()
    bench.do(KeepCode("x"))
    assert before + 1 == len(bench.entries())
    assert len(epochs(bench)) == 1


def test_a_database_after_a_power_cut_goes_on_in_its_epoch(bench: Bench) -> None:
    """Nothing was noted at the end, and nothing is needed."""
    bench.store.abandon()
    bench.open()
    bench.do(KeepCode("x"))
    assert len(epochs(bench)) == 1


def test_an_older_copy_that_was_restored_opens_a_new_epoch_that_names_its_parent(bench: Bench) -> None:
    """The numbers that were lost by the restore are never used for anything else."""
    bench.store.close()
    shutil.copyfile(bench.path, bench.state / "backup")
    bench.open()
    bench.do(KeepCode("lost by the restore"))
    bench.store.close()
    shutil.copyfile(bench.state / "backup", bench.path)
    bench.open()
    parent = bench.entries()[-2]
    entry, body = last_opening(bench)
    assert (f"{parent.epoch}/{parent.seq}", parent.hash) == (body.parent, body.parent_hash)
    assert ("000002", 1, parent.hash) == (entry.epoch.split("-")[0], entry.seq, entry.prev)
    assert whole(bench)


def test_a_database_without_its_epoch_file_opens_a_new_epoch(bench: Bench) -> None:
    """It came from somewhere else."""
    bench.store.close()
    (bench.state / "epoch.json").unlink()
    bench.open()
    assert [epoch.split("-")[0] for epoch in epochs(bench)] == ["000001", "000002"]
    assert whole(bench)


@pytest.mark.parametrize("content", [b"", b"{", b'{"counter":"one"}', b"\xff\xfe"])
def test_an_epoch_file_that_cannot_be_read_counts_as_none(bench: Bench, content: bytes) -> None:
    """A new epoch harms nobody; a number used twice does."""
    bench.store.close()
    (bench.state / "epoch.json").write_bytes(content)
    bench.open()
    assert len(epochs(bench)) == 2


def test_a_new_database_beside_an_old_epoch_file_counts_on(bench: Bench) -> None:
    """As after a card was replaced: the old numbers stay those of the old entries."""
    bench.store.close()
    bench.path.unlink()
    bench.open()
    assert [epoch.split("-")[0] for epoch in epochs(bench)] == ["000002"]


def test_two_restores_of_one_backup_open_epochs_that_differ_in_their_random_bits(bench: Bench) -> None:
    """Where the counter cannot tell them apart."""
    bench.store.close()
    opened = set()
    for _ in range(2):
        (bench.state / "epoch.json").unlink(missing_ok=True)
        shutil.copyfile(bench.path, bench.state / "backup")
        bench.open()
        opened.add(epochs(bench)[-1])
        bench.store.close()
        shutil.copyfile(bench.state / "backup", bench.path)
    assert len(opened) == 2


def test_a_state_directory_copied_with_its_epoch_file_cannot_be_told_from_the_original(bench: Bench) -> None:
    """So a copy must not be run; a backup leaves the epoch file out, and then opens an epoch of its own."""
    bench.store.close()
    shutil.copytree(bench.state, bench.state.parent / "copy")
    copy = Bench(bench.state.parent / "copy")
    bench.open()
    assert epochs(bench) == epochs(copy)
    copy.store.close()


def test_a_power_cut_between_epoch_file_and_first_entry_costs_a_number_and_nothing_else(bench: Bench) -> None:
    """The file is written first."""
    bench.store.close()
    file = EpochFile(bench.state / "epoch.json")
    file.write(file.next(Position("000001-00000000", 5), 0xABCD))
    bench.open()
    assert [epoch.split("-")[0] for epoch in epochs(bench)] == ["000001", "000003"]
    assert whole(bench)


def test_an_epoch_is_a_counter_and_32_random_bits(bench: Bench) -> None:
    """The counter goes on from whichever of file and journal knows more."""
    file = EpochFile(bench.state / "nowhere.json")
    assert Mark(1, "000001-89abcdef") == file.next(None, 0x123456789ABCDEF)
    assert Mark(8, "000008-00000000") == file.next(Position("000007-ffffffff", 3), 0)


def test_a_file_is_replaced_wholly_and_nothing_is_left_beside_it(bench: Bench) -> None:
    """Old or new, never half."""
    path = bench.state / "file"
    replace_durably(path, b"old")
    replace_durably(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(bench.state.glob("*.new")) == []
