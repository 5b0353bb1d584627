"""Colors of the themes, each pair of text and ground at WCAG 2.2 AA contrast (4.5:1) or better.

Names are Textual style variables; PAIRS says which is written on which. ``free`` is for what can be taken,
``late`` for what is overdue, ``key`` for what is typed on, ``touched`` for what is under a finger.
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
    "key": "#35424f",
    "on-key": "#ffffff",
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
    "key": "#ffffff",
    "on-key": "#15202b",
    "touched": "#8fcaf5",
    "on-touched": "#11161b",
} | _TONES

_STRONG_TONES = {
    "done": "#0f5a33",
    "on-done": "#ffffff",
    "look": "#ffd166",
    "on-look": "#000000",
    "stop": "#a31515",
    "on-stop": "#ffffff",
}

DARK_CONTRAST = {
    "ground": "#000000",
    "bar": "#101418",
    "ink": "#ffffff",
    "faint": "#d5dde4",
    "accent": "#a9dcff",
    "late": "#ffc0b6",
    "free": "#a5f0c3",
    "touch": "#e8eef3",
    "on-touch": "#000000",
    "key": "#27323c",
    "on-key": "#ffffff",
    "touched": "#12568c",
    "on-touched": "#ffffff",
} | _STRONG_TONES

LIGHT_CONTRAST = {
    "ground": "#ffffff",
    "bar": "#f0f0ec",
    "ink": "#000000",
    "faint": "#2f3942",
    "accent": "#003d73",
    "late": "#8a0f00",
    "free": "#00461f",
    "touch": "#0f2a44",
    "on-touch": "#ffffff",
    "key": "#e2e6ea",
    "on-key": "#000000",
    "touched": "#66b3ff",
    "on-touched": "#000000",
} | _STRONG_TONES

PALETTES = {"dark": DARK, "light": LIGHT, "dark-contrast": DARK_CONTRAST, "light-contrast": LIGHT_CONTRAST}
"""By the name of its theme. Those for contrast keep 7:1 (AAA)."""

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
    ("on-key", "key"),
    ("on-touched", "touched"),
    ("on-done", "done"),
    ("on-look", "look"),
    ("on-stop", "stop"),
)
"""Which color is written on which."""


def themes() -> tuple[Theme, ...]:
    """``dark`` for a shop with its lights low, ``light`` for one in the sun, and each with more contrast."""
    return tuple(_theme(name, colors) for name, colors in PALETTES.items())


def _theme(name: str, colors: dict[str, str]) -> Theme:
    return Theme(
        name=name,
        dark=name.startswith("dark"),
        primary=colors["touch"],
        foreground=colors["ink"],
        background=colors["ground"],
        surface=colors["bar"],
        variables=colors,
    )
