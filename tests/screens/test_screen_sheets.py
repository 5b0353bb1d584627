"""Lists, keys and what they leave room for: drawn as pure functions."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from screen_samples import SAMPLES, SERVING
from screen_sheets import CLOSE, FIND, HITS, OPENED, OUT, SHEETS
from textual.content import Content

from kiosk.counter.views import Control, Item, KeyKind, Keys, Notice, Sheet, Tone, View
from kiosk.languages.pseudo import pseudo
from kiosk.screens import paging
from kiosk.screens.buttons import broken
from kiosk.screens.drawing import OWN, Drawing, Spot
from kiosk.screens.keyboard import Layer, characters
from kiosk.screens.local import Local
from kiosk.screens.page import page
from kiosk.screens.touch import MORE, folded

SIZES = {"80x24": (80, 24), "60x20": (60, 20), "100x30": (100, 30), "160x50": (160, 50)}
PANEL_MM = (154, 86)
"""A 7-inch panel."""
EVERYTHING = SAMPLES | SHEETS
LONG = pseudo("Maximum holding time for everybody, even so: Zarezerwowane")


def drawn(view: View, size: tuple[int, int] = (80, 24), local: Local | None = None) -> Drawing:
    """The page, without a picture and with nothing under way."""
    return page(view, size, local or Local(), None, None)


def words(drawing: Drawing) -> str:
    """All that can be read, a line a row."""
    return "\n".join(line.plain.rstrip() for line in drawing.lines)


def sent(drawing: Drawing) -> list[str]:
    """What the spots send."""
    return [spot.control for spot in drawing.spots]


def overlapping(spots: Sequence[Spot]) -> list[tuple[str, str]]:
    """Pairs of spots that share a cell."""
    cells: dict[tuple[int, int], str] = {}
    pairs = []
    for spot in spots:
        for x in range(spot.x, spot.x + spot.width):
            for y in range(spot.y, spot.y + spot.height):
                pairs += [(cells[x, y], spot.control)] if (x, y) in cells else []
                cells[x, y] = spot.control
    return pairs


def fits(drawing: Drawing, size: tuple[int, int]) -> None:
    """Every line is as wide as the screen, every spot on it and apart from the others."""
    cells, rows = size
    assert [cells] * rows == [line.cell_length for line in drawing.lines]
    assert all(0 <= spot.x <= cells - spot.width for spot in drawing.spots)
    assert all(0 <= spot.y <= rows - spot.height for spot in drawing.spots)
    assert overlapping(drawing.spots) == []


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("name", EVERYTHING)
def test_every_view_fills_the_screen_and_its_targets_stand_apart(name: str, size: tuple[int, int]) -> None:
    """Whatever is shown, at every size that people have."""
    fits(drawn(EVERYTHING[name], size), size)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=str)
@pytest.mark.parametrize("name", EVERYTHING)
def test_what_is_touched_is_big_enough_on_a_panel(name: str, size: tuple[int, int]) -> None:
    """A key is 9 x 9 mm or more, everything else 27 x 17 mm or more, where the cells fill a 7-inch panel."""
    across, down = PANEL_MM[0] / size[0], PANEL_MM[1] / size[1]
    own_keys = (f"{OWN}shift", f"{OWN}symbols")
    for spot in drawn(EVERYTHING[name], size).spots:
        key = spot.control.startswith("key:") or spot.control in own_keys
        least = (9.0, 9.0) if key else (26.9, 17.0)
        assert (spot.width * across, spot.height * down) >= least, spot
        assert spot.height * down >= least[1], spot


@pytest.mark.parametrize("language", ["en", "de", "es", "pl"])
@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=str)
def test_every_keyboard_has_keys_for_fingers(size: tuple[int, int], language: str) -> None:
    """In every order of letters, on every layer."""
    view = replace(
        FIND, sheet=Sheet("Find", keys=Keys(KeyKind.LETTERS, "Name", enter="Next")), language=language
    )
    for layer in (Layer(), Layer(shift=True), Layer(symbols=True), Layer(shift=True, symbols=True)):
        drawing = drawn(view, size, Local(layer=layer))
        fits(drawing, size)
        keys = [spot for spot in drawing.spots if spot.control.startswith("key:")]
        assert min(spot.width for spot in keys) * PANEL_MM[0] / size[0] >= 9.0
        assert min(spot.height for spot in keys) * PANEL_MM[1] / size[1] >= 9.0
        wanted = {f"key:{letter}" for row in characters(language, layer) for letter in row}
        assert wanted | {"key:back", "key:space", "key:enter"} == set(sent(drawing)) - {
            *(control.name for control in view.controls),
            *(name for name in sent(drawing) if name.startswith(OWN)),
        }


def test_each_language_has_its_letters() -> None:
    """German in its own order; accents a touch away; Polish letters too."""
    assert characters("en", Layer())[0] == "qwertyuiop"
    assert "".join(characters("de", Layer())) == "qwertzuiopüasdfghjklöäyxcvbnmß-"
    assert "ñ" in characters("es", Layer())[1]
    assert set("áéíóúü¿¡") <= set(characters("es", Layer(symbols=True))[1])
    assert characters("pl", Layer(symbols=True))[1] == "ąćęłńóśźż"
    assert characters("pl", Layer(symbols=True, shift=True))[1] == "ĄĆĘŁŃÓŚŹŻ"
    assert "ß" in characters("de", Layer(shift=True))[2]


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_every_item_is_on_one_of_the_pages(size: tuple[int, int]) -> None:
    """Turned on to the end, nothing is left out, and the first page comes again."""
    view = SHEETS["out"]
    seen: list[str] = []
    for number in range(100):
        drawing = drawn(view, size, Local(page=number))
        found = [name for name in sent(drawing) if name.startswith("card:")]
        if found and found[0] in seen:
            break
        seen += found
        if len(seen) < len(OUT):
            assert paging.ON in sent(drawing)
    assert [item.control for item in OUT] == seen
    assert "… and 12 more" in words(drawn(view, size, Local(page=-1)))


def test_the_title_says_which_page_this_is() -> None:
    """And how many there are."""
    assert "2 of 3" in words(drawn(SHEETS["out"], (80, 24), Local(page=1)))


def test_a_list_on_one_page_has_nothing_to_turn() -> None:
    """No target that does nothing."""
    assert not [name for name in sent(drawn(SHEETS["available"])) if name.startswith(OWN)]


def test_an_empty_list_says_so() -> None:
    """In its own sentence."""
    view = replace(SHEETS["nothing-low"], sheet=Sheet("Low", empty="Ω is not low."))
    assert "Ω is not low." in words(drawn(view))


def test_an_item_that_cannot_be_touched_is_a_plain_row() -> None:
    """Dense, without a target; a tone is a shape as well as a color."""
    drawing = drawn(SHEETS["counted"])
    assert {"sign", "pause", "close", "sign-out", paging.ON, paging.BACK} == set(sent(drawing))
    assert "✗  TW-05  Torque wrench 60 Nm" in words(drawing)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_a_list_that_cannot_be_touched_says_what_to_do_next(size: tuple[int, int]) -> None:
    """Else a page that waits for a badge is a dead end; nothing that is not cut ends with an ellipsis."""
    sheet = Sheet("Give: Torque wrench 60 Nm", (Item("Torque wrench 60 Nm", "TW-01"),))
    view = replace(SERVING, sheet=sheet, hint="Now your colleague's badge.", controls=(CLOSE,))
    said = words(drawn(view, size))
    assert "→ Now your colleague's badge." in said
    assert "…" not in said


def test_who_only_looks_on_is_not_told_what_to_touch() -> None:
    """A screen without controls has nothing to do next."""
    view = replace(SERVING, sheet=Sheet("Out", (Item("Rag"),)), hint="Touch one to see more.", controls=())
    assert "Touch one" not in words(drawn(view))


def test_a_card_says_its_word_and_shows_its_tone() -> None:
    """Overdue, with a shape at its end."""
    text = words(drawn(SHEETS["product-card"]))
    assert "Overdue" in text
    assert "✗" in text
    assert "✓" in text


def test_a_notice_stays_above_its_sheet() -> None:
    """What was said, its figures, and the list."""
    text = words(drawn(SHEETS["product-card"]))
    assert text.index("Look   Torque wrench 60 Nm") < text.index("Available 3 · Reserved 0 · Total 6")
    assert text.index("Available 3 · Reserved 0 · Total 6") < text.index("Where it is")


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_a_full_card_never_loses_its_title_or_its_figures(size: tuple[int, int]) -> None:
    """Lines give way first."""
    text = words(drawn(SHEETS["asset-card"], size))
    assert "Torque wrench 60 Nm" in text or "▀" in text
    assert "Available" in text
    assert "TW-01 · Overdue · A. O." in text


def test_a_secret_is_dots() -> None:
    """As many as were typed."""
    assert "  ██  ██  ██  ██" in words(drawn(SHEETS["pin-wrong"]))


def test_of_a_long_text_the_end_stays_in_sight() -> None:
    """Where people type."""
    view = SHEETS["note"]
    assert view.sheet is not None
    keys = Keys(KeyKind.LETTERS, "A few words", "a" * 200 + " zzz", "Leave it")
    text = words(drawn(replace(view, sheet=replace(view.sheet, keys=keys)), (60, 20)))
    assert "zzz_" in text


def test_nothing_ends_what_needs_no_end() -> None:
    """Neither the keypad nor the keyboard has an enter key then."""
    assert "key:enter" not in sent(drawn(SHEETS["number"]))
    assert "key:enter" not in sent(drawn(SHEETS["find"]))
    assert "key:enter" in sent(drawn(SHEETS["quantity"]))


def test_what_was_found_stands_above_the_keys() -> None:
    """One touch opens it, and one goes on to the next page."""
    names = sent(drawn(SHEETS["find"]))
    assert {"card:DRL-01", "card:DRL-02", paging.ON, "key:a", "close"} <= set(names)


def test_controls_without_room_are_behind_one_that_says_more() -> None:
    """The last one stays in its place; in the end all of them were shown."""
    controls = [Control(name, name) for name in "abcdefgh"]
    turns = [[one.name for one in folded(controls, 4, turn, "More")] for turn in range(5)]
    assert all(turn[-2:] == [MORE, "h"] and len(turn) <= 4 for turn in turns)
    assert {name for turn in turns for name in turn} == {*"abcdefgh", MORE}
    assert folded(controls[:4], 4, 3, "More") == tuple(controls[:4])


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(list(SIZES.values())[:3]),
    st.integers(0, 8),
    st.integers(0, 30),
    st.sampled_from([None, KeyKind.DIGITS, KeyKind.LETTERS]),
    st.booleans(),
    st.sampled_from([None, *Tone]),
)
def test_nothing_overflows_however_long_its_words(
    size: tuple[int, int], controls: int, items: int, kind: KeyKind | None, touched: bool, tone: Tone | None
) -> None:
    """Any number of controls and items with the longest labels, with and without keys and a notice."""
    buttons = tuple(Control(f"c{number}", LONG[number:]) for number in range(controls))
    listed = tuple(Item(LONG, LONG * 3, LONG, f"i{n}" if touched else "", tone) for n in range(items))
    keys = Keys(kind, LONG, LONG, LONG) if kind else None
    notice = Notice(tone, LONG * 2, (LONG,) * 4) if tone else None
    view = replace(SERVING, notice=notice, sheet=Sheet(LONG, listed, keys=keys), controls=buttons)
    drawing = drawn(view, size)
    fits(drawing, size)
    if controls <= 2 or kind is None:
        assert {control.name for control in buttons} <= set(sent(drawing))


@given(st.text(max_size=80), st.integers(1, 30), st.integers(1, 4))
def test_a_label_is_broken_into_lines_that_fit_or_ends_with_an_ellipsis(
    text: str, cells: int, rows: int
) -> None:
    """Nothing is lost silently."""
    lines = broken(text, cells, rows)
    assert len(lines) <= rows
    if text.isascii() and cells > 1:
        assert all(Content(line).cell_length <= cells for line in lines)
        whole = "".join(text.split())
        kept = "".join("".join(lines).split())
        assert kept.endswith("…") or len(kept) >= len(whole)


def test_the_countdown_stays_on_sheets_and_keys() -> None:
    """Its line is the last but one."""
    under_way = Content("─" * 80)
    for name in ("out", "find", "quantity"):
        lines = page(SHEETS[name], (80, 24), Local(), under_way, None).lines
        assert lines[-2].plain == "─" * 80


def test_a_list_keeps_its_page_while_its_items_say_something_new() -> None:
    """A minute later an item is one minute later; another list begins at its first page."""
    view = SHEETS["out"]
    assert view.sheet is not None
    later = replace(view, sheet=replace(view.sheet, items=tuple(replace(item, aside="late") for item in OUT)))
    fewer = replace(view, sheet=replace(view.sheet, items=OUT[1:]))
    assert Local(page=2).after(view, later).page == 2
    assert Local(page=2).after(view, fewer).page == 0
    assert Local(page=2).after(view, OPENED).page == 0


def test_shift_is_for_one_letter() -> None:
    """And what was chosen to type with goes with the keys."""
    local = Local().tapped(f"{OWN}shift")
    assert local.layer.shift
    assert not local.tapped("key:A").layer.shift
    symbols = Local().tapped(f"{OWN}symbols")
    assert symbols.tapped("key:1").layer.symbols
    assert symbols.after(SHEETS["find"], SHEETS["find-none"]).layer.symbols
    assert not symbols.after(SHEETS["find"], OPENED).layer.symbols


def test_the_words_on_a_keyboard_are_those_of_its_view() -> None:
    """What is written on enter, and beside it what closes."""
    text = words(drawn(SHEETS["alike"]))
    assert "Next" in text
    assert CLOSE.label in text
    assert HITS[0].title[:12] in text
