"""However a definition is cut into pages, what becomes of it is what becomes of it in one piece."""

import shutil
import tempfile
from datetime import UTC
from pathlib import Path
from unittest.mock import patch

from history_changes import definitions
from history_crib import C1, CRIB, TOOLS, WRENCHES
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.crib import definitions as new
from kiosk.crib.body import Body
from kiosk.crib.names import AssetCode, BinCode, CommandId, KitCode, ProductCode, Via
from kiosk.crib.outcomes import Approved
from kiosk.devices import badges
from kiosk.rehearse.world import ScriptWorld
from kiosk.store import importing
from kiosk.store.importing import Request
from kiosk.store.journal import by_command
from kiosk.store.store import Place, Store
from kiosk.store.verify import replay

codes = st.sampled_from([AssetCode(code) for code in ("N-1", "N-2", "N-3", *WRENCHES)])
barcodes = st.sampled_from(["", "40000001", "40000002", "N-1"])
products = st.sampled_from([TOOLS, ProductCode("NEW")])
things = st.one_of(
    definitions,
    st.builds(
        new.NewProduct,
        products,
        st.sampled_from(["Saw", "Drill"]),
        st.just(CRIB.things[0].code),  # type: ignore[union-attr]
        barcode=barcodes,
    ),
    st.builds(new.NewAsset, codes, products, st.sampled_from([C1, BinCode("N-9")]), barcode=barcodes),
    st.builds(new.NewBin, st.sampled_from([BinCode("N-9"), BinCode("N-3")])),
    st.builds(
        new.NewKit, st.sampled_from([KitCode("K-1"), KitCode("N-2")]), st.just("Kit"), st.tuples(codes)
    ),
)
"""Of few codes, so that many a row speaks of one before it."""


def told(bodies: list[Body]) -> list[str]:
    """Entries; of people their types, since each gets an id of her own."""
    return [repr(body) if "worker" not in body.__struct_fields__ else body.type for body in bodies]


@settings(max_examples=30)
@given(st.lists(things, min_size=2, max_size=9, unique_by=repr).map(tuple), st.integers(1, 4))
def test_in_pages_as_in_one_piece(named: tuple[new.Definition, ...], size: int) -> None:
    """The same flaws of the same rows, or the same entries and the same tally."""
    folder, world = Path(tempfile.mkdtemp(prefix="importing-")), ScriptWorld()
    store = Store(folder, Place("kiosk-1", "A", UTC), world, badges.badge_number)
    try:
        store.execute(CommandId("crib"), CRIB, world.at, Via.CRIBCTL)
        expected = store.judge(new.Define(named), world.at)
        with patch.object(importing, "PAGE", size):
            store.imports.begin(Request(CommandId("big"), new.Define(named), world.at, Via.CRIBCTL))
            while (done := store.go_on()) is None:
                pass
        written = [entry for entry in by_command(store.db, CommandId("big")) if entry.via is Via.CRIBCTL]
        assert told(list(expected.entries if isinstance(expected, Approved) else ())) == told(
            [entry.parsed() for entry in written]
        )
        assert done.decision == (
            replace(expected, entries=()) if isinstance(expected, Approved) else expected
        )
        assert replay(store.db) is None
    finally:
        store.close()
        shutil.rmtree(folder)
