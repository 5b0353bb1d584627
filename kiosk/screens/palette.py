"""Colors of the two themes, each pair of text and ground at WCAG 2.2 AA contrast (4.5:1) or better.

Names are Textual style variables; PAIRS says which is written on which. ``free`` is for what can be taken,
``late`` for what is overdue, ``touched`` for a control under a finger.
"""

from textual.theme import Theme

from kiosk.counter.views import Tone

ICONS = {Tone.DONE: "✓", Tone.LOOK: "!", Tone.STOP: "✗"}
"""One shape a tone, told apart without color."""

_TONES = {
    "done": "#1b7346",
    "on-done": "#ffffff",
    "look": "#ffc145",
    "on-look": "#1c1600",
    "stop": "#c22f23",
    "on-stop": "#ffffff",
}

DARK = {
    "ground": "#11161b",
    "bar": "#1d252d",
    "ink": "#f3f5f6",
    "faint": "#a9b5c0",
    "accent": "#8fcaf5",
    "late": "#ffab9e",
    "free": "#8fdcae",
    "touch": "#526a82",
    "on-touch": "#ffffff",
    "touched": "#8fcaf5",
    "on-touched": "#11161b",
} | _TONES

LIGHT = {
    "ground": "#f6f4ef",
    "bar": "#e6e2d8",
    "ink": "#15202b",
    "faint": "#4d5a66",
    "accent": "#0d4f86",
    "late": "#a3200f",
    "free": "#11603a",
    "touch": "#2b4a68",
    "on-touch": "#ffffff",
    "touched": "#8fcaf5",
    "on-touched": "#11161b",
} | _TONES

PAIRS = (
    ("ink", "ground"),
    ("faint", "ground"),
    ("accent", "ground"),
    ("late", "ground"),
    ("free", "ground"),
    ("ink", "bar"),
    ("faint", "bar"),
    ("accent", "bar"),
    ("on-touch", "touch"),
    ("on-touched", "touched"),
    ("on-done", "done"),
    ("on-look", "look"),
    ("on-stop", "stop"),
)
"""Which color is written on which."""


def themes() -> tuple[Theme, Theme]:
    """``dark`` for a shop with its lights low, ``light`` for one in the sun."""
    return _theme("dark", DARK), _theme("light", LIGHT)


def _theme(name: str, colors: dict[str, str]) -> Theme:
    return Theme(
        name=name,
        dark=name == "dark",
        primary=colors["touch"],
        foreground=colors["ink"],
        background=colors["ground"],
        surface=colors["bar"],
        variables=colors,
    )
