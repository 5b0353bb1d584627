"""Random histories of a whole crib, on a real store: the promises of the journal hold at every moment."""

import random
import shutil
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from history_changes import POLICIES, definitions
from history_crib import (
    CODES,
    COUNTER,
    CRIB,
    KEEPER,
    MADE,
    PRODUCTS,
    TAKING,
    WRENCHES,
    command,
    whim,
)
from hypothesis import currently_in_test_context, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from kiosk.crib import commands as do
from kiosk.crib import definitions as new
from kiosk.crib.availability import NOT_OURS
from kiosk.crib.body import Moved
from kiosk.crib.holds import shortfalls
from kiosk.crib.names import NOBODY, AssetCode, CommandId, Via, WorkerId
from kiosk.crib.outcomes import Approved, Nothing
from kiosk.crib.places import PlaceKind
from kiosk.devices import badges
from kiosk.rehearse.world import ScriptWorld
from kiosk.store import derived, lookup, reports, restock, states, verify
from kiosk.store.database import Database, one, rows
from kiosk.store.entry import Position
from kiosk.store.journal import all_entries, read
from kiosk.store.store import Outcome, Place, Store

MOVING = (
    "SELECT code, place_kind, place, since, due, uses FROM asset ORDER BY code",
    "SELECT * FROM balance ORDER BY product, place_kind, place, lot",
    """SELECT worker, product, at, lot, job, station, sum(quantity) FROM drawn
        GROUP BY worker, product, at, lot, job, station ORDER BY 1, 2, 3, 4, 5, 6""",
    "SELECT * FROM loan ORDER BY product, place_kind, place, due, job",
    "SELECT * FROM hold ORDER BY code",
    "SELECT * FROM delivery_line ORDER BY delivery, product, lot, asset",
    """SELECT product, sum(consumed), sum(lent), sum(worn) FROM used GROUP BY product
        HAVING sum(abs(consumed)) + sum(abs(lent)) + sum(abs(worn)) > 0 ORDER BY product""",
)
"""Where everything is, on what loans, who drew how much, what is reserved, expected and used."""
UNDONE_OTHERWISE = {
    "asset": "a search is over once the thing was seen, its new home stays; the rest is in MOVING",
    "drawn": "pieces drawn again stand beside those that were left; MOVING has their sum",
    "used": "a day on which as much came back as went stays, with nothing used",
    "stirred": "the day it was last touched stays",
    "low_alert": "what was told is told again, with its time",
    "undone": "says that it was",
    "mention": "the index grows with the journal",
    "receipt": "names what was received before",
    "astray": "as a search: it was seen",
    "on_order": "an order that a receipt filled stays filled",
    "delivery": "its time",
    "came": "the day an asset came is kept",
    "lot": "a lot that was received stays known",
    "unit_cost": "what was paid stays known",
    "count_sheet": "a count goes by what is moved meanwhile",
    "count_asset": "as above",
    "count_stock": "as above",
    "counted": "as above",
}
"""Tables that an undoing does not put back as they were, and why."""
ZERO = "SELECT product, sum(quantity) FROM balance GROUP BY product HAVING sum(quantity) <> 0"
APART = """SELECT a.product, a.place_kind, a.place, count(*) FROM asset a WHERE a.place_kind <> 'supplier'
    GROUP BY 1, 2, 3
    EXCEPT SELECT product, place_kind, place, quantity FROM balance"""
UNTAGGED = """SELECT b.product, b.place, b.quantity FROM balance b
    WHERE b.place_kind IN ('holder', 'job', 'station') AND b.product NOT IN (SELECT product FROM asset)
    EXCEPT SELECT product, place, sum(quantity) FROM loan GROUP BY product, place_kind, place"""
OVERDRAWN = """SELECT product FROM drawn GROUP BY product HAVING sum(quantity) >
    (SELECT quantity FROM balance b WHERE b.product = drawn.product AND place_kind = 'consumed')"""
CHANCE = st.randoms(use_true_random=True)
"""Even chances; hypothesis' own are drawn to what is small, and seldom come to anything here."""
NOTHING_OURS = {kind.value for kind in NOT_OURS}


class History(RuleBasedStateMachine):
    """A crib to which anything may happen that a program, a worker or a power cut can do."""

    @initialize()
    def open_the_crib(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="history-"))
        self.world = ScriptWorld()
        self.store = self.opened()
        self.shadow, self.followed = verify.rebuild(()), Position("", 0)
        self.wrote: dict[CommandId, int] = {}
        self.acts: list[CommandId] = []
        self.told: list[str] = []
        self.head: Position | None = None
        assert isinstance(self.execute(CRIB).decision, Approved)
        people = dict(rows(self.store.db, "SELECT code, worker FROM person"))
        self.people = {**{code: WorkerId(worker) for code, worker in people.items()}, "nobody": NOBODY}

    def opened(self) -> Store:
        return Store(self.folder, Place("kiosk-1", "A", UTC), self.world, badges.badge_number)

    def moving(self) -> list[Any]:
        return [rows(self.store.db, sql) for sql in MOVING]

    def kept(self) -> list[str]:
        """The rows of every table that an undoing puts back row by row."""
        return [row for row in verify.dump(self.store.db) if row.split()[0] not in UNDONE_OTHERWISE]

    def promised(self, command: do.Command) -> dict[str, int]:
        """By hold of somebody else than who takes, the pieces that it would lack."""
        taker, wish = getattr(command, "to", None) or getattr(command, "worker", NOBODY), do.Wish()
        job, found = getattr(command, "wish", wish).job, dict[str, int]()
        no_show = lookup.policy_of(self.store.db).no_show
        for product in PRODUCTS:
            plan = states.plan_of(self.store.db, product, self.world.at, no_show)
            others = tuple(hold for hold in plan.holds if not hold.is_for(taker, job))
            found |= shortfalls(replace(plan, holds=others), self.world.at, UTC)
        return found

    def execute(self, command: do.Command, command_id: str = "") -> Outcome:
        """Execute a command; what is not approved must move nothing, what is taken break no promise."""
        known = CommandId(command_id or self.world.new_id())
        before, promised = self.moving(), self.promised(command)
        outcome = self.store.execute(known, command, self.world.at, Via.BADGE)
        written = [] if outcome.repeated else [entry.parsed() for entry in outcome.entries]
        moved = [body for body in written if isinstance(body, Moved)]
        if not isinstance(outcome.decision, Approved):
            assert before == self.moving()
            assert not moved
        elif moved and not isinstance(command, new.Define | do.UndoAct):
            self.acts.append(known)
        self.breaks_no_promise(command, promised)
        self.wrote[known] = self.wrote.get(known, 0) + len(written)
        return outcome

    def breaks_no_promise(self, command: do.Command, promised: dict[str, int]) -> None:
        """Taking, changing hands, keeping and reserving leave no hold of another shorter than it was.

        Shorter it may become by what breaks, is lost, late, sent away, counted or undone, by a change of the
        rulebook or the catalogue, and where a lead lifts that very stop.
        """
        given = getattr(command, "override", None)
        lifted = given is not None and "reserved-soon" in given.lifts
        if isinstance(command, (*TAKING, do.PlaceHold, do.ReleaseHold)) and not lifted:
            after = self.promised(command)
            assert {hold: short for hold, short in after.items() if short > promised.get(hold, 0)} == {}

    def wanted(self, chance: random.Random, *kinds: str) -> do.Command:
        """A command that somebody may give."""
        made = whim(chance.choice(kinds), chance, self.store.db, self.people)
        self.told.append(repr(made))
        if currently_in_test_context():
            note(self.told[-1])
        return command(made, self.people, self.world.at)

    @rule(chance=CHANCE)
    def somebody_acts(self, chance: random.Random) -> None:
        self.execute(self.wanted(chance, *COUNTER))

    @rule(chance=CHANCE)
    def much_is_taken_and_brought_back(self, chance: random.Random) -> None:
        for _ in range(4):
            self.execute(self.wanted(chance, "take", "draw", "bring", "put back", "take the set", "reserve"))

    @rule(chance=CHANCE)
    def the_keeper_acts(self, chance: random.Random) -> None:
        self.execute(self.wanted(chance, *KEEPER))

    @rule(chance=CHANCE)
    def somebody_acts_and_undoes_it(self, chance: random.Random) -> None:
        before, kept, act = self.moving(), self.kept(), CommandId(self.world.new_id())
        wanted = self.wanted(chance, *COUNTER)
        entries = self.execute(wanted, act).entries
        if any(isinstance(entry.parsed(), Moved) for entry in entries):
            undo = do.UndoAct(act, getattr(wanted, "worker", NOBODY))
            assert isinstance(self.execute(undo).decision, Approved)
            assert before == self.moving()
            assert kept == self.kept()
            assert isinstance(self.execute(undo).decision, Nothing)

    @precondition(lambda self: self.acts)
    @rule(chance=CHANCE)
    def an_act_is_undone_late_or_by_another(self, chance: random.Random) -> None:
        act, only = chance.choice(self.acts), chance.choice([AssetCode(""), AssetCode(""), *WRENCHES])
        self.execute(do.UndoAct(act, self.people[chance.choice(CODES)], only))

    @rule(things=st.lists(definitions, min_size=1, max_size=3).map(tuple))
    def something_is_defined(self, things: tuple[new.Definition, ...]) -> None:
        decision = self.execute(new.Define(things)).decision
        if isinstance(decision, Approved):
            assert isinstance(self.execute(new.Define(things)).decision, Nothing)

    @rule(change=POLICIES)
    def the_foreman_changes_a_policy(self, change: tuple[str, int | str]) -> None:
        self.execute(do.SetPolicy(*change))

    @rule(chance=CHANCE)
    def a_command_id_comes_again(self, chance: random.Random) -> None:
        known = chance.choice(sorted(self.wrote))
        count, had = self.store.head, self.wrote[known]
        outcome = self.execute(self.wanted(chance, *MADE), known)
        assert outcome.repeated == bool(had)
        assert not had or self.store.head == count

    @rule(chance=CHANCE, things=st.lists(definitions, max_size=2).map(tuple))
    def a_dry_run_changes_nothing(self, chance: random.Random, things: tuple[new.Definition, ...]) -> None:
        before, head = list(verify.dump(self.store.db)), self.store.head
        self.store.judge(self.wanted(chance, *MADE), self.world.at)
        self.store.judge(new.Define(things), self.world.at)
        assert (before, head) == (list(verify.dump(self.store.db)), self.store.head)

    @rule(hours=st.sampled_from([1, 2, 5, 9, 26, 200]))
    def time_passes(self, hours: int) -> None:
        self.world.pass_to(self.world.boot + hours * 3600)

    @rule(power_cut=st.booleans())
    def the_kiosk_starts_again(self, power_cut: bool) -> None:
        before, head = list(verify.dump(self.store.db)), self.store.head
        self.store.abandon() if power_cut else self.store.close()
        self.world.reboot()
        self.store = self.opened()
        assert (before, head) == (list(verify.dump(self.store.db)), self.store.head)

    @invariant()
    def replay_equals_live(self) -> None:
        """A second set of tables follows the journal alone, entry by entry."""
        for entry in read(self.store.db, self.followed, 1000):
            derived.apply(self.shadow, entry, entry.parsed())
            self.followed = entry.position
        assert list(verify.dump(self.shadow)) == list(verify.dump(self.store.db))

    @invariant()
    def nothing_appears_or_vanishes(self) -> None:
        db = self.store.db
        assert {sql: rows(db, sql) for sql in (ZERO, APART, UNTAGGED, OVERDRAWN)} == {
            sql: [] for sql in (ZERO, APART, UNTAGGED, OVERDRAWN)
        }
        assert rows(db, "PRAGMA foreign_key_check") == []

    @invariant()
    def the_figures_add_up_now_and_at_any_later_moment(self) -> None:
        for product in PRODUCTS:
            ours = sum(ours_of(self.store.db, product).values())
            for hours in (0, 1, 9, 30, 400):
                at = self.world.at + timedelta(hours=hours)
                counts = self.counts(product, at)
                assert ours == counts.available + counts.reserved + counts.out + counts.quarantined
                assert min(counts.available, counts.reserved, counts.out, counts.quarantined) >= 0
                assert counts.total == ours

    def counts(self, product: str, at: datetime) -> reports.Counts:
        moment = reports.Moment(self.world.at, UTC, at)
        counts = reports.counts(self.store.db, product, moment)
        assert counts is not None
        return counts

    @invariant()
    def all_products_at_once_stand_as_each_alone(self) -> None:
        db, moment = self.store.db, reports.Moment(self.world.at, UTC)
        crib = restock.Crib.now(db, self.world.at, UTC)
        alone = {
            code: (
                reports.counts(db, code, moment),
                states.plan_of(db, code, crib.at, crib.policy.no_show).holds,
                restock.per_day(crib, *known),
                tuple(restock.arrivals(db, code)),
            )
            for (code,) in rows(db, "SELECT code FROM product ORDER BY code")
            if (known := lookup.product_of(db, code))
        }
        every = list(restock.kept(crib))
        assert list(alone.items()) == [
            (each.product.code, (each.counts, each.plan.holds, each.per_day, each.ordered)) for each in every
        ]
        told = {row.code: row for row in reports.report_available(db, moment)}
        assert {c: v[0] for c, v in alone.items()} == {
            c: reports.Counts(row.available, row.reserved, row.out, row.quarantined)
            for c, row in told.items()
        }

    @invariant()
    def the_journal_has_every_entry_once(self) -> None:
        entries = one(self.store.db, "SELECT count(*), max(seq) FROM journal")
        head = self.store.head
        assert head is not None
        assert self.head is None or self.head <= head
        assert (head.seq, head.seq) == (entries[0], entries[1])
        assert entries[0] == sum(self.wrote.values()) + 1
        self.head = head

    def teardown(self) -> None:
        if hasattr(self, "store"):
            assert verify.replay(self.store.db) is None
            assert verify.verify(all_entries(self.store.db)).broken is None
            self.store.close()
            self.shadow.close()
            shutil.rmtree(self.folder)


def ours_of(db: Database, product: str) -> Counter[str]:
    """Pieces that the site answers for, by kind of place, as the balances have them."""
    found: Counter[str] = Counter()
    for kind, quantity in rows(db, "SELECT place_kind, quantity FROM balance WHERE product = ?", product):
        found[kind] += quantity if kind not in NOTHING_OURS else 0
    return found


assert PlaceKind.TRANSIT not in NOT_OURS, "what is on its way is the sender's until it is received"
TestHistories = History.TestCase
TestHistories.settings = settings(max_examples=8, stateful_step_count=40, deadline=None)
