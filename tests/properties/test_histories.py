"""Random histories of a whole crib, on a real store: the promises of the journal hold at every moment."""

import shutil
import tempfile
from collections import Counter
from datetime import UTC, date
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from drivers import em4100
from kiosk.crib import commands as do
from kiosk.crib import definitions as new
from kiosk.crib.body import Moved
from kiosk.crib.names import (
    NOBODY,
    AssetCode,
    BadgeDigest,
    BinCode,
    CategoryCode,
    CommandId,
    Kind,
    Problem,
    ProductCode,
    Via,
    WorkerId,
)
from kiosk.crib.outcomes import Approved, Nothing
from kiosk.crib.places import PlaceKind
from kiosk.rehearse.world import ScriptWorld
from kiosk.store import reports, verify
from kiosk.store.database import one, rows
from kiosk.store.entry import Position
from kiosk.store.journal import all_entries
from kiosk.store.store import Outcome, Place, Store

TOOLS, GLOVES, DISCS = ProductCode("TQ-60"), ProductCode("GLV-9"), ProductCode("CUT-125")
C1, C2, C4 = BinCode("C1-04"), BinCode("C2-01"), BinCode("C4-01")
ASSETS = [AssetCode(f"TW-0{n}") for n in (1, 2, 3)]
CRIB = new.Define(
    (
        new.NewCategory(CategoryCode("torque"), Kind.SERIALIZED, loan_s=8 * 3600, calibration_days=365),
        new.NewCategory(CategoryCode("supply"), Kind.CONSUMABLE),
        new.NewProduct(TOOLS, "Torque wrench 60 Nm", CategoryCode("torque")),
        new.NewProduct(GLOVES, "Nitrile gloves 9", CategoryCode("supply")),
        new.NewProduct(DISCS, "Cutting disc 125", CategoryCode("supply")),
        *map(new.NewBin, (C1, C2, C4)),
        *(new.NewAsset(asset, TOOLS, C1, calibrated=date(2025, 1, 5 + n)) for n, asset in enumerate(ASSETS)),
        new.Delivery(GLOVES, C2, 12),
        new.Delivery(DISCS, C4, 5),
        new.Delivery(DISCS, C2, 2),
        new.Person("ann", "Ann Ott", badge="0319134791"),
        new.Person("ben", "Ben Oak"),
        new.Person("cem", "Cem Ari", active=False),
    )
)
MOVING = (
    "SELECT code, place_kind, place, since, due FROM asset ORDER BY code",
    "SELECT * FROM balance ORDER BY product, place_kind, place",
    "SELECT * FROM taken ORDER BY product, worker",
)
LAST_MOVE = (
    "SELECT command FROM journal WHERE instr(body, '\"source\"') ORDER BY epoch DESC, seq DESC LIMIT 1"
)
GONE = "SELECT product, quantity FROM balance WHERE place_kind = 'consumed'"
LEAVE, RETURN = PlaceKind.CONSUMED, PlaceKind.SUPPLIER

assets = st.sampled_from(ASSETS)
shelves = st.sampled_from([(GLOVES, C2), (DISCS, C4), (DISCS, C2)])
few = st.integers(1, 6)
who = st.sampled_from(["ann", "ben", "ann", "ben", "cem", "nobody"])
KINDS = ["take", "take", "bring", "take over", "set aside", "sign in", "issue", "issue", "put back"]
kinds = st.sampled_from(KINDS)
wishes = st.tuples(kinds, assets, shelves, few, who)
DAYS = st.dates(date(2024, 11, 1), date(2026, 1, 1))
TORQUE = st.just(CategoryCode("torque"))
receipts = st.sampled_from(["opening", "D1", "D2"])
badges = st.sampled_from(["", "0319134791", "12x"])
changes = st.one_of(
    st.builds(new.Delivery, st.just(DISCS), st.just(C4), st.integers(0, 4), receipts),
    st.builds(new.NewAsset, assets, st.just(TOOLS), st.sampled_from([C1, BinCode("C9")]), calibrated=DAYS),
    st.builds(new.NewAsset, st.just(AssetCode("TW-04")), st.just(TOOLS), st.just(C1)),
    st.builds(new.NewBin, st.sampled_from([C1, BinCode("TW-01")]), st.text("ab ", max_size=2)),
    st.builds(new.NewCategory, TORQUE, st.sampled_from(Kind), loan_s=st.sampled_from([60, 3600])),
    st.builds(
        new.Person, st.sampled_from(["ann", "cem"]), st.just("Ann"), badge=badges, active=st.booleans()
    ),
)


class History(RuleBasedStateMachine):
    """A crib to which anything may happen that a program, a worker or a power cut can do."""

    @initialize()
    def open_the_crib(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="history-"))
        self.world = ScriptWorld()
        self.store = self.opened()
        self.wrote: dict[CommandId, int] = {}
        self.acts: list[tuple[CommandId, WorkerId, list[Any]]] = []
        self.loans: list[CommandId] = []
        self.head: Position | None = None
        self.moves: list[Moved] = []
        assert isinstance(self.execute(CRIB).decision, Approved)
        people = dict(rows(self.store.db, "SELECT code, worker FROM person"))
        self.people = {**{code: WorkerId(worker) for code, worker in people.items()}, "nobody": NOBODY}

    def opened(self) -> Store:
        return Store(self.folder, Place("kiosk-1", "A", UTC), self.world, em4100.parse)

    def moving(self) -> list[Any]:
        """Where everything is, on what loans, and who took how much."""
        return [rows(self.store.db, sql) for sql in MOVING]

    def execute(self, command: do.Command, command_id: str = "") -> Outcome:
        """Execute a command; what is not approved must move nothing."""
        before, known = self.moving(), CommandId(command_id or self.world.new_id())
        outcome = self.store.execute(known, command, self.world.at, Via.BADGE)
        written = [] if outcome.repeated else [entry.parsed() for entry in outcome.entries]
        if isinstance(outcome.decision, Approved):
            moved = [body for body in written if isinstance(body, Moved)]
            self.moves += moved
            if moved and not isinstance(command, new.Define | do.UndoAct):
                self.acts.append((known, getattr(command, "worker", NOBODY), before))
                self.loans += [known] if moved[0].asset else []
        else:
            assert before == self.moving()
            assert not [body for body in written if isinstance(body, Moved)]
        self.wrote[known] = self.wrote.get(known, 0) + len(written)
        return outcome

    def command(self, wish: tuple[Any, ...]) -> do.Command:
        """A worker's wish as a command."""
        kind, asset, (product, shelf), quantity, code = wish
        worker = self.people[code]
        made: dict[str, do.Command] = {
            "take": do.IssueAsset(asset, worker),
            "bring": do.ReturnAsset(asset, worker),
            "take over": do.HandOverAsset(asset, worker),
            "set aside": do.QuarantineAsset(asset, Problem.OTHER, worker),
            "sign in": do.OpenSession(worker),
            "issue": do.IssueStock(product, shelf, quantity, worker),
            "put back": do.PutBackStock(product, shelf, quantity, worker),
        }
        return made[kind]

    @rule(wish=wishes)
    def somebody_acts(self, wish: tuple[Any, ...]) -> None:
        self.execute(self.command(wish))

    @precondition(lambda self: self.acts)
    @rule()
    def the_last_act_is_undone(self) -> None:
        act, worker, before = self.acts.pop()
        if one(self.store.db, LAST_MOVE)[0] == act:
            decision = self.execute(do.UndoAct(act, worker)).decision
            assert isinstance(decision, Approved)
            assert before == self.moving()
            assert isinstance(self.execute(do.UndoAct(act, worker)).decision, Nothing)

    @precondition(lambda self: self.loans)
    @rule(data=st.data(), code=who)
    def an_act_is_undone_late_or_by_another(self, data: st.DataObject, code: str) -> None:
        self.execute(do.UndoAct(data.draw(st.sampled_from(self.loans)), self.people[code]))

    @rule(things=st.lists(changes, min_size=1, max_size=3).map(tuple))
    def something_is_defined(self, things: tuple[do.Definition, ...]) -> None:
        decision = self.execute(new.Define(things)).decision
        if isinstance(decision, Approved):
            assert isinstance(self.execute(new.Define(things)).decision, Nothing)

    @rule(setting=st.sampled_from(["signout", "loan", "mood"]), value=st.integers(-1, 9))
    def the_foreman_changes_a_policy(self, setting: str, value: int) -> None:
        self.execute(do.SetPolicy(setting, value))

    @rule(command=st.sampled_from([do.KeepCode("MEX"), do.TurnAway(BadgeDigest("ab")), do.Start("1")]))
    def something_is_noted(self, command: do.Command) -> None:
        self.execute(command)

    @rule(wish=wishes, data=st.data())
    def a_command_id_comes_again(self, wish: tuple[Any, ...], data: st.DataObject) -> None:
        known = data.draw(st.sampled_from(sorted(self.wrote)))
        count, had = self.store.head, self.wrote[known]
        outcome = self.execute(self.command(wish), known)
        assert outcome.repeated == bool(had)
        assert not had or self.store.head == count

    @rule(wish=wishes, things=st.lists(changes, max_size=2).map(tuple))
    def a_dry_run_changes_nothing(self, wish: tuple[Any, ...], things: tuple[do.Definition, ...]) -> None:
        before, head = list(verify.dump(self.store.db)), self.store.head
        self.store.judge(self.command(wish), self.world.at)
        self.store.judge(new.Define(things), self.world.at)
        assert (before, head) == (list(verify.dump(self.store.db)), self.store.head)

    @rule(hours=st.integers(1, 200))
    def time_passes(self, hours: int) -> None:
        self.world.pass_to(self.world.boot + hours * 3600)

    @rule(power_cut=st.booleans())
    def the_kiosk_starts_again(self, power_cut: bool) -> None:
        before, head = list(verify.dump(self.store.db)), self.store.head
        self.store.abandon() if power_cut else self.store.close()
        self.world.reboot()
        self.store = self.opened()
        assert (before, head) == (list(verify.dump(self.store.db)), self.store.head)

    @rule()
    def replay_gives_the_same_and_the_chain_holds(self) -> None:
        assert verify.replay(self.store.db) is None
        assert verify.verify(all_entries(self.store.db)).broken is None

    @invariant()
    def nothing_appears_or_vanishes(self) -> None:
        sums = rows(self.store.db, "SELECT product, sum(quantity) FROM balance GROUP BY product")
        assert {0} == {total for _, total in sums}
        places = rows(self.store.db, "SELECT place_kind, place, count(*) FROM asset GROUP BY 1, 2")
        balances = rows(
            self.store.db,
            "SELECT place_kind, place, quantity FROM balance WHERE product = ? AND place_kind <> 'supplier'",
            TOOLS,
        )
        assert sorted(places) == sorted(balances)

    @invariant()
    def the_figures_add_up_to_what_was_received_and_not_used_up(self) -> None:
        ours: Counter[str] = Counter()
        for body in self.moves:
            ends = body.movement.source.kind, body.movement.destination.kind
            came, went = ends[0] in (LEAVE, RETURN), ends[1] in (LEAVE, RETURN)
            ours[body.product] += body.quantity * (came - went)
        for product in (TOOLS, GLOVES, DISCS):
            counts = reports.counts(self.store.db, product, reports.Moment(self.world.at, UTC))
            assert counts is not None
            assert ours[product] == counts.total
            assert counts.total == counts.available + counts.reserved + counts.out + counts.quarantined
        on_hand = one(self.store.db, "SELECT min(quantity) FROM balance WHERE place_kind <> 'supplier'")
        assert on_hand[0] > 0

    @invariant()
    def a_worker_can_put_back_at_most_what_is_gone(self) -> None:
        taken = dict(rows(self.store.db, "SELECT product, sum(quantity) FROM taken GROUP BY product"))
        gone = dict(rows(self.store.db, GONE))
        assert [product for product in taken if taken[product] > gone.get(product, 0)] == []

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
            self.replay_gives_the_same_and_the_chain_holds()
            self.store.close()
            shutil.rmtree(self.folder)


TestHistories = History.TestCase
TestHistories.settings = settings(max_examples=15, stateful_step_count=40, deadline=None)
