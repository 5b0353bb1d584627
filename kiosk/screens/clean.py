"""Names come from imports and scans: what is not printable in them must not reach the terminal."""

from msgspec import convert, to_builtins

from kiosk.counter.views import View


def clean(view: View) -> View:
    """``view`` with a space for each character that is not printable.

    Raises msgspec.ValidationError for a view that is not as its type says.
    """
    return convert(_cleaned(to_builtins(view)), View)


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return value if value.isprintable() else "".join(map(_printable, value))
    if isinstance(value, dict):
        return {name: _cleaned(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(part) for part in value]
    return value


def _printable(letter: str) -> str:
    return letter if letter.isprintable() else " "
