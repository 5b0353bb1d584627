"""Every figure is the sum of what `why` lists, whatever has happened."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, timedelta
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kiosk.admin.entry_lines import body_of
from kiosk.crib import commands as do
from kiosk.crib import definitions as new
from kiosk.crib import keeping
from kiosk.crib.names import (
    AssetCode,
    BinCode,
    CategoryCode,
    CommandId,
    HoldCode,
    Kind,
    LotCode,
    Problem,
    ProductCode,
    Retirement,
    Role,
    Via,
    WorkerId,
)
from kiosk.crib.tracing import Figure, Scope
from kiosk.devices import badges
from kiosk.rehearse.world import ScriptWorld
from kiosk.store.database import rows
from kiosk.store.journal import all_entries
from kiosk.store.mentions import mentioning, with_assets
from kiosk.store.store import Place, Store
from kiosk.store.why import Asked, figure, moves_of, newest, why

TOOL, CLAMP, GLOVE = PRODUCTS = tuple(map(ProductCode, ("TQ-60", "CLP-1", "GLV-9")))
BINS = tuple(map(BinCode, ("C1", "C2")))
ASSETS = tuple(map(AssetCode, ("TW-1", "TW-2")))
LOTS = tuple(map(LotCode, ("L1", "L2")))
HOLDS = tuple(map(HoldCode, ("H1", "H2")))
CRIB = new.Define(
    (
        new.NewCategory(CategoryCode("torque"), Kind.SERIALIZED, loan_s=8 * 3600, calibration_days=2),
        new.NewCategory(CategoryCode("clamps"), Kind.POOL, loan_s=3600),
        new.NewCategory(CategoryCode("supply"), Kind.CONSUMABLE),
        *(
            new.NewProduct(c, c, CategoryCode(k))
            for c, k in zip(PRODUCTS, ("torque", "clamps", "supply"), strict=True)
        ),
        *map(new.NewBin, BINS),
        *(new.NewAsset(asset, TOOL, BINS[0], calibrated=date(2025, 12, 31)) for asset in ASSETS),
        new.Delivery(CLAMP, BINS[1], 4),
        new.Delivery(GLOVE, BINS[0], 5, "a", lot=LOTS[0], expires=date(2026, 1, 2)),
        new.Delivery(GLOVE, BINS[1], 5, "b", lot=LOTS[1]),
        new.Person("ann", "Ann Ott"),
        new.Person("ben", "Ben Oak", Role.KEEPER),
    )
)
KINDS = tuple(
    """issue issue issue return over aside release away back lost found scrap move take take take put-back
    put-back hold hold hold no-hold undo undo wait wait wait""".split()
)
steps = st.tuples(st.sampled_from(KINDS), st.integers(0, 1), st.integers(0, 1), st.integers(1, 3))


class Played:
    """A crib in which things happen."""

    def __init__(self, folder: Path) -> None:
        self.world = ScriptWorld()
        self.store = Store(folder, Place("kiosk-1", "A", UTC), self.world, badges.badge_number)
        self.last, self.actor = CommandId("none"), WorkerId("")
        self._execute(CRIB)
        found = rows(self.store.db, "SELECT worker FROM person ORDER BY code")
        self.people = [WorkerId(worker) for (worker,) in found]

    def _execute(self, command: do.Command) -> None:
        named = CommandId(self.world.new_id())
        if self.store.execute(named, command, self.world.at, Via.BADGE).entries:
            self.last, self.actor = named, getattr(command, "worker", WorkerId(""))

    def play(self, kind: str, one: int, other: int, quantity: int) -> None:
        """One step; what the rulebook refuses changes nothing."""
        if kind == "wait":
            self.world.pass_to(self.world.boot + quantity * 6 * 3600)
        else:
            self._execute(self._command(kind, one, other, quantity))

    def _command(self, kind: str, one: int, other: int, quantity: int) -> do.Command:
        asset, who, whom = ASSETS[one], self.people[other], self.people[1 - other]
        pieces, start = PRODUCTS[1 + one], self.world.at + timedelta(hours=other)
        source = BINS[other] if pieces == GLOVE else BINS[1]
        target, many = ((asset, 1), (TOOL, 2), (pieces, 3))[quantity - 1]
        commands: dict[str, do.Command] = {
            "issue": do.IssueAsset(asset, who),
            "return": do.ReturnAsset(asset, whom),
            "over": do.HandOverAsset(asset, who),
            "aside": do.QuarantineAsset(asset, Problem.BROKEN, who),
            "release": keeping.ReleaseAsset(asset),
            "away": keeping.SendToService(asset),
            "back": keeping.BackFromService(asset, ("calibration",)),
            "lost": keeping.DeclareLost(asset),
            "found": keeping.FindAsset(asset),
            "scrap": keeping.ScrapStock(pieces, 1, source, Retirement.WORN, self._lot(pieces, other), "ben"),
            "move": keeping.MoveStock(
                pieces, quantity, source, ("quarantine", "C1")[one], self._lot(pieces, other)
            ),
            "take": do.IssueStock(pieces, source, quantity, who),
            "put-back": do.PutBackStock(pieces, source, quantity, who),
            "hold": do.PlaceHold(HOLDS[other], target, start, start + timedelta(hours=9), many, "ann"),
            "no-hold": do.ReleaseHold(HOLDS[other]),
            "undo": do.UndoAct(self.last, self.actor),
        }
        return commands[kind]

    def _lot(self, product: ProductCode, which: int) -> LotCode:
        return LOTS[which] if product == GLOVE else LotCode("")


@contextmanager
def played(history: list[tuple[str, int, int, int]]) -> Iterator[Played]:
    """The crib after a history."""
    folder = Path(tempfile.mkdtemp(prefix="why-"))
    crib = Played(folder)
    try:
        for step in history:
            crib.play(*step)
        yield crib
    finally:
        crib.store.close()
        shutil.rmtree(folder)


SCOPES = [*map(Scope, Figure)]
SCOPES += [Scope(Figure.ON_HAND, code, lot) for code in ("", *BINS) for lot in ("", *LOTS)]


@settings(max_examples=12, deadline=None)
@given(st.lists(steps, min_size=15, max_size=30))
@example([("hold", 0, 0, 2), ("issue", 0, 0, 1), ("undo", 0, 0, 1)])
@example([("hold", 0, 0, 2), ("aside", 0, 0, 1)])
@example([("wait", 0, 0, 3)] * 4)
def test_what_why_lists_adds_up_to_the_figure_that_reports_tell(
    history: list[tuple[str, int, int, int]],
) -> None:
    """For every product, figure, bin and lot; from the newest back it is the same."""
    with played(history) as crib:
        for product in PRODUCTS:
            for scope in SCOPES:
                asked = Asked(product, scope, crib.world.at, UTC)
                lines = list(why(crib.store.db, asked))
                shares = sum(line.share for line in lines)
                back = [(each.entry, each.share, each.now) for each in newest(crib.store.db, asked)]
                assert back == [(line.entry, line.share, line.now) for line in reversed(lines)]
                assert figure(crib.store.db, asked) == shares == (lines[-1].sum if lines else 0), (
                    product,
                    scope,
                )


@settings(max_examples=12, deadline=None)
@given(st.lists(steps, min_size=15, max_size=30))
def test_the_last_movement_of_an_asset_is_where_it_is(history: list[tuple[str, int, int, int]]) -> None:
    """And each movement begins where the one before it ended."""
    with played(history) as crib:
        for asset, kind, place in rows(crib.store.db, "SELECT code, place_kind, place FROM asset"):
            moves = [body_of(entry) for entry in moves_of(crib.store.db, asset)]
            assert moves[-1]["destination"] == (f"{kind}:{place}" if place else kind)
            assert [move["destination"] for move in moves[:-1]] == [move["source"] for move in moves[1:]]


@settings(max_examples=12, deadline=None)
@given(st.lists(steps, min_size=15, max_size=30))
def test_the_index_finds_what_reading_the_whole_journal_finds(
    history: list[tuple[str, int, int, int]],
) -> None:
    """Every entry whose text names a code is found by it, in order."""
    with played(history) as crib:
        db = crib.store.db
        for code in (*PRODUCTS, *ASSETS, *BINS, *LOTS, *HOLDS, *crib.people):
            named = with_assets(db, {code})
            whole = [
                entry
                for entry in all_entries(db)
                if any(f'"{c}"' in entry.body or f':{c}"' in entry.body for c in named)
                or entry.actor in named
            ]
            assert [e.seq for e in whole] == [e.seq for e in mentioning(db, named)], code
