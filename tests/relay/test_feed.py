"""Reading on from the cursor, whatever became of the journal meanwhile."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from relay_journal import ListJournal, issued

from kiosk.relay.cursor import Mark
from kiosk.relay.feed import Feed
from kiosk.relay.lasting import LastingJournal
from kiosk.store.database import StoreError
from kiosk.store.entry import Entry

FIRST, SECOND, THIRD = "000001-aaaaaaaa", "000002-bbbbbbbb", "000003-cccccccc"


def a_journal(count: int, epoch: str = FIRST) -> ListJournal:
    """A journal of that many entries of one epoch."""
    journal = ListJournal(epoch=epoch)
    journal.issue(count)
    return journal


def all_of(feed: Feed) -> list[Entry]:
    """Everything the feed hands out, a few at a time."""
    taken = []
    while few := feed.take(7):
        taken += few
    return taken


@settings(deadline=None)
@given(st.integers(0, 450), st.data())
def test_every_entry_after_the_mark_is_handed_out_once_and_in_order(count: int, data: st.DataObject) -> None:
    """However many there are, over several reads."""
    journal = a_journal(count)
    done = data.draw(st.integers(0, count))
    mark = Mark.of(journal.entries[done - 1]) if done else None

    assert journal.entries[done:] == all_of(Feed(journal, mark))


@settings(deadline=None)
@given(st.integers(1, 30), st.integers(0, 30), st.integers(1, 5), st.booleans())
def test_nothing_is_left_out_after_a_restore(sent: int, kept: int, fresh: int, again: bool) -> None:
    """A backup of ``kept`` entries is restored, once or twice, and work goes on in a new epoch."""
    before = a_journal(sent)
    restored = ListJournal(before.entries[:kept])
    for epoch in (SECOND, THIRD) if again else (SECOND,):
        restored.open_epoch(epoch)
        restored.issue(fresh)
    handed = all_of(Feed(restored, Mark.of(before.entries[-1])))

    unsent = [entry for entry in restored.entries if entry not in before.entries]
    assert unsent == [entry for entry in handed if entry not in before.entries]
    assert handed == sorted(handed, key=lambda entry: entry.position)


def test_a_journal_cut_and_written_on_in_the_same_epoch_is_noticed() -> None:
    """Its new entries bear old numbers; the hash in the mark tells."""
    before = a_journal(10)
    cut = ListJournal(before.entries[:4], epoch=FIRST)
    cut.write(issued("BR-01"))
    cut.issue(20)

    assert cut.entries == all_of(Feed(cut, Mark.of(before.entries[-1])))


def test_another_kiosks_journal_is_handed_out_from_its_beginning() -> None:
    """A mark from an epoch that the journal has never heard of says nothing about it."""
    other = a_journal(5, epoch=FIRST)

    assert other.entries == all_of(Feed(other, Mark(THIRD, 9, "00" * 32)))


def test_a_journal_replaced_by_an_older_copy_while_it_is_read_is_noticed() -> None:
    """It ends before the place where the feed is."""
    journal = a_journal(10)
    feed = Feed(journal, None)
    all_of(feed)
    journal.entries = journal.entries[:4]
    assert feed.take(1) == []

    assert journal.entries == all_of(feed)


def test_how_much_is_behind_counts_down_as_entries_are_handed_out() -> None:
    """It is what the screen shows as waiting."""
    journal = a_journal(10)
    feed = Feed(journal, Mark.of(journal.entries[3]))
    assert feed.behind(journal.head()) == 6
    feed.take(2)
    assert feed.behind(journal.head()) == 4
    journal.open_epoch(SECOND)

    assert feed.behind(journal.head()) == 5


def test_a_database_put_in_the_place_of_another_is_opened(tmp_path: Path) -> None:
    """An open connection would read the one that was moved away for ever."""
    path, journals = tmp_path / "crib.sqlite", iter([a_journal(3), a_journal(9)])
    lasting = LastingJournal(path, lambda _path: next(journals))
    path.touch()
    assert len(lasting.read(None, 100)) == len(lasting.read(None, 100)) == 3
    (tmp_path / "restored").touch()
    (tmp_path / "restored").replace(path)

    assert len(lasting.read(None, 100)) == 9


def test_a_database_that_is_not_there_is_waited_for(tmp_path: Path) -> None:
    """An error is a sentence and no end; after it the database is opened afresh."""
    path, broken, journal = tmp_path / "crib.sqlite", a_journal(3), a_journal(4)
    opened = iter([broken, journal])
    lasting = LastingJournal(path, lambda _path: next(opened))
    with pytest.raises(StoreError, match="waits for the attendant"):
        lasting.head()
    path.touch()
    broken.away = "the disk"
    with pytest.raises(StoreError, match="the disk"):
        lasting.head()

    assert lasting.head() == journal.head()
