"""Policy: what the foreman may change. Durations are whole seconds."""

from msgspec import Struct


class Policy(Struct, frozen=True):
    """Every setting of the rulebook with its default."""

    signout: int = 8
    """Seconds after the last act until the worker is signed out."""
    waiting: int = 15
    """Seconds a scanned thing waits for a badge."""
    bounce: int = 3
    """Seconds in which the same code, scanned again by the same person, does nothing."""
    bounce_stock: int = 1
    """The same for consumables, where a later scan means one more."""
    undo: int = 10
    """Seconds the last act can be undone by one tap."""
    ask_return: int = 600
    """Seconds after taking in which a scan of one's own thing asks before it returns it."""
    loan: int = 8 * 3600
    """Seconds a loan lasts where its category does not say."""
