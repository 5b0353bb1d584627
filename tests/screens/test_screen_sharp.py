"""Sharp pictures: how large, where, when, and that nothing of them stays behind."""

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sixel_decoder import decoded
from textual.content import Content

from kiosk.screens.blocks import Picture
from kiosk.screens.drawing import Drawing, Inset, below, changed, filled, side_by_side
from kiosk.screens.graphics import Cell
from kiosk.screens.kept import Kept
from kiosk.screens.sharp import Sharp, Wanted, sixel

SIDES = st.integers(1, 256)
BOXES = st.tuples(st.integers(6, 60), st.integers(6, 20))
CELLS = st.sampled_from([(10, 20), (13, 24), (7, 15)])
GROUND = (7, 9, 11)


class AtOnce(Kept[Wanted, str]):
    """Does not wait for another thread."""

    def get(self, key: Wanted) -> str:
        return self._make(key)


def fitted(size: tuple[int, int], cell: Cell, box: tuple[int, int], code: str = "") -> tuple[Drawing, Wanted]:
    """A picture of this size in its box, and what was wanted of the encoder."""
    wanted: list[Wanted] = []

    def make(one: Wanted) -> str:
        wanted.append(one)
        return code or sixel(one)

    sixels = AtOnce(make, 1, lambda: None, "")
    return Sharp(Picture(Image.new("RGBA", size, "#00ff00")), cell, GROUND, sixels).fit(*box), wanted[0]


@given(SIDES, SIDES, CELLS, BOXES)
def test_a_picture_keeps_its_shape_and_stays_within_its_cells(
    wide: int, high: int, cell: Cell, box: tuple[int, int]
) -> None:
    """In pixels and in whole bands; its cells are no more than it needs."""
    drawing, wanted = fitted((wide, high), cell, box, "code")
    (inset,) = drawing.insets
    across, down = wanted.size
    assert across <= inset.width * cell[0] < across + cell[0]
    assert -(-down // 6) * 6 <= inset.height * cell[1]
    assert inset.width <= box[0]
    assert inset.height <= box[1]
    assert abs(across * high - down * wide) <= max(wide, high)
    assert {(" " * inset.width, inset.height)} == {(line.plain, len(drawing.lines)) for line in drawing.lines}


def test_the_terminal_gets_the_pixels_of_the_picture() -> None:
    """As large as six rows of 20 pixels are, of one color."""
    drawing, _ = fitted((10, 10), (10, 20), (20, 6))
    assert decoded(drawing.insets[0].code) == [[(0, 100, 0)] * 120] * 120


def test_nothing_shows_until_it_is_encoded() -> None:
    """The cells are kept free for it meanwhile, so that nothing moves."""

    class Busy(Kept[Wanted, str]):
        def get(self, key: Wanted) -> None:
            return None

    picture = Picture(Image.new("RGBA", (10, 10)))
    waiting = Sharp(picture, (10, 20), GROUND, Busy(sixel, 1, lambda: None, "")).fit(20, 6)
    assert waiting.insets == ()
    assert [line.plain for line in waiting.lines] == [" " * 12] * 6


def test_it_is_written_from_its_upper_left_cell_and_the_cursor_stays() -> None:
    """DECSC, up from the last line, to the column, the picture, DECRC."""
    assert Inset("code", 4, 2, 9, 6).written == "\x1b7\x1b[5A\x1b[5Gcode\x1b8"
    assert Inset("code", 0, 2, 9, 1).written == "\x1b7\x1b[1Gcode\x1b8"


PICTURE = Drawing([Content("  ")] * 3, (), (Inset("a", 0, 0, 2, 3),))
ROW = Drawing([Content("ab")])


def test_a_picture_moves_with_what_it_is_part_of() -> None:
    """Down and right; where it is cut it is not shown at all."""
    page = below(ROW, side_by_side([(ROW, 2), (PICTURE, 2)]))
    assert page.insets == (Inset("a", 2, 1, 2, 3),)
    assert filled(page, 4, 4).insets == page.insets
    assert filled(page, 4, 3).insets == ()
    assert filled(page, 3, 4).insets == ()


def test_a_picture_that_comes_goes_or_changes_has_all_its_lines_painted() -> None:
    """The terminal takes it away where a cell is painted, and nowhere else."""
    page = below(ROW, PICTURE, ROW)
    bare = page._replace(insets=())
    other = page._replace(insets=(Inset("b", 0, 1, 2, 2),))
    assert changed(bare, page) == {1, 2, 3}
    assert changed(page, bare) == {1, 2, 3}
    assert changed(page, other) == {1, 2, 3}
    assert changed(page, page) == set()
    assert changed(page, ROW) == {0}


def test_a_picture_of_which_a_line_is_painted_comes_anew() -> None:
    """With its last line; what is painted elsewhere leaves it alone."""
    page = below(ROW, PICTURE, ROW)
    for touched, lines in ((0, {0}), (1, {1, 3}), (3, {3}), (4, {4})):
        after = [*page.lines]
        after[touched] = Content("xy")
        assert changed(page, page._replace(lines=after)) == lines
