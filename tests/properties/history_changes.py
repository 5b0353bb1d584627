"""What may change in the catalogue and in the rulebook of the histories' crib; much of it is refused."""

from datetime import date

from history_crib import C1, C4, CLAMPS, DISCS, TOOLS, WRENCHES
from hypothesis import strategies as st

from kiosk.crib import definitions as new
from kiosk.crib.names import AssetCode, BinCode, CategoryCode, Kind

definitions = st.one_of(
    st.builds(
        new.Delivery,
        st.sampled_from([DISCS, CLAMPS, TOOLS]),
        st.just(C4),
        st.integers(0, 4),
        st.sampled_from(["opening", "D1", "D2"]),
    ),
    st.builds(
        new.NewAsset,
        st.sampled_from(WRENCHES),
        st.just(TOOLS),
        st.sampled_from([C1, BinCode("C9")]),
        calibrated=st.dates(date(2024, 11, 1), date(2026, 1, 1)),
    ),
    st.builds(new.NewAsset, st.just(AssetCode("TW-04")), st.just(TOOLS), st.just(C1)),
    st.builds(new.NewBin, st.sampled_from([C1, BinCode("TW-01")]), st.text("ab ", max_size=2)),
    st.builds(
        new.NewCategory,
        st.just(CategoryCode("torque")),
        st.sampled_from(Kind),
        loan_s=st.sampled_from([60, 3600]),
    ),
    st.builds(
        new.Person,
        st.sampled_from(["ann", "cem"]),
        st.just("Ann"),
        badge=st.sampled_from(["", "0319134791", "12x"]),
        active=st.booleans(),
    ),
)
POLICIES = st.sampled_from(
    [("signout", 9), ("loan", 0), ("loan", 3600), ("mood", 1), ("hold_margin", 7200), ("no_show", 0),
     ("no_show", 3600), ("overdue_block", 3600), ("controlled_role", "lead"), ("variance_pieces", 0)]
)  # fmt: skip
