"""The parts of the screen as pure functions: they fill the cells they get, and cut what matters least."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from screen_samples import FIGURES, ILL, MISSING, NINE, SAMPLES, THREE, WELL
from textual.content import Content

from kiosk.counter.views import Health, Holding, Notice, Tone
from kiosk.screens.band import band
from kiosk.screens.board import board
from kiosk.screens.body import holdings, plain_figures
from kiosk.screens.clean import clean
from kiosk.screens.drawing import filled
from kiosk.screens.edges import bar, foot, top
from kiosk.screens.palette import ICONS, PAIRS, PALETTES
from kiosk.screens.words import TONE_WORDS

TAKEN = SAMPLES["taken"]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(SAMPLES)), st.integers(30, 200), st.integers(6, 60))
def test_the_board_fills_exactly_the_cells_it_gets(name: str, cells: int, rows: int) -> None:
    """Whatever the size, no line is too long and no row too many."""
    lines = filled(board(SAMPLES[name], cells, rows), cells, rows).lines
    assert len(lines) == rows
    assert all(line.cell_length <= cells for line in lines)


def test_a_small_board_keeps_the_title_and_the_first_line() -> None:
    """What happened comes before how many there are."""
    words = plain(board(SAMPLES["returned"], 60, 7).lines)
    assert "Returned: Torque wrench 60 Nm" in words
    assert "Put it in C1-04" in words


def plain(lines: list[Content]) -> str:
    """The words of some lines."""
    return "\n".join(line.plain for line in lines)


@pytest.mark.parametrize("tone", Tone)
def test_a_tone_is_a_color_an_icon_and_a_word(tone: Tone) -> None:
    """Never color alone: the band has the word, its own shape, and its own ground."""
    others = [band(Notice(other, "Title"), 80, 7, 7) for other in Tone if other is not tone]
    lines = band(Notice(tone, "Title"), 80, 7, 7)
    assert TONE_WORDS[tone] in "\n".join(line.plain for line in lines)
    assert all(lines[1].plain != other[1].plain for other in others)
    assert {f"$on-{tone.value} on ${tone.value} bold"} == {str(line.spans[0].style) for line in lines}


def test_figures_stand_in_their_fixed_order() -> None:
    """Available, Reserved, Total, big or plain."""
    words = plain(board(TAKEN, 80, 16).lines)
    assert words.index("Available") < words.index("Reserved") < words.index("Total")
    assert [line.plain.strip() for line in plain_figures(FIGURES, 60)] == [
        "Available 3 · Reserved 0 · Total 6"
    ]


def test_what_is_overdue_has_a_shape_and_a_word() -> None:
    """A late tool is not told by its color only."""
    late = [line.plain for line in holdings(THREE, 60, 10) if "GRD-01" in line.plain]
    assert len(late) == 1
    assert late[0].endswith("▲ overdue since 07:00")


def test_a_list_that_is_too_long_says_how_many_more_there_are() -> None:
    """Nothing is silently missing."""
    lines = [line.plain.strip() for line in holdings(NINE, 60, 5)]
    assert lines[0] == "You hold 9"
    assert lines[-1] == "… and 6 more"
    assert len(lines) == 5


def test_a_list_that_fits_is_shown_whole() -> None:
    """All nine, without a remark."""
    lines = [line.plain for line in holdings(NINE, 60, 10)]
    assert len(lines) == 10
    assert lines[-1].startswith("HEX-09")


def test_of_what_is_held_the_code_and_the_time_stay_whole_where_there_is_little_room() -> None:
    """The word before the time gives way, and then the name."""
    held = Holding("TW-01", "Torque wrench 60 Nm", "fällig Di 3. Nov 16:25")
    line = holdings((held,), 26, 5)[1].plain
    assert line.startswith("TW-01 ")
    assert line.endswith(" Di 3. Nov 16:25")


def test_markup_in_a_name_is_only_text() -> None:
    """A product may be called [b]anything[/b]."""
    held = replace(THREE[0], name="[red]Rag[/red]")
    assert "[red]Rag[/red]" in holdings((held,), 60, 5)[1].plain


def test_what_is_not_printable_in_a_name_becomes_a_space() -> None:
    """Neither a line break nor an escape sequence of a terminal gets onto the screen; all else stays."""
    held = replace(THREE[0], name="Rag\nand\tbone\x1b[31m\u202e")
    assert clean(replace(TAKEN, holdings=(held,))).holdings[0].name == "Rag and bone [31m "
    assert clean(TAKEN) == TAKEN


def test_a_long_name_leaves_room_for_site_and_time() -> None:
    """The worker's name is cut, not the clock."""
    view = SAMPLES["awkward"]
    line = top(view, 60, 1)[0].plain
    assert line.rstrip().endswith("Main shop · 08:00")
    assert "…" in line


def test_health_that_fits_is_shown_whole_in_its_order() -> None:
    """A part keeps its place, well or not."""
    words = foot(ILL, 80)[0].plain
    assert words.split() == "✗ scanner missing ✓ reader ok ✓ disk ok ✗ broker: away, 12 waiting".split()


def test_on_a_narrow_screen_what_is_bad_stays() -> None:
    """The parts that are well shrink to a remark, then to nothing."""
    assert "✓ the rest is well" in foot(ILL, 76)[0].plain
    assert foot(ILL, 53)[0].plain.split() == "✗ scanner missing ✗ broker: away, 12 waiting".split()


FEET = [
    (100, 1, "✗ scanner counter: missing ✗ reader gate: missing (it does not answer) ✗ +1"),
    (60, 1, "✗ scanner counter: missing ✗ +2"),
    (30, 1, "✗ +2 ✗ scanner counter:…"),
    (60, 2, "✗ scanner counter: missing | ✗ reader gate: missing (it does not answer) ✗ +1"),
    (
        60,
        3,
        "✗ scanner counter: missing | ✗ reader gate: missing (it does not answer)"
        " | ✗ C2: missing (it does not answer) ✓ the rest is well",
    ),
]


@pytest.mark.parametrize(("cells", "most", "told"), FEET)
def test_what_is_bad_takes_as_many_lines_as_it_may_and_then_is_counted(
    cells: int, most: int, told: str
) -> None:
    """Nothing is left out without a word."""
    lines = foot(MISSING, cells, most=most)

    assert " | ".join(" ".join(line.plain.split()) for line in lines) == told
    assert all(line.cell_length == cells for line in lines)


def test_on_a_narrow_screen_a_well_kiosk_says_so() -> None:
    """One remark stands for all parts."""
    many = (*WELL, *(Health(f"C{n}", ok=True, text=f"C{n} locked") for n in range(9)))
    assert [line.plain.strip() for line in foot(many, 60, most=3)] == ["✓ all is well"]


@given(st.integers(1, 60_000), st.integers(-1000, 70_000), st.integers(24, 200))
def test_the_bar_is_as_long_as_the_line_whatever_is_left(total: int, left: int, cells: int) -> None:
    """It never grows beyond its line, nor below nothing."""
    line = bar(total, left, cells).plain
    assert len(line) == cells - 2
    assert 0 <= line.count("━") <= cells


def contrast(ink: str, ground: str) -> float:
    """WCAG 2.2's contrast ratio of two hex colors (relative luminance of sRGB)."""
    light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    """WCAG 2.2's relative luminance."""
    shares = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def weak(colors: dict[str, str], least: float) -> list[tuple[str, str]]:
    """Which texts do not stand out from what they are written on."""
    return [pair for pair in PAIRS if contrast(colors[pair[0]], colors[pair[1]]) < least]


@pytest.mark.parametrize("name", PALETTES)
def test_every_text_stands_out_from_its_ground(name: str) -> None:
    """WCAG 2.2 success criterion 1.4.3 (AA), 4.5 to 1; for contrast 1.4.6 (AAA), 7 to 1."""
    assert weak(PALETTES[name], 7 if name.endswith("contrast") else 4.5) == []


@pytest.mark.parametrize("name", PALETTES)
def test_a_control_stands_out_from_its_ground(name: str) -> None:
    """WCAG 2.2 success criterion 1.4.11 (AA): 3 to 1; touched, it changes as clearly."""
    colors = PALETTES[name]
    assert contrast(colors["touch"], colors["ground"]) >= 3
    assert contrast(colors["touched"], colors["touch"]) >= 3
    assert contrast(colors["touched"], colors["key"]) >= 1.5


def test_all_themes_have_the_same_names() -> None:
    """A theme can be changed without a color going missing; each tone has an icon of its own."""
    assert len({frozenset(colors) for colors in PALETTES.values()}) == 1
    assert len(set(ICONS.values())) == len(Tone)
