"""What a screen has no room for gives way, in a known order."""

from kiosk.counter.taps import MOST, drawn

LINE = ("plus", "minus", "quantity", "put-back")
REASONS = tuple(f"reason:{name}" for name in ("urgent", "supervised", "checked", "other"))


def test_controls_that_fit_are_all_drawn_in_their_order() -> None:
    """None gives way for nothing."""
    assert drawn((*LINE, *REASONS)) == (*LINE, *REASONS)


def test_a_leads_reasons_and_the_way_out_stay_while_an_open_line_gives_way() -> None:
    """Ten would be offered after an override: piece by piece back and down are what one can do without."""
    names = drawn((*LINE, "undo", *REASONS, "sign-out"))
    assert names == ("plus", "quantity", "undo", *REASONS, "sign-out")
    assert len(names) == MOST
