"""The face of the kiosk: paints of each view the lines that have changed, and says what was touched."""

import logging
from collections.abc import Callable, Sequence

from rich.segment import ControlType, Segment
from textual import events
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.timer import Timer
from textual.visual import Visual
from textual.widget import Widget

from kiosk.counter.views import View
from kiosk.screens.clean import clean
from kiosk.screens.countdown import PER_SECOND, UnderWay
from kiosk.screens.drawing import NOTHING, OWN, Drawing, Inset, Scalable, Spot, changed
from kiosk.screens.local import Local
from kiosk.screens.messages import Tapped
from kiosk.screens.page import moving_row, page
from kiosk.screens.words import not_painted

log = logging.getLogger(__name__)

Find = Callable[[Sequence[str]], Scalable | None]


def _control(inset: Inset) -> Segment:
    """Of no width, as everything that is marked as a control."""
    return Segment(inset.written, None, [(ControlType.CURSOR_MOVE_TO_COLUMN, inset.x)])


def _named(view: View) -> str:
    """Which view it was, without what it says: a log names nobody."""
    notice = view.notice.tone.value if view.notice else "no notice"
    return f"{view.page.value}, {notice}, controls {', '.join(one.name for one in view.controls)}"


class Face(Widget):
    """Shows one view at a time, whatever the cells it is given.

    Args:
        now: seconds that only go up.
        view: what is shown first.
        find: the picture to show, of these names.
        watch: nothing can be touched.
    """

    def __init__(
        self, now: Callable[[], float], view: View, find: Find = lambda _: None, *, watch: bool = False
    ) -> None:
        super().__init__(id="face")
        self._watch = watch
        self._find = find
        self._view = view
        self._local = Local()
        self._under_way = UnderWay(now)
        self._drawing = NOTHING
        self._strips: dict[int, Strip] = {}
        self._down: Spot | None = None
        self._timer: Timer | None = None

    @property
    def spots(self) -> tuple[Spot, ...]:
        """What can be touched now, and where."""
        return () if self._watch else self._drawing.spots

    @property
    def ticking(self) -> bool:
        """Whether something moves by itself."""
        return self._timer is not None

    def show(self, view: View) -> None:
        """Paint ``view``; where that fails, say so calmly, log why and go on."""
        try:
            cleaned = clean(view)
        except Exception:
            log.exception("The view could not be painted: %s", _named(view))
            cleaned = not_painted(view.language)
        self._local = self._local.after(self._view, cleaned)
        self._view = cleaned
        self._under_way.count(cleaned.countdown, cleaned.language)
        self._tick_if_it_moves()
        self.paint()

    def work(self, *, on: bool) -> None:
        """Say that something takes its time, or no longer."""
        if on != self._under_way.works:
            self._under_way.works = on
            self._tick_if_it_moves()
            self.paint()

    def mark(self, control: str) -> None:
        """Show a control as touched, until the next view."""
        self._set(self._local._replace(pressed=control))

    def on_resize(self) -> None:
        """Lay the same view out anew; a countdown goes on."""
        self._drawing = NOTHING
        self.paint()

    def paint(self) -> None:
        """Draw the view as it is now, and have the lines that changed shown."""
        if not self.size:
            return  # not laid out yet: the first resize paints
        try:
            drawing = self._drawn(self._view)
        except Exception:
            log.exception("The view could not be painted: %s", _named(self._view))
            drawing = self._drawn(not_painted(self._view.language))
        self._change(drawing)

    def _drawn(self, view: View) -> Drawing:
        picture = self._find(view.notice.pictures) if view.notice and view.notice.pictures else None
        return page(view, self.size, self._local, self._under_way.line(self.size.width), picture)

    def _change(self, drawing: Drawing) -> None:
        lines = changed(self._drawing, drawing)
        self._drawing = drawing
        for y in lines:
            self._strips.pop(y, None)
        if lines:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in lines))

    def notify_style_update(self) -> None:
        """Colors may have changed."""
        self._strips.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """One line, from cells to what the terminal gets."""
        if y not in self._strips:
            lines = self._drawing.lines
            line = lines[y] if y < len(lines) else Content(" " * self.size.width)
            strip = Visual.to_strips(self, line, self.size.width, 1, self.visual_style)[0]
            over = [_control(inset) for inset in self._drawing.insets if y == inset.rows[-1]]
            self._strips[y] = Strip([*strip, *over], strip.cell_length)
        return self._strips[y]

    def tick(self) -> None:
        """Paint what is under way."""
        line = self._under_way.line(self.size.width)
        if line and self._drawing.lines:
            lines = [*self._drawing.lines]
            lines[moving_row(self._view)] = line
            self._change(self._drawing._replace(lines=lines))

    def _tick_if_it_moves(self) -> None:
        if self._timer and not self._under_way.moves:
            self._timer.stop()
            self._timer = None
        elif self._timer is None and self._under_way.moves:
            self._timer = self.set_interval(1 / PER_SECOND, self.tick)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """The finger is here."""
        touches = event.button == 1 and not self._watch
        self._down = self._drawing.at(event.x, event.y) if touches else None
        if self._down:
            self._set(self._local._replace(pressed=self._down.control))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The finger slides: off what it came down on, nothing is meant."""
        if self._down and not self._down.holds(event.x, event.y):
            self._let_go()

    def on_leave(self, _: events.Leave) -> None:
        """The finger slid away."""
        self._let_go()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """The finger leaves: a control that came here meanwhile was not meant."""
        down = self._down
        self._let_go()
        if down and down == self._drawing.at(event.x, event.y):
            self._tap(down.control)

    def _let_go(self) -> None:
        if self._down:
            self._down = None
            self._set(self._local._replace(pressed=""))

    def _tap(self, control: str) -> None:
        self._set(self._local.tapped(control))
        if not control.startswith(OWN):
            self.post_message(Tapped(control))

    def _set(self, local: Local) -> None:
        if local != self._local:
            self._local = local
            self.paint()
