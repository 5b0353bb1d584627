"""The desk: an event is decided and written, and only then told; whatever fails is said."""

import logging

import pytest
from desk_bench import ANN, BEN, DeskBench

from kiosk.attendant.events import Asked, BadgeRead, Checked, CodeRead, Tick, Unread
from kiosk.attendant.messages import Answer, AskStatus, Head, Reply, Show, Submit, Tap, Watch
from kiosk.counter.views import Page, Tone
from kiosk.crib.commands import Command, KeepCode, OpenSession, SetPolicy
from kiosk.crib.keeping import MoveAsset
from kiosk.crib.names import AssetCode, BinCode, CommandId, Via, WorkerId
from kiosk.crib.noting import NoteAsset
from kiosk.store.verify import replay, verify

ANN_ID = WorkerId("w-ann")


def test_the_start_is_noted_and_the_first_view_asks_for_a_badge(bench: DeskBench) -> None:
    """The journal says which version began to serve, and when."""
    last = bench.entries()[-1]
    assert (last.type, last.body, last.via) == ("kiosk.started", '{"version":"1.2.3"}', "kiosk")
    assert (bench.view.page, bench.view.clock, bench.view.site) == (Page.WELCOME, "08:00", "Main crib")


def test_a_beep_comes_after_the_commit_and_the_view_after_the_beep(bench: DeskBench) -> None:
    """Beep means durable: the commit has returned before anybody hears of it."""
    commit = ["before-commit", "after-commit"]
    assert [*commit, "beep done", "show", "head"] == bench.badge(ANN)
    assert [*commit, "beep done", "show", "head"] == bench.scan("DRL-01")
    assert bench.notice.title == "Taken: Drill"


def test_things_that_waited_for_a_badge_are_committed_one_by_one_before_the_one_beep(
    bench: DeskBench,
) -> None:
    """Tool, tool, badge: three commits, then one beep, and no bin is lit any more."""
    bench.scan("DRL-01")
    bench.scan("DRL-02")
    commits = ["before-commit", "after-commit"] * 3
    assert [*commits, "beep done", "point", "show", "head"] == bench.badge(ANN)


def test_what_changes_nothing_says_nothing(bench: DeskBench) -> None:
    """A bounce, a tick with nothing due and a blank scan leave screen and buzzer alone."""
    bench.badge(ANN)
    bench.scan("DRL-01")
    assert bench.scan("DRL-01") == []
    assert bench.play(Tick(), CodeRead("  ")) == []


def test_a_refusal_beeps_stop_and_its_note_is_in_the_journal(bench: DeskBench) -> None:
    """An unknown code is kept for the keeper."""
    bench.badge(ANN)
    assert "beep stop" in bench.scan("who-knows")
    assert bench.entries()[-1].type == "code.unknown"


def test_every_entry_of_a_scan_is_told_as_one_new_head(bench: DeskBench) -> None:
    """The relay is woken once, and reads on from where it was."""
    bench.scan("DRL-01")
    bench.badge(ANN)
    head = bench.store.head
    assert head is not None
    assert [Head(head.epoch, head.seq)] == bench.heads


@pytest.mark.parametrize("device", ["scanner", "reader"])
def test_noise_changes_nothing(bench: DeskBench, device: str) -> None:
    """Neither the journal nor who is signed in."""
    bench.badge(ANN)
    before, who = bench.entries(), bench.desk.session.who
    bench.play(Unread(device, "half a message"))
    assert (before, who) == (bench.entries(), bench.desk.session.who)


def test_noise_from_the_scanner_asks_to_scan_again(bench: DeskBench) -> None:
    """A worker who scanned is waiting for a word."""
    assert bench.play(Unread("scanner", "half a message")) == ["beep look", "show"]
    assert (bench.notice.title, bench.notice.tone) == ("Could not read that.", Tone.LOOK)


def test_noise_from_the_reader_is_not_worth_a_word(bench: DeskBench) -> None:
    """Half a frame is common: the badge sends another one at once."""
    assert bench.play(Unread("reader", "half a frame")) == []


@pytest.mark.parametrize(
    ("flaw", "said"),
    [
        ("several-cards", "Hold one card only."),
        ("random-uid", "This card changes its number."),
        ("unknown-card", "This kind of card is not known here."),
    ],
)
def test_a_card_that_its_holder_can_mend_is_said_once(bench: DeskBench, flaw: str, said: str) -> None:
    """Two cards at once, or a phone: she would wait for ever; held for long it is still one notice."""
    assert bench.play(Unread("reader", "technical", flaw)) == ["beep look", "show"]
    assert (bench.notice.title, bench.notice.tone) == (said, Tone.LOOK)
    bench.world.pass_to(bench.world.boot + 2.0)

    assert bench.play(Unread("reader", "technical", flaw)) == []


def test_a_tick_at_the_deadline_signs_out_and_one_before_it_does_not(bench: DeskBench) -> None:
    """Eight seconds after the last act."""
    bench.badge(ANN)
    deadline = bench.desk.deadline()
    assert bench.world.boot + 8 == deadline
    bench.wait(7.75)
    assert bench.view.who == "Ann Ottoline"
    bench.wait(0.25)
    assert (bench.view.who, bench.view.page) == ("", Page.WELCOME)


def test_nobody_at_the_counter_has_no_deadline_and_the_next_tick_is_for_the_clock(bench: DeskBench) -> None:
    """The clock on the screen shows minutes."""
    assert bench.desk.deadline() is None
    assert bench.desk.wake_in() == 60
    bench.wait(60)
    assert bench.view.clock == "08:01"


def test_a_full_disk_says_not_recorded_and_beeps_stop(bench: DeskBench) -> None:
    """And nothing was."""
    bench.fill_disk()
    before = bench.entries()
    assert [said for said in bench.scan("9" * 400) if said.startswith("beep")] == ["beep stop"]
    assert (bench.notice.title, bench.notice.tone) == ("Not recorded.", Tone.STOP)
    assert bench.notice.lines == ("The disk is full.", "Tell the keeper: it needs space, then do it again.")
    assert "disk: full" in bench.health("disk")
    assert before == bench.entries()


def test_with_space_again_the_next_scan_is_done_and_the_disk_is_well(bench: DeskBench) -> None:
    """Nobody need restart anything."""
    bench.fill_disk()
    bench.free_disk()
    bench.badge(ANN)
    assert "beep done" in bench.scan("DRL-01")
    assert bench.health("disk") == "disk: well"
    assert verify(bench.entries()).broken is None
    assert replay(bench.db) is None


def test_the_scan_that_was_not_recorded_is_no_bounce_when_it_is_tried_again_at_once(bench: DeskBench) -> None:
    """The screen just asked for it to be done again."""
    bench.fill_disk()
    failed = "8" * 400
    bench.scan(failed)
    bench.free_disk()
    assert "after-commit" in bench.scan(failed)
    assert bench.entries()[-1].type == "code.unknown"


def test_a_sign_in_that_was_not_recorded_signs_nobody_in_and_keeps_what_waits(bench: DeskBench) -> None:
    """The counter remembers only what the journal knows."""
    bench.fill_disk()
    bench.scan("DRL-01")
    assert "beep stop" in bench.badge(ANN)
    assert (bench.notice.title, bench.view.who) == ("Not recorded.", "")
    bench.free_disk()
    bench.badge(ANN)
    assert bench.notice.title == "Taken: Drill"


DAMAGE = Checked("row 7 missing from index")


def test_a_damaged_database_stops_every_scan_tap_and_command(bench: DeskBench) -> None:
    """Nothing more is written to a file that cannot be trusted."""
    bench.badge(ANN)
    bench.scan("DRL-01")
    bench.play(DAMAGE)
    before = bench.entries()
    door = bench.door()
    bench.badge(BEN)
    bench.scan("DRL-02")
    assert door.tap(Tap(CommandId("t"), "undo")).result == "error"
    policy = door.submit(Submit(CommandId("s"), SetPolicy("signout", 9)))
    assert (policy.result, "Restore the last backup" in policy.text) == ("error", True)
    assert before == bench.entries()


def test_a_damaged_database_is_out_of_order_on_the_screen_and_stays_so(bench: DeskBench) -> None:
    """The sentence says what to do; no notice that runs out hides it."""
    bench.badge(ANN)
    assert "beep stop" in bench.play(DAMAGE)
    bench.wait(100)
    assert (bench.notice.title, bench.notice.tone) == ("Out of order", Tone.STOP)
    assert bench.notice.lines == ("The database is damaged.", "Tell the keeper: the last backup is needed.")
    assert bench.view.controls == ()
    assert "damaged" in bench.health("disk")
    assert "beep stop" in bench.scan("DRL-01")
    assert bench.play(Unread("scanner", "half a message")) == []


def test_a_check_that_found_nothing_changes_nothing(bench: DeskBench) -> None:
    """The background check of a sound database goes unnoticed."""
    assert bench.play(Checked("")) == []


@pytest.mark.parametrize("table", ["asset", "badge", "policy", "code", "person"])
def test_a_page_that_breaks_under_the_running_desk_is_out_of_order_and_no_crash(
    bench: DeskBench, table: str
) -> None:
    """The card dies under a running kiosk: it says so, rests, and the journal stays whole."""
    bench.badge(ANN)
    bench.db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    page, size = (bench.db.execute_sql(sql).fetchone()[0] for sql in (ROOT.format(table), "PRAGMA page_size"))
    with bench.store.path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    bench.db.execute_sql("PRAGMA cache_size = 0")
    bench.db.execute_sql("PRAGMA shrink_memory")
    before = len(bench.entries())
    bench.world.pass_to(bench.world.boot + 4)
    bench.scan("DRL-01")
    bench.badge(BEN)
    bench.wait(60)
    assert bench.notice.title == "Out of order"
    assert bench.desk.wake_in() > 0
    assert len(bench.entries()) - before <= 2
    assert verify(bench.entries()).broken is None


ROOT = "SELECT rootpage FROM sqlite_master WHERE name = '{}'"


def test_a_watcher_hears_the_present_head_and_view_first(bench: DeskBench) -> None:
    """A screen that comes back paints at once."""
    heard: list[Answer] = []
    bench.play(Asked(Watch(CommandId("w")), heard.append))
    head = bench.store.head
    assert head is not None
    assert [Reply(CommandId("w"), "ok"), Head(head.epoch, head.seq), Show(bench.view)] == heard


def test_an_act_at_the_counter_cannot_be_submitted(bench: DeskBench) -> None:
    """Acts need a badge at the counter."""
    before = bench.entries()
    reply = bench.door().submit(Submit(CommandId("s"), KeepCode("x")))
    assert (reply.result, reply.text) == ("forbidden", "KeepCode is done at the counter, not by command.")
    assert before == bench.entries()


@pytest.mark.parametrize(
    "command",
    [
        OpenSession(ANN_ID, via=Via.VOUCHED, vouched_by=ANN_ID),
        OpenSession(ANN_ID, via=Via.PIN, proven=True),
        NoteAsset(AssetCode("DRL-01"), "all fine", ANN_ID),
        MoveAsset(AssetCode("DRL-01"), BinCode("C2-01"), ANN_ID),
    ],
    ids=lambda command: type(command).__name__,
)
@pytest.mark.parametrize("dry_run", [False, True])
def test_no_client_of_the_door_says_who_acts_or_who_vouched(
    bench: DeskBench, command: Command, *, dry_run: bool
) -> None:
    """Who stands at the counter is known there alone: by a badge, or by a PIN that was typed."""
    before = bench.entries()
    reply = bench.door().submit(Submit(CommandId("s"), command, dry_run))
    assert reply.result == "forbidden"
    assert before == bench.entries()


def test_a_tap_twice_by_one_id_is_once(bench: DeskBench) -> None:
    """A screen that lost the answer may send its tap again."""
    bench.badge(ANN)
    bench.scan("GLV-9")
    for _ in range(2):
        assert bench.door().tap(Tap(CommandId("one tap"), "plus")).result == "ok"
    assert sum(entry.type == "stock.issued" for entry in bench.entries()) == 2


def test_a_tap_that_was_meant_for_an_earlier_answer_undoes_nothing_newer(bench: DeskBench) -> None:
    """A scan came in between: the finger meant what it saw. What speaks of no answer is done all the same."""
    bench.badge(ANN)
    bench.scan("TW-01")
    seen = bench.view.said
    bench.scan("GLV-9")
    late = bench.door().tap(Tap(CommandId("t-1"), "undo", seen))
    assert (late.result, late.text) == ("refused", "The screen has changed since; look at it, and tap again.")
    assert bench.door().tap(Tap(CommandId("t-2"), "plus", seen)).result == "ok"
    assert bench.door().tap(Tap(CommandId("t-3"), "undo", bench.view.said)).result == "ok"


def test_the_status_says_where_the_journal_ends(bench: DeskBench) -> None:
    """And who asks whom."""
    heard: list[Answer] = []
    bench.play(Asked(AskStatus(CommandId("?")), heard.append))
    (status,) = heard
    head = bench.store.head
    assert head is not None
    expected = ("kiosk-1", "A", "1.2.3", head.epoch, head.seq, -1)
    assert expected == tuple(
        getattr(status, name) for name in ("kiosk", "site", "version", "epoch", "seq", "waiting")
    )


def test_neither_name_nor_badge_number_is_logged_at_the_wordiest(
    bench: DeskBench, caplog: pytest.LogCaptureFixture
) -> None:
    """Known badges, unknown ones, and a kiosk that is out of order."""
    numbers = {event.number for event in bench.devices.badge(ANN) if isinstance(event, BadgeRead)}
    with caplog.at_level(logging.DEBUG):
        bench.badge(ANN)
        bench.scan("DRL-01")
        bench.badge("0700007042")
        bench.play(DAMAGE)
        bench.badge(BEN)
        logging.getLogger("test").info("%r", bench.devices.badge(ANN))
    assert "IssueAsset" in caplog.text
    secrets = {"Ann", "Ottoline", "Ben", "Oakley", ANN, BEN, str(int(ANN)), "0700007042", *numbers}
    tails = {number.rpartition(":")[2] for number in numbers}
    assert set() == {secret for secret in secrets | tails if secret in caplog.text}


def test_a_disk_that_is_full_at_the_start_is_said_instead_of_a_dark_screen(bench: DeskBench) -> None:
    """An attendant that gave up here would leave nobody to say why."""
    bench.fill_disk()
    before = bench.entries()
    bench.desk.start()
    assert before == bench.entries()
    assert bench.notice.title == "Not recorded."
